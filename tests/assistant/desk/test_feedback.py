"""What people say of answers, and what staff do about it."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from assistant.answer import Answer
from assistant.basket.kept import keep_citation
from assistant.conversation import query_of
from assistant.desk import feedback as module
from assistant.desk.feedback import Remark, quotes_shown, remark_on
from assistant.library import Edition
from corpus.errors import Conflict, DamagedDesk, DeskError
from tests.assistant.desk.given import DAY, Place, signed


@pytest.fixture
def answer(place: Place) -> Iterator[Answer]:
    yield Edition.open(place.library, place.encoder).answerer.answer(query_of("individual learning accounts"))


def test_a_remark_names_the_quotations_and_the_generation(place: Place, answer: Answer) -> None:
    assert answer.citations
    number = place.desk.feedback.say(remark_on(answer, "evidence wrong", " It is\nnot about that. ", DAY))
    (one,) = place.desk.feedback.feedback()
    names = tuple(keep_citation(citation, DAY).name for citation in answer.citations)
    assert (one.number, one.dealt_with, one.remark) == (
        number,
        (),
        Remark(
            "individual learning accounts", "evidence wrong", "It is\nnot about that.", "answered", "000001", names, DAY
        ),
    )
    assert tuple(quote.name for quote in quotes_shown(answer, DAY + timedelta(days=1))) == names


def test_what_was_dealt_with_waits_no_longer(place: Place, answer: Answer) -> None:
    desk = place.desk.feedback
    first, second = (desk.say(remark_on(answer, verdict, "", DAY)) for verdict in ("right", "wrong"))
    desk.deal_with(first, signed("Jo", "thanks"))
    assert [one.number for one in desk.feedback()] == [second]
    known = {one.number: one.dealt_with for one in desk.feedback(dealt_with=True)}
    assert known == {second: (), first: (signed("Jo", "thanks"),)}


def test_of_two_who_deal_with_a_remark_one_is_told(place: Place, answer: Answer) -> None:
    desk, together, told = place.desk.feedback, threading.Barrier(2), list[str]()
    number = desk.say(remark_on(answer, "wrong", "", DAY))

    def work(name: str) -> None:
        together.wait()
        try:
            desk.deal_with(number, signed(name))
        except Conflict as error:
            told.append(str(error))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Jo", "Maria")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((kept,),) = (one.dealt_with for one in desk.feedback(dealt_with=True))
    assert told == [f"{kept.by} dealt with remark {number} meanwhile. Nothing was overwritten."]


def test_what_cannot_be_meant_is_told(place: Place, answer: Answer) -> None:
    for verdict, comment, told in (
        ("fine", "", "is no verdict; there are right"),
        ("wrong", "x" * 2001, "2,000"),
        ("wrong", "a\udc80", "The comment holds signs that cannot be kept"),
    ):
        with pytest.raises(DeskError, match=told):
            remark_on(answer, verdict, comment, DAY)
    with pytest.raises(DeskError, match="no remark 7"):
        place.desk.feedback.deal_with(7, signed())
    assert place.desk.feedback.feedback() == ()


def test_there_is_room_for_so_many_that_wait(place: Place, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    desk, remark = place.desk.feedback, remark_on(answer, "wrong", "", DAY)
    numbers = [desk.say(remark), desk.say(remark)]
    with pytest.raises(DeskError, match="2 remarks wait"):
        desk.say(remark)
    desk.deal_with(numbers[0], signed())
    assert [one.number for one in desk.feedback(dealt_with=True)] == [2, 1]
    assert desk.say(remark) == 3
    assert [one.number for one in desk.feedback(dealt_with=True)] == [3, 2]


def test_what_was_never_written_so_is_damage(place: Place, answer: Answer) -> None:
    place.desk.feedback.say(remark_on(answer, "wrong", "", DAY))
    with sqlite3.connect(place.desk.feedback.desk.path) as connection:
        connection.execute("UPDATE feedback SET verdict = 'fine'")
    connection.close()
    with pytest.raises(DamagedDesk):
        place.desk.feedback.feedback()
