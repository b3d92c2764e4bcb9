"""OpenVINO tells nobody that it is used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WATCHED = """
import socket, sys, threading
def noted(*place, **more): open(sys.argv[1], "a").write(f"{place}\\n"); raise OSError("closed")
socket.getaddrinfo = noted
socket.socket.connect = noted
from index.openvino_alone import openvino_to_convert, openvino_to_run
openvino = {way}
for thread in threading.enumerate():
    if thread is not threading.current_thread(): thread.join(20)
import atexit; atexit._run_exitfuncs()
print(hasattr(openvino, "Core"))
"""


def told_of(way: str, place: Path) -> str:
    command = [sys.executable, "-c", WATCHED.replace("{way}", way), str(place)]
    home = {**os.environ, "HOME": str(place.parent)}  # where nobody has said yes or no
    return subprocess.run(command, capture_output=True, text=True, check=True, env=home).stdout.strip()


@pytest.mark.parametrize(
    "way", ["openvino_to_run()", "openvino_to_convert()[0]", "(openvino_to_run(), openvino_to_convert()[0])[1]"]
)
def test_nothing_is_looked_up_and_nobody_called(way: str, tmp_path: Path) -> None:
    assert told_of(way, tmp_path / "called") == "True"
    assert not (tmp_path / "called").exists()


def test_without_that_somebody_is_called(tmp_path: Path) -> None:
    told_of("__import__('openvino')", tmp_path / "called")
    assert "google" in (tmp_path / "called").read_text(encoding="utf-8")
