"""Drafts that quote the organisation: what they quote, and whether the library holds it to the letter."""
