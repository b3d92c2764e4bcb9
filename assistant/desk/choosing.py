"""From what a member of staff types to an answer that is pinned: only words that the library holds to the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.basket.collecting import collect, quotation_in
from assistant.basket.following import Library
from assistant.basket.kept import KeptQuote
from assistant.desk.pins import folded
from assistant.evaluation.expectations import Sentence
from assistant.evaluation.saved_questions import SavedQuestion
from corpus.errors import BasketError, DeskError
from corpus.message import Message

PARTING = " :: "
"""What stands between a document's id and the words, where it is said which document is meant."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question as it is asked, and the quotations for it."""

    question: str
    quotes: tuple[KeptQuote, ...]


def choose(asked: str, quotes: Sequence[str], saved: Sequence[SavedQuestion], library: Library, day: date) -> Chosen:
    """What is pinned to a question, or to the saved question of an id. Each quotation is words, a text file that holds
    them, or "DOCUMENT :: WORDS"; with none, a saved question's expected sentences are taken.

    Raises BasketError for a quotation that is not exact or stands in several documents, DeskError for a saved question
    that is only understood after others, or expects no sentence.
    """
    meant = [one for one in saved if asked == one.id or folded(asked) == folded(one.text)]
    for one in meant:
        if one.history:
            raise DeskError(
                Message(
                    "“{text}” follows on other questions. Pin an answer to one that stands alone.", {"text": one.text}
                )
            )
    text = meant[0].text if meant else asked
    if quotes:
        return Chosen(text, tuple(_collected(told, library, day) for told in quotes))
    sentences = [choice for one in meant if one.expected for choice in one.expected.sentences]
    if not sentences:
        raise DeskError(
            Message("Say what is to be quoted. Only a saved question that expects sentences needs no quotation.")
        )
    return Chosen(text, tuple(_first_exact(choice, library, day) for choice in sentences))


def _collected(told: str, library: Library, day: date) -> KeptQuote:
    document, parting, words = told.partition(PARTING)
    if parting and library.title_of(document.strip()):
        return collect(quotation_in(words), library, day, document.strip())
    return collect(quotation_in(told), library, day)


def _first_exact(choice: Sequence[Sentence], library: Library, day: date) -> KeptQuote:
    """The first of some sentences of which one is enough that the library holds."""
    *others, last = choice
    for one in others:
        try:
            return collect(one.text, library, day, one.document)
        except BasketError:
            continue
    return collect(last.text, library, day, last.document)
