"""Trust a private authority: a certificate database of its own for each browser, and a bundle for Playwright's driver.

Measured with Chromium 156, headless shell and full, against servers with a right, a foreign, an expired and another host's
certificate, and one that presents a foreign certificate with ours appended:

- an NSS database in a private home (`.pki/nssdb`): the right one is taken, the four wrong ones are refused, in both;
- `--ignore-certificate-errors-spki-list` with the authority's key: the right one is refused, the appended one is *taken*;
  with the server's key: the appended one is taken, too. It isn't a pin; it isn't used;
- `ignore_https_errors`: everything is taken; it isn't used;
- what Playwright sends by itself (the fence's `route.fetch`, `context.request`) asks the driver's trust, not the browser's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from connectors.browser.certificates import authorities
from gevinst.errors import ConfigurationError

_SECONDS = 30


@dataclass(frozen=True)
class CaFile:
    """A file of authorities as it was at a time: a browser that trusts an older one is started anew."""

    path: Path
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> "CaFile":
        """As it is now; one that isn't there is said when it is used."""
        return cls(path, path.stat().st_mtime_ns if path.is_file() else 0)


def trusting_home(home: Path, ca_file: Path) -> dict[str, str]:
    """Make `home` one whose browser trusts the file's authorities besides the usual; returns the browser's environment.

    Raises:
        ConfigurationError: The file is no CA file, or the system has another way to trust.
    """
    found = authorities(ca_file)
    if sys.platform == "win32":
        raise ConfigurationError(
            f"on Windows a browser trusts what the machine does: import {ca_file} into its Trusted Root store and take "
            "ca_file out of the profile"
        )
    database = home / ".pki/nssdb"
    database.mkdir(parents=True, mode=0o700)
    _certutil(database, "-N", "--empty-password")
    for number, each in enumerate(found):
        _certutil(database, "-A", "-t", "C,,", "-n", f"authority {number}", given=each)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {**inherited, "HOME": str(home)}


def driver_bundle(folder: Path, ca_files: Iterable[CaFile]) -> Path | None:
    """One file with all authorities, for the driver: it has one trust for all systems. None where there are none.

    A file that can't be used is passed over: it stops its own system, when its browser is started, and no other.
    """
    found: list[bytes] = []
    for file in ca_files:
        with suppress(ConfigurationError):
            found += authorities(file.path)
    if not found:
        return None
    bundle = folder / "authorities.pem"
    bundle.write_bytes(b"".join(found))
    return bundle


def _certutil(database: Path, verb: str, *arguments: str, given: bytes = b"") -> None:
    program = shutil.which("certutil")
    if program is None:
        raise ConfigurationError("a ca_file needs the program certutil: install the package libnss3-tools")
    done = subprocess.run(
        [program, verb, "-d", f"sql:{database}", *arguments],
        input=given,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ConfigurationError("certutil can't write a browser's certificate database: is the disk full?")
