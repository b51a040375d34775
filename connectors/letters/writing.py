"""Fill a Word template and print it: a missing value is an error, and a value can't be markup or code."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError, RetryLater

TEMPLATES = Path(__file__).parent / "templates"
_SECONDS = 60


@dataclass(frozen=True)
class Letter:
    """One written letter, in Word and as PDF."""

    docx: Path
    pdf: Path


def write_letter(template: str, values: Mapping[str, str], *, into: Path) -> Letter:
    """Write a letter into an existing folder.

    Args:
        template: The name of a Word file in this package's `templates`.
        values: A text for each of its variables, no more and no less missing.
        into: Where the two files go.

    Raises:
        ConfigurationError: No such template, or no LibreOffice.
        ProcessError: The template asks for a value it isn't given, or an empty one.
        RetryLater: LibreOffice didn't finish.
    """
    path = TEMPLATES / f"{template}.docx"
    if not path.is_file():
        raise ConfigurationError(f"the letter template '{template}' is missing: put {path.name} in {TEMPLATES}")
    document = DocxTemplate(path)
    missing = sorted(name for name in document.get_undeclared_template_variables() if not values.get(name))
    if missing:
        raise ProcessError(f"the letter '{template}' lacks: {', '.join(missing)}", code=Code.FIELD_MISSING)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render(dict(values), environment, autoescape=True)
    docx = into / f"{template}.docx"
    document.save(docx)
    return Letter(docx=docx, pdf=_print(docx))


def _print(docx: Path) -> Path:
    """PDF by LibreOffice, with a profile of the call's own: two calls with one profile fail."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConfigurationError("LibreOffice is missing: install the package libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory(prefix="gevinst-office-", ignore_cleanup_errors=True) as profile:
        command = [program, f"-env:UserInstallation={Path(profile).resolve().as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(docx.parent), str(docx)]
        _run(command)
    pdf = docx.with_suffix(".pdf")
    if not pdf.is_file():
        raise RetryLater("LibreOffice printed nothing")
    return pdf


def _run(command: list[str]) -> None:
    """Run LibreOffice in a group of its own: the program that is started is only a launcher, and both must end."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        status = process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        status = -1
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
    if status != 0:
        raise RetryLater("LibreOffice did not finish printing the letter")
