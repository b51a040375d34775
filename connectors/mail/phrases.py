"""Is there anything in a mail that a person must read? Greeting, known phrases and a signature block aside: yes.

Conservative by design: a line nobody foresaw is text to read. After the closing greeting only the lines of a signature
block are let through: short, without a verb's sentence, and few.
"""

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("phrases.yaml")
_SIGNATURE_LINES = 8
_SIGNATURE_WORDS = 6
_CONTACT = re.compile(
    r"(tlf|telefon|mobil|www|web|e-?mail|mail|cvr|adresse)\b.*|[+\d][\d ]{6,}|\S+@\S+|\d{4} [a-zæøå]+.*|[-_=*]{2,}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"[.!?](\s|$)|\b(jeg|vi|i|du|min|mit|mine|vores|er|har|vil|kan|skal|ikke|bedes|ønsker|klage|indsigt|hjælp)\b"
)


@cache
def _known() -> dict[str, tuple[re.Pattern[str], ...]]:
    lists = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: tuple(re.compile(line) for line in lines) for name, lines in lists.items()}


def text_beyond_phrases(body: str) -> bool:
    """Whether anything is left that a person must read; unknown text always is."""
    closed = 0
    for raw in body.replace("\u00a0", " ").splitlines():
        line = " ".join(raw.split()).casefold()
        if not line or _is(line, "disclaimers"):
            continue
        if _is(line, "closings"):
            closed = closed or 1
            continue
        if closed:
            closed += 1
            if closed > _SIGNATURE_LINES + 1 or not _is_signature(line):
                return True
        elif not (_is(line, "greetings") or _is_known_text(line)):
            return True
    return False


def _is_known_text(line: str) -> bool:
    """A line may hold several known phrases."""
    sentences = [part.strip() for part in re.split(r"(?<=\.) ", line)]
    return all(_is(sentence, "phrases") for sentence in sentences)


def _is(line: str, kind: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in _known()[kind])


def _is_signature(line: str) -> bool:
    """A name, a title, a clinic, an address or a way to reach them: short, and no sentence."""
    if _CONTACT.fullmatch(line):
        return True
    return len(line.split()) <= _SIGNATURE_WORDS and not _SENTENCE.search(line)
