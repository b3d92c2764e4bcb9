"""The child's side of corpus.isolate: reads what it is told to, under limits that it sets on itself first."""

import json
import os
import resource
import sys
from contextlib import suppress

from corpus.errors import ReadError
from corpus.isolate import Job, Limits
from corpus.reading import read
from corpus.records import to_record


def serve(limits: Limits) -> None:
    """The child's life: read a job, answer, until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the pipe
    while head := sys.stdin.buffer.readline():
        told = json.loads(head)
        job = Job(told["form"], told["name"], sys.stdin.buffer.read(told["bytes"]))
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        soft = int(used) + limits.cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        answers.write(json.dumps(_answer(job)).encode() + b"\n")
        answers.flush()


def _answer(job: Job) -> dict[str, object]:
    try:
        reading = read(job.form, job.data, job.name)
    except ReadError as error:
        return {"refused": str(error), "cause": error.cause}
    except MemoryError:
        raise  # the child is of no more use; the parent sees it end
    except Exception as error:  # noqa: BLE001 - the one place where any reader's error becomes an outcome (R7)
        return {
            "refused": f"{job.name} cannot be read ({type(error).__name__}: {error}); export it again from its source."
        }
    documents = [to_record(document) for document in reading.documents]
    return {"documents": documents, "note": reading.note, "cause": reading.cause}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(Limits(**json.loads(sys.argv[1])))
