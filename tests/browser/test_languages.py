"""The pages in five languages, in a real browser."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_plus

import gradio as gr
import httpx
import pytest
from babel.messages.pofile import read_po
from fastapi import FastAPI
from lxml import html

from assistant.library import LiveLibrary
from assistant.setting_rules import LANGUAGES
from assistant.settings import Settings
from assistant.web.gradio_words import gradio_words, word
from assistant.web.guard import Guard
from assistant.web.look import look_of
from assistant.web.own_files import add_files, add_look
from assistant.web.rate import RateLimit
from assistant.web.speaking import Speaking
from assistant.web.tongues import read_tongues
from index.library.generation import STORE
from index.library.store import Store
from tests.browser.callers import served
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
every_language = pytest.mark.parametrize("code", LANGUAGES)


@pytest.fixture(scope="module")
def small() -> Iterator[str]:
    """A page of Gradio's with nothing but a text box and a button."""
    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.Textbox(label=word("Your question"), placeholder=word("A position or a topic"), elem_id="question")
        gr.Button(word("Ask"), elem_id="send")
        with gr.Accordion(word("Narrow by year, kind or topic"), elem_id="filters"):
            gr.CheckboxGroup(["a"], label=word("Kind (none ticked: all)"))
    app = FastAPI()
    add_files(app)
    add_look(app, look_of(Settings()))
    tongues = read_tongues()
    app.add_middleware(Speaking, tongues=tongues, default="en")
    app.add_middleware(Guard, rate=RateLimit())
    gr.mount_gradio_app(app, blocks, path="/", ssr_mode=False, i18n=gradio_words(tongues))
    with served(app) as address:
        yield address


@every_language
def test_components_speak_the_language_of_the_page_not_of_the_browser(
    code: str, small: str, visit_of: Callable[..., Visit]
) -> None:
    visit = visit_of(small)
    visit.tab.goto(f"{small}/?lang={code}")
    box = visit.tab.locator("#question textarea")
    box.wait_for()
    tongue = read_tongues()[code]
    visit.tab.locator("#send").filter(has_text=tongue.word("Ask")).wait_for()
    assert box.get_attribute("placeholder") == tongue.word("A position or a topic")
    for told in ("Your question", "Narrow by year, kind or topic", "Kind (none ticked: all)"):
        visit.tab.get_by_text(tongue.word(told), exact=True).first.wait_for()
    assert visit.tab.locator("html").get_attribute("lang") == code
    assert visit.tab.url == f"{small}/"
    assert visit.complaints == [] and visit.foreign == []


ASKED = "/?q=EAEA+on+micro-credentials"
PAGES = (
    "/positions", "/positions?q=learning+accounts", "/positions?q=learning+accounts&kind=statement&since=2019",
    "/positions?q=zeppelin", "/positions?q=accounts&since=nonsense", "/compare",
    "/compare?q=learning+accounts&first=2016&second=2024", "/compare?q=learning+accounts&first=2024&second=2016",
    "/find", "/find?q=refugees", "/find?q=funding&status=superseded", "/find?q=zeppelin&topic=nothing", "/find?q=%3F",
    "/check", "/basket", "/sign-in", "/documents/no-such", "/documents/statements%2F2016-learning-accounts.pdf",
    "/documents/statements%2F2021-micro-credentials.pdf?start=581&end=677",
    "/privacy", "/", ASKED, "/?q=zeppelin", "/?q=funding&since=nonsense", f"/feedback{ASKED[1:]}",
    "/page-images/statements%2F2021-micro-credentials.pdf?start=581&end=677", "/quotes/no-such",
)  # fmt: skip
DRAFT = (
    "“Micro-credentials should be a complement to full qualifications and never a substitute for them.” "
    "“Micro-credentials should not be a complement to full qualifications and always a substitute for them.” "
    "“The zeppelin flies over the quiet mountains of Kainuu today.” “one two” EAEA said that adult education matters."
)
READ = ("aria-label", "placeholder", "title", "alt", "data-page")


def words_of(page: str) -> list[str]:
    """Everything that a page says by itself: not what stands in elements of another language, nor what is typed."""
    tree = html.fromstring(page)
    for one in tree.xpath(
        "//script | //style | //*[@lang][not(self::html)] | //textarea | //code | //option | //title"
    ):
        one.drop_tree()
    told = [text for text in tree.itertext() if text.strip()]
    told += [one.get(name) for one in tree.iter() for name in READ if one.get(name)]
    return [" ".join(text.split()) for text in told]


@pytest.fixture(scope="module")
def known(live: LiveLibrary) -> str:
    """What the library's documents say, and what they are called."""
    store = Store.read(live.current.searcher.generation.folder / STORE)
    told = ((one.title, one.id, one.text, one.speaker, one.notice, "\n".join(one.topics)) for one in store.documents())
    return " ".join("\n".join(map("\n".join, told)).split())


@pytest.fixture(scope="module")
def caller(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


AS_IS = {"EAEA", "Français", "Deutsch", "Español", "Suomi", "document", "documents", "positions"}


@cache
def alike(code: str) -> frozenset[str]:
    """Words that a language has in common with English, as its catalogue says; names; words within a sentence."""
    with files("assistant.web").joinpath("locale", f"{code}.po").open("rb") as file:
        return frozenset({*AS_IS, *(str(one.id) for one in read_po(file, locale=code) if one.id == one.string)})


def assert_translated(english: str, page: str, code: str, known: str) -> None:
    assert_told_otherwise(words_of(english), words_of(page), code, known)


def assert_told_otherwise(before: Collection[str], after: Collection[str], code: str, known: str) -> None:
    same = {one for one in before if one in after and not re.fullmatch(r"[Pp]age \d+", one)}
    parts = {part.strip(" ,.;:()[]“”·↗-–0123456789") for one in same for part in re.split(r"[,:;] ", one)}
    told = {one for one in parts if re.search(r"[^\W\d_]{2}", one) and one not in known and one not in alike(code)}
    assert {one for one in told if not re.match(r"\.|assistant |\w+/", one)} == set(), code


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_in_every_language(path: str, caller: httpx.Client, known: str) -> None:
    pages = {code: caller.get(path, headers={"Accept-Language": code}, follow_redirects=True) for code in LANGUAGES}
    titles = {code: html.fromstring(page.text).findtext(".//title") for code, page in pages.items()}
    assert len({page.status_code for page in pages.values()}) == 1
    for code, page in pages.items():
        tree = html.fromstring(page.text)
        assert tree.get("lang") == code == page.headers["Content-Language"]
        assert [one.get("lang") for one in tree.xpath("//nav[@class='tongues']//*[@aria-current]")] == [code]
        if code != "en":
            assert_translated(pages["en"].text, page.text, code, known + unquote_plus(path))
    told = known + unquote_plus(path)
    assert len(set(titles.values())) == len(LANGUAGES) or all(title in told for title in titles.values()), titles


@every_language
def test_what_becomes_of_a_draft_is_told_in_every_language(code: str, caller: httpx.Client, known: str) -> None:
    sent = {"Origin": str(caller.base_url).rstrip("/")}
    english, page = (
        caller.post("/check", data={"words": DRAFT}, headers=sent | {"Accept-Language": one}).text
        for one in ("en", code)
    )
    if code != "en":
        assert_translated(english, page, code, known + DRAFT)


@pytest.mark.parametrize("code", ["de", "fi"])
@pytest.mark.parametrize("path", PAGES)
def test_long_words_fit_a_narrow_window(path: str, code: str, visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address, width=320)
    visit.tab.set_extra_http_headers({"Accept-Language": code})
    visit.tab.goto(address + path)
    assert visit.tab.locator("html").get_attribute("lang") == code
    assert visit.overflow == 0


def test_other_languages_are_a_press_away_and_keep_the_address(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address)
    visit.tab.goto(address + "/find?q=refugees&kind=post")
    with visit.tab.expect_navigation():
        visit.tab.get_by_role("link", name="Suomi").click()
    assert visit.tab.url == address + "/find?q=refugees&kind=post"
    assert visit.tab.locator("h1").inner_text() == "Kaikki maininnat"
    visit.tab.goto(address + "/basket")
    assert visit.tab.locator("h1").inner_text() == "Korinne"
    with visit.tab.expect_navigation():
        visit.tab.get_by_role("link", name="English").press("Enter")
    assert visit.tab.locator("h1").inner_text() == "Your basket"


QUESTION = "What is EAEA's position on micro-credentials?"
MISSED = "zeppelin"
EXAMPLE = re.compile(r"What is EAEA’s position on .+\?")


def lines_of(visit: Visit) -> set[str]:
    """What can be read of a page, but for questions in the language of the documents."""
    told = {" ".join(line.split()) for line in visit.tab.locator("body").inner_text().splitlines()}
    return {line for line in told if line and not EXAMPLE.fullmatch(line)}


@pytest.fixture(scope="module")
def english(chromium: Any, address: str) -> dict[str, set[str]]:
    """The Ask page in English: before a question, with an answer, and with none."""
    context = chromium.new_context(locale="en")
    told = asked_of(Visit(context.new_page(), address))
    context.close()
    return told


def asked_of(visit: Visit) -> dict[str, set[str]]:
    told = {}
    visit.open()
    visit.tab.locator("#first").wait_for(state="detached")
    visit.tab.locator("#filters button").first.click()
    told["empty"] = lines_of(visit)
    assert visit.overflow == 0
    visit.ask(QUESTION)
    told["answered"] = lines_of(visit)
    assert visit.overflow == 0
    visit.ask(MISSED)
    told["not found"] = lines_of(visit)
    assert visit.overflow == 0
    return told


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("code", ["de", "fi"])
def test_the_ask_page_speaks_the_language_of_who_asks(
    code: str, width: int, visit_of: Callable[..., Visit], address: str, english: dict[str, set[str]], known: str
) -> None:
    visit = visit_of(address, width=width)
    visit.tab.set_extra_http_headers({"Accept-Language": code})
    tongue = read_tongues()[code]
    for state, lines in asked_of(visit).items():
        assert_told_otherwise(english[state], lines, code, known + QUESTION + MISSED)
    assert visit.tab.locator("html").get_attribute("lang") == code
    assert tongue.word("Earlier in this conversation") in visit.tab.locator("#earlier").inner_text()
    assert visit.complaints == [] and visit.foreign == []


def test_the_ask_page_has_its_title_in_the_language_and_no_error(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address)
    visit.tab.set_extra_http_headers({"Accept-Language": "fi"})
    visit.open()
    visit.tab.locator("#first").wait_for(state="detached")
    assert visit.tab.title() == "Mitä EAEA sanoo?"
    assert visit.tab.locator(".error:visible").count() == 0


def test_another_language_keeps_the_question_that_is_shown(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address).open()
    visit.tab.locator("#first").wait_for(state="detached")
    visit.ask(QUESTION)
    asked = visit.tab.url
    visit.tab.locator("#header").get_by_role("link", name="Deutsch").click()
    visit.latest.filter(has_text="Zitate in 2 Dokumenten gefunden").wait_for()
    assert visit.tab.url == asked
