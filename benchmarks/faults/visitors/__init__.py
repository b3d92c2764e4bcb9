"""Requests that no page makes, and addresses that no site should name."""
