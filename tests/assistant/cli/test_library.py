"""Commands that keep the library: sync, report, status, documents."""

import json
import shutil
from pathlib import Path

from tests.assistant.cli.commands import POST, assistant, refused


def test_sync_tells_the_outcome_of_every_item(posts: Path, tmp_path: Path) -> None:
    (posts / "scan.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    (posts / "empty.html").write_bytes(b"")
    (posts / "table.xlsx").write_bytes(b"PK")
    run = assistant("sync", posts, "--index", tmp_path / "library", "--json")
    told = json.loads(run.stdout)
    outcomes = {item["source"]: (item["outcome"], item["reason"]) for item in told["items"]}
    assert run.returncode == 0
    assert outcomes["share.txt"] == ("added", "")
    assert "is not a PDF" in outcomes["scan.pdf"][1]
    assert "is empty" in outcomes["empty.html"][1]
    assert "format that is not read" in outcomes["table.xlsx"][1]
    assert sum(told["counts"].values()) == len(told["items"]) == 4


def test_settings_make_the_options_unnecessary(posts: Path, tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('[library]\nindex = "my.library"\nsources = ["posts"]\n', encoding="utf-8")
    assert assistant("sync", cwd=tmp_path).returncode == 0
    assert "fair share" in assistant("ask", "a fair share of funding?", cwd=tmp_path).stdout


def test_sources_that_are_not_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "does not exist" in refused(assistant("sync", tmp_path / "none", "--index", tmp_path / "library"))
    assert "is empty" in refused(assistant("sync", empty, "--index", tmp_path / "library"))
    assert "no index in" in refused(assistant("sync", "--index", tmp_path / "library"))


def test_a_source_with_nothing_readable_says_why(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"GIF89a")
    assert "is not a PDF" in refused(assistant("sync", tmp_path / "scan.pdf", "--index", tmp_path / "library"))


def test_the_last_report_is_shown_again_as_text_as_json_and_as_a_page(posts: Path, library: Path) -> None:
    (posts / "share.txt").write_text(POST.replace("fair share of", "fair <b>portion</b> of"), encoding="utf-8")
    synced = assistant("sync", posts, "--index", library)
    assert "[-share-] {+<b>portion</b>+}" in synced.stdout
    assert "[-share-] {+<b>portion</b>+}" in assistant("report", "--index", library).stdout
    told = json.loads(assistant("report", "--index", library, "--json").stdout)
    (hunk,) = told["changes"][0]["hunks"]
    assert [piece["text"] for piece in hunk["pieces"] if piece["kind"] == "removed"] == ["share"]
    page = library.parent / "report.html"
    assert str(page) in assistant("report", "--index", library, "--page", page).stdout
    assert "<del>share</del> <ins>&lt;b&gt;portion&lt;/b&gt;</ins>" in page.read_text(encoding="utf-8")
    assert "1 added" in assistant("report", "--index", library, "--back", 1).stdout
    assert "--back goes from 0 to 1" in refused(assistant("report", "--index", library, "--back", 2))


def test_a_source_that_fails_is_told_and_ends_with_status_1(posts: Path, tmp_path: Path) -> None:
    other, library = tmp_path / "other", tmp_path / "library"
    other.mkdir()
    (other / "boats.txt").write_text(POST.replace("A fair share", "Boats").replace("share", "boat"), encoding="utf-8")
    (tmp_path / "assistant.toml").write_text(
        f'[library]\nindex = "{library}"\nsources = ["{posts}", "{other}"]\n', encoding="utf-8"
    )
    assert assistant("sync", cwd=tmp_path).returncode == 0
    shutil.rmtree(other)
    (posts / "new.txt").write_text(POST.replace("fair share", "larger share"), encoding="utf-8")
    run = assistant("sync", cwd=tmp_path)
    assert run.returncode == 1
    assert f"FAILED     {other}  ({other} does not exist." in run.stdout
    assert "added      new.txt" in run.stdout
    assert "3 documents" in run.stdout.splitlines()[-1]
    assert "does not exist" in refused(assistant("sync", posts, tmp_path / "typo", "--index", library))
