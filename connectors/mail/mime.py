"""MIME, in the limited child only: a stranger's mail with all that is inside it, or the reason why a person must open it."""

from pathlib import Path
from typing import Any

from connectors.mail import headers
from connectors.mail.enclosed import Enclosed
from connectors.mail.limits import Budget, NeedsPerson
from connectors.mail.texts import PART_BREAK
from connectors.mail.walking import parse


def take_apart(path: str, into: str, own_addresses: list[str], file_bytes: int) -> dict[str, Any]:
    """The parts of `connectors.mail.parsing.Mail`, as JSON; `problem` alone when the mail needs a person.

    Args:
        path: The mail.
        into: A folder for its files.
        own_addresses: Whom a robot never answers, since it is one itself.
        file_bytes: The largest file there may be.
    """
    budget = Budget(file_bytes)
    try:
        message = parse(Path(path).read_bytes(), budget)
        kind = headers.kind(message)
        found = Enclosed(Path(into), budget)
        if kind != "bounce":  # it quotes a mail of ours, or of whoever wrote in our name: no case is in it
            found.take_mail(message)
    except NeedsPerson as needed:
        return {"problem": needed.code}
    own = [file for file, inner in zip(found.files, found.of_inner_mail, strict=True) if not inner]
    if kind in ("auto reply", "newsletter") and any(map(_is_document, own)):
        kind = "ordinary"  # a clinic's own system may say that it sends by itself: its estimate is still a case
    return {
        "message_id": headers.message_id(message),
        "from_address": headers.sender(message),
        "no_answer": headers.no_answer(message, own_addresses),
        "kind": kind,
        "subject": headers.readable(message, "Subject"),
        "enclosed_subjects": found.subjects,
        "body": PART_BREAK.join(text for text in found.texts if text.strip()),
        "attachments": found.files,
        "sent_at": headers.sent_at(message),
    }


def _is_document(attachment: dict[str, Any]) -> bool:
    return not attachment["inline"] and not str(attachment["media_type"]).startswith(("image/", "message/", "text/"))
