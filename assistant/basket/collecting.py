"""From words that a person typed to a quotation that is kept: only what the library holds to the letter."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.basket.following import Library
from assistant.basket.kept import KeptQuote, keep
from assistant.quotes import Place, Verdict, confirm
from corpus.errors import BasketError
from corpus.folding import QUOTE_GLYPHS
from index.library.generation import disk_errors

LONGEST_FILE_NAME = 255
"""Bytes; what is longer is a quotation."""
MARKS = frozenset((*QUOTE_GLYPHS, '"', "'"))
LISTED = 5


def collect(words: str, library: Library, collected: date, document: str = "") -> KeptQuote:
    """Keep a quotation that stands in the text of one document, or in that of the one that is named.

    Marks around it that are not part of the text may be typed too. Raises BasketError when it is not exact, and when
    nobody said which of several documents is meant.
    """
    verdict = _verdict(words, library)
    if verdict.status != "exact":
        raise BasketError(f"{verdict.reason} Nothing was kept.")
    places = [place for place in verdict.places if not place.in_title]
    if not places:
        raise BasketError("These words stand in a title alone. Choose a sentence of the text.")
    named = [place for place in places if document in ("", place.document.id)]
    if not named:
        raise BasketError(f'"{document}" does not hold these words. They stand in {_listed(places)}.')
    if len({place.document.id for place in named}) > 1:
        raise BasketError(f"These words stand in {_listed(places)}. Name one of them with --document.")
    place = named[0]
    replaced_by = place.document.superseded_by
    return keep(place.document, place.start, place.end, collected, library.title_of(replaced_by) if replaced_by else "")


def quotation_in(told: str) -> str:
    """What was typed, or what the file of that name holds. Raises BasketError for a file that is no UTF-8 text,
    StorageError for one that cannot be read.
    """
    if len(told.encode("utf-8", "surrogatepass")) > LONGEST_FILE_NAME or "\n" in told or not Path(told).is_file():
        return told
    try:
        with disk_errors(Path(told)):
            return Path(told).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BasketError(f"{told} is not UTF-8. Save it as UTF-8, with nothing but the quotation in it.") from None


def _verdict(words: str, library: Library) -> Verdict:
    bare = words.strip()
    verdict = confirm(bare, library)
    if verdict.status == "not_exact" and len(bare) > 2 and bare[0] in MARKS and bare[-1] in MARKS:
        return confirm(bare[1:-1], library)
    return verdict


def _listed(places: Sequence[Place]) -> str:
    names = list(dict.fromkeys(place.document.id for place in places))
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
