"""One source that fails does not stop the others, and loses nothing."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, SourceError
from corpus.sources import open_source
from index.build import Beside, sync
from index.reports.report import Failure, Report
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import BETA, agrees, found, ids, outcomes, reasons


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write_files(tmp_path / "other", {"c.txt": post("Gamma", "Gamma speaks of gardens."), "bad.pdf": "no pdf"})


def failing(posts: Path, how: str) -> None:
    match how:
        case "gone":
            shutil.rmtree(posts)
        case "empty":
            (posts / "a.txt").unlink()
            (posts / "b.txt").unlink()
        case "catalogue":
            write_files(posts, {"catalogue.toml": "[nonsense"})


def restored(posts: Path) -> None:
    from tests.index.synced import ALPHA

    shutil.rmtree(posts, ignore_errors=True)
    write_files(posts, {"a.txt": ALPHA, "b.txt": BETA.replace("boats", "ships")})


@pytest.mark.parametrize("how", ["gone", "empty", "catalogue"])
def test_the_others_are_brought_up_to_date_and_it_stays(
    how: str, library: Path, posts: Path, other: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts, other)
    failing(posts, how)
    write_files(other, {"d.txt": post("Delta", "Delta speaks of deserts.")})
    report = sync(library, [], toy_encoder)
    assert [failure.source for failure in report.failed] == [str(posts)]
    assert report.published
    assert outcomes(report) == {
        "a.txt": "skipped", "b.txt": "skipped", "c.txt": "unchanged", "bad.pdf": "skipped", "d.txt": "added"
    }  # fmt: skip
    assert "since its source failed. The version read before stays" in reasons(report)["a.txt"]
    assert [item.name for item in report.not_looked_at] == ["a.txt", "b.txt"]
    assert ids(library, toy_encoder) == {"a.txt", "b.txt", "c.txt", "d.txt"}
    assert agrees(library, toy_encoder)
    restored(posts)
    again = sync(library, [], toy_encoder)
    assert again.failed == ()
    assert outcomes(again)["b.txt"] == "changed"
    assert found(library, toy_encoder, "ships") == ["b.txt"]


def test_a_failure_is_told_though_nothing_else_changed(
    library: Path, posts: Path, other: Path, toy_encoder: ToyEncoder
) -> None:
    first = sync_folder(library, toy_encoder, posts, other)
    shutil.rmtree(other)
    report = sync(library, [], toy_encoder)
    why = f"{other} does not exist. Check the spelling, or create the folder first."
    assert (report.published, report.generation) == (False, first.generation)
    assert report.failed == (Failure(str(other), why),)
    assert "bad.pdf is not a PDF" in reasons(report)["bad.pdf"]


def test_when_every_source_fails_nothing_is_done(
    library: Path, posts: Path, other: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts, other)
    for folder in (posts, other):
        shutil.rmtree(folder)
    with pytest.raises(SourceError, match=r"All 2 sources failed.*posts does not exist.*other does not exist"):
        sync(library, [], toy_encoder)
    assert ids(library, toy_encoder) == {"a.txt", "b.txt", "c.txt"}


def test_a_single_source_that_fails_raises_its_own_error(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    failing(posts, "catalogue")
    with pytest.raises(CatalogueError, match="is no TOML"):
        sync(library, [], toy_encoder)


def test_an_index_that_must_be_built_anew_is_not_built_without_a_source(
    library: Path, posts: Path, other: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts, other)
    shutil.rmtree(other)
    with pytest.raises(SourceError, match="needs all its sources"):
        sync(library, [], ToyEncoder(fingerprint="toy-2"))
    assert ids(library, toy_encoder) == {"a.txt", "b.txt", "c.txt"}


def test_a_new_source_that_fails_is_told_and_not_remembered(
    library: Path, posts: Path, tmp_path: Path, toy_encoder: ToyEncoder
) -> None:
    (tmp_path / "empty").mkdir()
    report: Report = sync_folder(library, toy_encoder, posts, tmp_path / "empty")
    assert [failure.source for failure in report.failed] == [str(tmp_path / "empty")]
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added"}
    assert sync(library, [], toy_encoder).failed == ()


def test_a_site_that_is_down_is_kept_while_a_folder_changes(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    from tests.corpus.servers import FakeTime, Page, access_to, article, serving

    told = {
        "/": Page("home"),
        "/sitemap.xml": Page("<urlset><url><loc>/a</loc></url></urlset>"),
        "/a": Page(article("Site post", "EAEA calls for A.")),
    }
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        access = access_to(library, FakeTime())
        sync(library, [open_source(str(posts)), open_source(server.address, access)], toy_encoder)
        told["/"] = Page("", 503)
        write_files(posts, {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
        report = sync(library, [], toy_encoder, beside=Beside(lambda address: open_source(address, access)))
    assert "could not be read to its end" in report.failed[0].why
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "unchanged", "c.txt": "added", "a": "skipped"}
    assert ids(library, toy_encoder) == {"a", "a.txt", "b.txt", "c.txt"}
