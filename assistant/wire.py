"""The one place where names in the settings become objects."""

from assistant.extract import Answerer, ExtractiveAnswerer
from assistant.library import LiveLibrary
from assistant.settings import Settings
from index.encoder import Encoder, open_encoder
from index.search import Searcher


def encoder_of(settings: Settings) -> Encoder:
    """The encoder. Raises SettingsError when its model is not on this machine."""
    return open_encoder(settings.model, settings.cache)


def searcher_of(settings: Settings) -> Searcher:
    """The current generation, open for searching. Raises LibraryError."""
    return Searcher.open(settings.index, encoder_of(settings))


def answerer_of(settings: Settings) -> Answerer:
    """The answerer over the current generation. Raises LibraryError."""
    return ExtractiveAnswerer(searcher_of(settings))


def live_library_of(settings: Settings) -> LiveLibrary:
    """The library for a server: follows later syncs. Raises LibraryError."""
    return LiveLibrary(settings.index, encoder_of(settings))
