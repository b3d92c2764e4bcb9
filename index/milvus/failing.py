"""What pymilvus and the network raise, and what it means for whoever reads it."""

from index.milvus.pymilvus_alone import pymilvus_alone


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
        return "it cannot be reached, or refuses the token of the settings."  # pymilvus does not tell which
    told = str(getattr(error, "message", "") or error).split("\n", maxsplit=1)[0].strip()
    return (told or type(error).__name__)[:300].rstrip(".") + "."


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
