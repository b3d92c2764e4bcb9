"""The languages of the pages, read once."""

from collections.abc import Mapping

import pytest

from assistant.web.tongues import Tongue, read_tongues


@pytest.fixture(scope="session")
def tongues() -> Mapping[str, Tongue]:
    return read_tongues()
