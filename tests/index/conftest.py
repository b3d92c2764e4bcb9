"""A small folder of posts, and where its library goes."""

from pathlib import Path

import pytest

from tests.conftest import write_files
from tests.index.synced import ALPHA, BETA


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "posts", {"a.txt": ALPHA, "b.txt": BETA})
