"""What a member does on the page, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from assistant.library import LiveLibrary
from corpus.document import Document
from tests.conftest import post, sync_folder, write_files

pytestmark = pytest.mark.browser

MICRO_CREDENTIALS = "What is EAEA's position on micro-credentials?"
NOTICE = "Sample text written for this software. It is not a statement of EAEA."


def pointed_at(live: LiveLibrary, link: str) -> tuple[Document, int, int]:
    """The document and the span that a link to a document's page points at."""
    parts = urlsplit(link)
    place = parse_qs(parts.query)
    document = live.current.searcher.document(unquote(parts.path.removeprefix("/documents/")))
    return document, int(place["start"][0]), int(place["end"][0])


def test_a_question_is_answered_with_exact_words_and_their_sources(visit: Any, live: LiveLibrary) -> None:
    latest = visit.ask(MICRO_CREDENTIALS)
    quotes = latest.locator("q").all_text_contents()
    assert quotes
    numbers = latest.locator("a.number").all_text_contents()
    assert numbers == [f"[{number}]" for number in range(1, len(quotes) + 1)]
    for number, words in enumerate(quotes, start=1):
        excerpt = visit.tab.locator(f"#sources #source-0-{number}")
        assert excerpt.locator("mark").text_content() == words
        document, start, end = pointed_at(live, excerpt.locator("a.inside").get_attribute("href"))
        assert document.text[start:end] == words
        assert words in excerpt.locator("blockquote").text_content()
    assert "micro-credentials" in " ".join(quotes).casefold()
    assert latest.locator(".notice").text_content() == NOTICE
    assert visit.tab.locator("[role=status]").filter(has_text="Found").count() == 1
    assert visit.complaints == []


def test_the_sources_tell_where_each_quote_stands(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    statement = visit.tab.locator("#sources .source").filter(has_text="Small steps, open doors")
    assert statement.locator(".facts").text_content() == "consultation reply · 12 July 2021"
    assert "page 1" in statement.locator(".place").first.text_content()
    original = statement.locator("a.original").first.get_attribute("href")
    assert original == "https://sample.example/statements/2021-micro-credentials.pdf#page=1"
    post = visit.tab.locator("#sources .source").filter(has_text="Small certificates")
    assert "#:~:text=" in post.locator("a.original").first.get_attribute("href")
    assert statement.locator(".notice").text_content() == NOTICE


def test_a_source_link_leads_to_the_document_with_exactly_the_quote_marked(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    for number in range(visit.latest.locator("q").count()):
        words = visit.latest.locator("q").nth(number).text_content()
        link = visit.tab.locator(f"#sources #source-0-{number + 1} a.inside").get_attribute("href")
        page = visit.tab.context.new_page()
        page.goto(visit.address + link)
        assert page.locator("mark").all_text_contents() == [words]
        assert page.locator("mark#quote").is_visible()
        page.close()
    visit.tab.locator("#sources a.inside").first.click()
    visit.tab.locator("#quote").wait_for()


def test_a_number_leads_to_its_source_also_in_an_older_answer(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("What is EAEA's position on learning accounts?")
    visit.latest.locator("a.number").first.click()
    visit.tab.locator("#source-1-1.cited:focus").wait_for()
    visit.tab.locator("#earlier a.number").first.click()
    visit.tab.locator("#earlier #source-0-1.cited:focus").wait_for(state="visible")


def test_a_follow_up_is_read_together_with_the_question_before(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    latest = visit.ask("and for refugees?")
    assert latest.locator(".about").text_content() == "about: micro-credentials"
    words = " ".join(latest.locator("q").all_text_contents()).casefold()
    assert "refugees" in words
    assert "micro-credential" in words
    assert visit.tab.locator("#earlier .asked").text_content().endswith(MICRO_CREDENTIALS)


def test_a_new_conversation_forgets_the_old_one(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.tab.get_by_role("button", name="New conversation").click()
    visit.tab.locator(".exchange").wait_for(state="detached")
    assert visit.ask("and for refugees?").locator(".understood").count() == 0


def drop_button(visit: Any) -> Any:
    return visit.tab.get_by_role("button", name="Drop “micro-credentials” and ask this question alone")


def test_what_a_follow_up_was_taken_to_be_about_can_be_dropped(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    assert visit.latest.locator(".understood").count() == 0
    visit.ask("and in prisons?")
    drop_button(visit).click()
    visit.latest.locator(".understood").wait_for(state="detached")
    assert visit.tab.locator(".asked").all_text_contents() == [
        "Question: and in prisons?",
        f"Question: {MICRO_CREDENTIALS}",
    ]
    words = " ".join(visit.latest.locator("q").all_text_contents()).casefold()
    assert "prison" in words and "micro-credential" not in words
    visit.ask("and for women?")
    assert visit.latest.locator(".about").text_content() == "about: prisons"
    assert visit.complaints == []


def test_it_can_be_dropped_by_keyboard_and_reading_goes_on_at_the_answer(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("and in prisons?")
    said = visit.tab.locator("[role=status]").filter(has_text="About: micro-credentials.")
    said.wait_for(state="attached")
    for _ in range(8):
        visit.tab.keyboard.press("Tab")
        if visit.tab.evaluate("document.activeElement.matches('.drop')"):
            break
    assert drop_button(visit).evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    visit.tab.keyboard.press("Enter")
    visit.latest.locator(".understood").wait_for(state="detached")
    visit.tab.wait_for_function("document.activeElement.matches('#latest .exchange')")
    said.wait_for(state="detached")


def test_only_the_newest_question_can_be_asked_alone(visit: Any) -> None:
    for question in (MICRO_CREDENTIALS, "and for refugees?", "and for women?"):
        visit.ask(question)
    assert visit.tab.locator("#earlier .about").text_content() == "about: micro-credentials"
    assert visit.tab.locator("button.drop:visible").count() == 1
    assert visit.tab.locator("#latest button.drop:visible").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_is_large_enough_for_a_thumb(visit_of: Callable[..., Any], address: str, scheme: str) -> None:
    visit = visit_of(address, 390, 844, scheme).open()
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("and " + "some rather long words about refugees, prisons and islands " * 2 + "as well as that?")
    visit.ask("and for refugees?")
    box = visit.latest.locator(".drop").bounding_box()
    assert min(box["width"], box["height"]) >= 24
    assert box["x"] + box["width"] <= 390
    assert visit.overflow <= 0


def test_an_example_is_asked_with_one_click(visit: Any) -> None:
    example = visit.tab.locator("#proposals button").first
    question = example.text_content().strip()
    assert question.startswith("What is EAEA’s position on ")
    example.click()
    visit.latest.wait_for()
    assert visit.latest.locator(".asked").text_content().endswith(question)
    assert visit.latest.locator("q").count() > 0


def choose(visit: Any, label: str, year: str) -> None:
    visit.tab.get_by_label(label).fill(year)
    visit.tab.get_by_label(label).press("Enter")


def test_years_and_kinds_narrow_the_answer(visit: Any, live: LiveLibrary) -> None:
    visit.open_filters()
    choose(visit, "From year", "2022")
    choose(visit, "To year", "2022")
    latest = visit.ask("What is EAEA's position on learning accounts?")
    assert set(latest.locator(".from").all_text_contents())
    assert all(", 2022" in place for place in latest.locator(".from").all_text_contents())
    visit.tab.get_by_label("statement (2)", exact=True).check()
    visit.ask("What is EAEA's position on individual learning accounts?")
    assert {text.partition(" ·")[0] for text in visit.tab.locator("#sources .facts").all_text_contents()} == {
        "statement"
    }


def pick(visit: Any, label: str, *values: str) -> None:
    for value in values:
        visit.tab.get_by_label(label).fill(value)
        visit.tab.get_by_label(label).press("Enter")
    visit.tab.get_by_label(label).press("Escape")


def test_topics_speakers_languages_and_statuses_narrow_the_answer(visit: Any, live: LiveLibrary) -> None:
    visit.open_filters()
    pick(visit, "Topic", "funding", "validation")
    visit.tab.get_by_label("superseded (2)", exact=True).check()
    visit.ask("What is EAEA's position on learning accounts?")
    banners = visit.tab.locator("#sources .source .banner")
    assert banners.count() == visit.tab.locator("#sources .source").count() > 0
    visit.tab.get_by_label("superseded (2)", exact=True).uncheck()
    visit.tab.get_by_label("French (2)", exact=True).check()
    visit.ask("Que dit EAEA des microcertifications ?")
    assert set(visit.latest.locator("q").evaluate_all("all => all.map(one => one.lang)")) == {"fr"}
    pick(visit, "Who speaks", "Rural Learners")
    latest = visit.ask(MICRO_CREDENTIALS)
    said = latest.locator(".opening").text_content()
    assert said.endswith("Without “publisher Rural Learners' Alliance”, 1 document passes.")


def test_who_speaks_tells_the_organisation_from_others(visit: Any, live: LiveLibrary) -> None:
    visit.open_filters()
    pick(visit, "Who speaks", "Rural Learners")
    visit.ask("What is the position on the green transition?")
    assert visit.tab.locator("#sources .facts").all_text_contents() == ["joint statement · 9 May 2023"]


def test_filters_with_one_choice_are_not_shown(
    visit_of: Callable[..., Any], serving: Any, encoder: Any, tmp_path: Path
) -> None:
    posts = write_files(tmp_path / "posts", {"a.txt": post("Boats", "Boats are told of.", day="12.03.2021 boats")})
    sync_folder(tmp_path / "library", encoder, posts)
    with serving(LiveLibrary(tmp_path / "library", encoder)) as address:
        visit = visit_of(address).open()
        visit.open_filters()
        visit.tab.get_by_label("From year").wait_for()
        for name in ("topics", "publishers", "kinds", "languages", "statuses"):
            assert not visit.tab.locator(f"#{name}").is_visible(), name


def test_a_year_in_the_question_is_shown_and_can_be_dropped(visit: Any) -> None:
    question = "What did EAEA say about learning accounts in 2016?"
    latest = visit.ask(question)
    assert latest.locator(".period").text_content() == "Understood: published in 2016 (“in 2016”)"
    assert all(", 2016" in place for place in latest.locator(".from").all_text_contents())
    visit.tab.get_by_role("button", name="Search all years").click()
    visit.tab.locator("#latest .exchange:not(:has(.period))").wait_for()
    assert visit.latest.locator(".asked").text_content().endswith(question)
    assert any(", 2016" not in place for place in visit.latest.locator(".from").all_text_contents())
    assert not visit.tab.get_by_role("button", name="Search all years").is_visible()
    assert visit.tab.locator(".asked").count() == 1, "asked anew in its place"
    assert visit.complaints == []


def test_filters_that_match_nothing_say_so(visit: Any) -> None:
    visit.open_filters()
    choose(visit, "To year", "2014")
    visit.ask(MICRO_CREDENTIALS)
    said = "No document passes the filters (until 2014). Without “until 2014”, 24 documents pass."
    visit.latest.filter(has_text=said).wait_for()
    assert visit.tab.locator("q, #sources .source").count() == 0
    choose(visit, "From year", "2020")
    visit.ask(MICRO_CREDENTIALS).filter(has_text="Put the earlier year first").wait_for()
    choose(visit, "From year", "soon")
    visit.ask(MICRO_CREDENTIALS).filter(has_text="must be four digits").wait_for()


def test_not_found_shows_topics_and_cites_nothing(visit: Any) -> None:
    latest = visit.ask("What is EAEA's position on nuclear energy plants?")
    assert latest.locator(".opening").text_content().startswith("Nothing found")
    assert latest.locator(".topic").count() > 0
    assert visit.tab.locator("q, a.number, #sources .source").count() == 0
    assert visit.tab.locator("#proposals button:visible").count() > 0


def test_the_library_and_its_notice_are_told_at_the_top(visit: Any, live: LiveLibrary) -> None:
    documents = live.current.searcher.coverage().documents
    assert visit.tab.locator(".coverage").text_content() == f"{documents} documents, 2015–2026"
    assert visit.tab.locator(".masthead .notice").text_content() == NOTICE
    assert visit.tab.get_by_text(re.compile("gradio|settings|use via api", re.IGNORECASE)).count() == 0


def test_a_superseded_source_says_what_replaced_it(visit: Any) -> None:
    visit.open("/documents/statements%2F2016-learning-accounts.pdf")
    banner = visit.tab.locator(".banner").filter(has_text="Superseded")
    with visit.tab.expect_navigation():
        banner.locator("a").click()
    assert visit.tab.locator("h1").text_content() == "Learning accounts that leave nobody out"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640)])
def test_a_phone_never_scrolls_sideways(visit_of: Callable[..., Any], address: str, width: int, height: int) -> None:
    visit = visit_of(address, width, height).open()
    assert visit.overflow <= 0
    visit.open_filters()
    visit.tab.get_by_label("From year").wait_for()
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("x" * 900)
    visit.ask("and for refugees?")
    assert visit.overflow <= 0
    answer, sources = visit.latest.bounding_box(), visit.tab.locator("#sources").bounding_box()
    assert answer["y"] + answer["height"] <= sources["y"]
    visit.tab.locator("#sources a.inside").first.click()
    visit.tab.locator("#quote").wait_for()
    assert visit.overflow <= 0


def test_the_keyboard_is_enough(visit: Any) -> None:
    tab = visit.tab
    focused = "document.activeElement"
    tab.wait_for_function(f"{focused}.tagName === 'TEXTAREA'")
    tab.keyboard.type(MICRO_CREDENTIALS)
    tab.keyboard.press("Enter")
    visit.latest.wait_for()
    reached = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate(f"{focused}.textContent.trim()"))
        assert tab.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid", reached[-1]
        if reached[-1] == "[1]":
            break
    assert reached[0] == "Ask"
    assert reached[-1] == "[1]"
    tab.keyboard.press("Enter")
    tab.locator("#source-0-1.cited:focus").wait_for()
    tab.keyboard.press("Tab")
    assert "Read in the document" in tab.evaluate(f"{focused}.textContent")
    tab.keyboard.press("Enter")
    tab.locator("#quote").wait_for()


def test_no_other_host_is_ever_asked(visit: Any) -> None:
    visit.open_filters()
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("What is EAEA's position on nuclear energy plants?")
    visit.open("/documents/posts%2F2021-07-micro-credentials.html")
    assert len(visit.requested) > 10
    assert visit.foreign == []
