"""Models whose vector of a text is no mean of its tokens: sentences are then read by themselves."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder import OpenVinoEncoder, open_encoder
from index.query import Query
from index.search import Searcher
from tests.conftest import post, sync_folder, write_files

MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXT = "Adults learn for many reasons. Education is a right. Libraries lend many books."
SENTENCES = ["Adults learn for many reasons.", "Education is a right.", "Libraries lend many books."]
ASKED = "Who pays for education?"
WORDS = sorted(set(re.findall(r"\w+|[.?]", f"{TEXT} {ASKED}".lower())))
WIDTH = 32


def transformer(folder: Path) -> Path:
    """A BERT of two small layers with random weights that tell words well apart."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    vocabulary = {word: number for number, word in enumerate([*MARKS, *WORDS])}
    torch.manual_seed(7)
    sizes = {"hidden_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    told = transformers.BertConfig(
        vocab_size=len(vocabulary), max_position_embeddings=64, initializer_range=0.4, **sizes
    )
    transformers.BertModel(told).save_pretrained(folder)
    transformers.BertTokenizer(vocab=vocabulary).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", params=["cls", "max"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, OpenVinoEncoder]:
    """A model as sentence-transformers runs it, and as it is converted."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer import modules

    folder = tmp_path_factory.mktemp(request.param)
    parts = [modules.Transformer(str(transformer(folder / "bert"))), modules.Pooling(WIDTH, request.param)]
    own = sentence_transformers.SentenceTransformer(modules=parts, device="cpu")
    own.max_seq_length = 64
    own.save(str(folder / "model"))
    return own, open_encoder(str(folder / "model"), folder / "cache")


def test_sentences_are_indexed_with_the_vectors_that_they_have_alone(
    model: tuple[Any, OpenVinoEncoder], tmp_path: Path
) -> None:
    own, encoder = model
    sync_folder(tmp_path / "library", encoder, write_files(tmp_path / "posts", {"a.txt": post("Reasons", TEXT)}))
    (hit,) = Searcher.open(tmp_path / "library", encoder).search(Query(ASKED))
    words = [hit.document.text[one.start : one.end] for one in hit.passage.sentences]
    assert words == SENTENCES
    question, *expected = own.encode([ASKED, *words], normalize_embeddings=True)
    np.testing.assert_allclose(hit.closeness, np.stack(expected) @ question, atol=0.02)
