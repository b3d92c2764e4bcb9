"""A small library whose answers are known, before and after its posts change, and whether it still gives them.

It is made of posts of the sample content. Two generations are there, the one that is served and the one before; then
posts are added, changed and removed and the catalogue corrects one, which the library has not seen yet.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import corpus.sample
from assistant.library import Edition, LiveLibrary
from assistant.settings import default_cache
from benchmarks.faults.library.forked import Commands, commands
from benchmarks.faults.trial import Size
from benchmarks.made_posts import QuickEncoder
from corpus.sources import open_source
from index.build import sync
from index.library.generation import STORE, Generation, open_current
from index.library.store import Store
from index.models.encoder import Encoder, open_encoder
from index.models.model_files import EMBEDDED_MODEL
from index.query import Query
from index.searching.opened import Opened

QUESTIONS = (
    "What does EAEA say about individual learning accounts?",
    "Why does adult learning matter for health?",
    "What are micro-credentials good for?",
    "How should prisons offer education?",
    "What do refugees need to learn a language?",
    "What is asked for digital skills?",
    "Who pays for learning accounts?",
    "How is validation of prior learning organised?",
    "Qu'est-ce que les microcertifications ?",
    "Was ist Grundbildung?",
    "What about lighthouses and their keepers?",
    "What does artificial intelligence literacy mean?",
)
"""Some that the posts answer before and after they change, some whose answer changes, and some that they do not."""
FIRST = (
    "2024-06-learning-accounts-two-years-on.md",
    "2016-11-learning-accounts.html",
    "2019-06-tampere-health-conference.html",
)
LATER = (
    "2016-06-skills-guarantee.txt",
    "2017-10-refugees-language.html",
    "2018-05-validation.html",
    "2020-10-digital-education-action-plan.html",
    "2021-07-micro-credentials.html",
    "2021-07-microcertifications-fr.html",
)
ADDED = ("2025-02-ai-literacy.html", "2022-10-prison-education.html")
REMOVED, CHANGED, CORRECTED = "2018-05-validation.html", FIRST[0], "2021-07-micro-credentials.html"
SAID = "\n\nLighthouses and their keepers need adult learning as much as harbours do.\n"
CATALOGUE = f'[documents."{CORRECTED}"]\ntitle = "What small certificates are for"\ntopics = ["lighthouses"]\n'
Command = tuple[str, ...]
TITLE = "Keepers of lighthouses"
SYNC: Command = ("sync",)
RELABEL: Command = ("desk", "set", CORRECTED, "--by", "Ida", "--title", TITLE, "--status", "historic")


@dataclass(frozen=True, slots=True)
class Known:
    """A library whose answers are known, which is copied for each fault. `answers` are those of the generation that is
    current, `former` those of the one before, `later` those after a sync, `relabelled` those after RELABEL.
    """

    folder: Path
    encoder: Encoder
    commands: Commands
    former: str
    answers: str
    later: str
    relabelled: str

    @property
    def pristine(self) -> Path:
        """The library that is copied."""
        return self.folder / "pristine"

    @property
    def posts(self) -> Path:
        """The folder of posts, which its source is."""
        return self.folder / "posts"

    @contextmanager
    def copy(self, below: Path | None = None) -> Iterator[Path]:
        """A library of a trial's own, in the same folder each time, where none is named."""
        library = (below or self.folder) / "library"
        try:
            yield Path(shutil.copytree(self.pristine, library))
        finally:
            shutil.rmtree(library)

    def told(self, library: Path) -> str:
        """What a library answers. Raises LibraryError."""
        return told_by(LiveLibrary(library, self.encoder).current)


@contextmanager
def known(size: Size) -> Iterator[Known]:
    """The library, for as long as a block runs; in short with an encoder that costs nothing."""
    quick = size is Size.SHORT
    encoder: Encoder = QuickEncoder() if quick else open_encoder(EMBEDDED_MODEL, default_cache())
    with tempfile.TemporaryDirectory(prefix="known-") as made, commands(quick) as started:
        folder = Path(made)
        pristine, posts = folder / "pristine", folder / "posts"
        write_posts(posts, FIRST)
        sync(pristine, [open_source(str(posts))], encoder)
        former = told_by(Edition.open(pristine, encoder))
        write_posts(posts, LATER)
        sync(pristine, [], encoder)
        answers = told_by(Edition.open(pristine, encoder))
        change(posts)
        after = [_after(pristine, folder / "after", command, started, encoder) for command in (SYNC, RELABEL)]
        assert len({former, answers, *after}) == 4, "each generation answers otherwise"
        yield Known(folder, encoder, started, former, answers, *after)


def write_posts(posts: Path, names: tuple[str, ...]) -> None:
    """Copy posts of the sample content into a folder."""
    posts.mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(corpus.sample.content() / "posts" / name, posts / name)


def change(posts: Path) -> None:
    """Add, change, remove and correct posts."""
    write_posts(posts, ADDED)
    (posts / REMOVED).unlink()
    with (posts / CHANGED).open("a", encoding="utf-8") as file:
        file.write(SAID)
    (posts / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")


def _after(pristine: Path, copy: Path, command: Command, started: Commands, encoder: Encoder) -> str:
    """What a copy of a library answers after a command."""
    shutil.copytree(pristine, copy)
    ended = started.run(copy, command)
    assert not ended.status, ended.said
    told = told_by(Edition.open(copy, encoder))
    shutil.rmtree(copy)
    return told


def told_by(edition: Edition) -> str:
    """Every answer and every hit of the questions, in JSON: all but the generation's number."""
    return json.dumps([_answer(edition, question) for question in QUESTIONS], sort_keys=True)


def _answer(edition: Edition, question: str) -> dict[str, Any]:
    query = Query(question)
    record = edition.answerer.answer(query).as_record()
    del record["generation"]
    hits = [
        (hit.document.id, hit.document.title, hit.passage.id, hit.text, f"{hit.score:.4f}", f"{hit.similarity:.4f}")
        for hit in edition.searcher.search(query)
    ]
    return {"answer": record, "hits": hits}


def problems_of(library: Path) -> list[str]:
    """What is wrong with the current generation of a library; nothing where its parts agree. Raises LibraryError."""
    generation = open_current(library)
    found = [generation.warning] if generation.warning else []
    with closing(sqlite3.connect(f"file:{generation.folder / STORE}?mode=ro&immutable=1", uri=True)) as store:
        (told,) = store.execute("PRAGMA integrity_check").fetchone()
        if told != "ok":
            found.append(f"integrity_check: {told}")
    return found + _disagreements(generation)


def _disagreements(generation: Generation) -> list[str]:
    """Which parts of a generation hold other passages than the store."""
    opened = Opened.of(generation)
    with closing(opened.store):
        rows, documents = opened.store.passage_owners()
        order = np.argsort(rows)
        counted = generation.contents.documents, generation.contents.passages
        everything = opened.vectors.search(np.ones(generation.recipe.dimension, np.float32), len(rows) + 10)
        words, owners = opened.keywords.holding((), opened.store.languages())
        places = opened.store.connection.execute("SELECT passage, first + number FROM sentence_vectors").fetchall()
        held = {
            "vectors": np.array_equal(np.sort(everything.rows), rows[order]) and len(opened.vectors) == len(rows),
            "keywords": np.array_equal(words, rows[order]) and np.array_equal(owners, documents[order]),
            "sentences": sorted(row for row, _ in places) == rows[order].tolist()
            and max((end for _, end in places), default=0) <= len(opened.sentences.kept),
            "manifest": counted[1] == len(rows),
        }
    return [f"{part} and store hold different passages" for part, agrees in held.items() if not agrees]


def wrong_in(library: Path, done: Sequence[Command]) -> list[str]:
    """What a library does not show of what these commands did, and what does not agree in it."""
    wrong = problems_of(library)
    with closing(Store.read(open_current(library).folder / STORE)) as store:
        if RELABEL in done and store.document_named(CORRECTED).title != TITLE:
            wrong.append("the correction is not shown")
        if SYNC in done and SAID.strip() not in store.document_named(CHANGED).text:
            wrong.append("what was synced is not served")
    return wrong


def rubbish_in(library: Path) -> list[str]:
    """What lies in a library's folder that a sync does not leave there when nothing disturbs it."""
    usual = {"current", "generations", "lock", "reports", "sync.json", "desk.sqlite"}
    found = [path.name for path in library.iterdir() if path.name not in usual]
    found += [path.name for path in (library / "reports").iterdir() if path.suffix != ".json"]
    return found + generations_of(library)[:-2]


def generations_of(library: Path) -> list[str]:
    """The names of what lies where generations are, ascending."""
    return sorted(path.name for path in (library / "generations").iterdir())
