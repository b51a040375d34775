"""Printing by LibreOffice: whatever it does, the call ends, with a PDF or one error."""

from pathlib import Path

import pytest

from connectors.letters.printing import print_pdf
from gevinst import office
from gevinst.errors import ConfigurationError, RetryLater
from tests.connectors.letters.template_files import template


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "#!/bin/sh\nsleep 600\n"])
def test_a_libreoffice_that_fails_prints_nothing_or_hangs_is_tried_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Each ends as one error, and nothing is left running."""
    program = tmp_path / "soffice"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "_SECONDS", 1)
    with pytest.raises(RetryLater):
        print_pdf(template(tmp_path, "Kære borger"))


def test_a_machine_without_libreoffice_is_told_which_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence for operations."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match="libreoffice-writer-nogui"):
        print_pdf(template(tmp_path, "Kære borger"))
