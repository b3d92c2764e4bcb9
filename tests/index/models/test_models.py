"""Models of other kinds than the embedded one: their vectors are those that sentence-transformers gives."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.document import Span
from index.models.conversion import fingerprint_of
from index.models.encoder import OpenVinoEncoder
from index.models.model_files import OWN, Prompts, prompts_of
from tests.index.models.tiny_models import (
    ABROAD,
    ASKED,
    PROMPTS,
    SENTENCES,
    TEXT,
    WIDTH,
    WITH_THE_ORIGINAL,
    converted_here,
    made,
    tell,
)

pytestmark = WITH_THE_ORIGINAL

TEXTS = [TEXT, *SENTENCES, ABROAD, "", TEXT * 9]


def encoded(encoder: OpenVinoEncoder, texts: list[str]) -> np.ndarray:
    return encoder.encode_passages(texts, [()] * len(texts), lambda _done: None)[0]


@pytest.fixture(
    scope="module",
    params=[
        ("bert", "lasttoken", {}),
        ("bert", "mean", {"dense": 16}),
        ("distilbert", "mean", {}),
        ("mpnet", "mean", {"normalise": True}),
        ("xlm-roberta", "mean", {"normalise": True}),
        ("xlm-roberta", "cls", {"normalise": True}),
    ],
    ids=lambda param: "-".join([*param[:2], *param[2]]),
)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, OpenVinoEncoder]:
    """A model as sentence-transformers runs it, and as it is converted."""
    kind, pooling, more = request.param
    folder = tmp_path_factory.mktemp(kind)
    own = made(folder, kind, pooling, **more)
    return own, converted_here(tell(folder / "model", prompts=PROMPTS))


def test_vectors_agree_with_sentence_transformers(model: tuple[Any, OpenVinoEncoder]) -> None:
    own, encoder = model
    passages = own.encode(TEXTS, prompt=PROMPTS["passage"], normalize_embeddings=True)
    questions = own.encode(TEXTS, prompt=PROMPTS["query"], normalize_embeddings=True)
    assert passages.shape[1] == encoder.dimension
    assert (encoded(encoder, TEXTS) * passages).sum(axis=1).min() > 0.999
    assert (encoder.encode_queries(TEXTS) * questions).sum(axis=1).min() > 0.999
    assert not np.allclose(passages, questions, atol=0.02), "prompts make a difference"


def test_parts_are_means_of_their_tokens_or_what_they_are_alone(model: tuple[Any, OpenVinoEncoder]) -> None:
    own, encoder = model
    spans = [Span(TEXT.index(one), TEXT.index(one) + len(one)) for one in SENTENCES]
    _, (found,) = encoder.encode_passages([TEXT], [spans], lambda _done: None)
    assert found.shape == (len(spans), encoder.dimension)
    if not encoder._means:
        expected = own.encode(SENTENCES, prompt=PROMPTS["passage"], normalize_embeddings=True)
        assert (found * expected).sum(axis=1).min() > 0.999
        return
    states = own.encode([TEXT], prompt=PROMPTS["passage"], output_value="token_embeddings")[0].numpy()
    whole = PROMPTS["passage"] + TEXT
    pieces = own.tokenizer(whole, return_offsets_mapping=True)["offset_mapping"]
    for span, vector in zip(spans, found, strict=True):
        start, end = span.start + len(PROMPTS["passage"]), span.end + len(PROMPTS["passage"])
        inside = [at for at, (first, last) in enumerate(pieces) if first < last and start < last <= end]
        assert len(inside) >= len(TEXT[span.start : span.end].split())
        expected = states[inside].mean(axis=0)
        assert vector @ (expected / np.linalg.norm(expected)) > 0.999


def test_the_settings_prompts_take_the_place_of_the_models(tmp_path: Path) -> None:
    own = made(tmp_path, "bert", "mean")
    folder = tell(tmp_path / "model", prompts=PROMPTS)
    turned = converted_here(folder, Prompts(query=PROMPTS["passage"]))
    for told in ([ASKED], [TEXT]):
        expected = own.encode(told, prompt=PROMPTS["passage"], normalize_embeddings=True)
        assert (turned.encode_queries(told) * expected).sum() > 0.999
        assert (encoded(turned, told) * expected).sum() > 0.999
    assert turned.dimension == WIDTH
    told = [prompts_of(folder, one) for one in (OWN, Prompts(**PROMPTS), Prompts(query=""), Prompts("", ""))]
    assert told == [("query: ", "passage: "), ("query: ", "passage: "), ("", "passage: "), ("", "")]
    prints = [fingerprint_of(folder, one) for one in told]
    assert prints[0] == prints[1] and len(set(prints)) == 3, "other prompts make other vectors, and need a rebuild"
