"""One ranking from two.

Scores are fused, not ranks: min-max scaled and mixed (convex combination, Bruch et al. 2023, arXiv:2210.11934).
Reciprocal rank fusion lost to it on every set tried.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.vectors import Ranking, Rows

MEANING_SHARE = 0.6
"""Weight of the dense side. Rewritten questions of MTRAG ClapNQ like more (.8), Doc2Dial less (.5)."""
CONTEXT_SHARE = 2.0
"""Weight of what a conversation is about beside what is asked, for a question that finds nothing by itself."""
SHARPNESS = 2
"""Power of a subject's score in what a conversation is about: one that comes near the best counts for less than that.
With 1, span hit@1 on Doc2Dial is .02 less and MTRAG ClapNQ the same."""

RERANKED = 60
"""Passages whose sentences are looked at."""
SENTENCES_SHARE = 0.8
"""Weight of a passage's closest sentences beside what put it among the first. nDCG@10 on MTRAG ClapNQ: .462 with 0,
.481 with .4, .482 with .8, .483 with 1.2; span hit@5 on Doc2Dial: .872, .861, .848 with 0, .4 and .8."""
CLOSEST = 2
"""Sentences of a passage that count: of one alone, or of a mean of three, MTRAG ClapNQ likes less."""


def fuse(meaning: Ranking, keywords: Ranking, share: float = MEANING_SHARE) -> Ranking:
    """All rows of both rankings by `share` * scaled meaning + (1 - share) * scaled keywords, ties by row.

    A row that one side did not find counts 0 there, as the worst that it did find.
    """
    rows = np.union1d(meaning.rows, keywords.rows)
    scores = share * _spread(meaning, rows) + (1 - share) * _spread(keywords, rows)
    order = np.lexsort((rows, -scores))
    return Ranking(rows[order], scores[order].astype(np.float32))


def _spread(ranking: Ranking, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores of a ranking scaled to [0, 1], placed at the rows."""
    placed = np.zeros(len(rows))
    placed[np.searchsorted(rows, ranking.rows)] = _scaled(ranking.scores)
    return placed


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    low, high = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
    if high <= low:
        return np.ones(len(scores))
    return ((scores - low) / (high - low)).astype(np.float64)


def lean(asked: Ranking, context: Ranking, subjects: Callable[[Rows], Rows], need: float) -> Ranking:
    """What is asked, leaning on what the conversation is about: each row of `asked` or `context` gains the best score
    that any row of its subject has in `context`, sharpened. Scores stay in [0, 1]; ties by row.
    """
    rows = np.union1d(asked.rows, context.rows)
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
    """The ranking after a closer look at its first rows: each gains by the mean cosine of its CLOSEST sentences, of
    those in `closeness`. They speak for what is asked, so they weigh less where a question leans on its context.
    Scores stay in [0, 1]; ties by row.
    """
    means = [np.sort(cosines)[-CLOSEST:].mean() if len(cosines) else 0.0 for cosines in closeness]
    gains = np.zeros(len(ranking.rows))
    gains[: len(means)] = _scaled(np.array(means, np.float32))
    share = SENTENCES_SHARE / (1 + CONTEXT_SHARE * need)
    scores = (ranking.scores + share * gains) / (1 + share)
    order = np.lexsort((ranking.rows, -scores))
    return Ranking(ranking.rows[order], scores[order].astype(np.float32))
