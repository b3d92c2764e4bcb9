"""Dates that lie ahead are slips, and are told as such."""

from datetime import date
from pathlib import Path
from typing import Self

import pytest

from index.query import Query
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def test_a_date_that_lies_ahead_is_dropped_and_told(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    words = "EAEA calls for boats on every lake and for every learner."
    write_files(
        tmp_path / "posts", {"a.txt": post("Boats", words, day="01.01.2091"), "b.txt": post("Apples", "Apples.")}
    )
    report = sync_folder(tmp_path / "library", toy_encoder, tmp_path / "posts")
    reasons = {item.name: (item.outcome, item.reason) for item in report.items}
    assert reasons["a.txt"][0] == "added"
    assert "lies in the future (2091-01-01)" in reasons["a.txt"][1]
    assert reasons["b.txt"] == ("added", "")
    (hit, *_) = Searcher.open(tmp_path / "library", toy_encoder).search(Query("boats"))
    assert hit.document.published is None
    again = sync_folder(tmp_path / "library", toy_encoder, tmp_path / "posts")
    assert not again.published
    assert "lies in the future" in {item.name: item.reason for item in again.items}["a.txt"]


class OfOld(date):
    """A day of a clock that lost its battery."""

    @classmethod
    def today(cls) -> Self:
        return cls(1970, 1, 1)


def test_a_clock_that_was_set_back_drops_no_dates(
    tmp_path: Path, toy_encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_files(tmp_path / "posts", {"a.txt": post("Apples", "Apples.")})
    sync_folder(tmp_path / "library", toy_encoder, posts)
    monkeypatch.setattr("index.building.intake.date", OfOld)
    write_files(posts, {"b.txt": post("Boats", "Boats."), "c.txt": post("Cars", "Cars.", day="01.01.2091")})
    report = sync_folder(tmp_path / "library", toy_encoder, posts)
    assert [item.name for item in report.items if item.reason] == ["c.txt"]
    store = Searcher.open(tmp_path / "library", toy_encoder).store
    days = {one.title: one.published for one in store.documents()}
    assert days == {"Apples": date(2021, 3, 12), "Boats": date(2021, 3, 12), "Cars": None}
