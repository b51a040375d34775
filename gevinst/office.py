"""LibreOffice, run so that it can't harm: a profile of the call's own, no macros, and limits on time, memory and output."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gevinst.errors import ConfigurationError

_SECONDS = 60
_MEMORY_BYTES = 4 << 30
_FILE_BYTES = 256 << 20
_NO_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
  <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
 </item>
 <item oor:path="/org.openoffice.Office.Writer/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""


class OfficeFailed(Exception):
    """LibreOffice made nothing of the file: it is damaged or locked, or took more memory than it may."""


class OfficeTooSlow(OfficeFailed):
    """LibreOffice did not end in time, and was ended."""


def convert(source: Path, to: str, *, into: Path) -> Path:
    """Make another format of a document: `pdf` to print it, `docx` to read a file of Word before 2007 or of OpenOffice.

    Returns:
        The new file in `into`, called like the source.

    Raises:
        ConfigurationError: LibreOffice isn't installed.
        OfficeFailed: It made nothing; `OfficeTooSlow` where it did not end in time.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConfigurationError("LibreOffice is missing: install the package libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory(prefix="gevinst-office-", ignore_cleanup_errors=True) as profile:
        registry = Path(profile) / "user" / "registrymodifications.xcu"
        registry.parent.mkdir()
        registry.write_text(_NO_MACROS, encoding="utf-8")
        # Two calls with one profile fail.
        command = [program, f"-env:UserInstallation={Path(profile).resolve().as_uri()}", "--headless"]
        command += ["--convert-to", to, "--outdir", str(into), str(source)]
        status = _run(command)
    made = into / f"{source.stem}.{to}"
    if status != 0 or not made.is_file():
        raise OfficeFailed
    return made


def _run(command: list[str]) -> int:
    """Run it in a group of its own: the program that is started is only a launcher, and both must end."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _limit(process.pid)
    try:
        return process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        raise OfficeTooSlow from None


def _limit(pid: int) -> None:
    """Ask the operating system to hold the limits, for it and what it starts, where it can (only on Linux)."""
    try:
        from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_FSIZE, prlimit
    except ImportError:
        return
    for limit, most in ((RLIMIT_AS, _MEMORY_BYTES), (RLIMIT_FSIZE, _FILE_BYTES), (RLIMIT_CORE, 0)):
        prlimit(pid, limit, (most, most))
