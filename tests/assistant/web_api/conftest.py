from pathlib import Path

import pytest

from assistant.api import Assistant
from assistant.library import LiveLibrary
from index.models.encoder import Encoder
from tests.assistant.web_api.given import Programs, desk_in


@pytest.fixture(scope="session")
def live_sample(sample_library: Path, encoder: Encoder) -> LiveLibrary:
    return LiveLibrary(sample_library, encoder)


@pytest.fixture(scope="session")
def sample(live_sample: LiveLibrary) -> Assistant:
    return Assistant(live_sample, "EAEA")


@pytest.fixture
def programs(live_sample: LiveLibrary, tmp_path: Path) -> Programs:
    """The interface over the sample, without a key and with the usual limits."""
    return Programs(live_sample, desk_in(tmp_path))
