"""Bytes that nobody meant, put into everything of ours that parses: what it does then besides refusing is a bug."""
