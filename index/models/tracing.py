"""A sentence-transformers model as a network that OpenVINO runs, traced as one from tokens to vectors."""

from pathlib import Path
from typing import Any

import numpy as np

from index.models.kept_model import MODEL
from index.models.network import BFLOAT16, numbers
from index.models.openvino_alone import core, openvino_to_convert
from index.models.part_means import unit
from index.models.unrelated import QUESTIONS, TEXTS

LEAST_COSINE = 0.9999
"""Of a text's vector in bfloat16 throughout with the model's own, else sums stay in float32. all-MiniLM-L6-v2 keeps
.9999 on 1,399 passages of MTRAG ClapNQ; .999 is promised of any text (tests/index/models), and few are tried here.
"""


def write_network(model: Any, static: bool, precision: str, target: Path) -> None:
    """Write model.xml and model.bin of a SentenceTransformer that is to be run in `precision`; `static` is one that
    looks words up in a table.

    OpenVINO computes in float32 all that leads to an output in float32 with no matrix product on the way: every sum and
    every normalisation of all layers. So a transformer hands out bfloat16 where it is run in it and agrees with itself.
    """
    import torch

    throughout = precision == BFLOAT16 and not static
    network = _traced(model, static, torch.bfloat16 if throughout else torch.float32)
    if throughout and _agreement(network, model) < LEAST_COSINE:
        network = _traced(model, static, torch.float32)
    openvino, _ = openvino_to_convert()
    openvino.save_model(network, target / MODEL, compress_to_fp16=False)


def _traced(model: Any, static: bool, handed_out: Any) -> Any:
    import torch

    _, convert_model = openvino_to_convert()
    example = {"input_ids": torch.ones(2, 8, dtype=torch.long), "attention_mask": torch.ones(2, 8, dtype=torch.long)}
    with torch.no_grad():
        return convert_model(_pipeline(model, static, handed_out), example_input=example)


def _agreement(network: Any, model: Any) -> float:
    """The least cosine of a text's vectors as the network gives them in bfloat16 and as the model does."""
    compiled = core().compile_model(network, "CPU", {"INFERENCE_PRECISION_HINT": BFLOAT16})
    request = compiled.create_infer_request()
    texts = [*QUESTIONS, *TEXTS]
    expected = model.encode(texts, prompt="", normalize_embeddings=True, show_progress_bar=False)
    found = []
    for text in texts:
        told = model.tokenizer(text, truncation=True, max_length=model.max_seq_length, return_tensors="np")
        request.infer({name: np.asarray(told[name], np.int64) for name in ("input_ids", "attention_mask")})
        found.append(unit(numbers(request.get_output_tensor(0)))[0])
    return float((np.stack(found) * expected).sum(axis=1).min())


def _pipeline(model: Any, static: bool, handed_out: Any) -> Any:
    """What is traced: from tokens and their mask to the vector of a text and the states of its tokens."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return found["sentence_embedding"].to(handed_out), found["token_embeddings"].to(handed_out)

    class Static(torch.nn.Module):
        """A table of words, of which a text's vector is the mean: sentence-transformers reads it without a mask."""

        def __init__(self) -> None:
            super().__init__()
            self.table = model[0].embedding.weight
            self.rest = torch.nn.ModuleList(list(model)[1:])

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            states = torch.nn.functional.embedding(input_ids, self.table)
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            found = {"sentence_embedding": (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)}
            for part in self.rest:
                found = part(found)
            return found["sentence_embedding"], states

    return Static() if static else Whole()
