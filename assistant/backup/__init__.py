"""What cannot be had again, in one file, and back: the desk, the settings, reports; by request the index too."""
