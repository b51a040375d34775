"""The report of a run as one self-contained page in Danish: opened from a folder, searched, printed, and sent nowhere."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gevinst.items.act import act_in_danish
from gevinst.items.model import State
from gevinst.items.runs import report_path
from gevinst.potentials.words import activity_in_danish
from gevinst.private_files import write_private
from gevinst.profile import load_profile
from gevinst.reports import danish
from gevinst.reports.evidence import as_data_uri
from gevinst.reports.run import RunReport
from gevinst.reports.templating import environment
from gevinst.settings import settings
from gevinst.store.clock import to_datetime

MOST_PICTURES = 60
"""More of them, and the page opens slowly; the rest are named, and lie in their folders."""


def write_run_report(report: RunReport) -> Path:
    """Write the page into the data folder, for the service account only; returns where it lies.

    Raises:
        ConfigurationError: The profile can't be read.
        OSError: The file can't be written.
    """
    path = report_path(report.run)
    write_private(path, render_run(report))
    return path


def render_run(report: RunReport) -> str:
    """The whole page.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    made = environment()
    made.filters |= {
        "klokken": _clock,
        "tid": danish.moment,
        "varighed": _duration,
        "handling": act_in_danish,
        "aktivitet": activity_in_danish,
        "minutter": danish.minutes,
        "billede": as_data_uri,
    }
    shown = [picture for case in report.cases if case.evidence for picture in case.evidence.pictures]
    return made.get_template("run.html").render(
        report=report,
        profile=load_profile(),
        shown=frozenset(shown[:MOST_PICTURES]),
        head=json.dumps(_head(report), ensure_ascii=False),
        began=min((case.began for case in report.cases), default=report.made_at),
        ended=max((case.ended or case.began for case in report.cases), default=report.made_at),
        State=State,
    )


def _head(report: RunReport) -> dict[str, object]:
    counts = report.counts
    return {
        "run": report.run,
        "name": report.name,
        "queue": report.queue,
        "made_at": report.made_at,
        "completed": counts[State.COMPLETED],
        "waiting": counts[State.PENDING],
        "failed": counts[State.FAILED],
    }


def _clock(instant_us: int) -> str:
    return _local(instant_us).strftime("%H.%M.%S")


def _local(instant_us: int) -> datetime:
    return to_datetime(instant_us).astimezone(ZoneInfo(settings().timezone))


def _duration(microseconds: int) -> str:
    """`under 1 sekund`, `8 sekunder`, `2 minutter 5 sekunder`."""
    seconds = microseconds // 1_000_000
    if seconds < 1:
        return "under 1 sekund"
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} minut{'' if minutes == 1 else 'ter'}"] if minutes else []
    parts += [f"{rest} sekund{'' if rest == 1 else 'er'}"] if rest or not minutes else []
    return " ".join(parts)
