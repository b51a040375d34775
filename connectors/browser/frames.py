"""Framesets and nested iframes: the way from a window to the frame a page is shown in, by the frames' names."""

from playwright.sync_api import Frame, FrameLocator, Page

Path = tuple[str, ...]
"""Names (or ids) of frames, from the outermost on; empty for the window itself."""


def within(window: Page, path: Path) -> Page | FrameLocator:
    """The inside of a frame, to look for things in: whatever is shown there at the moment one looks."""
    here: Page | FrameLocator = window
    for name in path:
        here = here.frame_locator(f'frame[name="{name}"], iframe[name="{name}"], iframe[id="{name}"]')
    return here


def frame_of(window: Page, path: Path) -> Frame | None:
    """The frame as it is now, to wait for what comes into it; None where there is none (signed out, another page)."""
    here = window.main_frame
    for name in path:
        found = [frame for frame in here.child_frames if frame.name == name]
        found = found or [frame for frame in here.child_frames if _id_of(frame) == name]  # each of them is asked
        if len(found) != 1:
            return None
        here = found[0]
    return here


def _id_of(frame: Frame) -> str:
    return frame.frame_element().get_attribute("id") or ""
