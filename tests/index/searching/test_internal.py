"""How a document becomes internal, and stays so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.catalogue import EMPTY, Catalogue
from corpus.document import Document
from corpus.errors import CatalogueError, SourceError
from corpus.sources import Item, open_source
from corpus.sources.internal import internal_among
from index.build import Beside, sync
from index.library.generation import open_current
from index.query import Query
from index.relabel import relabel
from index.reports.report import Report
from index.search import Searcher
from tests.conftest import ToyEncoder, post, write_files
from tests.index.synced import ALPHA, BETA, LONG

INTERNAL = '[documents."a.txt"]\ninternal = true\n'
PUBLIC = '[documents."a.txt"]\ninternal = false\n'


def synced(
    library: Path,
    *folders: Path,
    internal: tuple[str, ...] | None = None,
    desk: Catalogue | None = None,
    allow_empty: bool = False,
) -> Report:
    beside = Beside(desk=desk or Catalogue({}, {}), internal=internal)
    sources = [open_source(str(folder)) for folder in folders]
    return sync(library, sources, ToyEncoder(), allow_empty=allow_empty, beside=beside)


def public(library: Path) -> set[str]:
    """Ids of the documents that everybody may see."""
    return {one.id for one in Searcher.open(library, ToyEncoder()).for_everybody().store.documents()}


def test_the_catalogue_of_a_folder_makes_a_document_internal_and_opens_it_again(library: Path, posts: Path) -> None:
    synced(library, posts)
    assert public(library) == {"a.txt", "b.txt"}
    write_files(posts, {"catalogue.toml": INTERNAL})
    (change,) = synced(library).changes
    assert [(one.name, one.old, one.new) for one in change.facts] == [("internal", "no", "yes")]
    assert public(library) == {"b.txt"}
    write_files(posts, {"catalogue.toml": INTERNAL.replace("true", "false")})
    synced(library)
    assert public(library) == {"a.txt", "b.txt"}


@pytest.mark.parametrize("lose", [Path.unlink, lambda file: file.write_text("")], ids=["removed", "emptied"])
@pytest.mark.parametrize("internal", [(), ("posts",)], ids=["open", "internal"])
def test_a_catalogue_that_was_lost_opens_nothing(
    library: Path, posts: Path, lose: Callable[[Path], object], internal: Sequence[str]
) -> None:
    of_staff = tuple(str(posts.parent / name) for name in internal)
    catalogue = "[defaults]\ninternal = true\n" + (PUBLIC if internal else "")
    write_files(posts, {"catalogue.toml": catalogue})
    synced(library, posts, internal=of_staff)
    seen = public(library)
    lose(posts / "catalogue.toml")
    for _ in range(2):
        with pytest.raises(CatalogueError, match="had a catalogue at its last sync"):
            synced(library, internal=of_staff)
        assert public(library) == seen
    with pytest.raises(CatalogueError, match="had a catalogue"):  # also where all is built anew
        sync(library, [], ToyEncoder(fingerprint="toy-2"), beside=Beside(internal=of_staff))
    assert public(library) == seen
    synced(library, internal=of_staff, allow_empty=True)
    assert public(library) == (set() if internal else {"a.txt", "b.txt"})
    assert not synced(library, internal=of_staff).changes


@pytest.mark.parametrize("value", ['"yes"', "1", "[true]"])
def test_what_is_neither_true_nor_false_is_refused(library: Path, posts: Path, value: str) -> None:
    write_files(posts, {"catalogue.toml": f'[documents."a.txt"]\ninternal = {value}\n'})
    with pytest.raises(CatalogueError, match="internal must be true or false"):
        synced(library, posts)


def test_all_of_a_source_is_internal_until_the_settings_say_otherwise(
    library: Path, posts: Path, tmp_path: Path
) -> None:
    minutes = write_files(tmp_path / "minutes", {"m.txt": post("Minutes", "The board met.")})
    synced(library, posts, minutes, internal=(f"{minutes}/",))
    assert public(library) == {"a.txt", "b.txt"}
    write_files(minutes, {"n.txt": post("More minutes", "The board met again.")})
    synced(library)  # who says nothing of internal sources changes none
    synced(library, posts)
    assert public(library) == {"a.txt", "b.txt"}
    synced(library, internal=())
    assert public(library) == {"a.txt", "b.txt", "m.txt", "n.txt"}


def test_an_index_that_is_built_anew_keeps_internal_what_was(library: Path, posts: Path, tmp_path: Path) -> None:
    minutes = write_files(tmp_path / "minutes", {"m.txt": post("Minutes", "The board met.")})
    synced(library, posts, minutes, internal=(str(minutes),))
    other = ToyEncoder(fingerprint="toy-2")
    sync(library, [], other)
    told = Searcher.open(library, other).for_everybody().store.documents()
    assert {one.id for one in told} == {"a.txt", "b.txt"}


def test_one_document_of_an_internal_source_is_opened_by_its_id_alone(library: Path, posts: Path) -> None:
    write_files(posts, {"catalogue.toml": "[defaults]\ninternal = false\n" + PUBLIC})
    synced(library, posts, internal=(str(posts),))
    assert public(library) == {"a.txt"}
    synced(library, desk=Catalogue({}, {"a.txt": {"internal": True}, "b.txt": {"internal": False}}))
    assert public(library) == {"b.txt"}


def test_the_desk_hides_and_shows_a_document_at_once(library: Path, posts: Path) -> None:
    synced(library, posts)
    hidden = Catalogue({}, {"a.txt": {"internal": True}})
    assert relabel(library, hidden, ToyEncoder()).documents == ("a.txt",)
    assert public(library) == {"b.txt"}
    synced(library, desk=hidden)
    assert public(library) == {"b.txt"}
    relabel(library, EMPTY, ToyEncoder())
    assert public(library) == {"a.txt", "b.txt"}


@pytest.mark.parametrize("by_desk", [False, True])
def test_hiding_what_others_repeat_makes_one_of_them_the_original(library: Path, tmp_path: Path, by_desk: bool) -> None:
    files = {name: post(name, LONG) for name in ("a.txt", "b.txt", "c.txt")}
    folder = write_files(tmp_path / "posts", files)
    synced(library, folder)
    assert public(library) == {"a.txt"}
    if by_desk:
        relabel(library, Catalogue({}, {"a.txt": {"internal": True}}), ToyEncoder())
    else:
        write_files(folder, {"catalogue.toml": INTERNAL})
        synced(library)
    whole = Searcher.open(library, ToyEncoder())
    for searcher in (whole, whole.for_everybody()):
        assert [one.id for one in searcher.store.documents()] == ["b.txt"]
        assert [hit.document.id for hit in searcher.search(Query("adults learn certificates"))] == ["b.txt"]


@dataclass(frozen=True)
class Down:
    """A source that cannot be looked at."""

    address: str
    catalogue: Catalogue = EMPTY

    def items(self) -> Iterator[Item]:
        raise SourceError("It is down.")


def test_a_source_that_is_down_is_hidden_all_the_same(library: Path, posts: Path, tmp_path: Path) -> None:
    minutes = write_files(tmp_path / "minutes", {"m.txt": ALPHA, "n.txt": BETA})
    synced(library, posts, minutes)
    desk = Catalogue({}, {"minutes/n.txt": {"internal": False}, "n.txt": {"internal": False}})
    beside = Beside(desk=desk, internal=(str(minutes),))
    assert "m.txt" in public(library) or "a.txt" in public(library)
    report = sync(library, [open_source(str(posts)), Down(str(minutes))], ToyEncoder(), beside=beside)
    assert report.failed and report.published
    store = Searcher.open(library, ToyEncoder()).store
    assert store.document_named("m.txt").internal and not store.document_named("n.txt").internal
    assert store.internal_sources() == {str(minutes)}


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("/srv/posts/minutes", "/srv/posts"),
        ("/srv", "/srv/posts"),
        ("https://www.example.org/board/", "https://example.org/"),
        ("http://example.org/", "https://example.org/board/"),
    ],
)
def test_a_part_of_a_source_is_refused(told: str, address: str) -> None:
    with pytest.raises(SourceError, match="is not the whole of the source"):
        internal_among([address], [told])


def test_a_source_is_known_in_any_spelling() -> None:
    same = {"/srv/a/../posts/": "/srv/posts", "http://www.Example.org": "https://example.org/"}
    for told, address in same.items():
        assert internal_among([address, "/srv/other", "https://other.example/"], [told]) == {address}


@pytest.mark.parametrize("told", ["/srv/minuts", "https://intranett.example.org"])
def test_what_is_no_source_is_refused_unless_it_is_foreseen(told: str) -> None:
    addresses = ["/srv/minutes", "https://intranet.example.org/"]
    with pytest.raises(SourceError, match=f"{told} internal, which is no source"):
        internal_among(addresses, [*addresses, told])
    assert internal_among(addresses, [*addresses, told], [told]) == {*addresses, told}


def test_a_misspelled_source_opens_nothing(library: Path, posts: Path) -> None:
    synced(library, posts, internal=(str(posts),))
    with pytest.raises(SourceError, match="which is no source"):
        synced(library, internal=(f"{posts}s",))
    assert public(library) == set()


def test_a_part_that_is_told_changes_nothing(library: Path, posts: Path) -> None:
    synced(library, posts)
    before = open_current(library).name
    with pytest.raises(SourceError, match="is not the whole"):
        synced(library, internal=(str(posts / "sub"),))
    assert open_current(library).name == before


def test_the_default_of_a_document_is_public() -> None:
    assert not Document("a", "", "", ()).internal
    assert replace(Document("a", "", "", ()), internal=True).internal
