"""Settings are read when used: whatever operations change counts from the next question on."""

from pathlib import Path

import pytest

from gevinst.settings import settings


def test_a_changed_environment_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set, changed or removed is seen by the next read."""
    usual = settings().lease_seconds
    monkeypatch.setenv("GEVINST_LEASE_SECONDS", "77")
    assert settings().lease_seconds == 77
    monkeypatch.setenv("GEVINST_LEASE_SECONDS", "78")
    assert settings().lease_seconds == 78
    monkeypatch.delenv("GEVINST_LEASE_SECONDS")
    assert settings().lease_seconds == usual


def test_a_changed_file_counts_at_once(house: Path) -> None:
    """A `.env` file written, edited or removed is seen by the next read."""
    usual = settings().max_attempts
    (house / ".env").write_text("GEVINST_MAX_ATTEMPTS=8\n", encoding="utf-8")
    assert settings().max_attempts == 8
    (house / ".env").write_text("GEVINST_MAX_ATTEMPTS=12\n", encoding="utf-8")
    assert settings().max_attempts == 12
    (house / ".env").unlink()
    assert settings().max_attempts == usual


def test_another_folder_has_another_file(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The `.env` that counts is the working directory's, also when two are equally long and old."""
    for name, attempts in (("one", 8), ("two", 9)):
        (house / name).mkdir()
        monkeypatch.chdir(house / name)
        (house / name / ".env").write_text(f"GEVINST_MAX_ATTEMPTS={attempts}\n", encoding="utf-8")
        assert settings().max_attempts == attempts
    monkeypatch.chdir(house / "one")
    assert settings().max_attempts == 8
