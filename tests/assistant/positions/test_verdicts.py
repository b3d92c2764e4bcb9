"""What staff say of two wordings is kept, and never overwritten unseen."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from assistant.desk_file import DeskFile
from assistant.positions.verdicts import LONGEST, Verdict, VerdictDesk
from corpus.errors import Conflict, QuestionError

SAID = Verdict("0123456789abcdef", 0, "same position", "only shorter", "Maria", date(2026, 11, 25), "old", "new")


@pytest.fixture
def desk(tmp_path: Path) -> VerdictDesk:
    (tmp_path / "current").write_text("000001\n")
    return VerdictDesk(DeskFile(tmp_path))


def test_a_verdict_is_found_by_its_pair(desk: VerdictDesk) -> None:
    kept = desk.say(SAID)
    assert kept == replace(SAID, revision=1)
    assert desk.of([SAID.pair, "f" * 16]) == {SAID.pair: kept}
    assert desk.of([]) == {}


def test_the_last_verdict_holds_and_all_are_remembered(desk: VerdictDesk) -> None:
    first = desk.say(SAID)
    second = desk.say(replace(SAID, revision=1, verdict="position changed", by="Tuomas"))
    assert desk.of([SAID.pair])[SAID.pair] == second
    assert desk.history(SAID.pair) == (second, first)


def test_of_two_who_saw_the_same_the_second_is_told(desk: VerdictDesk) -> None:
    told: list[str] = []

    def say(by: str) -> None:
        try:
            desk.say(replace(SAID, by=by))
        except Conflict as conflict:
            told.append(str(conflict))

    threads = [Thread(target=say, args=(name,)) for name in ("Maria", "Tuomas", "Ana", "Jo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 3 and "Nothing was overwritten" in told[0]
    assert len(desk.history(SAID.pair)) == 1


def test_what_is_no_verdict_is_refused(desk: VerdictDesk) -> None:
    with pytest.raises(QuestionError, match="is no verdict; there are same position"):
        desk.say(replace(SAID, verdict="maybe"))
    with pytest.raises(QuestionError, match="Shorten it"):
        desk.say(replace(SAID, note="x" * (LONGEST + 1)))
    assert desk.of([SAID.pair]) == {}
