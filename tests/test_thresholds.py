"""The file of thresholds: written, read back, and kept to the model that it was fitted for."""

from pathlib import Path

import pytest

from chatbot.thresholds import FILE, Thresholds, read_thresholds, write_thresholds
from index.encoder import model_name

FITTED = Thresholds("e5:1", "0123", "tune（166問）", "2026-11-25", 0.8512, 0.79, 0.86, 0.8)


def test_what_is_written_is_read_for_its_model_only(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    write_thresholds(FITTED, path)
    assert read_thresholds("e5:1", path) == FITTED
    assert read_thresholds("e5:2", path) is None
    assert [entry.name for entry in tmp_path.iterdir()] == ["thresholds.toml"]


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_thresholds("e5:1", tmp_path / "none.toml") is None


@pytest.mark.parametrize("text", ["model = ", 'model = "e5:1"\n', "surplus = 1\n", "\udcff"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError, match=r"しきい値のファイル .*thresholds\.toml"):
        read_thresholds("e5:1", path)


def test_the_bundled_model_has_thresholds() -> None:
    assert FILE.exists()
    thresholds = read_thresholds(model_name(str(Path(__file__).parent.parent / "index/models/e5-small-ja")))
    assert thresholds is not None
    assert 0 < thresholds.other < thresholds.japanese < 1
