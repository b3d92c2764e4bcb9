"""Nothing of a machine but the settings tells pymilvus what to do, and it tells nobody that it is used."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HOSTILE = (
    "MILVUS_URI=http://evil.example:1\nhttp_proxy=http://127.0.0.1:9\nASSISTANT_MILVUS_TOKEN=planted\nPLANTED=yes\n"
)
WATCHED = """
import os, socket, sys, threading
def noted(*place, **more): open(sys.argv[1], "a").write(f"{place}\\n"); raise OSError("closed")
socket.getaddrinfo = noted
socket.socket.connect = noted
{way}
for thread in threading.enumerate():
    if thread is not threading.current_thread() and not thread.daemon: thread.join(20)
import pymilvus, dotenv
print(pymilvus.__file__, sorted(name for name in os.environ if name in ("PLANTED", "http_proxy", "MILVUS_URI")))
print(dotenv.__name__, callable(dotenv.dotenv_values), pymilvus.DefaultConfig.MILVUS_URI)
"""
ALONE = "from index.milvus.pymilvus_alone import pymilvus_alone\npymilvus_alone(), pymilvus_alone()"
ASKED = """
from corpus.errors import ClusterError
from index.milvus.cluster import Cluster
try: Cluster("http://127.0.0.1:9", seconds=0.5).collections()
except ClusterError as error: assert "cannot be reached" in str(error)
"""
MADE = "from index.milvus.records import schema\nschema(4, 'FLAT')"


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder of packages with a hostile file above it; where pymilvus is imported from."""
    spec = find_spec("pymilvus")
    if spec is None or spec.origin is None:
        pytest.skip('the extra "milvus" is not installed')
    packages = tmp_path / "program" / "packages"
    packages.mkdir(parents=True)
    shutil.copytree(Path(spec.origin).parent, packages / "pymilvus", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (tmp_path, tmp_path / "program"):
        (folder / ".env").write_text(HOSTILE, encoding="utf-8")
    return packages


def after(way: str, planted: Path) -> tuple[str, str]:
    """What a process that went this way has in its environment, and of dotenv and the connection by default. Every name
    looked up and every connection tried on the way, by Python, is written to the file `called`.
    """
    command = [sys.executable, "-c", WATCHED.replace("{way}", way), str(planted.parent / "called")]
    here = str(Path(__file__).parents[3])
    unset = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = {**unset, "PYTHONPATH": os.pathsep.join((str(planted), here))}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, cwd=planted.parent, timeout=120
    )
    found, told = done.stdout.strip().splitlines()
    assert found.startswith(str(planted)), "the copy below the hostile file is what was imported"
    return found.partition(" ")[2], told


@pytest.mark.parametrize("way", [ALONE, ASKED, MADE])
def test_a_hostile_file_above_the_program_is_not_read_and_nobody_is_called(way: str, planted: Path) -> None:
    assert after(way, planted) == ("[]", "dotenv True")
    assert not (planted.parent / "called").exists()


def test_without_that_it_is_read(planted: Path) -> None:
    environment, told = after("import pymilvus", planted)
    assert environment == "['MILVUS_URI', 'PLANTED', 'http_proxy']"
    assert told == "dotenv True http://evil.example:1"
