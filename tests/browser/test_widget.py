"""The question box on pages of other origins, in a real browser."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library import LiveLibrary
from corpus.sources import open_source
from index.build import sync
from index.encoder import Encoder
from tests.browser.sites import BOTH, Site, host_of, site
from tests.browser.test_hostile_text import PAYLOADS

pytestmark = pytest.mark.browser

QUESTION = "What is EAEA's position on micro-credentials?"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(26, 32, 38)"
NOTHING = "What is EAEA's position on tuition fees for doctoral students?"


@pytest.fixture(scope="module")
def other_port() -> Iterator[Site]:
    with site() as made:
        yield made


@pytest.fixture(scope="module")
def other_name() -> Iterator[Site]:
    with site("localhost") as made:
        yield made


@pytest.fixture(scope="module")
def assistant(live: LiveLibrary, serving: Callable[..., Any], other_port: Site, other_name: Site) -> Iterator[str]:
    with serving(live, widget_origins=(other_port.origin, other_name.origin)) as url:
        yield url


class Box:
    """A question box on a page."""

    def __init__(self, visit: Any, number: int = 0) -> None:
        self.visit = visit
        self.tab = visit.tab
        self.host = visit.tab.locator("assistant-widget").nth(number)
        self.input = self.host.locator("input")
        self.state = self.host.get_by_role("status")
        self.input.wait_for()

    @property
    def latest(self) -> Any:
        return self.host.locator("section > div:not([role]) article")

    def ask(self, question: str) -> "Box":
        self.input.fill(question)
        self.input.press("Enter")
        return self.answered()

    def answered(self) -> "Box":
        self.tab.wait_for_function(
            "box => !box.shadowRoot.querySelector('button[aria-disabled]') &&"
            " box.shadowRoot.querySelector('[role=status]').textContent !== ''",
            arg=self.host.element_handle(),
        )
        return self

    @property
    def told(self) -> str:
        return str(self.state.text_content())

    @property
    def focused(self) -> str:
        """What has the focus within the box: the name of its element."""
        return str(self.host.evaluate("box => box.shadowRoot.activeElement?.localName ?? ''"))


@pytest.fixture
def box_on(visit_of: Callable[..., Any], assistant: str) -> Callable[..., Box]:
    def box(shown: Site, *attributes: str, **more: Any) -> Box:
        page = {name: more.pop(name) for name in ("head", "body", "lang") if name in more}
        address = shown.show(more.pop("asking", assistant), *(attributes or ("",)), **page)
        visit = visit_of(address.rstrip("/"), **more)
        visit.tab.goto(address)
        return Box(visit)

    return box


@pytest.mark.parametrize("shown", ["other_port", "other_name"])
def test_a_page_of_another_origin_gets_a_cited_answer(
    box_on: Callable[..., Box], assistant: str, live: LiveLibrary, shown: str, request: pytest.FixtureRequest
) -> None:
    box = box_on(request.getfixturevalue(shown), 'data-label="Ask EAEA"').ask(QUESTION)
    quotes = box.latest.locator("blockquote").all_text_contents()
    assert box.told == f"{len(quotes)} exact quotations found."
    answer = live.current.answerer.answer(_query(QUESTION))
    assert quotes == [one.quote for one in answer.citations]
    assert box.latest.locator('blockquote[lang="en"]').count() == len(quotes)
    facts = box.latest.locator("blockquote + p").all_text_contents()
    for cited, told in zip(answer.citations, facts, strict=True):
        assert told.startswith(f"[{cited.number}] {cited.document.title} · {cited.document.kind} · ")
        assert str(cited.document.published.year if cited.document.published else "") in told
    assert box.latest.locator(".note").all_text_contents() == list(answer.notices)
    sent = {host_of(url) for url in box.visit.requested}
    assert sent == {host_of(box.visit.address), host_of(assistant)}
    assert box.visit.complaints == []


def _query(question: str) -> Any:
    from assistant.conversation import query_of

    return query_of(question)


def test_links_lead_to_the_marked_words_and_to_the_original_in_new_tabs(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(QUESTION)
    first = box.latest.locator("li").first
    quote = first.locator("blockquote").text_content()
    for link in box.host.locator("a").all():
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener noreferrer"
    inside, original = first.locator("a").all()
    assert str(original.get_attribute("href")).startswith("https://sample.example/")
    with box.tab.context.expect_page() as opened:
        inside.click()
    page = opened.value
    assert page.locator("mark").all_text_contents() == [quote]
    assert page.evaluate("window.opener") is None


def test_it_sends_no_cookies_and_keeps_nothing(box_on: Callable[..., Box], other_port: Site, assistant: str) -> None:
    box = box_on(other_port)
    box.tab.context.add_cookies([{"name": "assistant_session", "value": "x", "url": assistant}])
    with box.tab.expect_request(lambda one: one.method == "POST") as asked:
        box.ask(QUESTION)
    headers = asked.value.all_headers()
    assert "cookie" not in headers
    assert "referer" not in headers
    assert box.tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [one["name"] for one in box.tab.context.cookies()] == ["assistant_session"]


def test_a_site_that_may_not_ask_is_told_so(box_on: Callable[..., Box], visit_of: Callable[..., Any]) -> None:
    with site() as stranger:
        box = box_on(stranger).ask(QUESTION)
        assert box.told == (
            f"This site may not ask the assistant. Its operator must add {stranger.origin} to widget_origins."
        )
        assert box.latest.count() == 0
        assert box.focused == "input"


def test_an_assistant_that_is_gone_is_told(box_on: Callable[..., Box], other_port: Site, assistant: str) -> None:
    box = box_on(other_port)
    box.tab.context.route(f"{assistant}/**", lambda route: route.abort())
    assert box.ask(QUESTION).told == "The assistant cannot be reached. Try again later."


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (429, "{}", "Too many questions at this moment. Wait a minute, then ask again."),
        (500, "<html>", "The assistant could not answer. Try again later."),
        (400, '{"detail": "The question names <b>nothing</b>."}', "The question names <b>nothing</b>."),
        (200, "no JSON", "The assistant could not answer. Try again later."),
        (200, "null", "The assistant could not answer. Try again later."),
    ],
)
def test_what_goes_wrong_is_told_in_words(
    box_on: Callable[..., Box], other_port: Site, assistant: str, status: int, body: str, sentence: str
) -> None:
    box = box_on(other_port)
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    answer = {"status": status, "body": body, "headers": headers}
    box.tab.context.route(f"{assistant}/api/**", lambda route: route.fulfill(**answer))
    assert box.ask(QUESTION).told == sentence
    assert box.focused == "input"


def test_an_answer_of_wrong_types_is_shown_as_far_as_it_goes(
    box_on: Callable[..., Box], other_port: Site, assistant: str
) -> None:
    cited = {"number": "<b>", "quote": 7, "title": None, "url": "javascript:alert(1)", "published": "soon", "page": "x"}
    answer = {"status": "__proto__", "citations": [cited], "suggestions": "none", "notices": [None], "text": 1}
    box = box_on(other_port)
    headers = {"Access-Control-Allow-Origin": "*"}
    box.tab.context.route(f"{assistant}/api/**", lambda route: route.fulfill(json=answer, headers=headers))
    box.ask(QUESTION)
    assert "undated" in box.latest.text_content()
    assert box.latest.locator("a").count() == 1
    assert box.visit.dialogs == []


def test_nothing_found_offers_topics_that_can_be_asked_with_the_keyboard(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(NOTHING)
    assert box.told.startswith("Nothing found")
    topic = box.latest.get_by_role("button").first
    name = topic.text_content()
    topic.focus()
    box.tab.keyboard.press("Enter")
    box.answered()
    assert box.input.input_value() == name
    assert box.focused == "input"


def test_everything_is_reached_with_the_keyboard(box_on: Callable[..., Box], other_port: Site) -> None:
    box = box_on(other_port)
    box.tab.keyboard.press("Tab")
    assert box.focused == "input"
    box.tab.keyboard.type(QUESTION)
    box.tab.keyboard.press("Tab")
    assert box.focused == "button"
    box.tab.keyboard.press("Space")
    box.answered()
    assert box.latest.locator("blockquote").count() > 0
    reached = set()
    for _ in range(30):
        box.tab.keyboard.press("Tab")
        reached.add(box.host.evaluate("box => box.shadowRoot.activeElement?.href ?? ''"))
    assert reached - {""} == set(box.host.locator("a").evaluate_all("all => all.map(one => one.href)"))


def test_a_follow_up_leans_on_what_was_asked_until_it_is_asked_by_itself(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(QUESTION).ask("and for refugees?")
    assert "About: micro-credentials" in box.latest.text_content()
    assert box.host.locator("details article .asked").all_text_contents() == [f"Question: {QUESTION}"]
    box.latest.get_by_role("button", name="Ask it by itself").click()
    box.answered()
    assert "About:" not in box.latest.text_content()
    assert box.input.input_value() == "and for refugees?"


def test_a_replaced_document_says_so(box_on: Callable[..., Box], other_port: Site) -> None:
    box = box_on(other_port).ask("What did EAEA say about learning accounts in 2016?")
    banner = box.latest.locator(".note.warn").first
    assert banner.text_content().startswith("Superseded: this text no longer states the current position.")
    with box.tab.context.expect_page() as opened:
        banner.locator("a").click()
    assert "2022" in opened.value.locator("main").text_content()


def test_several_boxes_know_nothing_of_each_other(box_on: Callable[..., Box], other_port: Site) -> None:
    preset = "What about <b>refugees</b>?"
    first = box_on(other_port, "", f'data-lang="fr-BE" data-question="{preset}"')
    second = Box(first.visit, 1)
    assert second.input.input_value() == preset
    assert second.told == ""
    second.ask(NOTHING)
    assert second.told.startswith("Rien n’a été trouvé.")
    assert second.host.get_by_role("button", name="Demander").count() == 1
    assert (first.told, first.input.input_value(), first.latest.count()) == ("", "", 0)


@pytest.mark.parametrize(("lang", "word"), [("de-AT", "Fragen"), ("fi", "Kysy"), ("es", "Preguntar"), ("sv", "Ask")])
def test_it_speaks_the_language_of_its_page(box_on: Callable[..., Box], other_port: Site, lang: str, word: str) -> None:
    box = box_on(other_port, lang=lang)
    assert box.host.locator("form button").text_content() == word


def test_it_stands_where_it_is_told_to(box_on: Callable[..., Box], other_port: Site) -> None:
    head = '<script src="{assistant}/widget.js" data-target="#place"></script>'
    box = box_on(other_port, "", head=head, body='<div id="place"></div>')
    box.tab.wait_for_function("document.querySelectorAll('assistant-widget').length === 2")
    assert box.tab.locator("#place > assistant-widget").count() == 1
    assert box.tab.locator("script + assistant-widget + #after").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_narrow_window_and_has_no_serious_fault(
    box_on: Callable[..., Box], other_port: Site, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    box = box_on(other_port, "", "data-lang=fi", width=320, scheme=scheme).ask(QUESTION)
    Box(box.visit, 1).ask(NOTHING)
    box.ask(NOTHING).ask("What did EAEA say about learning accounts in 2016?")
    assert box.visit.overflow == 0
    wide = box.host.evaluate("box => [box.shadowRoot.firstChild.scrollWidth, box.shadowRoot.firstChild.clientWidth]")
    assert wide[0] <= wide[1]
    found = Axe().run(box.tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert any(one["id"] == "color-contrast" for one in Axe().run(box.tab).response["passes"])


@pytest.mark.parametrize(
    ("scheme", "attributes", "head", "ground"),
    [
        ("light", "", BOTH, LIGHT),
        ("dark", "", BOTH, DARK),
        ("dark", "", "", LIGHT),
        ("dark", 'data-theme="light"', BOTH, LIGHT),
        ("light", 'data-theme="dark"', "", DARK),
    ],
)
def test_it_is_as_light_as_its_page(
    box_on: Callable[..., Box], other_port: Site, scheme: str, attributes: str, head: str, ground: str
) -> None:
    box = box_on(other_port, attributes, head=head, scheme=scheme)
    assert box.host.evaluate("box => getComputedStyle(box.shadowRoot.firstChild).backgroundColor") == ground


def test_nothing_moves_for_who_does_not_want_it(box_on: Callable[..., Box], other_port: Site) -> None:
    moving = (
        "box => { box.shadowRoot.querySelector('[role=status]').className = 'busy';"
        " return getComputedStyle(box.shadowRoot.querySelector('[role=status]')).animationName; }"
    )
    box = box_on(other_port)
    box.tab.emulate_media(reduced_motion="no-preference")
    assert box.host.evaluate(moving) == "breathe"
    box.tab.emulate_media(reduced_motion="reduce")
    assert box.host.evaluate(moving) == "none"


@pytest.fixture(scope="module")
def hostile(
    encoder: Encoder, tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Any], other_port: Site
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    records = [
        {
            "_id": f'{animal}/"><script>alert(5)</script>#{animal}',
            "title": f"{animal} {payload}",
            "text": f"EAEA calls for more {animal} in every town. {payload} The keepers of {animal} must be paid.",
        }
        for animal, payload in PAYLOADS.items()
    ]
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    sync(folder / "library", [open_source(str(path))], encoder)
    with serving(LiveLibrary(folder / "library", encoder), widget_origins=(other_port.origin,)) as url:
        yield url


@pytest.mark.parametrize(("animal", "payload"), PAYLOADS.items())
def test_hostile_text_stays_text(
    box_on: Callable[..., Box], other_port: Site, hostile: str, animal: str, payload: str
) -> None:
    box = box_on(other_port, asking=hostile)
    box.ask(f"Does {payload} concern {animal}?")
    assert box.latest.locator(".asked").text_content() == f"Question: Does {payload} concern {animal}?"
    box.ask(f"What does EAEA say about {animal}?")
    assert f"{animal} {payload}" in box.latest.text_content()
    assert box.latest.locator("blockquote").count() > 0
    with box.tab.context.expect_page() as opened:
        box.latest.locator("li a").first.click()
    assert opened.value.locator("mark#quote").count() == 1
    assert box.host.locator(":is(img, script, b, code, a:not([href^=http]))").count() == 0
    assert box.visit.dialogs == []
    assert {host_of(url) for url in box.visit.requested} == {host_of(other_port.origin), host_of(hostile)}


def test_the_example_page_holds_a_box_that_answers(visit_of: Callable[..., Any], assistant: str) -> None:
    visit = visit_of(assistant, width=320)
    visit.tab.goto(f"{assistant}/widget")
    box = Box(visit).ask(QUESTION)
    assert box.latest.locator("blockquote").count() > 0
    assert visit.tab.locator("pre").text_content().startswith(f'<script src="{assistant}/widget.js"')
    assert visit.complaints == []
    assert visit.overflow == 0
