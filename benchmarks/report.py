"""Tables of measurements in docs/quality.md, each between its own pair of markers."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

QUALITY = Path(__file__).parent.parent / "docs" / "quality.md"


def machine() -> str:
    """The date, the machine, how busy it is with all that runs, and the versions a figure depends on, in one line."""
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    cores = len(re.findall(r"^processor\s*:", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE))
    name = cpu[1] if cpu else platform.machine()
    versions = ", ".join(f"{package} {version(package)}" for package in ("openvino", "faiss-cpu", "tantivy", "gradio"))
    day, python = f"{datetime.now(UTC):%Y-%m-%d}", platform.python_version()
    load = f"load {os.getloadavg()[0]:.1f}"  # of the last minute; speed on a busy machine says little
    return f"{day}, {cores} cores of {name}, {load}, Python {python}, {versions}."


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write_section(name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->` in docs/quality.md.

    Raises ValueError when the markers are not there.
    """
    whole = QUALITY.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(whole):
        raise ValueError(f"{QUALITY} has no markers for {name}")
    QUALITY.write_text(pattern.sub(lambda match: f"{match[1]}{text}\n{match[2]}", whole), encoding="utf-8")
