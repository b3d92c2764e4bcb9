"""Icons that are written as words: fonts draw "arrow_forward" as an arrow, programs read it as text.

A name is left out only where the mark-up says that it is an icon, or, in plain text, where it stands alone on its line.
"""

import re

from lxml.html import HtmlElement

LIGATURES = re.compile(r"(?:^|\s)(?:material-(?:icons|symbols)(?:-\w+)*|mdc-\S*icon\S*|mat-icon)(?:\s|$)")
"""Classes of fonts that draw every word inside (Material Icons, Material Symbols)."""
GLYPHS = re.compile(r"(?:^|\s)(?:dashicons|glyphicon|fa[srlbd]?|bi|icofont|ti)(?=\s|$|-)")
"""Classes of fonts that draw by class; a name inside is what an editor left there."""
GENERIC = re.compile(r"(?:^|\s)(?:icons?|ui-icon|svg-icon|btn-icon|button-icon)(?:\s|$)")
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
PARTS = frozenset(
    """access account add alarm apps arrow article assignment attach audio border bookmark build business calendar
    call camera cancel chat check chevron circle close cloud code comment contact content create credit
    dashboard date delete description directions done download drag east edit email error event exit expand
    explore favorite fast feedback file filter first flag folder format forum forward fullscreen grade group
    headphones help history home hourglass image import info insert keyboard label language last launch
    library light link list local location lock login logout mail manage map menu mic more mode music
    navigate new north note notifications open outlined page panorama pause people perm person phone photo
    picture pin place play playlist power print privacy public query question radio record redo refresh
    remove repeat reply report save schedule school search send sentiment settings share shopping skip smart
    south speaker star stop subject support swap sync tag text theaters thumb timer today toggle touch
    translate trending tune undo unfold update upload verified video view visibility volume vpn warning
    watch west wifi work zoom""".split()  # noqa: SIM905
)
"""First parts of names of Material Icons."""


def drop_icons(page: HtmlElement) -> None:
    """Take the icons out of a page that hold a name as their text; the words around them stay."""
    for element in page.xpath("//*[@class][not(*)][self::i or self::span or self::em or self::b or self::mat-icon]"):
        if _is_icon(element.get("class", ""), (element.text or "").strip()):
            element.drop_tree()


def without_icon_lines(text: str) -> str:
    """A plain text without the lines that hold nothing but the name of an icon; other lines stay as they are."""
    kept, left_out = list[str](), False
    for line in text.split("\n"):
        doubled = left_out and not line.strip() and (not kept or not kept[-1].strip())
        if _is_name(line.strip()):
            left_out = True
        elif not doubled:
            kept.append(line)
            left_out = False
    return "\n".join(kept)


def _is_icon(classes: str, words: str) -> bool:
    if not words:
        return False
    if LIGATURES.search(classes):
        return NAME.fullmatch(words) is not None
    if GLYPHS.search(classes):
        plain = words.casefold().replace(" ", "-")
        return _is_name(words) or any(name.endswith(f"-{plain}") for name in classes.casefold().split())
    return GENERIC.search(classes) is not None and (_is_name(words) or words in PARTS)


def _is_name(words: str) -> bool:
    """Whether this is a name of several parts, such as "expand_more"."""
    return "_" in words and NAME.fullmatch(words) is not None and words.split("_", 1)[0] in PARTS
