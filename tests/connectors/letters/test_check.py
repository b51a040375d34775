"""Doctor's look at letters."""

from pathlib import Path

import pytest

from connectors.letters import check
from connectors.letters.check import check_letters
from tests.connectors.letters.template_files import template


def test_the_check_says_when_libreoffice_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And which package to install."""
    assert check_letters().ok
    assert "kvittering-helbredstillaeg" in check_letters().detail
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not check_letters().ok
    assert "libreoffice-writer-nogui" in check_letters().remedy


def test_the_check_names_a_template_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first case meets it; what Word leaves beside an open file is no template."""
    monkeypatch.setattr(check, "TEMPLATES", tmp_path)
    template(tmp_path, "Kære [navn")
    (tmp_path / "~$brev.docx").write_bytes(b"who has it open")
    finding = check_letters()
    assert not finding.ok
    assert "templates: brev; the letter 'brev': it has a bracket without its other half" in finding.detail
