"""Sites that tests make, and what a visit finds on them."""

from pathlib import Path

from corpus.sources import Item
from tests.corpus.servers import FakeTime, LoopbackServer, Page, site_of

PDF = b"%PDF-1.4\n" + b"x" * 100
PDF_PAGE = Page(PDF, headers={"Content-Type": "application/pdf"})


def site_map(*entries: tuple[str, str]) -> Page:
    told = "".join(f"<url><loc>{a}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for a, day in entries)
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</urlset>'
    return Page(body, headers={"Content-Type": "application/xml"})


def index_of(*maps: str) -> Page:
    told = "".join(f"<sitemap><loc>{a}</loc></sitemap>" for a in maps)
    return Page(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</sitemapindex>')


def items(server: LoopbackServer, folder: Path, time: FakeTime | None = None) -> dict[str, Item]:
    return {item.name: item for item in site_of(server.address, folder, time).items()}


def asked(server: LoopbackServer) -> list[str]:
    told, server.asked[:] = list(server.asked), []
    return [path for path in told if path != "/robots.txt"]
