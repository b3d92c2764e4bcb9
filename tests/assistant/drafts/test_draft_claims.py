import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafts.claims import MOST_CLAIMS, claims_of, compared, names_of
from assistant.drafts.quotations import quotations_of
from assistant.drafts.reading import draft_of
from corpus.errors import DraftError
from index.search import Searcher

LONG = "European Association for the Education of Adults"


def claims(text: str) -> list[str]:
    draft = draft_of(text.encode(), "d", ".txt")
    return [one.text for one in claims_of(draft, quotations_of(draft), ("EAEA", LONG))]


@pytest.mark.parametrize(
    "sentence",
    [
        "EAEA has always called for more money in the regions.",
        f"The {LONG} (EAEA) welcomes the plan of the Commission.",
        "According to EAEA, courses must be free for everybody.",
        "EAEA’s position on fees is that nobody should pay.",
        "EAEA, together with its members, demands a fair share.",
        "Our association strongly supports learning in prisons too.",
        "We have repeatedly called for a fair share of funding.",
        "In 2016 we said that courses must be free.",
        "As we said before, courses must be free.",
        "Die EAEA fordert mehr Geld für alle Regionen.",
        "EAEA said that “fair shares” are what is needed now.",
    ],
)
def test_a_sentence_that_says_what_we_said_is_a_claim(sentence: str) -> None:
    assert claims(f"Something else stands here first. {sentence} And more of it.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "We call for more money in the regions.",  # the draft's own words, today
        "The Commission has called for more money in the regions.",
        "EAEA is an association of many members in Europe.",
        "EAEAX has called for more money in the regions.",
        "EAEA said: “Courses must be free for everybody who wants one.”",
        "EAEA demands more.",
    ],
)
def test_another_sentence_is_none(sentence: str) -> None:
    assert claims(f"{sentence} And more of it.") == []


def test_headings_and_block_quotations_are_no_claims() -> None:
    told = "EAEA has called for more money in the regions"
    assert claims(f"{told}\n\nWords.\n\n> {told}.") == []


def test_claims_are_laid_beside_stored_sentences(searcher: Searcher) -> None:
    draft = draft_of(b"EAEA regrets that the guarantee has no money of its own.", "d", ".txt")
    (one,) = compared(claims_of(draft, (), names_of("EAEA", searcher)), searcher)
    assert len(one.nearest) == 2
    for place in one.nearest:
        assert place.words == place.document.text[place.start : place.end]
    assert "EAEA regrets that the guarantee has no budget" in " ".join(place.words for place in one.nearest)


def test_more_claims_than_any_draft_has_are_refused() -> None:
    draft = draft_of(("EAEA has called for a fair share of funding.\n\n" * (MOST_CLAIMS + 1)).encode(), "draft", ".txt")
    with pytest.raises(DraftError, match="more than 300 sentences that say without quotation marks"):
        list(claims_of(draft, (), ("EAEA",)))


@given(st.lists(st.sampled_from(["EAEA says that we want it. ", "“It is said by some members” ", "“a” "]), max_size=12))
def test_a_claim_lies_in_what_is_not_quoted(parts: list[str]) -> None:
    draft = draft_of(("words " + "".join(parts)).encode(), "draft", ".txt")
    quotations = quotations_of(draft)
    for claim in claims_of(draft, quotations, ("EAEA",)):
        assert not any(
            part.start < claim.stretch.end and claim.stretch.start < part.end
            for one in quotations
            if len(one.text.split()) >= 5
            for part in one.stretches
        )
