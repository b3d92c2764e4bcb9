"""From typed words to a kept quotation: only what the library holds."""

from pathlib import Path

import pytest

from assistant.basket.collecting import collect, quotation_in
from corpus.errors import BasketError, StorageError
from index.search import Searcher
from tests.assistant.basket.given import DAY
from tests.conftest import ToyEncoder, post, sync_folder, write_files

BOTH = "Our members ask for money and for time."
FILES = {
    "a.txt": post("A title that all of us read", f"{BOTH} They have asked for it since 1990."),
    "b.txt": post("Another", f"{BOTH} “Nobody has heard them so far”, says the board."),
    "catalogue.toml": '[documents."a.txt"]\nstatus = "superseded"\nsuperseded_by = "b.txt"\n',
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("collecting")
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", FILES))
    return Searcher.open(folder / "library", ToyEncoder())


@pytest.mark.parametrize(
    "typed",
    [
        "They have asked for it since 1990.",
        "  They have\nasked for it  since 1990. ",
        "“They have asked for it since 1990.”",
        '"They have asked for it since 1990."',
    ],
)
def test_what_stands_to_the_letter_is_kept_as_it_stands(searcher: Searcher, typed: str) -> None:
    quote = collect(typed, searcher, DAY)
    assert (quote.document, quote.words) == ("a.txt", "They have asked for it since 1990.")
    assert (quote.status, quote.successor, quote.collected) == ("superseded", "Another", DAY)


def test_marks_that_belong_to_the_text_are_kept(searcher: Searcher) -> None:
    assert (
        collect("«Nobody has heard them so far», says", searcher, DAY).words == "“Nobody has heard them so far”, says"
    )
    assert collect("“Nobody has heard them so far”", searcher, DAY).words == "“Nobody has heard them so far”"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("They have asked for it since 1991.", "No document of the library holds these words"),
        ("They have never asked for it since 1990.", "No document of the library holds these words"),
        ("for it since", "Too short to tell"),
        ("", "Too short to tell"),
        ("A title that all of us read", "stand in a title alone"),
    ],
)
def test_anything_else_is_not_kept(searcher: Searcher, typed: str, told: str) -> None:
    with pytest.raises(BasketError, match=told):
        collect(typed, searcher, DAY)


def test_of_several_documents_one_must_be_named(searcher: Searcher) -> None:
    with pytest.raises(BasketError, match=r"stand in a\.txt, b\.txt\. Name one of them with --document"):
        collect(BOTH, searcher, DAY)
    assert collect(BOTH, searcher, DAY, "b.txt").document == "b.txt"
    with pytest.raises(BasketError, match=r'"c\.txt" does not hold these words\. They stand in a\.txt, b\.txt\.'):
        collect(BOTH, searcher, DAY, "c.txt")


def test_a_file_of_that_name_is_read(tmp_path: Path) -> None:
    (tmp_path / "quote.txt").write_text("Our members ask.", encoding="utf-8-sig")
    (tmp_path / "latin.txt").write_bytes("Für".encode("latin-1"))
    assert quotation_in(str(tmp_path / "quote.txt")) == "Our members ask."
    with pytest.raises(BasketError, match="is not UTF-8"):
        quotation_in(str(tmp_path / "latin.txt"))
    for words in ("Our members ask.", "x" * 10_000, "Our\nmembers", str(tmp_path)):
        assert quotation_in(words) == words


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, **_: object) -> str:
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "quote.txt").write_text("Our members ask.", encoding="utf-8")
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        quotation_in(str(tmp_path / "quote.txt"))
