"""What is installed, to the last byte: lock files with hashes, what they may hold, and how they are made."""
