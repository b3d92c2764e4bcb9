"""Programs that know the REST interface by its description alone: one that tries everything, and a generated client."""

import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant.accounts.keys import Key, Keys
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.web.api.verbs import VERBS, Verb
from index.models.encoder import Encoder
from tests.conftest import copy_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, unsupported_method,
]  # fmt: skip
FREE = ("status", "document")
"""Verbs that nothing wrong can be sent to: without parameters, and with any text."""
HARDLY_MET = ("document", "check_file")
"""Verbs that random texts are no ids or drafts for."""
EXAMPLES = 40
"""Requests of each kind to each address."""


FEW = 8
"""The same of those who are not staff."""


class Served(NamedTuple):
    """Where the interface is, and the keys of programs: of staff, and of a member."""

    address: str
    key: str
    member: str
    library: LiveLibrary

    @property
    def headers(self) -> dict[str, str]:
        return self.headers_of("staff")

    def headers_of(self, role: str) -> dict[str, str]:
        """What a program sends; nothing where it has no key."""
        key = {"staff": self.key, "member": self.member}.get(role, "")
        return {"Authorization": f"Bearer {key}"} if key else {}


@pytest.fixture(scope="module")
def served(
    sample_library: Path,
    encoder: Encoder,
    serving: Callable[..., AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    place = copy_of(sample_library, tmp_path_factory.mktemp("api") / "library")
    keys = Keys(DeskFile(place))
    key, member = (keys.add(Key(role, role, 100_000, (), date.today())) for role in ("staff", "member"))
    library = LiveLibrary(place, encoder)
    with serving(library) as address:
        yield Served(f"{address}/api/v1", key, member, library)


@pytest.fixture(scope="module")
def description(served: Served) -> Any:
    return schemathesis.openapi.from_dict(httpx.get(f"{served.address}/openapi.json").json())


@pytest.mark.parametrize(
    ("verb", "mode"),
    [
        *(pytest.param(verb, GenerationMode.POSITIVE, id=f"{verb.name}-as-told") for verb in VERBS),
        *(
            pytest.param(verb, GenerationMode.NEGATIVE, id=f"{verb.name}-wrong")
            for verb in VERBS
            if verb.name not in FREE
        ),
    ],
)
def test_whatever_is_sent_no_answer_is_a_failure_and_all_are_as_described(
    description: Any, served: Served, verb: Verb, mode: GenerationMode
) -> None:
    statuses = answers_to(description, served, verb, mode, EXAMPLES)
    assert statuses[200] or mode is GenerationMode.NEGATIVE or verb.name in HARDLY_MET


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
@pytest.mark.parametrize("role", ["member", "nobody"])
def test_whoever_asks_no_answer_is_a_failure(description: Any, served: Served, verb: Verb, role: str) -> None:
    statuses = Counter[int]()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.POSITIVE or verb.name not in FREE:
            statuses += answers_to(description, served, verb, mode, FEW, role)
    assert statuses and not statuses[401]


def answers_to(
    description: Any, served: Served, verb: Verb, mode: GenerationMode, examples: int, role: str = "staff"
) -> Counter[int]:
    """How often each status was answered to made requests, each answer being as it is described."""
    operation = description[verb.path.replace(":path", "")][verb.method]
    statuses = Counter[int]()
    with requests.Session() as session:

        @settings(
            max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck]
        )
        @given(operation.as_strategy(generation_mode=mode))
        def tried(case: Any) -> None:
            answer = case.call(base_url=served.address, session=session, headers=served.headers_of(role))
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        tried()
    return statuses


def test_a_client_that_is_generated_gets_a_cited_answer(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.json").write_bytes(httpx.get(f"{served.address}/openapi.json").content)
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    generator = [
        sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--config", "config.yml",
        "--output-path", "a_client", "--meta", "none", "--fail-on-warning",
    ]  # fmt: skip
    made = subprocess.run(generator, cwd=tmp_path, env={**os.environ}, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    client = importlib.import_module("a_client").AuthenticatedClient(served.address, token=served.key)
    models = importlib.import_module("a_client.models")
    verb = {name: importlib.import_module(f"a_client.api.library.{name}") for name in ("ask", "document", "find")}

    asked = models.Ask(question="What is EAEA's position on micro-credentials?", filters=models.Narrowed(since="2019"))
    answer = verb["ask"].sync(client=client, body=asked)
    first = answer.citations[0]
    assert (answer.status, first.number, first.published >= "2019") == ("answered", 1, True)
    read = verb["document"].sync(first.document, client=client)
    assert read.text[first.start : first.end] == first.quote
    assert verb["find"].sync(client=client, q="learning accounts", kind=["post"]).total == 3

    refused = verb["ask"].sync(client=client, body=models.Ask(question="x" * 1001))
    assert isinstance(refused, models.Problem) and "1,001 characters" in refused.detail
    asked_again = models.Ask(question="and for refugees?", history=[["user", "What is said of micro-credentials?"]])
    assert verb["ask"].sync(client=client, body=asked_again).understood.about == "micro-credentials"


def test_the_description_names_every_verb_field_and_parameter(served: Served) -> None:
    told = httpx.get(f"{served.address}/openapi.json").json()
    assert (told["openapi"], told["servers"]) == ("3.1.0", [{"url": "/api/v1"}])
    names = [way["operationId"] for path in told["paths"].values() for way in path.values()]
    assert sorted(names) == [
        "ask", "ask_by_address", "check", "check_file", "document", "documents", "find", "positions", "search",
        "search_by_address", "status",
    ]  # fmt: skip
    for path in told["paths"].values():
        for way in path.values():
            assert way["summary"] and way["description"] and {"200", "429", "503"} <= way["responses"].keys()
            assert all(one["description"] for one in way.get("parameters", ()))
    for name, form in told["components"]["schemas"].items():
        for field, said in form.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field}"
    assert told["security"] == [{"key": []}, {}] and told["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert "EAEA" in json.dumps(told["components"]["schemas"]["Ask"]["examples"])


def test_the_page_for_people_lists_the_verbs_and_needs_no_script(served: Served) -> None:
    answer = httpx.get(f"{served.address}/")
    assert "GET /api/v1/documents/{name}" in answer.text and "assistant key add" in answer.text
    assert "script" not in answer.text and "script-src" not in answer.headers["content-security-policy"]
