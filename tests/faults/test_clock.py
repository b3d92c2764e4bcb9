import re
from importlib import import_module
from pathlib import Path

import index
from benchmarks.faults.library.clock import trials
from benchmarks.faults.library.jumping import NOW, TODAY
from benchmarks.faults.trial import Size


def test_a_clock_that_jumps_mixes_nothing_up() -> None:
    for trial in trials(Size.SHORT):
        assert (trial.tried > 0, trial.failed) == (True, 0), trial


def test_every_clock_of_the_index_jumps() -> None:
    read = set[tuple[str, str]]()
    for name in index.__path__:
        for path in Path(name).rglob("*.py"):
            module = ".".join(path.relative_to(Path(name).parent).with_suffix("").parts)
            text = path.read_text(encoding="utf-8")
            read |= {
                (module, found) for found in re.findall(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(", text)
            }
    known = {(one, "datetime.now(") for one in NOW} | {(one, "date.today(") for one in TODAY}
    assert read and read <= known
    assert all(import_module(module) for module, _ in known)
