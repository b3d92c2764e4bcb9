import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import Ranking, Rows
from index.searching.fusion import CLOSEST, CONTEXT_SHARE, SENTENCES_SHARE, SHARPNESS, fuse, lean, rerank

SCORES = st.dictionaries(st.integers(0, 20), st.integers(-100, 100).map(lambda n: n / 8), max_size=12)


def ranking(scores: dict[int, float]) -> Ranking:
    best = sorted(scores, key=lambda row: -scores[row])
    return Ranking(np.array(best, np.int64), np.array([scores[row] for row in best], np.float32))


def expected(meaning: dict[int, float], keywords: dict[int, float], share: float) -> dict[int, float]:
    def scaled(scores: dict[int, float]) -> dict[int, float]:
        best = max(scores.values(), default=0)
        return {row: max(score, 0) / best if best > 0 else 0.0 for row, score in scores.items()}

    left, right = scaled(meaning), scaled(keywords)
    return {row: share * left.get(row, 0) + (1 - share) * right.get(row, 0) for row in left.keys() | right.keys()}


@given(SCORES, SCORES, st.sampled_from([0.0, 0.3, 0.6, 1.0]))
def test_scores_are_scaled_and_mixed(meaning: dict[int, float], keywords: dict[int, float], share: float) -> None:
    found = fuse(ranking(meaning), ranking(keywords), share)
    wanted = expected(meaning, keywords, share)
    assert set(found.rows.tolist()) == wanted.keys()
    for row, score in zip(found.rows.tolist(), found.scores.tolist(), strict=True):
        assert score == pytest.approx(wanted[row], abs=1e-5)
    assert all(left >= right for left, right in zip(found.scores, found.scores[1:], strict=False))


def test_scores_do_not_hang_on_how_many_candidates_were_taken() -> None:
    few = fuse(ranking({1: 0.9, 2: 0.8}), ranking({2: 9.0, 1: 3.0}))
    more = fuse(ranking({1: 0.9, 2: 0.8, 3: 0.2, 4: -0.3}), ranking({2: 9.0, 1: 3.0, 5: 0.1}))
    assert few.rows.tolist() == more.rows.tolist()[:2]
    assert few.scores == pytest.approx(more.scores[:2])


def test_ties_are_broken_by_row() -> None:
    assert fuse(ranking({9: 1.0, 4: 1.0}), ranking({})).rows.tolist() == [4, 9]


def test_nothing_and_nothing_is_nothing() -> None:
    assert fuse(ranking({}), ranking({})).rows.tolist() == []


def test_what_both_sides_found_goes_before_what_one_found() -> None:
    both = fuse(ranking({1: 0.9, 2: 0.8, 3: 0.1}), ranking({2: 9.0, 4: 8.0, 5: 1.0}))
    assert both.rows.tolist()[0] == 2


POSITIVE = st.dictionaries(st.integers(0, 20), st.integers(0, 8).map(lambda n: n / 8), max_size=12)


def of_three(rows: Rows) -> Rows:
    """Three rows in a row have one subject."""
    return rows // 3


@given(POSITIVE, POSITIVE, st.sampled_from([0.0, 0.5, 1.0]))
def test_a_row_gains_the_best_score_of_its_subject(
    asked: dict[int, float], context: dict[int, float], need: float
) -> None:
    found = lean(ranking(asked), ranking(context), of_three, need)
    share = CONTEXT_SHARE * need
    best = {
        row: max((score for other, score in context.items() if other // 3 == row // 3), default=0) for row in range(21)
    }
    wanted = {
        row: (asked.get(row, 0) + share * best[row] ** SHARPNESS) / (1 + share) for row in asked.keys() | context.keys()
    }
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(wanted, abs=1e-6)
    pairs = list(zip(-found.scores, found.rows, strict=True))
    assert pairs == sorted(pairs)
    assert all(0 <= score <= 1 for score in found.scores)


COSINES = st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000)
"""As far apart as cosines are: two whose difference vanishes in float32 are the same to one side only."""


@given(POSITIVE, st.lists(st.lists(COSINES, max_size=4), max_size=14), st.sampled_from([0.0, 0.5, 1.0]))
def test_the_first_rows_gain_by_their_two_closest_sentences(
    known: dict[int, float], closeness: list[list[float]], need: float
) -> None:
    before = fuse(ranking(known), ranking({}))
    looked_at = [np.array(cosines, np.float32) for cosines in closeness[: len(known)]]
    found = rerank(before, looked_at, need)
    bests = [sorted(map(float, one), reverse=True) for one in looked_at]
    means = [CLOSEST[0] * one[0] + CLOSEST[1] * one[:2][-1] if one else 0.0 for one in bests]
    low, high = min(means, default=0.0), max(means, default=0.0)
    gains = [(mean - low) / (high - low) if high > low else 1.0 for mean in means]
    share = SENTENCES_SHARE / (1 + CONTEXT_SHARE * need)
    wanted = {
        row: (score + share * (gains[at] if at < len(gains) else 0)) / (1 + share)
        for at, (row, score) in enumerate(zip(before.rows.tolist(), before.scores.tolist(), strict=True))
    }
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(wanted, abs=1e-4)
    assert all(0 <= score <= 1 for score in found.scores)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)
