"""What commands import: a command waits for what it needs alone. Counted in modules, since seconds vary."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from assistant.cli import COMMANDS, app_of
from tests.assistant.cli.commands import ENVIRONMENT, assistant

NATIVE = {"faiss", "numpy", "openvino", "pypdfium2", "sentencex", "tantivy", "tokenizers", "torch"}
RUN = "from assistant.cli import main\ntry: main()\nexcept SystemExit: pass\n"
TOLD = "import json, sys; print(json.dumps([name for name, module in sys.modules.items() if module]), file=sys.stderr)"
NEEDLESS = {
    "argon2": "signs people in",
    "babel": "names languages, where an answer is in another one than the question",
    "fastapi": "serves",
    "gradio": "serves",
    "httpx": "fetches web sites",
    "jinja2": "writes pages",
    "lxml": "reads files",
    "numpy.ma": "is loaded by np.union1d and np.unique",
    "pandas": "comes with gradio",
    "PIL": "draws pages",
    "pymilvus": "asks a Milvus server",
    "pypdf": "reads files",
    "pypdfium2": "reads files and draws pages",
    "rich": "shows progress and help",
    "sentence_transformers": "converts a model once; with torch six seconds",
    "torch": "see sentence_transformers",
    "trafilatura": "reads files",
    "yaml": "reads a model's card when it is converted",
    "openvino.tools.ovc": "converts a model, and sends telemetry",
    "openvino_telemetry": "sends telemetry",
    "assistant.accounts.users": "signs people in",
    "assistant.desk.corrections": "corrects documents",
    "index.build": "builds",
    "index.milvus.publishing": "builds on a Milvus server",
    "index.reports.report": "tells of a sync",
    "index.searching.originals": "reads files again",
}  # fmt: skip
"""What a question does without, and what each is for."""
SEARCHING = {"faiss", "openvino", "tokenizers", "index.models.encoder", "index.search"}
"""What finding a word does without besides."""


def modules_after(code: str, *arguments: object) -> set[str]:
    """The modules that a process of its own has imported when it has run some code."""
    command = [sys.executable, "-c", f"{code}\n{TOLD}", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return set(json.loads(run.stderr.splitlines()[-1]))


@pytest.mark.parametrize("module", ["assistant.cli", "assistant.wire"])
def test_the_command_line_itself_imports_nothing_native(module: str) -> None:
    imported = modules_after(f"import {module}")
    assert module in imported and not imported & NATIVE


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_imports_what_it_needs_alone(command: str, library: Path) -> None:
    imported = modules_after(RUN, command, "funding in every programme", "--index", library)
    assert imported >= SEARCHING
    assert imported & NEEDLESS.keys() == set()
    own = {name for name in imported if name.startswith("assistant.cli.")}
    assert own == {f"assistant.cli.{name}" for name in ("asking", "options", "output", "printing")}


def test_finding_a_word_needs_no_model(library: Path) -> None:
    imported = modules_after(RUN, "find", "funding", "--index", library)
    assert "index.searching.mentions" in imported
    assert imported & (NEEDLESS.keys() - {"numpy.ma"} | SEARCHING) == set()


def test_a_draft_of_plain_text_needs_neither_what_reads_word_nor_what_writes_pages(
    library: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("“EAEA calls for a fair share of funding for adult education in every programme.”")
    imported = modules_after(RUN, "check", draft, "--index", library)
    assert "assistant.drafts.checking" in imported
    assert imported & {"babel", "docx", "fastapi", "gradio", "jinja2", "trafilatura"} == set()


def test_a_question_without_a_year_makes_no_expressions_of_time_and_few_of_names(library: Path) -> None:
    made = (
        "from assistant.words_of_time import patterns; from index.searching.vocabulary import _any_of\n"
        "assert patterns.cache_info().currsize == 0 and 0 < _any_of.cache_info().currsize < 9\n"
    )
    modules_after(RUN + made, "ask", "Does EAEA want ILAs funded?", "--index", library)
    dated = "from assistant.words_of_time import patterns\nassert patterns.cache_info().currsize == 1"
    modules_after(f"{RUN}\n{dated}", "ask", "What about funding since 2019?", "--index", library)


def test_every_command_is_there_under_its_name() -> None:
    commands = typer.main.get_command(app_of()).commands  # type: ignore[attr-defined] # it is a group
    assert list(commands) == list(COMMANDS)
    for name in COMMANDS:
        assert list(typer.main.get_command(app_of([name])).commands) == [name]  # type: ignore[attr-defined]


def test_help_and_mistakes_are_told_of_all_commands() -> None:
    told = assistant("--help").stdout
    assert all(f" {name} " in told for name in COMMANDS)
    assert "Answers questions" in told and assistant().stdout.split() == told.split()
    mistaken = assistant("serch", "funding")
    assert mistaken.returncode == 2 and "search" in mistaken.stderr
    assert "assistant ask [OPTIONS]" in assistant("ask", "--help").stdout
