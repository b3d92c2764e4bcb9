"""What a library holds, document by document, for staff: lists to look through, and what each document is known by."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from corpus.document import Document
from index.library.selection import folded
from index.library.store import Store
from index.library.stored import from_json


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that can be found, as it is shown. `published` is ISO 8601, "" where it has no date."""

    id: str
    title: str
    kind: str
    published: str
    language: str
    status: str
    topics: tuple[str, ...]
    superseded_by: str
    speaker: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Some of the documents that were asked for, the newest first, undated ones last; `total` is how many there are."""

    total: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """A document as it was read, with what versions and its catalogue tell of it, and as it is shown."""

    read: Document
    beneath: Document
    shown: Document


def listing_of(
    store: Store, text: str = "", skip: int = 0, count: int = 50, among: Collection[int] | None = None
) -> Listing:
    """`count` documents after the first `skip` of those that hold each word of `text` in their id, title, kind, date,
    language, status or topics, in any case and without accents. `among` are the rows of those that may be listed, None
    where all may.
    """
    found = store.connection.execute(
        "SELECT row, id, title, kind, ifnull(published, ''), language, status, "
        "(SELECT json_group_array(topic) FROM topics WHERE document = row) FROM documents "
        "WHERE duplicate_of = '' ORDER BY published IS NULL, published DESC, id"
    )
    words = folded(text).split()
    allowed = (told for told in found if among is None or told[0] in among)
    rows = [told for told in allowed if all(word in folded(" ".join(map(str, told[1:]))) for word in words)]
    return Listing(len(rows), tuple(_entry(store, *told) for told in rows[skip : skip + count]))


def undated(store: Store) -> Listing:
    """The documents without a date."""
    return _chosen(store, "published IS NULL")


def without_successor(store: Store) -> Listing:
    """The documents that are superseded, and do not name a document of the library that replaced them."""
    return _chosen(
        store,
        "status = 'superseded' AND json_extract(shown, '$.superseded_by') NOT IN (SELECT id FROM documents)",
    )


def missing(store: Store, names: Collection[str]) -> tuple[str, ...]:
    """Those of some ids that no document has, in their order."""
    held = {
        name
        for (name,) in store.connection.execute(
            "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(names)),)
        )
    }
    return tuple(name for name in names if name not in held)


def original_of(store: Store, name: str) -> str:
    """Id of the document that one repeats, "" where it repeats none. Raises KeyError when there is no such document."""
    found = store.connection.execute("SELECT duplicate_of FROM documents WHERE id = ?", (name,)).fetchone()
    if found is None:
        raise KeyError(name)
    return str(found[0])


def layers_of(store: Store, name: str) -> Layers:
    """What a document is known by, and from whom. Raises KeyError when there is no such document."""
    found = store.connection.execute(
        "SELECT row, ifnull(nullif(beneath, ''), shown), shown FROM documents WHERE id = ?", (name,)
    ).fetchone()
    if found is None:
        raise KeyError(name)
    row, beneath, shown = found
    return Layers(store.document_as_read(row), from_json(beneath), from_json(shown))


def _chosen(store: Store, clause: str) -> Listing:
    found = store.connection.execute(
        "SELECT row, id, title, kind, ifnull(published, ''), language, status, "
        "(SELECT json_group_array(topic) FROM topics WHERE document = row) FROM documents "
        f"WHERE duplicate_of = '' AND {clause} ORDER BY published DESC, id"
    ).fetchall()
    return Listing(len(found), tuple(_entry(store, *told) for told in found))


def _entry(store: Store, row: int, *told: str) -> Entry:
    *facts, topics = told
    successor, speaker, internal = store.connection.execute(
        "SELECT json_extract(shown, '$.superseded_by'), json_extract(shown, '$.speaker'), "
        "json_extract(shown, '$.internal') FROM documents WHERE row = ?",
        (row,),
    ).fetchone()
    name, title, kind, published, language, status = facts
    known = tuple(json.loads(topics))
    return Entry(name, title, kind, published, language, status, known, successor, speaker, bool(internal))
