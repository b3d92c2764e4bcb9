"""Where a kept quotation stands after its source changed: two real libraries, before and after."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.basket.following import Standing, follow, parted
from assistant.basket.kept import LONGEST, KeptQuote, keep, kept_at
from corpus.document import Span
from corpus.errors import BasketError
from index.search import Searcher
from tests.assistant.basket.given import DAY
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def asked(who: str) -> str:
    return f"The {who} association asks for a fair share of funding for every adult."


def rest(who: str) -> str:
    return f"Municipalities should give rooms to {who} learners in the evening."


def of(who: str, *paragraphs: str) -> str:
    return post(f"A fair {who} share", *paragraphs, rest(who))


COLOURS = ("red", "green", "blue", "black", "white", "brown", "grey", "pink", "old", "new")
BEFORE = {f"{who}.txt": of(who, asked(who)) for who in COLOURS}
AFTER = {
    "red.txt": BEFORE["red.txt"],
    "green.txt": of("green", "New words come first.", asked("green").replace("for every", "for e\u00advery")),
    "blue.txt": of("blue", f"It is not true that {asked('blue')}", rest("navy"), asked("blue"), asked("blue")),
    "black.txt": of("black", f"It is not true that {asked('black')}"),
    "white.txt": of("white", asked("white").replace("asks", "never asks")),
    "brown.txt": of("brown", asked("brown").replace("a fair", "no fair")),
    "grey-renamed.txt": BEFORE["grey.txt"],
    "not-pink.txt": of("rose", f"Nobody believes that {asked('pink')}"),
    "old.txt": BEFORE["old.txt"],
    "new.txt": BEFORE["new.txt"],
    "catalogue.toml": '[documents."old.txt"]\nstatus = "superseded"\nsuperseded_by = "new.txt"\n',
}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, Searcher]:
    """One before, one after."""
    folders = [tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")]
    before, after = (opened(folder, files) for folder, files in zip(folders, (BEFORE, AFTER), strict=True))
    return before, after


def opened(folder: Path, files: dict[str, str]) -> Searcher:
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", files))
    return Searcher.open(folder / "library", ToyEncoder())


def collected(libraries: tuple[Searcher, Searcher], who: str, words: str = "") -> KeptQuote:
    document = libraries[0].document(f"{who}.txt")
    start = document.text.index(words or asked(who))
    return keep(document, start, start + len(words or asked(who)), DAY)


def followed(libraries: tuple[Searcher, Searcher], who: str, words: str = "") -> Standing:
    return follow(collected(libraries, who, words), libraries[1])


def test_what_did_not_change_stands_where_it_stood(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "red")
    assert (standing.state, standing.stands, standing.words) == ("unchanged", True, asked("red"))
    assert standing.sentence == "The words stand where they stood."
    assert standing.renewed == standing.kept
    assert standing.as_record()["end"] == standing.kept.end


def test_words_that_moved_are_found_and_set_as_they_are_now(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "green")
    assert (standing.state, standing.stands) == ("moved", True)
    assert standing.words == asked("green").replace("every", "e\u00advery")
    assert standing.sentence == "The same words stand at another place of their document now."
    assert standing.renewed.start == standing.start > standing.kept.start
    assert standing.renewed.name == standing.kept.name


def test_of_several_places_the_nearest_in_the_same_sentence_is_taken(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "blue", "asks for a fair share of funding for every adult")
    assert standing.document is not None and standing.state == "moved"
    assert standing.start - standing.document.text.index(rest("navy")) == len(
        rest("navy") + "\n\nThe blue association "
    )


@pytest.mark.parametrize(
    ("who", "words"), [("black", ""), ("white", "asks for a fair share of funding for every adult")]
)
def test_the_same_words_within_another_sentence_do_not_stand(
    libraries: tuple[Searcher, Searcher], who: str, words: str
) -> None:
    standing = followed(libraries, who, words)
    assert (standing.state, standing.stands, standing.words) == ("reworded", False, words or asked(who))
    assert "the sentence around them is another one now" in standing.sentence
    with pytest.raises(BasketError, match="another one now"):
        _ = standing.renewed


@pytest.mark.parametrize("who", ["white", "brown"])
def test_words_that_changed_are_told_and_never_found(libraries: tuple[Searcher, Searcher], who: str) -> None:
    standing = followed(libraries, who)
    assert (standing.state, standing.stands, standing.words, standing.elsewhere) == ("changed", False, "", ())
    assert standing.sentence.startswith("The document no longer holds these words.")
    assert "as they were collected on 2026-11-25" in standing.sentence
    assert standing.as_record()["start"] is None


def test_a_document_that_is_gone_is_told(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "pink")
    assert (standing.state, standing.document, standing.elsewhere) == ("gone", None, ())
    assert standing.sentence.startswith("The library no longer holds the document of these words.")


def test_where_else_the_whole_sentence_stands_is_told(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "grey")
    assert (standing.state, standing.elsewhere) == ("gone", (("grey-renamed.txt", "A fair grey share"),))
    assert standing.sentence.endswith("The same sentence stands in “A fair grey share”.")


def test_a_document_that_was_superseded_meanwhile_is_told(libraries: tuple[Searcher, Searcher]) -> None:
    standing = followed(libraries, "old")
    assert (standing.state, standing.superseded_since) == ("unchanged", True)
    assert standing.sentence.endswith("Its document was superseded since it was collected by “A fair new share”.")
    assert (standing.renewed.status, standing.renewed.successor) == ("superseded", "A fair new share")
    again = follow(standing.renewed, libraries[1])
    assert not again.superseded_since
    assert again.sentence.endswith("Its document was superseded by “A fair new share”.")
    before = follow(standing.renewed, libraries[0])
    assert "Its document is current now; it was superseded when it was collected." in before.sentence


def test_what_stands_is_parted_from_what_does_not(libraries: tuple[Searcher, Searcher]) -> None:
    quotes = [replace(collected(libraries, who), note=who) for who in COLOURS]
    stands, lost = parted(quotes, libraries[1])
    assert [one.note for one in stands] == ["red", "green", "blue", "old", "new"]
    assert [one.kept.note for one in lost] == ["black", "white", "brown", "grey", "pink"]


def test_what_was_kept_before_there_was_a_limit_still_stands(tmp_path: Path) -> None:
    library = opened(tmp_path, {"long.txt": post("Long", asked("long") + f" {rest('long')}" * 100)})
    document = library.document("long.txt")
    long = kept_at(document, Span(0, len(document.text)), DAY)
    assert len(long.words) > LONGEST
    assert follow(long, library).state == "unchanged" and parted([long], library) == ((long,), ())
