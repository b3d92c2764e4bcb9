"""Places of phrases in texts, against a plain scan over every word with the same analysis."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from index.local.keywords import WORD, Keywords
from index.local.matching import Matcher
from index.texts.analyzers import STEMMERS

TEXTS = {
    "en": "Learning accounts: an Account of learning, a learning-account; LEARNED accounting. L'école, cafés.",
    "fr": "Les écoles d’été et l’École : l’apprentissage tout au long de la vie, des apprenants.",
    "de": "Die Lernkonten, das Lernkonto, Grüße und Grüsse, Änderungen der Änderung.",
    "nl": "Gelezen en lezen, het geleerde, gestalten; generaties van generatie.",
    "fi": "Oppimistilit, oppimistilin, oppimistileistä ja aikuiskoulutus aikuiskoulutuksen.",
    "el": "Η εκπαίδευση ενηλίκων.",
}


@pytest.fixture(scope="module")
def keywords(tmp_path_factory: pytest.TempPathFactory) -> Keywords:
    return Keywords.create(tmp_path_factory.mktemp("matching") / "keywords")


def scanned(keywords: Keywords, phrase: str, text: str, language: str) -> list[tuple[int, int]]:
    """Every place, found by analysing each word by itself and comparing all stretches."""

    def stems(words: str) -> list[tuple[int, int, list[str]]]:
        found = [(m.start(), m.end(), keywords.terms(m[0], language)) for m in WORD.finditer(words)]
        return [(start, end, terms or [words[start:end].casefold()]) for start, end, terms in found]

    wanted, held = [terms for *_, terms in stems(phrase)], stems(text)
    places, free = [], 0
    for at in range(len(held) - len(wanted) + 1):
        stretch = held[at : at + len(wanted)]
        if [terms for *_, terms in stretch] == wanted and stretch[0][0] >= free:
            places.append((stretch[0][0], stretch[-1][1]))
            free = stretch[-1][1]
    return places


@pytest.mark.parametrize("language", sorted({*TEXTS, *STEMMERS}))
def test_places_are_those_of_a_scan_over_all_words(keywords: Keywords, language: str) -> None:
    text = " ".join(TEXTS.values())
    words = [match[0] for match in WORD.finditer(text)]
    phrases = [*words, *map(" ".join, pairwise(words)), "zebra", "learning accounts of"]
    matcher = Matcher(keywords)
    for phrase in phrases:
        assert matcher.find(phrase, [text], language) == [scanned(keywords, phrase, text, language)], phrase


@pytest.mark.parametrize("language", sorted(STEMMERS))
def test_no_stemmer_hides_a_word_by_its_first_letter(keywords: Keywords, language: str) -> None:
    """Made words of all letters of Europe: each is found in a text that holds it in another case."""
    chosen = random.Random(language)
    letters = "abcdefghijklmnopqrstuvwxyzäöüßéèàâêîôûãõåæøñçőűабвеиоя"
    made = {"".join(chosen.choices(letters, k=chosen.randint(1, 9))) for _ in range(400)}
    # Words whose stem is another one in capitals (ß becomes SS) are none of the matcher's doing.
    words = [word for word in sorted(made) if keywords.terms(word, language) == keywords.terms(word.upper(), language)]
    text = " ".join(words).upper()
    matcher = Matcher(keywords)
    assert len(words) > 200
    for word in words:
        assert matcher.find(word, [text], language) == [scanned_word(keywords, word, text, language)], word


def scanned_word(keywords: Keywords, word: str, text: str, language: str) -> list[tuple[int, int]]:
    (stem,) = keywords.terms(word, language) or [""]
    return [match.span() for match in WORD.finditer(text) if stems_of(keywords, match[0], language) == stem]


STEMS: dict[tuple[str, str], str] = {}


def stems_of(keywords: Keywords, word: str, language: str) -> str:
    key = (word, language)
    if key not in STEMS:
        STEMS[key] = " ".join(keywords.terms(word, language))
    return STEMS[key]


def test_words_too_long_for_the_index_match_themselves_alone(keywords: Keywords) -> None:
    matcher = Matcher(keywords)
    one, other = "x" * 60, "y" * 60
    assert matcher.holds(f"a {one} b", f"A {one.upper()} B", "en")
    assert not matcher.holds(f"a {one} b", f"a {other} b", "en")


def test_many_texts_at_once_are_each_looked_at_alone(keywords: Keywords) -> None:
    matcher = Matcher(keywords)
    texts = ["learning", "accounts", "", "learning accounts learning accounts", "_learning_ accounts"]
    expected = [[], [], [], [(0, 17), (18, 35)], [(1, 19)]]
    assert matcher.find("learning account", texts, "en") == expected
    assert matcher.find("?!", texts, "en") == [[]] * len(texts)


def test_a_letter_typed_in_two_signs_is_one(keywords: Keywords, tmp_path: Path) -> None:
    assert Matcher(keywords).holds("e\u0301cole", "une école", "fr")
