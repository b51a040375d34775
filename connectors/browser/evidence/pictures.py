"""A masked picture of a window: wherever values usually stand, and whatever holds a known one or a number of the shape."""

from collections.abc import Iterable, Iterator, Sequence

from playwright.sync_api import Frame, Locator, Page

from connectors.browser.evidence.masking import CPR_SHAPE, PICTURE_TAGS, VALUES

_COLOUR = "#444444"
_NO_TEXT_OF_STYLES = "*::before, *::after { color: transparent !important; background-image: none !important }"
"""What a style sheet writes beside an element belongs to none that could be masked."""
_MASKED = f"{VALUES}, {', '.join(sorted(PICTURE_TAGS))}"


def masked_picture(page: Page, values: Iterable[str], fields: Sequence[Locator] = (), *, timeout_ms: float) -> bytes:
    """The whole page as PNG.

    Args:
        page: A window that answers; one that is busy for ever would be waited for, for ever.
        values: What is known as personal.
        fields: Where the page shows personal values, besides the places every page has them in.
        timeout_ms: For the drawing.

    Raises:
        playwright.sync_api.Error: It can't be drawn.
    """
    known = sorted(values)
    masks = [mask for frame in page.frames for mask in _masks(frame, known)]
    return page.screenshot(
        full_page=True,
        mask=[*masks, *fields],
        mask_color=_COLOUR,
        style=_NO_TEXT_OF_STYLES,
        timeout=timeout_ms,
    )


def _masks(frame: Frame, values: Iterable[str]) -> Iterator[Locator]:
    yield frame.locator(_MASKED)
    yield frame.get_by_text(CPR_SHAPE)
    for value in values:
        yield frame.get_by_text(value)
