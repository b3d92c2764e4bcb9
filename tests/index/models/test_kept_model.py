"""A converted model that is kept: damaged, incomplete, of another version, or where nothing can be written."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.models import conversion
from index.models.encoder import open_encoder
from index.models.kept_model import COMPILED, FILES, NOTED, compiled_cache, is_whole, note, note_compiled
from index.models.model_files import prompts_of
from tests.index.models.tiny_models import ASKED, TEXT, WITH_THE_ORIGINAL, converted_here, made

pytestmark = WITH_THE_ORIGINAL
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    """A model, with its conversion beside it, and what it makes of two texts."""
    folder = tmp_path_factory.mktemp("kept")
    made(folder, "bert", "mean")
    return folder / "model", converted_here(folder / "model").encode_queries([ASKED, TEXT])


@pytest.fixture
def conversions(tiny: tuple[Path, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where a conversion was asked for; instead of ten seconds in a child process, one that is ready is copied."""
    asked: list[Path] = []
    ready = tiny[0].parent / f"converted {abs(hash(prompts_of(tiny[0])))}"

    def convert(source: Path, target: Path, prompts: tuple[str, str]) -> None:
        assert source == tiny[0] and prompts == ("", "")
        asked.append(target)
        for name in (*FILES, NOTED):
            shutil.copy(ready / name, target / name)

    monkeypatch.setattr(conversion, "_convert_in_a_child", convert)
    return asked


def flipped(path: Path, at: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 0x10
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turned(path: Path) -> None:
    """Two blocks change their places: all sums of the whole file stay."""
    data = path.read_bytes()
    path.write_bytes(data[4096:8192] + data[:4096] + data[8192:])


def kept(cache: Path) -> Path:
    (folder,) = (cache / "models").iterdir()
    return folder


@pytest.mark.parametrize("damage", [flipped, cut, Path.unlink])
@pytest.mark.parametrize("name", [*FILES, NOTED])
def test_a_damaged_model_is_converted_anew_and_gives_the_right_vectors(
    tiny: tuple[Path, np.ndarray], conversions: list[Path], tmp_path: Path, name: str, damage: Damage
) -> None:
    open_encoder(str(tiny[0]), tmp_path)
    damage(kept(tmp_path) / name)
    assert not is_whole(kept(tmp_path))
    found = open_encoder(str(tiny[0]), tmp_path).encode_queries([ASKED, TEXT])
    assert np.array_equal(found, tiny[1])
    assert len(conversions) == 2
    assert is_whole(kept(tmp_path))
    open_encoder(str(tiny[0]), tmp_path)
    assert len(conversions) == 2, "what is whole is used"


@pytest.mark.parametrize("damage", [flipped, cut, Path.unlink, lambda path: path.write_bytes(b""), turned])
def test_what_was_compiled_and_is_damaged_is_compiled_anew(
    tiny: tuple[Path, np.ndarray], conversions: list[Path], tmp_path: Path, damage: Damage
) -> None:
    open_encoder(str(tiny[0]), tmp_path).encode_queries([ASKED])
    (blob,) = (kept(tmp_path) / COMPILED).glob("*/*.blob")
    damage(blob)
    assert np.array_equal(open_encoder(str(tiny[0]), tmp_path).encode_queries([ASKED, TEXT]), tiny[1])
    assert len(conversions) == 1
    assert compiled_cache(kept(tmp_path), blob.parent.name) == blob.parent
    assert len([*blob.parent.glob("*.blob")]) == 1


def test_what_another_version_compiled_is_not_used(
    tiny: tuple[Path, np.ndarray], conversions: list[Path], tmp_path: Path
) -> None:
    open_encoder(str(tiny[0]), tmp_path).encode_queries([ASKED])
    (blob,) = (kept(tmp_path) / COMPILED).glob("*/*.blob")
    blob.write_bytes(b"OpenVINO 1999" * 1000)
    blob.with_name(f"{blob.name}.json").unlink()
    note_compiled(kept(tmp_path), blob.parent.name)
    assert np.array_equal(open_encoder(str(tiny[0]), tmp_path).encode_queries([ASKED, TEXT]), tiny[1])


def test_where_nothing_can_be_kept_the_model_is_converted_for_this_run_and_that_is_told(
    tiny: tuple[Path, np.ndarray], conversions: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    found = open_encoder(str(tiny[0]), tmp_path / "cache").encode_queries([ASKED, TEXT])
    assert np.array_equal(found, tiny[1])
    (told,) = caplog.messages
    assert "cache/models cannot be written: Not a directory." in told and "for this run alone" in told
    assert [path for path in conversions if path.exists()] == []


def test_another_version_of_openvino_converts_anew(
    tiny: tuple[Path, np.ndarray], conversions: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_encoder(str(tiny[0]), tmp_path)
    monkeypatch.setattr(conversion, "version", lambda package: f"{package} 9999")
    open_encoder(str(tiny[0]), tmp_path)
    assert len(conversions) == 2 and len(list((tmp_path / "models").iterdir())) == 2


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 20_000])
def test_no_flipped_bit_goes_unseen_wherever_it_is(tmp_path: Path, size: int) -> None:
    random = np.random.default_rng(size)
    for name in FILES:
        (tmp_path / name).write_bytes(random.bytes(size))
    note(tmp_path)
    assert is_whole(tmp_path)
    for at in random.random(40 if size else 0).tolist() + ([0.0, 1.0] if size else []):
        flipped(tmp_path / FILES[0], at)
        assert not is_whole(tmp_path)
        flipped(tmp_path / FILES[0], at)
    assert is_whole(tmp_path)
