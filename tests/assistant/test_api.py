"""The one place that asks a library, for Python programs and every other door."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import assistant
from assistant.accounts.people import ANONYMOUS
from assistant.api import Assistant, Told
from assistant.drafts.records import check_record
from assistant.holdings import document_record, listing_record
from assistant.library import Edition, LiveLibrary
from corpus.errors import DraftError, NoDocument, NoLibrary, QuestionError, UserError
from index.models.encoder import Encoder
from tests.assistant.cli.commands import assistant as command
from tests.conftest import ToyEncoder, post, sync_folder, write_files

STATEMENT = "statements/2021-micro-credentials.pdf"
ILA = "learning accounts"


@pytest.fixture(scope="module")
def sample(sample_library: Path, encoder: Encoder) -> Assistant:
    return Assistant(LiveLibrary(sample_library, encoder), "EAEA")


def printed(*arguments: object) -> object:
    return json.loads(command(*arguments, "--json").stdout)


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, assistant; assert not {'numpy', 'faiss', 'assistant.api'} & sys.modules.keys(), sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert assistant.Assistant is Assistant
    with pytest.raises(AttributeError, match="no attribute 'Other'"):
        _ = assistant.Other


def test_the_command_line_prints_the_same_records(sample: Assistant, sample_library: Path) -> None:
    index = ("--index", sample_library)
    told: Told = {"since": "2016", "topic": ["individual learning accounts"]}
    narrow = ("--since", "2016", "--topic", "individual learning accounts", *index)
    assert printed("ask", f"What is said of {ILA}?", *narrow) == sample.ask(
        f"What is said of {ILA}?", filters=told
    ).as_record()  # fmt: skip
    assert printed("search", ILA, "-k", "3", *narrow) == sample.search(ILA, k=3, filters=told).as_record()
    assert printed("find", f"“{ILA}”", *index) == json.loads(json.dumps(sample.find(f"“{ILA}”").as_record()))
    assert printed("positions", ILA, *index) == sample.positions(ILA).as_record()
    status = json.loads(json.dumps(sample.holdings().as_record()))
    shown = printed("status", *index)
    assert isinstance(shown, dict) and {name: shown[name] for name in status} == status


def test_documents_are_the_lines_that_the_command_writes(
    sample: Assistant, sample_library: Path, tmp_path: Path
) -> None:
    command("documents", "--index", sample_library, "--jsonl", tmp_path / "out")
    rows = {row["_id"]: row for row in map(json.loads, (tmp_path / "out").read_text("utf-8").splitlines())}
    for name, row in rows.items():
        assert document_record(sample.document(name), sample.translations_of(name)) == row
    listed = listing_record(sample.documents(count=1000))
    assert listed["total"] == len(rows) == len(listed["documents"])
    for entry in listed["documents"]:
        row = rows[entry["_id"]]
        assert sorted(entry.pop("topics")) == sorted(row["topics"])
        assert entry == {field: row[field] for field in entry}


def test_a_list_of_documents_narrows_and_comes_in_parts(sample: Assistant) -> None:
    every = sample.documents(filters={"kind": ["post"], "until": "2020"}, count=1000)
    kept = [one for one in sample.documents(count=1000).entries if one.kind == "post" and one.published < "2021"]
    assert list(every.entries) == kept and every.total == len(kept) > 3
    parts = [sample.documents(filters={"kind": "post", "until": "2020"}, skip=at, count=2) for at in range(0, 10, 2)]
    assert [one for part in parts for one in part.entries] == kept
    assert {part.total for part in parts} == {len(kept)}
    assert [one.id for one in sample.documents("MICRO-credentials Validation").entries] == [
        "posts/2021-07-micro-credentials.html", STATEMENT,
    ]  # fmt: skip


def test_a_draft_is_checked_as_text_and_as_a_file(sample: Assistant) -> None:
    words = "Micro-credentials should be a complement to full qualifications and never a substitute for them."
    report = sample.check(f"EAEA: “{words}” And: “{words.replace('never', 'always')}”")
    assert [one.outcome for one in report.quotations] == ["exact", "altered"] and not report.all_right
    assert check_record(report)["quotations"][0]["places"][0]["words"] == words
    assert sample.check_file(f"> {words}\n".encode(), "reply.md").all_right
    with pytest.raises(DraftError, match=r"reply\.pdf is no draft"):
        sample.check_file(b"%PDF", "reply.pdf")
    with pytest.raises(DraftError, match="the text is empty"):
        sample.check(" ")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda sample: sample.ask(" "), "is empty"),
        (lambda sample: sample.search("x" * 1001), "1,001 characters"),
        (lambda sample: sample.search("funding", k=0), "k is 0"),
        (lambda sample: sample.documents(count=1001), "count is 1001"),
        (lambda sample: sample.documents(skip=-1), "-1 documents cannot be left out"),
        (lambda sample: sample.find("?"), "holds no word"),
        (lambda sample: sample.find("funding", filters={"since": "soon"}), "is no date"),
        (lambda sample: sample.positions("EAEA", filters={"colour": "red"}), 'no filter "colour"'),
        (lambda sample: sample.compare("then", "now"), "name a topic"),
    ],
)
def test_what_cannot_be_meant_is_told(sample: Assistant, asked: Callable[[Assistant], object], told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        asked(sample)


def test_a_document_that_is_not_held(sample: Assistant) -> None:
    with pytest.raises(NoDocument, match=r"no document “none\.pdf”"):
        sample.document("none.pdf")
    assert sample.translations_of("none.pdf") == ()


def test_it_opens_what_is_there_and_says_what_is_not(sample_library: Path, tmp_path: Path) -> None:
    opened = Assistant.open(sample_library)
    assert opened.organisation == "EAEA" and opened.holdings().coverage.documents == 24
    with pytest.raises(NoLibrary, match="There is no index"):
        Assistant.open(tmp_path)
    assert issubclass(NoLibrary, UserError)


def test_it_follows_later_syncs_and_stays_with_one_when_it_is_told_to(tmp_path: Path, toy_encoder: ToyEncoder) -> None:
    posts = write_files(tmp_path / "posts", {"one.txt": post("Funding", "EAEA calls for a fair share of funding.")})
    sync_folder(tmp_path / "library", toy_encoder, posts)
    live = Assistant(LiveLibrary(tmp_path / "library", toy_encoder), "EAEA")
    kept = live.at_once()
    write_files(posts, {"two.txt": post("Guidance", "EAEA calls for guidance that is free of charge.")})
    sync_folder(tmp_path / "library", toy_encoder, posts)
    assert live.ask("guidance free of charge").generation == live.edition.searcher.generation.name == "000002"
    assert (live.documents().total, kept.documents().total) == (2, 1)
    assert kept.ask("fair share of funding").generation == "000001"
    assert kept.find("guidance").mentions.documents == ()


def test_over_an_edition_it_tells_what_that_edition_tells(sample_library: Path, encoder: Encoder) -> None:
    edition: Edition = LiveLibrary(sample_library, encoder).seen_by(ANONYMOUS)
    asked = Assistant(edition, "EAEA")
    assert asked.edition is edition and asked.at_once() == asked
    question = "What is EAEA's position on micro-credentials?"
    assert asked.ask(question) == edition.answerer.answer(asked.query(question)).checked()
