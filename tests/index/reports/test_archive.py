"""Reports are kept beside the index, the last of them first, and never in the way of the index."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import NoReport
from index.library.generation import open_current
from index.reports.archive import FOLDER, KEPT, amend, keep, kept_report, noted
from index.reports.records import from_record, to_record
from index.reports.report import Failure, Report
from tests.conftest import ToyEncoder, sync_folder, write_files
from tests.index.synced import ALPHA


def report(number: int, published: bool = True, failed: bool = False) -> Report:
    told = (Failure("https://www.example.org/", "It is down."),) if failed else ()
    return Report((), f"{number:06d}", published, 0, 0, 0, 0.0, finished="2026-11-24T03:30:00+00:00", failed=told)


def kept(library: Path) -> list[str]:
    return sorted(path.name for path in (library / FOLDER).iterdir())


def test_a_sync_keeps_its_report_as_it_was(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"bad.pdf": "no pdf", "copy.txt": ALPHA})
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"a.txt": ALPHA.replace("apples", "pears")})
    told = sync_folder(library, toy_encoder, posts)
    assert told.changes
    assert kept_report(library) == replace(told, seconds=round(told.seconds, 3))
    assert kept_report(library, back=1).counts["added"] == 2


def test_quiet_nights_do_not_push_out_the_others(tmp_path: Path) -> None:
    keep(tmp_path, report(1))
    keep(tmp_path, report(1, published=False))
    assert kept_report(tmp_path).published
    for _ in range(3):
        keep(tmp_path, report(1, published=False, failed=True))
    assert kept(tmp_path) == ["000001.json", "000002.json"]
    assert kept_report(tmp_path).failed
    keep(tmp_path, report(1, published=False))
    assert kept(tmp_path) == ["000001.json", "000002.json"]
    assert not kept_report(tmp_path).failed
    assert kept_report(tmp_path, back=1).published


def test_what_a_killed_process_was_writing_goes_with_the_next_report_and_no_other_does(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = [f"unfinished.{ended.pid}", f"unfinished.{os.getppid()}", "unfinished.by-nobody"]
    write_files(tmp_path / FOLDER, dict.fromkeys(names, "{"))
    keep(tmp_path, report(1))
    assert kept(tmp_path) == ["000001.json", f"unfinished.{os.getppid()}"]


CHANGED = {"asked": 2, "new": 0, "changed": [{"_id": "1"}], "problem": ""}


def test_what_is_told_later_is_kept_with_the_report_of_that_sync(tmp_path: Path) -> None:
    keep(tmp_path, report(1))
    later = replace(report(2), finished="2026-11-25T03:30:00+00:00")
    keep(tmp_path, later)
    amend(tmp_path, replace(report(1), saved_questions=CHANGED))
    assert kept(tmp_path) == ["000001.json", "000002.json"]
    assert kept_report(tmp_path, back=1).saved_questions == CHANGED
    assert kept_report(tmp_path) == later


def test_a_quiet_sync_is_kept_where_answers_changed_and_only_there(tmp_path: Path) -> None:
    keep(tmp_path, report(1))
    quiet = replace(report(1, published=False), finished="2026-11-25T03:30:00+00:00")
    keep(tmp_path, quiet)
    amend(tmp_path, replace(quiet, saved_questions=CHANGED | {"changed": []}))
    assert kept(tmp_path) == ["000001.json"]
    amend(tmp_path, replace(quiet, saved_questions=CHANGED))
    amend(tmp_path, replace(quiet, saved_questions=CHANGED))
    keep(tmp_path, report(1, published=False, failed=True))
    assert kept(tmp_path) == ["000001.json", "000002.json", "000003.json"]
    assert kept_report(tmp_path, back=1).saved_questions == CHANGED


def test_a_report_of_before_tells_nothing_of_saved_questions(tmp_path: Path) -> None:
    record = to_record(report(1))
    del record["saved_questions"]
    assert from_record(record) == report(1)
    with pytest.raises(TypeError):
        from_record(record | {"saved_questions": [1]})


def test_a_quiet_sync_after_one_with_a_failure_says_that_all_is_well(tmp_path: Path) -> None:
    keep(tmp_path, report(1, failed=True))
    keep(tmp_path, report(1, published=False))
    assert not kept_report(tmp_path).failed


def test_the_oldest_reports_go(tmp_path: Path) -> None:
    for number in range(1, KEPT + 6):
        keep(tmp_path, report(number))
    assert len(kept(tmp_path)) == KEPT
    assert kept_report(tmp_path).generation == f"{KEPT + 5:06d}"
    assert kept_report(tmp_path, back=KEPT - 1).generation == "000006"


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"items": [{"outcome": "lost"}]}'])
def test_a_damaged_report_is_told_and_the_next_one_is_kept(damage: str, tmp_path: Path) -> None:
    keep(tmp_path, report(1))
    (tmp_path / FOLDER / "000001.json").write_text(damage, encoding="utf-8")
    with pytest.raises(NoReport, match=r"000001\.json is damaged"):
        kept_report(tmp_path)
    keep(tmp_path, report(2, published=False))
    assert kept_report(tmp_path).generation == "000002"


def test_no_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoReport, match="keeps no report"):
        kept_report(tmp_path)
    keep(tmp_path, report(1))
    with pytest.raises(NoReport, match="--back goes from 0 to 0"):
        kept_report(tmp_path, back=1)


def test_a_report_that_cannot_be_kept_is_told_and_the_index_is_published(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    write_files(library, {FOLDER: "no folder"})
    told = sync_folder(library, toy_encoder, posts)
    assert told.published
    assert open_current(library).name == told.generation
    assert "could not be kept" in told.notes[-1]


def test_a_disk_that_fills_up_leaves_no_half_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, report(1))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.reports.archive.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keep(tmp_path, report(2))
    told = noted(amend, tmp_path, replace(report(1), saved_questions=CHANGED))
    assert "could not be kept" in told.notes[-1] and told.saved_questions == CHANGED
    assert kept(tmp_path) == ["000001.json"]


def test_a_record_is_lossless(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    told = replace(sync_folder(library, toy_encoder, posts), seconds=1.5)
    assert from_record(json.loads(json.dumps(to_record(told)))) == told
