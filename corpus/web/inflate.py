"""Decompression that counts: a small file that unpacks to gigabytes is told, not unpacked (promise R12)."""

import zlib
from collections.abc import Iterable, Iterator

STEP = 1 << 18
"""Bytes that are unpacked at once."""
GZIP_OR_ZLIB, RAW = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS


class TooLarge(Exception):
    """More bytes than the limit."""


class NotPacked(Exception):
    """The bytes are not what they were said to be, or end too early."""


def counted(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The same parts. Raises TooLarge as soon as they are more than `limit` bytes together."""
    total = 0
    for part in parts:
        total += len(part)
        if total > limit:
            raise TooLarge
        yield part


def unpacked(parts: Iterable[bytes], bits: int = GZIP_OR_ZLIB) -> Iterator[bytes]:
    """The contents of gzip or zlib data, piece by piece, never more than a step at once. Raises NotPacked."""
    unpacker, begun = zlib.decompressobj(bits), False
    try:
        for part in parts:
            rest = part
            while rest:
                if unpacker.eof:  # gzip files may follow one another
                    unpacker, begun = zlib.decompressobj(bits), False
                begun = True
                yield unpacker.decompress(rest, STEP)
                while unpacker.unconsumed_tail:
                    yield unpacker.decompress(unpacker.unconsumed_tail, STEP)
                rest = unpacker.unused_data
    except zlib.error:
        raise NotPacked from None
    if begun and not unpacker.eof:
        raise NotPacked
