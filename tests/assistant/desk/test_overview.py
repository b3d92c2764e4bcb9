"""The desk at once: documents page by page, what needs attention, and corrections that are shown."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant.desk.choosing import choose
from assistant.desk.corrections import Wanted
from assistant.desk.overview import Corrected, Looked, document_row, documents_page, overview
from assistant.desk.pins import pin_of
from assistant.desk.showing import Shown, show_corrections
from assistant.desk.values import documents_beneath
from index.library.generation import rebuilding
from index.library.store import Store
from index.models.encoder import Encoder
from tests.assistant.desk.given import DAY, Place, signed
from tests.conftest import post


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with closing(place.store) as store:
        yield store


def change(place: Place, name: str, seen: int = 0, taken_back: tuple[str, ...] = (), **fields: object) -> Shown:
    with closing(place.store) as store:
        desk = place.desk.corrections
        desk.change(Wanted(name, fields, taken_back), seen, signed(), documents_beneath(store))
    return show_corrections(place.library, place.desk.corrections, lambda: place.encoder)


def page(place: Place, text: str = "", number: int = 1, size: int = 50) -> tuple[list[str], int, int, int]:
    with closing(place.store) as store:
        told = documents_page(place.desk.corrections, store, text, number, size)
    return [row.entry.id for row in told.rows], told.total, told.page, told.pages


def test_documents_are_listed_page_by_page_the_newest_first(place: Place) -> None:
    assert page(place) == (["accounts.txt", "rooms.txt", "old.txt"], 3, 1, 1)
    assert page(place, size=2) == (["accounts.txt", "rooms.txt"], 3, 1, 2)
    assert page(place, number=2, size=2) == page(place, number=99, size=2) == (["old.txt"], 3, 2, 2)
    assert page(place, number=0, size=2)[2] == 1


def test_they_are_found_by_all_words_of_what_they_are_known_by(place: Place) -> None:
    assert page(place, "ACCOUNTS")[0] == ["accounts.txt", "old.txt"]
    assert page(place, "2016 accounts")[0] == ["old.txt"]
    assert page(place, "accounts bananas") == ([], 0, 1, 1)
    change(place, "rooms.txt", topics=["Éducation populaire"], status="historic")
    assert page(place, "education historic")[0] == ["rooms.txt"]


def test_what_is_corrected_is_told_beside_what_would_be_shown_without(place: Place) -> None:
    (place.posts / "catalogue.toml").write_text('[documents."old.txt"]\nkind = "statement"\nstatus = "historic"\n')
    place.sync()
    shown = change(place, "old.txt", kind="page", superseded_by="accounts.txt")
    assert (shown.documents, shown.waits) == (("old.txt",), "")
    with closing(place.store) as store:
        row = document_row(place.desk.corrections, store, "old.txt")
    assert (row.entry.kind, row.entry.status, row.entry.superseded_by) == ("page", "superseded", "accounts.txt")
    assert row.revision == 1 and row.corrected == (
        Corrected("kind", "page", "statement", also=True),
        Corrected("superseded_by", "accounts.txt", "", also=False),
    )
    change(place, "old.txt", 1, ("kind", "superseded_by"))
    with closing(place.store) as store:
        row = document_row(place.desk.corrections, store, "old.txt")
    assert (row.revision, row.corrected, row.entry.kind, row.entry.status) == (2, (), "statement", "historic")


def test_all_that_needs_attention_is_told(place: Place) -> None:
    place.write(undated="No date here\n\nThis text has no date at all, and says so.\n")
    change(place, "old.txt", status="superseded")
    change(place, "rooms.txt", kind="page")
    words = "EAEA supports individual learning accounts for every adult."
    place.desk.pins.pin(pin_of("Accounts?", choose("Accounts?", (words,), (), place.searcher, DAY).quotes, signed()), 0)
    (place.posts / "rooms.txt").unlink()
    place.write(accounts=post("Accounts", words.replace("supports", "rejects")))
    with closing(place.store) as store:
        told = overview(place.desk, Looked(store, place.searcher, place.library), DAY)
    assert [(one.need, one.title) for one in told.attention] == [
        ("pin", "Accounts?"),
        ("correction of no document", "rooms.txt"),
        ("superseded without successor", "Old accounts"),
        ("undated", "No date here"),
    ]
    assert told.documents.total == 3 and len(told.pins) == 1 and told.reports[0].generation
    assert told.as_record()["attention"][2]["name"] == "old.txt"


def test_a_successor_that_is_gone_is_none(place: Place) -> None:
    change(place, "old.txt", superseded_by="accounts.txt")
    (place.posts / "accounts.txt").unlink()
    place.sync()
    with closing(place.store) as store:
        told = overview(place.desk, Looked(store, place.searcher, place.library), DAY)
    assert [(one.need, one.name) for one in told.attention] == [("superseded without successor", "old.txt")]


def test_what_is_corrected_while_another_process_rebuilds_is_kept_and_shown_by_it(place: Place) -> None:
    with rebuilding(place.library):
        waits = change(place, "old.txt", status="historic")
    assert waits.waits.startswith("It is kept.") and waits.documents == ()
    assert place.searcher.document("old.txt").status == "current"
    show_corrections(place.library, place.desk.corrections, lambda: place.encoder)
    assert place.searcher.document("old.txt").status == "historic"


def test_who_shows_corrections_shows_what_is_kept_meanwhile_too(place: Place, store: Store) -> None:
    desk, late = place.desk.corrections, list[Wanted]([Wanted("rooms.txt", {"status": "historic"})])

    def encoder() -> Encoder:  # is asked for between the look at the desk and the rebuild
        while late:
            desk.change(late.pop(), 0, signed("Jo"), documents_beneath(store))
        return place.encoder

    desk.change(Wanted("old.txt", {"status": "historic"}), 0, signed(), documents_beneath(store))
    shown = show_corrections(place.library, desk, encoder)
    assert set(shown.documents) == {"old.txt", "rooms.txt"}
    assert {place.searcher.document(name).status for name in shown.documents} == {"historic"}
