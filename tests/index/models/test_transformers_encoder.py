"""Without OpenVINO the vectors are the same, within the tolerance of a conversion."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Span
from index.models import encoder as encoders
from index.models.encoder import encoder_here
from tests.index.models.tiny_models import (
    ABROAD,
    ASKED,
    PROMPTS,
    SENTENCES,
    TEXT,
    WITH_THE_ORIGINAL,
    converted_here,
    made,
    tell,
)

pytestmark = WITH_THE_ORIGINAL


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_vectors_are_those_of_the_converted_model(
    tmp_path: Path, pooling: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made(tmp_path, "bert", pooling)
    folder = tell(tmp_path / "model", prompts=PROMPTS)
    usual = converted_here(folder)
    monkeypatch.setattr(encoders, "find_spec", lambda name: None)
    plain = encoder_here(str(folder), tmp_path / "cache")
    assert "OpenVINO is not installed" in caplog.text and not (tmp_path / "cache").exists()
    same = ("fingerprint", "dimension", "multilingual")
    assert [getattr(plain, name) for name in same] == [getattr(usual, name) for name in same]
    assert plain.unrelated == pytest.approx(usual.unrelated, abs=0.01)
    far = "Libraries lend many books."
    texts = [TEXT, ABROAD, "", TEXT * 9 + far]
    parts = [[Span(TEXT.index(one), TEXT.index(one) + len(one)) for one in SENTENCES], [], []]
    parts += [[Span(0, 30), Span(len(TEXT * 9), len(TEXT * 9 + far))]]
    done: list[int] = []
    (expected, inner), (found, own) = (
        usual.encode_passages(texts, parts, done.append),
        plain.encode_passages(texts, parts, done.append),
    )
    assert sum(done) == 2 * len(texts)
    assert (expected * found).sum(axis=1).min() > 0.999
    assert (usual.encode_queries([ASKED]) * plain.encode_queries([ASKED])).sum() > 0.999
    for one, other in zip(inner, own, strict=True):
        assert one.shape == other.shape
        assert np.all((one * other).sum(axis=1) > 0.999)
    assert plain.encode_queries([]).shape == (0, plain.dimension)


def test_the_encoders_are_imported_without_openvino() -> None:
    words = "import sys; sys.modules['openvino'] = None; import index.models.encoder, assistant.wire"
    subprocess.run([sys.executable, "-c", words], check=True)
