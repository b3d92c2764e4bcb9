import re
from collections import Counter
from random import Random

import pytest

import corpus.sample
from assistant.drafts.artefacts import cut_at_omissions
from assistant.drafts.exactness import Words, confirmed
from assistant.drafts.omissions import chained
from corpus.document import Span
from corpus.folding import fold
from index.library.generation import STORE
from index.library.store import Store
from index.search import Searcher
from tests.assistant.mutations import MUTATIONS, set_otherwise, span_of_words
from tests.assistant.test_guarantee import Oracle
from tests.conftest import ToyEncoder, sync_folder

TRIALS = 2_000
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(quote: str, searcher: Searcher, marks: tuple[Span, ...] = (), source: str = "") -> list[str] | None:
    """What was set aside of a quotation that is exact; None where it is not."""
    found = confirmed(Words(quote, marks, source), searcher)
    if found is None:
        return None
    assert found.places and all(fold(place.words) == fold(found.words) for place in found.places)
    return [one.what for one in found.set_aside]


@pytest.mark.parametrize(
    ("quote", "set_aside"),
    [
        ("Basic skills courses must be free of charge", []),
        ("Basic skills courses¹ must be free of charge", ["the note mark “¹”"]),
        ("skills courses[12] must be free of charge,[3] and travel", ["the note mark “[12]”", "the note mark “[3]”"]),
        ("Basic skills courses [12] must be free of charge", ["the note mark “[12]”"]),
        ("Basic skills courses must be free of charge [12].", ["the note mark “[12]”", "the “.” at its end"]),
        ("Basic skills courses[^note] must be free of charge", ["the note mark “[^note]”"]),
        ("Basic skills courses must be free of charge†", ["the note mark “†”"]),
        ("Basic skills cour-\nses must be free of charge", ["a line break in “cour-ses”"]),
        ("Basic skills cour\u00ad\nses must be free of charge", ["a line break in “cour\u00adses”"]),
        ("They support learners in non-\nformal education every day", ["a line break in “non-formal”"]),
        ("Members call for well-\nbeing, self-esteem and a fair share", ["a line break in “well-being,”"]),
        ("Basic skills courses must be free of charge.", ["the “.” at its end"]),
        ("and since 2019¹ in 20 countries.", ["the note mark “¹”"]),
        ("Some of the countries¹ pay for everything,", ["the note mark “¹”", "the “,” at its end"]),
    ],
)  # fmt: skip
def test_typesetting_of_the_draft_is_no_word(quote: str, set_aside: list[str], searcher: Searcher) -> None:
    assert read(quote, searcher) == set_aside


@pytest.mark.parametrize(
    "quote",
    [
        "Courses begin with 10² adults in a room of 100 m",
        "Courses begin with 10[2] adults in a room of 100 m",
        "adults in a room of 100 m² of old floor, and since",
        "adults in a hall (10 by 20)² of old floor and stone",
        "adults in a hall of 20 feet² and of old stone",
        "adults in a room of 100 m of old floor, and since 2019 in 20[19] countries.",
        "Some of the [12] countries pay for everything.",
        "Some of the¹countries pay for everything. Do members believe",
        "Do members believe in a lifelong right to learn.",
        "members believe in a lifelong right to learn,",
        "Basic skills courses 12 must be free of charge",
        "Basic skills courses must be free of charge 12",
        "Basic skills cour- ses must be free of charge",
        "Basic skills [language] courses must be free of charge",
        "Basic skills courses must (not) be free of charge",
        "Basic skills courses must be free of charge!",
        "basic skills courses must be free of charge",
        "They support learners in formal education every day",
        "They support learners in non-\n formal educations every day",
        "Courses begin with 1-\n0 adults in a room of 100 m",
        "Basic skills courses must be free of charge (EAEA, 2016)",
    ],
)
def test_what_may_be_a_word_or_number_is_never_set_aside(quote: str, searcher: Searcher) -> None:
    assert read(quote, searcher) is None


def test_superscript_that_the_file_sets_is_a_mark_only_where_one_may_stand(searcher: Searcher) -> None:
    def with_mark(text: str) -> list[str] | None:
        start, end = text.index("{"), text.index("}") - 1
        return read(text.replace("{", "").replace("}", ""), searcher, (Span(start, end),))

    assert with_mark("Basic skills courses{12} must be free of charge") == ["the note mark “12”"]
    assert with_mark("Basic skills courses{1 }must be free of charge") == ["the note mark “1”"]
    assert with_mark("Basic skills courses must{*} be free of charge") == ["the note mark “*”"]
    for refused in (
        "a room of 100 m{2} of old floor, and",
        "begin with 10{6} adults in a room",
        "skills courses{no} must be free of charge",
    ):
        assert with_mark(refused) is None, refused


def test_the_source_behind_a_block_is_set_aside_there_alone(searcher: Searcher) -> None:
    for source in (" (EAEA, 2016)", " (EAEA 2016, p. 3).", "\n— EAEA, statement of 2016"):
        told = read(f"Basic skills courses must be free of charge{source}", searcher, source="EAEA")
        assert told == [f"the source “{source.strip()}”"]
    for false in (" (EAEA said (not) so)", " (not before 2016)", " (OECD, 2016)", " (EAEA does not say so)"):
        assert read(f"Basic skills courses must be free of charge{false}", searcher, source="EAEA") is None


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    library = tmp_path_factory.mktemp("sample") / "library"
    sync_folder(library, ToyEncoder(), corpus.sample.content())
    return Searcher.open(library, ToyEncoder())


def test_no_altered_quotation_is_confirmed_whatever_typesetting_is_put_over_it(sample: Searcher) -> None:
    random, tried, accepted = Random(11), Counter[str](), list[tuple[str, str]]()
    documents = list(Store.read(sample.generation.folder / STORE).documents())
    oracle = Oracle(documents)
    while sum(tried.values()) < TRIALS:
        mutation, document, other = random.choice(MUTATIONS), random.choice(documents), random.choice(documents)
        (start, end), (first, last) = (span_of_words(random, one) for one in (document, other))
        altered = mutation(random, fold(document.text[start:end]), fold(other.text[first:last]))
        dressed = dress(random, altered)
        bare = re.sub(r"[.,;]$", "", fold(altered))
        broken = re.search(r"\w+-\n\w+", dressed)  # "nonformal" that is broken may be read as "non-formal"
        if not bare or oracle.holds(bare) or (broken and mutation.__name__ in ("other_dash", "other_gap")):
            continue
        tried[mutation.__name__] += 1
        words, pieces = Words(dressed), cut_at_omissions(dressed)
        chain = chained(words, pieces, sample) if len(pieces) > 1 else None
        if confirmed(words, sample) or (chain and not re.search(r"…|\.\.\.", altered)):
            accepted.append((mutation.__name__, dressed))
    assert accepted == []
    assert min(tried[mutation.__name__] for mutation in MUTATIONS) >= 6, tried


def dress(random: Random, quote: str) -> str:
    """A quotation with marks of notes and broken words where no reader would take them for words."""
    if random.random() < 0.5:
        quote = set_otherwise(random, quote, 0.1)
    for pattern, new in (
        (r"(?<=[^\W\d_]{4})(?=[ ,.])", "[{}]"),
        (r"(?<=[^\W\d_]{4})(?=[ ,.])", "{}"),
        (r"(?<=[a-z]{3})(?=[a-z]{3})", "-\n"),
    ):
        places = [match.start() for match in re.finditer(pattern, quote)]
        if places and random.random() < 0.5:
            at, number = random.choice(places), str(random.randint(1, 40))
            quote = quote[:at] + new.format(number if "[" in new else number.translate(RAISED)) + quote[at:]
    return quote
