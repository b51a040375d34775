"""What `gevinst doctor` looks at: each check says what is wrong and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One check's answer: what was looked at, whether it is fine, what was seen, and what to do if it isn't."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
