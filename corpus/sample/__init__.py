"""Sample posts and statements that come with the software, written for it."""

from pathlib import Path


def content() -> Path:
    """Return the folder that holds the sample posts, statements and catalogue."""
    return Path(__file__).resolve().parent / "content"
