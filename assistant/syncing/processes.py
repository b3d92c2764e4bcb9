"""Whether a process that somebody wrote down is still the same one, and how it is told to stop.

A number alone says nothing: numbers of processes are given again. Linux tells when a process began; elsewhere no
process is taken for a running one.
"""

import os
import signal
from pathlib import Path

from corpus.errors import LibraryBusy


def birth_of(pid: int) -> str:
    """When a running process began, in ticks since the machine did; "" where there is none, or it has ended.

    proc_pid_stat(5): the state is the first field after the name, which stands in brackets and may hold any sign, and
    the start is the twentieth.
    """
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *others = told.rpartition(")")[2].split()
    return "" if state in "ZX" else others[18]


def told_to_stop(pid: int, born: str) -> bool:
    """Ask a process to end; whether it was still the one that began then.

    Raises LibraryBusy when it may not be asked.
    """
    try:
        handle = os.pidfd_open(pid)  # from here on the number cannot become another process's
    except OSError:
        return False
    try:
        if birth_of(pid) != born:
            return False
        signal.pidfd_send_signal(handle, signal.SIGTERM)
    except ProcessLookupError:
        return False
    except PermissionError:
        raise LibraryBusy("This sync was started by another user of the machine, who alone can stop it.") from None
    finally:
        os.close(handle)
    return True
