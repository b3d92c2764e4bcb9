"""A library of any size for measurements, grown from a real one: `grow(SEED, LIBRARY, passages)`.

Each passage is made of whole sentences of two real passages that are near each other, and its vectors of theirs, moved
by the difference of two others: so words, their frequencies and neighbourhoods stay like those of real texts, and no
model is needed. What is drawn is told by the seed of the generator; everything is written by the index's own classes.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Section, Span
from index.library.generation import KEYWORDS, SENTENCES, STORE, VECTORS, Contents, open_current, publish, rebuilding
from index.library.sentence_vectors import SentenceVectors, append
from index.library.store import Store
from index.library.stored import as_json
from index.local.keywords import Entry, Keywords
from index.local.vectors import FaissVectors
from index.ranking import Vectors
from index.texts.copies import digests_of
from index.texts.passages import Passage
from index.texts.weights import brief

SEED = 7
MOST_PASSAGES, FEWEST_SENTENCES, MOST_SENTENCES = 6, 3, 7
"""Of a document, and of a passage; drawn evenly: as posts of a site have them."""
NEIGHBOURS = 16
MIXED, MOVED, MOVED_INSIDE = 0.35, 0.35, 0.15
"""Shares of the neighbour and of the difference that moves a vector, and of that which moves a sentence's. The tenth
nearest passage of 200,000 is then as near to a question (.59) as in MTRAG ClapNQ."""
KINDS = ("post", "statement", "report", "page")
TOPICS, PUBLISHERS = 200, 40
LANGUAGES, LANGUAGE_SHARES = ("en", "fr", "de"), (0.8, 0.1, 0.1)
FIRST_DAY, DAYS = date(2005, 1, 1), 7300
TOGETHER = 2000
"""Documents that are written in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What a library is grown from: titles, sentences and vectors of real passages, and the nearest ones of each.

    `firsts` has the place of each passage's first sentence, and the end of all.
    """

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    firsts: NDArray[np.int64]
    vectors: Vectors
    inner: Vectors
    near: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Grown:
    """A document, its passages, the sentences that they are made of, and their vectors."""

    document: Document
    passages: tuple[Passage, ...]
    sentences: tuple[NDArray[np.int64], ...]
    pairs: NDArray[np.int64]
    """The two passages that each is made of, shape (passages, 2)."""


def grow(seed: Path, library: Path, passages: int, exact: Path) -> None:
    """Publish a library of so many passages, grown from the one in `seed`, and write their vectors as they were drawn
    into `exact`: half precision, the vector of row 1 first. Raises LibraryError where there is nothing to grow from.
    """
    recipe = open_current(seed).recipe
    grounds = grounds_of(seed)
    with rebuilding(library) as staging:
        store, vectors = Store.create(staging / STORE), FaissVectors.empty(recipe.dimension)
        keywords = Keywords.create(staging / KEYWORDS)
        with exact.open("wb") as drawn, (staging / SENTENCES).open("wb") as sentences:
            written = _written(store, vectors, _documents(grounds, passages), grounds, drawn, sentences)
            keywords.update((), written)
        vectors.save(staging / VECTORS)
        (documents,) = store.connection.execute("SELECT count(*) FROM documents").fetchone()
        store.close()
        publish(library, staging, Contents(recipe, "2026-01-01T00:00:00+00:00", documents, passages))


def grounds_of(library: Path) -> Grounds:
    """What can be grown from the passages of a library that have FEWEST_SENTENCES or more."""
    generation = open_current(library)
    store = Store.read(generation.folder / STORE)
    rows, _ = store.passage_owners()
    titles, sentences, firsts, kept = list[str](), list[str](), [0], list[int]()
    for row, (document, passage) in zip(rows.tolist(), store.passages_with_documents(rows.tolist()), strict=True):
        if len(passage.sentences) >= FEWEST_SENTENCES:
            kept.append(row)
            titles.append(document.title)
            sentences += [document.text[one.start : one.end] for one in passage.sentences]
            firsts.append(len(sentences))
    chosen = np.array(kept, np.int64)
    vectors = FaissVectors.load(generation.folder / VECTORS).vectors_of(chosen)
    spoken = SentenceVectors.open(generation.folder / SENTENCES, store.connection, vectors.shape[1])
    parts = [chosen[first : first + TOGETHER] for first in range(0, len(chosen), TOGETHER)]
    inner = np.concatenate([spoken.read(part) for part in parts])
    places = np.array(firsts, np.int64)
    return Grounds(tuple(titles), tuple(sentences), places, vectors, inner, _nearest(vectors))


def _nearest(vectors: Vectors) -> NDArray[np.int64]:
    """The NEIGHBOURS nearest others of each, shape (n, NEIGHBOURS)."""
    found = list[NDArray[np.int64]]()
    for first in range(0, len(vectors), TOGETHER):
        cosines = vectors[first : first + TOGETHER] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(first, first + len(cosines))] = -1
        found.append(np.argpartition(-cosines, NEIGHBOURS, axis=1)[:, :NEIGHBOURS])
    return np.concatenate(found)


def _documents(grounds: Grounds, passages: int) -> Iterator[_Grown]:
    """Documents that hold so many passages together."""
    chance = np.random.default_rng(SEED)
    left, number = passages, 0
    while left:
        count = min(left, int(chance.integers(1, MOST_PASSAGES + 1)))
        first = chance.integers(len(grounds.titles))
        own = np.concatenate([[first], chance.choice(grounds.near[first], count - 1)])
        others = grounds.near[own, chance.integers(NEIGHBOURS, size=count)]
        yield _document(grounds, number, np.stack([own, others], axis=1), chance)
        left, number = left - count, number + 1


def _document(grounds: Grounds, number: int, pairs: NDArray[np.int64], chance: np.random.Generator) -> _Grown:
    name, text, passages, drawn = f"grown-{number:07}", "", list[Passage](), list[NDArray[np.int64]]()
    for place, pair in enumerate(pairs):
        pool = np.concatenate([np.arange(grounds.firsts[one], grounds.firsts[one + 1]) for one in pair])
        count = min(len(pool), int(chance.integers(FEWEST_SENTENCES, MOST_SENTENCES + 1)))
        chosen = chance.choice(pool, count, replace=False)
        spans, start = list[Span](), len(text)
        for at in chosen.tolist():
            spans.append(Span(len(text), len(text) + len(grounds.sentences[at])))
            text += grounds.sentences[at] + " "
        text = text.removesuffix(" ") + "\n\n"
        passages.append(Passage(_sha(f"{name} {place}")[:16], name, "", start, spans[-1].end, tuple(spans)))
        drawn.append(chosen)
    title = f"{grounds.titles[pairs[0, 0]]} {number}"
    document = _described(Document(name, title, text, (Section("", 0, len(text)),)), chance)
    return _Grown(document, tuple(passages), tuple(drawn), pairs)


def _described(plain: Document, chance: np.random.Generator) -> Document:
    """The document with what filters look at; small numbers are drawn oftener than large ones."""
    topics = dict.fromkeys(f"topic {int(TOPICS * share**2)}" for share in chance.random(2))
    publisher = int(PUBLISHERS * chance.random() ** 3)
    return Document(
        plain.id,
        plain.title,
        plain.text,
        plain.sections,
        kind=KINDS[int(len(KINDS) * chance.random() ** 2)],
        published=FIRST_DAY + timedelta(days=int(chance.integers(DAYS))),
        language=str(chance.choice(LANGUAGES, p=LANGUAGE_SHARES)),
        topics=tuple(topics),
        speaker=f"Organisation {publisher}" if publisher else "",
    )


def _written(
    store: Store,
    vectors: FaissVectors,
    grown: Iterator[_Grown],
    grounds: Grounds,
    drawn: BinaryIO,
    sentences: BinaryIO,
) -> Iterator[Entry]:
    """Write documents, passages and vectors; what the keyword index has to hold of them."""
    chance = np.random.default_rng(SEED + 1)
    digests = [digests_of(sentence, [Span(0, len(sentence))]) for sentence in grounds.sentences]
    store.connection.execute("BEGIN")
    while together := list(islice(grown, TOGETHER)):
        rows = list[int]()
        for one in together:
            entries = _put(store, one, digests)
            rows += [entry.row for entry in entries]
            yield from entries
        whole, inner = _vectors(grounds, together, chance)
        vectors.add(np.array(rows, np.int64), whole)
        drawn.write(whole.astype(np.float16).tobytes())
        append(store.connection, sentences, rows, inner, whole.shape[1])
    store.connection.execute("COMMIT")


def _put(store: Store, one: _Grown, digests: Sequence[bytes]) -> list[Entry]:
    document, entries = one.document, list[Entry]()
    row = store.insert_document(document, "grown", document.id)
    store.set_read(row, as_json(document), _sha(document.text), "")
    store.show(row, document)
    for passage, chosen in zip(one.passages, one.sentences, strict=True):
        words = document.text[passage.start : passage.end]
        said = b"".join(digests[at] for at in chosen.tolist())
        passage_row, _ = store.put_passage(row, passage, _sha(words), brief(words), said)
        entries.append(Entry(passage_row, row, document.language, document.title, words))
    return entries


def _vectors(
    grounds: Grounds, together: Sequence[_Grown], chance: np.random.Generator
) -> tuple[Vectors, list[Vectors]]:
    """Vectors of the passages of documents, and of the sentences of each."""
    pairs = np.concatenate([one.pairs for one in together])
    drawn = [chosen for one in together for chosen in one.sentences]
    mixed = grounds.vectors[pairs[:, 0]] * (1 - MIXED) + grounds.vectors[pairs[:, 1]] * MIXED
    whole = _moved(mixed, MOVED, grounds, chance)
    inner = _moved(grounds.inner[np.concatenate(drawn)], MOVED_INSIDE, grounds, chance)
    return whole, np.split(inner, np.cumsum([len(one) for one in drawn])[:-1])


def _moved(vectors: Vectors, share: float, grounds: Grounds, chance: np.random.Generator) -> Vectors:
    """Unit vectors, moved by a share of the difference of two real ones, which keeps their main directions."""
    one, other = (chance.integers(len(grounds.vectors), size=len(vectors)) for _ in range(2))
    found = vectors + share * (grounds.vectors[one] - grounds.vectors[other])
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
