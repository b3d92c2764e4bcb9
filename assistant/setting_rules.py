"""Whether a setting can be meant: one rule a key, and what must be there instead."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from assistant.accounts.origins import unfit
from assistant.accounts.people import ACCESSES, ROLES
from corpus.errors import SettingsError
from index.models.model_files import NAME_ON_A_HUB

LANGUAGES: Final = ("en", "fr", "de", "es", "fi")
"""Of the pages, each with its catalogue in assistant/web/locale."""
PATHS = ("index", "cache", "catalogue", "questions", "vocabulary", "logo")
SOURCES = ("sources", "internal")
NETWORKS = ("trusted_proxies", "metrics_from")


def is_issuer(told: object) -> bool:
    """Whether an OpenID Connect provider can be asked there: encrypted, unless it is this machine."""
    try:
        parts = urlsplit(told) if isinstance(told, str) else urlsplit("")
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or local) and not parts.query and not parts.fragment


def is_server(told: object) -> bool:
    """Whether it is the address of a server and nothing more: a token in it would be shown with every error."""
    try:
        parts = urlsplit(told) if isinstance(told, str) else urlsplit("")
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return known and "@" not in parts.netloc and not parts.query and not parts.fragment


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None


MEANT: dict[str, tuple[Callable[[Any], object], str]] = {
    "milvus": (is_server, "an address such as http://127.0.0.1:19530 or https://milvus.example.org:19530"),
    "milvus_name": (
        lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", v),
        "a name of up to 64 letters, digits and _ that begins with no digit",
    ),
    "port": (lambda v: type(v) is int and 0 < v < 65536, "a number between 1 and 65535"),
    "delay": (lambda v: type(v) in (int, float) and 0 <= v <= 60, "a number of seconds between 0 and 60"),
    "allow_private_hosts": (lambda v: isinstance(v, bool), "true or false"),
    "mcp": (lambda v: isinstance(v, bool), "true or false"),
    "without_key": (lambda v: isinstance(v, bool), "true or false"),
    "wordpress": (lambda v: isinstance(v, bool), "true or false"),
    "multilingual": (lambda v: isinstance(v, bool), "true or false"),
    "access": (lambda v: v in ACCESSES, f"one of {', '.join(ACCESSES)}, in quotes"),
    "header": (lambda v: isinstance(v, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", v), "the name of a header"),
    "header_role": (lambda v: v in ROLES, f"one of {', '.join(ROLES)}, in quotes"),
    "openid_role": (lambda v: v in ROLES, f"one of {', '.join(ROLES)}, in quotes"),
    "openid_issuer": (is_issuer, "an address that begins with https:// (or http:// of this machine)"),
    "keep_questions": (lambda v: isinstance(v, bool), "true or false"),
    "format": (lambda v: v in ("text", "json"), '"text" or "json"'),
    "level": (lambda v: v in ("debug", "info", "warning", "error"), '"debug", "info", "warning" or "error"'),
    "addresses": (lambda v: v in ("none", "network"), '"none" or "network"'),
    "language": (lambda v: v in LANGUAGES, "one of en, fr, de, es, fi, in quotes"),
    "keep_questions_days": (lambda v: type(v) is int and 1 <= v <= 3650, "a number of days between 1 and 3650"),
    "accent": (_is_colour, 'a colour such as "#0b5563"'),
    "accent_dark": (_is_colour, 'a colour such as "#84cbd8"'),
    "title": (lambda v: isinstance(v, str) and len(v) <= 100, "a text of up to 100 characters"),
    "welcome": (lambda v: isinstance(v, str) and len(v) <= 500, "a text of up to 500 characters"),
}
"""Settings that are no free texts: whether a value can be meant, and what must be there instead."""


def checked(file: Path, key: str, value: object) -> object:
    """The value in the type of its field; paths made absolute, from the folder of `file`. Raises SettingsError."""
    if key in SOURCES:
        return _sources(file, key, value)
    if key in NETWORKS:
        return _networks(file, key, value)
    if key == "widget_origins":
        return _origins(file, value)
    if key in MEANT:
        meant, words = MEANT[key]
        if meant(value):
            return value
        raise SettingsError(f"{file}: {key} must be {words}.")
    if not isinstance(value, str):
        raise SettingsError(f"{file}: {key} must be a text in quotes.")
    if key in PATHS:
        return _path(file, key, value)
    return _model(file, value) if key == "name" else value


def _sources(file: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise SettingsError(f"{file}: {key} must be a list of texts.")
    return tuple(part if "://" in part else str(file.parent.absolute() / part) for part in value)


def _path(file: Path, key: str, value: str) -> Path:
    """A path, made absolute. Raises SettingsError."""
    if "\0" in value:
        raise SettingsError(f"{file}: {key} holds a zero byte, which no path may.")
    try:
        told = Path(value).expanduser()
    except RuntimeError:  # nobody of this name has a home
        raise SettingsError(f"{file}: {key} begins with ~ and a name that this machine does not know.") from None
    return file.parent.absolute() / told


def _model(file: Path, value: str) -> str:
    """A model's folder, made absolute; else the name as it stands."""
    folder = _path(file, "name", value)
    named = ("/" not in value and not value.startswith(".")) or (NAME_ON_A_HUB.fullmatch(value) and not folder.exists())
    return value if named else str(folder)


def _networks(file: Path, key: str, value: object) -> tuple[str, ...]:
    """Addresses and networks; never all of them at once: whoever is believed may say to be anybody."""
    try:
        told = [ip_network(part) for part in value if isinstance(part, str)] if isinstance(value, list) else []
    except ValueError as error:
        raise SettingsError(f"{file}: {key}: {error}. Name addresses or networks, as texts.") from None
    if not isinstance(value, list) or len(told) != len(value) or any(one.prefixlen == 0 for one in told):
        raise SettingsError(f'{file}: {key} must be a list of addresses in quotes, such as ["127.0.0.1"].')
    return tuple(value)


def _origins(file: Path, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and not unfit(value):
        return tuple(value)
    raise SettingsError(f'{file}: widget_origins must be a list of sites, such as ["https://www.example.org"].')
