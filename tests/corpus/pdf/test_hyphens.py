"""Broken words are mended as the rest of the file writes them, and what is printed for good stays."""

import pytest

from corpus.pdf.hyphens import Speller
from corpus.pdf.traced import Traced


def joined(first: str, second: str, *elsewhere: str) -> str:
    speller = Speller.of([first, second, *elsewhere])
    return speller.joined(Traced.nowhere(first), Traced.nowhere(second)).text


@pytest.mark.parametrize("hyphen", ["\ufffe", "\x02", "-", "‐"])
def test_a_word_is_written_as_the_file_writes_it_elsewhere(hyphen: str) -> None:
    assert joined(f"They ask for life{hyphen}", "long learning.", "All lifelong learning") == (
        "They ask for lifelong learning."
    )
    kept = "-" if hyphen in "\ufffe\x02" else hyphen
    assert (
        joined(f"A two-day, long{hyphen}", "term plan.", "Only a long-term plan") == f"A two-day, long{kept}term plan."
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("a plan for the educa\ufffe", "tion of adults", "a plan for the education of adults"),
        ("recognition of non\ufffe", "formal learning", "recognition of non-formal learning"),
        ("from Soekarno\ufffe", "Hatta in Jakarta", "from Soekarno-Hatta in Jakarta"),
        ("die Aus\ufffe", "und Weiterbildung", "die Aus- und Weiterbildung"),
        ("for short\ufffe", "and long-term aims", "for short- and long-term aims"),
        ("see pages 10-", "12 of it", "see pages 10-12 of it"),
        ("adult edu\u00ad", "cation", "adult education"),
        ("the end -", "of it", "the end - of it"),
        ("a word", "and another", "a word and another"),
    ],
)
def test_what_the_file_does_not_write_elsewhere(first: str, second: str, whole: str) -> None:
    assert joined(first, second) == whole


def test_a_file_whose_lines_never_break_words_keeps_its_hyphens() -> None:
    lines = ["a long\ufffe", "term plan and a long-term aim", "a care\ufffe", "giver, with care for the giver"]
    speller = Speller.of(lines)
    assert not speller.breaks_words
    assert speller.joined(Traced.nowhere(lines[2]), Traced.nowhere(lines[3])).text.startswith("a care-giver")


def test_a_kept_hyphen_has_the_place_it_was_read_from() -> None:
    words = Speller.of([]).joined(Traced.read("non\ufffe", 1, 5), Traced.read("formal", 1, 9))
    assert words == Traced.read("non-formal", 1, 5)
