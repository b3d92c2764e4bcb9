"""The staff-edited sidecar `catalogue.toml`, laid over what was read.

::

    [defaults]                                  # for every document of the folder
    notice = "Shown wherever the document is."

    [documents."statements/2016-accounts.pdf"]  # by document id
    status = "superseded"
    superseded_by = "statements/2022-accounts.pdf"

    [documents."minutes/2024-board.pdf"]
    internal = true                             # for staff only
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.draft import web_address
from corpus.errors import CatalogueError
from corpus.message import noted
from corpus.parsing import parse_toml

FILE_NAME = "catalogue.toml"
TEXT_FIELDS = frozenset(
    {"kind", "speaker", "language", "title", "status", "superseded_by", "translation_of", "url", "notice"}
)
LIST_FIELDS = frozenset({"topics", "authors", "signatories"})
DAY_FIELDS = frozenset({"published", "modified"})
FLAG_FIELDS = frozenset({"internal"})
STATUSES = frozenset({noted("current"), noted("superseded"), noted("historic")})
KINDS = frozenset({
    noted("statement"), noted("joint statement"), noted("consultation reply"), noted("post"), noted("event report"),
    noted("page"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Corrections by document id, and what holds for every document of the source. Those of the desk come in this form
    too, by the ids of a library and without defaults.
    """

    defaults: Mapping[str, Any]
    documents: Mapping[str, Mapping[str, Any]]

    def applied_to(self, document: Document) -> Document:
        """The document as staff want it known."""
        return replace(document, **{**self.defaults, **self.documents.get(document.id, {})})


EMPTY = Catalogue({}, {})


def read_catalogue(path: Path, *, needed: bool = False) -> Catalogue:
    """The catalogue in a file; an empty one where there is no file, unless it is `needed`.

    Raises CatalogueError naming the entry that cannot be meant.
    """
    try:
        told = parse_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if needed:
            raise CatalogueError(f"{path} does not exist. Write it, or take `catalogue` out of the settings.") from None
        return EMPTY
    except ValueError as error:
        raise CatalogueError(f"{path} is no TOML: {error}. Mend the line and sync again.") from None
    except OSError as error:
        raise CatalogueError(f"{path} cannot be read: {error.strerror}. Give this user read permission.") from None
    unknown = told.keys() - {"defaults", "documents"}
    if unknown:
        raise CatalogueError(f"{path}: there is no table [{min(unknown)}]; there are [defaults] and [documents].")
    documents = told.get("documents", {})
    if not isinstance(documents, dict):
        raise CatalogueError(f'{path}: "documents" must be a table of tables, [documents."NAME"].')
    entries = {name: _checked(path, name, entry) for name, entry in documents.items()}
    return Catalogue(_checked(path, "defaults", told.get("defaults", {})), entries)


def _checked(path: Path, name: str, entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise CatalogueError(f'{path}: "{name}" must be a table of corrections.')
    return {key: checked_value(f'{path}: "{name}"', key, value) for key, value in entry.items()}


def checked_value(where: str, key: str, value: object) -> Any:
    """The value of a correction in the type of its field. Raises CatalogueError, which begins with `where`."""
    if key in LIST_FIELDS:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        raise CatalogueError(f"{where}: {key} must be a list of texts.")
    if key in DAY_FIELDS:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise CatalogueError(f"{where}: {key} must be a date such as 2021-07-12, without quotes.")
    if key in FLAG_FIELDS:
        if isinstance(value, bool):
            return value
        raise CatalogueError(f"{where}: {key} must be true or false, without quotes.")
    if key not in TEXT_FIELDS:
        known = ", ".join(sorted(TEXT_FIELDS | LIST_FIELDS | DAY_FIELDS | FLAG_FIELDS))
        raise CatalogueError(f'{where}: there is no "{key}"; there are {known}.')
    if not isinstance(value, str):
        raise CatalogueError(f"{where}: {key} must be a text in quotes.")
    if key == "url" and value and not web_address("", value):
        raise CatalogueError(f"{where}: url must be a web address (https://...).")
    allowed = {"status": STATUSES, "kind": KINDS}.get(key)
    if allowed and value not in allowed:
        raise CatalogueError(f'{where}: {key} "{value}" is not one of {", ".join(sorted(allowed))}.')
    return value
