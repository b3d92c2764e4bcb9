"""Baskets and permanent names in the desk's file."""

import json
import sqlite3
import threading
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from assistant.basket.contents import Basket
from assistant.basket.kept import KeptQuote
from assistant.basket.store import TABLES, QuoteDesk
from assistant.desk_file import DeskFile, Tables
from corpus.errors import BasketError, Conflict, DamagedDesk, NotKept
from tests.assistant.basket.given import HARD, kept

ONE, TWO, THREE = (kept(f"Sentence {number} of three says something.", f"{number}.txt") for number in (1, 2, 3))


@pytest.fixture
def desk(tmp_path: Path) -> QuoteDesk:
    (tmp_path / "current").write_text("000001\n")
    return QuoteDesk(DeskFile(tmp_path))


def adding(quote: KeptQuote) -> partial[Basket]:
    return partial(Basket.adding, quote=quote)


def test_a_basket_is_kept_with_its_order_and_notes(desk: QuoteDesk) -> None:
    assert desk.basket("Maria") == Basket("Maria") and desk.names() == ()
    for revision, quote in enumerate((ONE, TWO, THREE)):
        desk.change("Maria", revision, adding(quote))
    desk.change("Maria", 3, lambda basket: basket.moving(3, 1))
    desk.change(" Maria ", 4, lambda basket: basket.noting(2, "first of all"))
    again = QuoteDesk(DeskFile(desk.desk.library)).basket("Maria")
    assert (again.revision, [quote.name for quote in again.quotes]) == (5, [THREE.name, ONE.name, TWO.name])
    assert [quote.note for quote in again.quotes] == ["", "first of all", ""]
    assert desk.basket("maria").quotes == () and desk.names() == (("Maria", 3),)


def test_words_of_every_kind_come_back_as_they_were(desk: QuoteDesk) -> None:
    now = Basket("hard")
    for words in HARD:
        now = desk.change("hard", now.revision, adding(kept(words, words[:9], note="a sign: \U0001f56e")))
    assert desk.basket("hard").quotes == now.quotes
    assert [quote.words for quote in now.quotes] == HARD


def test_who_changes_what_somebody_else_changed_meanwhile_is_told_and_overwrites_nothing(desk: QuoteDesk) -> None:
    seen = desk.change("both", 0, adding(ONE)).revision
    desk.change("both", seen, adding(TWO))
    for late in (adding(THREE), Basket.cleared, lambda basket: basket.removing(1)):
        with pytest.raises(Conflict, match=r"meanwhile \(quotations now: 2\)\. Nothing was overwritten"):
            desk.change("both", seen, late)
    assert [quote.name for quote in desk.basket("both").quotes] == [ONE.name, TWO.name]


def test_of_several_at_once_one_is_heard_and_all_others_are_told(desk: QuoteDesk) -> None:
    quotes = [kept(f"Thread {at} says its own sentence here.", f"{at}.txt") for at in range(8)]
    together, told = threading.Barrier(8), list[str]()

    def work(at: int) -> None:
        together.wait()
        try:
            desk.change("all", 0, adding(quotes[at]))
        except Conflict:
            told.append("conflict")

    threads = [threading.Thread(target=work, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(told), len(desk.basket("all").quotes), desk.basket("all").revision) == (7, 1, 1)


def test_a_change_that_is_refused_or_changes_nothing_is_no_revision(desk: QuoteDesk) -> None:
    desk.change("Maria", 0, adding(ONE))
    assert desk.change("Maria", 1, adding(ONE)).revision == 1
    with pytest.raises(NotKept):
        desk.change("Maria", 1, lambda basket: basket.removing(2))
    with pytest.raises(BasketError, match="letters"):
        desk.basket(" ")
    assert desk.basket("Maria").revision == 1


def test_an_emptied_basket_still_counts_its_changes(desk: QuoteDesk) -> None:
    desk.change("Maria", 0, adding(ONE))
    assert desk.change("Maria", 1, Basket.cleared).revision == 2
    with pytest.raises(Conflict):
        desk.change("Maria", 0, adding(TWO))
    assert desk.names() == ()


def test_a_permanent_name_gives_what_was_linked_first(desk: QuoteDesk) -> None:
    name = desk.link(kept(ONE.words, "1.txt", note="for Maria alone"))
    assert desk.link(kept(ONE.words, "1.txt", title="Another title")) == name == ONE.name
    assert desk.linked(name) == ONE
    with pytest.raises(NotKept, match="No quotation is kept under this name"):
        desk.linked("0" * 16)


def test_what_was_in_a_basket_keeps_its_name_when_it_is_taken_out(desk: QuoteDesk) -> None:
    desk.change("Maria", 0, adding(TWO))
    desk.change("Maria", 1, Basket.cleared)
    assert desk.linked(TWO.name) == TWO


@pytest.mark.parametrize(
    "told", ["no JSON", '[{"words": "Sentence"}]', '{"a": 1}', "null", '[{"name": "x", "published": 3}]']
)
def test_a_row_that_was_altered_is_damage(desk: QuoteDesk, told: str) -> None:
    desk.change("Maria", 0, adding(ONE))
    with sqlite3.connect(desk.desk.path) as connection:
        connection.execute("UPDATE baskets SET quotes = ?", (told,))
        connection.execute("UPDATE permalinks SET quote = ?", (told,))
    connection.close()
    with pytest.raises(DamagedDesk, match="is damaged"):
        desk.basket("Maria")
    with pytest.raises(DamagedDesk, match="is damaged"):
        desk.linked(ONE.name)


def test_an_altered_word_in_the_file_is_not_shown(desk: QuoteDesk) -> None:
    desk.link(ONE)
    with sqlite3.connect(desk.desk.path) as connection:
        connection.execute("UPDATE permalinks SET quote = replace(quote, 'says', 'denies')")
    connection.close()
    with pytest.raises(DamagedDesk):
        desk.linked(ONE.name)


def test_baskets_that_nobody_changed_for_long_go_and_permanent_links_stay(desk: QuoteDesk) -> None:
    for name in ("page-a", "page-bb", "Maria"):
        desk.change(name, 0, adding(ONE))
    today = date.today()
    desk.forget("page-?", today - timedelta(days=2))
    assert len(desk.names()) == 3
    desk.forget("page-?", today + timedelta(days=2))
    assert desk.names() == (("Maria", 1), ("page-bb", 1)) and desk.linked(ONE.name) == ONE


def test_baskets_of_an_earlier_version_count_from_the_day_of_the_first_use(desk: QuoteDesk) -> None:
    told = json.dumps([ONE.as_record()])
    with desk.desk.changing(Tables("basket", TABLES.statements[:2])) as connection:
        connection.execute("INSERT INTO baskets VALUES ('page-a', 1, ?)", (told,))
    desk.forget("page-?", date.today() - timedelta(days=2))
    assert desk.basket("page-a").quotes == (ONE,)
    desk.forget("page-?", date.today() + timedelta(days=2))
    assert desk.names() == ()
