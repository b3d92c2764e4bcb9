"""Pages are drawn in children under limits, and what a child answers is believed only as far as it can be meant."""

import random
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore
from typing import Any

import pytest

import corpus.drawing
import corpus.sample
from benchmarks.page_images import letters
from corpus.document import Document
from corpus.drawing import MOST_PAGES, Drawer, pictures_of
from corpus.errors import PageBusy, ReadError
from corpus.isolate import Child, Job, Limits, ReaderPool
from corpus.pdf.page_image import pictures
from corpus.pdf.picture import LONGEST_SIDE
from corpus.pdf.quoted import Part, Stretch, parts_of
from index.texts.sentences import sentences
from tests.conftest import SHARED
from tests.corpus.pdf.files import below, pdf_of
from tests.corpus.pdf.paged import LINES, SENTENCE, covered, page_of, read

STATEMENT = (corpus.sample.content() / "statements" / "2016-learning-accounts.pdf").read_bytes()
PARTS = [Part(1, (Stretch("Adult", 0, 5),))]


def test_a_child_draws_what_the_page_holds() -> None:
    document, data = read(page_of()), page_of()
    start = document.text.index(SENTENCE)
    parts = parts_of(document.text, document.origins, start, start + len(SENTENCE)).parts
    assert list(Drawer().draw(data, "a.pdf", parts, 1.5)) == pictures(data, parts, 1.5)


def test_children_that_wait_draw_the_same_and_each_draws_once() -> None:
    with Drawer(at_once=1, ahead=True) as drawer:
        drawn = [drawer.draw(STATEMENT, "a.pdf", PARTS, 1.0) for _ in range(3)]
        with pytest.raises(ReadError, match="cannot be drawn"):
            drawer.draw(b"nothing", "a.pdf", PARTS, 1.0)
        drawn.append(drawer.draw(STATEMENT, "a.pdf", PARTS, 1.0))
    assert drawn == [Drawer().draw(STATEMENT, "a.pdf", PARTS, 1.0)] * 4


def test_more_pages_than_two_are_not_drawn() -> None:
    data = pdf_of(*[below(LINES)] * 4)
    drawn = Drawer().draw(data, "a.pdf", [Part(number, ()) for number in (4, 2, 1)], 1.0)
    assert [one.page for one in drawn] == [4, 2] and len(drawn) == MOST_PAGES


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(wall_seconds=0.0), "took longer than 0 s to draw"),
        (Limits(memory_bytes=20_000_000), "cannot be drawn"),
        (Limits(answer_bytes=1000), "cannot be drawn"),
    ],
    ids=["time", "memory", "answer"],
)
def test_a_limit_ends_the_child_and_is_told(limits: Limits, reason: str) -> None:
    with pytest.raises(ReadError, match=rf"^a\.pdf {reason}"):
        Drawer(limits).draw(STATEMENT, "a.pdf", PARTS, 4.0)


@pytest.mark.parametrize("data", [b"", b"nothing", STATEMENT[:200]], ids=["empty", "no PDF", "cut off"])
def test_a_damaged_file_is_told(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf cannot be drawn .* open the file itself"):
        Drawer().draw(data, "a.pdf", PARTS, 1.0)


def test_too_many_at_once_are_told_to_wait() -> None:
    with pytest.raises(PageBusy, match="too many pages are asked for at once"):
        Drawer(Limits(wall_seconds=0.01), at_once=0).draw(STATEMENT, "a.pdf", PARTS, 1.0)


class Seen(SimpleQueue[Child]):
    """Counts who waits for a child."""

    def __init__(self) -> None:
        self.waiting = Semaphore(0)

    def get(self, block: bool = True, timeout: float | None = None) -> Child:
        self.waiting.release()
        return super().get(block, timeout)


def test_a_few_wait_for_their_turn_and_the_next_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.drawing, "MOST_WAITING", 2)
    drawer, seen = Drawer(at_once=1), Seen()
    child, drawer._idle = drawer._idle.get(), seen
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(drawer.draw, STATEMENT, "a.pdf", PARTS, 1.0) for _ in range(2)]
        assert seen.waiting.acquire(timeout=20) and seen.waiting.acquire(timeout=20)
        with pytest.raises(PageBusy, match=r"^b\.pdf was not drawn: too many pages"):
            drawer.draw(STATEMENT, "b.pdf", PARTS, 1.0)
        assert not seen.waiting.acquire(blocking=False), "it did not wait"
        seen.put(child)
        assert waiting[0].result() == waiting[1].result() == drawer.draw(STATEMENT, "a.pdf", PARTS, 1.0)


def test_those_who_wait_are_drawn_for() -> None:
    drawer = Drawer(at_once=1)
    with ThreadPoolExecutor(3) as threads:
        drawn = list(threads.map(lambda _: drawer.draw(STATEMENT, "a.pdf", PARTS, 1.0), range(3)))
    assert drawn[0] == drawn[1] == drawn[2]


def told(**changed: object) -> dict[str, Any]:
    picture: dict[str, object] = {
        "page": 1, "width": 2, "height": 1, "points": [2.0, 1.0], "mode": "RGB", "pixels": b64encode(bytes(6)).decode(),
        "marks": [[0.1, 0.1, 0.5, 0.9]], "doubt": "",
    }  # fmt: skip
    return {"pictures": [picture | changed]}


def test_an_answer_that_can_be_meant_is_taken() -> None:
    (picture,) = pictures_of(told(), PARTS, "a.pdf")
    assert (picture.width, picture.height, picture.pixels, len(picture.marks)) == (2, 1, bytes(6), 1)


WIDE = LONGEST_SIDE + 10


@pytest.mark.parametrize(
    "answer",
    [
        {}, [], {"pictures": None}, {"pictures": []}, {"pictures": [1]}, told(page=2), told(page="x"), told(width=3),
        told(width=-2, height=-1), told(height=0, pixels=""), told(pixels=5), told(pixels="no base64!"),
        told(width=WIDE, height=1, pixels=b64encode(bytes(3 * WIDE)).decode()), told(points=[0, 1]),
        told(points=[1, float("nan")]), told(points=[1]), told(marks=[[0.5, 0.1, 0.1, 0.9]]),
        told(marks=[[0, 0, 1.5, 1]]),
        told(marks=[[0, 0, 1]]), told(marks=[[float("nan")] * 4]), told(marks=7), told(doubt="<b>of my own</b>"),
        told(width=float("inf")), told(mode="L"), told(mode="P"), told(mode=["L"]),
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_not_believed(answer: Any) -> None:
    with pytest.raises(ReadError, match="makes no sense"):
        pictures_of(answer, PARTS, "a.pdf")


HARD = sorted(path.name for path in (SHARED / "hard" / "pdfs").glob("*.pdf")) or ["none"]


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderPool]:
    with ReaderPool(workers=1) as pool:
        yield pool


@pytest.mark.parametrize("name", HARD)
def test_a_hard_file_harms_nobody_and_is_never_marked_wrongly(shared: Path, reader: ReaderPool, name: str) -> None:
    data = (shared / "hard" / "pdfs" / name).read_bytes()
    try:
        (document, *_) = reader.read(Job("pdf", name, data)).documents
    except ReadError:
        document = Document(name, "", "", ())
    drawer, spans = Drawer(), sentences(document.text)
    for span in random.Random(5).sample(spans, min(3, len(spans))):
        parts = parts_of(document.text, document.origins, span.start, span.end).parts
        drawn = drawer.draw(data, name, parts, 1.5) if parts else ()
        assert not any(one.marks for one in drawn) or covered(data, drawn) == letters(
            document.text[span.start : span.end]
        )
    if not spans:
        try:
            assert drawer.draw(data, name, [Part(1, ())], 1.5)[0].doubt == "untraced"
        except ReadError as error:
            assert str(error).startswith(name)
