"""Small PDFs made for a test: words at places, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """Words on a page of 595 by 842 points; `up` counts from its lower edge. `enlarged` sets a font of size 1 and
    leaves the rest to the matrix, as some programs do.
    """

    words: str
    left: float = 50
    up: float = 700
    size: float = 10
    enlarged: bool = False

    def operators(self) -> str:
        """The content stream's operators."""
        words = self.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        if self.enlarged:
            return f"BT /F 1 Tf {self.size} 0 0 {self.size} {self.left} {self.up} Tm ({words}) Tj ET"
        return f"BT /F {self.size} Tf {self.left} {self.up} Td ({words}) Tj ET"


@dataclass(frozen=True)
class Drawing:
    """Lines and curves, by their operators."""

    path: str

    def operators(self) -> str:
        """The content stream's operators."""
        return self.path


def below(lines: Iterable[str], left: float = 50, up: float = 700, size: float = 10) -> list[Shown]:
    """Lines set one below the other."""
    return [Shown(words, left, up - at * 1.4 * size, size) for at, words in enumerate(lines)]


def pdf_of(*pages: Sequence[Shown | Drawing], catalogue: str = "", info: str = "") -> bytes:
    """A PDF of these pages; `catalogue` and `info` are further entries of those dictionaries."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    parts = [
        f"1 0 obj<</Type/Catalog/Pages 2 0 R{catalogue}>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj",
        f"4 0 obj<<{info}>>endobj",
    ]
    for at, shown in enumerate(pages):
        stream = "\n".join(one.operators() for one in shown)
        parts.append(
            f"{5 + 2 * at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * at} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>endobj"
        )
        parts.append(f"{6 + 2 * at} 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj")
    return "\n".join(["%PDF-1.4", *parts, "trailer<</Root 1 0 R/Info 4 0 R>>", "%%EOF"]).encode("cp1252")
