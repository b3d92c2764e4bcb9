"""Plain text and Markdown posts."""

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import yaml
from charset_normalizer import from_bytes
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Link
from corpus.draft import Block, Composer, Draft, Reading, Style, web_address
from corpus.errors import ReadError
from corpus.language import language_of, primary_code
from corpus.posts.authors import names_in
from corpus.posts.documents import date_in, documents_of
from corpus.posts.icons import without_icon_lines
from corpus.posts.placeholders import checked

BULLET_LINE = re.compile(r"[ \t]*(?:[•‣▪●◦·*–-])[ \t]+")
QUOTED_LINE = re.compile(r"[ \t]*>")
"""How a plain text marks a line that somebody else wrote."""
LATIN_ENCODINGS = {
    "cp1252": "da de en es fi fr ga is it nl no pt sq sv",
    "cp1250": "cs hr hu pl ro sk sl",
    "cp1257": "et lt lv",
    "cp1254": "tr",
}
"""What European office software has written, and for which languages. Statistics over bytes (charset-normalizer) took
French for cp1250 and German and Finnish for mac_roman."""
OTHER_ENCODINGS = ["cp1253", "cp1251", "iso8859_7", "iso8859_5"]
"""Greek and Cyrillic, in which most letters are no ASCII."""
MOSTLY = 0.3
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Signs that no text of office software holds."""
LONGEST_HEADING = 90
WRAPPED_LINE = 55
"""A line at least this long goes on in the next one; a shorter one was broken on purpose (an address, a verse)."""
CHANGED = ("modified", "updated", "lastmod")
"""Keys under which front matter tells the last change; the last one is Hugo's."""
INLINE_QUOTE = re.compile(r"<q[\s>]", re.IGNORECASE)
"""An inline quotation in HTML, whose marks are the browser's."""
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def read_text(data: bytes, name: str) -> Reading:
    """A plain text file: paragraphs parted by blank lines, lists by bullets, headings by their shape.

    Raises ReadError when the bytes are no text, or a placeholder.
    """
    text, note = decode(data, name)
    unwrapped = _unwrap(without_icon_lines(text))
    return checked(documents_of(Draft(unwrapped, tuple(_blocks(unwrapped))), name), name, note)


def read_markdown(data: bytes, name: str) -> Reading:
    """A Markdown file (CommonMark with tables), with YAML front matter where there is some.

    Raises ReadError when the bytes are no text or a placeholder, or the front matter is no YAML.
    """
    text, note = decode(data, name)
    front, body = _front_matter(text, name)
    composer, title = _compose(MarkdownIt("commonmark").enable("table").parse(body))
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=str(front.get("title") or title),
        published=_day(front.get("date")),
        modified=_day(next((front[name] for name in CHANGED if front.get(name)), None)),
        authors=names_in(_listed(front.get("authors") or front.get("author"))),
        language=primary_code(str(front.get("language") or front.get("lang") or "")),
        topics=_listed(front.get("tags") or front.get("topics")),
        url=web_address("", str(front.get("url") or "")),
        links=tuple(composer.links),
    )
    return checked(documents_of(draft, name), name, note)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file with line breaks as LF, and a note when its encoding had to be guessed.

    Raises ReadError for binary data.
    """
    note = ""
    try:
        text = data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = _legacy_encoding(data)
        if not encoding:
            raise ReadError(f"{name} is not text in any known encoding; save it as UTF-8.") from None
        text, note = data.decode(encoding), f"not UTF-8, read as {encoding}; save it as UTF-8 to be sure"
    if "\x00" in text or (note and CONTROL.search(text)):
        raise ReadError(f"{name} is not a text file (it holds binary data); give it the ending of its real format.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _legacy_encoding(data: bytes) -> str:
    """The encoding whose text is in a language that is written in it; "" when there is none."""
    if sum(byte > 127 for byte in data) > MOSTLY * len(data):
        guess = from_bytes(data, cp_isolation=OTHER_ENCODINGS).best()
        return guess.encoding if guess else ""
    possible = [encoding for encoding in LATIN_ENCODINGS if _decodes(data, encoding)]
    fitting = (e for e in possible if language_of(data.decode(e)) in LATIN_ENCODINGS[e].split())
    return next(fitting, possible[0] if possible else "")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unwrap(text: str) -> str:
    """Turn the line breaks inside hard-wrapped paragraphs into spaces; no character moves."""
    lines = text.split("\n")
    joints = [
        " " if len(line) >= WRAPPED_LINE and following.strip() and not BULLET_LINE.match(following) else "\n"
        for line, following in pairwise(lines)
    ]
    return "".join(line + joint for line, joint in zip(lines, [*joints, ""], strict=True))


def _blocks(text: str) -> list[Block]:
    spans = [(match.start(), match.end()) for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)]
    blocks: list[Block] = []
    for start, end in spans:
        blocks.extend(_blocks_of_paragraph(text, start, end))
    return [_with_heading(text, blocks, at) for at in range(len(blocks))]


def _blocks_of_paragraph(text: str, start: int, end: int) -> list[Block]:
    """List items on their own; other lines of one paragraph together."""
    blocks: list[Block] = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        bullet = BULLET_LINE.match(text, first, last)
        if QUOTED_LINE.match(text, first, last):
            if blocks and blocks[-1].quoted:
                blocks[-1] = replace(blocks[-1], end=last)
            else:
                blocks.append(Block(first, last, "quotation", quoted=True))
        elif bullet:
            blocks.append(Block(bullet.end(), last, "item"))
        elif blocks and blocks[-1].style == "paragraph":
            blocks[-1] = Block(blocks[-1].start, last, "paragraph")
        else:
            blocks.append(Block(first, last, "paragraph"))
    return [_stripped(text, block) for block in blocks if text[block.start : block.end].strip()]


def _stripped(text: str, block: Block) -> Block:
    words = text[block.start : block.end]
    start, end = block.start + len(words) - len(words.lstrip()), block.end - len(words) + len(words.rstrip())
    return replace(block, start=start, end=end)


def _with_heading(text: str, blocks: list[Block], at: int) -> Block:
    """A short line without a full stop between two paragraphs is a heading, unless it goes on with the line above."""
    block = blocks[at]
    words = text[block.start : block.end]
    short = block.style == "paragraph" and len(words) <= LONGEST_HEADING and "\n" not in words
    leads = at + 1 < len(blocks) and date_in(words) is None
    follows = at > 0 and text[blocks[at - 1].end : block.start].count("\n") == 1
    goes_on = follows and (words[0].islower() or words[0] == "(")  # as sentences go on over a line break
    if short and leads and not goes_on and words[-1] not in '.!?;,)…”"':
        return Block(block.start, block.end, "heading")
    return block


def _front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        front = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        raise ReadError(f"{name} has front matter that is no YAML (line {line}); mend or remove it.") from None
    except ValueError as error:  # a date that does not exist
        raise ReadError(f"{name} has front matter that cannot be meant ({error}); mend or remove it.") from None
    return (front if isinstance(front, dict) else {}), text[match.end() :]


def _compose(tokens: list[Token]) -> tuple[Composer, str]:
    """The blocks of parsed Markdown, and the title when the text begins with a heading of the first level."""
    composer, title, style = Composer(), "", "paragraph"
    quoted, listed, row = 0, 0, list[str]()
    for token in tokens:
        quoted += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        listed += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "html_block":
            quoted = max(quoted + _quotes_opened(token.content), 0)
        elif token.type == "heading_open":
            style = "title" if token.tag == "h1" and not composer.blocks and not title else "heading"
        elif token.type == "tr_close":
            composer.add(" | ".join(row), "row", quoted=quoted > 0)
            row.clear()
        elif token.type in ("th_open", "td_open"):
            style = "cell"
        elif token.type in ("inline", "fence", "code_block"):
            words, links = _inline(token)
            if style == "title":
                title = words
            elif style == "cell":
                row.append(words)
            else:
                composer.add(words, _style(style, listed), links, quoted > 0)
            style = "paragraph"
    return composer, title


def _style(style: str, listed: int) -> Style:
    if style == "heading":
        return "heading"
    return "item" if listed else "paragraph"


def _quotes_opened(html: str) -> int:
    """How many block quotations a piece of HTML opens and does not close."""
    tags = [match[1] for match in re.finditer(r"<(/?)blockquote\b", html, re.IGNORECASE)]
    return tags.count("") - tags.count("/")


def _inline(token: Token) -> tuple[str, tuple[Link, ...]]:
    words, links, opened = "", list[Link](), list[tuple[int, str]]()
    for child in token.children or [token]:
        if child.type == "link_open":
            opened.append((len(words), web_address("", str(child.attrGet("href") or ""))))
        elif child.type == "link_close" and opened:
            start, address = opened.pop()
            end = len(words.rstrip("\n"))
            if address and words[start:end].strip():
                links.append(Link(start, end, address))
        elif child.type in ("softbreak", "hardbreak"):
            words += " " if child.type == "softbreak" else "\n"
        elif child.type == "html_inline":
            words += "“" if INLINE_QUOTE.match(child.content) else "”" if child.content.lower() == "</q>" else ""
        elif child.type != "image":
            words += child.content
    return words.rstrip("\n"), tuple(links)


def _day(value: object) -> date | None:
    """A date of front matter: YAML's own, ISO 8601, or dd.mm.yyyy."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    dated = date_in(str(value)) if value else None
    return dated[0] if dated else None


def _listed(value: object) -> tuple[str, ...]:
    """A list, or a line with commas; an author may be a table with a name."""
    parts = value if isinstance(value, list) else [value] if isinstance(value, dict) else str(value or "").split(",")
    told = [part.get("name") if isinstance(part, dict) else part for part in parts]
    return tuple(str(part).strip() for part in told if part is not None and str(part).strip())
