"""Answers and hits as lines for a terminal."""

from collections.abc import Iterator

from assistant.answer import Answer, Citation
from assistant.filtering import told_period
from assistant.found import Found
from assistant.reading import Reading
from index.hit import Hit
from index.library.coverage import Coverage
from index.library.generation import Generation
from index.searching.mentions import Mentioning, Mentions
from index.texts.copies import Copy

LISTED = 20
"""Topics and publishers shown; --json shows all."""
SENTENCES = 3
"""Sentences of a document shown; --json shows all."""


def answer_lines(answer: Answer) -> Iterator[str]:
    """The answer, then its sources."""
    answer = answer.checked()
    yield from reading_lines(Reading(answer.understood, answer.readings, answer.period, answer.phrases))
    yield answer.text
    if answer.citations:
        yield "\nSources"
        for citation in answer.citations:
            yield source_line(citation)
            yield from (f"    the same words also in: {_place(one)}" for one in citation.elsewhere)


def reading_lines(reading: Reading) -> Iterator[str]:
    """How the question was read, each thing that was not taken as it stands, and how to take a year for a word."""
    if reading.understood.about:
        yield f"(Understood as about: {reading.understood.about})\n"
    if reading.readings:
        yield f"({'; '.join(reading.readings)})\n"
    period = reading.period
    if period:
        yield f"(Understood: {told_period(period)}, by “{period.words}”. To search all years, add --all-years.)\n"


def mentions_lines(mentions: Mentions) -> Iterator[str]:
    """How many documents mention it, by year and by kind, then each of them with its first sentences."""
    documents = mentions.documents
    times = sum(len(one.matches) + len(one.in_title) for one in documents)
    yield f"“{mentions.text}”: {times:,} times in {len(documents):,} document" + "s" * (len(documents) != 1)
    for name, counts in (("years", mentions.by_year), ("kinds", mentions.by_kind)):
        yield f"{name}: " + ", ".join(f"{value or 'undated'} {count}" for value, count in counts)
    for one in documents:
        yield f"\n{one.document.title}, {one.document.kind}, {one.document.published or 'undated'} ({one.document.id})"
        yield from _sentence_lines(one)


def _sentence_lines(one: Mentioning) -> Iterator[str]:
    sentences = one.sentences()
    for sentence in sentences[:SENTENCES]:
        page = one.document.page_at(sentence.start)
        words = " ".join(one.document.text[sentence.start : sentence.end].split())
        yield f"  {f'page {page}: ' if page else ''}{words}"
    if len(sentences) > SENTENCES:
        yield f"  ... and {len(sentences) - SENTENCES} more (all with --json)"
    if not sentences:
        yield "  in the title alone"


def found_lines(found: Found) -> Iterator[str]:
    """How the question was read, then the hits, or why there are none."""
    yield from reading_lines(found.reading)
    for number, hit in enumerate(found.hits, start=1):
        yield from hit_lines(number, hit)
    if not found.hits:
        yield found.nothing or "Nothing found."


def hit_lines(number: int, hit: Hit) -> Iterator[str]:
    """One hit: where it stands, why it was found, its words."""
    found = " and ".join(["meaning"] * hit.by_meaning + ["keywords"] * hit.by_keywords)
    terms = f" ({', '.join(hit.terms)})" if hit.terms else ""
    place = f", page {hit.page}" if hit.page else ""
    yield f"{number}. {hit.document.title}, {hit.document.published or 'undated'}{place}"
    span = f"{hit.document.id} [{hit.passage.start}:{hit.passage.end}]"
    yield f"   score {hit.score:.2f}, found by {found}{terms}; {span}"
    yield f"   {' '.join(hit.text.split())}"
    yield from (f"   also in: {_place(copy)}" for copy in hit.copies)
    yield ""


def status_lines(generation: Generation, coverage: Coverage, sources: list[str]) -> Iterator[str]:
    """What the index is and holds."""
    if generation.warning:
        yield f"Warning: {generation.warning}"
    yield f"{generation.folder.parent.parent}, generation {generation.name} of {generation.contents.created}"
    years = f"{coverage.first or '?'} to {coverage.last or '?'}"
    yield f"{coverage.documents} documents, {coverage.passages} passages, {years}"
    for name, counts in (("kinds", coverage.by_kind), ("languages", coverage.by_language), ("years", coverage.by_year)):
        yield f"{name}: " + ", ".join(f"{value} {count}" for value, count in counts)
    for name, counts in (("status", coverage.by_status), ("publishers", coverage.by_publisher[:LISTED])):
        yield f"{name}: " + ", ".join(f"{value or 'the organisation itself'} {count}" for value, count in counts)
    yield "topics: " + ", ".join(f"{value} {count}" for value, count in coverage.by_topic[:LISTED])
    yield f"model: {generation.recipe.model}"
    yield from (f"source: {source}" for source in sources)


def _place(one: Citation | Copy) -> str:
    document = one.document
    page = f", page {one.page}" if one.page else ""
    return f"{document.title}, {document.published or 'undated'}{page} ({document.id})"


def source_line(citation: Citation) -> str:
    """A citation's source in one line."""
    document = citation.document
    place = f"page {citation.page}" if citation.page else citation.heading
    told = (
        document.title,
        document.kind,
        str(document.published or "undated"),
        place,
        document.speaker,
        document.url or document.id,
    )
    line = f"[{citation.number}] " + "; ".join(part for part in told if part)
    if document.status == "current":
        return line
    return line + f" ({document.status}" + (f" by {document.superseded_by})" if document.superseded_by else ")")
