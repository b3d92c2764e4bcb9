"""How memory is handed out to threads."""

import subprocess
import sys

import pytest

THREADS = """
import ctypes, sys, threading
from assistant.web import allocator

if len(sys.argv) > 1:
    allocator.share_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
all_of_them = threading.Barrier(8)

def work():
    libc.malloc(5000)
    all_of_them.wait()  # none of them ends, and leaves its part to the next

threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads:
    one.start()
for one in threads:
    one.join()
libc.fdopen.restype, libc.malloc_info.argtypes = ctypes.c_void_p, [ctypes.c_int, ctypes.c_void_p]
libc.fflush.argtypes = [ctypes.c_void_p]
told = libc.fdopen(1, b"w")
libc.malloc_info(0, told)
libc.fflush(told)
"""


def arenas(*arguments: str) -> int:
    """Parts of memory that a process has in which eight threads asked for some."""
    ended = subprocess.run([sys.executable, "-c", THREADS, *arguments], capture_output=True, check=True, text=True)
    return ended.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hand out memory in other ways")
def test_threads_share_two_parts_of_memory() -> None:
    assert arenas() > 2
    assert arenas("shared") == 2
