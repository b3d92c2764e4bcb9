"""What several test modules use: encoders, the sample library, folders of posts, files kept beside the project."""

import fcntl
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import pytest
from hypothesis import settings

import corpus.sample
from assistant.settings import default_cache
from corpus import isolate
from corpus.document import Span
from corpus.sources import open_source
from index.build import sync
from index.library.generation import POINTER
from index.models.encoder import OpenVinoEncoder, Progress, open_encoder
from index.models.model_files import EMBEDDED_MODEL
from index.ranking import Vectors
from index.reports.report import Report
from tests.warm_readers import warm_readers

settings.register_profile("whatever the load", deadline=None)  # no test is about seconds
settings.load_profile("whatever the load")
PATIENT = 60.0
"""Seconds for an answer of a server that a test has started. httpx gives five, a machine that is busy takes them."""
for _step in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, _step, PATIENT)  # the one place from which all its defaults come

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Files that are no part of the project; tests that need them are skipped where they are not."""


@dataclass
class ToyEncoder:
    """Unit vectors from hashed words: no model, no download, and texts that share words are similar.

    `embedded` holds every passage text that was asked for, so that tests can see what was embedded anew.
    """

    name: str = "toy"
    fingerprint: str = "toy-1"
    dimension: int = 32
    multilingual: bool = False
    unrelated: float = 0.0
    embedded: list[str] = field(default_factory=list)

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        self.embedded += texts
        progress(len(texts))
        inner = [
            self._encode([text[one.start : one.end] for one in spans]) for text, spans in zip(texts, parts, strict=True)
        ]
        return self._encode(texts), inner

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
            vectors[row, 0] += 0.01  # no text has a vector of length 0
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class Alone:
    """The neighbours of a document that has none."""

    def title_of(self, name: str) -> str:
        return ""

    def translations_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        return ()


WriteFolder = Callable[[Mapping[str, str | bytes]], Path]


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, which is made; the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def post(title: str, *paragraphs: str, day: str = "12.03.2021") -> str:
    """A plain text post as the association's site has it."""
    return "\n\n".join([day, title, *paragraphs]) + "\n"


def sync_folder(
    library: Path, encoder: ToyEncoder | OpenVinoEncoder, *folders: Path, allow_empty: bool = False
) -> Report:
    """Bring a library up to date with these folders."""
    return sync(library, [open_source(str(folder)) for folder in folders], encoder, allow_empty=allow_empty)


@pytest.fixture(scope="session", autouse=True)
def readers_are_warm() -> Iterator[None]:
    """Rebuilds fork their readers from one process. The tests of the readers start them as the program does."""
    with warm_readers() as warm, pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolate, "started", warm.started)
        yield


@pytest.fixture
def toy_encoder() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> WriteFolder:
    """Writes files below one folder of this test."""
    return lambda files: write_files(tmp_path / "posts", files)


@pytest.fixture(scope="session")
def encoder() -> OpenVinoEncoder:
    """The encoder that runs by default."""
    return open_encoder(EMBEDDED_MODEL, default_cache())


@pytest.fixture(scope="session")
def sample_library(encoder: OpenVinoEncoder, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A library of the sample content; read only. It is built once, whichever worker needs it first."""
    own = tmp_path_factory.getbasetemp()
    built = (own if worker_id == "master" else own.parent) / "sample" / "library"
    built.parent.mkdir(exist_ok=True)
    with (built.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / POINTER).exists():
            sync_folder(built, encoder, corpus.sample.content())
    return copy_of(built, own / "sample-library")


def copy_of(library: Path, place: Path) -> Path:
    """A library of a test's own, as it was built: without what other tests kept in it. Much sooner than building it."""
    return Path(shutil.copytree(library, place, ignore=shutil.ignore_patterns("desk.sqlite*")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Files kept beside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: its files are no part of the project")
    return SHARED


@pytest.fixture(scope="session")
def seed_page(shared: Path) -> Path:
    """A real page of the association, to which the beginnings of three other posts are glued."""
    pages = sorted((shared / "seed").glob("*.txt"))
    if not pages:
        pytest.skip("the seed page is not there")
    return pages[0]
