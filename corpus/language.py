"""Which language a text is in, for the stemmer and the filter."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

EUROPEAN = (
    "bg cs da de el en es et fi fr ga hr hu is it lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk".split()  # noqa: SIM905
)
SHORTEST = 60
"""Characters under which a guess is worse than the default; names alone look like any language."""
LONGEST = 3000
"""Characters that are looked at; more changes nothing and costs time."""
DEFAULT = "en"


def language_of(text: str) -> str:
    """ISO 639-1 code of the language of `text`; "en" when there is too little of it to tell."""
    sample = text[:LONGEST].strip()
    return str(_identifier().classify(sample)[0]) if len(sample) >= SHORTEST else DEFAULT


SURE = 0.9
"""Probability from which the language of a short text is believed. Of the 204 saved questions, 11 of them in French and
German, it is right for 192 and leaves 12 open; none is wrong."""
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""Those of EUROPEAN. The likeliest of all languages is believed of a text in another one: that alone tells it from
every European language, and what remains open is between neighbours, such as Arabic and its dialects."""


def surely_language_of(text: str) -> str:
    """ISO 639-1 code of the language of a text of any length; "" when it cannot be told for sure."""
    letters = [sign for sign in text if sign.isalpha()][:LONGEST]
    if not letters:
        return ""
    own = sum(unicodedata.name(sign, "").startswith(ALPHABETS) for sign in letters)
    european = 2 * own > len(letters)
    language, probability = _sure_identifier(european).classify(text[:LONGEST])
    return str(language) if float(probability) >= SURE or not european else ""


def primary_code(tag: str) -> str:
    """The language of a tag such as "fr-BE" (BCP 47): "fr"; "" when the tag names none."""
    code = tag.replace("_", "-").split("-")[0].strip().lower()
    return code if code.isalpha() and len(code) == len(DEFAULT) else ""


@cache
def _identifier() -> "LanguageIdentifier":
    """Loaded once a process: reading the model takes a third of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(EUROPEAN)
    return identifier


@cache
def _sure_identifier(european: bool) -> "LanguageIdentifier":
    """One that tells probabilities."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if european:
        identifier.set_languages(EUROPEAN)
    return identifier
