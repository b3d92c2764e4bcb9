"""What everybody may see of a library that holds internal documents: as if they were not there."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section
from corpus.errors import ReadError
from index.library.audience import VIEWS
from index.library.schema import SCHEMA
from index.library.selection import VALUES
from index.library.store import Store
from index.library.stored import as_json
from index.local.vectors import ExactVectors, FaissVectors
from index.query import Filters, Query
from index.ranking import Vectors
from index.search import Searcher
from tests.conftest import ToyEncoder, sync_folder
from tests.internal_documents import INTERNAL, SAME, secrets_in, with_internal, without_internal


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("internal")
    sync_folder(folder / "library", ToyEncoder(), with_internal(folder / "posts"))
    return Searcher.open(folder / "library", ToyEncoder())


@pytest.fixture(scope="module")
def public(whole: Searcher) -> Searcher:
    return whole.for_everybody()


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A library of the same files without those that are internal."""
    folder = tmp_path_factory.mktemp("twin")
    sync_folder(folder / "library", ToyEncoder(), without_internal(folder / "posts"))
    return Searcher.open(folder / "library", ToyEncoder())


def words_of(found: object) -> str:
    return repr(found).casefold()


def assert_nothing_told(found: object) -> None:
    assert secrets_in(words_of(found)) == []


ASKED: dict[str, Callable[[Searcher], object]] = {
    "documents": lambda one: list(one.store.documents()),
    "coverage": lambda one: asdict(one.coverage()),
    "titles": lambda one: sorted(one.titles()),
    "notices": lambda one: (one.store.notices(), one.common_notices()),
    "languages": lambda one: one.languages,
    "values": lambda one: [one.values_of(field) for field in VALUES],
    "translations": lambda one: one.translations_of("charter-en.txt"),
    "titles of": lambda one: [one.title_of(name) for name in INTERNAL],
    "holds": lambda one: [one.holds_document(name) for name in INTERNAL],
    "sentences": lambda one: [one.sentences_of(name) for name in INTERNAL],
    "passes": lambda one: [one.passes(name, Filters()) for name in INTERNAL],
    "counts": lambda one: [
        one.matching_documents(filters, phrases)
        for filters in (Filters(), Filters(topics=("quokkanomics",)), Filters(until=date(2000, 1, 1)))
        for phrases in ((), ("evening classes",), ("marmalade",))
    ],
    "mentions": lambda one: [one.mentions(text) for text in ("evening", "marmalade", "learning accounts", "budget")],
    "holding": lambda one: [list(one.documents_holding(text)) for text in ("marmalade reserve", "evening classes")],
    "spelling": lambda one: [list(one.documents_spelling(text)) for text in ("marmalade reserve", "evening classes")],
}


@pytest.mark.parametrize("name", ASKED)
def test_everybody_is_told_what_a_library_without_internal_documents_tells(
    name: str, whole: Searcher, public: Searcher, twin: Searcher
) -> None:
    ask = ASKED[name]
    assert_nothing_told(ask(public))
    assert ask(public) == ask(twin)
    assert ask(whole) != ask(public)


QUESTIONS = ("fees for evening classes", "marmalade reserve", "individual learning accounts", "oppijaa kurssia", SAME)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_search_finds_what_a_library_without_internal_documents_finds(
    question: str, whole: Searcher, public: Searcher, twin: Searcher
) -> None:
    for query in (Query(question), Query(question, phrases=(question.split(maxsplit=1)[0],))):
        for search in (Searcher.search, Searcher.every_passage):
            told = {hit.passage.id for hit in search(public, query, 50)}
            assert told == {hit.passage.id for hit in search(twin, query, 50)}
            assert_nothing_told(search(public, query, 50))
    assert {hit.document.id for hit in whole.search(Query("marmalade reserve"), 50)} & INTERNAL.keys()


def test_a_public_copy_is_found_where_the_internal_text_came_first(whole: Searcher, public: Searcher) -> None:
    for searcher in (whole, public):
        (hit,) = [one for one in searcher.search(Query(SAME[:60]), 50) if one.document.id == "rooms.txt"]
        assert not [copy for copy in hit.copies if copy.document.internal]
        assert [one.document.id for one in searcher.mentions("light and heating").documents] == ["rooms.txt"]


def test_what_an_internal_document_replaced_is_told_without_it(whole: Searcher, public: Searcher) -> None:
    assert whole.document("old-fees.txt").superseded_by == "zanzibar-fees.txt"
    told = public.document("old-fees.txt")
    assert (told.status, told.superseded_by) == ("superseded", "")
    assert replace(told, superseded_by="zanzibar-fees.txt") == whole.document("old-fees.txt")


def test_asking_for_an_internal_document_is_asking_for_none(public: Searcher) -> None:
    for name in INTERNAL:
        with pytest.raises(KeyError):
            public.document(name)
        with pytest.raises(KeyError):
            public.originals.document(name)
        with pytest.raises(KeyError):
            public.originals.origins_of(name)
        with pytest.raises(ReadError, match="is not in the library"):
            public.originals.file_of(name)
    assert public.originals.file_of("rooms.txt")


def test_no_row_of_an_internal_document_can_be_read(whole: Searcher, public: Searcher) -> None:
    rows = whole.store.internal_rows().tolist()
    passages = [row for name in INTERNAL for row in whole.store.rows_of(name).tolist()]
    assert len(rows) == len(INTERNAL) and passages
    assert public.store.passages(passages) == {} and public.store.spans(np.array(passages)) == {}
    for row in rows:
        with pytest.raises(KeyError):
            public.store.document(row)
        with pytest.raises(KeyError):
            public.store.document_as_read(row)


def test_every_table_of_documents_is_hidden(public: Searcher) -> None:
    tables = set(re.findall(r"CREATE TABLE (\w+)", SCHEMA))
    assert {re.findall(r"VIEW (\w+)", view)[0] for view in VIEWS} == tables
    for table in tables:
        assert_nothing_told(public.store.connection.execute(f"SELECT * FROM {table}").fetchall())
    with pytest.raises(sqlite3.OperationalError, match="no such column: beneath"):
        public.store.connection.execute("SELECT beneath FROM documents")


def test_no_query_goes_round_the_views() -> None:
    index = Path(__file__).resolve().parents[3] / "index"
    named = {path.name for path in index.rglob("*.py") if "main." in path.read_text("utf-8")}
    assert named == {"audience.py", "store.py", "records.py"}  # records tell a cluster what is internal
    assert (index / "library" / "store.py").read_text("utf-8").count("main.") == 1  # internal_rows


def test_where_nothing_is_internal_everybody_sees_the_same(twin: Searcher, public: Searcher) -> None:
    assert twin.for_everybody() is twin and not twin.withholds
    assert public.for_everybody() is public and public.withholds


def test_vectors_and_encoder_are_held_once(whole: Searcher, public: Searcher) -> None:
    assert public._opened.vectors._index is whole._opened.vectors._index
    assert public._opened.keywords._index is whole._opened.keywords._index
    assert public.encoder is whole.encoder


@given(st.integers(0, 2**32 - 1))
def test_vectors_of_some_rows_find_what_exact_search_finds_among_them(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = np.unique(chance.integers(1, 200, 60)).astype(np.int64)
    vectors: Vectors = chance.normal(size=(len(rows), 8)).astype(np.float32)
    vectors = np.round(vectors * 8) / 8  # as exact in bfloat16
    exact, faiss = ExactVectors(8), FaissVectors.empty(8)
    exact.add(rows, vectors)
    faiss.add(rows, vectors)
    only = np.sort(chance.choice(rows, chance.integers(0, len(rows) + 1), replace=False))
    filtered = np.sort(chance.choice(rows, chance.integers(0, len(rows) + 1), replace=False))
    few, question = faiss.only(only), vectors[0]
    assert len(few) == len(only)
    for allowed, wanted in ((None, only), (filtered, np.intersect1d(only, filtered))):
        found, expected = few.search(question, 500, allowed), exact.search(question, 500, wanted)
        assert set(found.rows.tolist()) == set(expected.rows.tolist()) == set(wanted.tolist())
        assert np.allclose(found.scores, expected.scores)


def told_to_everybody(path: Path, *documents: Document, newer: str = "") -> dict[str, Document]:
    """Documents as everybody may see them; `newer` is the newest version of those that it replaced."""
    store = Store.create(path)
    for one in documents:
        row = store.insert_document(one, "source", one.id)
        store.set_read(row, as_json(one), "", "")
        store.show(row, one)
        replaced_by = newer if newer and one.superseded_by == newer else ""
        store.connection.execute("UPDATE documents SET replaced_by = ? WHERE row = ?", (replaced_by, row))
    store.close()
    public = Store.for_everybody(path)
    for one in public.documents():
        assert public.connection.execute("SELECT status FROM documents WHERE id = ?", (one.id,)).fetchone() == (
            one.status,
        )
    return {one.id: one for one in public.documents()}


def made(name: str, **told: Any) -> Document:
    return Document(name, name, SAME, (Section("", 0, len(SAME)),), **told)


@pytest.mark.parametrize(("newer", "status"), [("new", "current"), ("", "superseded")])
def test_a_newer_version_that_is_internal_replaces_a_public_one_only_if_staff_say_so(
    tmp_path: Path, newer: str, status: str
) -> None:
    old = made("old", status="superseded", superseded_by="new")
    told = told_to_everybody(tmp_path / "s.sqlite", old, made("new", internal=True), newer=newer)
    assert told == {"old": replace(old, status=status, superseded_by="")}


def test_a_public_document_names_no_internal_one(tmp_path: Path) -> None:
    secret, public = "https://intranet.example.org/board/", "https://www.example.org/fees/"
    one = made(
        "one",
        translation_of="hidden",
        presented_by=f"{secret}?utm_source=mail#top",
        alternates=(secret, public),
        url=public,
    )
    other = made("other", translation_of="one", presented_by=public, alternates=(public,), superseded_by="gone")
    told = told_to_everybody(tmp_path / "s.sqlite", one, other, made("hidden", url=secret, internal=True))
    assert told["one"] == replace(one, translation_of="", presented_by="", alternates=(public,))
    assert told["other"] == replace(other, superseded_by="")  # may have been internal when it was there
