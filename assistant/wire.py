"""The one place where names in the settings become objects.

What an object is made of is imported by the function that makes it, so that a command waits for what it needs alone:
all of it takes half a second to import.
"""

import sys
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk_file import DeskFile
from assistant.settings import Settings
from assistant.vocabulary import read_vocabulary
from corpus.errors import ServeError, SettingsError

if TYPE_CHECKING:
    from assistant.accounts.by_header import ByHeader
    from assistant.accounts.by_openid import ByOpenId
    from assistant.accounts.keys import Keys
    from assistant.accounts.signing_in import SigningIn
    from assistant.accounts.users import Users
    from assistant.basket.store import QuoteDesk
    from assistant.desk.gaps import GapDesk
    from assistant.desk.overview import Desk
    from assistant.desk.showing import Shown
    from assistant.extract import Answerer
    from assistant.library import Edition, LiveLibrary
    from assistant.positions.verdicts import VerdictDesk
    from assistant.syncing.starting import Syncing
    from corpus.sources.website import WebAccess
    from index.milvus.publishing import Place
    from index.models.encoder import Encoder
    from index.reports.report import Progress
    from index.search import Searcher
    from index.searching.mentions import Finder

EXTRAS = "pip install --require-hashes --no-deps -r requirements/extras.lock"
"""What brings the packages for Milvus and for programs with a language model, in a copy of the project."""


def settings_files_of(settings: Settings) -> tuple[Path, ...]:
    """The file of the settings, and those that it names."""
    named = (getattr(settings, field.name) for field in fields(settings) if field.name not in ("index", "cache"))
    return tuple(value for value in named if isinstance(value, Path))


def syncing_of(settings: Settings) -> "Syncing":
    """How the server starts a sync of what the library and the settings name, and tells of the one that runs."""
    from assistant.syncing.starting import Syncing

    named = ("--settings", str(settings.file)) if settings.file else ()
    command = (sys.executable, "-m", "assistant.cli", "sync", "--index", str(settings.index.absolute()), *named)
    return Syncing(settings.index, command)


def web_access_of(settings: Settings, progress: "Progress") -> "WebAccess":
    """How web sites are asked, and where what was fetched of them is kept: beside the index."""
    from corpus.sources.website import WebAccess  # the network's modules take a while to import
    from corpus.web.fetching import Manners
    from corpus.web.mirror import MIRROR

    return WebAccess(
        settings.index / MIRROR,
        settings.allow_private_hosts,
        replace(Manners(), delay=settings.delay),
        settings.catalogue,
        settings.wordpress,
        progress,
    )


def encoder_of(settings: Settings) -> "Encoder":
    """The encoder. Raises SettingsError when its model is not on this machine, or cannot be used."""
    from index.models.encoder import encoder_here
    from index.models.model_files import Prompts

    prompts = Prompts(settings.query_prompt, settings.passage_prompt)
    return encoder_here(settings.model, settings.cache, prompts, settings.multilingual)


def place_of(settings: Settings) -> "Place | None":
    """The Milvus server on which vectors and words are searched; None for files of this machine.

    Raises SettingsError where the extra that it needs is not installed.
    """
    if not settings.milvus:
        return None
    if find_spec("pymilvus") is None:
        raise SettingsError(
            "The settings name a Milvus server, and the package “pymilvus” is not installed. "
            f"Install it with: {EXTRAS}."
        )
    from index.milvus.cluster import Cluster
    from index.milvus.publishing import Place

    return Place(Cluster(settings.milvus, settings.milvus_token), settings.milvus_name, settings.index)


def searcher_of(settings: Settings) -> "Searcher":
    """The current generation, open for searching. Raises LibraryError, and SettingsError for the vocabulary."""
    from index.search import Searcher

    vocabulary = read_vocabulary(settings.vocabulary)  # first: a mistake is told before the model is loaded
    return Searcher.open(settings.index, encoder_of(settings), vocabulary, place_of(settings))


def answerer_on(searcher: "Searcher", settings: Settings) -> "Answerer":
    """The answerer over a searcher that is open, with what staff pinned."""
    from assistant.desk.pinned import PinnedAnswerer
    from assistant.desk.pins import PinDesk
    from assistant.extract import ExtractiveAnswerer

    return PinnedAnswerer(ExtractiveAnswerer(searcher), searcher, PinDesk(DeskFile(settings.index)))


def finder_of(settings: Settings) -> "Finder":
    """The current generation, open for finding mentions; needs no model. Raises LibraryError."""
    from index.searching.mentions import Finder

    return Finder.open(settings.index)


def quote_desk_of(settings: Settings) -> "QuoteDesk":
    """What staff collected beside the index; nothing is opened yet."""
    from assistant.basket.store import QuoteDesk

    return QuoteDesk(DeskFile(settings.index))


def desk_of(settings: Settings) -> "Desk":
    """What staff set, pinned and are told, beside the index; nothing is opened yet."""
    from assistant.desk.corrections import CorrectionDesk
    from assistant.desk.feedback import FeedbackDesk
    from assistant.desk.overview import Desk
    from assistant.desk.pins import PinDesk

    file = DeskFile(settings.index)
    return Desk(CorrectionDesk(file), PinDesk(file), gap_desk_of(settings), FeedbackDesk(file))


def gap_desk_of(settings: Settings) -> "GapDesk":
    """The questions that found little, beside the index, as far as the settings let them be kept."""
    from assistant.desk.gaps import GapDesk

    return GapDesk(DeskFile(settings.index), settings.keep_questions, settings.keep_questions_days)


def show_corrections_of(
    settings: Settings, encoder: "Callable[[], Encoder] | None" = None, progress: "Progress | None" = None
) -> "Shown":
    """Show what the desk corrects, with an encoder that is at hand or the one of the settings. Raises LibraryError."""
    from assistant.desk.showing import show_corrections
    from index.reports.report import silent

    return show_corrections(
        settings.index,
        desk_of(settings).corrections,
        encoder or partial(encoder_of, settings),
        progress or silent,
        place_of(settings),
    )


def verdict_desk_of(settings: Settings) -> "VerdictDesk":
    """What staff said of two wordings, beside the index."""
    from assistant.positions.verdicts import VerdictDesk

    return VerdictDesk(DeskFile(settings.index))


def users_of(settings: Settings) -> "Users":
    """The people whom staff added, beside the index."""
    from assistant.accounts.users import Users

    return Users(DeskFile(settings.index))


def keys_of(settings: Settings) -> "Keys":
    """The programs that may ask, beside the index."""
    from assistant.accounts.keys import Keys

    return Keys(DeskFile(settings.index))


def signing_in_of(settings: Settings) -> "SigningIn":
    """How people sign in, for a server."""
    from assistant.accounts.passwords import Passwords
    from assistant.accounts.sessions import Sessions
    from assistant.accounts.signing_in import SigningIn
    from assistant.accounts.users import Users

    desk = DeskFile(settings.index)
    return SigningIn(Users(desk), Sessions(desk, guests=settings.openid_role), Passwords())


def by_openid_of(settings: Settings, accounts: "SigningIn") -> "ByOpenId | None":
    """Signing in at the OpenID Connect provider of the settings, where they name one; nothing is asked of it yet."""
    if not settings.openid_issuer:
        return None
    from assistant.accounts.by_openid import ByOpenId  # its libraries take a while to import
    from assistant.accounts.openid_provider import OpenIdClient, Provider

    told = (settings.openid_issuer, settings.openid_client, settings.openid_secret)
    client = OpenIdClient(Provider(*told, settings.openid_claim, settings.openid_role))
    return ByOpenId(client, accounts.users, accounts.sessions, accounts.by_address)


def by_header_of(settings: Settings) -> "ByHeader | None":
    """The header of web servers in front that names people, where the settings name one."""
    if not settings.header:
        return None
    from assistant.accounts.by_header import ByHeader

    return ByHeader(settings.header, settings.trusted_proxies, users_of(settings), settings.header_role)


def edition_of(settings: Settings, encoder: "Encoder") -> "Edition":
    """The current generation, open for searching and answering with an encoder that is at hand.

    Raises LibraryError, and SettingsError for the vocabulary.
    """
    from assistant.library import Edition

    return Edition.open(settings.index, encoder, read_vocabulary(settings.vocabulary), place_of(settings))


def live_library_of(settings: Settings) -> "LiveLibrary":
    """The library for a server: follows later syncs. Raises LibraryError, and SettingsError for the vocabulary."""
    from assistant.library import LiveLibrary

    vocabulary = read_vocabulary(settings.vocabulary)
    return LiveLibrary(settings.index, encoder_of(settings), vocabulary, place_of(settings))


def require_mcp() -> None:
    """Raises ServeError where the extra that the Model Context Protocol needs is not installed."""
    if find_spec("mcp") is None:
        raise ServeError(f"The package “mcp” is not installed. Install it with: {EXTRAS}.")
