"""Collecting on the page: the basket, permanent links, and what is handed on."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import httpx
import pytest

from assistant.library import LiveLibrary
from assistant.quotes import confirm
from assistant.web.links import fingerprint
from tests.browser.conftest import Visit

WORDS = "Micro-credentials should be a complement to full qualifications and never a substitute for them."
STATEMENT = "statements/2021-micro-credentials.pdf"


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A browser of its own, as a page of this site sends it."""
    headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=address, headers=headers, follow_redirects=True) as client:
        yield client


def place(live: LiveLibrary, words: str = WORDS, document: str = STATEMENT) -> dict[str, str]:
    text = live.current.searcher.document(document).text
    start = text.index(words)
    end = start + len(words)
    return {"document": document, "start": str(start), "end": str(end), "check": fingerprint(text[start:end])}


@pytest.mark.browser
def test_quotations_are_collected_ordered_annotated_and_handed_on(
    visit_of: Callable[..., Visit], address: str, live: LiveLibrary, tmp_path: Path
) -> None:
    visit = visit_of(address)
    for topic in ("micro-credentials", "learning+accounts"):
        visit.tab.goto(f"{address}/positions?q={topic}")
        visit.tab.locator("button:has-text('Collect')").nth(1).click()
        visit.tab.wait_for_url("**/basket**")
    before = visit.tab.locator(".kept blockquote").all_inner_texts()
    assert len(before) == 2
    with visit.tab.expect_navigation():
        visit.tab.locator("button[aria-label='Move quotation 2 up']").click()
    assert visit.tab.locator(".kept blockquote").all_inner_texts() == before[::-1]
    visit.tab.locator("#note-1").fill("for question 4")
    visit.tab.locator("button:has-text('Keep the note')").first.click()
    visit.tab.wait_for_load_state()
    assert visit.tab.locator("#note-1").input_value() == "for question 4"
    with visit.tab.expect_download() as waiting:
        visit.tab.locator("a:text-is('.docx')").click()
    waiting.value.save_as(tmp_path / "quotations.docx")
    written = "\n".join(one.text for one in docx.Document(str(tmp_path / "quotations.docx")).paragraphs)
    assert all(words in written for words in before) and "for question 4" in written
    assert all(confirm(words, live.current.searcher).status == "exact" for words in before)
    with visit.tab.expect_navigation():
        visit.tab.locator("button[aria-label='Remove quotation 1']").click()
    assert visit.tab.locator(".kept blockquote").all_inner_texts() == before[:1]
    assert visit.complaints == []


def test_each_browser_has_a_basket_of_its_own(client: httpx.Client, address: str, live: LiveLibrary) -> None:
    assert WORDS in client.post("/basket/add", data=place(live)).text
    assert WORDS in client.get("/basket").text
    with httpx.Client(base_url=address, cookies={"basket": "A" * 22}) as other:
        assert "Nothing is collected yet" in other.get("/basket").text
    cookie = next(iter(client.cookies.jar))
    assert cookie.has_nonstandard_attr("HttpOnly") and len(cookie.value or "") == 22


def test_words_that_are_not_there_are_not_collected(client: httpx.Client, live: LiveLibrary) -> None:
    wrong = [place(live) | {"check": "0" * 12}, place(live) | {"start": "1"}, place(live) | {"document": "none"}]
    for told in wrong:
        answer = client.post("/basket/add", data=told)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert "Nothing is collected yet" in client.get("/basket").text


def test_a_basket_that_changed_meanwhile_is_not_overwritten(client: httpx.Client, live: LiveLibrary) -> None:
    client.post("/basket/add", data=place(live))
    told = {"what": "remove", "number": "1", "revision": "99"}
    answer = client.post("/basket/change", data=told)
    assert answer.status_code == 400 and "changed by somebody else meanwhile" in answer.text
    assert WORDS in client.get("/basket").text


@pytest.mark.parametrize(
    "told", [{"what": "eat"}, {"what": "remove", "number": "7"}, {"what": "note", "note": "x" * 6000}]
)
def test_what_is_no_change_is_refused(told: dict[str, str], client: httpx.Client, live: LiveLibrary) -> None:
    client.post("/basket/add", data=place(live))
    assert client.post("/basket/change", data={"number": "1", "revision": "1"} | told).status_code == 400
    assert WORDS in client.get("/basket").text


@pytest.mark.parametrize("form", [".docx", ".md", ".csv", ".bib", ".json"])
def test_every_form_is_handed_on(form: str, client: httpx.Client, live: LiveLibrary) -> None:
    assert client.get(f"/basket/export?form={form}").status_code == 400
    client.post("/basket/add", data=place(live))
    answer = client.get(f"/basket/export?form={form}")
    assert answer.headers["content-disposition"] == f'attachment; filename="quotations{form}"'
    if form == ".docx":
        assert WORDS in "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    else:
        assert "complement to full qualifications" in answer.content.decode("utf-8-sig")
    assert client.get("/basket/export?form=.exe").status_code == 400


def test_a_permanent_link_shows_the_words_and_their_place(client: httpx.Client, live: LiveLibrary) -> None:
    answer = client.post("/quotes", data=place(live))
    assert answer.url.path.startswith("/quotes/") and len(answer.url.path.rsplit("/", 1)[-1]) == 16
    assert WORDS in answer.text and "Read in the document" in answer.text
    assert client.get(answer.url.path).text == answer.text


@pytest.mark.parametrize("name", ["0" * 16, "..%2Fetc%2Fpasswd", "%3Cscript%3E"])
def test_a_permanent_link_of_nothing_is_told(name: str, client: httpx.Client) -> None:
    answer = client.get(f"/quotes/{name}")
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_a_form_of_another_site_changes_nothing(address: str, live: LiveLibrary) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        with httpx.Client(base_url=address, headers=headers) as stranger:
            for path in ("/basket/add", "/basket/change", "/quotes", "/check"):
                assert stranger.post(path, data=place(live)).status_code == 403
