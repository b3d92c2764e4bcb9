"""`assistant page`."""

import json
from pathlib import Path

import pytest
from PIL import Image

import corpus.sample
from tests.assistant.cli.commands import assistant, refused

NAME = "2022-learning-accounts.pdf"
STATEMENT = (corpus.sample.content() / "statements" / NAME).read_bytes()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / NAME).write_bytes(STATEMENT)
    (folder / "post.txt").write_text("12.07.2021\n\nA title\n\nEAEA calls for a fair share.\n", encoding="utf-8")
    return folder


@pytest.fixture
def index(papers: Path, tmp_path: Path) -> Path:
    path = tmp_path / "library"
    assert assistant("sync", papers, "--index", path).returncode == 0
    return path


def test_a_citation_is_shown_on_its_page(index: Path, papers: Path, tmp_path: Path) -> None:
    asked = assistant("ask", "individual learning accounts", "--index", index, "--json")
    cited = next(one for one in json.loads(asked.stdout)["citations"] if one["document"] == NAME)
    out = tmp_path / "page.png"
    place = (NAME, cited["start"], cited["end"])
    run = assistant("page", *place, "--out", out, "--index", index, "--scale", "2")
    assert run.stdout.startswith(f"Page {cited['page']}, with ") and f"written to {out}." in run.stdout
    with Image.open(out) as image:
        assert image.format == "PNG" and image.size == (1191, 1684)
        colours = image.convert("RGB").getcolors(1 << 24)
    assert colours and any(red > blue + 100 for _, (red, _, blue) in colours)  # the marker

    assert "has no words from 5 to 999999" in refused(
        assistant("page", NAME, 5, 999999, "--out", out, "--index", index)
    )
    assert "only PDFs do" in refused(assistant("page", "post.txt", 1, 5, "--out", out, "--index", index))
    assert "assistant documents" in refused(assistant("page", "none.pdf", 1, 5, "--out", out, "--index", index))
    nowhere = tmp_path / "none" / "page.png"
    assert str(nowhere) in refused(assistant("page", *place, "--out", nowhere, "--index", index))

    (papers / NAME).write_bytes(STATEMENT + b"\n")
    out.unlink()
    assert "is no longer the file" in refused(assistant("page", *place, "--out", out, "--index", index))
    (papers / NAME).unlink()
    assert "cannot be had" in refused(assistant("page", *place, "--out", out, "--index", index))
    assert not out.exists()


def test_a_quotation_over_two_pages_is_written_to_two_files(index: Path, tmp_path: Path) -> None:
    listed = assistant("documents", "--index", index, "--jsonl", tmp_path / "all.jsonl")
    assert listed.returncode == 0
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    second = next(row for row in rows if row["_id"] == NAME)["page_starts"][1]
    out = tmp_path / "page.png"
    run = assistant("page", NAME, second - 40, second + 40, "--out", out, "--index", index)
    assert run.stdout.splitlines()[-1] == "The quotation runs from page 1 to page 2."
    assert out.exists() and (tmp_path / "page-2.png").exists()
