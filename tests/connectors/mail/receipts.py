"""One receipt, composed as the process does."""

from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from typing import Any

GIVEN: dict[str, Any] = {
    "mailbox_address": "helbredstillaeg@eksempel.example",
    "to": "kontakt@klinik.example",
    "in_reply_to": "<1@klinik.example>",
    "references": "<0@klinik.example> <1@klinik.example>",
    "message_id": "<abc@robot.example>",
    "item_label": "GEV-1042",
    "received_on": date(2026, 11, 24),
}


def receipt_text(compose: Callable[..., bytes]) -> str:
    """What a sender reads."""
    return str(message_from_bytes(compose(**GIVEN), policy=policy.default).get_content())
