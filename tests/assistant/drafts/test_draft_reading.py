import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from docx.document import Document as WordDocument

from assistant.drafts.draft import Paragraph
from assistant.drafts.reading import LARGEST_FILE, MARKS, draft_of, read_draft
from assistant.drafts.word_package import COMPOUND_FILE, ENCRYPTED, LARGEST_XML, MOST_MARKS
from corpus.document import Span
from corpus.errors import DraftError
from tests.assistant.drafts.word_files import WORDS, raw, with_entry, with_notes, word_file


def texts(data: bytes, ending: str) -> list[str]:
    return [one.text for one in draft_of(data, "draft", ending).paragraphs]


def test_a_text_is_read_by_blank_lines_with_the_heading_above() -> None:
    words = "\ufeffOur reply\r\n\r\nWe said this,\r\nand that.\n \nAnd\n> a line\n> and another\nafter it.\n"
    first, *others = draft_of(words.encode(), "reply.txt", ".txt").paragraphs
    assert first == Paragraph(1, "Our reply", is_heading=True)
    assert [(one.text, one.quoted) for one in others] == [
        ("We said this,\nand that.", False), ("And", False), ("a line\nand another", True), ("after it.", False),
    ]  # fmt: skip
    assert others[0].place == "paragraph 2, below “Our reply”"


def test_markdown_keeps_line_breaks_quotations_and_the_marks_of_notes() -> None:
    words = (
        "---\ntitle: x\n---\n# Reply\n\nWe *said* so<sup>12</sup>\nand [went](http://x.y) on.[^1]\n\n"
        "> quoted &amp; more\n\n- item\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "<blockquote>raw words</blockquote>\n\n[^1]: http://note.example\n"
    )
    paragraphs = draft_of(words.encode(), "reply.md", ".md").paragraphs
    assert [(one.text.strip(), one.quoted, one.part) for one in paragraphs] == [
        ("Reply", False, ""), ("We said so12\nand went on.^1", False, ""), ("quoted & more", True, ""),
        ("item", False, ""), ("a", False, "table"), ("b", False, "table"), ("c", False, "table"), ("d", False, "table"),
        ("raw words", True, ""),
    ]  # fmt: skip
    assert [paragraphs[1].text[one.start : one.end] for one in paragraphs[1].marks] == ["12", "^1"]
    assert paragraphs[2].heading == "Reply"


def filled(document: WordDocument) -> None:
    document.add_heading("Our reply", 1)
    paragraph = document.add_paragraph("We said so")
    paragraph.add_run("12").font.superscript = True
    paragraph.add_run(" twice.").add_break()
    document.add_paragraph("An item", style="List Bullet")
    document.add_paragraph("Some words", style="Intense Quote")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    raw(
        document,
        "<w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>deleted </w:delText></w:r></w:del><w:ins><w:r><w:t>put in "
        "</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:noBreakHyphen/><w:softHyphen/>"
        "<w:instrText>PAGE</w:instrText><w:t>end</w:t></w:r>",
    )
    raw(document, "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One and </w:t></w:r>")
    raw(document, "<w:r><w:t>the same.</w:t></w:r><w:r><w:rPr><w:position w:val='8'/></w:rPr><w:t>7</w:t></w:r>")
    box = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
    raw(
        document,
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:t>beside it</w:t></w:r>",
    )
    with_notes(document, "footnotes", "see page 3", "see page 4")
    with_notes(document, "endnotes", "at last")


def test_a_file_of_word_is_read_as_a_reader_sees_it() -> None:
    paragraphs = draft_of(word_file(filled), "reply.docx", ".docx").paragraphs
    assert [(one.text, one.part) for one in paragraphs] == [
        ("Our reply", ""), ("We said so12 twice.\n", ""), ("An item", ""), ("Some words", ""), ("left", "table"),
        ("right", "table"), ("kept put in linked-\u00adend", ""), ("One and the same.7", ""), ("beside it", ""),
        ("in a box", "text box"), ("see page 3", "footnote"), ("see page 4", "footnote"), ("at last", "endnote"),
    ]  # fmt: skip
    assert [one.number for one in paragraphs] == list(range(1, 14))
    assert (paragraphs[0].is_heading, paragraphs[3].quoted, paragraphs[1].quoted) == (True, True, False)
    assert (paragraphs[1].marks, paragraphs[7].marks) == ((Span(10, 12),), (Span(17, 18),))
    assert paragraphs[10].place == "paragraph 11 (footnote), below “Our reply”"


@pytest.mark.parametrize(
    ("data", "ending", "told"),
    [
        (b"", ".txt", "is empty"),
        (b" \n ", ".docx", "is empty"),
        (b"?? !", ".txt", "holds no words"),
        (b"caf\xe9 au lait", ".txt", "not UTF-8"),
        (b"words\x00\x01\x02", ".md", "binary data"),
        (b"%PDF-1.7 words", ".docx", "damaged"),
        (word_file(filled)[:4000], ".docx", "damaged"),
        (COMPOUND_FILE + bytes(100) + ENCRYPTED, ".docx", "protected by a password"),
        (COMPOUND_FILE + bytes(100), ".docx", ".doc of old"),
        (word_file(lambda document: None), ".docx", "holds no words"),
        (b"a " * 2_000_000, ".txt", "more than 1,000,000 characters"),
        (b"a" * (LARGEST_FILE + 1), ".txt", "larger than 50 MB"),
    ],
)  # fmt: skip
def test_what_is_no_draft_is_refused_in_one_sentence(data: bytes, ending: str, told: str) -> None:
    with pytest.raises(DraftError, match=told) as caught:
        draft_of(data, "draft", ending)
    assert str(caught.value).startswith("draft ") and str(caught.value).count("\n") == 0


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    whole = word_file(filled)
    bomb = with_entry(whole, "word/styles.xml", b" " * (LARGEST_XML + 1))
    many = io.BytesIO(whole)
    with zipfile.ZipFile(many, "a") as package:
        for number in range(5_001):
            package.writestr(f"word/media/{number}.png", b"")
    for data in (bomb, many.getvalue()):
        with pytest.raises(DraftError, match="unpacks to more"):
            draft_of(data, "bomb.docx", ".docx")


def named_anew(data: bytes, name: str) -> bytes:
    """A file of Word whose document has another name, as its relations and types say."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            told = old.read(entry).replace(b"document.xml", name.encode())
            new.writestr(entry.replace("document.xml", name), told)
    return file.getvalue()


def test_a_part_is_read_and_bounded_whatever_it_is_called() -> None:
    whole = named_anew(word_file(filled), "document.bin")
    assert len(draft_of(whole, "reply.docx", ".docx").paragraphs) == 13
    long = with_entry(whole, "word/document.bin", b"<x>" + b" " * LARGEST_XML + b"</x>")
    marks = with_entry(whole, "word/document.bin", b"<x>" + b"<y/>" * MOST_MARKS + b"</x>")
    for bomb in (long, marks):
        with pytest.raises(DraftError, match="unpacks to more"):
            draft_of(bomb, "bomb.docx", ".docx")


def test_pictures_are_never_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(word_file(filled))) as package:
        entry = package.getinfo("docProps/thumbnail.jpeg")
        data = bytearray(word_file(filled))
    assert entry.file_size
    data[entry.header_offset : entry.header_offset + 4] = b"none"
    assert len(draft_of(bytes(data), "reply.docx", ".docx").paragraphs) == 13


@pytest.mark.parametrize("encoding", ["ibm037", "utf-7"])
def test_an_encoding_in_which_marks_cannot_be_counted_is_refused(encoding: str) -> None:
    with zipfile.ZipFile(io.BytesIO(word_file(filled))) as package:
        document = package.read("word/document.xml").decode()
    told = document.replace("UTF-8", encoding)
    with pytest.raises(DraftError, match="damaged"):
        draft_of(with_entry(word_file(filled), "word/document.xml", told.encode(encoding)), "x.docx", ".docx")


def test_a_document_in_utf_16_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(word_file(filled))) as package:
        document = package.read("word/document.xml").decode().replace("UTF-8", "UTF-16")
    data = with_entry(word_file(filled), "word/document.xml", document.encode("utf-16"))
    assert len(draft_of(data, "x.docx", ".docx").paragraphs) == 13


def test_styles_that_are_based_on_each_other_are_looked_up_by_their_names() -> None:
    styles = "".join(
        f"<w:style w:styleId='s{n}'><w:name w:val='Style {n}'/><w:basedOn w:val='s{n + 1}'/></w:style>"
        for n in range(20_000)
    )
    data = with_entry(word_file(filled), "word/styles.xml", f"<w:styles {WORDS}>{styles}</w:styles>".encode())
    assert len(draft_of(data, "x.docx", ".docx").paragraphs) == 13


def test_entities_that_name_each_other_are_not_unfolded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    laughs = f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{entities}]>{body}&e11;</w:t></w:r></w:p></w:body></w:document>'
    with pytest.raises(DraftError):
        draft_of(with_entry(word_file(filled), "word/document.xml", laughs.encode()), "x.docx", ".docx")


def test_damaged_files_of_word_are_read_or_refused() -> None:
    random, whole, refused = Random(4), word_file(filled), 0
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        names = package.namelist()
    for _ in range(150):
        name = random.choice(names)
        with zipfile.ZipFile(io.BytesIO(whole)) as package:
            content = bytearray(package.read(name))
        at = random.randrange(len(content))
        content[at : at + random.randint(0, 40)] = random.choice([b"", b"\xff", b"<", bytes([random.randrange(256)])])
        try:
            draft_of(with_entry(whole, name, bytes(content)), "x.docx", ".docx")
        except DraftError:
            refused += 1
    assert 30 < refused < 150


def test_a_path_is_read_by_its_ending_and_standard_input_by_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "Reply.DOCX"
    file.write_bytes(word_file(filled))
    assert read_draft(file, io.BytesIO()).name == "Reply.DOCX"
    assert len(read_draft(Path("-"), io.BytesIO(file.read_bytes())).paragraphs) == 13
    assert read_draft(Path("-"), io.BytesIO(b"> words")).paragraphs[0].quoted
    for path, told in (
        (tmp_path / "a.pdf", "save it as"),
        (tmp_path / "none.txt", "does not exist"),
        (tmp_path, "no draft"),
    ):
        with pytest.raises(DraftError, match=told):
            read_draft(path, io.BytesIO())
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DraftError, match="cannot be read: Is a directory"):
        read_draft(tmp_path / "folder.txt", io.BytesIO())


@pytest.mark.parametrize("mark", ["*a* ", "a\n", "1. ", "- ", "[", "&amp;", "a|b\n-|-\n"])
def test_a_draft_of_nothing_but_marks_is_refused_before_they_become_tokens(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.drafts.reading.MarkdownIt", None)
    with pytest.raises(DraftError, match="more than 40,000 marks of Markdown and line breaks"):
        draft_of((mark * 50_000).encode(), "draft", ".md")


def test_marks_of_markdown_are_no_matter_of_other_drafts_nor_in_words() -> None:
    assert len(MARKS.findall("A non-formal course (2019) costs 1.50 – or so: it's “free”, 10% + more.")) == 2
    assert len(draft_of(b"*a*\n" * 20_000, "draft", ".txt").paragraphs) == 1


@pytest.mark.parametrize(("text", "ending"), [("a\n\n" * 30_001, ".txt"), ("> a\nb\n" * 15_001, ".txt")])
def test_more_paragraphs_than_any_draft_has_are_refused(text: str, ending: str) -> None:
    with pytest.raises(DraftError, match="more than 30,000 paragraphs"):
        draft_of(text.encode(), "draft", ending)
