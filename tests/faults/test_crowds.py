"""Load is bounded (promise R15): crowds of connections, large bodies, long questions, questions without end."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route

from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.web.api.verbs import ROOT
from assistant.web.app import create_app
from assistant.web.guard import MCP
from assistant.web.sending import FORM_PAGES
from benchmarks.faults.load.crowds import TAKING, trials
from benchmarks.faults.trial import Size
from corpus.drawing import Drawer
from tests.conftest import ToyEncoder, post, sync_folder, write_files


def test_a_member_is_answered_beside_crowds_and_who_sends_too_much_is_told_so() -> None:
    for trial in trials(Size.SHORT):
        assert trial.tried > 0 and trial.failed == 0, trial


def taking(routes: Sequence[BaseRoute], below: str = "") -> Iterator[str]:
    """Addresses of an application that something may be sent to, those of the applications within it too."""
    for route in routes:
        if isinstance(route, Mount):
            yield from taking(route.routes, below + route.path)
        elif isinstance(route, Route) and (route.methods is None or "POST" in route.methods):
            yield below + route.path


def test_a_large_body_is_tried_wherever_something_may_be_sent(tmp_path: Path) -> None:
    posts = write_files(tmp_path / "posts", {"one.txt": post("Funding", "EAEA calls for a fair share of funding.")})
    sync_folder(tmp_path / "library", ToyEncoder(), posts)

    async def found() -> set[str]:  # Gradio's part is made inside a running loop
        library = LiveLibrary(tmp_path / "library", ToyEncoder())
        app = create_app(library, Settings(index=library.path, mcp=True), Drawer())
        return set(taking(app.routes))

    with ThreadPoolExecutor(1) as thread:
        paths = thread.submit(lambda: asyncio.run(found())).result()
    let_in = {one for one in paths if one.startswith((*FORM_PAGES, ROOT, MCP))}
    assert let_in == {one for one in TAKING if not one.startswith("/gradio_api/")}
