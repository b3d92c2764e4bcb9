"""Text that tries to be more than text: in titles, headings, bodies, topics, addresses and questions."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.library import LiveLibrary
from corpus.sources import open_source
from index.build import sync
from index.models.encoder import Encoder

pytestmark = pytest.mark.browser

IMAGE = "<img src=https://evil.example/x.png onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
MARKDOWN = "**bold** [a](javascript:alert(3)) ![i](https://evil.example/y.png) $$x^2$$ `code`"
TEMPLATE = "${alert(4)} {{ 7*7 }} {% raw %} &lt;b&gt; <b>b</b>"
PAYLOADS = {"kestrels": IMAGE, "otters": SCRIPT, "lapwings": MARKDOWN, "badgers": TEMPLATE}


@pytest.fixture(scope="module")
def hostile(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Any]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
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
    library = folder / "library"
    sync(library, [open_source(str(path))], encoder)
    with serving(LiveLibrary(library, encoder), organisation=f"EAEA {IMAGE}") as url:
        yield url


@pytest.mark.parametrize(("animal", "payload"), PAYLOADS.items())
def test_hostile_text_is_shown_as_text(visit_of: Callable[..., Any], hostile: str, animal: str, payload: str) -> None:
    visit = visit_of(hostile).open()
    asked = visit.ask(f"Does {payload} concern {animal}?").locator(".asked").text_content()
    assert asked.endswith(f"Does {payload} concern {animal}?")
    assert visit.ask(f"What does EAEA say about {animal}?").locator("q").count() > 0
    assert payload in visit.latest.text_content()
    assert payload in visit.tab.locator("#sources blockquote").first.text_content()
    assert f"{animal} {payload}" in visit.tab.locator("#sources h3").all_text_contents()
    for link in visit.tab.locator("#sources a.inside").all():
        page = visit.tab.context.new_page()
        page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(hostile + link.get_attribute("href"))
        assert page.locator("mark#quote").count() == 1
        assert page.locator("main :is(img, script, b, a[href^=javascript])").count() == 0
        page.close()
    assert visit.tab.locator("#workspace :is(img, script, b, code, .katex, a[href^=javascript])").count() == 0
    assert visit.tab.locator("#header :is(img, script)").count() == 0
    assert visit.dialogs == []
    assert visit.foreign == []


def test_mark_up_that_slips_in_later_cannot_run(visit: Any) -> None:
    visit.tab.evaluate(
        "document.querySelector('#latest').innerHTML = '<img src=\"https://evil.example/z\" onerror=alert(1)>'"
    )
    visit.tab.wait_for_function("document.querySelector('#latest img').complete")
    visit.tab.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert visit.tab.evaluate("window.ran") is None
    assert visit.dialogs == []
    refused = [line for line in visit.complaints if "Content Security Policy" in line]
    assert any("img-src" in line and "evil.example" in line for line in refused), visit.complaints
    assert any("script-src" in line for line in refused)
