"""Labels: what a template's words before a value look like in a text, and what is a label and so never a value."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

_BEFORE_COLON = r"\s*(?:\(?(?:kr\.?|DKK)\)?)?\s*(?::|[.…_]{3,})"
_CLOSING = re.compile(r"[:.…_]")
_MAY_HOLD_ONE = re.compile(r"[:|·•…]|[._]{3}")
_BREAKABLE = re.compile(r"[ -](?=\S)")
_SEPARATORS = re.compile(r"\s*[|·•]\s*")


@dataclass(frozen=True)
class Labelled:
    """A label found in a text, as it is printed, with what follows it; `closed` by a colon, or only standing first."""

    label: str
    rest: str
    closed: bool

    @cached_property
    def plain(self) -> str:
        """The label as it is compared; each field asks."""
        return plain(self.label)


class Labels:
    """All labels of a template, its fields' and those that only stand beside them."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._known = {plain(label) for label in labels}
        self._begun = {label[: end.start() + 1].strip() for label in self._known for end in _BREAKABLE.finditer(label)}
        longest_first = sorted(self._known, key=lambda label: (-len(label), label))
        whole = (re.escape(label) + (r"(?!\w)" if label[-1].isalnum() else "") for label in longest_first)
        any_label = "|".join(whole)
        self._closed = re.compile(rf"(?<!\w)({any_label}){_BEFORE_COLON}", re.IGNORECASE)
        self._first = re.compile(rf"({any_label})\s*", re.IGNORECASE)
        self._initials = {label[:1] for label in self._known}

    def found_in(self, text: str) -> Iterator[Labelled]:
        """The labels of a text: with a colon anywhere, else only at its beginning or behind a separator (`|`, `·`).

        In the middle a label counts only with a capital, as it is printed: "borgerens behandling: se bilag" is a sentence.
        """
        if text[:1].casefold() not in self._initials and not _MAY_HOLD_ONE.search(text):
            return  # most texts are values
        for piece in _SEPARATORS.split(text):
            closes = self._closed.finditer(piece) if _CLOSING.search(piece) else ()
            closed = [match for match in closes if match.start() == 0 or match[1][0].isupper()]
            end = closed[0].start() if closed else len(piece)
            first = self._first.match(piece)
            if first is not None and end > 0:
                yield Labelled(first[1].strip(), piece[first.end() : end].strip(), closed=False)
            for match, after in zip_longest(closed, closed[1:]):
                rest = piece[match.end() : after.start() if after else len(piece)]
                yield Labelled(match[1].strip(), rest.strip(), closed=True)

    def before_next(self, text: str) -> str:
        """A value up to the next label with a colon, where two columns stand so close that they became one text."""
        following = (match.start() for match in self._closed.finditer(text) if match[1][0].isupper())
        return text[: next(following, len(text))].strip()

    @property
    def known(self) -> frozenset[str]:
        """Every label, as they are compared."""
        return frozenset(self._known)

    def is_known(self, text: str) -> bool:
        """Whether a text is a label and nothing else."""
        return plain(text) in self._known

    def begins_with(self, text: str) -> bool:
        """Whether a text is the first words of a longer label."""
        return plain(text) in self._begun

    def is_label(self, text: str) -> bool:
        """Whether a text is a label, or begins with one: never a value of another field."""
        return self.is_known(text) or text.rstrip().endswith(":") or self._closed.match(text) is not None


def plain(label: str) -> str:
    """A label without its colon, as it is compared."""
    return " ".join(label.split()).rstrip(": ").casefold()
