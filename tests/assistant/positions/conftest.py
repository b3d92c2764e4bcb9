from pathlib import Path

import pytest

from index.models.encoder import OpenVinoEncoder
from index.search import Searcher


@pytest.fixture(scope="session")
def sample(sample_library: Path, encoder: OpenVinoEncoder) -> Searcher:
    """The bundled sample, open for searching."""
    return Searcher.open(sample_library, encoder)
