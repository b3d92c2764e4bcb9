"""Posts as WordPress stores them, made what it shows: an export holds a post's content before WordPress worked on it.

The block editor stores HTML between comments, which need nothing but to be left out. The editor before it stored
paragraphs as lines with blank lines between them; WordPress turns those into mark-up when it shows the post
(`wpautop` in wp-includes/formatting.php). What a plug-in puts in the place of a shortcode is not in the export.
"""

import json
import re

MORE = re.compile(r"<!--\s{0,5}(?:more|nextpage|noteaser)\b[^<>]{0,200}-->")
"""Where a post is cut into a beginning and the rest, or into pages."""
EMBEDDED = re.compile(
    r"(<div class=\"wp-block-embed__wrapper\">)\s*https?://[^\s<]{1,1000}\s*(?=</div>)"
    r"|\[embed[^\[\]]{0,200}\]\s*https?://[^\s\[]{1,1000}\s*\[/embed\]"
)
"""The address of a film or the like, in the place where WordPress shows it."""
VALUES = r"""(?:\s(?:"[^"]{0,1000}"|'[^']{0,1000}'|[^\[\]"']{1,200}+){0,40}+)?"""
SHORTCODE = re.compile(rf"\[(/?)([a-zA-Z][\w-]{{0,60}}+)({VALUES})\]")
CLOSING = re.compile(r"\[/([a-zA-Z][\w-]{0,60}+)\]")
ALONE = re.compile(r"^[^\S\n]{0,20}\[[a-zA-Z][\w-]{0,60}+\s?/?\][^\S\n]*$", re.MULTILINE)
TAG = re.compile(r"(</?[a-zA-Z][^<>]*>)")
AS_IT_IS = re.compile(r"<(/?)(pre|script|style)\b", re.IGNORECASE)
"""Elements in which line breaks are what they are."""
BLOCK = re.compile(
    r"</?(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|"
    r"address|math|style|script|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|"
    r"figcaption|details|menu|summary)(?=[\s/>])",
    re.IGNORECASE,
)
BREAK = re.compile(r"<br\b", re.IGNORECASE)


def shown_record(data: bytes) -> bytes:
    """The record of a post (see corpus.html.wordpress) with its content as it is shown."""
    record = json.loads(data)
    return json.dumps(record | {"content": shown(record["content"])}).encode()


def shown(content: str) -> str:
    """HTML of a post's content as it is stored."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    in_blocks = "<!-- wp:" in content
    content = EMBEDDED.sub(r"\1", _without_comments(MORE.sub("\n\n", content)))
    content = _without_shortcodes(content)
    return content if in_blocks else _with_breaks(content)


def _without_comments(content: str) -> str:
    first, *parts = content.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in parts)


def _without_shortcodes(content: str) -> str:
    """Shortcodes have values, are closed, or stand alone on a line; other words in brackets ("[sic]") are the author's.

    Only the brackets go: what stands between two of them is the author's too.
    """
    closed = set(CLOSING.findall(content))

    def kept(code: re.Match[str]) -> str:
        return "" if code[1] or code[2] in closed or "=" in code[3] else code[0]

    return ALONE.sub("", SHORTCODE.sub(kept, content))


def _with_breaks(content: str) -> str:
    """Line breaks as mark-up: one breaks a line, a blank line ends a paragraph, none counts beside a block."""
    pieces = ["<p>", *TAG.split(content), "</p>"]
    inside = ""
    for at in range(1, len(pieces), 2):
        verbatim = AS_IT_IS.match(pieces[at - 1])
        if verbatim and not inside and not verbatim[1]:
            inside = verbatim[2].lower()
        elif verbatim and verbatim[1] and verbatim[2].lower() == inside:
            inside = ""
        if not inside:
            pieces[at] = _broken(pieces[at], pieces[at - 1], pieces[at + 1])
    return "".join(pieces[1:-1])


def _broken(words: str, before: str, after: str) -> str:
    """The words between two tags."""
    if BLOCK.match(before):
        words = words.lstrip()
    elif BREAK.match(before):
        words = re.sub(r"^[^\S\n]*\n", "", words)
    if BLOCK.match(after):
        words = words.rstrip()
    if "\n" not in words:
        return words
    first, *middle, last = words.split("\n")
    lines = [first.rstrip(), *(line.strip() for line in middle), last.lstrip()]
    return re.sub(r"\n{2,}", "<br><br>", "\n".join(lines)).replace("\n", "<br>")
