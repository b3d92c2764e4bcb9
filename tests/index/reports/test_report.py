"""The report of a sync: what changed in words and facts, what is gone, what needs attention."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from index.build import sync
from index.reports.changes import Fact
from index.reports.report import Report
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import ALPHA, BETA, LONG, outcomes, reasons


def told_of(report: Report) -> dict[str, tuple[str, str]]:
    """(removed words, added words) by document."""
    return {
        change.document: tuple(
            " ".join(piece.text for hunk in change.hunks for piece in hunk.pieces if piece.kind == kind)
            for kind in ("removed", "added")
        )
        for change in report.changes
    }  # type: ignore[return-value]


def scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def test_a_changed_text_is_told_word_by_word(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    first = sync_folder(library, toy_encoder, posts)
    assert first.changes == ()
    write_files(posts, {"a.txt": ALPHA.replace("apples", "ripe pears")})
    report = sync_folder(library, toy_encoder, posts)
    assert told_of(report) == {"a.txt": ("apples", "ripe pears")}
    (change,) = report.changes
    assert (change.item, change.source, change.words_removed, change.words_added) == ("a.txt", str(posts), 1, 2)
    assert change.facts == ()


def test_a_new_date_and_title_are_told_with_the_words(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"b.txt": BETA.replace("13.03.2021", "14.03.2021").replace("Beta\n", "Better\n")})
    report = sync_folder(library, toy_encoder, posts)
    (change,) = report.changes
    assert change.facts == (Fact("title", "Beta", "Better"), Fact("published", "2021-03-13", "2021-03-14"))
    assert outcomes(report)["b.txt"] == "changed"
    assert reasons(report)["b.txt"] == ""


def test_a_correction_is_told_of_an_item_that_is_unchanged(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    entry = '[documents."a.txt"]\nkind = "statement"\nstatus = "historic"\n'
    write_files(posts, {"catalogue.toml": entry})
    report = sync_folder(library, toy_encoder, posts)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert reasons(report) == {"a.txt": "corrected: kind, status", "b.txt": ""}
    (change,) = report.changes
    assert change.facts == (Fact("kind", "post", "statement"), Fact("status", "current", "historic"))
    assert reasons(sync_folder(library, toy_encoder, posts)) == {"a.txt": "", "b.txt": ""}


def test_a_file_that_is_read_the_same_has_no_change_to_tell(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"a.txt": ALPHA + "\n\n"})
    report = sync_folder(library, toy_encoder, posts)
    assert (outcomes(report)["a.txt"], report.changes) == ("changed", ())


def test_added_and_removed_documents_are_told_with_their_titles(
    library: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    first = sync_folder(library, toy_encoder, posts)
    assert [(one.document, one.title, one.published) for one in first.added] == [
        ("a.txt", "Alpha", "2021-03-12"),
        ("b.txt", "Beta", "2021-03-13"),
    ]
    (posts / "b.txt").unlink()
    write_files(posts, {"a.txt": ALPHA + "\n" + post("Gamma", "Gamma begins with gardens.", day="14.03.2021")})
    report = sync_folder(library, toy_encoder, posts)
    assert [(one.item, one.title) for one in report.added] == [("a.txt", "Gamma")]
    assert [(one.item, one.document, one.title) for one in report.removed] == [("b.txt", "b.txt", "Beta")]


def test_all_undated_documents_are_told_each_time(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"c.txt": "Gamma\n\nGamma speaks of gardens and has no date.\n"})
    for _ in range(2):
        assert [one.document for one in sync_folder(library, toy_encoder, posts).undated] == ["c.txt"]


def test_scans_are_told_by_their_cause_and_remembered(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"scan.pdf": scan(), "other.pdf": "no pdf"})
    for _ in range(2):
        report = sync_folder(library, toy_encoder, posts)
        assert [(one.name, one.cause) for one in report.without_text_layer] == [("scan.pdf", "no text layer")]
        assert [one.name for one in report.unreadable] == ["other.pdf"]


def test_repetitions_are_told_in_pairs(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    write_files(posts, {"a.txt": post("Alpha", LONG), "copy.txt": post("Alpha", LONG)})
    report = sync_folder(library, toy_encoder, posts)
    assert [item.repeats for item in report.items if item.repeats] == [(("copy.txt", "a.txt"),)]
    assert "copy.txt" not in {one.document for one in report.added}


def test_an_index_that_is_built_anew_tells_what_differs(library: Path, posts: Path, toy_encoder: ToyEncoder) -> None:
    sync_folder(library, toy_encoder, posts)
    write_files(posts, {"a.txt": ALPHA.replace("apples", "pears")})
    report = sync_folder(library, ToyEncoder(fingerprint="toy-2"), posts)
    assert outcomes(report) == {"a.txt": "added", "b.txt": "added"}
    assert told_of(report) == {"a.txt": ("apples", "pears")}
    assert (report.added, report.removed) == ((), ())
    assert "built anew" in report.notes[0]


def test_a_former_version_of_another_form_is_counted_and_not_compared(
    library: Path, posts: Path, toy_encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.building import findings

    def unknown(record: object) -> object:
        raise KeyError("modified")

    sync_folder(library, toy_encoder, posts)
    monkeypatch.setattr(findings, "from_record", unknown)
    report = sync_folder(library, ToyEncoder(fingerprint="toy-2"), posts)
    assert report.changes == ()
    assert "Of 2 documents the former words" in report.notes[0]


def test_a_document_of_the_same_name_from_another_source_is_another_document(
    library: Path, tmp_path: Path, posts: Path, toy_encoder: ToyEncoder
) -> None:
    other = write_files(tmp_path / "other", {"c.txt": post("Gamma", "Gamma speaks of gardens.")})
    sync_folder(library, toy_encoder, posts, other)
    (posts / "a.txt").unlink()
    shutil.copy(posts / "b.txt", other / "a.txt")
    write_files(other, {"a.txt": post("Delta", "Delta speaks of deserts.")})
    report = sync(library, [], toy_encoder)
    assert [one.title for one in report.added] == ["Delta"]
    assert [one.title for one in report.removed] == ["Alpha"]
    assert report.changes == ()
