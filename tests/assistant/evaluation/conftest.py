"""A folder as staff have it: posts, saved questions, settings."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import post, write_files

FUNDING = post("A fair share", "EAEA calls for a fair share of funding for adult education in every programme.")
PRISON = post("Learning in prison", "Prison libraries should lend every book that a prisoner asks for.")
ASKED = [
    {"_id": "funding", "text": "a fair share of funding for adult education?", "documents": ["share.txt"]},
    {"_id": "prison", "text": "Which books should prison libraries lend?", "status": "not_found"},
]


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with posts, saved questions and settings that name both."""
    settings = '[library]\nindex = "my.library"\nsources = ["posts"]\nquestions = "questions.jsonl"\n'
    files = {"posts/share.txt": FUNDING, "questions.jsonl": lines(ASKED), "assistant.toml": settings}
    return write_files(tmp_path, files)
