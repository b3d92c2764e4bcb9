"""A worker that crashes says where: pytest's fault handler writes its stack.

Its own stack for signals is smaller than what Linux puts there for a processor with large registers (AMX), and Linux
ends a process whose signal finds no room ("overflowed sigaltstack" in its log). So the main thread gets a larger one.
"""

import ctypes

SIZE = 1 << 20


class _SignalStack(ctypes.Structure):
    """`stack_t` of sigaltstack(2)."""

    _fields_ = (("start", ctypes.c_void_p), ("flags", ctypes.c_int), ("size", ctypes.c_size_t))


_stack = ctypes.create_string_buffer(SIZE)


def enlarge_signal_stack() -> None:
    """Give signals of this thread the larger stack. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    new = _SignalStack(ctypes.addressof(_stack), 0, SIZE)
    if libc.sigaltstack(ctypes.byref(new), None):
        raise OSError(ctypes.get_errno(), "sigaltstack")
