"""A site that names addresses wherever a crawler may look for one, for `benchmarks.faults.visitors.ssrf`."""

from collections.abc import Sequence
from html import escape

from tests.corpus.servers import Answers, Page, article, pages


def luring(home: str, targets: Sequence[str]) -> Answers:
    """A site whose every hint names all targets, and one page of its own."""
    shown = [escape(one, quote=True) for one in targets]
    links = "".join(f"<a href='{one}'>x</a><img src='{one}'><iframe src='{one}'></iframe>" for one in shown)
    heads = "".join(
        f"<link rel='canonical' href='{one}'><link rel='next' href='{one}'><meta http-equiv='refresh' "
        f"content='0;url={one}'><link rel='sitemap' href='{one}'>"
        f"<link rel='alternate' type='application/rss+xml' href='{one}'>"
        for one in shown
    )
    places = "".join(f"<sitemap><loc>{one}</loc></sitemap><url><loc>{one}</loc></url>" for one in shown)
    maps = Page(f"<urlset>{places}<url><loc>{home}own</loc></url></urlset>", headers={"Content-Type": "text/xml"})
    rules = "".join(f"Sitemap: {one}\n" for one in targets if one.isprintable())
    first = article("Home", "A post.", f"{links}<a href='/own'>own</a>", heads)
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    return pages(
        {
            "/robots.txt": Page(f"{rules}Sitemap: {home}map.xml\n", headers=plain), "/": first,
            "/own": article("Own", "x."),
            "/sitemap.xml": maps, "/map.xml": maps, "/wp-sitemap.xml": maps, "/sitemap_index.xml": maps,
        }
    )  # fmt: skip


def with_interface(target: str) -> Answers:
    """A site that says that WordPress answers at `target`."""
    link = f"<link rel='https://api.w.org/' href='{escape(target, quote=True)}'>"
    return pages({"/": article("Home", "A post.", "", link)})
