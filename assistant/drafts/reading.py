"""A file, or standard input, becomes a draft: by its ending, within bounds, or it is refused in one sentence."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.drafts.draft import Draft, Paragraph, heading_of
from corpus.document import Span
from corpus.errors import DraftError
from corpus.message import Message, noted
from corpus.parsing import unescaped
from corpus.text import FRONT_MATTER

LARGEST_FILE = 50_000_000
"""Bytes of a draft; pictures make a .docx large, words never do."""
LONGEST_DRAFT = 1_000_000
"""Characters of a draft, about 300 pages; of .txt and .md as the file has them, so that they are counted before they
are parsed.
"""
MOST_PARAGRAPHS = 30_000
"""Of a draft, cells of tables among them: a hundred on each of three hundred pages."""
LONGEST_HEADING = 90
STANDARD_INPUT = "-"
ENDINGS = (".docx", ".md", ".markdown", ".txt")
BLOCKS = ("inline", "fence", "code_block", "html_block")
"""Tokens of Markdown that hold words."""
MARKS = re.compile(r"[*_`\[\]!<>&\\#|~\n]|[-+](?=\s)|(?<=\d)[.)](?=\s)")
"""What markdown-it makes tokens of: signs of mark-up, line breaks, and what items of lists begin with."""
MOST_MARKS = 40_000
"""Of a draft; three hundred pages in lines of 72 signs have some 25,000. Of 130 heaps of one kind of mark each the
worst took 2.3 s and 54 MB with so many: numbered items, tables, brackets (benchmarks/faults/content/bomb_files.py).
"""


def read_draft(path: Path, standard_input: BinaryIO) -> Draft:
    """The draft in a file, or what standard input holds when the path is "-": a .docx, or plain text.

    Raises DraftError when it cannot be had or read, is too large, or holds no words.
    """
    if str(path) == STANDARD_INPUT:
        data = standard_input.read(LARGEST_FILE + 1)
        return draft_of(data, "standard input", ".docx" if data.startswith(b"PK\x03\x04") else ".txt")
    ending = ending_of(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise DraftError(f"The draft {path} does not exist. Check the path.") from None
    except OSError as error:
        raise DraftError(f"The draft {path} cannot be read: {error.strerror}.") from None
    return draft_of(data, path.name, ending)


def ending_of(name: str) -> str:
    """The ending of a file's name by which its draft is read. Raises DraftError for what is none of ENDINGS."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise DraftError(
            Message(
                "{name} is no draft that can be read; save it as one of {endings}.",
                {"name": name, "endings": ", ".join(ENDINGS)},
            )
        )
    return ending


def draft_of(data: bytes, name: str, ending: str) -> Draft:
    """The draft that bytes hold. Raises DraftError."""
    if len(data) > LARGEST_FILE:
        raise DraftError(
            Message(
                "{name} is larger than {number} MB; check it in parts.",
                {"name": name, "number": LARGEST_FILE // 1_000_000},
            )
        )
    if not data.strip():
        raise DraftError(
            Message(
                "{name} is empty; save the draft again.",
                {"name": name},
            )
        )
    if ending == ".docx":
        from assistant.drafts.word_file import paragraphs_of_docx  # python-docx and lxml take a while to import

        paragraphs = _told(paragraphs_of_docx(data, name), name)
    elif ending == ".txt":
        paragraphs = _told(_paragraphs_of_text(_decoded(data, name)), name)
    else:
        paragraphs = _told(_paragraphs_of_markdown(_decoded(data, name), name), name)
    _check_length(sum(len(paragraph.text) for paragraph in paragraphs), name)
    if not any(sign.isalnum() for paragraph in paragraphs for sign in paragraph.text):
        raise DraftError(
            Message(
                "{name} holds no words; a scan must be recognised first.",
                {"name": name},
            )
        )
    return Draft(name, paragraphs)


def _told(paragraphs: Iterable[Paragraph], name: str) -> tuple[Paragraph, ...]:
    """All of them. Raises DraftError where there are more than any draft has."""
    told = tuple(islice(paragraphs, MOST_PARAGRAPHS + 1))
    if len(told) > MOST_PARAGRAPHS:
        values = {"name": name, "number": MOST_PARAGRAPHS}
        raise DraftError(Message("{name} holds more than {number} paragraphs; check it in parts.", values))
    return told


def _check_length(characters: int, name: str) -> None:
    if characters > LONGEST_DRAFT:
        raise DraftError(
            Message(
                "{name} holds more than {number} characters; check it in parts.",
                {"name": name, "number": LONGEST_DRAFT},
            )
        )


def _decoded(data: bytes, name: str) -> str:
    """The text of a file with line breaks as LF, no longer than a draft may be. A wrong guess would alter every
    quotation, so nothing is guessed.
    """
    try:
        text = data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DraftError(
            Message(
                "{name} is not UTF-8 text; save it as UTF-8, or as .docx.",
                {"name": name},
            )
        ) from None
    _check_length(len(text), name)
    if "\x00" in text:
        raise DraftError(
            Message(
                "{name} is not a text file (it holds binary data); give it the ending of its real format.",
                {"name": name},
            )
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _paragraphs_of_text(text: str) -> Iterator[Paragraph]:
    """Paragraphs parted by blank lines; lines that begin with ">" are block quotations, as in mails."""
    number, heading = 0, ""
    for block in re.split(r"\n[^\S\n]*\n", text.strip()):
        for quoted, words in _by_mail_marks(block):
            if not words.strip():
                continue
            number += 1
            leads = words == block and _is_heading(words)
            yield Paragraph(number, words, heading, quoted=quoted, is_heading=leads)
            heading = heading_of(words) if leads else heading


def _by_mail_marks(block: str) -> Iterator[tuple[bool, str]]:
    """Runs of lines that begin with ">", without it, and runs of lines that do not."""
    held: list[str] = []
    within = False
    for line in block.split("\n"):
        quoted = line.lstrip().startswith(">")
        if held and quoted != within:
            yield within, "\n".join(held)
            held = []
        within = quoted
        held.append(re.sub(r"^\s*>[> ]*", "", line) if quoted else line)
    yield within, "\n".join(held)


def _is_heading(words: str) -> bool:
    plain = words.strip()
    return "\n" not in plain and len(plain) <= LONGEST_HEADING and plain[-1] not in ".!?:;,…\"”’»'"


def _paragraphs_of_markdown(text: str, name: str) -> Iterator[Paragraph]:
    """The blocks of CommonMark with tables; front matter is left out. Raises DraftError for more than MOST_MARKS."""
    if len(MARKS.findall(text)) > MOST_MARKS:
        told = noted("{name} holds more than {number} marks of Markdown and line breaks; check it in parts.")
        raise DraftError(Message(told, {"name": name, "number": MOST_MARKS}))
    front = FRONT_MATTER.match(text)
    number, heading, leads, quoted, table = 0, "", False, 0, 0
    for token in MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text):
        quoted += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        table += (token.type == "table_open") - (token.type == "table_close")
        leads = token.type == "heading_open" or (leads and token.type != "heading_close")
        if token.type not in BLOCKS:
            continue
        words, marks = _inline(token)
        if not words.strip():
            continue
        number += 1
        raw_quotation = token.type == "html_block" and token.content.lower().startswith("<blockquote")
        part = "table" if table else ""
        yield Paragraph(number, words, heading, part, quoted > 0 or raw_quotation, leads, marks)
        heading = heading_of(words) if leads else heading


def _inline(token: Token) -> tuple[str, tuple[Span, ...]]:
    """The words of a token without mark-up, and which of them are set as the mark of a note."""
    if token.type == "html_block":
        return _without_tags(token.content), ()
    words, marks, raised, linked = "", list[Span](), -1, 0
    for child in token.children or [token]:
        if child.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif child.type == "html_inline":
            tag = child.content.lower()
            raised = len(words) if tag.startswith("<sup") else raised
            words += "\n" if tag.startswith("<br") else ""
            if tag.startswith("</sup") and raised >= 0:
                marks.append(Span(raised, len(words)))
                raised = -1
        elif child.type == "link_open":
            linked = len(words)
        elif child.type == "link_close" and re.fullmatch(r"\^\w+", words[linked:]):
            marks.append(Span(linked, len(words)))  # a note whose text looked like the address of a link
        elif child.type != "image":
            words += child.content
    return words, tuple(sorted(marks, key=lambda one: one.start))


def _without_tags(content: str) -> str:
    """The words of HTML. Behind the last ">" no tag ends, and none is looked for from each "<" there."""
    tagged, end, rest = content.rpartition(">")
    words = re.sub(r"<[^>]*>", "", tagged + end) + rest
    return unescaped(words)
