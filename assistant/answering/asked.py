"""What a question asks: its telling stems, names, numbers, and whether it denies or wants a position."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.whose_view import body_asked
from index.query import Query
from index.searching.tongues import lasting_words
from index.searching.vocabulary import Vocabulary

EARLIER_WEIGHT = 0.5
FEW_WORDS = 3
"""Telling words of a question that only names a topic."""
LEAST_WEIGHT = 0.1
"""Of a stem that nearly every passage holds."""
FRAME = {
    "en": "position opinion view stance statement says said think thought believe happen eaea association tell know "
    "mean regard concern propose suggest want support oppose demand express talk mention discuss answer question state "
    "ask call",
    "de": "eaea position haltung meinung standpunkt stellungnahme sagt sagte denkt meint fordert fordern will "
    "unterstützt lehnt schlägt vor frage antwort verband erwartet äußert steht",
    "fr": "eaea position opinion avis déclaration dit pense demande réclame veut soutient propose association question "
    "réponse exprime",
    "es": "eaea posición opinión declaración dice piensa pide quiere apoya propone asociación pregunta respuesta",
    "fi": "eaea kanta mielipide kannanotto sanoo ajattelee vaatii haluaa tukee ehdottaa kysymys vastaus",
}
"""Words that frame a question about a position without telling its topic, by language."""
DENIES = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
POSITION = re.compile(
    r"\b(?:positions?|opinions?|views?|stance|supports?|oppos\w+|thinks?|believes?|for or against|in favou?r)\b",
    re.IGNORECASE,
)
ASKS_FOR_NUMBER = re.compile(
    r"\b(?:when|how (?:many|much|long|old|often|far|high)|what (?:year|date|day|percentage|share|number|age)"
    r"|which (?:year|day|percentage)|wann|wie ?viele?|quand|combien|cuándo|cuánt[oa]s?|milloin|kuinka monta)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-ZÀ-Ý][\w’'+-]+")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


class Reader(Protocol):
    """What is asked about words; a searcher knows it."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Other names of what questions name."""

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a text's telling words."""

    def rarity(self, term: str, language: str) -> float:
        """How telling a stem is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`weights` holds the telling stems of the question, and of those before it that it leans on, by how telling they
    are; `names` are those of the question that it writes with a capital, its first word aside; `body` is the name of
    another body whose view is asked for, "" where it is the organisation's; `for_number` tells that a date or a number
    is asked for. Of texts in another language than the question's (`foreign`) `weights` hold what stands in any
    language; `telling` is how many telling words the question has in its own.
    """

    weights: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]
    denies: bool
    position: bool
    body: str = ""
    for_number: bool = False
    foreign: bool = False
    telling: int = 0

    @property
    def broad(self) -> bool:
        """Whether all that was said of a topic is asked for, and nothing specific."""
        return self.position or (self.telling or len(self.weights)) <= FEW_WORDS

    @property
    def total(self) -> float:
        """All weights together."""
        return sum(self.weights.values())


def language_of(question: str, languages: Sequence[str], reader: Reader) -> str:
    """The language, of these, whose function words a question is made of: fewest words are left; English if equal."""
    return min(("en", *languages), key=lambda language: len(reader.question_terms(question, language)))


def asked_of(query: Query, reader: Reader, language: str, spoken: str = "") -> Asked:
    """What a query asks of texts in a language; no weights when it names no topic. `spoken` is the question's own
    language where its words are not looked for in others.
    """
    if spoken not in ("", language):
        own = asked_of(query, reader, spoken, spoken)
        lasting = replace(query, text=" ".join(lasting_words(query.text, spoken)), said=())
        common = asked_of(lasting, reader, language)
        return replace(common, body=own.body, for_number=own.for_number, foreign=True, telling=len(own.weights))
    weights: dict[str, float] = {}
    written = reader.vocabulary.written_out
    frame = set(reader.question_terms(FRAME.get(language, FRAME["en"]), language))
    for text, share in (*((turn, EARLIER_WEIGHT) for turn in query.earlier), (query.text, 1.0)):
        for term in reader.question_terms(written(text), language):
            if term not in frame:
                weights[term] = share * max(reader.rarity(term, language), LEAST_WEIGHT)
    names = " ".join(found[0] for found in NAME.finditer(query.text) if found.start())
    return Asked(
        weights,
        frozenset(reader.question_terms(names, language)) & weights.keys(),
        numbers_of(query.text),
        denies(query.text),
        POSITION.search(query.text) is not None,
        body_asked(query.text),
        ASKS_FOR_NUMBER.search(query.text) is not None,
    )


def denies(text: str) -> bool:
    """Whether a text holds a word of denial."""
    return denials(text) > 0


def denials(text: str) -> int:
    """How many words of denial a text holds."""
    return len(DENIES.findall(text))


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, as they are written."""
    return frozenset(NUMBER.findall(text))
