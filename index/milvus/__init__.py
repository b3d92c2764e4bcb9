"""Vectors and keywords on a Milvus server, searched there."""
