"""How what was said before helps to find what is asked now.

Twice: a question that leans on the questions before is read together with them, the nearer the more; and all that was
said, answers too, tells which documents the conversation is about. What was answered, and what the conversation is
about, count the less, the more the question finds by itself.

Measured on all of Doc2Dial (span hit@1/5/10): .382/.664/.769 with the four questions before, as it was; .515/.857/.921
with both helps, before sentences were looked at. A question that points back by its words alone ("and they?") needs no
more help than its nearest passage tells: MTRAG Cloud loses .006 by it. What was tried besides: docs/decisions.md.
"""

from collections.abc import Iterator, Sequence

from index.query import Query, Turn, Weighted

READ_WITH = {"user": 0.25, "agent": 0.1}
"""Weight of the turn right before the question beside the question's own 1; half of it for each exchange further."""
FURTHER = 0.5
ABOUT = 0.7
"""Weight of the last exchange beside the question's own 1 in telling what the conversation is about."""
ABOUT_FURTHER = 0.9
MOST_TURNS = 8
"""Turns that are looked at."""
LOST, CLEAR = 0.35, 0.65
"""Cosines of the question and the passage nearest to it: below the first the question alone finds nothing (median of
Doc2Dial .49), above the second it needs no help (median of ClapNQ .61). They belong to the embedded model."""


def need_of(nearest: float) -> float:
    """How much help a question needs, in [0, 1], by the cosine of the passage nearest to it."""
    return min(max((CLEAR - nearest) / (CLEAR - LOST), 0.0), 1.0)


def read_together(query: Query, need: float) -> list[Weighted]:
    """The question, and the turns it is read with where it leans on them; answers count by the need of the question."""
    own = [Weighted(query.text, 1.0)]
    for turn, ago in _backwards(query.said) if query.leans else ():
        share = need if turn.speaker == "agent" else 1.0
        own.append(Weighted(turn.text, READ_WITH[turn.speaker] * share * FURTHER**ago))
    return [one for one in own if one.weight > 0]


def about(query: Query) -> list[Weighted]:
    """All that was said, the question included: what the conversation is about."""
    turns = [Weighted(turn.text, ABOUT * ABOUT_FURTHER**ago) for turn, ago in _backwards(query.said)]
    return [Weighted(query.text, 1.0), *turns]


def _backwards(said: Sequence[Turn]) -> Iterator[tuple[Turn, int]]:
    """The newest turns first, with the number of exchanges that lie between each and the question."""
    for back, turn in enumerate(reversed(said[-MOST_TURNS:])):
        yield turn, back // 2
