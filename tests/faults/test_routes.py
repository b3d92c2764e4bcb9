"""What visitors try who were not meant, at every route (promises R11, R14, R15 and R18)."""

from collections.abc import Iterator

import pytest

from benchmarks.faults.trial import Size
from benchmarks.faults.visitors.routes import KINDS, every_way, trial_of
from benchmarks.faults.visitors.site import PLANTED, Site, visited_site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with visited_site() as made:
        yield made


def test_all_kinds_of_ways_are_walked(site: Site) -> None:
    found = {(way.method, way.path) for way in every_way(site)}
    assert {
        ("GET", "/documents/{name:path}"), ("POST", "/library/document"), ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file={path_or_url:path}"), ("POST", "/api/v1/ask"), ("POST", "/mcp"),
        ("GET", "/sign-in/openid/back"),
    } <= found  # fmt: skip


def test_what_is_planted_is_there_to_be_found(site: Site) -> None:
    assert (
        PLANTED in (site.folder / "planted.txt").read_text()
        and PLANTED in (site.folder / "library/planted.txt").read_text()
    )
    assert b"rooms to learners" in site.ask("GET", "/documents/rooms.txt").body
    assert b"Quokkaland" in site.ask("GET", "/documents/zanzibar-fees.txt", site.cookie_of("maria")).body


@pytest.mark.parametrize("kind", KINDS)
def test_no_visitor_gets_further_than_is_meant(kind: str, site: Site) -> None:
    trial = trial_of(kind, site, Size.SHORT)
    assert trial.tried > 40 and trial.failed == 0, trial
