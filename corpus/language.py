"""Which language a text is in, for the stemmer and the filter."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

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


def primary_code(tag: str) -> str:
    """The language of a tag such as "fr-BE" (BCP 47): "fr"; "" when the tag names none."""
    code = tag.replace("_", "-").split("-")[0].strip().lower()
    return code if code.isalpha() and len(code) == len(DEFAULT) else ""


@cache
def _identifier() -> LanguageIdentifier:
    """Loaded once a process: reading the model takes a third of a second."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(EUROPEAN)
    return identifier
