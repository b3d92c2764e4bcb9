"""Where somebody is led after signing in: never to another host."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.web.sign_in import LONGEST_PATH, local_path

SIGNS = st.sampled_from(
    ["/", "\\", "\t", "\n", "\r", " ", ":", "@", "?", "#", ".", "%2f", "http:", "evil.example", "é", "\x00"]
)


def host_of(told: str) -> str:
    """The host that a browser on https://own.example goes to: the URL Standard's state machine as far as it decides it.

    4.4 strips C0 signs and spaces at both ends, drops tabs and line breaks, and reads a backslash as a slash.
    """
    told = told.strip("".join(map(chr, range(33))))
    told = told.translate({9: None, 10: None, 13: None}).replace("\\", "/")
    scheme, colon, _ = told.partition(":")
    if colon and scheme[:1].isascii() and scheme[:1].isalpha() and all(c.isalnum() or c in "+-." for c in scheme):
        return f"by its scheme: {scheme}"
    return told.lstrip("/").split("/")[0] if told.startswith("//") else "own.example"


@given(st.lists(SIGNS | st.text(max_size=3), max_size=8).map("".join))
@example("/\t/evil.example")
@example("/\\evil.example")
def test_every_way_back_stays_on_this_host(told: str) -> None:
    led = local_path(told)
    assert led.startswith("/") and host_of(led) == "own.example"
    assert led in (told, "/")


@pytest.mark.parametrize(
    "told", ["/", "/find?q=a%20b&next=//x", "/documents/posts%2Fa.html#quote", "/é", "/a//b", "/:80"]
)
def test_addresses_of_this_site_are_kept(told: str) -> None:
    assert local_path(told) == told


@pytest.mark.parametrize(
    "told",
    ["", "find", "//evil", "/\\evil", "\\/evil", "/\t/evil", "/a b", "/\x7f", "http://x", "/" + "x" * LONGEST_PATH],
)
def test_others_lead_to_the_first_page(told: str) -> None:
    assert local_path(told) == "/"
