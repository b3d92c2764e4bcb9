"""How a document's text becomes blocks, and where links point."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.web.layout import blocks_of
from assistant.web.links import citation_path, document_path, fingerprint, original_address
from assistant.web.render import Pages, quoted_span
from corpus.document import Document, Section, Span
from tests.conftest import Alone


def document(text: str, **more: object) -> Document:
    return Document("a", "A title", text, more.pop("sections", (Section("", 0, len(text)),)), **more)  # type: ignore[arg-type]


def shown(found: Document, mark: Span | None) -> list[tuple[str, str]]:
    """(style, text with the marked words in brackets) of each block."""
    return [
        (
            block.style,
            "".join(
                f"[{words}]" if run.marked else words
                for run in block.runs
                for words in ["".join(part.text for part in run.parts)]
            ),
        )
        for block in blocks_of(found, mark)
    ]


def test_headings_paragraphs_and_items() -> None:
    text = "Opening line.\nSecond line.\n\nA heading\n\nIntro:\n• one\n• two\nafter"
    at = text.index("A heading")
    found = document(text, sections=(Section("", 0, at), Section("A heading", at, len(text))))
    start = text.index("one")
    assert shown(found, Span(start, start + 3)) == [
        ("paragraph", "Opening line.\nSecond line."),
        ("heading", "A heading"),
        ("paragraph", "Intro:"),
        ("item", "• [one]"),
        ("item", "• two"),
        ("paragraph", "after"),
    ]


def test_a_page_begins_where_its_first_word_stands() -> None:
    text = "First page.\n\nSecond page that runs on to the third."
    found = document(text, page_starts=(0, 11, text.index("on to")))
    pages = [part.page for block in blocks_of(found) for run in block.runs for part in run.parts]
    assert pages == [1, 2, 3]


def test_a_page_that_begins_inside_the_quote_leaves_it_whole() -> None:
    text = "The quote runs over the page."
    found = document(text, page_starts=(0, text.index("over")))
    html = Pages().document(found, Span(4, 23), Alone(), lost=False)
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)
    assert [re.sub(r"<[^>]+>", "", words) for words in marked] == ["quote runs over the"]


@given(st.text(alphabet="ab \n•<&", max_size=60), st.data())
def test_every_character_stands_in_one_part_and_the_mark_is_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pages = tuple(sorted({0, *data.draw(st.lists(st.integers(0, len(text)), max_size=3))}))
    parts = [p for b in blocks_of(document(text, page_starts=pages), Span(start, end)) for r in b.runs for p in r.parts]
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())
    marked = "".join(part.text for part in parts if part.marked)
    assert "".join(marked.split()) == "".join(text[start:end].split())
    firsts = [r for b in blocks_of(document(text), Span(start, end)) for r in b.runs if r.first]
    assert len(firsts) == bool(marked)


def test_a_quote_outside_the_text_or_with_other_words_is_not_marked() -> None:
    found = document("Eleven char")
    assert quoted_span(found, "0", "6", None) == Span(0, 6)
    assert quoted_span(found, "0", "6", fingerprint("Eleven")) == Span(0, 6)
    assert quoted_span(found, "0", "6", fingerprint("Twelve")) is None
    for start, end in (
        ("6", "6"),
        ("7", "6"),
        ("0", "12"),
        ("-1", "3"),
        ("x", "3"),
        ("٣", "6"),
        (None, "3"),
        ("1", "9" * 5000),
    ):
        assert quoted_span(found, start, end, None) is None, (start, end)


def test_ids_with_slashes_and_signs_are_one_part_of_the_path() -> None:
    assert document_path("posts/p-412.html#2019-a b?") == "/documents/posts%2Fp-412.html%232019-a%20b%3F"
    cited = Citation(1, document("Some words here."), 5, 10, 0, 16)
    assert citation_path(cited) == f"/documents/a?start=5&end=10&check={fingerprint('words')}#quote"


def test_links_lead_only_to_web_addresses() -> None:
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "https://",
        "ftp://a/b",
        "http://[",
        "",
    ):
        assert original_address(document("Text", url=address), 0, 4) == ""
    assert original_address(document("Text", url="https://a.example/b")) == "https://a.example/b"


def test_an_original_is_opened_at_the_quoted_place() -> None:
    web = document("Well-known words, and more.", url="https://a.example/b")
    assert original_address(web, 0, 17) == "https://a.example/b#:~:text=Well%2Dknown%20words%2C"
    anchored = document("Words", url="https://a.example/b#c")
    assert original_address(anchored, 0, 5) == "https://a.example/b#c:~:text=Words"
    long = document(" ".join(str(n) for n in range(30)), url="https://a.example/b")
    assert original_address(long, 0, len(long.text)).endswith("text=0%201%202%203%204%205,24%2025%2026%2027%2028%2029")
    paged = document("One Two", url="https://a.example/b.pdf", page_starts=(0, 4))
    assert original_address(paged, 4, 7) == "https://a.example/b.pdf#page=2"
