"""The process that draws pages: `corpus.drawing` starts it."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from corpus.child_process import run
from corpus.pdf.page_image import pictures
from corpus.pdf.quoted import Part, Stretch


def _answer(head: Mapping[str, Any], data: bytes) -> dict[str, object]:
    """The pictures of one job. Any error ends the process, which the parent tells: it serves one file only."""
    parts = [Part(page, tuple(Stretch(*stretch) for stretch in stretches)) for page, stretches in head["parts"]]
    told = [
        {
            "page": one.page,
            "width": one.width,
            "height": one.height,
            "points": one.points,
            "mode": one.mode,
            "pixels": b64encode(one.pixels).decode("ascii"),
            "marks": [[mark.left, mark.top, mark.right, mark.bottom] for mark in one.marks],
            "doubt": one.doubt,
        }
        for one in pictures(data, parts, head["scale"])
    ]
    return {"pictures": told}


if __name__ == "__main__":
    run(_answer)
