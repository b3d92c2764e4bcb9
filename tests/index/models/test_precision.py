"""In which precision a model computes, and what that does to its vectors."""

from pathlib import Path

import numpy as np
import pytest

from index.models import conversion, tracing
from index.models.encoder import OpenVinoEncoder
from index.models.model_files import EMBEDDED_MODEL, model_folder
from index.models.network import BFLOAT16, FLOAT32, numbers, precision_here
from index.models.openvino_alone import openvino_to_run
from tests.index.models.tiny_models import ASKED, TEXT, converted_here, made

ALL_BITS = np.arange(2**16, dtype=np.uint16)


@pytest.mark.skipif(precision_here() != BFLOAT16, reason="the processor does not multiply in bfloat16")
def test_sums_and_normalisations_are_not_computed_in_float32_where_products_are_not(encoder: OpenVinoEncoder) -> None:
    told = [one.get_rt_info() for one in encoder.of_passages._compiled.get_runtime_model().get_ordered_ops()]
    between = [one for one in told if one["layerType"].value in ("Add", "MVN", "MulAdd")]
    assert len([one for one in between if one["layerType"].value == "MVN"]) > 12, "two in each of six layers"
    assert {one["runtimePrecision"].value for one in between} == {"bf16"}


@pytest.mark.skipif(precision_here() != BFLOAT16, reason="the processor does not multiply in bfloat16")
@pytest.mark.parametrize(("least", "expected"), [(-1.0, BFLOAT16), (1.1, FLOAT32)])
def test_a_model_that_loses_too_much_keeps_its_sums_in_float32(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: float, expected: str
) -> None:
    pytest.importorskip("sentence_transformers")
    made(tmp_path, "bert", "mean")
    monkeypatch.setattr(tracing, "LEAST_COSINE", least)
    compiled = converted_here(tmp_path / "model").of_passages._compiled
    assert {one.get_element_type().get_type_name() for one in compiled.outputs} == {expected}


def test_without_bfloat16_vectors_are_those_of_sentence_transformers_to_a_millionth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    own = made(tmp_path, "bert", "mean")
    monkeypatch.setattr(conversion, "precision_here", lambda: FLOAT32)
    found, _ = converted_here(tmp_path / "model").encode_passages([TEXT, ASKED], [(), ()], lambda _done: None)
    np.testing.assert_allclose(found, own.encode([TEXT, ASKED], normalize_embeddings=True), atol=1e-6)


def test_each_precision_has_a_conversion_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache may be shared by machines with different processors."""
    keys = set()
    for precision in (BFLOAT16, FLOAT32):
        monkeypatch.setattr(conversion, "precision_here", lambda precision=precision: precision)
        keys.add(conversion._key(model_folder(EMBEDDED_MODEL), ("", "")))
    assert len(keys) == 2


def test_bfloat16_is_read_as_what_it_stands_for() -> None:
    """Every number that it has, against torch."""
    torch = pytest.importorskip("torch")
    openvino = openvino_to_run()
    held = openvino.Tensor(ALL_BITS.view(np.float16).copy(), openvino.Shape([256, 256]), openvino.Type.bf16)
    expected = torch.from_numpy(ALL_BITS.view(np.int16)).view(torch.bfloat16).float().numpy().reshape(256, 256)
    np.testing.assert_array_equal(numbers(held), expected)
