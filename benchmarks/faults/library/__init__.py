"""Faults of the disk, the system and the clock, under a library that is built and served."""
