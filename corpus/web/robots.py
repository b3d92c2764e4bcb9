"""The rules of a site's robots.txt (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

AGENT = "advocacy-assistant"
READ = 1_000_000
"""Bytes that are read; RFC 9309 asks for at least 500 KiB."""


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
    return Rules(Protego.parse(data[:READ].decode("utf-8-sig", "replace").replace("\x00", "")))
