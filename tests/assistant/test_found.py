"""What a search tells beside its hits."""

from pathlib import Path

import pytest

from assistant.batch import found_record
from assistant.cli.printing import found_lines
from assistant.conversation import query_of
from assistant.found import found_by
from index.query import Filters, Turn
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {"share.txt": post("A fair share", "EAEA calls for a fair share of funding.", day="12.07.2021")}
SAID = (Turn("user", "What about funding?"),)


@pytest.fixture
def searcher(tmp_path: Path, toy_encoder: ToyEncoder) -> Searcher:
    sync_folder(tmp_path / "library", toy_encoder, write_files(tmp_path / "posts", FILES))
    return Searcher.open(tmp_path / "library", toy_encoder)


def test_a_follow_up_says_what_it_was_taken_to_be_about(searcher: Searcher) -> None:
    found = found_by(query_of("and its share?", SAID), searcher, 3)
    assert found.reading.understood.about == "funding"
    assert next(found_lines(found)) == "(Understood as about: funding)\n"
    assert found_record(found)["understood"]["about"] == "funding"
    alone = found_by(query_of("a fair share?"), searcher, 3)
    assert next(found_lines(alone)).startswith("1. A fair share")
    assert found_record(alone).keys() == {"hits"}


def test_where_nothing_passes_it_says_what_to_relax(searcher: Searcher) -> None:
    found = found_by(query_of("a fair share?", filters=Filters(kinds=("statement",))), searcher, 3)
    said = "No document passes the filters (kind statement). No document has the kind “statement”"
    assert list(found_lines(found)) == [found.nothing] and found.nothing.startswith(said)
    assert found_record(found) == {"hits": [], "nothing": found.nothing}
