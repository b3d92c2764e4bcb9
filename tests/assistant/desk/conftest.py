"""A small library and the desk beside it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.desk.values import DocumentOf, documents_beneath
from tests.assistant.desk.given import FILES, Place
from tests.conftest import ToyEncoder, write_files


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(write_files(tmp_path / "posts", FILES), tmp_path / "library", ToyEncoder())
    made.sync()
    return made


@pytest.fixture
def documents(place: Place) -> Iterator[DocumentOf]:
    with closing(place.store) as store:
        yield documents_beneath(store)
