"""docs/security.md names every promise, tests that are there, and files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = {
    found[1]: found[0] for found in re.finditer(r"^\| (R\d+) \|.*\|$", PAGE.partition("## Guards")[0], re.MULTILINE)
}
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_promise_is_there_once() -> None:
    told = re.findall(r"^\| (R\d+) \|", PAGE.partition("## Guards")[0], re.MULTILINE)
    assert told == [f"R{number}" for number in range(1, 19)]


@pytest.mark.parametrize("promise", [f"R{number}" for number in range(1, 19)])
def test_a_promise_names_tests_that_are_there(promise: str) -> None:
    named = NAMED.findall(ROWS[promise])
    assert 1 <= len(named) == ROWS[promise].count("::")
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"


def test_it_says_which_promises_are_shown_by_tests_alone() -> None:
    """All others have faults that are made on purpose; `promise` of a Trial may name several."""
    faults = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "benchmarks" / "faults").rglob("*.py"))
    tried = {one for named in re.findall(r'"(R\d+(?:, R\d+)*)"', faults) for one in named.split(", ")}
    (alone,) = re.findall(r"but for\s+(R\d+), which is shown by tests alone", PAGE)
    assert ROWS.keys() - tried == {alone}


def test_files_that_it_names_are_there() -> None:
    named = re.findall(r"`((?:assistant|benchmarks|corpus|docs|index|requirements)/[\w./-]*)`", PAGE)
    assert len(named) > 12
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [
        name for name in re.findall(r"`([\w-]+\.(?:lock))`", PAGE) if not (ROOT / "requirements" / name).exists()
    ] == []


def test_commands_that_it_names_are_there() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"`make\s(\w+)", PAGE))
    assert {"lock", "audit", "licences", "demo", "test", "faults"} <= commands
    assert [one for one in commands if not re.search(rf"^{one}:", make, re.MULTILINE)] == []


def test_it_says_what_is_not_promised_and_how_a_hole_is_reported() -> None:
    heads = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert heads == [
        "What is protected", "Against whom", "What is promised", "What is not promised", "Safe without settings",
        "What is installed", "Report a hole", "Guards",
    ]  # fmt: skip
    assert "<!-- guards -->" in PAGE and "<!-- /guards -->" in PAGE
