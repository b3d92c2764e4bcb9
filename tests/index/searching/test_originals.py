"""The file of a document is had again from its source, to the bit, or it is said why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import corpus.sample
from corpus.errors import NoLibrary, ReadError
from corpus.sources import open_source
from corpus.web.mirror import MIRROR
from index.build import sync
from index.searching.originals import Originals
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.corpus.servers import LoopbackServer, Page, access_to, article, pages, serving

STATEMENTS = corpus.sample.content() / "statements"
FIRST, SECOND = (
    (STATEMENTS / name).read_bytes() for name in ("2016-learning-accounts.pdf", "2022-learning-accounts.pdf")
)
NAME = "papers/accounts.pdf"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    words = post("A post", "EAEA calls for a fair share of the funds.")
    return write_files(tmp_path / "source", {NAME: FIRST, "a.txt": words})


@pytest.fixture
def originals(papers: Path, library: Path) -> Originals:
    sync_folder(library, ToyEncoder(), papers)
    return Originals.open(library)


def test_the_file_of_a_document_in_a_folder(originals: Originals, papers: Path) -> None:
    assert originals.file_of(NAME) == FIRST
    assert originals.file_of("a.txt") == (papers / "a.txt").read_bytes()
    document = originals.document(NAME)
    places = originals.origins_of(NAME)
    assert places and places[-1].end <= len(document.text)


def test_the_file_of_a_source_that_is_one_file(papers: Path, library: Path) -> None:
    sync_folder(library, ToyEncoder(), papers / NAME)
    assert Originals.open(library).file_of("accounts.pdf") == FIRST


def test_a_line_of_a_file_is_no_file(library: Path, tmp_path: Path) -> None:
    line = '{"_id": "a", "title": "A", "text": "EAEA calls for accounts."}'
    sync_folder(library, ToyEncoder(), write_files(tmp_path / "beir", {"corpus.jsonl": line}) / "corpus.jsonl")
    with pytest.raises(ReadError, match=r"a is a part of corpus\.jsonl and no file of its own"):
        Originals.open(library).file_of("a")


def test_a_file_that_changed_is_not_given(originals: Originals, papers: Path, library: Path) -> None:
    (papers / NAME).write_bytes(SECOND)
    with pytest.raises(ReadError, match=r"accounts\.pdf is no longer the file .* run `assistant sync`"):
        originals.file_of(NAME)
    sync_folder(library, ToyEncoder(), papers)
    assert Originals.open(library).file_of(NAME) == SECOND


def test_a_file_of_which_an_older_version_stays_is_not_given(originals: Originals, papers: Path, library: Path) -> None:
    assert originals.file_of(NAME) == FIRST
    (papers / NAME).write_bytes(FIRST[:500])
    sync_folder(library, ToyEncoder(), papers)
    with pytest.raises(ReadError, match="no longer the file"):
        Originals.open(library).file_of(NAME)


@pytest.mark.parametrize("left", ["file", "folder", "source", "link"])
def test_a_file_that_is_gone_is_told(originals: Originals, papers: Path, left: str, tmp_path: Path) -> None:
    if left == "link":
        outside = tmp_path / "outside.pdf"
        outside.write_bytes(FIRST)
        (papers / NAME).unlink()
        (papers / NAME).symlink_to(outside)
    else:
        gone = {"file": papers / NAME, "folder": papers / "papers", "source": papers}[left]
        gone.rename(tmp_path / "elsewhere")
    with pytest.raises(ReadError, match=rf"^The file of {NAME} cannot be had"):
        originals.file_of(NAME)


def test_a_document_that_is_none_is_told(originals: Originals, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^none\.pdf is not in the library"):
        originals.file_of("none.pdf")
    with pytest.raises(NoLibrary):
        Originals.open(tmp_path / "none")


@contextmanager
def site(library: Path, paper: bytes) -> Iterator[LoopbackServer]:
    """A site with a post that presents a paper, synced into a library."""
    told = {
        "/": article("Home", "Welcome.", "<a href='/a/'>a</a>"),
        "/a/": article("A", "EAEA calls for accounts.", "<a href='/paper.pdf'>paper</a>"),
        "/paper.pdf": Page(paper, headers={"Content-Type": "application/pdf"}),
    }
    with serving(pages(told)) as server:
        sync(library, [open_source(server.address, access_to(library))], ToyEncoder())
        yield server


def test_the_file_of_a_site_comes_from_the_mirror_and_nobody_is_asked(library: Path) -> None:
    with site(library, FIRST) as server:
        asked = len(server.asked)
        before = {path.name: path.read_bytes() for path in library.glob(MIRROR)}
        assert Originals.open(library).file_of("paper.pdf") == FIRST
        assert len(server.asked) == asked
        assert {path.name: path.read_bytes() for path in library.glob(MIRROR)} == before
    assert Originals.open(library).file_of("paper.pdf") == FIRST


def test_a_mirror_that_is_gone_or_damaged_is_told_and_left_alone(library: Path) -> None:
    with site(library, FIRST):
        pass
    originals = Originals.open(library)
    mirror = library / MIRROR
    data = mirror.read_bytes()
    for path in library.glob(f"{MIRROR}*"):
        path.unlink()
    with pytest.raises(ReadError, match=r"cannot be had: What was fetched of .* cannot be read"):
        originals.file_of("paper.pdf")
    assert not mirror.exists()
    mirror.write_bytes(b"no database at all, and quite long for one" * 100)
    with pytest.raises(ReadError, match="cannot be read"):
        originals.file_of("paper.pdf")
    assert mirror.read_bytes().startswith(b"no database")
    mirror.write_bytes(data)
    assert originals.file_of("paper.pdf") == FIRST
