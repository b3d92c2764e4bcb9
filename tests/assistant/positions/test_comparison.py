"""Two times and two documents side by side."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import query_of
from assistant.positions.comparison import Comparison, Pair, compare_documents, compare_times
from corpus.errors import QuestionError
from corpus.folding import fold
from index.query import Filters
from index.reports.changes import pieces_between
from index.search import Searcher

OLD, NEW = "statements/2016-learning-accounts.pdf", "statements/2022-learning-accounts.pdf"
ACCOUNTS = query_of("learning accounts")


def of_documents(searcher: Searcher, old: str = OLD, new: str = NEW) -> Comparison:
    return compare_documents(searcher.document(old), searcher.document(new), searcher)


def of_kind(found: Comparison, kind: str) -> Iterator[Pair]:
    return (one for one in found.pairs if one.kind == kind)


def test_sentences_about_one_point_stand_side_by_side(sample: Searcher) -> None:
    pairs = {
        one.old.quote: one.new.quote for one in of_kind(of_documents(sample), "wording differs") if one.old and one.new
    }
    assert pairs["Public grants to adult education providers must not be replaced by vouchers or accounts."] == (
        "Funding for learning accounts must be additional and must not be taken from grants to providers."
    )


def test_what_one_side_alone_says_is_new_or_no_longer_said(sample: Searcher) -> None:
    found = of_documents(sample)
    new = {one.new.quote for one in of_kind(found, "new") if one.new}
    gone = {one.old.quote for one in of_kind(found, "no longer said") if one.old}
    assert "Equal sums produce unequal results." in new
    assert "Older people would gain least." in gone
    assert all(one.old is None for one in of_kind(found, "new"))
    assert all(one.new is None for one in of_kind(found, "no longer said"))


def test_every_sentence_is_exact_and_in_one_pair_at_most(sample: Searcher) -> None:
    sides = [side for one in of_documents(sample).pairs for side in (one.old, one.new) if side]
    assert all(side.exact for side in sides)
    assert len({(side.document.id, side.start) for side in sides}) == len(sides)


def test_nothing_is_ever_called_a_changed_position(sample: Searcher) -> None:
    assert set(of_documents(sample).counts) == {"wording differs", "new", "no longer said", "same words"}


def test_a_post_that_repeats_a_statement_has_the_same_words(sample: Searcher) -> None:
    found = of_documents(sample, OLD, "posts/2016-11-learning-accounts.html")
    same = [one.old.quote for one in of_kind(found, "same words") if one.old]
    assert "Individual learning accounts should not be introduced as a European instrument." in same


def test_two_times_are_compared_on_a_topic(sample: Searcher) -> None:
    found = compare_times(ACCOUNTS, date(2016, 12, 31), date(2022, 12, 31), sample)
    days = [(one.old and one.old.document.published, one.new and one.new.document.published) for one in found.pairs]
    assert all((old is None or old <= date(2016, 12, 31)) for old, _ in days)
    assert all((new is None or date(2016, 12, 31) < new <= date(2022, 12, 31)) for _, new in days)
    assert any("should not be introduced" in one.old.quote for one in found.pairs if one.old)
    assert any(one.new.quote.startswith("EAEA supports the introduction") for one in found.pairs if one.new)
    assert (found.older, found.newer) == ("until 2016-12-31", "2017-01-01 to 2022-12-31")


def test_filters_hold_on_both_sides(sample: Searcher) -> None:
    query = query_of("learning accounts", filters=Filters(kinds=("statement",), until=date(2021, 12, 31)))
    found = compare_times(query, date(2016, 12, 31), date(2022, 12, 31), sample)
    assert found.pairs and {one.kind for one in found.pairs} == {"no longer said"}
    assert {one.old.document.kind for one in found.pairs if one.old} == {"statement"}


@pytest.mark.parametrize("second", [date(2016, 12, 31), date(2015, 1, 1)])
def test_dates_that_are_not_in_their_order_are_refused(second: date, sample: Searcher) -> None:
    with pytest.raises(QuestionError, match="name the earlier day first"):
        compare_times(ACCOUNTS, date(2016, 12, 31), second, sample)


def test_a_topic_that_neither_time_speaks_of_is_told(sample: Searcher) -> None:
    found = compare_times(query_of("nuclear power"), date(2016, 12, 31), date(2022, 12, 31), sample)
    assert found.pairs == () and found.nothing.startswith("Nothing found: no document until 2022-12-31")


def test_a_document_is_not_compared_with_itself(sample: Searcher) -> None:
    with pytest.raises(QuestionError, match="cannot be compared with itself"):
        of_documents(sample, OLD, OLD)


def test_pairs_have_names_of_their_own(sample: Searcher) -> None:
    names = [one.name for one in of_documents(sample).pairs]
    assert len(set(names)) == len(names) and {len(name) for name in names} == {16}


WORDS = st.lists(st.sampled_from(["not", "adults", "learn", "must", "pay.", "3", "5"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_the_pieces_of_a_diff_give_both_texts_back(old: str, new: str) -> None:
    pieces = pieces_between(old, new)
    assert fold(" ".join(one.text for one in pieces if one.kind != "added")) == fold(old)
    assert fold(" ".join(one.text for one in pieces if one.kind != "removed")) == fold(new)
    assert (fold(old) == fold(new)) == all(one.kind == "same" for one in pieces)
