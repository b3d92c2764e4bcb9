import json
import os
from pathlib import Path

import pytest

import corpus.sources.folder
from corpus.errors import ReadError, SourceError
from corpus.sources import Item, open_source
from tests.conftest import write_files

as_user = pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the superuser")


def items(address: Path) -> dict[str, Item]:
    found = list(open_source(str(address)).items())
    assert len({item.name for item in found}) == len(found)
    return {item.name: item for item in found}


def test_a_folder_holds_its_files_in_a_stable_order(tmp_path: Path) -> None:
    write_files(tmp_path, {"b.txt": "b", "a/z.html": "z", "a/c.PDF": "c", "d.md": "d"})
    found = items(tmp_path)
    assert list(found) == ["b.txt", "d.md", "a/c.PDF", "a/z.html"]
    assert {name: item.form for name, item in found.items()} == {
        "b.txt": "text",
        "d.md": "markdown",
        "a/c.PDF": "pdf",
        "a/z.html": "html",
    }
    assert found["a/z.html"].load() == b"z"


def test_hidden_files_and_the_catalogue_are_no_items(tmp_path: Path) -> None:
    write_files(tmp_path, {".a.txt": "x", ".git/b.txt": "x", "catalogue.toml": "", "c.txt": "x"})
    assert list(items(tmp_path)) == ["c.txt"]


def test_the_stamp_changes_when_and_only_when_the_file_does(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "one", "b.txt": "one"})
    before = items(tmp_path)
    write_files(tmp_path, {"a.txt": "two"})
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    after = items(tmp_path)
    assert before["a.txt"].stamp != after["a.txt"].stamp
    assert before["b.txt"].stamp == after["b.txt"].stamp


def told(folder: Path, name: str) -> str:
    """Why an item is skipped."""
    item = items(folder)[name]
    assert item.form == ""
    return item.skipped


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.docx": "x"})
    assert "a.docx is of a format that is not read" in told(tmp_path, "a.docx")


def test_links_are_told(tmp_path: Path) -> None:
    outside = write_files(tmp_path / "outside", {"secret.txt": "x"})
    inside = write_files(tmp_path / "inside", {"a.txt": "x"})
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "gone.txt").symlink_to(inside / "nothing")
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "near.txt").symlink_to(inside / "a.txt")
    assert told(inside, "out.txt") == "out.txt is a link out of the folder; copy the file in."
    assert told(inside, "folder") == "folder is a link to a folder; copy the folder in."
    assert "gone.txt cannot be looked at" in told(inside, "gone.txt")
    assert "leads back to itself" in told(inside, "loop.txt")
    assert items(inside)["near.txt"].load() == b"x"


def test_what_is_no_file_is_told_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt is no file" in told(tmp_path, "pipe.txt")


def test_a_name_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    (name,) = items(tmp_path)
    assert name.encode()
    assert "not UTF-8" in told(tmp_path, name)


def test_a_file_too_large_to_be_held_is_told(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(corpus.sources.folder.LARGEST_FILE + 1)
    assert "larger than 200 MB" in told(tmp_path, "a.pdf")


def test_a_file_that_went_away_is_told_when_it_is_loaded(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "x"})
    item = items(tmp_path)["a.txt"]
    (tmp_path / "a.txt").unlink()
    with pytest.raises(ReadError, match=r"a\.txt cannot be opened"):
        item.load()


@as_user
def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b.txt": "x", "c.txt": "x"})
    (tmp_path / "a").chmod(0)
    assert "a cannot be listed" in told(tmp_path, "a")
    (tmp_path / "a").chmod(0o700)


def corpus_lines(*lines: object) -> str:
    return "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)


def test_a_beir_corpus_has_one_item_a_line(tmp_path: Path) -> None:
    rows = [{"_id": "one", "text": "first"}, {"_id": "two/x", "text": "second"}]
    write_files(tmp_path, {"corpus.jsonl": corpus_lines(rows[0], "", rows[1])})
    for address in (tmp_path, tmp_path / "corpus.jsonl"):
        found = items(address)
        assert [(item.name, item.form, json.loads(item.load())) for item in found.values()] == [
            (row["_id"], "beir", row) for row in rows
        ]


def test_a_beir_corpus_that_is_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    outside = write_files(tmp_path / "other", {"corpus.jsonl": '{"_id": "minutes", "text": "Not for others."}\n'})
    folder = write_files(tmp_path / "mine", {"a.txt": "x"})
    (folder / "corpus.jsonl").symlink_to(outside / "corpus.jsonl")
    assert {name: item.skipped for name, item in items(folder).items()} == {
        "a.txt": "", "corpus.jsonl": "corpus.jsonl is a link out of the folder; copy the file in.",
    }  # fmt: skip


def test_a_beir_corpus_is_looked_at_as_any_file_is(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"a.txt": "x"})
    for name in ("pipe", os.fsdecode(b"k\xff")):
        (folder / name).mkdir()
    os.mkfifo(folder / "pipe/corpus.jsonl")
    (folder / os.fsdecode(b"k\xff") / "corpus.jsonl").symlink_to("nowhere")
    assert {name: item.skipped for name, item in items(folder).items()} == {
        "a.txt": "",
        "pipe/corpus.jsonl": "pipe/corpus.jsonl is no file (a pipe or a device); remove it.",
        "k\\udcff/corpus.jsonl": "k\\udcff/corpus.jsonl cannot be looked at: No such file or directory.",
    }


def test_a_path_too_long_for_the_system_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "x"})
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=deep)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    found = items(tmp_path)
    told = [item.skipped for name, item in found.items() if name != "a.txt"]
    assert "a.txt" in found and len(told) == 1 and "File name too long" in told[0]


def test_bad_and_repeated_lines_are_told_by_number(tmp_path: Path) -> None:
    lines = corpus_lines(
        {"_id": "one", "text": "a"}, "nonsense", {"_id": "one", "text": "b"}, [1], {"_id": 5}, {"_id": "\ud800"}
    )
    write_files(tmp_path, {"corpus.jsonl": lines})
    found = items(tmp_path)
    assert json.loads(found["one"].load())["text"] == "a"
    reasons = {name: item.skipped for name, item in found.items() if item.skipped}
    assert reasons.keys() == {f"corpus.jsonl:{number}" for number in (2, 3, 4, 5, 6)}
    assert "line 2 is no JSON object" in reasons["corpus.jsonl:2"]
    assert "line 3 comes twice as one" in reasons["corpus.jsonl:3"]


def test_one_name_is_never_two_items(tmp_path: Path) -> None:
    """An `_id` may be a file's name, and two `corpus.jsonl` may share one."""
    lines = corpus_lines({"_id": "b.txt", "text": "x"}, {"_id": "one", "text": "x"})
    write_files(tmp_path, {"b.txt": "x", "corpus.jsonl": lines, "deep/corpus.jsonl": lines})
    found = items(tmp_path)
    assert len(found) == 5
    assert [name for name, item in found.items() if "comes twice" in item.skipped] == [
        "b.txt (2)",
        "b.txt (3)",
        "one (2)",
    ]


def test_one_file_is_a_source(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "x", "catalogue.toml": '[documents."a.txt"]\ntitle = "T"\n'})
    source = open_source(str(tmp_path / "a.txt"))
    assert [item.name for item in source.items()] == ["a.txt"]
    assert source.catalogue.documents == {"a.txt": {"title": "T"}}
    assert source.address == str(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["nothing", "a.docx"])
def test_what_cannot_be_a_source_is_told_with_its_path(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"a.docx": "x"})
    with pytest.raises(SourceError, match=str(tmp_path / name)):
        open_source(str(tmp_path / name))


def test_a_site_needs_a_place_for_what_is_fetched() -> None:
    with pytest.raises(SourceError, match="assistant sync"):
        open_source("https://sample.example/")


@as_user
def test_a_source_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    with pytest.raises(SourceError, match="read permission"):
        open_source(str(tmp_path))
    tmp_path.chmod(0o700)


def test_lines_of_lists_in_lists_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    good = '{"_id": "b", "text": "Adults learn."}'
    deep = ["[" * 100_000, '{"_id": ' + "[" * 100_000, '{"a":' * 50_000]
    write_files(tmp_path, {"corpus.jsonl": "\n".join([*deep, good])})
    *bad, read_one = open_source(str(tmp_path / "corpus.jsonl")).items()
    assert ["is no JSON object" in item.skipped for item in bad] == [True] * 3
    assert (read_one.name, read_one.skipped) == ("b", "")


def test_a_beir_corpus_that_went_away_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"corpus.jsonl": ""})
    source = open_source(str(tmp_path / "corpus.jsonl"))
    (tmp_path / "corpus.jsonl").unlink()
    with pytest.raises(SourceError, match="cannot be read"):
        list(source.items())


def test_addresses_are_absolute(tmp_path: Path) -> None:
    address = open_source(os.path.relpath(tmp_path)).address
    assert Path(address).is_absolute()
    assert Path(address).samefile(tmp_path)
