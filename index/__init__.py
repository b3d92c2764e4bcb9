"""How what the organisation said is found again: passages, vectors, keywords, and the library on disk."""
