"""What staff may set of a document, checked by the rules of the catalogue."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.catalogue import STATUSES, checked_value
from corpus.document import Document
from corpus.errors import CatalogueError, DeskError
from corpus.message import Message, noted, one_of
from corpus.sources.item import storable
from index.library.listing import layers_of, original_of
from index.library.store import Store

FIELDS = ("status", "superseded_by", "published", "kind", "topics", "speaker", "title", "language", "internal")
TOLD = (
    noted("status"), noted("superseded by"), noted("published"), noted("kind"), noted("topics"), noted("speaker"),
    noted("title"), noted("language"), noted("internal"),
)  # fmt: skip
"""FIELDS as people are told them."""
ANSWERS = {noted("yes"): True, noted("no"): False}
NO_DOCUMENT = noted('There is no document "{document}". `assistant desk documents` lists what each one is called.')
NEEDED = frozenset({"title", "language"})
"""Fields that a document cannot be without."""
LONGEST_VALUE, MOST_TOPICS = 500, 50
"""Characters of a text, and topics of a document."""

Value = str | bool | date | tuple[str, ...]
DocumentOf = Callable[[str], Document]
"""From an id to the document of a library, as it is without the desk. Raises KeyError."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the desk corrects of a document; `revision` counts the changes, 0 is of one that was never corrected."""

    document: str
    revision: int = 0
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def laid(self) -> dict[str, Value]:
        """What is laid over the document: what staff set, and what follows from it. One that is replaced is superseded,
        and one that is current or historic is not replaced.
        """
        told = dict(self.fields)
        if told.get("superseded_by"):
            told.setdefault("status", "superseded")
        elif told.get("status") in STATUSES - {"superseded"}:
            told.setdefault("superseded_by", "")
        return told

    def setting(self, fields: Mapping[str, object], taking_back: Collection[str] = ()) -> dict[str, Value]:
        """The fields after a change, as they are kept. Raises DeskError where one cannot be meant."""
        unknown = [name for name in (*fields, *taking_back) if name not in FIELDS]
        if unknown:
            raise DeskError(f'There is no "{unknown[0]}" to set; there are {", ".join(FIELDS)}.')
        for name in taking_back:
            if name not in self.fields:
                raise DeskError(f'The desk sets no "{name}" of {self.document}: there is nothing to take back.')
        kept = {name: value for name, value in self.fields.items() if name not in taking_back}
        told = kept | {name: _checked(name, value) for name, value in fields.items()}
        if told.get("superseded_by") and told.get("status", "superseded") != "superseded":
            values = {"document": self.document, "status": one_of(STATUSES, str(told["status"]))}
            raise DeskError(
                Message(
                    "{document} cannot be {status} and superseded by another one. Set one of the two, or take the "
                    "other back.",
                    values,
                )
            )
        return told


def checked_successor(name: str, laid: Mapping[str, Mapping[str, Value]], document_of: DocumentOf) -> None:
    """Raises DeskError where a document is replaced by itself, by none that is there, or in a circle. `laid` is what
    the desk lays over documents, by their ids; the last word on the others has the library.
    """
    seen = [name]
    successor = _successor(name, laid, document_of)
    if successor:
        try:
            document_of(successor)
        except KeyError:
            raise DeskError(Message(NO_DOCUMENT, {"document": successor})) from None
    while successor:
        if successor in seen:
            chain = " → ".join([*seen, successor])
            raise DeskError(
                Message("A document cannot be superseded by itself, nor in a circle: {chain}.", {"chain": chain})
            )
        seen.append(successor)
        successor = _successor(successor, laid, document_of)


def _successor(name: str, laid: Mapping[str, Mapping[str, Value]], document_of: DocumentOf) -> str:
    told = laid.get(name, {})
    if "superseded_by" in told:
        return str(told["superseded_by"])
    try:
        document = document_of(name)
    except KeyError:
        return ""
    return document.superseded_by if document.status == "superseded" else ""


def _checked(name: str, value: object) -> Value:
    try:
        checked: Value = checked_value("The desk", name, value)
    except CatalogueError as error:
        raise DeskError(str(error)) from None
    if isinstance(checked, date | bool):
        return checked
    parts = [" ".join(part.split()) for part in (checked if isinstance(checked, tuple) else (checked,))]
    if any(len(part) > LONGEST_VALUE or not storable(part) for part in parts) or len(parts) > MOST_TOPICS:
        raise DeskError(
            f"The desk: {name} may have {LONGEST_VALUE} characters, topics {MOST_TOPICS} of such texts. Shorten it."
        )
    if isinstance(checked, tuple):
        return tuple(dict.fromkeys(part for part in parts if part))
    if name in NEEDED and not parts[0]:
        raise DeskError(Message("The desk: a document cannot be without a {name}.", {"name": one_of(TOLD, name)}))
    return parts[0]


def value_told(name: str, told: str | list[str]) -> object:
    """A value as it is typed, in the type of its field: days as 2021-07-12, "yes" or "no" where it is one of the two,
    lists as they are. Raises DeskError.
    """
    if name == "internal" and isinstance(told, str):
        if told.strip().lower() not in ANSWERS:
            raise DeskError(Message('"{told}" is neither "yes" nor "no".', {"told": told}))
        return ANSWERS[told.strip().lower()]
    if name != "published" or not isinstance(told, str):
        return told
    try:
        return date.fromisoformat(told.strip())
    except ValueError:
        raise DeskError(f'"{told}" is no day. Write it as 2021-07-12.') from None


def as_told(value: Value) -> str:
    """A value in words; "" for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def as_record(fields: Mapping[str, Value]) -> dict[str, Any]:
    """Values in JSON."""
    return {
        name: list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }


def from_record(record: Mapping[str, Any]) -> dict[str, Value]:
    """What `as_record` gave. Raises DeskError, TypeError or ValueError on anything else."""
    return {
        name: _checked(name, date.fromisoformat(value) if name == "published" else value)
        for name, value in record.items()
    }


def documents_beneath(store: Store) -> DocumentOf:
    """The documents of a library without the desk. One that repeats another is not shown: it raises DeskError."""

    def document_of(name: str) -> Document:
        original = original_of(store, name)
        if original:
            values = {"document": name, "original": original}
            raise DeskError(Message("{document} says what {original} says, and is not shown. Take that one.", values))
        return layers_of(store, name).beneath

    return document_of
