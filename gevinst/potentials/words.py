"""The Danish words of the potential list, and what each is stored as. A word that isn't here is refused, not guessed."""

from collections.abc import Mapping
from typing import Any

from gevinst.potentials.baselines import ApproverRole, Method
from gevinst.potentials.potential import Phase

KINDS = {
    "robot": "softwarerobot",
    "self-service": "selvbetjening",
    "chatbot": "chatbot",
    "changed process": "ændret arbejdsgang",
    "integration": "integration",
    "digital form": "digital blanket",
    "ai": "kunstig intelligens",
    "other": "andet",
}
PHASES = {
    Phase.IDEA: "idé",
    Phase.ANALYSED: "analyseret",
    Phase.APPROVED: "godkendt",
    Phase.BUILDING: "under udvikling",
    Phase.IN_OPERATION: "i drift",
    Phase.CLOSED: "lukket",
    Phase.REJECTED: "afvist",
}
METHODS = {Method.STOPWATCH: "stopur", Method.SAMPLE: "stikprøve", Method.ESTIMATE: "skøn"}
ACTIVITIES = {
    "read": "læs",
    "register": "registrér",
    "file": "journalisér",
    "acknowledge": "kvittér",
    "answer": "besvar",
    "check": "kontrollér",
    "look up": "slå op",
    "handle": "behandl",
    "guide": "vejled",
    "distribute": "fordel",
}
COSTS = {"development": "udvikling", "licence": "licens", "operation": "drift"}
_ENTRIES = ACTIVITIES | COSTS | {"handover": "overdragelse", "rework": "fejlretning"}
"""All that stands in an entry's column of activities: people's time on cases handed over, and on what was wrong, too."""
APPROVERS = {ApproverRole.UNIT_LEADER: "leder", ApproverRole.PROJECT_OFFICE: "projektkontor"}
PERMANENCES = {"lasting": "varig", "one-off": "engangs"}
_ALSO = {
    "robot": "robot",
    "ændret proces": "changed process",
    "ide": "idea",
    "analyse": "analysed",
    "udvikling": "building",
    "drift": "in operation",
    "registrer": "register",
    "journaliser": "file",
    "kvitter": "acknowledge",
    "kontroller": "check",
}
"""Other ways people write some of them."""


def stored(word: str, words: Mapping[Any, str]) -> str:
    """What a Danish word is stored as; the stored word itself is accepted as well.

    Raises:
        ValueError: In Danish, naming the words there are.
    """
    said = word.strip().lower()
    for key, danish in words.items():
        if said in (danish, key) or _ALSO.get(said) == key:
            return str(key)
    message = f"'{word}' kendes ikke; brug et af: {', '.join(words.values())}"
    raise ValueError(message)


def activity_in_danish(activity: str) -> str:
    """What an entry is about as people read it; a name that isn't ours is shown as it is."""
    return _ENTRIES.get(activity, activity)


def kind_in_danish(kind: str) -> str:
    """A potential's kind as people read it."""
    return KINDS.get(kind, kind)
