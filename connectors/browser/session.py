"""One browser per worker process, recycled after a number of cases or when it has grown, and replaced when it died.

The sync API: the browser lives on the thread that runs the case, and parallelism is more processes. Systems whose browsers
must be started differently (an authority, Kerberos, a window) have one each, below the same driver.
"""

import atexit
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Error

from connectors.browser.case import CaseContext
from connectors.browser.driver import Driver, DriverDied, start_driver
from connectors.browser.engine import Engine, LaunchOptions, context_options, launch_options, start_engine
from connectors.browser.evidence.traces import traced
from connectors.browser.systems import SystemProfile, ca_files, system_profile
from connectors.browser.trust import CaFile
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

MEASURED_EVERY = 10
"""Cases between two looks at the memory; a look takes some 50 ms."""


@dataclass
class BrowserProcess:
    """A driver and its browsers: what a worker process has one of."""

    driver: Driver
    engines: dict[LaunchOptions, Engine] = field(default_factory=dict)
    cases: int = 0
    open_cases: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether all of it should be started anew: it did its number of cases, has grown, or trusts what has changed."""
        if self.open_cases:
            return False  # somebody works in it
        if self.cases >= settings().browser_cases_per_process or self.driver.ca_files != _trusted():
            return True
        is_due = self.cases and self.cases % MEASURED_EVERY == 0
        return bool(is_due) and self.driver.megabytes() > settings().browser_max_megabytes

    def engine(self, options: LaunchOptions) -> Engine:
        """The browser started with these options: the one that was, which may have died while idle, or a new one."""
        if options not in self.engines:
            self.engines[options] = start_engine(self.driver.playwright, options)
        return self.engines[options]

    def drop(self, engine: Engine) -> None:
        """Forget a browser that died."""
        for options in [options for options, each in self.engines.items() if each is engine]:
            del self.engines[options]
        engine.close()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """While the body works in a case."""
        self.cases += 1
        self.open_cases += 1
        try:
            yield
        finally:
            self.open_cases -= 1

    def close(self) -> None:
        """End the browsers and their driver."""
        while self.engines:
            self.engines.popitem()[1].close()
        self.driver.close()


@dataclass(frozen=True)
class SystemBrowser:
    """The browser as one system gets it. Get it by `browser(system)`; `case()` is what is done with it."""

    system: str
    profile: SystemProfile
    process: BrowserProcess
    engine: Engine

    @contextmanager
    def case(self) -> Iterator[CaseContext]:
        """A fresh context as the system needs it, with time-outs on everything; closed afterwards, whatever happened.

        Raises:
            ConfigurationError: A secret, key or certificate of the system's is missing or wrong.
        """
        with context_options(self.system, self.profile) as options:
            running, context = self._new_context(options)
            try:
                case = CaseContext(
                    context,
                    context.new_page(),
                    action_ms=self.profile.action_seconds * 1000,
                    navigation_ms=self.profile.navigation_seconds * 1000,
                    seconds=self.profile.case_seconds,
                )
                raw_folder = running.engine.raw_folder
                tracing = traced(context, raw_folder) if raw_folder is not None else nullcontext()
                with running.process.counted(), tracing:
                    yield case
                    case.check_surprises()
            finally:
                with suppress(Error):  # it died: the next case gets a new one
                    context.close()

    def _new_context(self, options: Mapping[str, Any]) -> tuple["SystemBrowser", BrowserContext]:
        """A context, and the browser it is in: another one where ours died while idle, which shows only now."""
        try:
            return self, self.engine.browser.new_context(**options)
        except Error:
            if self.engine.is_alive:
                raise
        fresh = _instead_of(self)
        return fresh, fresh.engine.browser.new_context(**options)


_own: list[BrowserProcess] = []


def browser(system: str = "") -> SystemBrowser:
    """This worker process' browser for a system, as the systems file describes it: the one that runs, or a new one.

    Raises:
        ConfigurationError: No browser can be started as things are set up; says what to do.
    """
    if _own and _own[0].is_spent:
        close_browser()
    try:
        return _running(system)
    except DriverDied:
        close_browser()
        return _running(system)


def _running(system: str) -> SystemBrowser:
    profile = system_profile(system)
    if not _own:
        _own.append(BrowserProcess(start_driver(_trusted())))
    process = _own[0]
    try:
        options = launch_options(process.driver.playwright, profile)
        return SystemBrowser(system, profile, process, process.engine(options))
    except ConfigurationError:
        if not process.engines:
            close_browser()
        raise


def _instead_of(dead: SystemBrowser) -> SystemBrowser:
    """Which of browser and driver died doesn't show: both are started anew, unless somebody works in the driver's others."""
    if dead.process.open_cases:
        dead.process.drop(dead.engine)
    else:
        close_browser()
    return browser(dead.system)


def _trusted() -> tuple[CaFile, ...]:
    return tuple(map(CaFile.of, ca_files()))


def close_browser() -> None:
    """End this process' browser, if it has one."""
    while _own:
        _own.pop().close()


atexit.register(close_browser)
