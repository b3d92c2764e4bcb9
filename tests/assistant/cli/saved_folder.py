"""Posts and questions of a folder with saved questions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.conftest import post

FUNDING = post("A fair share", "EAEA calls for a fair share of funding for adult education in every programme.")
PRISON = post("Learning in prison", "Prison libraries should lend every book that a prisoner asks for.")
ASKED = [
    {"_id": "funding", "text": "a fair share of funding for adult education?", "documents": ["share.txt"]},
    {"_id": "prison", "text": "Which books should prison libraries lend?", "status": "not_found"},
]


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)
