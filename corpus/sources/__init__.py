"""Where bytes come from. A source lists its items cheaply; the bytes of an item are fetched only when it changed."""

from corpus.sources.item import Item, Source
from corpus.sources.opening import open_source

__all__ = ["Item", "Source", "open_source"]
