"""What pymilvus and the network raise, and what it means for whoever reads it."""

from index.milvus.pymilvus_alone import pymilvus_alone

DEEPEST = 8
"""Errors that are followed, by what was handled when each was raised: pymilvus names an error as its own cause."""


def foreign_errors() -> tuple[type[Exception], ...]:
    """What a call to a server may raise."""
    pymilvus_alone()  # takes a second to import
    import grpc
    from pymilvus.exceptions import MilvusException

    return MilvusException, grpc.RpcError, grpc.FutureTimeoutError


def is_silent(error: Exception) -> bool:
    """Whether a server gave no answer at all, or said that it does not serve."""
    return _is_late(error) or _is_away(error)


def reason_of(error: Exception, seconds: float) -> str:
    """What went wrong, in one line, of a call that might take so many seconds."""
    if _is_late(error):
        return f"it gave no answer within {seconds:g} seconds."
    if _is_away(error):
        seen = _seen_by_grpc(error)  # pymilvus does not tell which of the two it is
        return f"it cannot be reached, or refuses the token of the settings{f' ({seen})' if seen else ''}."
    return (_line(getattr(error, "message", "") or error) or type(error).__name__).rstrip(".") + "."


def _seen_by_grpc(error: BaseException | None) -> str:
    """What the network said, such as "Connection refused"; "" where nothing is told."""
    import grpc

    for _ in range(DEEPEST):
        if error is None:
            break
        if isinstance(error, grpc.RpcError):
            return _line(getattr(error, "details", str)() or "")
        error = error.__context__
    return ""


def _line(told: object) -> str:
    return str(told).split("\n", maxsplit=1)[0].strip()[:300]


def _is_late(error: Exception) -> bool:
    import grpc

    return isinstance(error, grpc.FutureTimeoutError) or _code(error) == grpc.StatusCode.DEADLINE_EXCEEDED


def _is_away(error: Exception) -> bool:
    import grpc
    from pymilvus.client.types import Status

    return _code(error) in (Status.CONNECT_FAILED, grpc.StatusCode.UNAVAILABLE)


def _code(error: Exception) -> object:
    """A number of Milvus, or a status of gRPC, which pymilvus hands on as it is."""
    code: object = getattr(error, "code", None)
    return code() if callable(code) else code
