"""A converted model as OpenVINO runs it: several batches under way at once, so that no core waits for what is done
between them (tokenising, padding, means of sentences).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.batches import Batch
from index.models.kept_model import MODEL, compiled_cache, note_compiled
from index.models.openvino_alone import core
from index.models.part_means import unit

Vectors = NDArray[np.float32]
BFLOAT16, FLOAT32 = "bf16", "f32"
"""Precisions as OpenVINO calls them."""


class Network:
    """From tokens to vectors. May be used by several threads at once."""

    def __init__(self, folder: Path, precision: str, padding: int, batches: int, cores: int) -> None:
        """Reads so many batches at once with so many cores. `precision` is BFLOAT16 or FLOAT32; what is compiled is
        kept in the folder where it can be.

        Raises RuntimeError, as OpenVINO does, when the files are not those of a model.
        """
        told = {"INFERENCE_PRECISION_HINT": precision, "NUM_STREAMS": batches, "INFERENCE_NUM_THREADS": cores}
        self._compiled = _compiled(folder, f"{batches}-by-{cores}", told)
        self._padding = padding
        self._at_once = batches + 1

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Vectors, Vectors]]:
        """Each batch in turn with the unit vectors of its texts, shape (texts, dimension), and the states of their
        tokens, shape (texts, longest, width).

        While each core computes one, the vectors of another are taken and the next one is prepared. States in float32
        are of the network's own memory and change when the next batch is asked for: they are not copied.
        """
        under_way: deque[tuple[Batch, Any]] = deque()
        idle: list[Any] = []
        try:
            for batch in batches:
                request = idle.pop() if idle else self._compiled.create_infer_request()
                request.start_async(batch.inputs(self._padding))
                under_way.append((batch, request))
                if len(under_way) == self._at_once:
                    yield _done(*under_way[0])
                    idle.append(under_way.popleft()[1])
            while under_way:
                yield _done(*under_way[0])
                under_way.popleft()
        finally:
            for _, request in under_way:
                request.wait()


def precision_here() -> str:
    """BFLOAT16 where the processor multiplies in it (AVX-512 BF16 or AMX), else FLOAT32."""
    can = core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return BFLOAT16 if "BF16" in can else FLOAT32


def _compiled(folder: Path, use: str, told: dict[str, Any]) -> Any:
    """The model, from what is kept compiled where that can be used, and in float32 where it cannot be as told."""
    model, cache = str(folder / MODEL), compiled_cache(folder, use)
    tries = [{**told, "CACHE_DIR": str(cache)}] if cache is not None else []
    for options in (*tries, told):
        try:
            found = core().compile_model(model, "CPU", options)
        except RuntimeError:  # what is kept is of another version, or oneDNN was told to use less than there is
            continue
        note_compiled(folder, use)
        return found
    return core().compile_model(model, "CPU", {**told, "INFERENCE_PRECISION_HINT": FLOAT32})


def _done(batch: Batch, request: Any) -> tuple[Batch, Vectors, Vectors]:
    request.wait()
    return batch, unit(numbers(request.get_output_tensor(0))), numbers(request.get_output_tensor(1))


def numbers(tensor: Any) -> Vectors:
    """What a tensor holds, as float32. NumPy knows no bfloat16: its bits are the upper half of a float32's."""
    if tensor.element_type.get_type_name() != BFLOAT16:
        held: Vectors = tensor.data
    else:
        bits: NDArray[np.uint16] = tensor.data.view(np.uint16)
        held = (bits.astype(np.uint32) << 16).view(np.float32)
    return held
