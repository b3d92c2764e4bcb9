"""A question and everything that its answer depends on, to an address and back."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from assistant.filtering import LISTS
from assistant.library import Edition
from assistant.web.asked import LONGEST_ADDRESS, Asked, View, address_of
from assistant.web.dialogue import LONGEST_CONVERSATION, Exchange
from assistant.web.panel import narrowed
from assistant.web.render import ECHOED
from assistant.web.views.asking import Asking
from index.library.selection import OWN
from index.query import QUESTIONS, Filters
from tests.assistant.talking import talk_on

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Zs", "Cc"]), min_size=1, max_size=30)
YEARS = st.integers(1000, 9999)


def view_at(address: str) -> View:
    assert address.startswith("/?")
    return View.of(QueryParams(address.removeprefix("/?")))


@given(
    WORDS,
    st.lists(WORDS, max_size=9, unique=True),
    st.lists(WORDS, max_size=3, unique=True),
    YEARS,
    YEARS,
    st.booleans(),
)
def test_an_address_gives_back_what_it_was_made_of(
    question: str, after: list[str], topics: list[str], one: int, other: int, all_years: bool
) -> None:
    since, until = date(min(one, other), 1, 1), date(max(one, other), 12, 31)
    filters = Filters(since, until, topics=tuple(topics), publishers=(OWN, "Org"))
    asked = Asked(question, filters, bool(after), all_years)
    view = view_at(address_of(asked, after))
    assert view.after == tuple(after[-QUESTIONS:])
    assert view.asked(narrowed(view.filters, "Org")) == asked


LISTED = st.fixed_dictionaries({field: st.lists(WORDS, max_size=3, unique=True).map(tuple) for field in LISTS.values()})


@given(WORDS, LISTED, st.none() | YEARS, st.none() | YEARS)
def test_every_filter_comes_back_from_the_address_bar(
    question: str, listed: dict[str, tuple[str, ...]], since: int | None, until: int | None
) -> None:
    if since and until and since > until:
        since, until = until, since
    days = {"since": date(since, 1, 1) if since else None, "until": date(until, 12, 31) if until else None}
    asked = Asked(question, Filters(**days, **listed))
    view = view_at(address_of(asked))
    assert view.asked(narrowed(view.filters, "")) == asked
    asking = Asking.of("/find", QueryParams(address_of(asked).partition("?")[2]))
    assert asking.filters("") == asked.filters
    assert Asking.of("/find", QueryParams(asking.address().partition("?")[2])) == asking
    assert Asking.of("/find", QueryParams(asking.address({"page": "3"}).partition("?")[2])).page == 3


def test_of_long_questions_before_only_the_last_are_told() -> None:
    long = [f"{number} " + "ä" * 900 for number in range(3)]
    address = address_of(Asked("and now?"), long)
    assert len(address) <= LONGEST_ADDRESS
    assert view_at(address).after == (long[-1],)
    assert view_at(address_of(Asked("ä" * 1000), [])).question == "ä" * 1000


def test_nothing_asked_is_no_question() -> None:
    for params in ("", "q=", "q=+&after=x", "since=2019"):
        assert view_at(f"/?{params}").question == ""


def test_each_view_of_a_conversation_is_answered_again_alike(sample_library: object, encoder: object) -> None:
    edition = Edition.open(sample_library, encoder)  # type: ignore[arg-type]
    talk = talk_on(edition)
    conversation = talk.ask("What did EAEA say about learning accounts in 2016?", Filters(), ())
    conversation = talk.ask_all_years(Filters(), conversation)
    for question in ("and for refugees?", "what about prisons?", "and who pays for it?"):
        conversation = talk.ask(question, Filters(), conversation)
    conversation = talk.ask_alone(Filters(), conversation)
    conversation = talk.ask("and for women?", Filters(), conversation)
    for exchange in conversation:
        view = view_at(exchange.address)
        (*_, again) = talk.dialogue.visit(edition, view, Filters())
        assert (again.said, again.quoted, again.address) == (exchange.said, exchange.quoted, exchange.address)


def test_of_a_question_that_is_refused_only_what_is_shown_again_is_kept(
    sample_library: object, encoder: object
) -> None:
    edition = Edition.open(sample_library, encoder)  # type: ignore[arg-type]
    talk, long = talk_on(edition), "\U0001f600" + "a" * 250_000
    (exchange,) = talk.ask(long, Filters(), ())
    assert not exchange.read and "250,001 characters; 1,000 are read" in exchange.said
    assert exchange.asked.question == long[:ECHOED]
    assert sum(map(len, (exchange.said, exchange.answer, exchange.address, exchange.text, exchange.sources))) < 2000


def test_questions_that_cannot_be_asked_make_no_conversation_without_end(
    sample_library: object, encoder: object
) -> None:
    edition = Edition.open(sample_library, encoder)  # type: ignore[arg-type]
    dialogue, conversation = talk_on(edition).dialogue, tuple[Exchange, ...]()
    for number in range(LONGEST_CONVERSATION + 5):
        conversation = dialogue.not_asked(edition, f"question {number}", "No.", conversation)
    assert len(conversation) == LONGEST_CONVERSATION and conversation[-1].asked.question == "question 24"
