"""What a mail says, as one text: Danish character sets, HTML as a person sees it, both forms where they differ.

Limited child only.
"""

import html as markup
import re
from collections.abc import Iterable, Sequence
from email.message import Message

from inscriptis import get_text

from connectors.mail import headers

PART_BREAK = "\f"
"""Between texts that are judged each by itself; see `connectors.mail.phrases`."""


def is_body(part: Message, media_type: str = "") -> bool:
    """Whether a part is text that a mail program shows; an attached text file is none."""
    kinds = (media_type,) if media_type else ("text/plain", "text/html")
    return part.get_content_type() in kinds and part.get_content_disposition() != "attachment"


def html_of(parts: Iterable[Message]) -> list[str]:
    """The HTML forms, as they are written."""
    return [_text(part) for part in parts if is_body(part, "text/html")]


def body_of(parts: Sequence[Message]) -> str:
    """One text; both forms where they differ, since what stands only in the HTML must be seen too."""
    plain = "\n\n".join(_text(part) for part in parts if is_body(part, "text/plain"))
    html = "\n\n".join(map(_readable_html, html_of(parts)))
    return plain if _letters(plain) == _letters(html) else joined((plain, html))


def joined(texts: Iterable[str]) -> str:
    """Texts that are judged each by itself, as one."""
    return PART_BREAK.join(text.replace(PART_BREAK, "\n") for text in texts if text.strip())


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError):
        charset = None
    return headers.decode(raw if isinstance(raw, bytes) else b"", charset)


def _readable_html(html: str) -> str:
    """What the renderer gives up on is stripped of its tags, so that nothing goes unread."""
    stripped = markup.unescape(
        re.sub(r"<(style|script)\b.*?</\1\s*>|<[^>]*>", " ", html, flags=re.DOTALL | re.IGNORECASE)
    )
    if not stripped.strip():
        return ""
    try:
        text: str = get_text(html)
    except Exception:  # noqa: BLE001 (whatever a stranger's markup makes the renderer raise)
        text = ""
    return text if text.strip() else stripped


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
