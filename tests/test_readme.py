"""The README's commands are the project's commands, and they work."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.sample import content

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [line for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
MAKE = [line for line in CONSOLE if line.startswith("make ")]
ASSISTANT = [line for line in CONSOLE if line.startswith("assistant ")]


def run(command: list[str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def test_it_names_exactly_two_commands_for_the_set_up() -> None:
    assert MAKE == ["make demo", "make test"]
    assert len(CONSOLE) == len(MAKE) + len(ASSISTANT)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test"]


@pytest.mark.parametrize("command", MAKE)
def test_make_knows_its_commands(command: str) -> None:
    assert run([*shlex.split(command), "--dry-run"], ROOT).returncode == 0


def test_its_assistant_commands_work_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "my-posts").symlink_to(content() / "posts")
    (tmp_path / "my-statements").symlink_to(content() / "statements")
    (questions,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    (tmp_path / "questions.jsonl").write_text(questions, encoding="utf-8")
    for line in ASSISTANT:
        program, command, *options = shlex.split(line)
        assert program == "assistant"
        asked = ["--help"] if command == "serve" else options
        done = run([sys.executable, "-m", "assistant.cli", command, *asked], tmp_path)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def test_its_settings_file_is_one(tmp_path: Path) -> None:
    from assistant.settings import load_settings

    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "assistant.toml").write_text(block, encoding="utf-8")
    assert load_settings(tmp_path / "assistant.toml").sources == (
        str(tmp_path / "my-posts"),
        str(tmp_path / "my-statements"),
    )


GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def in_guide(sign: str, folder: Path, name: str) -> Path:
    """The one TOML block of the operations guide that holds a sign, as a file."""
    (block,) = (block for block in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL) if sign in block)
    (folder / name).write_text(block, encoding="utf-8")
    return folder / name


def test_the_correction_in_the_operations_guide_is_one(tmp_path: Path) -> None:
    from corpus.catalogue import read_catalogue

    file = in_guide("2016-accounts", tmp_path, "catalogue.toml")
    assert "statements/2016-accounts.pdf" in read_catalogue(file).documents


def test_what_the_operations_guide_says_of_who_may_see_what_can_be_read(tmp_path: Path) -> None:
    from assistant.settings import load_settings
    from corpus.catalogue import read_catalogue

    told = read_catalogue(in_guide("internal = true", tmp_path, "catalogue.toml")).documents
    assert told == {"minutes/2024-board.pdf": {"internal": True}}
    settings = load_settings(in_guide("internal = [", tmp_path, "assistant.toml"))
    assert settings.internal == (str(tmp_path / "minutes"), "https://intranet.example.org")
    assert load_settings(in_guide("header = ", tmp_path, "assistant.toml")).header_role == "member"
    assert load_settings(in_guide("openid_issuer", tmp_path, "assistant.toml")).openid_claim == "email"


def test_the_vocabulary_in_the_operations_guide_is_one(tmp_path: Path) -> None:
    from assistant.settings import load_settings
    from assistant.vocabulary import read_vocabulary

    file = in_guide("entries = [", tmp_path, "vocabulary.toml")
    assert load_settings(in_guide("vocabulary = ", tmp_path, "assistant.toml")).vocabulary == file
    assert read_vocabulary(file).told(["NVL, GOAL"]) == ("NVL read as Nordic Network for Adult Learning",)
