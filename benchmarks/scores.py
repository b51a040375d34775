"""How many of the fields that were expected were read, left to a person, or read wrong and accepted all the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.equality import is_same

Fields = Mapping[str, object]


@dataclass(frozen=True)
class Score:
    """A count of fields. A field without an accepted value is one for a person.

    Attributes:
        equal: Whose value is the expected one.
        wrong: Whose value was accepted, and is another: each by its document and name.
        missed: Without an accepted value: each by its document and name.
    """

    equal: int = 0
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(self.equal + other.equal, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def count(self) -> int:
        """All that were expected."""
        return self.equal + len(self.wrong) + len(self.missed)


def scored(document: str, expected: Fields, found: Fields) -> Score:
    """One document's count; what was read beyond what is expected is not asked for."""
    missed = [name for name in expected if found.get(name) in (None, "", [])]
    wrong = [name for name in expected if name not in missed and not is_same(expected[name], found[name])]
    equal = len(expected) - len(missed) - len(wrong)
    return Score(equal, tuple(f"{document} {name}" for name in wrong), tuple(f"{document} {name}" for name in missed))


def total(scores: Iterable[Score]) -> Score:
    """The count over several documents."""
    return sum(scores, Score())
