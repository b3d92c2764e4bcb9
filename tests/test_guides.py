"""What the pages of docs/, the README and the changelog name is there: files, modules, commands, options, settings."""

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import typer

from assistant.cli import app_of
from assistant.settings import TABLES, load_settings
from corpus.parsing import parse_toml

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]
OURS = "corpus|index|assistant|benchmarks"
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
FORMER = r"(?!\s\(former)"
"""Behind a name that is told of and no longer there."""
FILE = re.compile(rf"`((?:{OURS}|docs|tests|requirements)/[\w./-]*)(?:::\w+)?`{FORMER}")
MODULE = re.compile(rf"`((?:{OURS})(?!\.(?:toml|service|jsonl)`)(?:\.[A-Za-z_]\w*)+)`{FORMER}")
RUN = re.compile(r"python -m\s+((?:benchmarks|requirements)(?:\.\w+)*)")
MAKE = re.compile(r"`make\s+([a-z-]+)")
SETTING = re.compile(r"`(\w+)(?:\s*=[^`]*)?`\s+under\s+`\[(\w+)\]`")
COMMAND = re.compile(r"(?:^|(?<=[\s/]))assistant ([a-z][^\n]*)", re.MULTILINE)
COMMANDS = typer.main.get_command(app_of()).commands  # type: ignore[attr-defined] # it is a group

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands_in(text: str) -> Iterator[str]:
    """What stands behind "assistant" in lines of blocks and in spans of code."""
    for block in FENCED.finditer(text):
        if block[2] in ("", "console"):
            for found in COMMAND.finditer(block[3].replace("\\\n", " ")):
                yield found[1].partition(" #")[0]
    for span in re.findall(r"`([^`]+)`", FENCED.sub("", text)):
        told = " ".join(span.split())
        if found := COMMAND.match(told):
            yield found[1]


def unknown_in(command: str) -> list[str]:
    """The words and options of a command that the program does not know."""
    name, *rest = command.split()
    if name not in COMMANDS:
        return [name]
    meant = [COMMANDS[name]]
    if hasattr(meant[0], "commands") and rest:
        names = rest[0].split("|")
        if unknown := [one for one in names if one not in meant[0].commands]:
            return unknown
        meant = [meant[0].commands[one] for one in names]
    options = {option for one in meant for parameter in one.params for option in parameter.opts} | {"--help"}
    return [option for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", command) if option not in options]


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, or stands in one."""
    path = ROOT.joinpath(*name.split("."))
    if path.is_dir() or path.with_suffix(".py").exists():
        return True
    holder = next((one for one in (path.parent.with_suffix(".py"), path.parent / "__init__.py") if one.exists()), None)
    return holder is not None and bool(re.search(rf"(?m)^(?:(?:def|class) )?{path.name}\b", text_of(holder)))


@every_page
def test_files_that_are_named_are_there(page: Path) -> None:
    assert [name for name in FILE.findall(text_of(page)) if not (ROOT / name).exists()] == []


@every_page
def test_modules_that_are_named_are_there(page: Path) -> None:
    text = text_of(page)
    assert [name for name in [*MODULE.findall(text), *RUN.findall(text)] if not is_there(name)] == []


@every_page
def test_make_knows_what_it_is_told_to_make(page: Path) -> None:
    make = text_of(ROOT / "Makefile")
    assert [name for name in MAKE.findall(text_of(page)) if not re.search(rf"^{name}:", make, re.MULTILINE)] == []


@every_page
def test_the_program_knows_the_commands_and_options(page: Path) -> None:
    assert [(one, unknown) for one in commands_in(text_of(page)) if (unknown := unknown_in(one))] == []


@every_page
def test_settings_are_told_under_the_tables_that_have_them(page: Path) -> None:
    found = SETTING.findall(text_of(page))
    assert [(key, table) for key, table in found if key not in TABLES.get(table, ())] == []


@every_page
def test_blocks_of_settings_can_be_read(page: Path, tmp_path: Path) -> None:
    for block in FENCED.finditer(text_of(page)):
        text = dedent(block[3])
        if block[2] == "toml" and parse_toml(text).keys() <= TABLES.keys():
            (tmp_path / "assistant.toml").write_text(text, encoding="utf-8")
            load_settings(tmp_path / "assistant.toml")


@pytest.mark.parametrize(
    ("command", "unknown"),
    [
        ("report --html", ["--html"]),
        ("basket add|lend", ["lend"]),
        ("positions x --topics y", ["--topics"]),
        ("sing", ["sing"]),
        ("search x [-k N] [--json]", []),
        ("user add NAME --role staff", []),
    ],
)  # fmt: skip
def test_what_is_unknown_is_told(command: str, unknown: list[str]) -> None:
    assert unknown_in(command) == unknown


def test_much_is_looked_at() -> None:
    whole = "\n".join(map(text_of, PAGES))
    assert len(FILE.findall(whole)) > 150 and len(MODULE.findall(whole)) > 10 and len(RUN.findall(whole)) > 20
    assert len([*commands_in(whole)]) > 150 and len(SETTING.findall(whole)) > 20
