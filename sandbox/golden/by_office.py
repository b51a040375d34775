"""PDFs and old formats that LibreOffice makes of Word files, all in one call a format."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gevinst.errors import ConfigurationError
from sandbox.post.stilled import still_pdf

_SECONDS = 600


def convert_all(files: Sequence[bytes], to: str) -> list[bytes]:
    """Each Word file in another format: `pdf`, or `doc`, `odt` or `rtf` as some still send it."""
    if not files:
        return []
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConfigurationError("LibreOffice is missing: install the package libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number}.docx" for number, _ in enumerate(files)]
        for source, content in zip(sources, files, strict=True):
            source.write_bytes(content)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--convert-to", to, "--outdir", str(folder)),
                *map(str, sources),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        made = [source.with_suffix(f".{to}").read_bytes() for source in sources]
    return [still_pdf(content) for content in made] if to == "pdf" else made
