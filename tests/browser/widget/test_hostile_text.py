"""Hostile text in the question box, in documents and in questions, stays text."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library import LiveLibrary
from corpus.sources import open_source
from index.build import sync
from index.models.encoder import Encoder
from tests.browser.test_hostile_text import PAYLOADS
from tests.browser.widget.boxes import Box
from tests.browser.widget.sites import Site, host_of

pytestmark = pytest.mark.browser


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
    opened.value.locator("mark#quote").wait_for()  # the page may still be on its way
    assert box.host.locator(":is(img, script, b, code, a:not([href^=http]))").count() == 0
    assert box.visit.dialogs == []
    assert {host_of(url) for url in box.visit.requested} == {host_of(other_port.origin), host_of(hostile)}
