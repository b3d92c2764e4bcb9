"""Texts that stand where a text is meant to come: what WordPress brings along, Lorem ipsum, "under construction".

For posts and pages; PDFs are published on purpose.
"""

import re

from corpus.document import Document
from corpus.draft import Reading
from corpus.errors import ReadError

FIRST_POST = re.compile(
    r"(?:welcome to|willkommen bei|bienvenue (?:sur|dans)|te damos la bienvenida a|bienvenid[oa] a"
    r"|benvenut[oi] (?:in|su)|welkom bij|boas-vindas ao|bem-vindo ao) wordpress\b"
)
FIRST = re.compile(
    r"first post|erste[rs]? beitrag|premier article|primera entrada|primo articolo|eerste bericht"
    r"|primeiro (?:post|artigo)"
)
LONGEST_FIRST_POST = 400
SAMPLE_PAGE = re.compile(
    r"(?:this is an example page|dies ist eine beispiel-?seite|ceci est une page d[’']exemple"
    r"|esta es una página de ejemplo|questa è una pagina di esempio|dit is een voorbeeldpagina)\b[^\n]{0,60}\bblog"
)
LOREM = frozenset(
    """lorem ipsum dolor sit amet consectetur consectetuer adipiscing adipisicing elit sed do eiusmod tempor
    incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris
    nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum eu
    fugiat nulla pariatur excepteur sint occaecat cupidatat non proident sunt culpa qui officia deserunt
    mollit anim id est laborum vestibulum pellentesque curabitur vivamus praesent aenean donec mauris
    suspendisse quisque nullam phasellus fusce integer maecenas nunc etiam cras morbi sem libero ante turpis
    felis odio purus ligula lectus tortor metus justo nibh massa risus augue urna arcu leo mi orci ac at vel
    vitae vehicula faucibus ultrices posuere cubilia pretium tincidunt blandit viverra accumsan eget eros diam
    luctus rutrum sollicitudin malesuada fames egestas habitant tristique senectus netus bibendum scelerisque
    interdum euismod sagittis dictum dapibus sodales venenatis condimentum facilisis fermentum gravida
    hendrerit imperdiet lacinia laoreet lobortis mattis molestie ornare placerat porttitor pulvinar rhoncus
    semper suscipit tellus varius volutpat vulputate aliquam convallis cursus efficitur elementum finibus
    fringilla iaculis lacus maximus mollis neque nisl porta potenti primis quam sapien tempus ullamcorper
    ultricies nec per""".split()  # noqa: SIM905
)
"""Words of Cicero that fill layouts, and those that the usual generators add."""
LOREM_SHARE = 0.6
"""Of a paragraph's words; Latin mottoes and the Romance languages stay far below."""
SHORTEST_LOREM = 5
"""Words."""
LEFT = 0.2
"""Share of real text below which a page holds nothing but Lorem ipsum: a heading, a name."""
COMING = re.compile(
    r"(?:(?:this|the|our) )?(?:new )?(?:page|site|website|section|content|text|article)?"
    r"(?: is| are)?(?: currently| still)? ?"
    r"(?:under construction|coming soon|being (?:built|updated|prepared|translated))"
    r"|(?:the )?(?:text|content|more)(?: will)? follows?(?: (?:soon|shortly|later))?|to be announced|tba|tbc|tbd"
    r"|(?:please )?(?:check|come) back (?:soon|later)|stay tuned|thank you for your patience|we are working on it"
    r"|(?:diese |die )?(?:web)?seite(?: ist| befindet sich)?(?: noch| derzeit)?(?: im aufbau| in arbeit)"
    r"|(?:der |die )?(?:text|inhalte?|beitrag) folgt(?: in kürze| bald)?|folgt in kürze|in kürze(?: verfügbar| mehr)?"
    r"|(?:cette |la )?(?:page|site)(?: est)?(?: actuellement)? en (?:cours de )?construction|bientôt disponible"
    r"|(?:esta |la )?(?:página|sitio)(?: está)? en construcción|próximamente"
    r"|(?:questa |la )?(?:pagina|sito)?(?: è)? ?in costruzione|prossimamente|(?:deze )?pagina(?: is)? in aanbouw"
)
LONGEST_COMING = 200
"""Characters of a page that only says that a text is to come."""


def checked(documents: tuple[Document, ...], name: str, note: str = "") -> Reading:
    """The documents of a post or page, with a word about paragraphs that are placeholders.

    Raises ReadError when the post itself is nothing but a placeholder.
    """
    own = next((document for document in documents if not document.teaser), None)
    reason = _reason(own.text) if own else ""
    if reason:
        raise ReadError(f"{name} {reason}; nothing was indexed. Write the text, or remove the page.")
    held = sum(_is_lorem(part) for document in documents for part in document.text.split("\n"))
    told = f"holds {held} paragraph{'s' * (held > 1)} of Lorem ipsum, kept as published" if held else ""
    return Reading(documents, "; ".join(part for part in (note, told) if part))


def _reason(text: str) -> str:
    """Why a text is a placeholder; "" for a real one."""
    plain = " ".join(text.casefold().split())
    if FIRST_POST.match(plain) and FIRST.search(plain) and len(plain) <= LONGEST_FIRST_POST:
        return "is the first post that WordPress brings along"
    if SAMPLE_PAGE.match(plain):
        return "is the sample page that WordPress brings along"
    parts = [part for part in text.split("\n") if part.strip()]
    filled = sum(len(part) for part in parts if _is_lorem(part))
    if filled and filled >= (1 - LEFT) * sum(map(len, parts)):
        return "holds nothing but Lorem ipsum, which stands where a text is to come"
    sentences = [part.strip(" •-–—*") for part in re.split(r"[.!?…:\n]+", text.casefold())]
    if len(plain) <= LONGEST_COMING and any(sentences) and all(COMING.fullmatch(one) for one in sentences if one):
        return "says only that its text is to come"
    return ""


def _is_lorem(paragraph: str) -> bool:
    words = re.findall(r"[^\W\d_]+", paragraph.casefold())
    return len(words) >= SHORTEST_LOREM and sum(word in LOREM for word in words) >= LOREM_SHARE * len(words)
