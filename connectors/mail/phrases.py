"""Is there anything in a mail that a person must read? Greeting, known phrases and a signature block aside: yes.

Conservative by design: a line nobody foresaw is text to read, and so is everything a sender may have meant as a
complaint, a request for access or a cry for help, wherever it stands. What is quoted is judged like the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from connectors.mail.rules import rules
from connectors.mail.signature import is_name, is_reachable_at

PART_BREAK = "\f"
"""`connectors.mail.mime` puts it between text and HTML that don't say the same: each is judged by itself."""

_LONGEST = 20_000
_MOST_LINES = 400
_SIGNATURE_LINES = 10
_SIGNATURE_NAMES = 4
_QUOTE_MARK = re.compile(r"^(?:[>|]\s?)+")
_RULE = re.compile(r"[-_=*~–—]{1,}")
_DELIMITER = "--"  # what mail programs put before a signature
_PIECE = re.compile(r"(?<=[.!,;:])\s+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def text_beyond_phrases(body: str) -> bool:
    """Whether anything is left that a person must read; unknown text always is."""
    parts = body.split(PART_BREAK)
    return len(body) > _LONGEST or is_alarming(body) or any(_beyond(part) for part in parts)


def is_alarming(text: str) -> bool:
    """Whether a text, a subject for one, holds a word that a person must see: *klage*, *aktindsigt*, *hjælp*."""
    return bool(rules("alarms").search(" ".join(_clean(text).split())))


def _beyond(text: str) -> bool:
    blocks = list(_blocks(text))
    if sum(map(len, blocks)) > _MOST_LINES:
        return True
    signature = _Signature()
    for block in blocks:
        running: list[str] = []
        for line in block:
            closing = rules("closings").match(line)
            if closing is not None:
                if not _all_known(running):
                    return True
                running = []
                signature = _Signature(open=True)
            rest = line[closing.end() :] if closing else line
            if rest and not _is_quotation(rest) and not signature.takes(rest):
                running.append(rest)
        if not _all_known(running):
            return True
    return False


class _Signature:
    """The block after a closing greeting: a few names, titles, addresses and ways to reach somebody."""

    def __init__(self, *, open: bool = False) -> None:  # noqa: A002 (what it is)
        self._open = open
        self._lines = self._names = 0

    def takes(self, line: str) -> bool:
        """Whether the line belongs to the block; one too many doesn't."""
        if not self._open:
            return False
        segments = [each for each in re.split(r"\s*[|·•]\s*", line) if each]
        names = [each for each in segments if not (is_reachable_at(each) or rules("titles").fullmatch(each))]
        if not all(is_name(each) for each in names):
            return False
        self._lines += 1
        self._names += len(names)
        return self._lines <= _SIGNATURE_LINES and self._names <= _SIGNATURE_NAMES


def _all_known(lines: list[str]) -> bool:
    """Whether running text holds known sentences only, line by line or as wrapped lines of one paragraph."""
    return all(_is_known(line) for line in lines) or _is_known(" ".join(lines))


def _is_known(text: str) -> bool:
    pieces = _PIECE.split(_without_greeting(text))
    known = {0}  # how many pieces can be read as known sentences; a sentence may hold several ("vedr. briller")
    for start, _ in pairwise(range(len(pieces) + 1)):
        if start in known:
            known |= {
                end
                for end in range(start + 1, min(start + 6, len(pieces)) + 1)
                if _is_sentence(" ".join(pieces[start:end]))
            }
    return len(pieces) in known


def _is_sentence(text: str) -> bool:
    bare = text.strip(" .,!:;")
    return not bare or any(rules(kind).fullmatch(bare) for kind in ("phrases", "disclaimers", "own"))


def _without_greeting(text: str) -> str:
    greeting = rules("greetings").match(text)
    if greeting is None:
        return text
    after = text[greeting.end() :]
    if set(greeting.group()) & set(",.!:"):
        return after
    name = re.split(r"[,.!:]", after, maxsplit=1)[0]
    addressed = not name or is_name(name) or rules("offices").fullmatch(name)
    return after[len(name) :].lstrip(" ,.!:") if addressed else text


def _is_quotation(line: str) -> bool:
    found = rules("quotation").fullmatch(line)
    if found is None:
        return False
    who = next((text for text in found.groupdict().values() if text), "")
    for each in re.split(r"[;,]", who):
        name = re.sub(r"[<\[(]?(mailto:)?[^\s<>]+@[^\s<>]+[>\])]?", "", each).strip(" \"'")
        if name and not is_name(name):
            return False
    return True


def _blocks(text: str) -> Iterator[list[str]]:
    """The paragraphs as lists of lines, without quotation marks, rules and superfluous blanks."""
    block: list[str] = []
    for raw in _clean(text).splitlines():
        line = " ".join(_QUOTE_MARK.sub("", raw.strip()).split())
        if line == _DELIMITER or (line and not _RULE.fullmatch(line)):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _clean(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
