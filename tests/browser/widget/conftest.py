"""Two sites of other origins that may ask the assistant, and question boxes on their pages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.library import LiveLibrary
from tests.browser.widget.boxes import Box
from tests.browser.widget.sites import Site, site


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


@pytest.fixture
def box_on(visit_of: Callable[..., Any], assistant: str) -> Callable[..., Box]:
    def box(shown: Site, *attributes: str, **more: Any) -> Box:
        page = {name: more.pop(name) for name in ("head", "body", "lang") if name in more}
        address = shown.show(more.pop("asking", assistant), *(attributes or ("",)), **page)
        visit = visit_of(address.rstrip("/"), **more)
        visit.tab.goto(address)
        return Box(visit)

    return box
