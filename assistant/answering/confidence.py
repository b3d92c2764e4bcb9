"""How likely it is that what was found answers the question: logistic in what can be seen of question and sentences."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from assistant.answering.asked import Asked, denies, numbers_of
from assistant.answering.candidates import Candidate
from assistant.answering.opposites import pairs


class Stemmer(Protocol):
    """A searcher's view of words."""

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be seen, each in [0, 1].

    `closest` is the cosine of the closest of the best sentences, `rank` the score of the best one's passage, `specific`
    how many telling words the question has, of MANY_WORDS; `rarest` tells how rare the rarest of them is that the best
    sentence lacks, `names` and `numbers` are the shares of the question's that its passage lacks. Then whether the
    question denies, whether it and the sentence differ in that, whether the sentence has the opposite of its words, and
    whether it has no number where one is asked for. `lead` is how far the best sentence is before the second one, of
    FAR.
    """

    closest: float
    rank: float
    specific: float
    rarest: float
    names: float
    numbers: float
    denies: float
    denied_otherwise: float
    opposite: float
    unnumbered: float
    lead: float


WEIGHTS = Signs(
    closest=2.9,
    rank=2.5,
    specific=1.0,
    rarest=-1.0,
    names=-0.5,
    numbers=-1.3,
    denies=-1.5,
    denied_otherwise=-0.2,
    opposite=-1.6,
    unnumbered=-0.5,
    lead=0.4,
)
INTERCEPT = -4.1
"""Between what `python -m benchmarks.confidence` fits on half of squad2, Doc2Dial and MTRAG ClapNQ, and with `--saved`
what it fits on half of the saved questions too: each set has its own notion of a right answer. What the other halves
say of them stands in docs/decisions.md."""
NOTHING = Signs(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0)
LOOKED_AT = 5
"""Best sentences of which the closest one counts."""
MANY_WORDS = 10
FAR = 0.2


@dataclass(frozen=True, slots=True)
class Judge:
    """Sees the signs, with the words of a library; `opposites` holds the stems of opposites by stem."""

    stemmer: Stemmer
    opposites: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, stemmer: Stemmer) -> "Judge":
        """With the stems that a library has."""
        found: dict[str, frozenset[str]] = {}
        for pair in pairs():
            left, right = (stemmer.terms(word, "en")[0] for word in pair)
            found[left] = found.get(left, frozenset()) | {right}
            found[right] = found.get(right, frozenset()) | {left}
        return cls(stemmer, found)

    def signs(self, asked: Asked, ranked: Sequence[Candidate], rarest: float) -> Signs:
        """What can be seen of the best sentences; `rarest` is the rarity of a word that no passage holds."""
        if not ranked:
            return NOTHING
        best, hit = ranked[0], ranked[0].hit
        text = f"{hit.document.title} {hit.passage.heading} {hit.text}"
        held, said = {*hit.terms, *best.terms}, set(best.terms)
        lacking = {term: weight for term, weight in asked.weights.items() if term not in said}
        stems = set(self.stemmer.terms(best.words, hit.document.language))
        return Signs(
            closest=max(one.similarity for one in ranked[:LOOKED_AT]),
            rank=hit.score,
            specific=min(len(asked.weights), MANY_WORDS) / MANY_WORDS,
            rarest=max(lacking.values(), default=0.0) / rarest,
            names=len(asked.names - held) / max(len(asked.names), 1),
            numbers=len(asked.numbers - numbers_of(text)) / max(len(asked.numbers), 1),
            denies=asked.denies,
            denied_otherwise=asked.denies != denies(best.words),
            opposite=any(self.opposites.get(term, frozenset()) & stems for term in lacking),
            unnumbered=asked.for_number and not numbers_of(best.words),
            lead=min((best.score - ranked[1].score) / FAR, 1.0) if len(ranked) > 1 else 1.0,
        )


def confidence(signs: Signs) -> float:
    """How likely an answer from what was seen is right, in [0, 1]."""
    total = INTERCEPT + sum(weight * seen for weight, seen in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    return 1 / (1 + math.exp(-total))
