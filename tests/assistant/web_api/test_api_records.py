"""What is sent has exactly the form that is told to other programs."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.api import Assistant
from assistant.drafts.records import check_record
from assistant.web.api.answers import Answer, Found, Mentions, Timeline
from assistant.web.api.checks import Check
from assistant.web.api.forms import Form
from assistant.web.api.holdings import Document, Documents, Status
from tests.assistant.saved import SAMPLE
from tests.assistant.web_api.given import Programs

GENERATION = {"generation": "000001"}
TOPICS = ("learning accounts", "micro-credentials", "Erasmus+ in 2020", "refugees", "nuclear power", "“fair share”")
DRAFT = """
“Micro-credentials should be a complement to full qualifications and never a substitute for them.” EAEA wrote that
“Micro-credentials should always be a complement to full qualifications and never a substitute for them.” It also said:
“EAEA supports a European approach to micro-credentials ... and is open to non-formal adult education.” And “too short”.
“A sentence that nobody at all has ever written in any of the documents.” EAEA calls for a fair share of funding.

“This one is never closed, and it goes on and on until the paragraph ends.
"""


def fits(form: type[Form], record: Any) -> None:
    """The record has every field of the form, and no other, each of its type."""
    form.model_validate_json(json.dumps(record))


def questions() -> Iterator[str]:
    yield from (one.text for one in SAMPLE)
    yield from (
        "",
        "a “fair share” of funding in 2025",
        "ILAs since 2016?",
        "??",
        "quelle position sur les compétences ?",
    )


def test_answers_and_what_is_found(sample: Assistant) -> None:
    seen = set[str]()
    for question in filter(None, questions()):
        answer = sample.ask(question).as_record()
        fits(Answer, answer)
        seen |= {answer["status"], *(name for name in ("period", "phrases", "contrasts", "earlier") if answer[name])}
        fits(Found, sample.search(question, k=2).as_record() | GENERATION)
        seen |= {"elsewhere"} if any(one["elsewhere"] for one in answer["citations"]) else set()
        leaning = sample.ask("and for refugees?", history=[("user", question)]).as_record()
        fits(Answer, leaning)
        seen |= {"earlier"} if leaning["earlier"] else set()
    assert seen >= {"answered", "not_found", "mentioned_only", "unclear_question", "period", "phrases", "earlier"}
    assert "elsewhere" in seen, "no answer has the same words in another place"
    narrow = sample.search("funding", filters={"since": "2090"}).as_record() | GENERATION
    assert narrow["nothing"]
    fits(Found, narrow)


@pytest.mark.parametrize("topic", TOPICS)
def test_timelines_and_mentions(sample: Assistant, programs: Programs, topic: str) -> None:
    fits(Timeline, sample.positions(topic).as_record() | GENERATION)
    assert programs.get("/find", q=topic).status_code == 200
    fits(Mentions, programs.get("/find", q=topic, per_page=2).json())


def test_checks_of_every_outcome(sample: Assistant) -> None:
    record = check_record(sample.check(DRAFT))
    fits(Check, record)
    assert all(record["counts"].values()), record["counts"]
    assert any(one["nearest"] for one in record["quotations"]) and record["claims"]


def test_documents_lists_and_the_status(sample: Assistant, programs: Programs) -> None:
    fits(Status, programs.get("/status").json())
    fits(Documents, programs.get("/documents", per_page=5, page=2).json())
    for entry in sample.documents(count=1000).entries:
        fits(Document, programs.get(f"/documents/{entry.id}").json())


def test_a_field_too_many_or_too_few_does_not_fit(sample: Assistant) -> None:
    record = sample.ask("What is EAEA's position on micro-credentials?").as_record()
    for changed in (record | {"more": 1}, {name: record[name] for name in record if name != "pinned"}):
        with pytest.raises(ValueError, match="1 validation error"):
            fits(Answer, changed)
    record["citations"][0]["page"] = "1"
    with pytest.raises(ValueError, match=r"citations\.0\.page"):
        fits(Answer, record)
    assert date.fromisoformat(record["citations"][0]["published"])
