"""Questions that were not answered: counted, bounded, kept for some days, and without persons."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.answer import Answer, Status
from assistant.conversation import query_of
from assistant.desk import gaps as module
from assistant.desk.gaps import GapDesk
from assistant.understood import ALONE
from index.query import Filters
from tests.assistant.desk.given import DAY, Place

LATER = DAY + timedelta(days=3)


def asked(
    desk: GapDesk, question: str, day: date = DAY, status: Status = "not_found", about: str = "", **filters: object
) -> None:
    query = query_of(question, filters=Filters(**filters))  # type: ignore[arg-type]
    answer = Answer(question, status, 0.0, "", understood=replace(ALONE, about=about))
    desk.note(query, answer, day)


def told(desk: GapDesk, day: date = LATER) -> list[tuple[str, int, str]]:
    return [(gap.question, gap.times, gap.status) for gap in desk.gaps(day)]


def test_wordings_of_one_question_count_together(place: Place) -> None:
    desk = place.desk.gaps
    asked(desk, "Bananas?")
    asked(desk, "  bananas ", LATER, "mentioned_only")
    asked(desk, "Apples")
    assert told(desk) == [("bananas", 2, "mentioned_only"), ("Apples", 1, "not_found")]
    (bananas, _) = desk.gaps(LATER)
    assert (bananas.first, bananas.last) == (DAY.isoformat(), LATER.isoformat())


def test_a_follow_up_counts_with_what_it_is_about(place: Place) -> None:
    desk = place.desk.gaps
    for about in ("bananas", "apples", "bananas"):
        asked(desk, "and their price?", about=about)
    assert [(gap.about, gap.times) for gap in desk.gaps(DAY)] == [("bananas", 2), ("apples", 1)]


def test_a_question_that_is_answered_now_is_no_gap_any_more(place: Place) -> None:
    desk = place.desk.gaps
    asked(desk, "Bananas?")
    asked(desk, "bananas", status="answered")
    asked(desk, "apples", status="answered")
    assert desk.gaps(DAY) == ()


def test_nothing_is_kept_unless_the_settings_say_so(place: Place) -> None:
    desk = replace(place.desk.gaps, keeping=False)
    asked(desk, "Bananas?")
    assert not desk.desk.path.exists() and desk.gaps(DAY) == ()
    assert GapDesk(desk.desk).keeping is False


def test_what_filters_left_out_and_what_holds_an_address_is_not_kept(place: Place) -> None:
    desk = place.desk.gaps
    asked(desk, "Bananas?", kinds=("statement",))
    asked(desk, "What did maria@example.org say?")
    asked(desk, "and she?", about="maria (at) example.org")
    asked(desk, "half a sign \udc80")
    assert desk.gaps(DAY) == ()


def test_a_question_goes_when_its_days_are_over_out_of_the_file_too(place: Place) -> None:
    desk = place.desk.gaps
    asked(desk, "Bananas of the first day?")
    asked(desk, "Apples of a later day?", LATER)
    last_day = DAY + timedelta(days=desk.days)
    assert len(told(desk, last_day)) == 2
    desk.drop_old(last_day)
    assert b"Bananas" in desk.desk.path.read_bytes()
    assert [name for name, *_ in told(desk, last_day + timedelta(days=1))] == ["Apples of a later day?"]
    replace(desk, keeping=False, days=1).drop_old(last_day + timedelta(days=1))
    assert b"Bananas" in desk.desk.path.read_bytes()
    desk.drop_old(last_day + timedelta(days=1))
    words = desk.desk.path.read_bytes()
    assert b"Bananas" not in words and b"Apples" in words
    desk.forget()
    assert b"Apples" not in desk.desk.path.read_bytes() and desk.gaps(DAY) == ()


def test_asking_drops_what_is_too_old(place: Place) -> None:
    asked(place.desk.gaps, "Bananas?")
    asked(place.desk.gaps, "Apples?", DAY + timedelta(days=31))
    assert b"Bananas" not in place.desk.gaps.desk.path.read_bytes()


def test_the_oldest_go_when_there_are_too_many(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    desk = place.desk.gaps
    for at in range(5):
        asked(desk, f"Question {at}", DAY + timedelta(days=at))
    asked(desk, "Question 2", DAY + timedelta(days=9))
    assert {gap.question for gap in desk.gaps(DAY)} == {"Question 2", "Question 3", "Question 4"}


def test_of_a_long_question_the_beginning_is_kept(place: Place) -> None:
    asked(place.desk.gaps, "banana " * 100)
    asked(place.desk.gaps, "banana " * 120)
    ((question, times, _),) = told(place.desk.gaps)
    assert (len(question), times) == (300, 2)
