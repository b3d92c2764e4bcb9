"""Ours beside LangChain, LlamaIndex, Haystack, txtai and Chroma: `make bench-peers`."""
