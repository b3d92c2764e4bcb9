"""Everything that can be set, in one frozen value; read once, passed down, never looked up elsewhere.

`assistant.toml` in the working directory, or the file that is named, may hold::

    [library]
    index = "eaea.library"                 # where the index is
    sources = ["posts", "statements"]      # what `assistant sync` reads when no source is named
    internal = ["minutes"]                 # sources all of whose documents are for staff only; where this is left
                                           # out, those that were so stay so: [] opens them
    questions = "questions.jsonl"          # saved questions, for `assistant evaluate` and after each sync
    vocabulary = "vocabulary.toml"         # abbreviations and other names, beside those that come along
    milvus = "http://127.0.0.1:19530"      # a Milvus server on which vectors and words are searched; default: none.
                                           # Its token (user:password) is in the environment, in ASSISTANT_MILVUS_TOKEN
    milvus_name = "assistant"              # how the collections of this library begin there
    cache = "cache"                        # where converted models are kept; default: advocacy-assistant in the folder
                                           # that XDG_CACHE_HOME names, else in ~/.cache

    [web_sources]
    delay = 0.1                            # seconds between two requests to a site
    catalogue = "catalogue.toml"           # corrections to documents of web sites
    allow_private_hosts = false            # whether machines of private networks may be asked (an intranet)
    wordpress = true                       # whether a site is read by the interface of WordPress where it has one

    [desk]
    keep_questions = false                 # whether questions that nothing was found for are kept, for the staff's desk
    keep_questions_days = 180              # for how long after they were asked last

    [model]
    name = "all-MiniLM-L6-v2"              # or a folder with a sentence-transformers model, or the name of one that
                                           # huggingface_hub keeps on this machine ("owner/name")
    query_prompt = "query: "               # put before questions and before passages, in place of what the model's
    passage_prompt = "passage: "           # own settings tell; "" for nothing
    multilingual = true                    # whether like texts of different languages are near each other; default:
                                           # whether the model's card (README.md) names several languages

    [web]
    host = "127.0.0.1"
    port = 7860
    access = "open"                        # who may use the pages: "open" to all, "members" (who is signed in), "staff"
    organisation = "EAEA"                  # who speaks where a document names nobody else: named in titles and in what
                                           # is exported, known to the filter of publishers and in drafts. EAEA is the
                                           # default, as in the sample: set your own
    language = "en"                        # of the pages, for who asks for none of en, fr, de, es, fi
    trusted_proxies = ["127.0.0.1"]        # web servers in front (addresses, or networks such as "10.0.0.0/8") whose
                                           # X-Forwarded-For and X-Forwarded-Proto are believed; default: none
    metrics_from = ["10.0.0.5"]            # who may fetch /metrics, beside this machine; default: nobody
    widget_origins = ["https://www.example.org"]   # sites whose pages may ask without a key; default: none
    mcp = false                            # whether programs with a language model may ask at /mcp

    [log]
    format = "text"                        # or "json": an object a line
    level = "info"                         # or "warning", "error", "debug"
    addresses = "none"                     # or "network": each request with the network that it came from

    [sign_in]                              # other ways to sign in than names and passwords; none by default
    header = "X-Remote-User"               # the header in which the trusted proxies name who is signed in
    header_role = "member"                 # of those who are named and were not added; without it they are nobody
    openid_issuer = "https://login.example.org"   # an OpenID Connect provider
    openid_client = "assistant"            # what this program is called there; its secret is in the environment, in
                                           # ASSISTANT_OPENID_SECRET
    openid_claim = "email"                 # which claim is the person's name here; an address must be verified
    openid_role = "member"                 # of those who sign in there and were not added; without it they may not

    [look]
    accent = "#0b5563"                     # the organisation's colour, of links and buttons; checked to be readable
    accent_dark = "#84cbd8"                # the same on a dark page; default: made of the other one
    logo = "logo.svg"                      # a .svg, .png or .jpg of up to 200 kB
    title = "What does EAEA say?"          # what stands over the question
    welcome = "Ask about a position."      # a sentence or two below it

    [api]
    without_key = true                     # whether programs without a key are answered, as the pages answer anybody

Relative paths count from the file's folder.
"""

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from assistant.accounts.people import Access, Role
from assistant.logs import LogFormat
from assistant.setting_rules import checked
from corpus.errors import SettingsError
from corpus.parsing import parse_toml
from index.models.model_files import EMBEDDED_MODEL

FILE_NAME = "assistant.toml"


def default_cache() -> Path:
    """Where converted models are kept: the user's cache folder (XDG Base Directory specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "advocacy-assistant"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, or the default."""

    file: Path | None = None
    """Where the rest was read; it is no setting itself."""
    index: Path = Path("assistant.library")
    sources: tuple[str, ...] = ()
    internal: tuple[str, ...] | None = None
    questions: Path | None = None
    vocabulary: Path | None = None
    milvus: str = ""
    milvus_name: str = "assistant"
    milvus_token: str = field(default="", repr=False)
    delay: float = 0.1
    catalogue: Path | None = None
    allow_private_hosts: bool = False
    wordpress: bool = True
    keep_questions: bool = False
    keep_questions_days: int = 180
    model: str = EMBEDDED_MODEL
    query_prompt: str | None = None
    passage_prompt: str | None = None
    multilingual: bool | None = None
    cache: Path = Path()
    host: str = "127.0.0.1"
    port: int = 7860
    organisation: str = "EAEA"
    access: Access = "open"
    language: str = "en"
    trusted_proxies: tuple[str, ...] = ()
    metrics_from: tuple[str, ...] = ()
    log_format: LogFormat = "text"
    log_level: str = "info"
    log_addresses: str = "none"
    header: str = ""
    header_role: Role | Literal[""] = ""
    openid_issuer: str = ""
    openid_client: str = ""
    openid_claim: str = "email"
    openid_role: Role | Literal[""] = ""
    openid_secret: str = field(default="", repr=False)
    accent: str = ""
    accent_dark: str = ""
    logo: Path | None = None
    title: str = ""
    welcome: str = ""
    widget_origins: tuple[str, ...] = ()
    mcp: bool = False
    without_key: bool = True


TABLES = {
    "library": ("index", "sources", "internal", "cache", "questions", "vocabulary", "milvus", "milvus_name"),
    "web_sources": ("delay", "catalogue", "allow_private_hosts", "wordpress"),
    "desk": ("keep_questions", "keep_questions_days"),
    "model": ("name", "query_prompt", "passage_prompt", "multilingual"),
    "web": (
        "host",
        "port",
        "organisation",
        "language",
        "access",
        "trusted_proxies",
        "metrics_from",
        "widget_origins",
        "mcp",
    ),
    "log": ("format", "level", "addresses"),
    "sign_in": ("header", "header_role", "openid_issuer", "openid_client", "openid_claim", "openid_role"),
    "api": ("without_key",),
    "look": ("accent", "accent_dark", "logo", "title", "welcome"),
}


SECRET = "ASSISTANT_OPENID_SECRET"
"""The environment variable that holds what this program shares with its OpenID Connect provider."""
TOKEN = "ASSISTANT_MILVUS_TOKEN"
"""The environment variable that holds the key, or user:password, of the Milvus server."""


def load_settings(path: Path | None = None) -> Settings:
    """The settings in a file, or in ./assistant.toml when there is one, else the defaults.

    Raises SettingsError naming the table and key that cannot be meant.
    """
    file = path or Path(FILE_NAME)
    defaults = Settings(
        cache=default_cache(), openid_secret=os.environ.get(SECRET, ""), milvus_token=os.environ.get(TOKEN, "")
    )
    if path is None and not _is_there(file):
        return defaults
    try:
        told = parse_toml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"The settings file {file} does not exist. Check the path.") from None
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SettingsError(f"{file} is no TOML: {error}. Mend the line.") from None
    return _together(file, replace(defaults, file=file.absolute(), **_values(file, told)))


def _is_there(file: Path) -> bool:
    """Whether there is such a file; none is in a folder that may not be looked into, such as another user's home."""
    try:
        return file.exists()
    except PermissionError:
        return False


def _values(file: Path, told: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for table, entries in told.items():
        if table not in TABLES or not isinstance(entries, dict):
            raise SettingsError(
                f"{file}: there is no table [{table}]; there are {', '.join(f'[{t}]' for t in TABLES)}."
            )
        for key, value in entries.items():
            if key not in TABLES[table]:
                raise SettingsError(f'{file}: [{table}] has no "{key}"; it has {", ".join(TABLES[table])}.')
            values[_field(table, key)] = checked(file, key, value)
    return values


def _field(table: str, key: str) -> str:
    """Where a key of a table is kept."""
    return "model" if key == "name" else f"log_{key}" if table == "log" else key


def _together(file: Path, settings: Settings) -> Settings:
    """The settings, where none lacks what it needs of another. Raises SettingsError."""
    if settings.header and not settings.trusted_proxies:
        raise SettingsError(f"{file}: header is believed of trusted_proxies alone. Name them under [web].")
    if bool(settings.openid_issuer) != bool(settings.openid_client):
        raise SettingsError(f"{file}: openid_issuer and openid_client need each other. Set both.")
    if settings.widget_origins and settings.access != "open":
        raise SettingsError(f"{file}: widget_origins lets everybody ask, and access does not. Set one of them.")
    return settings


assert {one.name for one in fields(Settings)} - {"file", "openid_secret", "milvus_token"} == {
    _field(table, key) for table, keys in TABLES.items() for key in keys
}, "every setting has its place in the file"
