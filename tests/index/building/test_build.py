"""A sync does what changed, and only that."""

import os
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, NoLibrary
from index.build import sync
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import agrees, found, ids, outcomes, reasons


def test_every_item_is_added_and_found(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added"}
    assert (report.published, report.documents, report.passages, report.embedded) == (True, 2, 2, 2)
    assert found(library, toy_encoder, "boats") == ["b.txt"]
    assert agrees(library, toy_encoder)


def test_nothing_changed_publishes_nothing(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"bad.pdf": b"no pdf", "unknown.docx": "x", "empty.txt": "", "title.txt": post("Only a title")})
    first = sync_folder(library, toy_encoder, posts)
    again = sync_folder(library, toy_encoder, posts)
    assert (again.published, again.embedded, again.generation) == (False, 0, first.generation)
    assert outcomes(again) == outcomes(first) | {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert reasons(again) == reasons(first)


def test_a_sync_without_sources_takes_those_it_knows(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    assert outcomes(sync(library, [], toy_encoder)) == {"a.txt": "unchanged", "b.txt": "unchanged", "c.txt": "added"}


def test_a_library_that_is_none_cannot_be_synced_without_sources(library: Path, toy_encoder: ToyEncoder) -> None:
    with pytest.raises(NoLibrary):
        sync(library, [], toy_encoder)


def test_only_what_changed_is_embedded(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sections = {"Apples": "It speaks of apples.", "Boats": "It speaks of boats."}
    text = "\n\n".join(f"{heading}\n\n{body}" for heading, body in sections.items())
    write_files(posts, {"a.txt": post("Alpha", "Opening words.", text)})
    sync_folder(library, toy_encoder, posts)
    toy_encoder.embedded.clear()
    write_files(posts, {"a.txt": post("Alpha", "Opening words.", text.replace("of boats", "of ships"))})
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "changed", "b.txt": "unchanged"}
    assert toy_encoder.embedded == ["Alpha. Boats\nIt speaks of ships."]
    assert report.embedded == 1
    assert found(library, toy_encoder, "ships") == ["a.txt"]
    assert found(library, toy_encoder, "It apples") == ["a.txt"]
    assert agrees(library, toy_encoder)


def test_a_file_that_was_only_touched_is_unchanged(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    os.utime(posts / "a.txt", ns=(1, 1))
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert report.embedded == 0


def test_a_removed_file_is_removed_everywhere(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    (posts / "b.txt").unlink()
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "removed"}
    assert ids(library, toy_encoder) == {"a.txt"}
    assert found(library, toy_encoder, "boats") == []
    assert agrees(library, toy_encoder)


def test_a_renamed_file_is_removed_and_added(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    (posts / "b.txt").rename(posts / "c.txt")
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "removed", "c.txt": "added"}
    assert found(library, toy_encoder, "boats") == ["c.txt"]


def correct(posts: Path, line: str) -> None:
    write_files(posts, {"catalogue.toml": f'[documents."a.txt"]\n{line}\n'})


def test_a_correction_is_shown_without_embedding_anything(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    correct(posts, 'status = "historic"')
    report = sync_folder(library, toy_encoder, posts)
    assert (report.published, report.embedded) == (True, 0)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert Searcher.open(library, toy_encoder).document("a.txt").status == "historic"
    assert agrees(library, toy_encoder)


def test_a_corrected_title_is_embedded_with_its_passages(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    toy_encoder.embedded.clear()
    correct(posts, 'title = "Orchards"')
    assert sync_folder(library, toy_encoder, posts).embedded == 1
    assert toy_encoder.embedded[0].startswith("Orchards\n")
    assert found(library, toy_encoder, "orchards") == ["a.txt"]


def test_a_correction_that_is_taken_back_is_gone(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    correct(posts, 'speaker = "Others"')
    sync_folder(library, toy_encoder, posts)
    (posts / "catalogue.toml").unlink()
    with pytest.raises(CatalogueError, match="--allow-empty"):
        sync_folder(library, toy_encoder, posts)
    assert Searcher.open(library, toy_encoder).document("a.txt").speaker == "Others"
    sync_folder(library, toy_encoder, posts, allow_empty=True)
    assert Searcher.open(library, toy_encoder).document("a.txt").speaker == ""


def test_a_correction_of_no_document_is_told(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"catalogue.toml": '[documents."z.txt"]\ntitle = "Z"\n'})
    (note,) = sync_folder(library, toy_encoder, posts).notes
    assert '"z.txt", which no document is called' in note


def test_a_wrong_catalogue_leaves_the_library_as_it_was(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    first = sync_folder(library, toy_encoder, posts)
    correct(posts, 'status = "old"')
    with pytest.raises(CatalogueError):
        sync_folder(library, toy_encoder, posts)
    assert Searcher.open(library, toy_encoder).generation.name == first.generation
