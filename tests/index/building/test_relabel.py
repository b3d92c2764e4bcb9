"""The desk's corrections over a library: shown at once, through later syncs, and taken back."""

import threading
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalogue import EMPTY, Catalogue
from corpus.document import Document, Section
from corpus.errors import LibraryBusy, NoLibrary, OtherVersion
from corpus.sources import open_source
from index.build import Beside, sync
from index.building.duplicates import body_of
from index.building.marks import mark_duplicates
from index.building.overlay import lay_desk
from index.library.generation import STORE, open_current, rebuilding
from index.library.store import Store
from index.library.stored import as_json
from index.query import Filters, Query
from index.relabel import relabel
from index.reports.report import Report
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import LONG, agrees, found, outcomes


def desk(name: str = "a.txt", **fields: Any) -> Catalogue:
    return Catalogue({}, {name: fields})


def synced(library: Path, folder: Path, encoder: ToyEncoder, told: Catalogue = EMPTY) -> Report:
    return sync(library, [open_source(str(folder))], encoder, beside=Beside(desk=told))


def held(library: Path) -> dict[str, Document]:
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        return {document.id: document for document in store.documents()}


def test_a_correction_is_shown_at_once_without_embedding_anything(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    synced(library, posts, toy_encoder)
    done = relabel(library, desk(status="superseded", superseded_by="b.txt", kind="statement"), toy_encoder)
    assert (done.generation, done.documents, done.embedded) == ("000002", ("a.txt",), 0)
    searcher = Searcher.open(library, toy_encoder)
    assert (searcher.document("a.txt").status, searcher.document("a.txt").superseded_by) == ("superseded", "b.txt")
    assert {hit.document.id for hit in searcher.search(Query("apples", filters=Filters(kinds=("statement",))))} == {
        "a.txt"
    }
    assert agrees(library, toy_encoder)


def test_a_corrected_title_is_embedded_and_found(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    synced(library, posts, toy_encoder)
    toy_encoder.embedded.clear()
    assert relabel(library, desk(title="Orchards"), toy_encoder).embedded == 1
    assert toy_encoder.embedded[0].startswith("Orchards\n")
    assert found(library, toy_encoder, "orchards") == ["a.txt"]
    assert agrees(library, toy_encoder)


def test_what_is_shown_already_publishes_nothing(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    synced(library, posts, toy_encoder, desk(status="historic"))
    assert relabel(library, desk(status="historic"), toy_encoder).documents == ()
    assert not synced(library, posts, toy_encoder, desk(status="historic")).published
    assert open_current(library).name == "000001"


def test_taking_back_restores_what_was_shown(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"catalogue.toml": '[documents."a.txt"]\nkind = "statement"\nspeaker = "Others"\n'})
    synced(library, posts, toy_encoder)
    before = held(library)
    relabel(library, desk(kind="post", title="Orchards", topics=("fruit",)), toy_encoder)
    assert held(library)["a.txt"].kind == "post" and held(library)["a.txt"].speaker == "Others"
    relabel(library, desk(kind="page"), toy_encoder)
    assert (held(library)["a.txt"].title, held(library)["a.txt"].kind) == ("Alpha", "page")
    relabel(library, EMPTY, toy_encoder)
    assert held(library) == before
    assert agrees(library, toy_encoder) and found(library, toy_encoder, "orchards") == []


def test_a_correction_survives_syncs_new_readings_and_a_rebuild_from_scratch(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    told = desk(status="historic", title="Orchards")
    synced(library, posts, toy_encoder)
    relabel(library, told, toy_encoder)
    write_files(posts, {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    report = synced(library, posts, toy_encoder, told)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "unchanged", "c.txt": "added"} and not report.notes
    write_files(posts, {"a.txt": post("Alpha", "Alpha speaks of pears now.")})
    assert outcomes(synced(library, posts, toy_encoder, told))["a.txt"] == "changed"
    assert "pears" in held(library)["a.txt"].text
    other = ToyEncoder(fingerprint="toy-2")
    synced(library, posts, other, told)
    assert (held(library)["a.txt"].title, held(library)["a.txt"].status) == ("Orchards", "historic")
    relabel(library, EMPTY, other)
    assert (held(library)["a.txt"].title, held(library)["a.txt"].status) == ("Alpha", "current")


def test_a_sync_shows_what_was_kept_and_not_shown_and_tells_it(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    synced(library, posts, toy_encoder)
    report = synced(library, posts, toy_encoder, desk(status="historic"))
    assert (report.published, report.embedded) == (True, 0)
    (item,) = [item for item in report.items if item.name == "a.txt"]
    assert (item.outcome, item.reason) == ("unchanged", "corrected: status")
    assert held(library)["a.txt"].status == "historic"


def test_the_desk_wins_over_the_catalogue_and_both_are_told(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    write_files(posts, {"catalogue.toml": '[documents."a.txt"]\nkind = "statement"\nspeaker = "Others"\n'})
    (note,) = synced(library, posts, toy_encoder, desk(kind="page", speaker="Others", status="historic")).notes
    assert note.endswith('say different things of "a.txt": kind. The desk holds.')
    assert held(library)["a.txt"].kind == "page"
    write_files(posts, {"catalogue.toml": '[documents."a.txt"]\nkind = "event report"\ntopics = ["fruit"]\n'})
    synced(library, posts, toy_encoder, desk(kind="page"))
    assert (held(library)["a.txt"].kind, held(library)["a.txt"].topics) == ("page", ("fruit",))
    relabel(library, EMPTY, toy_encoder)
    assert held(library)["a.txt"].kind == "event report"


def test_a_correction_of_a_document_that_is_gone_is_told_and_holds_when_it_comes_back(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    told = desk("b.txt", status="historic")
    synced(library, posts, toy_encoder, told)
    words = (posts / "b.txt").read_bytes()
    (posts / "b.txt").unlink()
    (note,) = synced(library, posts, toy_encoder, told).notes
    assert note == 'The desk corrects "b.txt", which no document is called now. The correction is kept.'
    assert relabel(library, told, toy_encoder).documents == ()
    (posts / "b.txt").write_bytes(words)
    assert synced(library, posts, toy_encoder, told).notes == ()
    assert held(library)["b.txt"].status == "historic"


def test_documents_of_a_source_that_fails_are_corrected_too(
    library: Path, posts: Path, tmp_path: Path, toy_encoder: ToyEncoder
) -> None:
    other = write_files(tmp_path / "other", {"o.txt": post("Other", "Other speaks of oceans.")})
    sync_folder(library, toy_encoder, posts, other)
    posts.rename(tmp_path / "away")
    report = sync(library, [], toy_encoder, beside=Beside(desk=desk(status="historic")))
    assert [failure.source for failure in report.failed] == [str(posts)]
    assert held(library)["a.txt"].status == "historic"


def test_a_teaser_stays_a_duplicate_of_a_post_that_the_desk_calls_otherwise(tmp_path: Path) -> None:
    words = "Adults learn for many reasons."
    whole = Document("whole", "Reasons", f"{words} {LONG}", (Section("", 0, len(words) + 1 + len(LONG)),))
    teaser = Document("teaser", "Reasons", words, (Section("", 0, len(words)),), teaser=True)
    with closing(Store.create(tmp_path / "store")) as store:
        for one in (whole, teaser):
            row = store.insert_document(one, "source", one.id)
            store.set_read(row, as_json(one), body_of(one), "")
            store.show(row, one)
        mark_duplicates(store)
        assert [document.id for document in store.documents()] == ["whole"]
        assert lay_desk(store, desk("whole", title="Why adults learn", published=date(2021, 3, 1))) == {1}
        assert mark_duplicates(store) == set()
        assert [document.title for document in store.documents()] == ["Why adults learn"]


def test_it_is_refused_while_another_process_rebuilds(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    synced(library, posts, toy_encoder)
    with rebuilding(library), pytest.raises(LibraryBusy):
        relabel(library, desk(status="historic"), toy_encoder)
    assert held(library)["a.txt"].status == "current"


def test_another_model_or_no_library_is_told(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    with pytest.raises(NoLibrary):
        relabel(library, EMPTY, toy_encoder)
    synced(library, posts, toy_encoder)
    with pytest.raises(OtherVersion, match="assistant sync"):
        relabel(library, EMPTY, ToyEncoder(fingerprint="toy-2"))


def test_a_question_that_is_under_way_keeps_its_generation(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    synced(library, posts, toy_encoder)
    open_before = Searcher.open(library, toy_encoder)
    done = threading.Thread(target=relabel, args=(library, desk(status="historic"), toy_encoder))
    done.start()
    done.join()
    assert open_before.document("a.txt").status == "current"
    assert Searcher.open(library, toy_encoder).document("a.txt").status == "historic"


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["current", "superseded", "historic"]),
        "title": st.sampled_from(["Alpha", "Beta", "Orchards"]),
        "language": st.sampled_from(["en", "fr"]),
        "topics": st.sampled_from([(), ("fruit",), ("fruit", "funding")]),
        "kind": st.sampled_from(["post", "statement"]),
    },
)
DESKS = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "gone.txt"]), FIELDS)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DESKS, min_size=1, max_size=4))
def test_however_it_came_about_a_library_is_what_a_build_from_scratch_gives(
    tmp_path_factory: pytest.TempPathFactory, desks: list[dict[str, dict[str, Any]]]
) -> None:
    folder, encoder = tmp_path_factory.mktemp("relabelled"), ToyEncoder()
    files = {"a.txt": post("Alpha", "Alpha speaks of apples."), "b.txt": post("Beta", "Beta speaks of boats.")}
    posts = write_files(folder / "posts", files)
    synced(folder / "library", posts, encoder)
    for at, told in enumerate(desks):
        if at % 2:
            synced(folder / "library", posts, encoder, Catalogue({}, told))
        else:
            relabel(folder / "library", Catalogue({}, told), encoder)
    synced(folder / "anew", posts, encoder, Catalogue({}, desks[-1]))
    assert held(folder / "library") == held(folder / "anew")
    assert agrees(folder / "library", encoder)
    for word in ("apples", "orchards", "beta"):
        assert found(folder / "library", encoder, word) == found(folder / "anew", encoder, word)
