"""The sample in Danish words, the same on the command line, in a form's receipt and in the report."""

from gevinst.items.model import label
from gevinst.reports.danish import minutes
from gevinst.sampling.checking import Checked, Finding
from gevinst.sampling.figures import FEWEST, SampleLine

TOO_SMALL = "for få kontroller til at sige noget"


def sentence_of(item_id: int, finding: Finding, done: Checked) -> str:
    """What was recorded of a check, and what it means for the accounts."""
    found = f"{finding.result}: {finding.error}" if finding.result.is_error else finding.result
    said = f"{label(item_id)} er kontrolleret: {found}."
    if done.seconds is None:
        return said
    estimate = ", skønnet som om sagen blev lavet om" if done.is_estimate else ""
    return f"{said} Tiden til at rette, {minutes(done.seconds)}{estimate}, er trukket fra i regnskabet."


def share_of(line: SampleLine) -> str:
    """The share of errors with its interval, `2 af 40: 5,0 % (1,4-16,5 %)`; or how many were checked, and that it is too few."""
    counted = f"{line.lots_wrong} af {line.lots_decided}"
    if line.share is None or line.interval is None:
        return f"{counted}: {TOO_SMALL} (mindst {FEWEST})"
    low, high = map(_percent, line.interval)
    return f"{counted}: {_percent(float(line.share))} % ({low}-{high} %)"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".replace(".", ",")
