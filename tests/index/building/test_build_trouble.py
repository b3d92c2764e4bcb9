"""A sync that meets trouble: what was there before stays, and the report says why."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import EMPTY, Catalogue
from corpus.document import Span
from corpus.errors import LibraryBusy, NoLibrary, SourceError
from corpus.sources import Item
from index.build import sync
from index.library.generation import rebuilding
from index.models.encoder import Progress
from index.query import Query
from index.ranking import Vectors
from index.reports.records import to_record
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import ALPHA, BETA, LONG, agrees, found, ids, outcomes, reasons


def test_an_unreadable_new_version_keeps_the_old_one(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"b.txt": b"\0\0 no text"})
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report)["b.txt"] == "skipped"
    assert "The version read before stays" in reasons(report)["b.txt"]
    assert found(library, toy_encoder, "boats") == ["b.txt"]
    again = sync_folder(library, toy_encoder, posts)
    assert (again.published, reasons(again)) == (False, reasons(report))
    write_files(posts, {"b.txt": BETA.replace("boats", "ships")})
    assert outcomes(sync_folder(library, toy_encoder, posts))["b.txt"] == "changed"
    assert found(library, toy_encoder, "ships") == ["b.txt"]


def test_an_emptied_folder_is_refused_unless_it_is_meant(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    for path in posts.iterdir():
        path.unlink()
    with pytest.raises(SourceError, match="--allow-empty"):
        sync_folder(library, toy_encoder, posts)
    assert ids(library, toy_encoder) == {"a.txt", "b.txt"}
    report = sync_folder(library, toy_encoder, posts, allow_empty=True)
    assert outcomes(report) == {"a.txt": "removed", "b.txt": "removed"}
    assert (report.documents, ids(library, toy_encoder)) == (0, set())


@pytest.mark.parametrize("files", [{}, {"a.docx": "x"}, {"a.txt": ""}, {"a.pdf": "no pdf"}])
def test_nothing_readable_makes_no_library(
    library: Path, tmp_path: Path, toy_encoder: ToyEncoder, files: dict[str, str]
) -> None:
    (tmp_path / "posts").mkdir()
    with pytest.raises(SourceError):
        sync_folder(library, toy_encoder, write_files(tmp_path / "posts", files))
    with pytest.raises(NoLibrary):
        Searcher.open(library, toy_encoder)


def test_the_same_text_twice_is_one_document_and_the_other_is_promoted(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    write_files(posts, {"a.txt": post("Alpha", LONG), "copy.txt": post("Alpha", LONG)})
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added", "copy.txt": "duplicate"}
    assert reasons(report)["copy.txt"] == "copy.txt says what a.txt says"
    assert found(library, toy_encoder, "certificates") == ["a.txt"]
    (posts / "a.txt").unlink()
    assert outcomes(sync_folder(library, toy_encoder, posts)) == {
        "a.txt": "removed",
        "b.txt": "unchanged",
        "copy.txt": "unchanged",
    }
    assert found(library, toy_encoder, "certificates") == ["copy.txt"]
    assert agrees(library, toy_encoder)


def test_a_teaser_gives_way_to_its_post_when_that_comes(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"a.txt": ALPHA + "\n" + post("Gamma", "Gamma begins with gardens.", day="14.03.2021")})
    sync_folder(library, toy_encoder, posts)
    teaser = "a.txt#2021-03-14-gamma"
    assert found(library, toy_encoder, "gardens") == [teaser]
    write_files(posts, {"c.txt": post("Gamma", "Gamma begins with gardens.", "It ends with woods.", day="14.03.2021")})
    report = sync_folder(library, toy_encoder, posts)
    assert found(library, toy_encoder, "gardens") == ["c.txt"]
    assert reasons(report)["a.txt"] == f"{teaser} says what c.txt says"
    assert outcomes(report)["a.txt"] == "unchanged"
    assert agrees(library, toy_encoder)


def test_another_model_is_built_from_every_source_that_is_known(
    library: Path, tmp_path: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    other = write_files(tmp_path / "other", {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    sync_folder(library, toy_encoder, posts)
    sync_folder(library, toy_encoder, other)
    newer = ToyEncoder(fingerprint="toy-2", dimension=16)
    report = sync_folder(library, newer, posts)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added", "c.txt": "added"}
    assert len(newer.embedded) == report.embedded == 3
    assert ids(library, newer) == {"a.txt", "b.txt", "c.txt"}


def test_files_of_one_name_in_several_sources_do_not_collide(
    library: Path, tmp_path: Path, toy_encoder: ToyEncoder
) -> None:
    texts = {
        "data/x.txt": "apples",
        "data/posts/x.txt": "boats",
        "one/posts/x.txt": "cherries",
        "two/posts/x.txt": "dates",
    }
    for name, word in texts.items():
        write_files(tmp_path, {name: post(word.title(), f"It speaks of {word}.")})
    write_files(tmp_path / "two" / "posts", {"catalogue.toml": '[documents."x.txt"]\ntopics = ["fruit"]\n'})
    sources = [tmp_path / "data", tmp_path / "one" / "posts", tmp_path / "two" / "posts"]
    for source in sources:
        report = sync_folder(library, toy_encoder, source)
        assert report.counts["added"] == len(report.items)
        assert all(item.documents for item in report.items)
    assert report.documents == 4
    for name, word in texts.items():
        (document,) = [
            hit.document for hit in Searcher.open(library, toy_encoder).search(Query(word)) if hit.by_keywords
        ]
        assert document.title == word.title()
        assert document.topics == (("fruit",) if name.startswith("two") else ())
    before = ids(library, toy_encoder)
    write_files(tmp_path, {"two/posts/x.txt": post("Dates", "It speaks of dates and figs.")})
    (tmp_path / "data" / "x.txt").unlink()
    sync(library, [], toy_encoder)
    assert ids(library, toy_encoder) == before - {"x.txt"}


class Failing(ToyEncoder):
    """Fails when it is asked for passages."""

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        raise RuntimeError("no vectors today")


def test_a_failing_encoder_leaves_the_library_as_it_was(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    first = sync_folder(library, toy_encoder, posts)
    write_files(posts, {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    with pytest.raises(RuntimeError, match="no vectors today"):
        sync_folder(library, Failing(), posts)
    assert Searcher.open(library, toy_encoder).generation.name == first.generation
    assert ids(library, toy_encoder) == {"a.txt", "b.txt"}
    assert list(library.glob("building-*")) == []
    assert outcomes(sync_folder(library, toy_encoder, posts))["c.txt"] == "added"


def test_a_sync_during_another_is_refused(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    with rebuilding(library), pytest.raises(LibraryBusy):
        sync_folder(library, toy_encoder, posts)


def test_a_damaged_library_is_built_anew_from_the_sources_named(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts)
    (library / "generations" / "000001" / "library.sqlite").write_bytes(b"damaged")
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added"}
    assert "built anew" in report.notes[0]
    assert found(library, toy_encoder, "boats") == ["b.txt"]


def test_a_library_served_from_the_one_before_is_published_again(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"b.txt": BETA.replace("boats", "ships")})
    damaged = sync_folder(library, toy_encoder, posts).generation
    (library / "generations" / damaged / "vectors.faiss").write_bytes(b"damaged")
    report = sync_folder(library, toy_encoder, posts)
    assert report.published
    assert "differs from what was published" in report.notes[0]
    assert Searcher.open(library, toy_encoder).generation.warning == ""
    assert found(library, toy_encoder, "ships") == ["b.txt"]


def test_a_library_served_from_the_one_before_is_published_again_though_nothing_changed(
    library: Path, tmp_path: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts)
    other = write_files(tmp_path / "other", {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    damaged = sync_folder(library, toy_encoder, other).generation
    (library / "generations" / damaged / "vectors.faiss").write_bytes(b"damaged")
    assert sync_folder(library, toy_encoder, posts).published
    assert Searcher.open(library, toy_encoder).generation.warning == ""


class Site:
    """A source whose items the test sets."""

    address = "test:site"

    def __init__(self, *items: Item) -> None:
        self.held = list(items)

    @property
    def catalogue(self) -> Catalogue:
        return EMPTY

    def items(self) -> Sequence[Item]:  # type: ignore[override]
        return self.held


def item(name: str, text: str) -> Item:
    return Item(name, "text", text, text.encode)


def test_what_lies_below_a_folder_that_cannot_be_listed_stays(library: Path, toy_encoder: ToyEncoder) -> None:
    top, below = item("a.txt", ALPHA), item("sub/b.txt", BETA)
    sync(library, [Site(top, below)], toy_encoder)  # type: ignore[list-item]
    closed = Item("sub", "", "", bytes, "sub cannot be listed: Permission denied.", hides="sub/")
    report = sync(library, [Site(top, closed)], toy_encoder)  # type: ignore[list-item]
    assert outcomes(report) == {"a.txt": "unchanged", "sub": "skipped", "sub/b.txt": "skipped"}
    assert "stays" in reasons(report)["sub/b.txt"]
    assert ids(library, toy_encoder) == {"a.txt", "sub/b.txt"}
    assert outcomes(sync(library, [Site(top)], toy_encoder))["sub/b.txt"] == "removed"  # type: ignore[list-item]


def test_a_file_that_could_not_be_loaded_is_tried_again(library: Path, toy_encoder: ToyEncoder) -> None:
    from corpus.errors import ReadError

    def refused() -> bytes:
        raise ReadError("b.txt cannot be opened: Permission denied.")

    first, second = item("a.txt", ALPHA), item("b.txt", BETA)
    report = sync(library, [Site(first, replace(second, load=refused))], toy_encoder)  # type: ignore[list-item]
    assert outcomes(report)["b.txt"] == "skipped"
    assert outcomes(sync(library, [Site(first, second)], toy_encoder))["b.txt"] == "added"  # type: ignore[list-item]


def test_a_beir_corpus_is_found_by_its_ids_and_offsets(library: Path, tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    text = " Boats are old.  Ships are new. "
    lines = f'{{"_id": "d1", "title": "T", "text": "{text}"}}\n{{"_id": "d2", "text": "{text}"}}\nnonsense\n'
    folder = write_files(tmp_path / "beir", {"corpus.jsonl": lines})
    report = sync_folder(library, toy_encoder, folder)
    assert outcomes(report) == {"d1": "added", "d2": "added", "corpus.jsonl:3": "skipped"}
    hits = Searcher.open(library, toy_encoder).search(Query("ships"))
    places = [(one.document.id, one.passage) for hit in hits for one in (hit, *hit.copies)]
    assert {name for name, _ in places} == {"d1", "d2"}
    assert {text[passage.start : passage.end] for _, passage in places} == {text.strip()}


def test_the_report_is_one_record_that_adds_up(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"bad.pdf": "no pdf"})
    record = to_record(sync_folder(library, toy_encoder, posts))
    assert sum(record["counts"].values()) == len(record["items"]) == 3
    assert {one["source"]: (one["outcome"], one["documents"]) for one in record["items"]} == {
        "a.txt": ("added", ["a.txt"]),
        "b.txt": ("added", ["b.txt"]),
        "bad.pdf": ("skipped", []),
    }
