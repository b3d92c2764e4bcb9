"""The tables of faults and of guards: none is left out, and each guard is where its row says."""

import re
from pathlib import Path

import pytest

import benchmarks.faults
import benchmarks.guards
from benchmarks.faults.__main__ import FAULTS, HEADS, Row, merged, module_of
from benchmarks.guards.__main__ import PARTS, PROJECT, guards, without
from benchmarks.guards.guard import Guard


def modules_with(package: str, words: str) -> set[str]:
    folder = Path(package).parent
    return {file.stem for file in folder.rglob("*.py") if re.search(words, file.read_text("utf-8"), re.MULTILINE)}


def test_every_kind_of_fault_is_tried() -> None:
    assert set(FAULTS) == modules_with(benchmarks.faults.__file__, r"^def trials\(")
    for name in FAULTS:
        assert module_of(name).trials


def test_every_part_of_the_guards_is_tried() -> None:
    assert set(PARTS) == modules_with(benchmarks.guards.__file__, r"^GUARDS\b")


@pytest.mark.parametrize("guard", guards(), ids=lambda one: f"{one.promise} {one.keeps}")
def test_a_guard_stands_where_it_is_said_and_its_test_is_there(guard: Guard) -> None:
    assert without((PROJECT / guard.file).read_text(encoding="utf-8"), guard)
    for test in guard.test.split():
        file, name = re.sub(r"\[.*", "", test).split("::")
        assert f"def {name}(" in (PROJECT / file).read_text(encoding="utf-8")


def test_rows_are_kept_by_module_and_sorted_by_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.faults.__main__.FAULTS", {"killing": "library", "flipping": "library"})

    def made(promise: str, module: str, tried: str = "1") -> Row:
        return (promise, "a fault", tried, "0", "-", "-", module)

    before = [made("R1", "killing"), made("R3", "flipping"), made("R10", "gone")]
    now = merged(before, "killing", [made("R2", "killing", "5"), made("R1", "killing", "9")])
    assert now == [made("R1", "killing", "9"), made("R2", "killing", "5"), made("R3", "flipping")]
    assert len(HEADS) == len(now[0])
