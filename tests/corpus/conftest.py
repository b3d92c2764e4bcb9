"""Starts readers as the program does, closes what tests opened."""

from collections.abc import Iterator

import pytest

from corpus import isolate
from tests.corpus import servers
from tests.warm_readers import started


@pytest.fixture(scope="package", autouse=True)
def real_readers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolate, "started", started)
        yield


@pytest.fixture(autouse=True)
def closed_fetchers() -> Iterator[None]:
    yield
    while servers.OPENED:
        servers.OPENED.pop().close()
