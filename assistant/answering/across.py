"""Sentences in another language than the question: what can be said of them without the question's words.

That they lack its words is no sign against them. What tells is how close they are by meaning, which has to be closer
than where words speak too; and they must hold every number, acronym and name of the question, for these stand in every
language. Whether such a sentence denies what is asked cannot be seen, so the answer says that it was not compared.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from assistant.answering.candidates import Candidate
from assistant.answering.whose_view import OWN
from index.searching.tongues import WORD, lasting_words
from index.searching.vocabulary import Vocabulary

HALF, STEEPNESS, MOST = 0.6, 12.0, 0.8
"""The closeness from which such a sentence is quoted, how fast belief grows with it, and the most that is believed
without a look at the words. The 184 saved questions on the sample, asked as if no word could be compared: 92 answered
as expected and 56 of 60 silences kept with .6, as many as with the words; 104 and 43 with .5, 74 and 60 with .7."""
ANSWERED_FROM = 0.4
"""Confidence from which an answer in another language is given: half of MOST."""
LEAST_STEM, ENDING = 4, 3
"""Letters that two forms of a name have in common at least, and those that may differ at the end of the shorter one:
"Tampereella" and "Tampere", "Europa" and "Europe"."""
THOUSANDS = re.compile(r"(?<=\d)[.,\u00a0\u202f ’'](?=\d{3}(?!\d))")
"""Between the digits of a number, where each language puts another sign."""


def lasting(question: str, language: str) -> tuple[str, ...]:
    """The numbers, acronyms and names of a question, without the organisation's own."""
    return tuple(word for word in lasting_words(_joined(question), language) if not OWN.search(word))


def comparable(ranked: Sequence[Candidate], question: str, spoken: str, vocabulary: Vocabulary) -> list[Candidate]:
    """The sentences in a question's language, and those of others that hold what stands in any language; behind the
    best one only such as would be an answer themselves.
    """
    words = lasting(question, spoken)
    kept = [one for one in ranked if _language(one) == spoken or holds_all(words, one, vocabulary)]
    sure = [one for one in kept[1:] if _language(one) == spoken or confidence(one.similarity) >= ANSWERED_FROM]
    return kept[:1] + sure


def holds_all(words: Sequence[str], one: Candidate, vocabulary: Vocabulary) -> bool:
    """Whether a sentence, its passage or what stands above them holds each of some words, under one of its names."""
    document, passage = one.hit.document, one.hit.passage
    held = _words(f"{document.title} {passage.heading} {one.hit.text}")
    return all(any(_held(name, held) for name in _names(word, vocabulary)) for word in words)


def confidence(closeness: float) -> float:
    """How likely a sentence of another language answers the question, in [0, MOST]."""
    return MOST / (1 + math.exp(-STEEPNESS * (closeness - HALF)))


def told(spoken: str, citations: Iterable[Citation], languages: Sequence[str]) -> tuple[str, ...]:
    """What a person is told of a question in a language: what was quoted without a look at its words, and that the
    library holds nothing in that language; () where neither is so, or the language is not known.
    """
    quoted = list(dict.fromkeys(one.document.language for one in citations))
    foreign = [language for language in quoted if language != spoken]
    if not spoken or not (foreign or (not quoted and spoken not in languages)):
        return ()
    read = f"The question was read as {_name(spoken)}"
    others = [_name(language) for language in foreign]
    if not others:
        return (
            f"{read}, in which the library holds nothing; what it holds in other languages was compared by meaning.",
        )
    where = "what is quoted is" if len(others) == len(quoted) else "some of what is quoted is"
    return (
        f"{read}; {where} in {' and '.join(others)} and was found by meaning alone: whether it says what was asked, or "
        "its opposite, is for you to read.",
    )


def _language(one: Candidate) -> str:
    return one.hit.document.language


def _names(word: str, vocabulary: Vocabulary) -> Iterable[str]:
    return word, *(name for reading in vocabulary.readings(word) for name in reading.others)


def _held(name: str, held: set[str]) -> bool:
    return all(any(_same(word, other) for other in held) for word in _words(name))


def _same(one: str, other: str) -> bool:
    """Whether two words are one name in two languages; numbers and acronyms are written alike or are others."""
    if one == other:
        return True
    if one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    shorter, common = min(len(one), len(other)), 0
    while common < shorter and one[common] == other[common]:
        common += 1
    return common >= max(LEAST_STEM, shorter - ENDING + 1)


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", _joined(text).casefold())
    return set(WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def _joined(text: str) -> str:
    """A text with its numbers in one piece."""
    return THOUSANDS.sub("", text)


def _name(language: str) -> str:
    """The English name of a language; its code where it has none."""
    from babel import Locale  # most answers are in the question's language and name none

    return str(Locale("en").languages.get(language, language))
