"""What a run left to be read, as part of a page: Markdown without HTML, pictures or foreign addresses."""

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from gevinst.door.paths import is_local


def rendered(text: str) -> Markup:
    """The text as markup. HTML in it is shown as it stands, and a link leads to a page of ours or nowhere."""
    return Markup(_reader().render(text))  # noqa: S704 (made by the library, which escapes all that was written)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "autolink"])
    reader.validateLink = is_local  # type: ignore[method-assign]
    return reader
