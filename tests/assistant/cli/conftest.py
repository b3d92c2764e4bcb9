"""Folders as staff have them: posts, a library, saved questions, settings."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.models.encoder import OpenVinoEncoder
from tests.assistant.cli.commands import POST
from tests.assistant.cli.saved_folder import ASKED, FUNDING, lines
from tests.conftest import sync_folder, write_files


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "share.txt").write_text(POST, encoding="utf-8")
    return folder


@pytest.fixture
def library(posts: Path, tmp_path: Path, encoder: OpenVinoEncoder) -> Path:
    """What `assistant sync` makes of the posts, without another process for it."""
    path = tmp_path / "library"
    sync_folder(path, encoder, posts)
    return path


@pytest.fixture
def bound() -> tuple[str, ...]:
    """What makes a command respect permissions: nothing for a user, fewer capabilities for root."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and setpriv is not there to change that")
    beyond = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={beyond}", f"--inh-caps={beyond}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 700 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with posts, saved questions and settings that name both."""
    settings = '[library]\nindex = "my.library"\nsources = ["posts"]\nquestions = "questions.jsonl"\n'
    files = {"posts/share.txt": FUNDING, "questions.jsonl": lines(ASKED), "assistant.toml": settings}
    return write_files(tmp_path, files)
