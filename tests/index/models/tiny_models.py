"""Small sentence-transformers models with random weights, made whole on disk as the large ones are."""

import json
import re
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index.models.conversion import _convert
from index.models.encoder import OpenVinoEncoder
from index.models.model_files import OWN, Prompts, prompts_of

WITH_THE_ORIGINAL = pytest.mark.skipif(
    find_spec("sentence_transformers") is None, reason="sentence-transformers is not installed"
)
"""For a module's `pytestmark`: to import it, as `importorskip` does, takes every worker five seconds."""

TEXT = "Adults learn for many reasons. Education is a right. Libraries lend many books."
SENTENCES = ["Adults learn for many reasons.", "Education is a right.", "Libraries lend many books."]
ASKED = "Who pays for education?"
ABROAD = "L’éducation des adultes est un droit. Qui la paie ?"
WIDTH, TOKENS = 32, 64
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SIZES = {"hidden_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
PROMPTS = {"query": "query: ", "passage": "passage: "}


def words(*texts: str) -> list[str]:
    return sorted(set(re.findall(r"\w+|[^\w\s]", " ".join(texts).lower())))


VOCABULARY = [*MARKS, *words(TEXT, ASKED, ABROAD, *PROMPTS.values())]


def bert(folder: Path) -> Path:
    import torch
    import transformers

    torch.manual_seed(7)
    told = transformers.BertConfig(
        vocab_size=len(VOCABULARY), max_position_embeddings=TOKENS, initializer_range=0.4, **SIZES
    )
    transformers.BertModel(told).save_pretrained(folder)
    transformers.BertTokenizer(vocab={word: at for at, word in enumerate(VOCABULARY)}).save_pretrained(folder)
    return folder


def distilbert(folder: Path) -> Path:
    import torch
    import transformers

    torch.manual_seed(7)
    told = transformers.DistilBertConfig(
        vocab_size=len(VOCABULARY), max_position_embeddings=TOKENS, initializer_range=0.4,
        dim=WIDTH, n_layers=2, n_heads=2, hidden_dim=64,
    )  # fmt: skip
    transformers.DistilBertModel(told).save_pretrained(folder)
    transformers.BertTokenizer(vocab={word: at for at, word in enumerate(VOCABULARY)}).save_pretrained(folder)
    return folder


def mpnet(folder: Path) -> Path:
    import torch
    import transformers

    torch.manual_seed(7)
    marks = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
    vocabulary = {word: at for at, word in enumerate([*marks, *VOCABULARY[len(MARKS) :]])}
    told = transformers.MPNetConfig(
        vocab_size=len(vocabulary), max_position_embeddings=TOKENS + 2, initializer_range=0.4, pad_token_id=1, **SIZES
    )
    transformers.MPNetModel(told).save_pretrained(folder)
    transformers.MPNetTokenizer(vocab=vocabulary).save_pretrained(folder)
    return folder


def xlm_roberta(folder: Path) -> Path:
    """With pieces of words as SentencePiece has them, each word's with the space before it."""
    import torch
    import transformers

    torch.manual_seed(7)
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    known = {f"▁{word}" for word in re.findall(r"\w+", " ".join([TEXT, ASKED, ABROAD, *PROMPTS]))}
    pieces = sorted({*known, *TEXT, *ABROAD, ":", "▁"})
    scored = [(mark, 0.0) for mark in marks] + [(piece, -1.0 - 2.0 * (len(piece) == 1)) for piece in pieces]
    told = transformers.XLMRobertaConfig(
        vocab_size=len(scored) + 1, max_position_embeddings=TOKENS + 2, initializer_range=0.4, pad_token_id=1,
        type_vocab_size=1, **SIZES,
    )  # fmt: skip
    transformers.XLMRobertaModel(told).save_pretrained(folder)
    transformers.XLMRobertaTokenizer(vocab=scored).save_pretrained(folder)
    return folder


TRANSFORMERS = {"bert": bert, "distilbert": distilbert, "mpnet": mpnet, "xlm-roberta": xlm_roberta}


def made(folder: Path, kind: str, pooling: str, *, dense: int = 0, normalise: bool = False) -> Any:
    """A model of these parts, saved into `folder`/model; as sentence-transformers runs it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules

    parts = [modules.Transformer(str(TRANSFORMERS[kind](folder / kind))), modules.Pooling(WIDTH, pooling)]
    parts += [modules.Dense(WIDTH, dense)] if dense else []
    parts += [modules.Normalize()] if normalise else []
    own = SentenceTransformer(modules=parts, device="cpu")
    own.max_seq_length = TOKENS
    own.save(str(folder / "model"))
    return own


def tell(folder: Path, **told: Any) -> Path:
    """Put something into the settings of a model that was saved."""
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | told))
    return folder


def converted_here(model: Path, prompts: Prompts = OWN, multilingual: bool | None = None) -> OpenVinoEncoder:
    """A saved model's encoder, converted in this process: each one of its own imports torch anew."""
    told = prompts_of(model, prompts)
    target = model.parent / f"converted {abs(hash(told))}"
    target.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch, about tracing
        _convert(model, target, told)
    return OpenVinoEncoder(target, str(model), multilingual)
