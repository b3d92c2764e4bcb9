"""What docs/api.md shows is what happens."""

import doctest
from pathlib import Path

import pytest

GUIDE = Path(__file__).parent.parent / "docs" / "api.md"


def test_its_python_examples_come_out_as_they_are_shown(
    sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample.library").symlink_to(sample_library)
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(GUIDE.read_text(encoding="utf-8"), {}, "api.md", str(GUIDE), 0)
    assert len(examples.examples) > 15
    shown = list[str]()
    doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(examples, out=shown.append)
    assert not shown, "".join(shown)
