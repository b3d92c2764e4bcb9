"""What a library holds, for programs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from corpus.document import Document
from corpus.records import public_record
from index.library.coverage import Coverage
from index.library.generation import Generation
from index.library.listing import Entry, Listing


@dataclass(frozen=True, slots=True)
class Holdings:
    """One generation of a library, and what it holds, counted."""

    generation: Generation
    coverage: Coverage

    def as_record(self) -> dict[str, Any]:
        """It in JSON; its form is in docs/api.md."""
        one = self.generation
        told = {"generation": one.name, "created": one.contents.created, "warning": one.warning}
        return told | {"model": one.recipe.model} | asdict(self.coverage)


def document_record(document: Document, translations: Iterable[str]) -> dict[str, Any]:
    """A document with all that is known of it, and the ids of its translations, in JSON."""
    return public_record(document) | {"translations": list(translations)}


def listing_record(listing: Listing) -> dict[str, Any]:
    """A list of documents in JSON, each by the facts that are listed of it."""
    return {"total": listing.total, "documents": [_entry_record(one) for one in listing.entries]}


def _entry_record(entry: Entry) -> dict[str, Any]:
    return {
        "_id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "published": entry.published or None,
        "language": entry.language,
        "topics": list(entry.topics),
        "status": entry.status,
        "superseded_by": entry.superseded_by,
        "speaker": entry.speaker,
    }
