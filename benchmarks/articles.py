"""How much of the articles' text, and how little else, is read from web pages.

The measure of the article extraction benchmark: F1 of the mean precision and mean recall of 4-word shingles, page by
page, against bodies that people marked.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from corpus.errors import ReadError
from corpus.html.reader import read_html

WORDS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """Over `pages` pages."""

    pages: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(folder: Path) -> Score:
    """The score of the reader on `html/*.html.gz` against `ground-truth.json` in a folder."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pairs = [_compared(told["articleBody"], text) for told, text in _read(folder, truth)]
    return Score(len(pairs), mean(precision for precision, _ in pairs), mean(recall for _, recall in pairs))


def _read(folder: Path, truth: dict[str, dict[str, str]]) -> Iterator[tuple[dict[str, str], str]]:
    for name, told in truth.items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        try:
            yield told, "\n".join(document.text for document in read_html(data, name).documents)
        except ReadError:
            yield told, ""


def _compared(true: str, found: str) -> tuple[float, float]:
    wanted, given = _shingles(true), _shingles(found)
    shared = (wanted & given).total()
    precision = shared / given.total() if given else float(not wanted)
    recall = shared / wanted.total() if wanted else float(not given)
    return precision, recall


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, min(len(words), 1))))
