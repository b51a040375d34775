"""Playwright's driver: one a worker process, above all its browsers; what it and they use of memory is measured here."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Playwright, sync_playwright

from connectors.browser.trust import CaFile, driver_bundle
from gevinst.errors import ConfigurationError

_EXTRA_TRUST = "NODE_EXTRA_CA_CERTS"


class DriverDied(Exception):
    """Its process is gone, or may be, and with it every browser below: all of it is started anew."""


@dataclass(frozen=True)
class Driver:
    """A driver that runs.

    Attributes:
        playwright: What browsers are started by.
        ca_files: The authorities it trusts besides the usual: of all systems, since it has one trust.
    """

    playwright: Playwright
    ca_files: tuple[CaFile, ...]
    _process: psutil.Process | None
    _folder: Path

    def megabytes(self) -> float:
        """What the driver and all below it use, shared memory counted once; takes some 50 ms."""
        if self._process is None:
            return 0.0
        with suppress(psutil.Error):
            return sum(map(_bytes_of, [self._process, *self._process.children(recursive=True)])) / (1 << 20)
        return 0.0

    def kill(self) -> None:
        """End it and all below it at once, from any thread: what waits for it gets an error."""
        if self._process is not None:
            with suppress(psutil.Error):
                for each in (*self._process.children(recursive=True), self._process):
                    each.kill()

    def close(self) -> None:
        """End it."""
        try:
            self.playwright.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def start_driver(ca_files: tuple[CaFile, ...]) -> Driver:
    """Start one on this thread.

    Raises:
        ConfigurationError: It can't start; says what to do.
    """
    folder = Path(tempfile.mkdtemp(prefix="gevinst-driver-"))
    try:
        before = {each.pid for each in psutil.Process().children()}
        with _trusting(driver_bundle(folder, ca_files)):
            playwright = _start()
        new = [each for each in psutil.Process().children() if each.pid not in before]
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Driver(playwright, ca_files, new[0] if len(new) == 1 else None, folder)


def _start() -> Playwright:
    try:
        return sync_playwright().start()
    except Exception as error:  # noqa: BLE001 (a bundled program: what it lacks shows only when it starts)
        if "asyncio" in str(error):
            raise ConfigurationError("a browser was opened in an async flow: make the flow a plain `def`") from None
        raise ConfigurationError(
            f"Playwright's driver can't start ({type(error).__name__}): install the package libatomic1"
        ) from None


@contextmanager
def _trusting(bundle: Path | None) -> Iterator[None]:
    """The driver reads the variable when it starts, and inherits our environment; nothing else may see it."""
    if bundle is None:
        yield
        return
    before = os.environ.get(_EXTRA_TRUST)
    if before is not None and Path(before).is_file():
        bundle.write_bytes(bundle.read_bytes() + Path(before).read_bytes())
    os.environ[_EXTRA_TRUST] = str(bundle)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EXTRA_TRUST]
        else:
            os.environ[_EXTRA_TRUST] = before


def _bytes_of(process: psutil.Process) -> int:
    """Its share of shared memory included, where the system tells."""
    with suppress(psutil.Error):
        used = process.memory_full_info()
        return int(getattr(used, "pss", used.uss))
    return 0
