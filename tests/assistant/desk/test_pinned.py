"""Answers with what staff chose: only what stands, only where nothing keeps it out."""

from datetime import date

import pytest

from assistant.answer import Answer
from assistant.batch import answer_record
from assistant.cli.printing import answer_lines
from assistant.conversation import query_of
from assistant.desk.choosing import choose
from assistant.desk.corrections import Wanted
from assistant.desk.pinned import CANNOT_BE_READ, standing_of
from assistant.desk.pins import pin_of
from assistant.desk.showing import show_corrections
from assistant.desk.values import documents_beneath
from assistant.evaluation.saved_questions import SavedQuestion, question_of
from assistant.library import Edition
from corpus.errors import BasketError, DeskError
from index.query import Filters, Turn
from tests.assistant.desk.given import DAY, Place, signed
from tests.conftest import post

QUESTION = "What do you say on accounts?"
NEW = "EAEA supports individual learning accounts for every adult."
OLD = "Learning accounts should not be introduced by the Union."


def pinned(place: Place, *words: str, question: str = QUESTION) -> None:
    chosen = choose(question, words, (), place.searcher, DAY)
    place.desk.pins.pin(
        pin_of(chosen.question, chosen.quotes, signed(), ("accounts",) if question == QUESTION else ()), 0
    )


def ask(place: Place, question: str = QUESTION, said: tuple[Turn, ...] = (), **filters: object) -> Answer:
    edition = Edition.open(place.library, place.encoder)
    return edition.answerer.answer(query_of(question, said, Filters(**filters), edition.today))  # type: ignore[arg-type]


def test_what_staff_chose_comes_first_and_is_told(place: Place) -> None:
    plain = ask(place)
    pinned(place, OLD, NEW)
    answer = ask(place)
    assert not plain.pinned and answer.pinned == (1, 2)
    assert [one.quote for one in answer.citations[:2]] == [OLD, NEW]
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert (answer.status, answer.confidence) == ("answered", 1.0)
    assert answer.opening.startswith("2 quotations were chosen by staff for this question")
    assert f"“{OLD}” [1] (chosen by staff)" in "\n".join(answer_lines(answer))
    assert answer.as_record()["pinned"] == answer_record(answer)["pinned"] == [1, 2]
    assert "pinned" not in answer_record(plain)
    assert len({(one.document.id, one.start) for one in answer.citations}) == len(answer.citations)


def test_a_question_that_nothing_was_found_for_is_answered_by_staff(place: Place) -> None:
    question = "Bananas and their price?"
    assert ask(place, question).status == "not_found"
    pinned(place, NEW, question=question)
    answer = ask(place, "bananas AND their price")
    assert (answer.status, [one.quote for one in answer.citations], answer.suggestions) == ("answered", [NEW], ())
    assert answer.opening == "1 quotation was chosen by staff for this question:"


def test_what_filters_years_or_phrases_keep_out_is_not_pinned(place: Place) -> None:
    pinned(place, OLD)
    assert ask(place, since=date(2015, 1, 1)).pinned == (1,)
    assert ask(place, since=date(2020, 1, 1)).pinned == ()
    assert ask(place, kinds=("statement",)).pinned == ()
    pinned(place, OLD, question="Accounts in 2020?")
    assert ask(place, "Accounts in 2020?").pinned == ()
    pinned(place, OLD, question="Accounts in 2016?")
    assert ask(place, "Accounts in 2016?").pinned == (1,)
    pinned(place, OLD, NEW, question='Who says "introduced by the Union"?')
    answer = ask(place, 'who says "introduced by the Union"')
    assert [one.quote for one in answer.citations if one.number in answer.pinned] == [OLD]


def test_a_question_that_leans_on_others_is_another_one(place: Place) -> None:
    pinned(place, NEW)
    said = (Turn("user", "What about rooms?"), Turn("agent", "Municipalities should give rooms."))
    assert ask(place, "accounts", said).pinned == () and ask(place, "accounts").pinned == (1,)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (NEW.replace("supports", "rejects"), "no longer holds these words"),
        (f"Nobody would say that {NEW}", "the sentence around them is another one"),
        (NEW.replace("every adult", "no adult"), "no longer holds these words"),
    ],
)
def test_what_no_longer_stands_is_not_shown_and_told(place: Place, words: str, told: str) -> None:
    pinned(place, NEW, OLD)
    place.write(accounts=post("Accounts", words, day="01.02.2022"))
    answer = ask(place)
    assert answer.pinned == (1,) and answer.citations[0].quote == OLD
    assert answer.opening.startswith("A quotation that staff chose stands no longer in the library, and is not shown.")
    (pin,) = place.desk.pins.pins()
    (problem,) = standing_of(pin, place.searcher).problems
    assert told in problem and problem.startswith(f"“{NEW}” (accounts.txt)")


def test_where_nothing_chosen_stands_the_answer_is_what_is_found(place: Place) -> None:
    pinned(place, NEW)
    (place.posts / "accounts.txt").unlink()
    place.sync()
    answer = ask(place)
    assert answer.pinned == () and all(one.quote != NEW for one in answer.citations)
    assert "stands no longer in the library" in answer.opening


def test_words_that_moved_are_quoted_where_they_stand_now(place: Place) -> None:
    pinned(place, NEW)
    place.write(accounts=post("Accounts", "News come first, as they should.", NEW, day="01.02.2022"))
    (first, *_) = ask(place).citations
    assert first.quote == NEW == first.document.text[first.start : first.end] and first.start > 0 and first.exact


def test_a_document_that_was_superseded_is_shown_as_such_and_needs_attention(place: Place) -> None:
    pinned(place, OLD)
    wanted = Wanted("old.txt", {"superseded_by": "accounts.txt"})
    place.desk.corrections.change(wanted, 0, signed(), documents_beneath(place.store))
    show_corrections(place.library, place.desk.corrections, lambda: place.encoder)
    answer = ask(place)
    assert answer.pinned == (1,) and answer.citations[0].quote == OLD
    assert "(superseded by accounts.txt)" in next(line for line in answer_lines(answer) if line.startswith("[1]"))
    (pin,) = place.desk.pins.pins()
    (problem,) = standing_of(pin, place.searcher).problems
    assert "superseded since it was collected by “Accounts”" in problem


def test_a_damaged_desk_stops_no_answer_and_is_told(place: Place) -> None:
    plain = ask(place)
    place.desk.pins.desk.path.write_bytes(b"no database" * 100)
    answer = ask(place)
    assert answer.opening == f"{CANNOT_BE_READ} {plain.opening}"
    assert answer.citations == plain.citations


def test_only_words_that_stand_to_the_letter_are_pinned(place: Place) -> None:
    with pytest.raises(BasketError, match="Nothing was kept"):
        pinned(place, NEW.replace("supports", "support"))
    place.write(again=post("Again", f"{NEW} More is said here.", day="01.02.2023"))
    with pytest.raises(BasketError, match="Name one of them"):
        pinned(place, NEW)
    pinned(place, f"again.txt :: {NEW}")
    assert place.desk.pins.pins()[0].quotes[0].document == "again.txt"


def saved(**row: object) -> SavedQuestion:
    return question_of({"_id": "ila", "text": QUESTION} | row)


def test_what_a_saved_question_expects_is_pinned_to_it(place: Place) -> None:
    expecting = saved(sentences=[["Nobody ever said this in any text.", NEW], {"document": "old.txt", "sentence": OLD}])
    for asked in ("ila", QUESTION.upper()):
        chosen = choose(asked, (), (expecting,), place.searcher, DAY)
        assert (chosen.question, [one.words for one in chosen.quotes]) == (QUESTION, [NEW, OLD])
    assert [one.words for one in choose("ila", (OLD,), (expecting,), place.searcher, DAY).quotes] == [OLD]
    for other in (saved(), saved(documents=["old.txt"])):
        with pytest.raises(DeskError, match="what is to be quoted"):
            choose("ila", (), (other,), place.searcher, DAY)
    with pytest.raises(DeskError, match="follows on other questions"):
        choose("ila", (NEW,), (saved(history=[["user", "Rooms?"]]),), place.searcher, DAY)
