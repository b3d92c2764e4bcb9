"""Files that are small and ask for much: of time, of memory, or of depth."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

from docx import Document

from corpus.envelope import Envelope

Maker = Callable[[int], bytes]
"""From a scale to a file's bytes; 1,000 makes the file of which the promise speaks, a smaller number a lesser one."""
ARTICLE = "<!DOCTYPE html><html lang=en><head>{head}</head><main><article><h1>Title</h1>{body}</article></main></html>"
JSON_LD = "<script type='application/ld+json'>"
SAID = "<p>Adults learn for many reasons, and it is said here at a length that an article has.</p>"


def html(body: str = "", head: str = "") -> bytes:
    """A page with a short article around a bomb."""
    return ARTICLE.format(head=head, body=SAID + body + SAID).encode()


def nested(tag: str, depth: int) -> bytes:
    """Elements in each other."""
    return html(f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth)


def laughs(document: str, name: str = "a") -> bytes:
    """An XML document before which entities name each other: ten to the ninth of them."""
    told = "".join(f'<!ENTITY {name}{n} "{f"&{name}{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY {name}0 "ha">{told}]>{document}'.encode()


def quadratic(document: str, scale: int) -> bytes:
    """One long entity, named often."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"x" * 100 * scale}">]>{document}'.encode()


def external(document: str) -> bytes:
    """An entity that names a file of this machine, and a document type that lies elsewhere."""
    told = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
    return f'<?xml version="1.0"?>{told}{document}'.encode()


def pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue. Without a table, which readers mend."""
    parts = [
        b"%d 0 obj %s endobj" % (at, one if isinstance(one, bytes) else one.encode())
        for at, one in enumerate(objects, 1)
    ]
    return b"\n".join([b"%PDF-1.5", *parts, b"trailer<</Root 1 0 R>>", b"%%EOF"])


def stream(data: bytes, more: str = "", packings: int = 0) -> bytes:
    """A stream, packed so many times over."""
    for _ in range(packings):
        data = zlib.compress(data, 9)
    filters = f"/Filter[{'/FlateDecode' * packings}]" if packings else ""
    return f"<<{more}{filters}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


CATALOGUE, FONT = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 9 Tf (words) Tj ET "


def one_page(contents: bytes, *more: str | bytes, resources: str = "") -> bytes:
    """A PDF of one page; `more` are objects from 6 on."""
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{resources}>>>>"
    return pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents, FONT, *more)


def _deep_pages(scale: int) -> bytes:
    depth = 10 * scale
    nodes = [f"<</Type/Pages/Parent {at + 1} 0 R/Kids[{at + 3} 0 R]/Count 1>>" for at in range(depth)]
    return pdf(CATALOGUE, *nodes, f"<</Type/Page/Parent {depth + 1} 0 R/MediaBox[0 0 595 842]>>")


def _many_pages(scale: int) -> bytes:
    kids = "3 0 R " * 100 * scale
    return pdf(
        CATALOGUE, f"<</Type/Pages/Kids[{kids}]/Count {100 * scale}>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    )


def _forms(scale: int) -> bytes:
    """Forms that draw the next one ten times, and the last one the first."""
    depth = 4 + scale // 250
    forms = [
        stream(
            b"/X Do " * 10, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {7 + at % depth} 0 R>>>>"
        )
        for at in range(depth)
    ]
    return one_page(stream(b"/X Do"), *forms, resources="/XObject<</X 6 0 R>>")


def _object_stream(scale: int) -> bytes:
    inside = b"".join(b"%d %d " % (100 + at, at) for at in range(1000 * scale)) + b"1" * 1000 * scale
    told = f"/Type/ObjStm/N {1000 * scale}/First {len(inside) - 1000 * scale}"
    return pdf(CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>", stream(inside, told, 1))


def _image(scale: int) -> bytes:
    side = 60 * scale
    told = f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace/DeviceRGB"
    image = stream(b"\0" * 300_000 * scale, told, 1)
    return one_page(stream(b"q 500 0 0 500 0 0 cm /I Do Q"), image, resources="/XObject<</I 6 0 R>>")


def _wide_map(scale: int) -> bytes:
    told = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange " + b"100 beginbfrange " * scale
    ranges = b"<0000> <ffff> <0000> " * 10 * scale + b"endbfrange endcmap"
    font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 7 0 R>>"
    below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<<>>/W[0 65535 500]>>"
    return one_page(
        stream(b"BT /G 9 Tf 9 9 Td <00410042> Tj ET"), font, stream(told + ranges), below, resources="/Font<</G 6 0 R>>"
    )


def _attributes(scale: int) -> bytes:
    return html(f"<p {' '.join(f'a{at}=1' for at in range(100 * scale))}>said</p>")


def _record(content: str) -> bytes:
    told = {"type": "post", "title": "Title", "link": "https://www.example.org/a", "date": "2021-07-12T09:30:00"}
    return Envelope("wordpress", "https://www.example.org/a").around(json.dumps(told | {"content": content}).encode())


FILES: Mapping[str, tuple[str, Maker]] = {
    "divisions in divisions": ("html", lambda scale: nested("div", 100 * scale)),
    "bold in bold": ("html", lambda scale: nested("b", 100 * scale)),
    "tables in tables": ("html", lambda scale: nested("table><tr><td", 20 * scale)),
    "lists in lists": ("html", lambda scale: nested("ul><li", 50 * scale)),
    "quotations in quotations": ("html", lambda scale: nested("blockquote", 50 * scale)),
    "a million tags": ("html", lambda scale: html("<b>" * 1000 * scale)),
    "a million breaks": ("html", lambda scale: html("<br>" * 1000 * scale)),
    "links that are not closed": ("html", lambda scale: html("<a href=x>a<p>" * 200 * scale)),
    "an attribute of megabytes": ("html", lambda scale: html(f"<p title='{'x' * 4500 * scale}'>said</p>")),
    "a hundred thousand attributes": ("html", _attributes),
    "a style of megabytes": ("html", lambda scale: html(f"<p style='{'position:absolute;' * 250 * scale}'>said</p>")),
    "a word of megabytes": ("html", lambda scale: html("<p>" + "x" * 4500 * scale + "</p>")),
    "dates of teasers": ("html", lambda scale: html("<p>12.03.2021 news</p><p>A title</p><p>Words.</p>" * 20 * scale)),
    "JSON-LD in JSON-LD": ("html", lambda scale: html(head=f"{JSON_LD}{'[' * 999 * scale}</script>")),
    "entities of a page": ("html", lambda _: laughs(html("&a9;").decode())),
    "more than a page": ("html", lambda scale: html("<p>words</p>" * 500 * scale)),
    "a post of divisions": ("web", lambda scale: _record("<div>" * 100 * scale + "deep")),
    "a post of bold": ("web", lambda scale: _record("<p><b>" * 100 * scale + "deep")),
    "quotations in Markdown": ("markdown", lambda scale: b">" * 100 * scale + b" deep"),
    "brackets in Markdown": ("markdown", lambda scale: b"[" * 1000 * scale + b"](" * 1000 * scale),
    "stars in Markdown": ("markdown", lambda scale: b"*a_ " * 300 * scale),
    "a line of megabytes": ("text", lambda scale: b"12.03.2021\n\nTitle\n\n" + b"word " * 1000 * scale),
    "lines of megabytes": ("text", lambda scale: b"12.03.2021 news\n\nTitle\n\nWords.\n\n" * 100 * scale),
    "lists in a line of JSON": ("beir", lambda scale: b'{"_id": "a", "text": ' + b"[" * 100 * scale),
    "a content stream that unpacks": ("pdf", lambda scale: one_page(stream(TEXT * 4_000 * scale, packings=1))),
    "a stream that unpacks twice": ("pdf", lambda scale: one_page(stream(b"0 " * 200_000 * scale, packings=2))),
    "millions of operators": ("pdf", lambda scale: one_page(stream(b"q 1 0 0 1 0 0 cm " * 2000 * scale, packings=1))),
    "pages in pages": ("pdf", _deep_pages),
    "a hundred thousand pages": ("pdf", _many_pages),
    "pages that name themselves": ("pdf", lambda _: pdf(CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")),
    "forms in forms": ("pdf", _forms),
    "objects in a stream": ("pdf", _object_stream),
    "an image of gigapixels": ("pdf", _image),
    "a map of all characters": ("pdf", _wide_map),
    "arrays in arrays": ("pdf", lambda scale: pdf(CATALOGUE, "<</Type/Pages/Kids" + "[" * 100 * scale + "/Count 1>>")),
    "a page of any size": ("pdf", lambda _: one_page(stream(TEXT)).replace(b"595 842", b"1e30 1e30")),
}  # fmt: skip
"""(format, maker) of files that readers get."""

WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t>'
    "</w:r></w:p></w:body></w:document>"
)


def docx(document: bytes | str, **more: bytes) -> bytes:
    """A file of Word with another document part, and more parts."""
    plain, data = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    with zipfile.ZipFile(plain) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = document if isinstance(document, bytes) else document.encode()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, part in (parts | more).items():
            package.writestr(name, part)
    return data.getvalue()


def _parts(number: int, size: int) -> bytes:
    """A file of Word with more parts than its text needs."""
    return docx(WORD.format("a"), **{f"word/{at}.xml": b" " * size for at in range(number)})


def _cells(scale: int) -> bytes:
    return docx(WORD.format("</w:t></w:r></w:p>" + "<w:tbl><w:tr><w:tc>" * 50 * scale))


def _renamed(data: bytes) -> bytes:
    """A file of Word whose document is no .xml by its name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            told = entry.replace("document.xml", "document.bin")
            new.writestr(told, old.read(entry).replace(b"document.xml", b"document.bin"))
    return file.getvalue()


def _styled(scale: int) -> bytes:
    style = "<w:style w:styleId='{0}'><w:name w:val='s'/><w:basedOn w:val='{1}'/></w:style>"
    told = "".join(style.format(at, at + 1) for at in range(20 * scale))
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return docx(WORD.format("a"), **{"word/styles.xml": f"<w:styles {words}>{told}</w:styles>".encode()})


DRAFTS: Mapping[str, tuple[str, Maker]] = {
    "a part that unpacks": (".docx", lambda scale: docx(WORD.format(" " * 200_000 * scale))),
    "parts that unpack": (".docx", lambda scale: _parts(scale // 20, 10_000_000)),
    "ten thousand parts": (".docx", lambda scale: _parts(20 * scale, 0)),
    "entities in Word": (".docx", lambda _: docx(laughs(WORD.format("&a9;")))),
    "one long entity in Word": (".docx", lambda scale: docx(quadratic(WORD.format("&a;" * 100 * scale), scale))),
    "entities from elsewhere": (".docx", lambda _: docx(external(WORD.format("&a9;")))),
    "runs in runs": (".docx", lambda scale: docx(WORD.format("</w:t><w:r>" * 100 * scale))),
    "tables in Word's tables": (".docx", _cells),
    "a part of another ending": (".docx", lambda scale: _renamed(docx(WORD.format(" " * 20_000 * scale)))),
    "elements of another ending": (
        ".docx",
        lambda scale: _renamed(
            docx(WORD.format("</w:t></w:r>" + "<w:p/>x" * min(280_000, 2000 * scale) + "<w:r><w:t>"))
        ),
    ),
    "a picture that unpacks": (
        ".docx",
        lambda scale: docx(WORD.format("a"), **{"word/media/1.png": b"0" * 290_000 * scale}),
    ),
    "styles on styles": (".docx", _styled),
    "quotations in a draft": (".md", lambda scale: b">" * 200 * scale + b" deep"),
    "marks that stay open": (".txt", lambda scale: ("“ a " * 200 * scale).encode()),
    "quotation marks that close": (".txt", lambda scale: ("“a” " * 200 * scale).encode()),
    "stars in a draft": (".md", lambda scale: b"*a_ " * 200 * scale),
    "numbered items in a draft": (".md", lambda scale: b"1. a\n" * min(200 * scale, 13_000)),
    "tables in a draft": (".md", lambda scale: b"a|b\n-|-\n" * min(150 * scale, 7_000)),
    "brackets in a draft": (".md", lambda scale: (b"![" + b"x " * 24) * min(20 * scale, 19_000)),
    "tags that never end": (".md", lambda scale: b"words\n\n<div>\n" + b"<" * min(39_000, 250 * scale)),
    "tags that never end, of a long draft": (".md", lambda scale: b"words\n\n<div>\n" + b"<" * 999 * scale),
    "blanks in a quotation": (".txt", lambda scale: "“Adults{}learn”".format(" " * 990 * scale).encode()),
    "line breaks in a quotation": (".txt", lambda scale: "“Adults{}learn”".format("\n." * 490 * scale).encode()),
    "block quotations without end": (".txt", lambda scale: b"> a\n\n" * 190 * scale),
    "lines of a mail": (".txt", lambda scale: b"> a\nb\n" * 160 * scale),
    "a word of a megabyte": (".txt", lambda scale: "“{}”".format("a." * 490 * scale).encode()),
}
"""(ending, maker) of drafts, which the server reads itself."""
