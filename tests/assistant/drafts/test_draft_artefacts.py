"""Artefacts of typesetting are found in one look at each sign, and as they were found by plainer patterns."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts import artefacts
from assistant.drafts.artefacts import BROKEN, cut_at_omissions, loose_in, sure_words
from assistant.drafts.reading import _without_tags, draft_of
from corpus.document import Span
from tests.assistant.drafts import former

# fmt: off
PIECES = ["…", "...", ". . .", "[", "]", "(", ")", " ", "  ", "\n", "\t", "\u00a0", "word", "km", "2019", "12",
          "[1]", "[^a]", "[12, 3]",
          "²", "¹,³", "†", "-", "\u00ad", "-\n", "re-\n  form", ".", "_", "EAEA", "5", "the", ").",
          "(EAEA, 2021, p. 3)", "\n— EAEA", "— EAEA 2021", "\n- EAEA, 1999."]
# fmt: on
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)
LONG = 200_000
"""Signs of a run of which each former pattern takes many minutes."""


def is_telling(words: str) -> bool:
    return words != "the"


@given(TEXTS)
def test_pieces_between_signs_of_omission_are_as_before(text: str) -> None:
    assert cut_at_omissions(text) == former.cut_at_omissions(text)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4)), max_size=3))
def test_what_may_be_left_out_is_as_before(text: str, marks: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in marks]
    assert artefacts._bracketed(text, is_telling) == former.bracketed(text, is_telling)
    assert [artefacts._takes_mark(text, one) for one in spans] == [former.takes_mark(text, one) for one in spans]
    for gap in BROKEN.finditer(text):
        assert artefacts._word_around(text, gap) == former.word_around(text, gap)
    loose = loose_in(text, sorted(spans, key=lambda one: one.start), is_telling, "EAEA")
    assert sure_words(text, loose) == former.sure_words(text, loose)


@given(TEXTS, st.sampled_from(["(EAEA, 2021, p. 3)", "\n— EAEA", "\n -- EAEA: 2021", "— EAEA"]), TEXTS)
def test_the_source_behind_a_block_begins_as_before(text: str, source: str, behind: str) -> None:
    for words in (text, text + source, text + source + behind[:2]):
        found = artefacts._source_behind(words, "EAEA")
        assert (found[0].start if found else 0) == former.source_start(words, "EAEA")


TAGS = ["<", ">", "<b>", "words", " ", "&amp;", "&#65;", "&#0065;"]


@given(st.lists(st.sampled_from(TAGS), max_size=12).map("".join))
def test_tags_are_taken_out_as_before(content: str) -> None:
    assert _without_tags(content) == html.unescape(re.sub(r"<[^>]*>", "", content))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "run", [" " * LONG, "\n " * LONG, "a" * LONG, "[1] " * (LONG // 4), "a¹" * (LONG // 2), "-\nb" * (LONG // 3)]
)
def test_a_long_run_is_looked_at_once(run: str) -> None:
    text = f"Basic skills {run} b courses re-\nform … for all"
    assert cut_at_omissions(text)[-1].end == len(text)
    assert sure_words(text, loose_in(text, (), is_telling, "EAEA")).startswith("Basic skills")


@pytest.mark.timeout(20)
def test_a_long_run_of_marks_that_the_file_raises_is_looked_at_once() -> None:
    text = "words. " * (LONG // 7)
    marks = [Span(at + 5, at + 6) for at in range(0, len(text), 7)]
    assert len(loose_in(text, marks, is_telling)) == 1


@pytest.mark.timeout(20)
def test_tags_that_never_end_are_looked_for_once() -> None:
    assert _without_tags("<div>" + "<" * 250_000) == "<" * 250_000


def test_a_sign_whose_number_is_no_sign_is_told_as_one_that_is_not_known() -> None:
    data = f"<div>\n&#{'9' * 5000}; &#{'0' * 5000}65; words".encode()
    (block,) = draft_of(data, "draft", ".md").paragraphs
    assert block.text.split() == ["\ufffd", "A", "words"]


def test_a_draft_that_is_too_long_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.drafts.reading.MarkdownIt", None)
    with pytest.raises(Exception, match="more than 1,000,000 characters"):
        draft_of(b"<" * 1_000_001, "draft", ".md")
