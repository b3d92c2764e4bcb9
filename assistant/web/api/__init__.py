"""The REST interface: the verbs of assistant/api.py over HTTP, in JSON, under /api/v1."""
