"""The better of two engines, page by page."""

import io
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter

from corpus.pdf.line import Line
from corpus.pdf.reader import read_pdf
from corpus.pdf.second_engine import LARGEST_PAGE, TRIES, SecondEngine, faults
from corpus.pdf.traced import NOWHERE, Traced

SOUND = "The members of the association ask for more money and more time for the learners in their care. " * 3
SPACED = " ".join(f"{word[:-1]} {word[-1]}" for word in SOUND.split())


class Told(SecondEngine):
    """Says what it is told to instead of reading a file."""

    def __init__(self, text: str) -> None:
        super().__init__(b"")
        self.text = text
        self.asked = 0

    def _read(self, number: int) -> str:
        self.asked += 1
        return self.text


def lines(text: str) -> list[Line]:
    return [Line(Traced.read(text, 1, 0), 1, 50, 300, 100, 10)]


@pytest.mark.parametrize(
    "text", [SPACED, SOUND.replace(" ", "") + " a b c " * 20, SOUND.replace("e", "\ue001"), "ﻣﺮﺣﺒﺎ"]
)
def test_what_does_not_look_like_words_has_faults(text: str) -> None:
    assert faults(text) > 0.08


@pytest.mark.parametrize(
    "text", [SOUND, "A B C", "v one\nv two\nv three\n" * 10, "Y a-t-il un plan ? Il y a à faire. " * 9]
)
def test_words_bullets_and_short_pages_have_none(text: str) -> None:
    assert faults(text) < 0.08


def test_the_spaces_of_the_sounder_text_are_taken_and_the_places_stay() -> None:
    (line,) = Told(SOUND).better(lines(SPACED), 1)
    assert line.text == " ".join(SOUND.split())
    assert (line.size, line.left) == (10, 50)
    read = Traced.read(SPACED, 1, 0)
    for sign, place in zip(line.text, line.words.places, strict=True):
        assert place == NOWHERE if sign == " " else read.text[read.places.index(place)] == sign


def test_other_letters_are_taken_whole_and_without_places() -> None:
    garbled = SOUND.replace("e", "\ue001").replace("o", "\ue002")
    found = Told(SOUND).better(lines(garbled), 1)
    assert " ".join(line.text for line in found) == SOUND.strip()
    assert set(found[0].words.places) == {NOWHERE}


@pytest.mark.parametrize("theirs", [SPACED, SOUND[:100], ""])
def test_a_text_that_is_not_sounder_or_has_less_is_not_taken(theirs: str) -> None:
    ours = lines(SPACED)
    assert Told(theirs).better(ours, 1) is ours


def test_sound_and_very_large_pages_are_not_read_twice() -> None:
    engine = Told(SOUND)
    engine.better(lines(SOUND), 1)
    engine.better(lines(SPACED * (LARGEST_PAGE // len(SPACED) + 1)), 2)
    assert engine.asked == 0


def test_a_file_that_gains_nothing_is_soon_left_alone() -> None:
    engine = Told(SPACED)
    for number in range(1, 20):
        engine.better(lines(SPACED), number)
    assert engine.asked == TRIES


def test_a_real_scan_with_torn_words_is_read_by_the_other_engine(shared: Path) -> None:
    reading = read_pdf((shared / "hard" / "pdfs" / "indirect-rotation.pdf").read_bytes(), "a.pdf")
    (document,) = reading.documents
    assert "9 North Buona Vista Drive" in document.text
    assert "Nort h" not in document.text
    assert document.origins


def test_a_page_that_neither_engine_reads_is_told() -> None:
    engine = SecondEngine(b"%PDF-1.4 nothing")
    assert engine.lines(3) == []
    assert engine.failed == [3]


@pytest.mark.parametrize(
    "error", [TypeError, AttributeError, AssertionError, ValueError, NotImplementedError, KeyError]
)
def test_an_error_of_any_type_loses_its_page_alone(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(page: PageObject) -> str:
        if page.page_number == 0:
            raise error("leaked")
        return "Adults learn for many reasons."

    monkeypatch.setattr(PageObject, "extract_text", leaking)
    writer, data = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(200, 200)
    writer.write(data)
    engine = SecondEngine(data.getvalue())
    assert engine.lines(1) == [] and engine.failed == [1]
    assert [line.text for line in engine.lines(2)] == ["Adults learn for many reasons."]
