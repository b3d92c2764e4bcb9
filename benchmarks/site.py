"""What a sync of a real WordPress of 2,000 posts takes: requests, seconds of network, seconds of the whole command."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed import child
from corpus.sources.website import WebAccess, open_site
from corpus.web.mirror import MIRROR
from tests.corpus.wordpress.server import RealWordPress, missing, real_wordpress

POSTS = 2_000
SETTINGS = "[web_sources]\nallow_private_hosts = true\n"


def rows() -> Iterator[tuple[str, str, str, str]]:
    """(figure, ours, goal, reference) of a first visit and of one after which nothing changed."""
    why = missing()
    if why:
        yield f"WordPress with {POSTS:,} posts", "not measured", "", why
        return
    with tempfile.TemporaryDirectory() as name, real_wordpress(Path(name), POSTS) as wordpress:
        folder = Path(name)
        for stage, goal in (("first sync", "≤ 60 requests"), ("nothing changed", "≤ 5 requests")):
            network, asked = _visit(wordpress, folder)
            whole = _command(wordpress, folder)
            figures = f"{asked} requests, {network:.1f} s of network, {whole:.1f} s the whole command"
            yield f"WordPress with {POSTS:,} posts, {stage}", figures, goal, ""


def _visit(wordpress: RealWordPress, folder: Path) -> tuple[float, int]:
    """Seconds, with the default pause between requests, and requests that the server saw."""
    wordpress.requests()
    (folder / "visited").mkdir(exist_ok=True)
    began = time.monotonic()
    site = open_site(wordpress.address, WebAccess(folder / "visited" / MIRROR, allow_private_hosts=True))
    assert sum(1 for _ in site.items()) > POSTS
    return time.monotonic() - began, len(wordpress.requests())


def _command(wordpress: RealWordPress, folder: Path) -> float:
    """Seconds of `assistant sync`: process, visit, reading, embedding, publishing."""
    settings = folder / "assistant.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    began = time.monotonic()
    arguments = ["sync", wordpress.address, "--index", str(folder / "library"), "--settings", str(settings)]
    child("assistant.cli", arguments, wordpress.environment | {"HF_HUB_OFFLINE": "1"})
    return time.monotonic() - began
