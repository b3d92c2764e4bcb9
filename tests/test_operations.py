"""The files for operating: units and a site that their programs accept, with the commands that this program has."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from assistant.cli import app_of
from assistant.settings import load_settings

OPERATIONS = Path(__file__).parent.parent / "docs" / "operations"
GUIDE = (OPERATIONS.parent / "operations.md").read_text(encoding="utf-8")
UNITS = ("assistant.service", "assistant-sync.service", "assistant-sync.timer")
COMMANDS = typer.main.get_command(app_of()).commands  # type: ignore[attr-defined] # it is a group
INSTALLED = "/opt/assistant/venv/bin/assistant"
EXPOSURE = 25
"""Tenths of what `systemd-analyze security` calls exposure: 100 is a unit without any wall, below 25 is "OK"."""


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units as files that name a program which is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    for name in UNITS:
        text = (OPERATIONS / name).read_text(encoding="utf-8").replace(INSTALLED, sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in UNITS]


def analyze(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_systemd_accepts_the_units(units: list[Path]) -> None:
    told = analyze("verify", "--man=no", *units)
    about = [line for line in told.stderr.splitlines() if any(name in line for name in UNITS)]
    assert (told.returncode, about) == (0, [])


@pytest.mark.parametrize("name", UNITS[:2])
def test_the_units_are_walled_in(name: str, units: list[Path]) -> None:
    (unit,) = (one for one in units if one.name == name)
    told = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", unit)
    assert told.returncode == 0, told.stdout[-300:]


def test_the_timer_comes_every_night(units: list[Path]) -> None:
    (when,) = re.findall(r"OnCalendar=(.*)", units[2].read_text())
    told = analyze("calendar", "--iterations=2", when)
    assert told.returncode == 0 and len(re.findall(r"03:30:00", told.stdout)) >= 2


@pytest.mark.parametrize("name", UNITS[:2])
def test_the_units_run_commands_that_there_are(name: str) -> None:
    for line in re.findall(rf"^Exec\w+=-?{INSTALLED} (.*)$", (OPERATIONS / name).read_text(), re.MULTILINE):
        command, *_ = line.split()
        options = {option for one in COMMANDS[command].params for option in one.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options


def test_the_guide_runs_what_is_installed_as_the_user_of_the_service_with_its_settings() -> None:
    _, _, kept = GUIDE.partition("\n## Keep it running\n")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", kept, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    commands = [line for line in lines if re.search(r"\bassistant (?:backup|restore|sync|user)\b", line)]
    assert len(commands) == 6
    for line in commands:
        assert re.match(r"runuser -u assistant -- (?:env \S+ +)?/opt/assistant/venv(?:-2)?/bin/assistant ", line), line
        assert "--settings /etc/assistant/assistant.toml" in line or "--index /var/lib/assistant/" in line, line


def test_the_guide_names_each_file_and_its_settings_are_some(tmp_path: Path) -> None:
    for name in (*UNITS, "nginx.conf"):
        assert f"docs/operations/{name}" in GUIDE
    (block,) = (block for block in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL) if "/var/lib/assistant" in block)
    (tmp_path / "assistant.toml").write_text(block, encoding="utf-8")
    assert str(load_settings(tmp_path / "assistant.toml").index).startswith("/var/lib/assistant")
