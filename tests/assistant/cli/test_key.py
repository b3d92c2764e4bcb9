"""`assistant key`: which programs may ask."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.accounts.keys import Keys
from assistant.desk_file import DeskFile
from tests.assistant.cli.commands import assistant, refused


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with an index in it, as far as these commands look."""
    (tmp_path / "current").write_text("000001\n")
    return tmp_path


def test_a_key_is_made_limited_listed_and_removed(library: Path) -> None:
    index = ("--index", library)
    assert "No program has a key" in assistant("key", "list", *index).stdout
    shown = assistant("key", "add", "site", "--origin", "https://www.example.org", *index).stdout
    token = shown.splitlines()[0]
    held = Keys(DeskFile(library)).holder(token, date.today())
    assert (held.name, held.role, held.per_minute, held.origins) == ("site", "member", 60, ("https://www.example.org",))
    assert "cannot be shown again" in shown and "Authorization: Bearer" in shown
    assert "5 times a minute" in assistant("key", "limit", "site", "5", *index).stdout
    (row,) = json.loads(assistant("key", "list", "--json", *index).stdout)["keys"]
    assert (row["per_minute"], row["used"]) == (5, date.today().isoformat()) and token not in str(row)
    assert "site  member  5 a minute" in assistant("key", "list", *index).stdout
    assert "worth nothing now" in assistant("key", "remove", "site", *index).stdout
    assert json.loads(assistant("key", "list", "--json", *index).stdout) == {"keys": []}


def test_a_key_of_staff_as_json(library: Path) -> None:
    made = assistant("key", "add", "desk", "--staff", "--per-minute", "600", "--json", "--index", library)
    told = json.loads(made.stdout)
    assert Keys(DeskFile(library)).holder(told["key"], date.today()).person.is_staff and told["per_minute"] == 600


def test_what_cannot_be_meant_is_told(library: Path, tmp_path: Path) -> None:
    index = ("--index", library)
    assert "is no site" in refused(assistant("key", "add", "site", "--origin", "www.example.org", *index))
    assert "not 0" in refused(assistant("key", "add", "site", "--per-minute", "0", *index))
    assert "no key called site" in refused(assistant("key", "remove", "site", *index))
    assert "There is no index" in refused(assistant("key", "add", "site", "--index", tmp_path / "nothing"))
