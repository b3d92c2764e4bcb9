"""Reading goes on while a library is rebuilt (promise R4)."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.accounts.people import ANONYMOUS
from assistant.library import Edition, LiveLibrary
from index.query import Query
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def rebuilt(folder: Path, number: int) -> Path:
    """The library, once it has this post in place of the one before."""
    words = f"EAEA calls for a fair share of funding in generation {number}."
    posts = write_files(folder / "posts", {"funding.txt": post(f"Funding {number}", words)})
    sync_folder(folder / "library", ToyEncoder(), posts)
    return folder / "library"


def told(edition: Edition) -> tuple[str, str]:
    """What an edition finds, and the document of it."""
    hit = edition.searcher.search(Query("a fair share of funding"))[0]
    return hit.text.rpartition("\n")[2], edition.searcher.document(hit.document.id).text


def test_an_edition_that_is_open_is_read_on_though_its_files_are_gone(tmp_path: Path) -> None:
    kept = LiveLibrary(rebuilt(tmp_path, 1), ToyEncoder()).current
    for number in (2, 3, 4):
        rebuilt(tmp_path, number)
    assert not kept.searcher.generation.folder.exists()
    with ThreadPoolExecutor(2) as threads:  # none of which has read in it before
        for passage, text in threads.map(told, [kept] * 4):
            assert passage.endswith("generation 1.") and "generation 1." in text


def test_who_asks_while_a_generation_is_opened_is_answered_from_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = LiveLibrary(rebuilt(tmp_path, 1), ToyEncoder())
    before, opened, meanwhile = library.current, LiveLibrary._opened, list[Edition]()
    rebuilt(tmp_path, 2)
    with ThreadPoolExecutor(1) as others:

        def opening(self: LiveLibrary) -> object:
            meanwhile.append(others.submit(self.seen_by, ANONYMOUS).result(timeout=20))
            return opened(self)

        monkeypatch.setattr(LiveLibrary, "_opened", opening)
        now = library.seen_by(ANONYMOUS)
    assert meanwhile == [before] and now is not before
    assert told(now)[0].endswith("generation 2.")


def test_nothing_of_a_generation_is_held_once_the_next_is_served(tmp_path: Path) -> None:
    library = LiveLibrary(rebuilt(tmp_path, 1), ToyEncoder())
    assert told(library.current)
    before = weakref.ref(library.current.searcher)
    rebuilt(tmp_path, 2)
    gc.disable()
    try:
        assert told(library.current)[0].endswith("generation 2.")
        assert before() is None
    finally:
        gc.enable()
