"""Resources are found by name, or the installation is called broken."""

from pathlib import Path

import pytest

from app import assets


def test_a_resource_is_found_beside_the_package_in_the_source_tree(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "words.txt").write_text("窓口", encoding="utf-8")
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "app")
    assert assets.asset("words.txt").read_text(encoding="utf-8") == "窓口"


def test_a_packed_program_reads_its_own_resources_first(tmp_path: Path, monkeypatch) -> None:
    for root in (tmp_path / "app" / "resources", tmp_path / "resources"):
        root.mkdir(parents=True)
        (root / "words.txt").write_text(root.parent.name, encoding="utf-8")
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "app")
    assert assets.asset("words.txt").read_text(encoding="utf-8") == "app"


def test_a_missing_resource_names_itself() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/no-such\.svg"):
        assets.asset("icons/no-such.svg")
