"""Where texts hold a phrase: its words one after the other, by the stems of the keyword index, to the character."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from index.local.keywords import WORD, words_of
from index.ports import Stemmer
from index.texts.analyzers import LONGEST_WORD, PLAIN

STEMS_HELD = 200_000
"""Words of a language whose stems are remembered; a hundred bytes each."""
CUTS_BEGINNINGS = frozenset(["nl"])
"""Languages whose stemmer may take a word's beginning off ("ge-")."""
LETTERS = (range(0x3000), range(0xFB00, 0xFB07), range(0xFF10, 0xFF5B))
"""Where letters stand that are written in several ways: with accents, as ligatures, wide."""
NEXT = re.compile(r"[\W_]+([^\W_]+)")

Place = tuple[int, int]
"""`text[start:end]` of some text."""


class Matcher:
    """Finds phrases in texts; safe to share between threads."""

    def __init__(self, keywords: Stemmer) -> None:
        self._keywords = keywords
        self._known: dict[str, dict[str, str]] = {}

    @cached_property
    def _letters(self) -> dict[str, set[str]]:
        """Made for the first phrase: 15 ms, which a question without one does not take."""
        return _letters(self._keywords)

    def find(self, phrase: str, texts: Sequence[str], language: str) -> list[list[Place]]:
        """For each text the places where it holds the phrase; ascending, not overlapping."""
        words = words_of(phrase)
        if not words:
            return [[] for _ in texts]
        wanted = self._stems(words, language)
        stem, *others = (wanted[word] for word in words)
        first = self._beginning(stem, language)
        begins = [list(first.finditer(text)) for text in texts]
        known = self._stems({match[0] for matches in begins for match in matches}, language)
        starts = [[match.span() for match in matches if known[match[0]] == stem] for matches in begins]
        if not others:
            return starts
        return [
            _apart((start, self._end(text, end, others, language)) for start, end in places)
            for text, places in zip(texts, starts, strict=True)
        ]

    def holds(self, phrase: str, text: str, language: str) -> bool:
        """Whether a text holds the phrase."""
        return self.find(phrase, [text], language) != [[]]

    def _beginning(self, stem: str, language: str) -> re.Pattern[str]:
        """The words that may have a stem: stemmers leave the first letter but for its case and accent, so those with
        another one, which are nine in ten, are not looked at.
        """
        if language in CUTS_BEGINNINGS:
            return WORD
        letters = "".join(map(re.escape, sorted(self._letters.get(stem[0], stem[0]))))
        return re.compile(rf"[{letters}](?<![^\W_].)[^\W_]*", re.DOTALL)

    def _end(self, text: str, at: int, stems: Sequence[str], language: str) -> int:
        """Where the words with these stems end that follow `at`; 0 when others follow."""
        for stem in stems:
            match = NEXT.match(text, at)
            if not match or self._stems([match[1]], language)[match[1]] != stem:
                return 0
            at = match.end()
        return at

    def _stems(self, words: Collection[str], language: str) -> dict[str, str]:
        """The stem of each word; the word itself where it is too long to be indexed."""
        known = self._known.get(language, {})
        new = [word for word in words if word not in known]
        if new:
            # A new dictionary, so that another thread's stays whole.
            kept = known if len(known) < STEMS_HELD else {word: known[word] for word in words if word in known}
            known = {**kept, **dict(self._looked_up(new, language))}
            self._known[language] = known
        return known

    def _looked_up(self, words: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
        """All in one go, which costs a tenth of one by one; long words, and those that are several, by themselves."""
        short = [word for word in words if len(word.encode()) < LONGEST_WORD]
        stems = self._keywords.terms(" ".join(short), language)
        if len(stems) != len(short):
            short, stems = [], []
        yield from zip(short, stems, strict=True)
        for word in set(words).difference(short):
            yield word, " ".join(self._keywords.terms(word, language)) or word.casefold()


def _apart(places: Iterable[Place]) -> list[Place]:
    """Places that have an end; of those that overlap the first."""
    kept = list[Place]()
    for start, end in places:
        if end and (not kept or kept[-1][1] <= start):
            kept.append((start, end))
    return kept


def _letters(keywords: Stemmer) -> dict[str, set[str]]:
    """For each letter as the index begins a word with it, the letters that are written for it."""
    written = [chr(code) for code in chain(*LETTERS) if chr(code).isalnum()]
    found = defaultdict[str, set[str]](set)
    for letter, term in zip(written, keywords.terms(" ".join(written), PLAIN), strict=True):
        found[term[0]] |= {letter, term[0]}
    return dict(found)
