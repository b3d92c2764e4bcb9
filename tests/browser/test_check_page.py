"""Checking a draft on the page."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import httpx
import pytest

from tests.browser.conftest import Visit

EXACT = "Micro-credentials should be a complement to full qualifications and never a substitute for them."
ALTERED = "Learning accounts must be free of fees for adults with low qualifications."
DRAFT = f"EAEA said: “{EXACT}” It also said: “{ALTERED}”"


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=address, headers=headers) as client:
        yield client


def word_file(text: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(text)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.browser
@pytest.mark.parametrize("as_file", [True, False])
def test_a_draft_is_checked_pasted_or_sent(
    as_file: bool, visit_of: Callable[..., Visit], address: str, tmp_path: Path
) -> None:
    visit = visit_of(address).open("/check")
    if as_file:
        (tmp_path / "reply.docx").write_bytes(word_file(DRAFT))
        visit.tab.locator("input[type=file]").set_input_files(tmp_path / "reply.docx")
    else:
        visit.tab.locator("textarea").fill(DRAFT)
    visit.tab.locator("button:has-text('Check')").click()
    visit.tab.locator(".card").first.wait_for()
    outcomes = [card.get_attribute("data-outcome") for card in visit.tab.locator("#quotations .card").all()]
    assert outcomes == ["altered", "exact"]
    altered = visit.tab.locator("[data-outcome=altered]")
    assert (altered.locator("del").first.inner_text(), altered.locator("ins").first.inner_text()) == ("should", "must")
    assert visit.overflow == 0
    assert visit.complaints == [] and visit.foreign == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("reply.docx", b"PK\x03\x04 nonsense", "reply.docx"),
        ("reply.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "reply.docx"),
        ("reply.txt", b"", "is empty"),
        ("reply.txt", b"\xff\xfe\x00\xd8", "UTF-8"),
        ("reply.exe", b"MZ", "is no draft that can be read"),
    ],
)
def test_what_is_no_draft_is_told(name: str, data: bytes, told: str, client: httpx.Client) -> None:
    answer = client.post("/check", data={"words": ""}, files={"draft": (name, data)})
    assert answer.status_code == 400
    assert told in answer.text


def test_nothing_to_check_and_no_quotation_are_told(client: httpx.Client) -> None:
    assert "nothing to check" in client.post("/check", data={"words": " "}).text
    answer = client.post("/check", data={"words": "A text without any quotation."})
    assert answer.status_code == 200
    assert "0 quotations" in answer.text or "no quotation" in answer.text.lower()


def test_what_a_draft_holds_is_escaped(client: httpx.Client) -> None:
    answer = client.post("/check", data={"words": "“<script>alert(1)</script> and five more words here”"})
    assert answer.status_code == 200
    assert "<script" not in answer.text
