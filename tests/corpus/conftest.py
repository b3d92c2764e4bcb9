"""Closes what tests opened."""

from collections.abc import Iterator

import pytest

from tests.corpus import servers


@pytest.fixture(autouse=True)
def closed_fetchers() -> Iterator[None]:
    yield
    while servers.OPENED:
        servers.OPENED.pop().close()
