"""Marks that are told of what was touched are those that are told of all."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section
from index.building.duplicates import body_of
from index.building.marks import any_in_works, mark_duplicates, mark_translations
from index.library.store import Store
from index.library.stored import as_json

DAYS = (None, date(2021, 3, 12), date(2022, 4, 13))
NAMES = tuple(f"{stem}{mark}.html" for stem in ("one", "two", "three") for mark in ("", "-en", "-fr", "-de"))

documents = st.builds(
    lambda name, title, word, day, teaser, internal, language, links, original: Document(
        name, title, word, (Section("", 0, len(word)),), published=day, teaser=teaser, internal=internal,
        language=language, url=f"https://x.org/{name}", alternates=tuple(f"https://x.org/{one}" for one in links),
        translation_of=original,
    ),
    st.sampled_from(NAMES), st.sampled_from(["Reasons", "REASONS", "Other"]),
    st.sampled_from(["few words", "more words"]),
    st.sampled_from(DAYS), st.booleans(), st.booleans(), st.sampled_from(["en", "fr", "de"]),
    st.lists(st.sampled_from(NAMES), max_size=1), st.sampled_from(["", "", "", *NAMES]),
)  # fmt: skip
steps = st.lists(st.tuples(st.lists(documents, max_size=4), st.lists(st.sampled_from(NAMES), max_size=2)), max_size=4)


def put(store: Store, document: Document) -> int:
    found = store.connection.execute("SELECT row FROM documents WHERE id = ?", (document.id,)).fetchone()
    row = int(found[0]) if found else store.insert_document(document, "source", document.id)
    store.set_read(row, as_json(document), body_of(document), "")
    store.show(row, document)
    return row


def drop(store: Store, names: Sequence[str]) -> set[int]:
    found = store.connection.execute(f"SELECT row FROM documents WHERE id IN ({','.join('?' * len(names))})", names)
    rows = {row for (row,) in found.fetchall()}
    store.connection.executemany("DELETE FROM documents WHERE row = ?", [(row,) for row in rows])
    return rows


def marks(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return connection.execute("SELECT id, duplicate_of, work FROM documents ORDER BY id").fetchall()


@given(steps)
def test_touched_documents_are_marked_as_if_all_were(told: list[tuple[list[Document], list[str]]]) -> None:
    with closing(Store.nothing()) as store:
        for shown, gone in told:
            rows = {row for (row,) in store.connection.execute("SELECT row FROM documents").fetchall()}
            leaving = {row for row in rows if store.document(row).id in gone}
            parted = any_in_works(store, leaving)
            removed = drop(store, gone)
            touched = {put(store, one) for one in shown}
            changed = mark_duplicates(store, touched)
            mark_translations(store, None if parted else touched | changed)
            assert removed == leaving
            found = marks(store.connection)
            assert mark_duplicates(store) == set()
            mark_translations(store)
            assert marks(store.connection) == found


def test_a_document_that_names_no_other_leaves_the_works_alone(tmp_path: Path) -> None:
    one = Document("a-en.html", "A", "words", (Section("", 0, 5),), language="en")
    with closing(Store.create(tmp_path / "store")) as store:
        rows = [put(store, document) for document in (one, replace(one, id="a-fr.html", text="mots ", language="fr"))]
        mark_translations(store, rows)
        before = store.connection.total_changes
        mark_translations(store, [put(store, replace(one, id="plain.html", text="other"))])
        assert store.translations_of("a-en.html") == (("a-fr.html", "fr", "A"),)
        assert store.connection.total_changes - before <= 4  # its own row, read and shown
