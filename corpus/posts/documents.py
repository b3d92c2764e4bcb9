"""The shapes a post takes on an association's site, told apart by their blocks.

A page may hold more than its post: after the contact block come the beginnings of other posts, each as a line
"dd.mm.yyyy tag", a title and a paragraph. Their sentences and dates belong to those posts, not to the page's.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from corpus.document import Document, Link, Span
from corpus.draft import Block, Draft, sections_of
from corpus.language import language_of
from corpus.posts.contacts import holds_address, without_contact_headings
from corpus.posts.kinds import kind_of
from corpus.posts.signatures import signatories_of, spokesmen
from corpus.posts.speakers import other_body

DATE_LINE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?:\s+(?P<tags>[^.!?\n]{1,80}))?")
LONGEST_TITLE = 250
LONGEST_CAPTION = 3
"""Blocks that may come before the date line: a picture's caption, a menu's remains."""
CAPTION_CHARACTERS = 200
"""What they may hold together; more is a text, and what is dated below it another post."""


@dataclass(frozen=True, slots=True)
class _Post:
    """Blocks `first` to `last` (exclusive) of a draft are the body of one post."""

    first: int
    last: int
    title: str
    published: date | None
    topics: tuple[str, ...]


def documents_of(draft: Draft, name: str) -> tuple[Document, ...]:
    """The documents of a draft, the page's own post first; `name` becomes its id. A post without a body is left out."""
    draft = without_contact_headings(draft)
    own, *others = _split(draft)
    own = replace(
        own,
        title=draft.title or own.title or title_from(name),
        published=draft.published or own.published,
        topics=draft.topics or own.topics,
    )
    main = replace(
        _document(draft, own, name),
        modified=_change(draft.modified, own.published),
        authors=draft.authors,
        alternates=draft.alternates,
        speaker=other_body(draft, own.title),
    )
    main = _signed(main, signatories_of(draft, own.title, own.first, own.last), draft.letterhead)
    teasers = [_signed(_document(draft, post, _teaser_id(name, post)), (), "") for post in others]
    teasers = _of_different_ids([replace(teaser, teaser=True, url="") for teaser in teasers])
    return tuple(document for document in (main, *teasers) if document.text.strip())


def _of_different_ids(teasers: list[Document]) -> list[Document]:
    """The teasers, those with the id of one before with a digest of their own text; one that says the same is left out.

    Two titles of a day have one id where they begin alike, or in an alphabet that leaves nothing for it.
    """
    found: dict[str, Document] = {}
    for teaser in teasers:
        before = found.setdefault(teaser.id, teaser)
        if (before.title, before.text) != (teaser.title, teaser.text):
            digest = hashlib.sha256(f"{teaser.title}\n{teaser.text}".encode()).hexdigest()[:8]
            found.setdefault(f"{teaser.id}-{digest}", replace(teaser, id=f"{teaser.id}-{digest}"))
    return list(found.values())


def _signed(document: Document, signatories: tuple[str, ...], letterhead: str) -> Document:
    """The document with its kind, and with those who speak in it where it is a joint one."""
    kind = kind_of(document.kind, document.title, document.text, letterhead, signed=bool(signatories))
    together = spokesmen(signatories) if signatories and kind == "joint statement" else ""
    return replace(document, kind=kind, signatories=signatories, speaker=document.speaker or together)


def _change(modified: date | None, published: date | None) -> date | None:
    """A change after publication; a planned post is last changed before it appears."""
    return modified if modified and (published is None or modified > published) else None


def date_in(line: str) -> tuple[date, tuple[str, ...]] | None:
    """The date and tags of a line "dd.mm.yyyy tag, tag"; None when the line is anything else."""
    match = DATE_LINE.fullmatch(line.strip())
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    tags = (match["tags"] or "").split(",")
    return day, tuple(tag.strip() for tag in tags if tag.strip())


def _split(draft: Draft) -> list[_Post]:
    own = _own_header(draft)
    heads = [at for at in range(own.first, len(draft.blocks)) if _starts_post(draft, at)]
    bounds = [*heads, len(draft.blocks)]
    glued = [_glued(draft, at, end) for at, end in zip(heads, bounds[1:], strict=True)]
    return [replace(own, last=bounds[0]), *glued]


def _own_header(draft: Draft) -> _Post:
    """Where the page's own body begins, with the title and date line that stand before it in any order."""
    title, first = "", _caption_length(draft)
    published: date | None = None
    topics: tuple[str, ...] = ()
    for block in draft.blocks[first : first + 2]:
        words = draft.words_of(block).strip()
        dated = date_in(words)
        if dated is not None and published is None:
            published, topics = dated
        elif not title and _is_own_title(draft, block, after_date=published is not None):
            title = words
        else:
            break
        first += 1
    return _Post(first, len(draft.blocks), title, published, topics)


def _caption_length(draft: Draft) -> int:
    """How many blocks stand before the page's own date line and title; 0 when those come first, or not at all."""
    nameless = bool(draft.title) and not any(_same(draft.words_of(b), draft.title) for b in draft.blocks[:4])
    for at in range(1, min(LONGEST_CAPTION + 1, len(draft.blocks) - 1)):
        if draft.blocks[at].start > CAPTION_CHARACTERS:
            break
        dated = date_in(draft.words_of(draft.blocks[at])) is not None
        if dated and _is_own_title(draft, draft.blocks[at - 1], after_date=False):
            return at - 1
        if dated and _is_own_title(draft, draft.blocks[at + 1], after_date=True):
            return at
        above = (draft.words_of(block).rstrip() for block in draft.blocks[:at])
        if dated and nameless and not _starts_post(draft, at) and not any(words.endswith(".") for words in above):
            return at
    return 0


def _is_own_title(draft: Draft, block: Block, after_date: bool) -> bool:
    words = draft.words_of(block)
    if draft.title:
        return _same(words, draft.title)
    return _like_title(words) and (after_date or block.style == "heading")


def _starts_post(draft: Draft, at: int) -> bool:
    """A date line, then a title, then at least one block of text."""
    if at + 2 >= len(draft.blocks):
        return False
    line, title, body = (draft.words_of(block) for block in draft.blocks[at : at + 3])
    return date_in(line) is not None and _like_title(title) and date_in(body) is None


def _like_title(words: str) -> bool:
    """One line, not a sentence: titles may ask or exclaim but do not end in a full stop."""
    words = words.strip()
    one_line = len(words) <= LONGEST_TITLE and "\n" not in words and words[-1] not in ".;:,"
    return one_line and date_in(words) is None and not holds_address(words)


def _glued(draft: Draft, at: int, end: int) -> _Post:
    published, topics = date_in(draft.words_of(draft.blocks[at])) or (None, ())
    return _Post(at + 2, end, draft.words_of(draft.blocks[at + 1]), published, topics)


def _document(draft: Draft, post: _Post, name: str) -> Document:
    blocks = draft.blocks[post.first : post.last]
    start, end = (_line_start(draft.text, blocks[0]), blocks[-1].end) if blocks else (0, 0)
    text = draft.text[start:end]
    return Document(
        id=name,
        title=_plain(post.title),
        text=text,
        sections=sections_of(draft, start, end),
        kind=draft.kind,
        url=draft.url,
        published=post.published,
        language=draft.language or language_of(text),
        topics=post.topics,
        page_starts=tuple(max(at - start, 0) for at in draft.page_starts),
        links=tuple(
            Link(link.start - start, link.end - start, link.address)
            for link in draft.links
            if start <= link.start and link.end <= end
        ),
        quotations=tuple(Span(b.start - start, b.end - start) for b in blocks if b.quoted),
        notes=tuple(Span(b.start - start, b.end - start) for b in blocks if b.style == "note"),
        origins=tuple(
            replace(origin, start=origin.start - start, end=origin.end - start)
            for origin in draft.origins
            if start <= origin.start and origin.end <= end
        ),
    )


def _line_start(text: str, block: Block) -> int:
    """Offset of the line that a block stands on, so that a first list item keeps its bullet."""
    return text.rfind("\n", 0, block.start) + 1 if block.style == "item" else block.start


def _teaser_id(name: str, post: _Post) -> str:
    plain = unicodedata.normalize("NFKD", post.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return f"{name}#{post.published}-{slug}"


def title_from(name: str) -> str:
    """A readable title from a file's name, for texts that have none."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return _plain(re.sub(r"[-_]+", " ", stem))


def _plain(title: str) -> str:
    return " ".join(title.split())


def _same(left: str, right: str) -> bool:
    return bool(right) and _plain(left).casefold() == _plain(right).casefold()
