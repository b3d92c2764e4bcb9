"""Files of questions in, files of hits or answers out: the contracts that evaluation and scripts rely on."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.filtering import filters_told
from assistant.found import Found, place_record
from corpus.errors import QuestionError
from corpus.parsing import parse_json
from corpus.sources.item import storable
from index.hit import Hit
from index.query import Filters, Query, Turn
from index.texts.copies import Copy

Record = dict[str, Any]


def run_records(hits: Iterable[Hit]) -> list[Record]:
    """Hits as a run file has them: each copy behind its hit, with the same score, since a run tells every place."""
    records = []
    for hit in hits:
        places: tuple[Hit | Copy, ...] = (hit, *hit.copies)
        records += [place_record(place) | {"score": round(hit.score, 6)} for place in places]
    return records


def found_record(found: Found) -> Record:
    """What was found in a run file; "understood" is there only for a question that took something over, "nothing" only
    where nothing was found and something can be relaxed.
    """
    record: Record = {"hits": run_records(found.hits)}
    if found.reading.understood.about:
        record["understood"] = found.reading.understood.as_record()
    if found.nothing:
        record["nothing"] = found.nothing
    return record


def answer_record(answer: Answer) -> Record:
    """An answer in an answers file; "understood" is there only for a question that took something over, "pinned" only
    where staff chose quotations for it.
    """
    answer = answer.checked()
    citations = [
        {"document": c.document.id, "start": c.start, "end": c.end, "page": c.page, "quote": c.quote}
        for c in answer.citations
    ]
    record: Record = {
        "status": answer.status,
        "confidence": round(answer.confidence, 6),
        "text": answer.text,
        "citations": citations,
    }
    if answer.understood.about:
        record["understood"] = answer.understood.as_record()
    if answer.pinned:
        record["pinned"] = list(answer.pinned)
    return record


def run_batch(
    questions: Iterable[tuple[str, Query]],
    output: Path,
    result_of: Callable[[Query], Record],
    tick: Callable[[], None],
) -> int:
    """Write one JSON line {"_id", ...} for each (id, question); their number. The output appears whole or not at
    all.
    """
    beside = output.with_name(output.name + ".part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8") as lines:
            for name, query in questions:
                lines.write(json.dumps({"_id": name} | result_of(query), ensure_ascii=False) + "\n")
                count += 1
                tick()
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    return count


def read_questions(
    path: Path, filters: Filters, organisation: str = "", today: date | None = None, *, all_years: bool = False
) -> Iterator[tuple[str, Query]]:
    """(id, query) of each line {"_id", "text", "history", "filters"}; a line's own filters replace those of the same
    name. For `organisation` see filters_told, for `today` and `all_years` query_of. Raises QuestionError naming the
    line that is none.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    try:
                        name, text, said, narrowed = _question(line, filters, organisation)
                        yield name, query_of(text, said, narrowed, today, all_years=all_years)
                    except QuestionError as error:
                        raise QuestionError(f"{path}, line {number}: {error}") from None
                    except (ValueError, KeyError, TypeError, AttributeError):
                        raise QuestionError(
                            f'{path}, line {number} is no JSON object with "_id", "text" and (if any) "history" of '
                            '[speaker, text] and "filters". Mend or remove the line.'
                        ) from None
    except OSError as error:
        raise QuestionError(f"The questions in {path} cannot be read: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError:
        raise QuestionError(f"The questions in {path} are not UTF-8. Save the file as UTF-8.") from None


def _question(line: str, filters: Filters, organisation: str) -> tuple[str, str, list[Turn], Filters]:
    row = parse_json(line)
    if not storable(json.dumps(row, ensure_ascii=False)):
        raise QuestionError("it holds half of a character, which cannot be written. Mend or remove the line.")
    turns = [Turn("user" if speaker == "user" else "agent", text) for speaker, text in row.get("history") or []]
    narrowed = filters_told(row.get("filters") or {}, organisation, filters)
    return row["_id"], row["text"], turns, narrowed
