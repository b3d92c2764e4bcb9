"""The sample library, as the protocol's server is made over it."""

from pathlib import Path

import pytest

from assistant.api import Assistant
from assistant.library import LiveLibrary
from index.models.encoder import Encoder


@pytest.fixture(scope="session")
def library(sample_library: Path, encoder: Encoder) -> Assistant:
    return Assistant(LiveLibrary(sample_library, encoder), "EAEA")
