"""What the guard lets through to pages with forms."""

import pytest

from assistant.web.guard import LARGEST_BODY, LARGEST_DRAFT
from tests.assistant.accounts.given import WORDS, Door
from tests.browser.callers import Caller


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/library/sources", "/basket/add", "/check"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_what_was_not_sent_by_a_page_of_this_site_is_refused(
    caller: Caller, door: Door, path: str, headers: dict[str, str]
) -> None:
    token = caller.token()
    door.hasher.verified.clear()
    answer = caller.post(path, {"name": "Maria", "password": WORDS}, token, headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert door.hasher.verified == [] and caller.person(token) == "Maria|staff"


def test_an_origin_of_ones_own_is_no_excuse_for_another_scheme(caller: Caller) -> None:
    headers = {"Origin": caller.origin, "Sec-Fetch-Site": "cross-site"}
    assert caller.post("/sign-out", {}, headers=headers).status_code == 403
    for told in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": caller.origin, "Sec-Fetch-Site": "same-origin"}):
        assert caller.sign_in(headers=told).status_code == 303


def test_only_a_draft_may_be_large(caller: Caller) -> None:
    own = {"Origin": caller.origin, "Content-Type": "application/octet-stream"}
    assert caller.client.post("/check", content=b"x" * LARGEST_DRAFT, headers=own).text == str(LARGEST_DRAFT)
    answer = caller.client.post("/check", content=b"x" * (LARGEST_DRAFT + 1), headers=own)
    assert (answer.status_code, answer.json()) == (413, {"detail": "The request is larger than 12 MB."})
    for path in ("/sign-in", "/library/sources", "/check/"):
        assert caller.client.post(path, content=b"x" * (LARGEST_BODY + 1), headers=own).status_code == 413
    assert caller.client.put("/check", content=b"x" * (LARGEST_BODY + 1), headers=own).status_code == 413


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/library/sources", "/quotes/none"])
def test_pages_with_forms_may_send_to_this_site_alone(caller: Caller, path: str) -> None:
    policy = caller.get(path).headers["content-security-policy"]
    assert "form-action 'self'" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "http" not in policy
