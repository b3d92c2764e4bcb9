"""Make the lock files anew: python -m requirements.lock [--upgrade]

uv finds the versions, for every Python and machine at once. What is locked stays where it satisfies pyproject.toml;
with --upgrade everything becomes as new as it may. torch-cpu.lock is kept by hand, and says why.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from requirements.pins import (
    EXTRAS,
    FOLDER,
    FUZZ,
    PROGRAM,
    PYTHONS,
    TEST,
    TOOLS,
    TORCH_CUDA,
    Pin,
    environments,
    parsed,
    pins_of,
)

PROJECT = FOLDER.parent
TORCH = re.compile(r"torch|triton|(nvidia|cuda)-.+")
"""torch and what only its build for CUDA needs, in files of their own: the build for processors has other hashes."""
GROUPS = ((PROGRAM, ()), (EXTRAS, ("mcp", "milvus")), (TEST, ("mcp", "milvus", "test", "style", "sample")))
"""Each file holds what its extras need and the files before it do not hold."""
HEAD = "# Made by `make lock` from pyproject.toml. Do not edit.\n"


def lock(upgrade: bool) -> None:
    """Write all lock files but torch-cpu.lock. Raises CalledProcessError where uv has said why it finds no solution."""
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    building = "\n".join(told["build-system"]["requires"])
    known = [] if upgrade else locked(PROGRAM, EXTRAS, TEST, TORCH_CUDA)
    everything = compiled(["pyproject.toml", "-"], GROUPS[-1][1], building, known)
    before: set[str] = set()
    for file, extras in GROUPS:
        pins = compiled(["pyproject.toml", "-"], extras, building, everything)
        write(file, (one for one in pins if one.name not in before and not TORCH.fullmatch(one.name)))
        before |= {one.name for one in pins}
    write(TORCH_CUDA, (one for one in everything if TORCH.fullmatch(one.name)))
    for file, extra in ((FUZZ, "fuzz"), (TOOLS, "supply")):
        asked = "\n".join(told["project"]["optional-dependencies"][extra])
        write(file, compiled(["-"], (), asked, [] if upgrade else locked(file)))


def locked(*files: Path) -> list[Pin]:
    """What lock files hold now; nothing where there is none."""
    return [pin for file in files if file.exists() for pin in pins_of(file)]


def compiled(sources: Sequence[str], extras: Sequence[str], more: str, known: Sequence[Pin]) -> list[Pin]:
    """What uv finds for files of requirements, extras of them and more requirements; known versions stay if they can.

    Hashes are asked for anew: uv would keep those that it is shown.
    """
    with tempfile.TemporaryDirectory() as below:
        found = Path(below) / "found.lock"
        found.write_text("".join(str(replace(one, hashes=())) + "\n" for one in known), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", *sources, "--output-file", str(found), "--universal"]
        command += ["--python-version", PYTHONS[0], "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
        command += [option for extra in extras for option in ("--extra", extra)]
        subprocess.run(command, input=more, text=True, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        return [one for pin in parsed(found.read_text(encoding="utf-8")) for one in plainer(pin)]


def plainer(pin: Pin) -> list[Pin]:
    """The pin without its marker where all machines need it; nothing where none does."""
    needed = [pin.is_for(where) for where in environments()]
    return ([replace(pin, marker="")] if all(needed) else [pin]) if any(needed) else []


def write(file: Path, pins: Iterable[Pin]) -> None:
    """Write a lock file, sorted by names."""
    lines = [f"{one}\n" for one in sorted(pins, key=lambda one: (one.name, one.version))]
    file.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Make the lock files anew.")
    options.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml admits")
    lock(options.parse_args().upgrade)
