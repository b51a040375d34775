"""The base of every page object: a page that knows itself, finds its fields by what people read, and says what it missed.

Subclass it once a system, to say its name, frame and what a lost session looks like; then once a page, with its heading
and one method for each verb of the domain. Whoever brings a page up calls `shown`, so no one holds a page that isn't there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Self

from playwright.sync_api import FrameLocator, Locator
from playwright.sync_api import Page as Window
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from connectors.browser import fields
from connectors.browser.case import CaseContext
from connectors.browser.errors import SessionExpired, answered, speaking_to
from connectors.browser.fingerprint import check_fingerprint
from connectors.browser.frames import Path, frame_of, within
from connectors.browser.origins import origin_of
from connectors.browser.systems import system_profile
from gevinst.errors import ProcessError, SystemDown


class Page:
    """One page of an outside system.

    Attributes:
        system: The system's name, as queues name it.
        heading: The page's heading, whole: what it is known by. One that holds a number is set on the instance.
        heading_at: A selector of what the page has for a heading.
        title: The window's title; only where it tells pages apart.
        landmark: A text that this page alone shows; for a page that has no heading.
        frame: The way to the frame it is shown in.
        expired: Texts that say, in whatever frame, that the session is over.
        closed: Texts that say that the system is closed for now (maintenance), with an answer like any other.
        is_drawn_by_script: Whether the page comes without a navigation, some time after what led to it.
        pinned: A selector of the region whose fingerprint is held; none where the screen may look as it likes.
        unfenced: Why its write can't pass the fence (it signs in by Negotiate); then the browser sends it by itself.
    """

    system: ClassVar[str]
    heading: str = ""
    heading_at: ClassVar[str] = "h1"
    title: ClassVar[str] = ""
    landmark: ClassVar[str] = ""
    frame: ClassVar[Path] = ()
    expired: ClassVar[tuple[str, ...]] = ()
    closed: ClassVar[tuple[str, ...]] = ()
    is_drawn_by_script: ClassVar[bool] = False
    pinned: ClassVar[str] = ""
    unfenced: ClassVar[str] = ""

    def __init__(self, case: CaseContext, window: Window | None = None) -> None:
        self.case = case
        self.window = window or case.page
        self.is_committed = False

    @property
    def here(self) -> Window | FrameLocator:
        """The inside of the page's frame; what is shown there at the moment one looks."""
        return within(self.window, self.frame)

    def shown(self) -> Self:
        """Check that this is the page, that the session lives, and that a pinned screen is the one that was accepted.

        Raises:
            SessionExpired: The system shows that it has signed us out.
            SystemDown: It shows that it is closed.
            ProcessError: Another page; or one whose fingerprint differs.
        """
        with speaking_to(self.system):
            if self._is_at_identity_page():
                raise SessionExpired(f"{self.system} sent us to its identity page")
            if self.is_drawn_by_script:
                self._wait_for_any_sign()
            self.case.check_surprises()
            if not self._is_here():
                self._say_what_is_here_instead()
            if self.pinned:
                check_fingerprint(self.case, type(self), self.here.locator(self.pinned))
        return self

    def is_shown(self) -> bool:
        """Whether this is the page, for one that comes only now and then; nothing is waited for."""
        with speaking_to(self.system):
            return self._is_here()

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """While the body clicks: wait for the page that comes in answer, so that none is read that was there before.

        A page drawn by script comes without a navigation: the next page's `shown` waits for it.
        """
        if self.is_drawn_by_script:
            yield
            return
        frame = frame_of(self.window, self.frame)
        if frame is None:
            raise ProcessError(f"{self.system}: the frame is gone")
        with frame.expect_navigation() as navigation:
            yield
        answered(self.system, navigation.value)

    @contextmanager
    def closing(self) -> Iterator[None]:
        """While the body clicks: wait until the page's own window has closed itself, as a search window does."""
        with speaking_to(self.system), self.window.expect_event("close"):
            yield

    def field(self, label: str) -> Locator:
        """The one field that a label names; none or two is `ProcessError` before anything is typed."""
        return fields.field(self.here, label)

    def press(self, name: str) -> None:
        """Press the one button or link of this name, and wait for what comes in answer."""
        button = self.button(name)
        with speaking_to(self.system), self.leaving():
            button.click()

    def button(self, name: str) -> Locator:
        """The one button or link of this name."""
        by_name = self.here.get_by_role("button", name=name, exact=True)
        return fields.only(by_name.or_(self.here.get_by_role("link", name=name, exact=True)), f"the button '{name}'")

    def _is_at_identity_page(self) -> bool:
        profile = system_profile(self.system).sign_in
        return profile is not None and origin_of(self.window.url) == profile.origin

    def _is_here(self) -> bool:
        if self.title and self.window.title().strip() != self.title:
            return False
        frame = frame_of(self.window, self.frame)
        if frame is None:
            return False
        if self.heading:
            return [text.strip() for text in frame.locator(self.heading_at).all_inner_texts()] == [self.heading]
        return not self.landmark or frame.get_by_text(self.landmark, exact=True).count() > 0

    def _wait_for_any_sign(self) -> None:
        signs = [*self.expired, *self.closed, *([self.landmark] if self.landmark else [])]
        whole = re.compile(rf"^\s*{re.escape(self.heading)}\s*$")
        here = self.here.locator(self.heading_at).filter(has_text=whole) if self.heading else None
        for text in signs:
            found = self.here.get_by_text(text)
            here = found if here is None else here.or_(found)
        if here is not None:
            try:
                here.first.wait_for()
            except PlaywrightTimeout:
                return  # what is shown instead is told by the caller

    def _say_what_is_here_instead(self) -> None:
        for frame in self.window.frames:
            if any(frame.get_by_text(text).count() for text in self.expired):
                raise SessionExpired(f"the session of {self.system} expired")
            if any(frame.get_by_text(text).count() for text in self.closed):
                raise SystemDown(self.system, f"{self.system} says that it is closed for maintenance")
        raise ProcessError(f"{self.system}: expected the page '{self.heading or self.title or self.landmark}'")
