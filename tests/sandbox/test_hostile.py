"""The hostile set as files: small enough for a mail, named once each, with the reasons beside them."""

import json
import sys
from pathlib import Path

import pytest

from sandbox.hostile import REASONS, hostile_files
from sandbox.hostile.__main__ import main

MOST_BYTES = 6 << 20
MOST_IN_ALL = 20 << 20


def test_the_command_writes_them_all_with_their_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder to try any reader on: each file fits in a mail, however much it holds."""
    into = tmp_path / "hostile"
    monkeypatch.setattr(sys, "argv", ["sandbox.hostile", str(into)])
    main()
    reasons = json.loads((into / REASONS).read_text(encoding="utf-8"))
    assert capsys.readouterr().out == f"{len(reasons)} files in {into}\n"
    assert {path.name for path in into.iterdir()} == {REASONS, *reasons}
    assert reasons == {file.name: file.reason for file in hostile_files()}
    sizes = [path.stat().st_size for path in into.iterdir()]
    assert max(sizes) < MOST_BYTES
    assert sum(sizes) < MOST_IN_ALL
