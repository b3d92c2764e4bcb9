"""Sentences from the middle of what somebody else said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.glyphs import DOUBLE
from assistant.positions.closest import said_in
from assistant.positions.gathering import gathered
from assistant.speech import REACH, cuts, spoken_near
from corpus.document import Span
from index.search import Searcher
from index.texts.sentences import sentences
from tests.conftest import ToyEncoder, sync_folder, write_files


def own(text: str, language: str = "en") -> list[str]:
    """The sentences that cut no quotation."""
    spoken = spoken_near(text, 0, len(text))
    return [text[one.start : one.end] for one in sentences(text, language) if not cuts(one, spoken)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The mayor said: “I looked.\nSell them all.\nThat is my view.” EAEA does not.", ["EAEA does not."]),
        ("EAEA heard.\n\n“I thank you.\n\nSell them all.\n\nI remain.”\n\nWe do not.", ["EAEA heard.", "We do not."]),
        ("“I thank you.\n\n“Sell them all.\n\n“I remain yours.”\n\nWe do not.", ["We do not."]),
        ('"I thank you.\n\n"Sell them all.\n\n"I remain."\n\nWe do not.', ["We do not."]),
        ("«Je regarde.\nIl faut vendre.» EAEA refuse.", ["EAEA refuse."]),
        ("„Ich sehe.\nAlles verkaufen.“ Wir nicht.", ["Wir nicht."]),
        ("Hän sanoi: ”Kiitos.\nMyykää kaikki.” Me emme.", ["Me emme."]),
        ('A 15" screen.\nHe said: "I looked.\nSell them." We do not.', ['A 15" screen.', "We do not."]),
    ],
)  # fmt: skip
def test_what_lies_in_a_longer_quotation_is_not_own(text: str, left: list[str]) -> None:
    assert own(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "He said: “Sell them all.” We do not. “Never,” we say.",
        "EAEA calls for “skills for all”.\nIt says so in “Skills. For all.” and elsewhere.",
        'It has no end: "sell.\n\nEAEA does not sell. It says "no" to it.',
        "It has no end: “sell.\n\nEAEA does not sell. It says “no” to it.",
        "The learners’ rights are ours. It’s 15” wide, and 20” deep.",
    ],
)
def test_sentences_with_whole_quotations_or_stray_marks_stay(text: str) -> None:
    assert own(text) == [text[one.start : one.end] for one in sentences(text, "en")]


def test_a_quotation_is_found_from_its_middle() -> None:
    inside = "Sell them all. " * 100
    text = "Before it. " * 2000 + "\n\nHe said: “" + inside + "\n" + inside + "” EAEA does not." + " Behind it." * 2000
    middle = text.index("\n" + inside[:5])
    (spoken,) = spoken_near(text, middle, middle + 15)
    assert text[: spoken.start].endswith("“") and text[spoken.end :].lstrip().startswith("”")
    assert spoken.end - spoken.start < REACH


MARKED = st.text(alphabet=st.sampled_from(list('a .\n“”„«»"')), max_size=80)


@given(MARKED)
def test_quotations_lie_between_marks(text: str) -> None:
    for one in spoken_near(text, 0, len(text)):
        assert one.start > 0 and one.end < len(text)
        assert DOUBLE.match(text[: one.start].rstrip()[-1]) and DOUBLE.match(text[one.end :].lstrip()[0])


def test_many_marks_take_little_time() -> None:
    spoken = spoken_near("“a " * 100_000 + "” " * 100_000, 0, 500_000)
    assert cuts(Span(3, 9), spoken)


SPOKEN = """The Council met on study vouchers, and the mayor said:

“We looked at study vouchers for a year.

Study vouchers should be abolished in every town because they waste money.

Study vouchers must never be paid to older learners.”

EAEA calls on the Council to keep study vouchers for all adult learners.
"""


def test_no_exit_shows_what_somebody_else_said_as_own(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    sync_folder(
        tmp_path / "library", encoder, write_files(tmp_path / "posts", {"a.md": f"# Study vouchers\n\n{SPOKEN}"})
    )
    searcher = Searcher.open(tmp_path / "library", encoder)
    query = query_of("What is EAEA's position on study vouchers?")
    shown = [one.quote for one in ExtractiveAnswerer(searcher).answer(query).citations]
    shown += [one.words for one in said_in(searcher.document("a.md"), searcher)]
    shown += [one.words for one in gathered(query_of("study vouchers"), searcher).sentences]
    assert any("keep study vouchers" in words for words in shown)
    assert not any("abolished" in words or "never" in words for words in shown)
