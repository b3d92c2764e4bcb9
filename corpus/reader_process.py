"""The process that reads items: `corpus.isolate` starts it."""

from collections.abc import Mapping
from typing import Any

import py3langid.langid  # noqa: F401 - nearly every item needs it, and its libraries load before the limits bind

from corpus.child_process import run
from corpus.errors import ReadError
from corpus.reading import read
from corpus.records import to_record


def _answer(head: Mapping[str, Any], data: bytes) -> dict[str, object]:
    name = head["name"]
    try:
        reading = read(head["form"], data, name)
    except ReadError as error:
        return {"refused": str(error), "cause": error.cause}
    except MemoryError:
        raise  # the child is of no more use; the parent sees it end
    except Exception as error:  # noqa: BLE001 - the one place where any reader's error becomes an outcome (R7)
        return {"refused": f"{name} cannot be read ({type(error).__name__}: {error}); export it again from its source."}
    documents = [to_record(document) for document in reading.documents]
    return {"documents": documents, "note": reading.note, "cause": reading.cause}


if __name__ == "__main__":
    run(_answer)
