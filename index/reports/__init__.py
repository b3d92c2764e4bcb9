"""What a sync did, told to staff and kept."""
