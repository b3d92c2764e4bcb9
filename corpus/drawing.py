"""Pages of PDFs drawn in child processes under limits, so that no file can harm the program that shows them.

Each call has a child of its own, so that a file which takes over its child cannot touch the picture of another. It
answers with pixels and numbers, which are checked; what a browser gets is encoded on this side.
"""

import math
from base64 import b64decode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from types import TracebackType
from typing import Any, Self

from corpus.errors import PageBusy, ReadError
from corpus.isolate import Child, Limits
from corpus.message import Message
from corpus.pdf.picture import BYTES, LONGEST_SIDE, MOST_PIXELS, Mark, Picture
from corpus.pdf.quoted import Part, doubt_named

LIMITS = Limits(memory_bytes=1_000_000_000, wall_seconds=10.0, cpu_seconds=10)
"""Stricter than promise R6, since a person waits for the picture. An A3 page scanned in colour at 600 dots an inch
is 210 MB.
"""
AT_ONCE = 2
"""Children that run at the same time, of all that ask one drawer."""
MOST_WAITING = 8
"""Calls that wait for a child; the next one is told so at once. Each holds one of the threads in which a server answers
everybody, 40 in Starlette.
"""
MOST_PAGES = 2
"""Pages of one call: a sentence seldom runs over more, and two pictures stay below what a child may answer."""


class Drawer:
    """Draws pages; safe to share between threads. A context manager that ends its children.

    With `ahead`, the children of the next calls are started before they are needed: for a program that goes on.
    """

    def __init__(self, limits: Limits = LIMITS, at_once: int = AT_ONCE, *, ahead: bool = False) -> None:
        self._limits = limits
        self._ahead = ahead
        self._children = tuple(Child("corpus.page_process", limits) for _ in range(at_once))
        self._idle: SimpleQueue[Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._places = BoundedSemaphore(MOST_WAITING)

    def __enter__(self) -> Self:
        for child in self._children if self._ahead else ():
            child.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _ in self._children:
            self._idle.get().stop()

    def draw(self, data: bytes, name: str, parts: Sequence[Part], scale: float) -> tuple[Picture, ...]:
        """The pages of the first MOST_PAGES parts, `scale` pixels a point, with the places of their words.

        Raises ReadError when the file cannot be drawn within the limits, PageBusy when too many are waiting.
        """
        child = self._free(name)
        wanted = parts[:MOST_PAGES]
        stretches = [[one.page, [[s.words, s.first, s.last] for s in one.stretches]] for one in wanted]
        try:
            answer = child.ask({"parts": stretches, "scale": scale}, data, self._limits.wall_seconds)
        except TimeoutError:
            seconds = f"{self._limits.wall_seconds:.0f} s"
            raise ReadError(f"{name} took longer than {seconds} to draw; open the file itself.") from None
        except EOFError:
            raise ReadError(
                f"{name} cannot be drawn (it is damaged, needs a password, or takes too much memory or time); "
                "open the file itself."
            ) from None
        finally:
            child.stop()
            if self._ahead:
                child.start()
            self._idle.put(child)
        return pictures_of(answer, wanted, name)

    def _free(self, name: str) -> Child:
        """A child that is free, after a while if need be. Raises PageBusy."""
        busy = PageBusy(
            Message(
                "{document} was not drawn: too many pages are asked for at once. Try again in a moment.",
                {"document": name},
            )
        )
        with suppress(Empty):
            return self._idle.get_nowait()
        if not self._places.acquire(blocking=False):
            raise busy
        try:
            return self._idle.get(timeout=self._limits.wall_seconds)
        except Empty:
            raise busy from None
        finally:
            self._places.release()


def pictures_of(answer: Mapping[str, Any], parts: Sequence[Part], name: str) -> tuple[Picture, ...]:
    """The pictures of a child's answer, if they can be meant. Raises ReadError."""
    try:
        drawn = tuple(_picture(told) for told in answer["pictures"])
    except (KeyError, TypeError, ValueError, OverflowError):
        drawn = ()
    if [picture.page for picture in drawn] != [part.page for part in parts]:
        raise ReadError(f"{name} cannot be drawn (its picture makes no sense); open the file itself.")
    return drawn


def _picture(told: dict[str, Any]) -> Picture:
    """One picture. Raises KeyError, TypeError, ValueError or OverflowError when it is none."""
    width, height, pixels = int(told["width"]), int(told["height"]), b64decode(told["pixels"], validate=True)
    across, down = map(float, told["points"])
    marks = tuple(Mark(*map(float, mark)) for mark in told["marks"])
    # Sides are rounded up to whole pixels.
    most = MOST_PIXELS + width + height + 1
    bounded = 0 < width <= LONGEST_SIDE + 1 and 0 < height <= LONGEST_SIDE + 1 and width * height <= most
    mode = told["mode"]
    if not bounded or len(pixels) != BYTES[mode] * width * height:
        raise ValueError("no picture")
    if not all(0 < value < math.inf for value in (across, down)):
        raise ValueError("no page")
    if not all(0 <= m.left < m.right <= 1 and 0 <= m.top < m.bottom <= 1 for m in marks):
        raise ValueError("no marks")
    return Picture(int(told["page"]), width, height, (across, down), mode, pixels, marks, doubt_named(told["doubt"]))
