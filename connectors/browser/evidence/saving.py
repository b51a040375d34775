"""Evidence of a failure: every open window as a masked picture and as text, the place, the console, the cleaned trace.

Evidence is case data: it lies in the case's folder, for the service account only, and never goes to the orchestrator.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from connectors.browser.case import CaseContext
from connectors.browser.evidence.masking import Clean, masking, path_only, said_by_page
from connectors.browser.evidence.page_text import read_text
from connectors.browser.evidence.pictures import masked_picture
from connectors.browser.evidence.trace_cleaning import clean_trace, typed_in
from connectors.browser.evidence.traces import end_trace
from gevinst.items.steps import note_step, step_in_hand
from gevinst.private_files import make_private_folder, write_private
from gevinst.settings import settings

_PATIENCE_MS = 2_000
"""For each thing that is asked of a page that failed."""
_SHORTEST_SECRET = 6
"""Of a cookie's value; a shorter one (`da`, `true`) is no secret and stands in every text."""

Part = Callable[[], None]


def save_evidence(
    case: CaseContext, folder: Path, *, personal: Iterable[str] = (), fields: Iterable[Locator] = ()
) -> None:
    """Write what operations need to see of a failed case, and nothing of whose case it was.

    Best effort by design: a dead browser or a full disk leaves a note of what is missing, and the failure it is about
    matters more than any of it.

    Args:
        case: The case; its trace ends here, and its notes become files of their own.
        folder: The evidence folder of this claim.
        personal: The case's known values: names, whole and in parts.
        fields: Where a page shows personal values, besides the places every page has them in.
    """
    evidence = _Evidence(case, folder, {*personal} - {""}, tuple(fields))
    with suppress(OSError):  # the folder itself can't be made
        make_private_folder(folder)
        evidence.take()
        if evidence.missing:
            write_private(folder / "note.txt", "".join(f"missing: {line}\n" for line in evidence.missing))


@dataclass
class _Evidence:
    case: CaseContext
    folder: Path
    values: set[str]
    fields: tuple[Locator, ...]
    missing: list[str] = field(default_factory=list)
    _trace: bytes | None = None

    def take(self) -> None:
        """First learn what to mask; then what is cheap, since a page that can't be drawn can often still be read."""
        self._try("the trace", self._end_trace)
        for what, part in (("personal fields", self._read_fields), ("the session's cookies", self._read_cookies)):
            self._try(what, part)
        with masking(self.values) as clean:
            for what, part in self._texts(clean):
                self._try(what, part)
            if not self._windows():
                self.missing.append("the windows: all are closed")
            for number, page in enumerate(self._windows(), 1):
                name = "page" if number == 1 else f"page-{number}"
                if self._try(f"{name}.txt", partial(self._read_window, page, f"{name}.txt", clean)):
                    self._try(f"{name}.png", partial(self._draw_window, page, f"{name}.png"))
        if self._trace is not None:
            self._try("trace.zip", partial(self._clean_trace, self._trace))

    def _try(self, what: str, part: Part) -> bool:
        """Each part by itself: what one can't do doesn't keep the others from being there."""
        try:
            part()
        except Exception as error:  # noqa: BLE001 (whatever it is, it may not take the place of the failure in hand)
            self.missing.append(f"{what}: {type(error).__name__}")
            return False
        return True

    # --- what to mask -----------------------------------------------------------------------------------------------

    def _end_trace(self) -> None:
        raw = end_trace(self.case)
        if raw is not None:
            self.values |= typed_in(raw)
            self._trace = raw

    def _read_fields(self) -> None:
        for locator in self.fields:
            for shown in locator.evaluate_all("all => all.map(one => `${one.value || ''}\\n${one.innerText || ''}`)"):
                self.values |= {line.strip() for line in shown.splitlines()} - {""}

    def _read_cookies(self) -> None:
        secrets = (cookie["value"] for cookie in self.case.context.cookies())
        self.values |= {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}

    # --- what is written --------------------------------------------------------------------------------------------

    def _texts(self, clean: Clean) -> Iterator[tuple[str, Part]]:
        yield "where.txt", lambda: self._write("where.txt", self._where(clean))
        yield "the step", lambda: note_step(self.folder)
        yield "console.txt", lambda: self._write("console.txt", clean(self._console()))
        for name, text in self.case.notes.items():
            yield name, partial(self._write, name, clean(text))

    def _windows(self) -> list[Page]:
        others = [page for page in self.case.context.pages if page is not self.case.page]
        return [page for page in (self.case.page, *others) if not page.is_closed()]

    def _where(self, clean: Clean) -> str:
        now = datetime.now(ZoneInfo(settings().timezone)).isoformat(timespec="seconds")
        lines = [f"time: {now}", f"step: {step_in_hand() or '(none)'}"]
        for number, page in enumerate(self._windows(), 1):
            lines += [f"window {number}: {clean(path_only(frame.url))}" for frame in page.frames]
        return "".join(f"{line}\n" for line in lines)

    def _console(self) -> str:
        lines: list[str] = []
        for page in self._windows():
            lines += [
                f"{each.type}: {said_by_page(each.text, each.type)} ({path_only(each.location['url'])})"
                for each in page.console_messages()
            ]
            lines += [f"uncaught: {said_by_page(each.message, 'error')}" for each in page.page_errors()]
        return "".join(f"{line}\n" for line in lines)

    def _read_window(self, page: Page, name: str, clean: Clean) -> None:
        texts = ["\n".join(read_text(frame, timeout_ms=_PATIENCE_MS)) for frame in page.frames]
        self._write(name, clean("\n---\n".join(texts)))

    def _draw_window(self, page: Page, name: str) -> None:
        write_private(self.folder / name, masked_picture(page, self.values, self.fields, timeout_ms=2 * _PATIENCE_MS))

    def _clean_trace(self, raw: bytes) -> None:
        write_private(self.folder / "trace.zip", clean_trace(raw, self.values))

    def _write(self, name: str, text: str) -> None:
        write_private(self.folder / name, text)
