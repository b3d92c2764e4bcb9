"""Models whose vector of a text is no mean of its tokens: sentences are then read by themselves."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.models.encoder import OpenVinoEncoder
from index.models.unrelated import beyond
from index.query import Query
from index.search import Searcher
from tests.conftest import post, sync_folder, write_files
from tests.index.models.tiny_models import ASKED, SENTENCES, TEXT, WITH_THE_ORIGINAL, converted_here, made

pytestmark = WITH_THE_ORIGINAL


@pytest.fixture(scope="module", params=["cls", "max"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, OpenVinoEncoder]:
    """A model as sentence-transformers runs it, and as it is converted."""
    folder = tmp_path_factory.mktemp(request.param)
    own = made(folder, "bert", request.param)
    return own, converted_here(folder / "model")


def test_sentences_are_indexed_with_the_vectors_that_they_have_alone(
    model: tuple[Any, OpenVinoEncoder], tmp_path: Path
) -> None:
    own, encoder = model
    sync_folder(tmp_path / "library", encoder, write_files(tmp_path / "posts", {"a.txt": post("Reasons", TEXT)}))
    (hit,) = Searcher.open(tmp_path / "library", encoder).search(Query(ASKED))
    words = [hit.document.text[one.start : one.end] for one in hit.passage.sentences]
    assert words == SENTENCES
    question, *expected = own.encode([ASKED, *words], normalize_embeddings=True)
    cosines = beyond(np.stack(expected) @ question, encoder.unrelated)
    np.testing.assert_allclose(hit.closeness, cosines, atol=0.02 / (1 - encoder.unrelated))
