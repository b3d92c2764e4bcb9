from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import corpus.sample
from corpus.catalogue import EMPTY, FILE_NAME, Catalogue, read_catalogue
from corpus.document import Document, Section
from corpus.errors import CatalogueError

DOCUMENT = Document("a.txt", "Title", "Words.", (Section("", 0, 6),), topics=("read",))


def catalogue(folder: Path, text: str) -> Catalogue:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return read_catalogue(folder / FILE_NAME)


def test_corrections_are_laid_over_what_was_read(tmp_path: Path) -> None:
    told = catalogue(
        tmp_path,
        """
        [documents."a.txt"]
        title = "Better title"
        status = "superseded"
        superseded_by = "b.txt"
        topics = ["one", "two"]
        published = 2021-07-12
        kind = "joint statement"
        speaker = "EAEA with others"
        signatories = ["EAEA", "Others"]
        modified = 2021-08-01
        translation_of = "c.txt"
        """,
    )
    assert told.applied_to(DOCUMENT) == replace(
        DOCUMENT,
        title="Better title",
        status="superseded",
        superseded_by="b.txt",
        topics=("one", "two"),
        published=date(2021, 7, 12),
        kind="joint statement",
        speaker="EAEA with others",
        signatories=("EAEA", "Others"),
        modified=date(2021, 8, 1),
        translation_of="c.txt",
    )


def test_defaults_hold_for_every_document_and_give_way_to_corrections(tmp_path: Path) -> None:
    told = catalogue(tmp_path, '[defaults]\nnotice = "All"\n[documents."a.txt"]\nnotice = "One"\n')
    assert told.applied_to(DOCUMENT).notice == "One"
    assert told.applied_to(replace(DOCUMENT, id="b.txt")).notice == "All"


def test_a_document_that_is_not_named_stays_as_it_was_read(tmp_path: Path) -> None:
    assert catalogue(tmp_path, '[documents."b.txt"]\ntitle = "B"\n').applied_to(DOCUMENT) == DOCUMENT


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path / FILE_NAME) == EMPTY


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[documents", "is no TOML"),
        ("[document.x]", r"no table \[document\]"),
        ('[documents."a.txt"]\ntitel = "x"', 'no "titel"'),
        ('[documents."a.txt"]\nid = "x"', 'no "id"'),
        ('[documents."a.txt"]\ntext = "x"', 'no "text"'),
        ('[documents."a.txt"]\ntitle = 3', "title must be a text"),
        ('[documents."a.txt"]\ntopics = "one"', "topics must be a list"),
        ('[documents."a.txt"]\ntopics = [1]', "topics must be a list"),
        ('[documents."a.txt"]\npublished = "2021-07-12"', "without quotes"),
        ('[documents."a.txt"]\npublished = 2021-07-12T10:00:00', "without quotes"),
        ('[documents."a.txt"]\nstatus = "old"', '"old" is not one of current, historic, superseded'),
        ('[documents."a.txt"]\nkind = "blog"', '"blog" is not one of'),
        ('[documents."a.txt"]\nurl = "javascript:alert(1)"', "web address"),
        ('[documents]\n"a.txt" = "x"', "must be a table"),
        ('documents = "x"', "must be a table"),
        ('defaults = "x"', "must be a table"),
    ],
)
def test_each_kind_of_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(CatalogueError, match=named) as told:
        catalogue(tmp_path, text)
    assert str(tmp_path / FILE_NAME) in str(told.value)


def test_a_catalogue_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError, match="is no TOML"):
        read_catalogue(tmp_path / FILE_NAME)


def test_a_catalogue_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_catalogue(tmp_path / FILE_NAME)


def test_the_sample_catalogue_names_only_files_that_are_there() -> None:
    told = read_catalogue(corpus.sample.content() / FILE_NAME)
    assert told.documents
    assert [name for name in told.documents if not (corpus.sample.content() / name).is_file()] == []
