"""The page that tells what is kept says what is so, as it is set."""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts.slowing import FORGOTTEN_AFTER
from assistant.settings import Settings
from assistant.web import keeping, openid_sign_in, speaking, whose_basket
from assistant.web.rate import RateLimit
from assistant.web.render import Pages
from assistant.web.tongues import Tongue
from assistant.web.views import feedback
from assistant.web.views.privacy import PrivacyViews
from assistant.web.visitor import Introducing
from tests.assistant.accounts.given import Clock, door_of

HERE = "Nothing that you type leaves that machine"
SET = {
    "milvus": (
        "http://192.0.2.7:19530",
        "is sent to one other server of EAEA, which searches for it, as stems of words",
    ),
    "keep_questions": (True, "Questions that nothing was found for are kept for 180 days"),
    "openid_issuer": ("https://login.example.org", "is led to its sign-in service, which learns of that"),
    "log_addresses": ("network", "The log of this program tells of each request from which network it came"),
}
UNSET = {
    "milvus": HERE,
    "keep_questions": "Questions are not kept.",
    "log_addresses": "This program writes them nowhere.",
}

Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The page by some settings, in a language."""
    (tmp_path / "current").write_text("000001\n")

    def page(pages: Pages | None = None, **settings: object) -> str:
        app = FastAPI()
        app.add_middleware(Introducing, sessions=door_of(tmp_path).sessions, by_header=None, ways_in=lambda: True)
        PrivacyViews(pages or Pages(), Settings(**settings)).add_to(app)  # type: ignore[arg-type]
        answer = TestClient(app).get("/privacy")
        assert answer.status_code == 200
        return answer.text

    return page


@pytest.mark.parametrize("name", SET)
def test_each_setting_changes_what_is_told(told: Told, name: str) -> None:
    value, sentence = SET[name]
    plain, changed = told(), told(**{name: value})
    assert sentence in changed and sentence not in plain
    if name in UNSET:
        assert UNSET[name] in plain and UNSET[name] not in changed


def test_the_times_that_are_told_are_those_that_hold(told: Told) -> None:
    page = told(openid_issuer="https://login.example.org")
    seconds = inspect.signature(RateLimit).parameters["seconds"].default
    assert (seconds, feedback.SECONDS, FORGOTTEN_AFTER, keeping.DAY) == (60.0, 600.0, 3600.0, 86_400.0)
    assert "a minute those that ask something, for ten minutes those that send remarks, for an hour those" in page
    assert "and for a day those that collect" in page
    assert re.findall(r"“(\w+)” for (\d+) days", page) == [
        (whose_basket.COOKIE, str(whose_basket.DAYS)), (speaking.COOKIE, str(speaking.DAYS)),
    ]  # fmt: skip
    assert f"keeps the attempt for {openid_sign_in.MINUTES} minutes" in page


def test_every_language_says_so(told: Told, tongues: Mapping[str, Tongue]) -> None:
    for settings in ({}, {"milvus": "http://192.0.2.7:19530", "log_addresses": "network"}):
        pages = {told(Pages(tongue), **settings) for tongue in tongues.values()}
        assert len(pages) == len(tongues) and all(f"{speaking.DAYS}" in one for one in pages)


def test_no_address_is_remembered_for_longer_than_it_counts() -> None:
    clock = Clock()
    rate = RateLimit(2, 60.0, clock)
    for number in range(50):
        rate.wait(f"192.0.2.{number}")
    clock.now += 30
    rate.wait("198.51.100.1")
    clock.now += 30
    assert rate.wait("198.51.100.2") == 0 and list(rate._seen) == ["198.51.100.1", "198.51.100.2"]
