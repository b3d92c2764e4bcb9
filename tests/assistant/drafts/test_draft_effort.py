"""No draft asks more of the server than papers do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts import checking
from assistant.drafts import effort as limits
from assistant.drafts.checking import QuotationChecker, check_draft
from assistant.drafts.effort import Effort
from assistant.drafts.nearest import _plain
from assistant.drafts.omissions import MOST_PIECES
from assistant.drafts.quotations import Quotation, Stretch
from assistant.drafts.reading import draft_of
from corpus.errors import DraftError
from index.search import Searcher

PIECES_TOLD = "It is of more than 20 pieces, which are not looked for one by one."
EXACT = "“Members call for well-being, self-esteem and a fair share of funding for every adult learner.” "


def test_a_draft_that_takes_too_long_is_told(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SECONDS", -1)
    with pytest.raises(DraftError, match="d takes longer than -1 seconds to check; check it in parts"):
        check_draft(draft_of(EXACT.encode(), "d", ".txt"), searcher, "EAEA")


def test_quotations_that_stand_everywhere_are_told_so_often_only(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PLACES", 5)
    assert len(check_draft(draft_of((EXACT * 2).encode(), "d", ".txt"), searcher, "EAEA").quotations) == 2
    with pytest.raises(DraftError, match="The quotations of d stand in more than 5 places"):
        check_draft(draft_of((EXACT * 3).encode(), "d", ".txt"), searcher, "EAEA")


def test_the_seconds_of_a_draft_begin_with_it() -> None:
    times = iter([1000.0, 1000.0 + limits.MOST_SECONDS, 1000.1 + limits.MOST_SECONDS])
    effort = Effort("d", lambda: next(times))
    effort.spend(1)
    with pytest.raises(DraftError):
        effort.spend(1)


def test_a_quotation_of_very_many_pieces_is_not_looked_for_piece_by_piece(
    checker: QuotationChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for = list[int]()
    monkeypatch.setattr(checking, "chained", lambda _, pieces, __: looked_for.append(len(pieces)))
    for pieces in (MOST_PIECES, MOST_PIECES + 1):
        text = " … ".join(["Members call for well-being, self-esteem"] * pieces)
        found = checker.check(Quotation(text, (Stretch(1, 0, len(text)),)))
        assert found.outcome == "not_found"
        assert found.remarks == ((PIECES_TOLD,) if pieces > MOST_PIECES else ())
    assert looked_for == [MOST_PIECES]


def test_a_heading_of_any_length_is_told_in_short_with_each_place() -> None:
    draft = draft_of(f"# {'h' * 5000}\n\n“Some words.”\n".encode(), "d", ".md")
    assert len(draft.paragraphs[0].text) == 5000
    assert len(draft.paragraphs[1].place) < 300


@given(st.text(alphabet="a.b_-’\u00ad1é ", max_size=12))
def test_a_word_without_the_signs_around_it_is_as_before(word: str) -> None:
    former = re.sub(r"^\W+|\W+$", "", word.replace("\u00ad", "")).casefold() or word
    assert _plain(word) == former


@pytest.mark.timeout(20)
def test_a_word_of_nothing_but_signs_is_looked_at_once() -> None:
    assert _plain("a" + "." * 300_000 + "b") == "a" + "." * 300_000 + "b"
