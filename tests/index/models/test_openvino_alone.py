"""OpenVINO tells nobody that it is used, and leaves signals alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import default_cache
from index.models.encoder import OpenVinoEncoder

WATCHED = """
import socket, sys, threading
def noted(*place, **more): open(sys.argv[1], "a").write(f"{place}\\n"); raise OSError("closed")
socket.getaddrinfo = noted
socket.socket.connect = noted
from index.models.openvino_alone import openvino_to_convert, openvino_to_run
{way}
print(sys.modules.get("openvino_telemetry") is not None, hasattr(sys.modules.get("openvino"), "Core"))
"""
SIGNALLED = """
import gc, signal, sys
from pathlib import Path
from index.models.encoder import open_encoder
from index.models.model_files import EMBEDDED_MODEL

def asked():
    encoder = open_encoder(EMBEDDED_MODEL, Path(sys.argv[1]))
    encoder.encode_queries(["What is asked?"])
    return encoder

signal.signal(signal.SIGTERM, lambda *_: print("told to end"))
first, second = asked(), asked()
del first
gc.collect()
del second
gc.collect()
signal.raise_signal(signal.SIGTERM)
"""
TO_THE_END = """
for thread in threading.enumerate():
    if thread is not threading.current_thread(): thread.join(20)
import atexit; atexit._run_exitfuncs()
"""
AT_ONCE = """
import os; sys.stdout.flush(); os._exit(0)
"""


def after(way: str, place: Path, ending: str = TO_THE_END) -> tuple[bool, bool]:
    """Whether a process that went this way has the part that tells the makers, and whether it has OpenVINO. Every name
    looked up and every connection tried until its end is written to the file `place`.
    """
    command = [sys.executable, "-c", WATCHED.replace("{way}", way) + ending, str(place)]
    home = {**os.environ, "HOME": str(place.parent)}  # where nobody has said yes or no
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=home).stdout.split()
    return told[-2] == "True", told[-1] == "True"


@pytest.mark.parametrize(
    "way", ["openvino_to_run()", "openvino_to_convert()", "openvino_to_run(), openvino_to_convert()"]
)
def test_nothing_is_looked_up_and_nobody_called(way: str, tmp_path: Path) -> None:
    assert after(way, tmp_path / "called") == (False, True)
    assert not (tmp_path / "called").exists()


def test_without_that_the_part_that_tells_is_there(tmp_path: Path) -> None:
    """Whether it gets as far as a connection before the process ends is a matter of its threads and of the hour."""
    assert after("import openvino", tmp_path / "called", AT_ONCE) == (True, True)


def test_a_call_would_be_noted(tmp_path: Path) -> None:
    calling = """
try: socket.create_connection(("example.org", 80))
except OSError: pass"""
    after(calling, tmp_path / "called")
    assert "example.org" in (tmp_path / "called").read_text(encoding="utf-8")


def test_a_signal_arrives_when_encoders_have_gone_in_any_order(encoder: OpenVinoEncoder) -> None:
    command = [sys.executable, "-c", SIGNALLED, default_cache()]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "told to end\n")
