"""Corrections in the desk's file: who may set what, and two people at once."""

import multiprocessing
import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.corrections import CorrectionDesk, Wanted
from assistant.desk.values import Correction, DocumentOf, documents_beneath
from assistant.desk_file import DeskFile
from corpus.document import Document, Section
from corpus.errors import Conflict, DamagedDesk, DeskError, NoLibrary, StorageError
from tests.assistant.desk.given import Place, signed


def wanted(name: str = "old.txt", *taken_back: str, **fields: object) -> Wanted:
    return Wanted(name, fields, taken_back)


def test_what_is_set_holds_with_what_follows_and_every_change_is_kept(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    first = wanted(superseded_by="accounts.txt", published=date(2016, 11, 14), topics=["one", "two", "one"])
    assert desk.change(first, 0, signed(), documents).revision == 1
    desk.change(wanted(title="  An old\nview "), 1, signed("Jo", "the title was cut"), documents)
    now = desk.correction("old.txt")
    assert (now.revision, now.fields) == (
        2,
        {
            "superseded_by": "accounts.txt",
            "published": date(2016, 11, 14),
            "topics": ("one", "two"),
            "title": "An old view",
        },
    )
    assert desk.in_force().documents == {"old.txt": {**now.fields, "status": "superseded"}}
    newest, oldest = desk.history("old.txt")
    assert (newest.names, newest.signed) == (("title",), signed("Jo", "the title was cut"))
    assert (oldest.before, oldest.revision, oldest.names) == ({}, 1, ("superseded_by", "published", "topics"))
    assert desk.history("rooms.txt") == () and desk.correction("rooms.txt") == Correction("rooms.txt")


def test_what_is_taken_back_is_set_no_longer_and_still_counts(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    desk.change(wanted(status="historic", kind="statement"), 0, signed(), documents)
    assert desk.change(wanted("old.txt", "status"), 1, signed(), documents).fields == {"kind": "statement"}
    assert desk.change(wanted("old.txt", "kind"), 2, signed(), documents).revision == 3
    assert desk.in_force().documents == {} and len(desk.history("old.txt")) == 3
    with pytest.raises(DeskError, match=r'sets no "kind" of old\.txt: there is nothing to take back'):
        desk.change(wanted("old.txt", "kind"), 3, signed(), documents)


def test_a_change_of_nothing_is_no_revision(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    desk.change(wanted(status="historic"), 0, signed(), documents)
    assert desk.change(wanted(status="historic"), 1, signed("Jo"), documents).revision == 1
    assert len(desk.history("old.txt")) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "old"}, '"old" is not one of current, historic, superseded'),
        ({"kind": "blog"}, '"blog" is not one of'),
        ({"published": "2021-07-12"}, "must be a date"),
        ({"topics": "funding"}, "must be a list"),
        ({"title": " "}, "cannot be without a title"),
        ({"title": "x" * 501}, "may have 500 characters"),
        ({"title": "\udc80"}, "Shorten it"),
        ({"topics": [str(at) for at in range(51)]}, "topics 50"),
        ({"url": "https://example.org"}, 'no "url" to set; there are status, superseded_by'),
        ({"superseded_by": "none.txt"}, 'There is no document "none.txt"'),
        ({"superseded_by": "old.txt"}, "superseded by itself"),
        ({"superseded_by": "accounts.txt", "status": "current"}, "cannot be current and superseded"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_kept(
    place: Place, documents: DocumentOf, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(DeskError, match=told):
        place.desk.corrections.change(wanted(**fields), 0, signed(), documents)
    assert place.desk.corrections.corrections() == {} and place.desk.corrections.history("old.txt") == ()


def test_a_document_that_is_not_there_cannot_be_corrected(place: Place, documents: DocumentOf) -> None:
    with pytest.raises(DeskError, match=r'There is no document "none\.txt"'):
        place.desk.corrections.change(wanted("none.txt", status="historic"), 0, signed(), documents)
    for who, told in ((signed(" "), "Say who you are"), (signed(note="a\udc80"), "holds signs that cannot be kept")):
        with pytest.raises(DeskError, match=told):
            place.desk.corrections.change(wanted(status="historic"), 0, who, documents)


def test_a_copy_of_another_document_cannot_be_corrected(place: Place) -> None:
    place.write(copy=(place.posts / "old.txt").read_text())
    shown = {document.id for document in place.store.documents()}
    (hidden,) = {"copy.txt", "old.txt"} - shown
    with pytest.raises(DeskError, match="and is not shown"):
        place.desk.corrections.change(wanted(hidden, status="historic"), 0, signed(), documents_beneath(place.store))


def test_what_is_set_of_a_document_that_is_gone_is_kept_and_can_be_taken_back(
    place: Place, documents: DocumentOf
) -> None:
    desk = place.desk.corrections
    desk.change(wanted(status="historic"), 0, signed(), documents)

    def nothing(name: str) -> Document:
        raise KeyError(name)

    assert desk.change(wanted("old.txt", "status"), 1, signed(), nothing).fields == {}


def test_documents_that_replace_each_other_in_a_circle_are_refused(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    desk.change(wanted("old.txt", superseded_by="accounts.txt"), 0, signed(), documents)
    desk.change(wanted("accounts.txt", superseded_by="rooms.txt"), 0, signed(), documents)
    with pytest.raises(DeskError, match=r"circle: rooms\.txt → old\.txt → accounts\.txt → rooms\.txt"):
        desk.change(wanted("rooms.txt", superseded_by="old.txt"), 0, signed(), documents)
    assert desk.correction("rooms.txt").revision == 0


def test_what_a_catalogue_tells_counts_in_a_circle(place: Place) -> None:
    def told(name: str) -> Document:
        document = Document(name, name, "Words.", (Section("", 0, 6),))
        return replace(document, status="superseded", superseded_by="b") if name == "a" else document

    desk = place.desk.corrections
    with pytest.raises(DeskError, match="circle: b → a → b"):
        desk.change(wanted("b", superseded_by="a"), 0, signed(), told)
    desk.change(wanted("a", status="current"), 0, signed(), told)
    assert desk.change(wanted("b", superseded_by="a"), 0, signed(), told).revision == 1
    with pytest.raises(DeskError, match="circle"):
        desk.change(wanted("a", "status"), 1, signed(), told)


def test_who_changes_what_somebody_else_changed_meanwhile_is_told_by_whom(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    desk.change(wanted(status="historic"), 0, signed("Maria"), documents)
    for late in (wanted(title="Other"), wanted("old.txt", "status")):
        with pytest.raises(Conflict, match=r"meanwhile by Maria, 2026-11-25 09:30\. Nothing was overwritten"):
            desk.change(late, 0, signed("Jo"), documents)
    assert desk.correction("old.txt").fields == {"status": "historic"}


def test_of_several_threads_one_is_heard_and_the_others_are_told(place: Place, documents: DocumentOf) -> None:
    together, told = threading.Barrier(6), list[str]()
    document = documents("old.txt")

    def work(at: int) -> None:
        together.wait()
        try:
            place.desk.corrections.change(wanted(title=f"Title {at}"), 0, signed(f"Nr {at}"), lambda name: document)
        except Conflict:
            told.append("conflict")

    threads = [threading.Thread(target=work, args=(at,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (change,) = place.desk.corrections.history("old.txt")
    assert len(told) == 5
    assert f"Title {change.signed.by[3:]}" == place.desk.corrections.correction("old.txt").fields["title"]


def in_a_process(library: Path, at: int, together: Any, told: Any) -> None:
    document = Document("old.txt", "Old", "Words.", (Section("", 0, 6),))
    together.wait()
    try:
        CorrectionDesk(DeskFile(library)).change(wanted(kind="page"), 0, signed(f"Nr {at}"), lambda name: document)
        told.put("kept")
    except Conflict:
        told.put("conflict")


def test_of_several_processes_one_is_heard_and_the_others_are_told(place: Place) -> None:
    ways = multiprocessing.get_context("spawn")
    together, told = ways.Barrier(3), ways.Queue()
    processes = [ways.Process(target=in_a_process, args=(place.library, at, together, told)) for at in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(told.get() for _ in processes) == ["conflict", "conflict", "kept"]
    assert len(place.desk.corrections.history("old.txt")) == 1


def test_a_circle_that_two_people_would_make_together_is_refused(place: Place, documents: DocumentOf) -> None:
    together, told = threading.Barrier(2), list[str]()
    known = {name: documents(name) for name in ("old.txt", "rooms.txt")}

    def work(name: str, by: str) -> None:
        together.wait()
        try:
            place.desk.corrections.change(wanted(name, superseded_by=by), 0, signed(), known.__getitem__)
        except DeskError as error:
            told.append(str(error))

    threads = [
        threading.Thread(target=work, args=pair) for pair in (("old.txt", "rooms.txt"), ("rooms.txt", "old.txt"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1 and "circle" in told[0]
    assert len(place.desk.corrections.in_force().documents) == 1


def test_what_was_never_written_so_is_damage(place: Place, documents: DocumentOf) -> None:
    desk = place.desk.corrections
    desk.change(wanted(status="historic"), 0, signed(), documents)
    for fields in ("{", '{"status": "older"}', '{"published": "yesterday"}', '{"id": "x"}', "[]"):
        with sqlite3.connect(desk.desk.path) as connection:
            connection.execute("UPDATE corrections SET fields = ?", (fields,))
        connection.close()
        with pytest.raises(DamagedDesk):
            desk.in_force()


def test_a_full_disk_and_no_library_are_told(place: Place, documents: DocumentOf, tmp_path: Path) -> None:
    with pytest.raises(NoLibrary):
        CorrectionDesk(DeskFile(tmp_path / "none")).change(wanted(status="historic"), 0, signed(), documents)
    place.desk.corrections.desk.path.mkdir()
    with pytest.raises(StorageError):
        place.desk.corrections.change(wanted(status="historic"), 0, signed(), documents)
