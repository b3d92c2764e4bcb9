"""`assistant basket`: collecting, ordering, handing on."""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from tests.assistant.basket.read_back import READERS
from tests.assistant.cli.commands import POST, assistant, refused

WORDS = "EAEA calls for a fair share of funding for adult education in every programme."
OTHER = "Municipalities should give rooms to learners in the evening."


def test_what_is_collected_is_listed_ordered_and_handed_on(library: Path, tmp_path: Path) -> None:
    (tmp_path / "quote.txt").write_text(f"“{WORDS}”", encoding="utf-8")
    basket = ("--name", "Maria", "--index", library)
    added = assistant("basket", "add", tmp_path / "quote.txt", "--note", "for the reply", *basket)
    assert added.stdout == "1. A fair share (share.txt)\n"
    told = json.loads(
        assistant("basket", "add", "a fair share of funding for adult education", *basket, "--json").stdout
    )
    assert (told["number"], told["revision"], told["quote"]["document"]) == (2, 2, "share.txt")
    assert 'Basket "Maria", revision 3: 2 quotations' in assistant("basket", "move", "2", "1", *basket).stdout
    lines = assistant("basket", "list", *basket).stdout.splitlines()
    assert lines[2] == "1. “a fair share of funding for adult education”" and lines[5] == f"2. “{WORDS}”"
    assert lines[3].startswith("   EAEA, A fair share, post, 12 July 2021, file share.txt. Status: current. Accessed ")
    assert lines[-1] == "   Note: for the reply"
    listed = json.loads(assistant("basket", "list", *basket, "--json").stdout)
    assert [one["standing"]["state"] for one in listed["quotes"]] == ["unchanged", "unchanged"]
    for ending in (".docx", ".md"):
        file = tmp_path / f"out{ending}"
        assert assistant("basket", "export", file, *basket).stdout == f"2 quotations, written to {file}.\n"
        assert READERS[ending](file.read_bytes()) == ["a fair share of funding for adult education", WORDS]
    assert "Baskets that hold quotations: Maria (2)." in assistant("basket", "list", "--index", library).stdout
    assert "revision 4: 1 quotation\n" in assistant("basket", "remove", "1", *basket).stdout
    assert assistant("basket", "note", "1", "", *basket).stdout.endswith("1. A fair share (share.txt)\n")
    assert "revision 6: 0 quotations" in assistant("basket", "clear", *basket).stdout


def test_what_cannot_be_done_is_one_sentence(library: Path, tmp_path: Path) -> None:
    index = ("--index", library)
    assert "Nothing was kept" in refused(assistant("basket", "add", WORDS.replace("calls", "called"), *index))
    assert "no quotation 1; it has none" in refused(assistant("basket", "remove", "1", *index))
    assert "no quotation to export" in refused(assistant("basket", "export", tmp_path / "x.docx", *index))
    assert assistant("basket", "add", WORDS, *index).returncode == 0
    assert 'not written as ".pdf"' in refused(assistant("basket", "export", tmp_path / "x.pdf", *index))
    late = assistant("basket", "remove", "1", "--revision", "0", *index)
    assert "changed by somebody else meanwhile" in refused(late)
    assert "assistant sync" in refused(assistant("basket", "add", WORDS, "--index", tmp_path / "none"))
    assert not (tmp_path / "x.docx").exists() and not (tmp_path / "x.pdf").exists()


def test_what_the_library_no_longer_holds_is_left_out_and_told(library: Path, posts: Path, tmp_path: Path) -> None:
    index = ("--index", library)
    (posts / "rooms.txt").write_text(POST.replace("A fair share", "Rooms").replace(WORDS, OTHER), encoding="utf-8")
    assistant("sync", posts, *index)
    for words in (WORDS, OTHER):
        assert assistant("basket", "add", words, *index).returncode == 0
    (posts / "share.txt").write_text(POST.replace("a fair share", "no fair share"), encoding="utf-8")
    assistant("sync", posts, *index)
    listed = assistant("basket", "list", *index).stdout
    assert "The document no longer holds these words. They are shown as they were collected" in listed
    run = assistant("basket", "export", tmp_path / "x.md", *index)
    assert (run.returncode, run.stdout) == (1, f"1 quotation, written to {tmp_path / 'x.md'}.\n")
    assert run.stderr.startswith("Left out: number 1, A fair share. The document no longer holds these words.")
    assert READERS[".md"]((tmp_path / "x.md").read_bytes()) == [OTHER]
    assistant("basket", "remove", "2", *index)
    assert "None of the 1 quotations" in refused(assistant("basket", "export", tmp_path / "y.md", *index))
    assert not (tmp_path / "y.md").exists()


def test_a_full_disk_leaves_no_half_file_and_the_basket_as_it_was(small_disk: Path, posts: Path) -> None:
    library, file = small_disk / "library", small_disk / "x.docx"
    assistant("sync", posts, "--index", library)
    assert assistant("basket", "add", WORDS, "--index", library).returncode == 0
    file.write_bytes(b"before")
    fill(small_disk / "filling")
    before = {path.name for path in small_disk.rglob("*")}
    assert "disk is full" in refused(assistant("basket", "export", file, "--index", library))
    assert file.read_bytes() == b"before" and {path.name for path in small_disk.rglob("*")} == before
    assert str(library / "desk.sqlite") in refused(assistant("basket", "note", "1", "x" * 4000, "--index", library))
    (small_disk / "filling").unlink()
    listed = json.loads(assistant("basket", "list", "--index", library, "--json").stdout)
    assert [(one["words"], one["note"]) for one in listed["quotes"]] == [(WORDS, "")]


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filling, suppress(OSError):
        while True:
            filling.write(b"x" * 4096)


def test_a_desk_that_may_not_be_written_is_told_and_can_still_be_read(bound: tuple[str, ...], library: Path) -> None:
    assistant("basket", "add", WORDS, "--index", library)
    library.chmod(0o500)
    (library / "desk.sqlite").chmod(0o400)
    run = assistant("basket", "clear", "--index", library, prefix=bound)
    listed = assistant("basket", "list", "--index", library, prefix=bound)
    library.chmod(0o700)
    assert WORDS in listed.stdout
    assert "Check that this user may read and write there" in refused(run)


@pytest.mark.parametrize("verb", ["list", "clear"])
def test_a_damaged_desk_is_told(library: Path, verb: str) -> None:
    (library / "desk.sqlite").write_bytes(b"no database" * 100)
    assert "desk.sqlite is damaged" in refused(assistant("basket", verb, "--index", library))


def test_a_permanent_name_survives_a_rebuild_that_moves_the_words(library: Path, posts: Path) -> None:
    index = ("--index", library)
    before = json.loads(assistant("basket", "add", WORDS, *index, "--json").stdout)["quote"]
    (posts / "share.txt").write_text(POST.replace("\n\nEAEA", "\n\nNews come first.\n\nEAEA"), encoding="utf-8")
    assistant("sync", posts, *index)
    (listed,) = json.loads(assistant("basket", "list", *index, "--json").stdout)["quotes"]
    assert (listed["standing"]["state"], listed["name"]) == ("moved", before["name"])
    after = json.loads(assistant("basket", "add", WORDS, *index, "--json").stdout)
    assert (after["number"], after["quote"]["name"]) == (1, before["name"])
    assert after["quote"]["start"] == listed["standing"]["start"] > before["start"]
    with sqlite3.connect(library / "desk.sqlite") as connection:
        assert connection.execute("SELECT name FROM permalinks").fetchall() == [(before["name"],)]
    connection.close()
