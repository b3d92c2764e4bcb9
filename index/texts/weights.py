"""How much a passage can tell: tables of contents, indexes, references and boilerplate tell less than sentences.

They hold the words of every question and answer none. Only shapes that are sure are weighed down: tables of figures,
lists of demands and sentences with a source in brackets keep their full weight. What is weighed down stays in the
library and is found where nothing else is.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.ranking import Ranking

CONTENTS, REFERENCES, BOILERPLATE, REPEATED = 0.4, 0.5, 0.4, 0.6
SHORT, SHORT_LENGTH = 0.3, 100
"""What a passage of no length lacks, and the characters after which most of that is made up for."""
COPIES = 4
"""Documents that say the same passage from which it is boilerplate: a demand may well stand in three."""
EXAMINED = 20
"""Passages of a ranking that are weighed, from the best, or twice as many as are asked for."""

LEADER = re.compile(r"(?:\.{4,}|(?:\. ){3,}\.?|…{2,}|_{4,}) ?(?:\d{1,4}|[ivxlc]{1,6})\b(?![.,]\d)")
"""Dots that lead to the number of a page; not to an amount."""
ENTRY = re.compile(r"(?<=[\w)”’\"?!]) (\d{1,3})(?=\s+[A-Z“\"]|\s*\n|\s*$)")
"""A number that ends the line of a title."""
INDEX_ENTRY = re.compile(r"(?<=[a-z)”’]), (\d{1,4})(?:[–-]\d{1,4})?(?:n\d*)?(?=[,;\s]|$)")
FIGURES = re.compile(r"-{3,}|\d[.,]\d\d\d?\b")
"""Rulers and amounts of a table."""
CONTENTS_HEADING = re.compile(
    r"^\W*(?:.{0,60}\b)?(?:table of contents|contents|inhalt(?:sverzeichnis)?|table des matières|sommaire)\W*$",
    re.IGNORECASE,
)
REFERENCES_HEADING = re.compile(
    r"^\W*(?:[\dIVX]+\.?\s+)?(?:references|bibliograph\w+|works cited|(?:end)?notes|literatur(?:verzeichnis)?"
    r"|quellen(?:verzeichnis)?|références)\W*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\((?:19|20)\d\d[a-z]?\)")
PLACE = re.compile(
    r"\(\d+\): ?\d|\(\d{4}\): ?\d|, pp?\. ?\d|, vol\. ?\d|(?:Press|Verlag|& Co\.), (?:19|20)\d\d|\(eds?\.\)|\(Hrsg\.\)"
)
"""Where in a journal or a book, and who made it."""
SOURCE_SIGNS = (
    "et al.",
    "doi.org",
    "doi:",
    "http://",
    "https://",
    "www.",
    "ibid.",
    "isbn",
    "available at",
    "retrieved from",
)
USUAL = (
    "uses cookies", "use cookies", "accept cookies", "accept all cookies", "cookie settings", "verwendet cookies",
    "verwenden cookies", "utilise des cookies", "utilisons des cookies", "subscribe to our newsletter",
    "subscribe to the newsletter", "sign up for our newsletter", "newsletter abonnieren", "zum newsletter an",
    "abonnez-vous", "unsubscribe at any time", "all rights reserved", "alle rechte vorbehalten", "tous droits réservés",
    "funded by the european union. views", "views and opinions expressed are however those",
    "can be held responsible for them", "cannot be held responsible for any use", "does not constitute an endorsement",
    "has been funded with support from", "is the voice of adult education",
    "is the voice of non-formal adult education", "follow us on",
    "share this post", "share this article", "mentions légales", "angaben gemäß § 5",
)  # fmt: skip
"""What stands on every page and in every project's paper, in small letters."""


def telling(text: str, heading: str = "") -> float:
    """How much a passage can tell beside plain sentences, which have 1; above 0. `heading` is that of its section."""
    words = sum(1 for word in text.split() if word[0].isalnum() or len(word) > 1)
    if _contents(text, heading, words):
        return CONTENTS
    if _usual(text) > 0.5:
        return BOILERPLATE
    if _sources(text, heading, words):
        return REFERENCES
    return 1.0


def brief(text: str) -> float:
    """How much a passage can tell by its length, beside a long one, which has 1: a line alone lacks what it is about.

    nDCG@10 rises on MTRAG ClapNQ from .500 to .504, as rewritten from .473 to .480, on MTRAG Cloud from .370 to .377;
    span hit@1 on Doc2Dial from .561 to .564. A step at 120 characters does nearly as well.
    """
    return 1 - SHORT * math.exp(-len(text) / SHORT_LENGTH)


def repeated(passages: Sequence[tuple[int, bytes]]) -> list[float]:
    """The weight of each of (document, digests of a text): below 1 for a text that COPIES documents or more say."""
    copies = Counter(digest for _, digest in set(passages))
    return [REPEATED if copies[digest] >= COPIES else 1.0 for _, digest in passages]


def weigh(ranking: Ranking, weights: Sequence[float]) -> Ranking:
    """The ranking with its best scores multiplied by weights, best first, ties by row; as it was where all are 1."""
    if all(weight == 1.0 for weight in weights):
        return ranking
    scores = ranking.scores.copy()
    scores[: len(weights)] *= np.array(weights, np.float32)
    order = np.lexsort((ranking.rows, -scores))
    return Ranking(ranking.rows[order], scores[order])


def _contents(text: str, heading: str, words: int) -> bool:
    """Whether a text is a list of places: titles with the numbers of pages, or the index of a book."""
    if FIGURES.search(text):
        return False
    leaders = len(LEADER.findall(text))
    pages = [int(number) for number in ENTRY.findall(text)]
    rising = sum(one <= other for one, other in pairwise(pages))
    if leaders and words <= 18 * leaders:
        return True
    if len(pages) >= 6 and words <= 12 * len(pages) and rising >= 0.9 * (len(pages) - 1) and pages[-1] > pages[0]:
        return True
    if CONTENTS_HEADING.match(heading) and (words < 12 or words <= 15 * (leaders + len(pages))):
        return True
    entries = sorted(int(number) for number in INDEX_ENTRY.findall(text))
    return len(entries) >= 10 and words <= 8 * len(entries) and entries[len(entries) // 2] >= 10


def _sources(text: str, heading: str, words: int) -> bool:
    """Whether a text lists what others have published. Years in brackets alone are no list of sources."""
    lowered = text.lower()
    certain = len(PLACE.findall(text)) + sum(lowered.count(sign) for sign in SOURCE_SIGNS)
    found = certain + len(YEAR.findall(text))
    if REFERENCES_HEADING.match(heading):
        return found >= 1 and words <= 50 * found
    return found >= 3 and certain >= 1 and words <= 20 * found


def _usual(text: str) -> float:
    """The share of a text, by characters, that lies in sentences with a set phrase."""
    lowered = text.lower()
    if not any(phrase in lowered for phrase in USUAL):
        return 0.0
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n+", lowered) if part.strip()]
    return sum(len(part) for part in parts if any(phrase in part for phrase in USUAL)) / max(sum(map(len, parts)), 1)
