"""Vectors and keywords in files of this machine, searched by FAISS and tantivy."""
