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


def write_section(name: str, text: str, page: Path = QUALITY) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->` in docs/quality.md, or another page.

    Raises ValueError when the markers are not there.
    """
    whole = page.read_text(encoding="utf-8")
    section = _section(name, whole, page)
    page.write_text(f"{whole[: section.start(1)]}{text}\n{whole[section.end(1) :]}", encoding="utf-8")


def read_table(name: str, heads: Sequence[str], page: Path = QUALITY) -> list[tuple[str, ...]]:
    """The rows of the table that stands between the markers; none where its heads are others.

    Raises ValueError when the markers are not there.
    """
    section = _section(name, page.read_text(encoding="utf-8"), page)
    lines = [_cells(line) for line in section[1].splitlines() if line.startswith("|")]
    return lines[2:] if lines and lines[0] == tuple(heads) else []


def _section(name: str, whole: str, page: Path) -> re.Match[str]:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", whole, re.DOTALL)
    if found is None:
        raise ValueError(f"{page} has no markers for {name}")
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
