"""`assistant user`: who may sign in."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assistant.accounts.passwords import Passwords
from tests.assistant.cli.commands import ENVIRONMENT, assistant, refused

WORDS = "correct horse battery"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with an index in it, as far as these commands look."""
    (tmp_path / "current").write_text("000001\n")
    return tmp_path


def added(library: Path, name: str, *more: str, password: str = WORDS) -> "subprocess.CompletedProcess[str]":
    return assistant("user", "add", name, "--password-stdin", "--index", library, *more, stdin=password)


def kept(library: Path) -> dict[str, str]:
    with closing(sqlite3.connect(library / "desk.sqlite")) as connection:
        return dict(connection.execute("SELECT name, password FROM users").fetchall())


def test_people_are_added_listed_changed_and_removed(library: Path) -> None:
    index = ("--index", library)
    assert "Nobody can sign in" in assistant("user", "list", *index).stdout
    assert added(library, "Maria", "--role", "staff", password=WORDS + "\r\nmore").stdout == (
        "Maria can sign in now (staff).\n"
    )
    assert added(library, "Ελένη").returncode == 0
    first, second = assistant("user", "list", *index).stdout.splitlines()
    assert first.startswith("Maria  staff  since 20") and second.startswith("Ελένη  member  since 20")
    assert Passwords().is_right(kept(library)["Maria"], WORDS)
    changed = assistant("user", "password", "MARIA", "--password-stdin", *index, stdin="another horse battery")
    assert changed.stdout == "Maria has a new password, and was signed out everywhere.\n"
    assert Passwords().is_right(kept(library)["Maria"], "another horse battery")
    assert assistant("user", "role", "ελένη", "staff", *index).stdout == "Ελένη is staff now.\n"
    assert assistant("user", "remove", "maria", *index).stdout == "Maria can no longer sign in.\n"
    (left,) = json.loads(assistant("user", "list", "--json", *index).stdout)["users"]
    assert (left["name"], left["role"], sorted(left)) == ("Ελένη", "staff", ["created", "name", "role"])


def test_who_signs_in_by_other_means_needs_no_password(library: Path) -> None:
    told = assistant("user", "add", "Eva", "--role", "staff", "--no-password", "--index", library)
    assert told.stdout == "Eva can sign in now (staff).\n" and kept(library) == {"Eva": ""}


def test_what_cannot_be_done_is_one_sentence(library: Path, tmp_path: Path) -> None:
    assert "12 to 1,000 characters; this one has 11" in refused(added(library, "Maria", password="x" * 11 + "\n"))
    assert "12 to 1,000 characters; this one has 0" in refused(added(library, "Maria", password=""))
    assert "12 to 1,000 characters" in refused(added(library, "Maria", password="x" * 100_000))
    assert "not in UTF-8" in refused(added(library, "Maria", password="\udcff" * 20))
    assert "A name has 1 to 64 letters" in refused(added(library, "Maria López"))
    assert not (library / "desk.sqlite").exists()
    assert added(library, "Maria").returncode == 0
    assert "already somebody called Maria" in refused(added(library, "maria"))
    assert "no terminal" in refused(assistant("user", "password", "Maria", "--index", library, stdin=WORDS))
    for verb in (("remove", "Ann"), ("role", "Ann", "staff"), ("password", "Ann")):
        assert "There is nobody called Ann" in refused(assistant("user", *verb, "--index", library, stdin=WORDS))
    assert "assistant sync" in refused(added(tmp_path / "none", "Maria"))
    assert assistant("user", "role", "Maria", "king", "--index", library).returncode == 2


def typed(library: Path, *lines: str) -> tuple[int, str]:
    """Add somebody on a terminal; the exit status, and all that the terminal showed."""
    command = [sys.executable, "-m", "assistant.cli", "user", "add", "Maria", "--index", str(library)]
    terminal, inner = pty.openpty()
    running = subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=ENVIRONMENT, start_new_session=True, close_fds=True
    )
    os.close(inner)
    shown, asked = "", 0
    while True:
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:  # the other side was closed
            break
        if shown.count(": ") > asked and shown.endswith(": ") and asked < len(lines):
            os.write(terminal, f"{lines[asked]}\n".encode())
            asked += 1
    os.close(terminal)
    return running.wait(), shown


def test_a_password_is_asked_for_twice_and_not_shown(library: Path) -> None:
    status, shown = typed(library, WORDS, "another horse battery", WORDS, WORDS)
    assert status == 0 and shown.endswith("Maria can sign in now (member).\r\n")
    assert "horse" not in shown and "do not match" in shown
    assert Passwords().is_right(kept(library)["Maria"], WORDS)
