"""The note beside a list that was refused: every cell that is wrong, what would be right, and what to do then."""

from gevinst.errors import Refused
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.reports.danish import moment
from gevinst.store.clock import host_now_us

MOST_SHOWN = 500
"""A list with more faults has one fault, many times."""


def note_of(name: str, name_here: str, refused: Refused) -> str:
    """The whole note, in Danish, for Notepad.

    Args:
        name: What the list was called when it came.
        name_here: What it is called in our folders; complaints about a CSV file name it by this.
        refused: Why it was refused.
    """
    lines = [
        f"Listen {name} er ikke indlæst, og intet i den er posteret.",
        f"Set på den {moment(host_now_us())}.",
        "",
        *_why(name, name_here, refused),
        "",
        "Sådan gør I: ret det, der står her, og læg hele listen i mappen igen.",
        "Linjer, der er posteret før, bliver ikke posteret igen.",
    ]
    return "\r\n".join(lines) + "\r\n"


def _why(name: str, name_here: str, refused: Refused) -> list[str]:
    if not isinstance(refused, ImportRefused):
        return [f"Grund: {refused.detail.replace(name_here, name)}"]
    problems = refused.problems
    lines = [f"{len(problems)} fejl:" if len(problems) > 1 else "1 fejl:"]
    lines += [f"- {_place(each, name_here)}{each.reason}" for each in problems[:MOST_SHOWN]]
    more = len(problems) - MOST_SHOWN
    return [*lines, f"- … og {more} til"] if more > 0 else lines


def _place(problem: Problem, name_here: str) -> str:
    parts = [f"ark {problem.sheet}"] if problem.sheet != name_here else []
    parts += [f"række {problem.row}"] if problem.row else []
    parts += [f"kolonne {problem.column}"] if problem.column else []
    return f"{', '.join(parts)}: " if parts else ""
