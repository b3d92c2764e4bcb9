"""Files and texts that mean harm."""
