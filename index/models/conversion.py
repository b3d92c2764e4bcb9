"""From a sentence-transformers model to files that OpenVINO runs: once for each model, in a process of its own.

The whole pipeline (transformer, pooling, what follows) is traced as one, so a model gives the vectors that
sentence-transformers would give; beside a text's vector the model tells those of its tokens.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError, StorageError
from index.models.kept_model import DESCRIPTION, is_whole, note
from index.models.model_files import OWN, Prompts, model_folder, parts_of, pooling_of, prompts_of, reads_many_languages
from index.models.network import precision_here
from index.models.tracing import write_network
from index.models.unrelated import QUESTIONS, TEXTS, unrelated

CONVERSION_VERSION = 5
MOST_TOKENS = 8192
"""What a model reads of a text that tells no limit of its own; no passage is that long."""
NEEDS_CODE = "trust_remote_code"
"""Stands in the error of a model whose architecture transformers does not know."""


def converted(model: str, cache: Path, prompts: Prompts = OWN) -> Path:
    """The folder of the converted model, made when there is none for these very files, or when it is damaged.

    Raises SettingsError when the model is not on this machine or not of a kind that can be used, StorageError when the
    cache cannot be written.
    """
    source = model_folder(model)
    before = prompts_of(source, prompts)
    target = cache / "models" / _key(source, before)
    if not is_whole(target):
        _convert_aside(source, target, before)
    return target


def _key(source: Path, prompts: tuple[str, str]) -> str:
    """Names the conversion of exactly these files by exactly these versions, without reading 90 MB at every start."""
    told = [(str(path.relative_to(source)), path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(source.rglob("*")) if path.is_file()]  # fmt: skip
    versions = [version("openvino"), version("sentence-transformers"), CONVERSION_VERSION, precision_here()]
    return hashlib.sha256(repr((str(source), told, versions, prompts)).encode()).hexdigest()[:24]


def _convert_aside(source: Path, target: Path, prompts: tuple[str, str]) -> None:
    """Convert in a child process into a folder beside the target, then move it there whole, in place of what is damaged
    there.
    """
    with _cache_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".converting-"))
    try:
        _convert_in_a_child(source, aside, prompts)
        with _cache_errors(target.parent):
            if not is_whole(target):
                shutil.rmtree(target, ignore_errors=True)
                aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _convert_in_a_child(source: Path, target: Path, prompts: tuple[str, str]) -> None:
    """Convert in a process of its own. Raises SettingsError when that fails."""
    command = [sys.executable, "-m", "index.models.conversion", str(source), str(target), *prompts]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode and NEEDS_CODE in run.stderr:
        raise SettingsError(f"The model in {source} needs code of its own, which is never run. Choose another one.")
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SettingsError(f"The model in {source} cannot be converted: {reason}")


@contextmanager
def _cache_errors(place: Path) -> Iterator[None]:
    """Raises StorageError for what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"The model cache {place} cannot be written: {error.strerror}.") from None


def _convert(source: Path, target: Path, prompts: tuple[str, str]) -> None:
    """Write model.xml, model.bin, tokenizer.json and the description. Runs in a process that only does this."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(source), device="cpu", trust_remote_code=False, local_files_only=True,
        model_kwargs={"use_safetensors": True},
    ).float().eval()  # fmt: skip
    static = parts_of(source)[0][0].endswith("StaticEmbedding")
    precision = precision_here()
    write_network(model, static, precision, target)
    tokenizer = model.tokenizer if static else model.tokenizer.backend_tokenizer
    tokenizer.save(str(target / "tokenizer.json"))
    told = {
        "fingerprint": fingerprint_of(source, prompts),
        "dimension": model.get_embedding_dimension(),
        "tokens": MOST_TOKENS if static else _reach(model),
        "padding": 0 if static else model.tokenizer.pad_token_id or 0,
        "marks": not static,
        "means": makes_means(source),
        "precision": precision,
        "prompts": {"query": prompts[0], "passage": prompts[1]},
        "multilingual": reads_many_languages(source),
        "unrelated": unrelated(
            model.encode(list(QUESTIONS), prompt=prompts[0], normalize_embeddings=True),
            model.encode(list(TEXTS), prompt=prompts[1], normalize_embeddings=True),
        ),
    }
    (target / DESCRIPTION).write_text(json.dumps(told, indent=1), encoding="utf-8")
    note(target)


def _reach(model: Any) -> int:
    """How many tokens a transformer reads of a text; of tables of positions that begin behind the padding's number
    (RoBERTa and its kin) not the whole length.
    """
    reach = min(int(model.max_seq_length or MOST_TOKENS), MOST_TOKENS)
    for part in model[0].auto_model.modules():
        table, padding = getattr(part, "position_embeddings", None), getattr(part, "padding_idx", None)
        if table is not None and hasattr(table, "num_embeddings"):
            reach = min(reach, table.num_embeddings - (padding + 1 if isinstance(padding, int) else 0))
    return reach


def makes_means(source: Path) -> bool:
    """Whether the vector of a text is the mean of its tokens' and nothing else, so that a part of it has one too."""
    (first, _), *rest = parts_of(source)
    names = [kind.rpartition(".")[2] for kind, _ in rest]
    if first.endswith("StaticEmbedding"):
        return not set(names) - {"Normalize"}
    if names[:1] != ["Pooling"] or set(names[1:]) - {"Normalize"}:
        return False
    pooling = pooling_of(rest[0][1])
    modes = {name for name, value in pooling.items() if name.startswith("pooling_mode_") and value}
    return modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean"


def fingerprint_of(source: Path, prompts: tuple[str, str]) -> str:
    """sha256 over the names and bytes of the model's files, and over its prompts where it has any: the same model has
    the same on every machine.
    """
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".txt", ".model"):
            digest.update(str(path.relative_to(source)).encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    if any(prompts):
        digest.update(json.dumps(prompts).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), Path(sys.argv[2]), (sys.argv[3], sys.argv[4]))
