from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.document import Document, Section
from index.library.store import Store
from index.library.stored import as_json
from index.query import Filters
from index.texts.passages import Passage


def document(name: str, **fields: object) -> Document:
    return replace(Document(name, f"Title {name}", "Some words.", (Section("", 0, 11),)), **fields)  # type: ignore[arg-type]


DOCUMENTS = [
    document("a", published=date(2019, 5, 1), topics=("funding",), language="en", kind="post"),
    document(
        "b",
        published=date(2021, 7, 12),
        topics=("funding", "health"),
        language="fr",
        kind="statement",
        speaker="EAEA with others",
        signatories=("European Association (EAEA)", "Association for all", "Rural Learners' Alliance"),
    ),
    document(
        "c", published=date(2021, 7, 13), topics=("health",), language="en", kind="statement", status="superseded"
    ),
    document("undated", topics=("funding",), language="de", kind="page", speaker="European Commission"),
]


def put(store: Store, one: Document) -> int:
    row = store.insert_document(one, "source", one.id)
    store.set_read(row, as_json(one), "body", "")
    store.show(row, one)
    return row


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "library.sqlite")
    for one in DOCUMENTS:
        put(made, one)
    yield made
    made.close()


def passing(store: Store, **wanted: object) -> set[str]:
    return {store.document(row).id for row in store.document_rows(Filters(**wanted)).tolist()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"a", "b", "c", "undated"}),
        ({"since": date(2021, 7, 12)}, {"b", "c"}),
        ({"until": date(2021, 7, 12)}, {"a", "b"}),
        ({"since": date(2021, 7, 12), "until": date(2021, 7, 12)}, {"b"}),
        ({"kinds": ("statement", "page")}, {"b", "c", "undated"}),
        ({"languages": ("en",)}, {"a", "c"}),
        ({"topics": ("health", "none")}, {"b", "c"}),
        ({"statuses": ("superseded",)}, {"c"}),
        ({"topics": ("funding",), "languages": ("fr", "de"), "since": date(2000, 1, 1)}, {"b"}),
        ({"topics": ("FUNDING",)}, {"a", "b", "undated"}),
        ({"topics": ("fund",)}, set()),
        ({"kinds": ("Statement",), "statuses": ("CURRENT",)}, {"b"}),
        ({"publishers": ("",)}, {"a", "c"}),
        ({"publishers": ("european commission",)}, {"undated"}),
        ({"publishers": ("eaea",)}, {"b"}),
        ({"publishers": ("European Association (EAEA)",)}, {"b"}),
        ({"publishers": ("association for all", "none")}, {"b"}),
        ({"publishers": ("rural learners’ alliance",)}, {"b"}),
        ({"publishers": ("none",)}, set()),
        ({"kinds": ("post' OR '1'='1",)}, set()),
        ({"since": date(2030, 1, 1)}, set()),
        ({"since": date(2022, 1, 1), "until": date(2021, 1, 1)}, set()),
    ],
)
def test_filters_let_pass_what_matches_all_of_them(store: Store, wanted: dict[str, object], expected: set[str]) -> None:
    assert passing(store, **wanted) == expected


def test_each_filter_is_told_alone_and_with_the_others() -> None:
    both = Filters(since=date(2020, 1, 1), topics=("a", "b"))
    assert both.parts == (
        (Filters(since=date(2020, 1, 1)), Filters(topics=("a", "b"))),
        (Filters(topics=("a", "b")), Filters(since=date(2020, 1, 1))),
    )
    assert Filters().parts == ()


def test_the_values_of_a_filter_are_those_that_documents_have(store: Store) -> None:
    assert store.values_of("topics") == ("funding", "health")
    assert store.values_of("languages") == ("de", "en", "fr")
    assert store.values_of("publishers") == (
        "", "Association for all", "European Association (EAEA)", "European Commission", "Rural Learners' Alliance",
    )  # fmt: skip


def test_what_is_corrected_or_gone_is_no_publisher_any_more(store: Store) -> None:
    row = store.document_rows(Filters(publishers=("European Commission",))).tolist()[0]
    store.show(row, replace(store.document(row), speaker="OECD"))
    assert passing(store, publishers=("European Commission",)) == set()
    assert passing(store, publishers=("oecd",)) == {"undated"}


def test_a_library_is_dated_when_most_of_its_documents_are(store: Store) -> None:
    assert store.coverage().dated
    store.connection.execute("UPDATE documents SET published = NULL WHERE id = 'a'")
    assert not store.coverage().dated


def test_only_an_empty_filter_is_not_narrow() -> None:
    assert not Filters().narrow
    assert Filters(languages=("en",)).narrow


def test_duplicates_pass_no_filter_and_are_not_listed(store: Store) -> None:
    store.connection.execute("UPDATE documents SET duplicate_of = 'a' WHERE id = 'b'")
    assert passing(store) == {"a", "c", "undated"}
    assert [one.id for one in store.documents()] == ["a", "c", "undated"]
    assert store.languages() == ("de", "en")
    assert store.coverage().documents == 3


def test_a_document_comes_back_as_it_was_shown(store: Store) -> None:
    assert [store.document_named(one.id) for one in DOCUMENTS] == DOCUMENTS
    shown = replace(DOCUMENTS[0], title="Better", topics=("new",), published=None)
    row = store.connection.execute("SELECT row FROM documents WHERE id = 'a'").fetchone()[0]
    assert store.show(row, shown)
    assert not store.show(row, shown)
    assert store.document(row) == shown
    assert store.document_as_read(row) == DOCUMENTS[0]
    assert passing(store, topics=("new",)) == {"a"}
    assert passing(store, topics=("funding",)) == {"b", "undated"}


def test_what_is_not_there_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.document(99)
    with pytest.raises(KeyError):
        store.document_named("none")
    assert store.owner_of("none") is None
    assert store.owner_of("a") == ("source", "a")


def test_row_numbers_are_never_used_again(store: Store) -> None:
    last = put(store, document("e"))
    store.connection.execute("DELETE FROM documents WHERE row = ?", (last,))
    assert put(store, document("f")) == last + 1
    first, _ = store.put_passage(1, Passage("p1", "a", "", 0, 4), "digest")
    assert store.drop_passages(1, keeping=()) == [first]
    second, _ = store.put_passage(1, Passage("p1", "a", "", 0, 4), "digest")
    assert second > first


def test_a_passage_that_moved_keeps_its_row(store: Store) -> None:
    row, new = store.put_passage(1, Passage("p1", "a", "", 0, 4), "digest")
    assert new
    assert store.put_passage(1, Passage("p1", "a", "Aims", 5, 9), "digest") == (row, False)
    assert store.passages([row]) == {row: (1, Passage("p1", "a", "Aims", 5, 9))}


def test_passages_are_kept_only_with_the_words_that_were_embedded(store: Store) -> None:
    kept, _ = store.put_passage(1, Passage("p1", "a", "", 0, 4), "same")
    gone, _ = store.put_passage(1, Passage("p2", "a", "", 5, 9), "before")
    assert store.drop_passages(1, keeping=[("p1", "same"), ("p2", "after")]) == [gone]
    assert list(store.passages([kept, gone])) == [kept]


def test_coverage_counts_what_can_be_found(store: Store) -> None:
    told = store.coverage()
    assert (told.documents, told.first, told.last) == (4, "2019-05-01", "2021-07-13")
    assert dict(told.by_kind) == {"statement": 2, "post": 1, "page": 1}
    assert dict(told.by_year) == {"2019": 1, "2021": 2}
    assert dict(told.by_topic) == {"funding": 3, "health": 2}


def test_a_published_store_cannot_be_changed(store: Store, tmp_path: Path) -> None:
    store.close()
    published = Store.read(tmp_path / "library.sqlite")
    with pytest.raises(Exception, match="readonly"):
        published.connection.execute("DELETE FROM documents")
    published.close()


def test_passages_of_one_document_or_title_have_one_subject(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "s.sqlite")
    titles = ["Berlin", "  berlin ", "", "", "Paris"]
    for number, title in enumerate(titles):
        row = put(made, document(f"d{number}", title=title))
        for part in range(2):
            made.put_passage(row, Passage(f"p{number}-{part}", f"d{number}", "", 0, 4), "x")
    rows, subjects = made.subjects()
    assert rows.tolist() == list(range(1, 11))
    told = subjects.reshape(5, 2)
    assert (told[:, 0] == told[:, 1]).all()
    assert told[0, 0] == told[1, 0]
    assert len(set(told[:, 0].tolist())) == 4
    made.close()


def test_a_store_without_passages_has_no_subjects(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "s.sqlite")
    rows, subjects = made.subjects()
    assert (rows.tolist(), subjects.tolist()) == ([], [])
    made.close()
