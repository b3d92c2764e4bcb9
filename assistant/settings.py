"""Everything that can be set, in one frozen value; read once, passed down, never looked up elsewhere.

`assistant.toml` in the working directory, or the file that is named, may hold::

    [library]
    index = "eaea.library"                 # where the index is
    sources = ["posts", "statements"]      # what `assistant sync` reads when no source is named
    questions = "questions.jsonl"          # saved questions, for `assistant evaluate` and after each sync
    vocabulary = "vocabulary.toml"         # abbreviations and other names, beside those that come along

    [web_sources]
    delay = 0.1                            # seconds between two requests to a site
    catalogue = "catalogue.toml"           # corrections to documents of web sites
    allow_private_hosts = false            # whether machines of private networks may be asked (an intranet)
    wordpress = true                       # whether a site is read by the interface of WordPress where it has one

    [desk]
    keep_questions = false                 # whether questions that nothing was found for are kept, for the staff's desk
    keep_questions_days = 180              # for how long after they were asked last

    [model]
    name = "all-MiniLM-L6-v2"              # or a folder with a sentence-transformers model

    [web]
    host = "127.0.0.1"
    port = 7860
    organisation = "EAEA"                  # named in the page's title
    trusted_proxies = ["127.0.0.1"]        # web servers in front (addresses, or networks such as "10.0.0.0/8") whose
                                           # X-Forwarded-For and X-Forwarded-Proto are believed; default: none
    widget_origins = ["https://www.example.org"]   # sites whose pages may ask without a key; default: none
    mcp = false                            # whether programs with a language model may ask at /mcp

    [api]
    without_key = true                     # whether programs without a key are answered, as the pages answer anybody

Relative paths count from the file's folder.
"""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from assistant.accounts.origins import unfit
from corpus.errors import SettingsError
from index.conversion import EMBEDDED_MODEL

FILE_NAME = "assistant.toml"


def default_cache() -> Path:
    """Where converted models are kept: the user's cache folder (XDG Base Directory specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "advocacy-assistant"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, or the default."""

    index: Path = Path("assistant.library")
    sources: tuple[str, ...] = ()
    questions: Path | None = None
    vocabulary: Path | None = None
    delay: float = 0.1
    catalogue: Path | None = None
    allow_private_hosts: bool = False
    wordpress: bool = True
    keep_questions: bool = False
    keep_questions_days: int = 180
    model: str = EMBEDDED_MODEL
    cache: Path = Path()
    host: str = "127.0.0.1"
    port: int = 7860
    organisation: str = "EAEA"
    trusted_proxies: tuple[str, ...] = ()
    widget_origins: tuple[str, ...] = ()
    mcp: bool = False
    without_key: bool = True


TABLES = {
    "library": ("index", "sources", "cache", "questions", "vocabulary"),
    "web_sources": ("delay", "catalogue", "allow_private_hosts", "wordpress"),
    "desk": ("keep_questions", "keep_questions_days"),
    "model": ("name",),
    "web": ("host", "port", "organisation", "trusted_proxies", "widget_origins", "mcp"),
    "api": ("without_key",),
}


MEANT: dict[str, tuple[Callable[[Any], bool], str]] = {
    "port": (lambda v: type(v) is int and 0 < v < 65536, "a number between 1 and 65535"),
    "delay": (lambda v: type(v) in (int, float) and 0 <= v <= 60, "a number of seconds between 0 and 60"),
    "allow_private_hosts": (lambda v: isinstance(v, bool), "true or false"),
    "mcp": (lambda v: isinstance(v, bool), "true or false"),
    "without_key": (lambda v: isinstance(v, bool), "true or false"),
    "wordpress": (lambda v: isinstance(v, bool), "true or false"),
    "keep_questions": (lambda v: isinstance(v, bool), "true or false"),
    "keep_questions_days": (lambda v: type(v) is int and 1 <= v <= 3650, "a number of days between 1 and 3650"),
}
"""Settings that are no texts: whether a value can be meant, and what must be there instead."""


def load_settings(path: Path | None = None) -> Settings:
    """The settings in a file, or in ./assistant.toml when there is one, else the defaults.

    Raises SettingsError naming the table and key that cannot be meant.
    """
    file = path or Path(FILE_NAME)
    defaults = Settings(cache=default_cache())
    if path is None and not file.exists():
        return defaults
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"The settings file {file} does not exist. Check the path.") from None
    except OSError as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is no TOML: {error}. Mend the line.") from None
    return replace(defaults, **_values(file, told))


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
            values["model" if table == "model" else key] = _checked(file, key, value)
    return values


def _checked(file: Path, key: str, value: object) -> object:
    """The value in the type of its field; paths made absolute."""
    if key == "sources":
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(part if "://" in part else str(file.parent.absolute() / part) for part in value)
        raise SettingsError(f"{file}: sources must be a list of texts.")
    if key in LISTS:
        return LISTS[key](file, value)
    if key in MEANT:
        meant, words = MEANT[key]
        if meant(value):
            return value
        raise SettingsError(f"{file}: {key} must be {words}.")
    if not isinstance(value, str):
        raise SettingsError(f"{file}: {key} must be a text in quotes.")
    if key in ("index", "cache", "catalogue", "questions", "vocabulary"):
        return file.parent.absolute() / Path(value).expanduser()
    if key == "name" and ("/" in value or value.startswith(".")):
        return str(file.parent.absolute() / Path(value).expanduser())
    return value


def _networks(file: Path, value: object) -> tuple[str, ...]:
    """Addresses and networks; never all of them at once: whoever is believed may say to be anybody."""
    try:
        told = [ip_network(part) for part in value if isinstance(part, str)] if isinstance(value, list) else []
    except ValueError as error:
        raise SettingsError(f"{file}: trusted_proxies: {error}. Name addresses of web servers, as texts.") from None
    if not isinstance(value, list) or len(told) != len(value) or any(one.prefixlen == 0 for one in told):
        raise SettingsError(f'{file}: trusted_proxies must be a list of addresses in quotes, such as ["127.0.0.1"].')
    return tuple(value)


def _origins(file: Path, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and not unfit(value):
        return tuple(value)
    raise SettingsError(f'{file}: widget_origins must be a list of sites, such as ["https://www.example.org"].')


LISTS = {"trusted_proxies": _networks, "widget_origins": _origins}


assert {field.name for field in fields(Settings)} == {
    "model" if table == "model" else key for table, keys in TABLES.items() for key in keys
}, "every setting has its place in the file"
