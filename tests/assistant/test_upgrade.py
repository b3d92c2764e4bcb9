"""A new version of this software over what an older or a newer one left."""

import json
from pathlib import Path

import pytest

from assistant.accounts import users
from assistant.basket import store as basket
from assistant.desk import corrections, feedback, gaps, pins
from assistant.desk_file import DeskFile, Tables
from assistant.library import LiveLibrary
from assistant.positions import verdicts
from corpus.errors import DamagedDesk, OtherVersion, SourceError
from index.build import sync
from index.library.former import Former, former_of
from index.library.generation import FORMAT, MANIFEST, _seal, open_current, pointed_at
from index.query import Query
from tests.assistant.backup.given import COUNTED, count, counted, library_in
from tests.conftest import ToyEncoder, post, write_files

MODULES = [one.TABLES for one in (basket, corrections, feedback, gaps, pins, users, verdicts)]


def aged(library: Path, form: int) -> Path:
    """The current generation as a version with another format would have left it."""
    manifest = open_current(library).folder / MANIFEST
    told = json.loads(manifest.read_text())
    del told["seal"]
    told["recipe"]["format"] = form
    manifest.write_text(json.dumps(told | {"seal": _seal(told)}))
    return manifest.parent


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return library_in(tmp_path)


@pytest.mark.parametrize("form", [FORMAT - 1, FORMAT + 1])
def test_an_index_of_another_version_is_built_anew_by_one_command_while_it_is_served(library: Path, form: int) -> None:
    served = LiveLibrary(library, ToyEncoder())
    generation = aged(library, form)
    with pytest.raises(OtherVersion, match="Run `assistant sync` to build it anew"):
        open_current(library)
    assert former_of(library).addresses == (str(library.parent / "posts"),)
    write_files(library.parent / "posts", {"b.txt": post("Rooms", "Municipalities should give rooms to learners.")})
    report = sync(library, [], ToyEncoder())
    assert report.published and dict(report.counts) == {"added": 2} and "all its sources" in report.notes[0]
    assert generation.exists(), "whoever serves it goes on reading its files"
    hits = served.current.searcher.search(Query("rooms for learners"))
    assert hits[0].document.id == "b.txt" and counted(library) == [1]


def test_sources_that_were_for_staff_stay_so(library: Path, tmp_path: Path) -> None:
    minutes = write_files(tmp_path / "minutes", {"m.txt": post("Minutes", "The board spoke of money.")})
    from corpus.sources import open_source
    from index.build import Beside

    sync(library, [open_source(str(minutes))], ToyEncoder(), beside=Beside(internal=(str(minutes),)))
    aged(library, FORMAT - 1)
    assert former_of(library) == Former(
        "000002", (str(tmp_path / "posts"), str(minutes)), frozenset({str(minutes)})
    )  # fmt: skip
    sync(library, [], ToyEncoder())
    generation = open_current(library)
    assert generation.name == "000003" and former_of(library).internal == {str(minutes)}


def test_a_source_that_is_gone_stops_the_rebuild_and_nothing_is_lost(library: Path, tmp_path: Path) -> None:
    generation = aged(library, FORMAT - 1)
    (tmp_path / "posts").rename(tmp_path / "elsewhere")
    with pytest.raises(SourceError, match="does not exist"):
        sync(library, [], ToyEncoder())
    assert generation.exists() and pointed_at(library) == "000001"


def test_an_index_that_does_not_tell_its_sources_needs_them_named(library: Path) -> None:
    (aged(library, FORMAT - 1) / "library.sqlite").write_bytes(b"of a time before this one")
    assert former_of(library) == Former("000001")
    with pytest.raises(OtherVersion):
        sync(library, [], ToyEncoder())


@pytest.mark.parametrize("tables", MODULES, ids=lambda one: one.name)
def test_a_desk_of_a_later_version_is_refused_and_left_as_it_is(library: Path, tables: Tables) -> None:
    later = Tables(tables.name, (*tables.statements, "CREATE TABLE of_a_later_version (n)"))
    desk = DeskFile(library)
    with desk.changing(later):
        pass
    before = desk.path.read_bytes()
    with pytest.raises(DamagedDesk, match="written by a newer version"), desk.changing(tables):
        pytest.fail("a desk of a later version was opened")
    with pytest.raises(DamagedDesk, match="written by a newer version"), desk.reading(tables):
        pytest.fail("a desk of a later version was opened")
    assert desk.path.read_bytes() == before


def test_a_desk_of_an_earlier_version_is_brought_up_to_date_by_its_first_use(library: Path) -> None:
    later = Tables(COUNTED.name, (*COUNTED.statements, "ALTER TABLE counted ADD COLUMN why TEXT NOT NULL DEFAULT ''"))
    with DeskFile(library).changing(later) as connection:
        assert connection.execute("SELECT n, why FROM counted").fetchall() == [(1, "")]
    with pytest.raises(DamagedDesk):
        count(library, 2)
