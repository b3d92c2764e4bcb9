"""`assistant check`."""

import json
import subprocess
import sys
from pathlib import Path

from assistant.cli.checking import NOT_ALL_RIGHT
from tests.assistant.cli.commands import assistant, refused

EXACT = "EAEA calls for a fair share of funding for adult education in every programme."


def test_check_tells_by_its_exit_status_whether_all_is_exact(library: Path, tmp_path: Path) -> None:
    draft, page = tmp_path / "draft.txt", tmp_path / "page.html"
    draft.write_text(f"We said: “{EXACT}”", encoding="utf-8")
    right = assistant("check", draft, "--index", library)
    assert (right.returncode, "exact  paragraph 1" in right.stdout) == (0, True)
    draft.write_text(f"We said: “{EXACT.replace('fair', 'small')}”", encoding="utf-8")
    wrong = assistant("check", draft, "--index", library, "--json", "--page", page)
    assert wrong.returncode == NOT_ALL_RIGHT
    (quotation,) = json.loads(wrong.stdout)["quotations"]
    assert quotation["outcome"] == "altered" and quotation["nearest"]["document"] == "share.txt"
    assert "<ins>small</ins>" in page.read_text(encoding="utf-8")
    assert "is damaged" in refused(assistant("check", page.rename(tmp_path / "page.docx"), "--index", library))


def test_check_reads_standard_input(library: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli", "check", "-", "--index", str(library)]
    run = subprocess.run(command, input=f"> {EXACT}\n", capture_output=True, text=True, check=False)
    assert run.returncode == 0 and "standard input: 1 quotation: 1 exact" in run.stdout, run.stderr
