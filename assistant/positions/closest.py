"""Which sentences of two sides say most nearly the same: by the words that they share, and by their meaning."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import touches
from assistant.speech import cuts, spoken_near
from assistant.statements import worth_quoting
from corpus.document import Document, Span
from index.search import Searcher

CLOSE = 0.52
"""Mean of the cosines of words and of meaning from which two sentences are shown as two wordings. Of the pairs of the
2016 and the 2022 statement on learning accounts in the sample, seven of the eight from .52 on are about the same point,
and four of the next ten."""
COMMON = 1.0
"""What a word counts that stands in every passage; a rare one counts up to some 10 in a large library."""
MOST = 3000
"""Sentences of one document that are compared: a report of 300 pages."""
EVERYWHERE = 16
"""The part of all pairs of sentences that share a stem from which on it stands nearly everywhere."""

Weighed = Mapping[str, float]
"""The stems of a sentence, with what each counts."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a document."""

    document: Document
    span: Span

    @property
    def words(self) -> str:
        """The sentence, sliced from its document."""
        return self.document.text[self.span.start : self.span.end]


def said_in(document: Document, searcher: Searcher) -> list[Said]:
    """The sentences of a document that are its own and worth quoting, in order."""
    spans = [span for span, _ in searcher.sentences_of(document.id)]
    aside = (*document.quotations, *document.notes)
    spoken = spoken_near(document.text, 0, len(document.text))
    own = [Said(document, span) for span in spans if not touches(span, aside) and not cuts(span, spoken)]
    return [one for one in own if worth_quoting(one.words)][:MOST]


def closest(older: Sequence[Said], newer: Sequence[Said], searcher: Searcher) -> list[tuple[int, int]]:
    """(place in `older`, place in `newer`) of sentences that say nearly the same, each in one pair, in the order of
    `newer`. The closest two are paired first; equally close ones in their order.
    """
    if not older or not newer:
        return []
    likeness = (_by_words(older, newer, searcher) + _by_meaning(older, newer, searcher)) / 2
    left, right = np.nonzero(likeness >= CLOSE)
    order = np.lexsort((right, left, -likeness[left, right]))
    pairs, taken = dict[int, int](), set[int]()
    for old, new in zip(left[order].tolist(), right[order].tolist(), strict=True):
        if old not in taken and new not in pairs:
            pairs[new] = old
            taken.add(old)
    return [(old, new) for new, old in sorted(pairs.items())]


def _by_words(older: Sequence[Said], newer: Sequence[Said], searcher: Searcher) -> NDArray[np.float32]:
    """Cosines of the sentences' telling stems, the rarer ones counting more; shape (older, newer)."""
    return likeness_of([_weighed(one, searcher) for one in older], [_weighed(one, searcher) for one in newer])


def _weighed(one: Said, searcher: Searcher) -> Weighed:
    language = one.document.language
    stems = searcher.question_terms(one.words, language)
    return {stem: COMMON + searcher.rarity(stem, language) for stem in stems}


def likeness_of(left: Sequence[Weighed], right: Sequence[Weighed]) -> NDArray[np.float32]:
    """Cosines of sparse rows, shape (left, right). Of two long reports a table of all stems would take a gigabyte, and
    its product seconds: of the stems that both sides hold, those that stand nearly everywhere make a small table, and
    each other one meets in few places.
    """
    ours, others = _by_stem(left), _by_stem(right)
    shared = sorted(ours.keys() & others.keys())
    many = len(left) * len(right) / EVERYWHERE
    often = [stem for stem in shared if len(ours[stem]) * len(others[stem]) > many]
    found: NDArray[np.float32] = _table(ours, often, len(left)) @ _table(others, often, len(right)).T
    for stem in sorted(set(shared).difference(often)):
        rows, columns = ours[stem], others[stem]
        weights = np.outer(np.array([*rows.values()], np.float32), np.array([*columns.values()], np.float32))
        found[np.ix_([*rows], [*columns])] += weights
    return found


def _by_stem(rows: Sequence[Weighed]) -> dict[str, dict[int, float]]:
    """Of each stem the rows that hold it, with its weight where a row has the length 1."""
    found: dict[str, dict[int, float]] = {}
    for at, row in enumerate(rows):
        length = max(math.hypot(*row.values()), 1e-9)
        for stem, weight in row.items():
            found.setdefault(stem, {})[at] = weight / length
    return found


def _table(by_stem: Mapping[str, Mapping[int, float]], stems: Sequence[str], rows: int) -> NDArray[np.float32]:
    table = np.zeros((rows, len(stems)), np.float32)
    for column, stem in enumerate(stems):
        table[[*by_stem[stem]], column] = [*by_stem[stem].values()]
    return table


def _by_meaning(older: Sequence[Said], newer: Sequence[Said], searcher: Searcher) -> NDArray[np.float32]:
    """Cosines of the sentences' vectors, shape (older, newer); 0 for a sentence of which none is kept."""
    known = {
        (name, span): vector
        for name in {one.document.id for one in (*older, *newer)}
        for span, vector in searcher.sentences_of(name)
    }
    nothing = np.zeros(searcher.encoder.dimension, np.float32)
    sides = [np.stack([known.get((one.document.id, one.span), nothing) for one in side]) for side in (older, newer)]
    return _cosines(*sides)


def _cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = _unit(left) @ _unit(right).T
    return found


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
