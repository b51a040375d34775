"""Lines of a signature block: names, addresses and ways to reach somebody, told from sentences."""

import re

from connectors.mail.rules import word_list

_MOST_WORDS = 6
_NAME_WORD = re.compile(r"[A-ZÆØÅÄÖÜÉ][\w'’.-]*")
_BETWEEN = frozenset({"og", "&", "af", "de", "la", "von", "van", "i", "på", "ved", "-", "–", "/", "v/"})
_ABBREVIATION = re.compile(r"(?:[\w-]{1,4}\.)+")
_PHONE = r"\+?\d[\d ()/-]{6,}\d"
_MAIL = r"[^\s@<>]+@[^\s@<>]+\.[a-zA-Z]{2,}"
_WEB = r"(?:https?://)?(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/\S*)?"
_LABEL = (
    r"(?:tlf|telefon|tel|mobil|mob|direkte|fax|www|web|hjemmeside|e-?mail|mail|cvr|cvr-?nr|adresse"
    r"|ydernr|ydernummer|[tmwea])"
)
_STREET = (
    r"[A-ZÆØÅ][\w.'’-]*(?: [A-ZÆØÅa-zæøå][\w.'’-]*){0,3} \d{1,4} ?[A-Za-z]?"
    r"(?:, ?(?:st|kl|\d{1,2})\.?(?: ?(?:th|tv|mf|sal)\.?)*)?"
)
_TOWN = r"(?:DK-?)?\d{4} [A-ZÆØÅ][\w.-]*(?: [A-ZÆØÅ][\w.-]*){0,2}"
_REACHABLE = re.compile(
    rf"(?i:{_LABEL}[.:]* ?)?(?:{_PHONE}|<?{_MAIL}>?|<?{_WEB}>?(?: ?<{_WEB}>)?|{_MAIL} ?<mailto:{_MAIL}>)"
    rf"|{_STREET}(?:,? {_TOWN})?|{_TOWN}"
)


def is_name(line: str) -> bool:
    """Whether a line reads as the name of a person, a clinic or a department: few words, capitals, no sentence."""
    words = line.rstrip(",").split()
    if not 1 <= len(words) <= _MOST_WORDS or _ends_as_sentence(words[-1]) or _has_sentence_word(words):
        return False
    named = [word for word in words if word.strip(",") not in _BETWEEN]
    return bool(named) and all(_NAME_WORD.fullmatch(word.strip(',()"')) for word in named)


def is_reachable_at(line: str) -> bool:
    """Whether a line is only a phone number, a mail or web address, a CVR number, a street or a town."""
    return bool(_REACHABLE.fullmatch(line)) and not _has_sentence_word(line.split())


def _has_sentence_word(words: list[str]) -> bool:
    return any(word.strip('.,!?:;()"').lower() in word_list("sentence_words") for word in words)


def _ends_as_sentence(word: str) -> bool:
    return word.endswith(("!", "?", ":", ";")) or (word.endswith(".") and not _ABBREVIATION.fullmatch(word))
