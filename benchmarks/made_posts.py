"""A folder of made-up posts of any number, the same at every run, and an encoder that costs next to nothing.

What is measured with them is the rebuild, not the model.
"""

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from corpus.document import Span
from index.models.encoder import Progress
from index.ranking import Vectors

DIMENSION = 384
"""Of a vector, as the default model has it."""
A_FOLDER = 500
"""Posts a folder below the root."""
SYLLABLES = (
    "ad", "al", "an", "ar", "be", "co", "de", "en", "er", "fa", "gi", "ha", "in", "ka", "la", "le", "lo", "ma", "me",
    "ne", "on", "or", "pa", "re", "ri", "sa", "se", "ta", "ti", "to", "ul", "va",
)  # fmt: skip
FIRST = date(2004, 1, 5)


@dataclass(frozen=True, slots=True)
class QuickEncoder:
    """Unit vectors that a text's checksum tells: no text is like another, and the same text has the same vector."""

    name: str = "quick"
    fingerprint: str = "quick-1"
    dimension: int = DIMENSION
    multilingual: bool = False
    unrelated: float = 0.0

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        """See index.models.encoder.Encoder."""
        said = zip(texts, parts, strict=True)
        told = [self.encode_queries([text[one.start : one.end] for one in spans]) for text, spans in said]
        progress(len(texts))
        return self.encode_queries(texts), told

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See index.models.encoder.Encoder."""
        table = np.random.default_rng(1).standard_normal(64 * self.dimension, np.float32)
        found = np.empty((len(texts), self.dimension), np.float32)
        for place, text in enumerate(texts):
            at = zlib.crc32(text.encode()) % (63 * self.dimension)
            found[place] = table[at : at + self.dimension]
        unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


def write_posts(root: Path, number: int) -> None:
    """Write `number` posts below a folder: HTML with a title, a day, tags and some three passages each."""
    for place in range(number):
        folder = root / f"{place // A_FOLDER:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"post-{place:06d}.html").write_text(post(place), encoding="utf-8")


def post(place: int) -> str:
    """The post of a number, as HTML."""
    told = random.Random(place)
    words = _words()
    title = " ".join(told.choices(words, k=6)).capitalize()
    day = FIRST + timedelta(days=told.randrange(8000))
    tags = "".join(f'<meta property="article:tag" content="{tag}">' for tag in told.sample(words[:60], 3))
    paragraphs = "".join(f"<p>{_paragraph(told, words)}</p>" for _ in range(9))
    return (
        f'<html lang="en"><head><title>{title}</title>{tags}'
        f'<meta property="article:published_time" content="{day}T09:00:00+00:00"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def _paragraph(told: random.Random, words: Sequence[str]) -> str:
    lengths = [told.randrange(9, 20) for _ in range(3)]
    return " ".join(" ".join(told.choices(words, k=length)).capitalize() + "." for length in lengths)


@cache
def _words() -> list[str]:
    """4,000 words that look like some."""
    told = random.Random(0)
    return ["".join(told.choices(SYLLABLES, k=told.randrange(2, 5))) for _ in range(4000)]
