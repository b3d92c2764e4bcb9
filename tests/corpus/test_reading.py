import json
import subprocess
import sys

import pytest

from corpus.errors import ReadError
from corpus.formats import FORMATS, format_of
from corpus.language import language_of, primary_code
from corpus.reading import READERS, read, read_beir, reader_of


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a.html", "html"),
        ("b/A.HTM", "html"),
        ("a.md", "markdown"),
        ("a.txt", "text"),
        ("a.b.PDF", "pdf"),
        ("a.docx", ""),
        ("pdf", ""),
    ],
)
def test_the_name_tells_the_format(path: str, form: str) -> None:
    assert format_of(path) == form


def test_every_format_has_a_reader() -> None:
    assert set(FORMATS.values()) <= READERS.keys()
    assert all(callable(reader_of(form)) for form in READERS)


def test_a_text_is_read_without_the_readers_of_html_and_pdf() -> None:
    code = (
        "import sys; from corpus.reading import read; read('text', b'A fair share', 'a.txt'); "
        "assert not {'trafilatura', 'pypdf', 'pypdfium2', 'PIL'} & sys.modules.keys(), sorted(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("form", sorted(READERS))
def test_an_empty_item_is_told_by_name(form: str) -> None:
    with pytest.raises(ReadError, match=r"^a\.x is empty"):
        read(form, b" \n", "a.x")


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_a_beir_line_is_kept_to_the_letter() -> None:
    text = " 12.03.2021\n\n Title \n\nwords  with\tspace\r\n"
    (document,) = read_beir(line(_id="d 1", title="T", text=text), "").documents
    assert (document.id, document.title, document.text) == ("d 1", "T", text)
    assert (document.sections[0].start, document.sections[0].end) == (0, len(text))


def test_a_beir_title_may_be_missing() -> None:
    assert read_beir(line(_id="d", text="words", title=None), "").documents[0].title == ""


@pytest.mark.parametrize(
    "data",
    [
        b"not json",
        b"[]",
        line(_id="d"),
        line(text="t"),
        line(_id=1, text="t"),
        line(_id="d", text=2),
        line(_id="d", text=" "),
    ],
)
def test_a_beir_line_without_id_and_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        read_beir(data, "")


@pytest.mark.parametrize(
    ("form", "data"),
    [("beir", line(_id="d", text="a \ud800 b")), ("markdown", b'---\ntitle: "\\ud800"\n---\nWords.')],
)
def test_half_a_character_is_refused_before_it_reaches_the_store(form: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=r"U\+D800"):
        read(form, data, "a.md")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L’éducation des adultes est un droit, et les États membres doivent la financer.", "fr"),
        ("Erwachsenenbildung ist ein Recht, und die Mitgliedstaaten müssen sie bezahlen.", "de"),
        ("Adult education is a right, and the Member States have to pay for it in full.", "en"),
        ("Aikuiskoulutus on oikeus, ja jäsenvaltioiden on maksettava siitä kaikille kansalaisille.", "fi"),
        ("Bonjour", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_told_from_enough_text(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr-BE", "fr"),
        ("EN_gb", "en"),
        ("de", "de"),
        (" nl ", "nl"),
        ("", ""),
        ("x-klingon", ""),
        ("deu", ""),
        ("12", ""),
    ],
)
def test_a_language_tag_is_cut_to_its_language(tag: str, code: str) -> None:
    assert primary_code(tag) == code
