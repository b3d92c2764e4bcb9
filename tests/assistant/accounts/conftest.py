from pathlib import Path

import pytest

from tests.assistant.accounts.given import Door, door_of


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """A desk beside an index, with nobody in it."""
    (tmp_path / "current").write_text("000001\n")
    return door_of(tmp_path)
