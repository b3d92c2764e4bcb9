"""The rules of a site's robots.txt (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

AGENT = "advocacy-assistant"
READ = 1_000_000
"""Bytes that are read; RFC 9309 asks for at least 500 KiB."""

NAMES = frozenset({"user-agent", "useragent", "user agent"})
"""How protego lets a group of rules begin."""
NOBODY = "-"
"""In the place of all agents whose rules are not ours."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt allows this program; without one, everything."""

    told: Protego | None = None

    def allow(self, address: str) -> bool:
        """Whether an address may be asked for."""
        return self.told is None or self.told.can_fetch(address, AGENT)

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        return (self.told.crawl_delay(AGENT) or 0.0) if self.told else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of the site's maps."""
        return tuple(self.told.sitemaps)[:100] if self.told else ()


def read_rules(data: bytes) -> Rules:
    """The rules in the bytes of a robots.txt, whatever they are; a web page in its place has none."""
    return Rules(Protego.parse(_for_us(data[:READ].decode("utf-8-sig", "replace").replace("\x00", ""))))


def _for_us(text: str) -> str:
    """The same rules for this program, with all other agents taken for one: protego keeps the rules of a group once for
    each of its agents, 925 MB for a file of 97 kB.
    """
    lines = [(line, _named(line)) for line in text.splitlines()]
    ours = max((name for _, names in lines for name in names), key=_score, default="")
    chosen = ours if _score(ours) else ""
    return "\n".join(
        line if not names else f"User-agent: {chosen if chosen in names else NOBODY}" for line, names in lines
    )


def _named(line: str) -> tuple[str, ...]:
    """The agents that a line of a robots.txt names, as protego reads it: with and without asterisks."""
    told = _agent_in(line.partition("#")[0].strip()).strip().lower()
    plain = told.replace("*", "") if told != "*" else ""
    return tuple(dict.fromkeys(name for name in (told, plain) if name))


def _agent_in(line: str) -> str:
    """What stands behind "User-agent:", also without its colon; "" for any other line."""
    field, colon, told = line.partition(":")
    if colon and field.strip().lower() in NAMES:
        return told
    if colon and (not told or told[0].isspace()):
        return ""
    words = line.split()
    for count in (1, 2):
        if " ".join(words[:count]).lower() in NAMES:
            return " ".join(words[count:])
    return ""


def _score(name: str) -> int:
    """How closely an agent's name fits this program: 0 for not at all."""
    return 1 if name == "*" else len(name) if AGENT.startswith(name) else 0
