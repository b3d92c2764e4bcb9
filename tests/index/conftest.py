"""A small folder of posts, where its library goes, and a check of every report that a test leaves."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.reports.archive import FOLDER
from tests.conftest import write_files
from tests.index.synced import ALPHA, BETA


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "posts", {"a.txt": ALPHA, "b.txt": BETA})


@pytest.fixture(autouse=True)
def reports_add_up(tmp_path: Path) -> Iterator[None]:
    """In every report that is kept, the outcomes of each source add up to what the source holds."""
    yield
    for path in tmp_path.rglob(f"{FOLDER}/*.json"):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            sources, items = told["sources"], told["items"]
        except (ValueError, TypeError, KeyError):
            continue  # a test damaged it
        assert sum(told["counts"].values()) == len(items)
        assert {item["of"] for item in items} <= {source["source"] for source in sources}
        for source in sources:
            outcomes = [item["outcome"] for item in items if item["of"] == source["source"]]
            assert {name: outcomes.count(name) for name in source["counts"]} == source["counts"]
            assert len(outcomes) - outcomes.count("removed") == source["holds"], path
