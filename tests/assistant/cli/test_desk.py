"""`assistant desk`: documents, corrections, pinned answers, gaps, feedback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index.models.encoder import OpenVinoEncoder
from tests.assistant.cli.commands import POST, assistant, refused
from tests.assistant.cli.test_basket import fill
from tests.conftest import sync_folder

WORDS = "EAEA calls for a fair share of funding for adult education in every programme."
QUESTION = "Should adult education get a fair share of funding?"


@pytest.fixture
def index(library: Path, posts: Path, encoder: OpenVinoEncoder) -> tuple[str, Path]:
    other = POST.replace("A fair share", "Rooms").replace(WORDS, "Municipalities should give rooms to learners.")
    (posts / "rooms.txt").write_text(other.replace("2021", "2022"), encoding="utf-8")
    sync_folder(library, encoder, posts)
    return "--index", library


def test_a_correction_is_shown_at_once_survives_a_sync_and_is_taken_back(index: tuple[str, Path], posts: Path) -> None:
    setting = ("--superseded-by", "rooms.txt", "--topic", "money", "--by", "Maria", "--note", "replaced")
    lines = assistant("desk", "set", "share.txt", *setting, *index).stdout.splitlines()
    assert lines[1] == "            post, en, superseded, by rooms.txt; money"
    assert "  superseded_by: rooms.txt (without the desk none)" in lines[3]
    assert lines[-1].startswith("Shown in generation 000003")
    asked = assistant("ask", QUESTION, *index).stdout
    assert "(superseded by rooms.txt)" in asked and WORDS in asked
    (posts / "share.txt").write_text(POST.replace("\n\nEAEA", "\n\nNews first.\n\nEAEA"), encoding="utf-8")
    assistant("sync", posts, *index)
    told = json.loads(assistant("desk", "documents", "share", *index, "--json").stdout)
    (row,) = told["documents"]
    assert (told["total"], row["status"], row["topics"], row["revision"]) == (1, "superseded", ["money"], 1)
    assert assistant("desk", "unset", "share.txt", "superseded-by", "topics", "--by", "Jo", *index).returncode == 0
    assert "12.07.2021" in POST and "2021-07-12  A fair share  (share.txt)\n            post, en, current; funding" in (
        assistant("desk", "documents", *index).stdout
    )
    history = json.loads(assistant("desk", "history", "share.txt", *index, "--json").stdout)["changes"]
    assert [(one["by"], one["note"], one["revision"]) for one in history] == [("Jo", "", 2), ("Maria", "replaced", 1)]


def test_a_document_is_hidden_and_opened_again(index: tuple[str, Path]) -> None:
    lines = assistant("desk", "set", "share.txt", "--internal", "yes", "--by", "Maria", *index).stdout.splitlines()
    assert lines[1] == "            post, en, current, for staff only; funding"
    assert "  internal: yes (without the desk no)" in lines[3]
    assert "A fair share  (share.txt)  [staff only]" in assistant("documents", *index).stdout
    assert WORDS in assistant("ask", QUESTION, *index).stdout  # who has the files sees everything
    assert (
        "for staff only" not in assistant("desk", "set", "share.txt", "--internal", "no", "--by", "Jo", *index).stdout
    )
    told = refused(assistant("desk", "set", "share.txt", "--internal", "maybe", "--by", "Jo", *index))
    assert told.strip().endswith('"maybe" is neither "yes" nor "no".')


def test_what_cannot_be_set_is_one_sentence(index: tuple[str, Path]) -> None:
    by = ("--by", "Jo", *index)
    assert 'no document "x"' in refused(assistant("desk", "set", "x", "--status", "historic", *by))
    assert "is no day" in refused(assistant("desk", "set", "share.txt", "--published", "in May", *by))
    assert "is to be set" in refused(assistant("desk", "set", "share.txt", *by))
    assert assistant("desk", "set", "share.txt", "--status", "historic", *by).returncode == 0
    late = assistant("desk", "set", "share.txt", "--kind", "page", "--revision", "0", *by)
    assert "changed meanwhile by Jo" in refused(late)
    assert "nothing to take back" in refused(assistant("desk", "unset", "share.txt", "kind", *by))


def test_an_answer_is_pinned_shown_listed_and_taken_away(index: tuple[str, Path], tmp_path: Path) -> None:
    (tmp_path / "quote.txt").write_text(WORDS, encoding="utf-8")
    words = ("--quote", tmp_path / "quote.txt", "--wording", "bananas", "--by", "Maria")
    assert assistant("desk", "pin", QUESTION, *words, *index).stdout.splitlines()[1] == "  also asked as: bananas"
    asked = assistant("ask", "Bananas?", *index).stdout
    assert asked.startswith("1 quotation was chosen by staff for this question") and "(chosen by staff)" in asked
    (told,) = json.loads(assistant("desk", "pins", *index, "--json").stdout)["pins"]
    assert (told["revision"], told["quotes"][0]["standing"]["state"], told["problems"]) == (1, "unchanged", [])
    wrong = ("--quote", WORDS.replace("a fair", "no fair"), "--by", "Jo")
    assert "Nothing was kept" in refused(assistant("desk", "pin", QUESTION, *wrong, *index))
    assert "Conflict" not in refused(assistant("desk", "unpin", "bananas", "--revision", "7", *index))
    assert assistant("desk", "unpin", "bananas", *index).stdout.startswith("Nothing is pinned to")
    assert "Nothing is pinned to" in refused(assistant("desk", "unpin", "bananas", *index))


def test_questions_are_kept_only_where_the_settings_say_so(index: tuple[str, Path], tmp_path: Path) -> None:
    assistant("ask", "What do bananas cost?", *index)
    assert "Questions are not kept" in assistant("desk", "gaps", *index).stdout
    file = tmp_path / "keeping.toml"
    file.write_text(f'[library]\nindex = "{index[1]}"\n[desk]\nkeep_questions = true\n', encoding="utf-8")
    for question in ("What do bananas cost?", "what do bananas cost", QUESTION):
        assert assistant("ask", question, "--settings", file).returncode == 0
    told = json.loads(assistant("desk", "gaps", "--settings", file, "--json").stdout)
    assert [(one["question"], one["times"]) for one in told["questions"]] == [("what do bananas cost", 2)]
    assert "2 times" in assistant("desk", "overview", "--settings", file).stdout
    assert assistant("desk", "gaps", "--forget", "--settings", file).stdout == ""


def test_a_remark_waits_until_somebody_dealt_with_it(index: tuple[str, Path]) -> None:
    assert (
        assistant("desk", "remark", QUESTION, "wrong", "--comment", "too old", *index).stdout == "Kept as remark 1.\n"
    )
    assert "1. wrong: Should adult" in assistant("desk", "overview", *index).stdout
    assert "Dealt with by Jo" in assistant("desk", "done", "1", "--by", "Jo", *index).stdout
    assert assistant("desk", "feedback", *index).stdout == ""
    (told,) = json.loads(assistant("desk", "feedback", "--all", *index, "--json").stdout)["feedback"]
    assert (told["dealt_with"]["by"], len(told["quotes"])) == ("Jo", 1)
    assert "is no verdict" in refused(assistant("desk", "remark", QUESTION, "fine", *index))


def test_a_damaged_desk_stops_no_question_and_no_index_is_made_without_it(index: tuple[str, Path], posts: Path) -> None:
    (index[1] / "desk.sqlite").write_bytes(b"no database" * 100)
    assert WORDS in assistant("ask", QUESTION, *index).stdout
    for verb in (("documents",), ("gaps",), ("feedback",), ("pins",), ("history", "share.txt")):
        assert "desk.sqlite is damaged" in refused(assistant("desk", *verb, *index))
    assert "desk.sqlite is damaged" in refused(assistant("sync", posts, *index))


@pytest.mark.parametrize("lose", [Path.unlink, lambda desk: desk.write_bytes(b"")], ids=["removed", "emptied"])
def test_a_desk_that_was_lost_opens_nothing_and_takes_no_backups_place(
    index: tuple[str, Path], tmp_path: Path, lose: Callable[[Path], object]
) -> None:
    def of_staff() -> bool:
        return "A fair share  (share.txt)  [staff only]" in assistant("documents", *index).stdout

    saved = tmp_path / "desk.tar.gz"
    desk = index[1] / "desk.sqlite"
    assistant("desk", "set", "share.txt", "--internal", "yes", "--by", "Maria", *index)
    assert assistant("backup", saved, *index).returncode == 0
    kept, whole = saved.read_bytes(), desk.read_bytes()
    lose(desk)
    for command in (("sync",), ("backup", saved), ("desk", "set", "rooms.txt", "--kind", "page", "--by", "Jo")):
        told = refused(assistant(*command, *index))
        assert "emptied, removed or replaced" in told and '(1, such as "share.txt")' in told
        assert of_staff() and saved.read_bytes() == kept
    desk.write_bytes(whole)
    assert assistant("sync", *index).returncode == 0 and of_staff()
    lose(desk)
    assert assistant("sync", "--allow-empty", *index).returncode == 0 and not of_staff()
    assert assistant("sync", *index).returncode == 0


def test_a_full_disk_leaves_the_index_as_it_was_and_says_so(small_disk: Path, posts: Path) -> None:
    library = small_disk / "library"
    assistant("sync", posts, "--index", library)
    assistant("desk", "set", "share.txt", "--kind", "page", "--by", "Jo", "--index", library)
    fill(small_disk / "filling")
    run = assistant(
        "desk", "set", "share.txt", "--note", "x" * 1900, "--title", "T" * 400, "--by", "Jo", "--index", library
    )
    assert "full" in refused(run)
    (small_disk / "filling").unlink()
    (row,) = json.loads(assistant("desk", "documents", "--index", library, "--json").stdout)["documents"]
    assert (row["title"], row["kind"]) == ("A fair share", "page")
