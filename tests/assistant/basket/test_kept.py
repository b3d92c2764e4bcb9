"""What is kept of a quotation, and its permanent name."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.basket.kept import LONGEST, LONGEST_AROUND, KeptQuote, keep, keep_citation
from corpus.document import Document, Section, Span
from corpus.errors import BasketError
from tests.assistant.basket.given import DAY, document, kept
from tests.assistant.test_guarantee import plain

TEXT = (
    "One page ends.\n\nEAEA does not support fees. It asks for a fair share of funding.\n\nOthers say: fees are fair."
)
PAGED = Document(
    "statements/a.pdf",
    "On fees",
    TEXT,
    (Section("", 0, 16), Section("Our position", 16, len(TEXT))),
    kind="statement",
    url="https://eaea.example/a.pdf",
    published=date(2016, 11, 14),
    language="en",
    page_starts=(0, 16),
    page_labels=("iii", "iv"),
    quotations=(Span(TEXT.index("Others"), len(TEXT)),),
    speaker="EAEA with two others",
    status="superseded",
    superseded_by="b.pdf",
    notice="Sample.",
)


def test_the_facts_of_a_citation_are_kept() -> None:
    start = TEXT.index("It asks")
    end = TEXT.index("\n\nOthers")
    citation = Citation(1, PAGED, start, end, 16, end, words=TEXT[start:end])
    quote = keep_citation(citation, DAY, "Fees, again")
    assert (quote.document, quote.start, quote.end) == ("statements/a.pdf", start, end)
    assert quote.words == quote.sentence == "It asks for a fair share of funding."
    assert (quote.title, quote.kind, quote.published) == ("On fees", "statement", date(2016, 11, 14))
    assert (quote.page, quote.page_label, quote.section) == (2, "iv", "Our position")
    assert (quote.address, quote.status, quote.speaker) == (PAGED.url, "superseded", "EAEA with two others")
    assert (quote.superseded_by, quote.successor, quote.notice) == ("b.pdf", "Fees, again", "Sample.")
    assert (quote.language, quote.collected, quote.others_words) == ("en", DAY, False)


def test_others_words_are_kept_as_theirs() -> None:
    start = TEXT.index("fees are fair")
    assert keep(PAGED, start, len(TEXT), DAY).others_words
    assert keep(PAGED, start, start + 4, DAY).sentence == "Others say: fees are fair."


def test_a_citation_whose_words_are_gone_is_not_kept() -> None:
    with pytest.raises(BasketError, match="no longer holds this quotation"):
        keep_citation(Citation(1, PAGED, 0, 8, 0, 14, words="One pagE"), DAY)


@pytest.mark.parametrize("span", [(0, 5), (1, 8), (5, 5), (8, 3), (-4, 8), (0, 9999), (3, 4), (14, 16)])
def test_cut_words_and_places_that_are_none_are_not_kept(span: tuple[int, int]) -> None:
    with pytest.raises(BasketError, match="holds no whole words"):
        keep(PAGED, *span, DAY)


def test_words_without_end_are_not_kept() -> None:
    text = "EAEA asks for funding. " * 1000
    assert len(keep(document(text), 0, LONGEST, DAY).words) == LONGEST
    with pytest.raises(
        BasketError, match=r"These words have 5,013 characters; .* at most 5,000\. Choose fewer words\."
    ):
        keep(document(text), 0, LONGEST + 13, DAY)


def test_a_sentence_without_end_is_not_kept_around_a_few_words() -> None:
    half = "and funding and fees " * (LONGEST_AROUND // 40)
    text = f"{half}end. And {half}end."
    kept = keep(document(text), len(half), len(half) + 8, DAY)
    assert kept.sentence == kept.words == "end. And"
    assert keep(document(text), 4, 20, DAY).sentence == f"{half}end."


def test_white_space_at_the_ends_is_not_kept() -> None:
    quote = keep(PAGED, 14, TEXT.index(" It asks") + 1, DAY)
    assert (quote.words, quote.start) == ("EAEA does not support fees.", 16)


@given(st.text("ab. -'\u00ad\n“é•", max_size=40), st.data())
def test_what_is_kept_is_a_slice_that_reads_like_what_was_chosen(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    try:
        quote = keep(document(text), start, end, DAY)
    except BasketError:
        return
    assert start <= quote.start < quote.end <= end
    assert quote.words == text[quote.start : quote.end] and quote.words in quote.sentence
    assert plain(quote.words) == plain(text[start:end])


def test_a_record_gives_the_quotation_back() -> None:
    quote = replace(keep(PAGED, 16, 43, DAY), note="for the reply")
    assert KeptQuote.from_record(json.loads(json.dumps(quote.as_record()))) == quote
    undated = kept("No day is known of these words.", published=None)
    assert KeptQuote.from_record(undated.as_record()) == undated


@pytest.mark.parametrize("change", [{"words": "EAEA does support fees."}, {"name": "0" * 16}, {"other": 1}])
def test_a_record_that_was_altered_is_none(change: dict[str, object]) -> None:
    record = keep(PAGED, 16, 43, DAY).as_record()
    with pytest.raises((ValueError, TypeError)):
        KeptQuote.from_record(record | change)


def test_the_name_stays_when_the_words_move_and_changes_with_a_word() -> None:
    words = "EAEA does not support “fees”."
    moved = document(f"News.\n\nEAEA does\nnot sup\u00adport «fees».\n\n{words}")
    names = {keep(moved, 7, moved.text.index("»") + 2, DAY).name, kept(words).name, kept(words, title="x").name}
    assert len(names) == 1
    others = [kept("EAEA does support “fees”.").name, kept(words, name="b.txt").name, kept(words.lower()).name]
    assert len({*names, *others}) == 4
