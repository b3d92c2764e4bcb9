"""Marks of documents that hang on others: which repeats another one, and which are one text in several languages.

They are told anew of the documents that were touched and of all that these may be alike with; of all documents where it
is not known what was touched. Both ways give the same, which is tested.
"""

import json
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from corpus.address import place_of
from index.building.duplicates import Identity, originals, plain
from index.building.translations import Text, tells_language, works
from index.library.schema import ALTERNATES, ORIGINAL, TELLS_TRANSLATIONS
from index.library.store import Store

TITLE = "CASE beneath WHEN '' THEN title ELSE json_extract(beneath, '$.title') END"
"""As it was read: what the desk calls a document does not part it from its teasers."""
IDENTITIES = (
    f"SELECT row, id, {TITLE}, "
    "CASE beneath WHEN '' THEN published ELSE json_extract(beneath, '$.published') END, "
    "body, teaser, internal, duplicate_of FROM documents"
)
NAMING = f"SELECT row, {ALTERNATES}, {ORIGINAL} FROM documents WHERE {TELLS_TRANSLATIONS}"
AMONG = "IN (SELECT value FROM json_each(?))"


class _Known(NamedTuple):
    row: int
    id: str
    title: str
    published: str | None
    body: str
    teaser: int
    internal: int
    repeats: str

    def identity(self) -> Identity:
        return Identity(
            self.row, self.id, self.title, self.published, self.body, bool(self.teaser), bool(self.internal)
        )


def mark_duplicates(store: Store, touched: Collection[int] | None = None) -> set[int]:
    """Bring `duplicate_of` up to date; rows where it changed. `touched` are rows of documents that are new or shown
    differently; None: any may be. What the desk calls a document, or when it says that it was published, does not part
    it from its teasers, which carry what was read.
    """
    known = _known(store, IDENTITIES) if touched is None else _alike(store, touched)
    repeats = originals(one.identity() for one in known)
    changed = {one.row for one in known if one.repeats != repeats.get(one.row, "")}
    for row in changed:
        store.connection.execute("UPDATE documents SET duplicate_of = ? WHERE row = ?", (repeats.get(row, ""), row))
    return changed


def mark_translations(store: Store, touched: Collection[int] | None = None) -> None:
    """Bring `work` up to date: which documents are one text in several languages. `touched` are rows of documents that
    are new, shown differently, or repeat another one and did not, or the other way round, none of them gone from a
    work; None: any may be.
    """
    if touched is not None and not _tied(store, touched):
        return
    together = works(Text.told(*told) for told in store.texts())
    store.connection.execute("UPDATE documents SET work = '' WHERE work > ''")
    store.connection.executemany(
        "UPDATE documents SET work = ? WHERE id = ?", [(work, name) for name, work in together.items()]
    )


def any_in_works(store: Store, rows: Collection[int]) -> bool:
    """Whether one of these documents has translations."""
    query = f"SELECT 1 FROM documents WHERE work > '' AND row {AMONG} LIMIT 1"
    return store.connection.execute(query, (json.dumps(list(rows)),)).fetchone() is not None


def _alike(store: Store, touched: Collection[int]) -> list[_Known]:
    """The documents that were touched, those that repeated them, and all of the same words or, of a teaser, title."""
    rows = json.dumps(list(touched))
    repeating = store.connection.execute(
        f"SELECT row FROM documents WHERE duplicate_of IN (SELECT id FROM documents WHERE row {AMONG}) "
        "UNION SELECT row FROM documents WHERE duplicate_of > '' AND duplicate_of NOT IN (SELECT id FROM documents)",
        (rows,),
    )
    waiting = {*touched, *(row for (row,) in repeating)}
    found: dict[int, _Known] = {}
    while waiting:
        met = _known(store, f"{IDENTITIES} WHERE row {AMONG}", waiting)
        found |= {one.row: one for one in met}
        waiting = (_of_same_words(store, met) | _of_same_title(store, met)) - found.keys()
    return list(found.values())


def _of_same_words(store: Store, documents: Iterable[_Known]) -> set[int]:
    bodies = json.dumps(sorted({one.body for one in documents} - {""}))
    return {row for (row,) in store.connection.execute(f"SELECT row FROM documents WHERE body {AMONG}", (bodies,))}


def _of_same_title(store: Store, documents: Iterable[_Known]) -> set[int]:
    """Teasers have to be compared with all, all others with teasers alone."""
    teasers = {plain(one.title) for one in documents if one.teaser}
    titles = {plain(one.title) for one in documents}
    found = _titled(store, "WHERE teaser = 1", titles.__contains__)
    return found | _titled(store, "", teasers.__contains__) if teasers else found


def _titled(store: Store, which: str, wanted: Callable[[str], bool]) -> set[int]:
    found = store.connection.execute(f"SELECT row, {TITLE} FROM documents {which}")
    return {row for row, title in found if wanted(plain(title))}


def _known(store: Store, query: str, rows: Collection[int] | None = None) -> list[_Known]:
    told = () if rows is None else (json.dumps(list(rows)),)
    return [_Known(*one) for one in store.connection.execute(query, told)]


def _tied(store: Store, touched: Collection[int]) -> bool:
    """Whether one of these documents is or may be one text with another."""
    if any_in_works(store, touched):
        return True
    rows = json.dumps(list(touched))
    found = store.connection.execute(
        f"SELECT id, language, json_extract(shown, '$.url') FROM documents WHERE row {AMONG}", (rows,)
    ).fetchall()
    if any(tells_language(name, language) for name, language, _ in found):
        return True
    names, places = {name for name, *_ in found}, {place_of(address) for *_, address in found} - {""}
    return any(
        row in touched or original in names or not places.isdisjoint(map(place_of, json.loads(alternates)))
        for row, alternates, original in store.connection.execute(NAMING)
    )
