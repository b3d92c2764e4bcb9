"""What a page says about itself in JSON-LD (https://schema.org), as plug-ins for search engines write it."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from corpus.parsing import parse_json

Node = Mapping[str, Any]
ARTICLES = ("Article", "BlogPosting", "Posting", "Report")
"""Endings of the types that tell about the text itself; others tell about the page, the site or its owner."""


def nodes_of(page: HtmlElement) -> tuple[Node, ...]:
    """Every node of a page's scripts, those of a list and of an @graph one by one; what is no JSON is left out."""
    found: list[Node] = []
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            told: Any = parse_json(script)
        except ValueError:
            continue
        for part in told if isinstance(told, list) else [told]:
            if isinstance(part, dict):
                graph = part.get("@graph")
                found.append(part)
                found += [node for node in graph if isinstance(node, dict)] if isinstance(graph, list) else []
    return tuple(found)


def days_of(nodes: tuple[Node, ...], name: str) -> Iterator[str]:
    """The values of "datePublished" or "dateModified", in the order of the page."""
    return (str(node[name]) for node in nodes if name in node)


def authors_of(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Names of the authors of the article; those of the page where no article is told of."""
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    written = [node for node in nodes if "author" in node]
    for node in [node for node in written if _is_article(node)] or written:
        told = node["author"]
        names = (_name(author, by_id) for author in (told if isinstance(told, list) else [told]))
        yield from (name for name in names if isinstance(name, str))


def _name(author: object, by_id: Mapping[str, Node]) -> object:
    """An author is told as a name, a node with one, or the id of a node elsewhere on the page."""
    if not isinstance(author, dict):
        return author
    return author.get("name") or by_id.get(str(author.get("@id")), {}).get("name")


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    return any(str(kind).endswith(ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds]))
