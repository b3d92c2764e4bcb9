"""What docs/api.md shows is what happens."""

import doctest
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import takewhile
from pathlib import Path

import pytest
import typer

from assistant import Assistant
from assistant.accounts.keys import Key
from assistant.accounts.users import User
from assistant.basket.kept import KeptQuote
from assistant.cli import app_of
from index.library.listing import Entry

GUIDE = Path(__file__).parent.parent / "docs" / "api.md"


def told(sign: str) -> list[str]:
    """The keys of the first record behind a sign, not those of records in it."""
    text = GUIDE.read_text(encoding="utf-8").partition(sign)[2].partition("{")[2]

    def walked() -> Iterator[tuple[int, str]]:
        depth = 1
        for found in re.finditer(r'[{\[]|[}\]]|"(\w+)"', text):
            depth += (found[0] in "{[") - (found[0] in "}]")
            yield depth, found[1]

    return sorted(key for depth, key in takewhile(lambda one: one[0] > 0, walked()) if depth == 1 and key)


def named(kind: type, *more: str) -> list[str]:
    return sorted([*(one.name for one in fields(kind)), *more])


def test_its_python_examples_come_out_as_they_are_shown(
    sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample.library").symlink_to(sample_library)
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(GUIDE.read_text(encoding="utf-8"), {}, "api.md", str(GUIDE), 0)
    assert len(examples.examples) > 15
    shown = list[str]()
    doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(examples, out=shown.append)
    assert not shown, "".join(shown)


def test_records_have_the_keys_that_it_tells(sample_library: Path) -> None:
    assert told("**A quotation** of a basket") == named(KeptQuote, "name")
    assert told("**The desk**: a document is") == named(Entry, "revision", "corrected")
    assert told("| `assistant user list` | `{") == named(User) and told("| `assistant key list` | `{") == named(Key)
    library = Assistant.open(sample_library)
    answer = library.ask("What is EAEA's position on micro-credentials?")
    assert told("**An answer**") == sorted(answer.as_record())
    assert told("only `answered` has citations") == sorted(answer.citations[0].as_record())
    found = library.search("learning accounts").as_record()
    assert told("| `assistant search QUESTION [-k N]` |") == sorted(found)
    assert told("A hit is") == sorted(found["hits"][0])
    assert told("**Mentions**") == sorted(library.find("learning accounts").as_record())
    assert told("**A timeline**") == sorted(library.positions("learning accounts").as_record())
    holdings = library.holdings().as_record()
    assert told("| `assistant status` |") == sorted([*holdings, "index", "sources"])


def test_every_command_is_told() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    commands = typer.main.get_command(app_of()).commands  # type: ignore[attr-defined] # it is a group
    for name, one in commands.items():
        lines = "\n".join(re.findall(rf"^\| .*`assistant {name}\b.*$", guide, re.MULTILINE))
        assert lines, name
        assert [each for each in getattr(one, "commands", {}) if not re.search(rf"\b{each}\b", lines)] == []
