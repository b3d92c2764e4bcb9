"""One ranking from two.

Scores are fused, not ranks: scaled and mixed (convex combination, Bruch et al. 2023, arXiv:2210.11934). They are scaled
by the least that they can be and the best that was found, so a score does not hang on how many candidates were taken.
Scaling to the candidates' own least and most, and reciprocal rank fusion, lost to it on every set tried.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.ranking import Ranking, Rows

MEANING_SHARE = 0.5
"""Weight of the dense side. Questions with a conversation like less (Doc2Dial span hit@1: .572 with .45, .558 with
.55), rewritten questions of MTRAG ClapNQ more (.473 with .5, .474 with .55)."""
CONTEXT_SHARE = 2.3
"""Weight of what a conversation is about beside what is asked, for a question that finds nothing by itself. Doc2Dial
likes more (span hit@5 .903 with 3), MTRAG ClapNQ and Cloud less (nDCG@10 .02 lower with 3)."""
SHARPNESS = 2
"""Power of a subject's score in what a conversation is about: one that comes near the best counts for less than that.
With 1, span hit@1 on Doc2Dial is .02 less and MTRAG ClapNQ the same."""
ASSUMED = 0.5
"""What words are taken to say for a passage in another language than the question, beside what meaning says: the usual
share of the best passage's words that one of the own language holds which is as close by meaning."""

RERANKED = 60
"""Passages whose sentences are looked at. nDCG@10 on MTRAG ClapNQ: .490 with 50, .500 with 60, .499 with 70."""
SENTENCES_SHARE = 1.0
"""Weight of a passage's closest sentences beside what put it among the first. nDCG@10 on MTRAG ClapNQ: .498 with .9,
.500 with 1 and 1.2; span hit@1 on Doc2Dial: .564, .561, .553."""
CLOSEST = (2 / 3, 1 / 3)
"""Weights of a passage's closest and second closest sentence. One alone costs ClapNQ .01, equal weights cost Doc2Dial
.01, a third sentence costs both."""


def fuse(meaning: Ranking, keywords: Ranking, share: float = MEANING_SHARE) -> Ranking:
    """All rows of both rankings by `share` * scaled meaning + (1 - share) * scaled keywords, in [0, 1], ties by row.

    Scaled is: divided by the best. A row that one side did not find counts 0 there.
    """
    rows = _of_both(meaning.rows, keywords.rows)
    scores = share * _spread(meaning, rows) + (1 - share) * _spread(keywords, rows)
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order].astype(np.float32))


def assumed(meaning: Ranking, keywords: Ranking, foreign: Rows) -> Ranking:
    """The ranking by words with the rows that words say little about, as if these held ASSUMED of what meaning says, or
    what they hold where that is more; in [0, 1], in the order of rows.
    """
    rows = _of_both(meaning.rows, keywords.rows)
    said, apart = _spread(keywords, rows), np.isin(rows, foreign)
    said[apart] = np.maximum(said, ASSUMED * _spread(meaning, rows))[apart]
    return Ranking(rows, said.astype(np.float32))


def _of_both(one: Rows, other: Rows) -> Rows:
    """The rows of both, ascending; what `np.union1d` gives, which imports numpy.ma at its first call: 15 ms."""
    rows: Rows = np.sort(np.concatenate((one, other)))
    return rows[np.diff(rows, prepend=-1) > 0]


def _spread(ranking: Ranking, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores of a ranking as shares of the best one, placed at the rows; those below 0 say nothing."""
    placed = np.zeros(len(rows))
    best = float(ranking.scores.max(initial=0))
    if best > 0:
        placed[np.searchsorted(rows, ranking.rows)] = np.maximum(ranking.scores, 0) / best
    return placed


def lean(asked: Ranking, context: Ranking, subjects: Callable[[Rows], Rows], need: float) -> Ranking:
    """What is asked, leaning on what the conversation is about: each row of `asked` or `context` gains the best score
    that any row of its subject has in `context`, sharpened. Scores stay in [0, 1]; ties by row.
    """
    rows = _of_both(asked.rows, context.rows)
    scores = np.zeros(len(rows))
    scores[np.searchsorted(rows, asked.rows)] = asked.scores
    own, known = subjects(rows), subjects(context.rows)
    best = np.zeros(int(max(own.max(initial=0), known.max(initial=0))) + 1)
    np.maximum.at(best, known, context.scores)
    share = CONTEXT_SHARE * need
    scores = (scores + share * best[own] ** SHARPNESS) / (1 + share)
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order].astype(np.float32))


def rerank(ranking: Ranking, closeness: Sequence[NDArray[np.float32]], need: float) -> Ranking:
    """The ranking after a closer look at its first rows: each gains by the cosines of its CLOSEST sentences, of those
    in `closeness`. They speak for what is asked, so they weigh less where a question leans on its context. Scores stay
    in [0, 1]; ties by row.
    """
    gains = np.zeros(len(ranking.rows))
    gains[: len(closeness)] = _scaled(np.array([_close(cosines) for cosines in closeness], np.float32))
    share = SENTENCES_SHARE / (1 + CONTEXT_SHARE * need)
    scores = (ranking.scores + share * gains) / (1 + share)
    order = np.lexsort((ranking.rows, -scores))
    return Ranking(ranking.rows[order], scores[order].astype(np.float32))


def _close(cosines: NDArray[np.float32]) -> float:
    """How close the closest sentences are; a lone one stands for both."""
    if not len(cosines):
        return 0.0
    best = np.sort(cosines)[::-1]
    return CLOSEST[0] * float(best[0]) + CLOSEST[1] * float(best[min(1, len(best) - 1)])


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores scaled to [0, 1] by their own least and most."""
    low, high = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
    if high <= low:
        return np.ones(len(scores))
    return ((scores - low) / (high - low)).astype(np.float64)
