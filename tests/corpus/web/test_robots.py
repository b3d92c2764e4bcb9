"""Which rules of a robots.txt are ours; protego, which reads the whole of it, is the oracle."""

from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from corpus.web.robots import AGENT, _for_us, read_rules

AGENTS = st.sampled_from(
    ["*", "**", "a", "advocacy", "advocacy-*", "Advocacy-Assistant", "advocacy-assistant/0.1", "assistant", "other",
     "-", "*bot*", "", " ", "a*", "adv*cacy"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["User-agent:", "user-agent", "User agent:", "useragent ", "USER AGENT ", "user-agent :", "user:"]
)
OTHERS = st.sampled_from(
    ["Disallow: /a", "disallow:/", "Allow: /a/b", "Disallow:", "Crawl-delay: 3", "crawl-delay 5", "Sitemap: /map.xml",
     "Host: a.example", "# words", "", "nonsense", "x: y", "Disallow: /*b$", "allow:user-agent x", "user-agent allow:x",
     "user-agent # words", "Request-rate: 1/5", "sitemap user-agent", "user-agent", "user agent"]
)  # fmt: skip
LINES = st.lists(st.builds(lambda field, name: f"{field}{name}", FIELDS, AGENTS) | OTHERS | st.text(max_size=12))
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\x0b", "\u2028"])
ADDRESSES = [f"https://eaea.example{path}" for path in ("/", "/a", "/a/b", "/a/b/c", "/x", "/b", "/robots.txt")]


@settings(max_examples=500)
@given(LINES, BREAKS)
def test_rules_are_those_of_the_whole_file(lines: list[str], between: str) -> None:
    text = between.join(lines).encode("utf-8", "replace").decode().replace("\0", "").lstrip("\ufeff")
    whole, rules = Protego.parse(text), read_rules(text.encode())
    for address in ADDRESSES:
        assert rules.allow(address) == whole.can_fetch(address, AGENT)
    assert rules.delay == (whole.crawl_delay(AGENT) or 0.0)
    assert rules.sitemaps == tuple(whole.sitemaps)[:100]


def test_rules_of_thousands_of_agents_are_kept_once() -> None:
    names = "".join(f"User-agent: {number}\n" for number in range(3000))
    ours = "".join(f"User-agent: {AGENT[:length]}\n" for length in range(1, len(AGENT) + 1))
    rules = read_rules(f"{names}{ours}User-agent: *\n{'Disallow: /a' * 3000}\n".encode())
    assert rules.told is not None
    assert len(rules.told._user_agents) == 2  # type: ignore[attr-defined]  # what costs the memory
    assert set(_for_us(names).splitlines()) == {"User-agent: -"}
