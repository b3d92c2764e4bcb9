"""Which sentences are quoted, what stands around them, and which do not agree."""

from datetime import date

import pytest

from assistant.answer import Citation
from assistant.answering.asked import Asked
from assistant.answering.candidates import Candidate
from assistant.answering.choice import QUOTES, alike, chosen, cited, contrasts, disagree
from corpus.document import Document, Section
from index.hit import Hit
from index.texts.passages import Passage
from index.texts.sentences import sentences

SPECIFIC = Asked(dict.fromkeys("abcdef", 1.0), frozenset(), frozenset(), denies=False, position=False)
BROAD = Asked({"a": 1.0}, frozenset(), frozenset(), denies=False, position=True)


def document(text: str, name: str = "a", year: int | None = 2020) -> Document:
    published = date(year, 1, 1) if year else None
    return Document(name, "T", text, (Section("", 0, len(text)),), published=published)


def candidates(text: str, scores: dict[str, float], name: str = "a", year: int | None = 2020) -> list[Candidate]:
    """Candidates for the sentences that begin with these words."""
    whole = document(text, name, year)
    spans = tuple(sentences(text))
    passage = Passage("p", name, "", 0, len(text), spans)
    hit = Hit(whole, passage, 1.0, 1.0, (0.0,) * len(spans), True, True, ())
    found = [
        Candidate(hit, span, (), 0.5, 0.5, score)
        for words, score in scores.items()
        for span in spans
        if text[span.start : span.end].startswith(words)
    ]
    return sorted(found, key=lambda one: -one.score)


def quoted(asked: Asked, ranked: list[Candidate]) -> list[str]:
    return [quote.words for quote in chosen(asked, ranked)]


def test_a_specific_question_gets_the_best_sentence_and_a_broad_one_what_comes_near() -> None:
    text = "\n\n".join(
        f"{word} {' '.join(word.lower() + str(n) for n in range(20))}." for word in ("One", "Two", "Three")
    )
    ranked = candidates(text, {"One": 1.0, "Two": 0.9, "Three": 0.7})
    assert [words.split()[0] for words in quoted(SPECIFIC, ranked)] == ["One"]
    assert [words.split()[0] for words in quoted(BROAD, ranked)] == ["One", "Two"]


def test_no_more_than_a_handful_is_quoted() -> None:
    words = ["Apples", "Boats", "Candles", "Drums", "Engines", "Flutes", "Gardens"]
    text = "\n\n".join(f"{word} {' '.join(word.lower() + str(n) for n in range(20))}." for word in words)
    assert len(quoted(BROAD, candidates(text, dict.fromkeys(words, 1.0)))) == QUOTES


def test_what_leads_in_to_a_list_is_quoted_with_it() -> None:
    items = "We ask for three things:\n• More money for literacy.\n• Free validation for all.\n• Time off to learn."
    assert quoted(SPECIFIC, candidates(f"{items}\n\nThe end came.", {"We ask": 1.0})) == [items]


def test_a_short_sentence_goes_on_with_the_next_and_a_statement_stands_alone() -> None:
    text = "It rained in Rome. The meeting went on inside the old town hall, where everybody was dry."
    assert quoted(SPECIFIC, candidates(text, {"It rained": 1.0})) == [text]
    text = "Member States must pay for literacy courses for all the adults in Europe. The meeting went on inside."
    assert quoted(SPECIFIC, candidates(text, {"Member": 1.0})) == [text[: text.index(" The meeting")]]


def test_what_says_the_same_is_quoted_once_and_what_denies_it_is_quoted_too() -> None:
    text = (
        "EAEA supports learning accounts for every adult in Europe without an age limit.\n\n"
        "EAEA supports learning accounts for every adult in Europe, without any age limit."
    )
    ranked = candidates(text, {"EAEA": 1.0})
    assert len(quoted(BROAD, ranked)) == 1
    ranked = candidates(text.replace("EAEA supports", "EAEA never supports", 1), {"EAEA": 1.0})
    assert len(quoted(BROAD, ranked)) == 2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Validation must be free.", "Validation must not be free.", True),
        ("At least 25 % of funds.", "At least 30 % of funds.", True),
        ("At least 25 % of funds.", "A quarter of funds.", False),
        ("It must not be cut.", "It must never be cut.", False),
    ],
)
def test_sentences_disagree_when_one_denies_or_gives_other_numbers(one: str, other: str, expected: bool) -> None:
    assert disagree(one, other) is disagree(other, one) is expected


def test_sentences_are_alike_by_their_words() -> None:
    assert alike("Adults learn in many places.", "Many adults learn in places.")
    assert not alike("Adults learn in many places.", "Boats are built by hand.")


def cite(number: int, text: str, year: int | None) -> Citation:
    whole = document(text, f"d{number}", year)
    return Citation(number, whole, 0, len(text), 0, len(text), (), text)


def test_quotations_of_different_years_that_disagree_are_told_apart_the_older_first() -> None:
    yes, no = "EAEA supports vouchers for adult learners.", "EAEA does not support vouchers for adult learners."
    assert contrasts([cite(1, no, 2022), cite(2, yes, 2016)]) == ((2, 1),)
    assert contrasts([cite(1, no, 2016), cite(2, yes, 2016)]) == ()  # of one year: a passage beside another
    assert contrasts([cite(1, no, None), cite(2, yes, 2016)]) == ()
    assert contrasts([cite(1, no, 2022), cite(2, "Boats are built by hand.", 2016)]) == ()


def context(text: str, words: str) -> str:
    (quote, *_) = chosen(SPECIFIC, candidates(text, {words: 1.0}))
    citation = cited(1, quote)
    assert citation.exact
    return text[citation.paragraph_start : citation.paragraph_end]


def test_the_context_is_the_paragraph() -> None:
    text = "Before.\n\nThe long paragraph begins here with plain words of some length. Adults must learn.\n\nAfter."
    assert context(text, "Adults").startswith("The long") and context(text, "Adults").endswith("learn.")


def test_the_context_of_a_sentence_that_points_back_begins_with_what_it_points_at() -> None:
    text = "Validation opens doors.\n\nIt must be free of charge for all adults who never had a certificate."
    assert context(text, "It must") == text


def test_the_context_of_an_item_begins_with_what_leads_in_to_the_list() -> None:
    items = "We reject:\n• cuts to literacy courses in any Member State;\n• fees that adults must pay to be validated."
    assert context(f"Old news.\n\n{items}\n\nEnd.", "fees") == items
