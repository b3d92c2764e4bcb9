"""What a program that runs for long serves while the disk fails it."""

from pathlib import Path

import pytest

from assistant.library import Edition, LiveLibrary
from corpus.errors import StorageError
from index.query import Query
from tests.conftest import ToyEncoder, post, sync_folder, write_files


@pytest.fixture
def live(tmp_path: Path) -> LiveLibrary:
    posts = write_files(tmp_path / "posts", {"a.txt": post("Alpha", "Alpha speaks of apples.")})
    sync_folder(tmp_path / "library", ToyEncoder(), posts)
    return LiveLibrary(tmp_path / "library", ToyEncoder())


def synced_again(live: LiveLibrary) -> None:
    posts = live.path.parent / "posts"
    sync_folder(live.path, ToyEncoder(), write_files(posts, {"b.txt": post("Beta", "Beta speaks of boats.")}))


def titles(live: LiveLibrary) -> set[str]:
    return {hit.document.title for hit in live.current.searcher.search(Query("apples boats"))}


def refuse(*_: object) -> None:
    raise StorageError("manifest.json: Permission denied.")


def test_a_pointer_that_cannot_be_read_leaves_what_is_open(live: LiveLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    synced_again(live)
    with monkeypatch.context() as patch:
        patch.setattr("assistant.library.pointed_at", refuse)
        assert titles(live) == {"Alpha"}
    assert titles(live) == {"Alpha", "Beta"}


def test_a_generation_that_may_not_be_read_is_tried_again_later(
    live: LiveLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced_again(live)
    with monkeypatch.context() as patch:
        patch.setattr(Edition, "open", refuse)
        assert titles(live) == {"Alpha"}
    assert titles(live) == {"Alpha"}, "each time all files are checked"
    monkeypatch.setattr(live, "_not_before", 0.0)
    assert titles(live) == {"Alpha", "Beta"}
