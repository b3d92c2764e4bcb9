"""How sure the quote check is: generated quotations, right and wrong, in real files; and how long a long draft takes.

python -m benchmarks.quote_check [--cases 4000] [--seed 5] [--index LIBRARY]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import get_args

from assistant.drafts.checking import check_draft
from assistant.drafts.outcomes import DraftReport, Outcome
from assistant.drafts.reading import draft_of
from assistant.settings import Settings, default_cache
from assistant.wire import encoder_of, searcher_of
from benchmarks.quote_cases import ENDINGS, Case, Kind, Quarry, draft_with, make_case
from corpus.document import Document
from corpus.sample import content
from corpus.sources import open_source
from index.build import sync
from index.library.generation import STORE
from index.library.store import Store
from index.search import Searcher

KINDS: tuple[Kind, ...] = get_args(Kind)
EXACT_SHARE = 0.5
CASES_OF_DRAFT = 40
PAGES, WORDS_OF_PAGE, QUOTED_ON_PAGE = 30, 400, 3
ORGANISATION = "EAEA"


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, the ending of the draft that it stood in, and what was said of it; "" where it was not seen."""

    case: Case
    ending: str
    outcome: Outcome | str

    @property
    def wrongly_exact(self) -> bool:
        """Whether a wrong quotation was taken for a right one."""
        return self.case.kind != "exact" and self.outcome in ("exact", "exact_with_omissions")


def judged(searcher: Searcher, documents: Sequence[Document], number: int, seed: int) -> list[Judged]:
    """Cases, half of them exact and the other half wrong in every way, each as it was judged in its draft."""
    random, quarry, found = Random(seed), Quarry(documents), list[Judged]()
    while len(found) < number:
        kinds = [
            "exact" if random.random() < EXACT_SHARE else random.choice(KINDS[1:])
            for _ in range(min(CASES_OF_DRAFT, number - len(found)))
        ]
        cases = [make_case(random, quarry, kind) for kind in kinds]
        ending = ENDINGS[len(found) // CASES_OF_DRAFT % len(ENDINGS)]
        report = check_draft(draft_of(draft_with(random, cases, ending), "draft", ending), searcher, ORGANISATION)
        outcomes = _by_paragraph(report)
        found += [Judged(case, ending, outcomes.get(at + 2, "")) for at, case in enumerate(cases)]
    return found


def _by_paragraph(report: DraftReport) -> dict[int, Outcome]:
    """The outcome of the first quotation in each paragraph."""
    found: dict[int, Outcome] = {}
    for one in report.quotations:
        found.setdefault(one.quotation.paragraph, one.outcome)
    return found


def recall(found: Sequence[Judged]) -> float:
    """The share of exact quotations that were told as exact."""
    exact = [one for one in found if one.case.kind == "exact"]
    return sum(one.outcome == "exact" for one in exact) / len(exact)


def lines(found: Sequence[Judged]) -> Iterator[str]:
    """What each kind came to, then what was judged wrongly."""
    for kind in KINDS:
        outcomes = Counter(one.outcome for one in found if one.case.kind == kind)
        yield f"{kind:<15} {sum(outcomes.values()):>5}  " + ", ".join(
            f"{n} {name}" for name, n in outcomes.most_common()
        )
    for ending in ENDINGS:
        yield f"exact in {ending}: {recall([one for one in found if one.ending == ending]):.4f}"
    wrong = [one for one in found if one.wrongly_exact]
    yield f"exact recall {recall(found):.4f}; {len(wrong)} wrong ones called exact"
    missed = [one for one in found if one.case.kind == "exact" and one.outcome != "exact"]
    for one in [*wrong, *missed[:10]]:
        yield f"  {one.case.kind} -> {one.outcome or 'not seen'} ({one.ending}): {one.case.marks} {one.case.words!r}"


def long_draft(documents: Sequence[Document], seed: int) -> bytes:
    """A .docx of 30 pages, three quotations on each, one in three of them wrong, and a claim."""
    random, quarry = Random(seed), Quarry(documents)
    import docx

    document = docx.Document()
    for page in range(PAGES):
        document.add_heading(f"Chapter {page + 1}", 1)
        document.add_paragraph(quarry.invent(random) + ". EAEA has called for more money for learning in every region.")
        for number in range(QUOTED_ON_PAGE):
            kind = random.choice(KINDS[1:]) if number == 0 else "exact"
            case = make_case(random, quarry, kind)
            words = case.words.replace("{", "[").replace("}", "]")
            around = " ".join(quarry.invent(random) for _ in range(WORDS_OF_PAGE // 26 // QUOTED_ON_PAGE))
            document.add_paragraph(f"{around} {case.marks[0]}{words}{case.marks[1]}.")
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        document.save(file.name)
        return Path(file.name).read_bytes()


def seconds_of_command(draft: Path, library: Path) -> float:
    """Wall seconds of `assistant check` as a process of its own."""
    began = time.monotonic()
    command = [sys.executable, "-m", "assistant.cli", "check", str(draft), "--index", str(library), "--json"]
    subprocess.run(command, check=False, capture_output=True)
    return time.monotonic() - began


def main() -> None:
    """Measure on the sample content, or on a library, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--index", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = options.index or Path(folder) / "library"
        settings = Settings(index=library, cache=default_cache())
        if options.index is None:
            sync(library, [open_source(str(content()))], encoder_of(settings))
        searcher = searcher_of(settings)
        documents = list(Store.read(searcher.generation.folder / STORE).documents())
        for line in lines(judged(searcher, documents, options.cases, options.seed)):
            sys.stdout.write(line + "\n")
        draft = Path(folder) / "long.docx"
        draft.write_bytes(long_draft(documents, options.seed))
        began = time.monotonic()
        report = check_draft(draft_of(draft.read_bytes(), draft.name, ".docx"), searcher, ORGANISATION)
        took = time.monotonic() - began
        sys.stdout.write(
            f"{PAGES} pages, {len(report.quotations)} quotations, {len(report.paraphrases)} claims: {took:.2f} s; "
            f"the whole command {seconds_of_command(draft, library):.2f} s\n"
        )


if __name__ == "__main__":
    main()
