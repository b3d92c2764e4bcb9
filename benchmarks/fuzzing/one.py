"""One target under libFuzzer, in a process of its own: python -m benchmarks.fuzzing.one MODULE TARGET [its arguments].

Code is instrumented while it is imported, so everything that a target uses is imported here, in atheris' hands, before
the first run.
"""

import logging
import sys
from importlib import import_module

import atheris

OURS = ["corpus", "index", "assistant", "protego", "markdown_it", "docx", "trafilatura"]
"""Packages whose branches lead the fuzzer: ours, and the parsers in Python below them."""


def main() -> None:
    """Run until libFuzzer ends the process, with its exit status."""
    module, name, *arguments = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(include=OURS):
        (target,) = [one for one in import_module(module).TARGETS if one.name == name]
        for seed in target.seeds():  # imports what is needed by the first bytes of a kind
            target.run(seed.read_bytes())
    atheris.Setup([sys.argv[0], *arguments], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
