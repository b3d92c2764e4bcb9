"""Texts to vectors: models converted once, run in batches near what the processor can do."""
