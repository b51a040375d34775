"""A month's report from its form to its receipt: the files, the mail that goes once, and what stands on the run's page.

No month is closed here, and nothing is posted. Files first, then the mail: where mail is down, the report is there.
"""

import socket
from dataclasses import dataclass, replace
from pathlib import Path

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from gevinst.errors import ConfigurationError, Refused, RetryLater
from gevinst.ledger.periods import month_of_day
from gevinst.reports.danish import month_name
from gevinst.reports.editions import Edition, edition_number, editions, fingerprint_of, may_be_sent
from gevinst.reports.figures import compute_figures
from gevinst.reports.files import file_of, write_report_files, write_report_pdf
from gevinst.reports.summary import Summary, as_mail, as_markdown, summarise
from gevinst.store.clock import host_now_us, local_date
from gevinst.store.engine import open_engine, reading
from gevinst.store.patience import patiently
from tasks.closing_days import is_working_day, working_day
from tasks.month_form import Mailing, MonthForm
from tasks.report_mail import Sending, is_set_up, send_edition
from tasks.safety import make_safe
from tasks.scheduled import was_scheduled
from tasks.step import chore

WORKING_DAY = 3
"""On which of the next month's a scheduled report is made: by then the last cases of the month are answered."""
NOT_ORDERED = Sending("Rapporten er ikke sendt: bestillingen siger, at den ikke skal sendes.", is_well=True)


@dataclass(frozen=True)
class Written:
    """A report that was written. `missing` says in Danish why there is no PDF; empty where there is one."""

    edition: Edition
    summary: Summary
    files: tuple[Path, ...]
    missing: str = ""


def make_month_report(form: MonthForm) -> State[None]:
    """Make the report, mail it if that is ordered, and say what became of it."""
    make_safe()
    today = local_date(host_now_us())
    month = form.month(today)
    if month >= month_of_day(today):
        return Failed(message=f"{month_name(month).capitalize()} er ikke slut endnu: vælg en måned, der er.")
    mails = form.mail is Mailing.ONCE
    if was_scheduled() and (nothing_to_do := patiently(lambda: _nothing_to_do(month, mails=mails))):
        return Completed(message=nothing_to_do)
    written = print_report_pdf(write_report(month))
    sending = send_edition(written.edition) if mails else NOT_ORDERED
    create_markdown_artifact(markdown=_told(written, sending), description=f"Rapporten for {month_name(month)}")
    message = f"Rapporten for {month_name(month)} er skrevet. {sending.sentence}"
    return Completed(message=message) if sending.is_well else Failed(message=message)


def _nothing_to_do(month: str, *, mails: bool) -> str:
    """Why a scheduled run makes no report today, in Danish; empty where it does.

    It is asked each morning from the third on: so a machine that stood still on the day, or mail that was down, only costs
    a day, and figures that are corrected later are sent when a person orders it.
    """
    today = local_date(host_now_us())
    day = working_day(WORKING_DAY, today)
    if today < day or not is_working_day(today):
        return f"I dag laves ingen rapport: det sker på månedens {WORKING_DAY}. arbejdsdag, den {day.day}."
    with reading(open_engine()) as connection:
        known = editions(connection, month)
        if mails and is_set_up():
            is_done = any(may_be_sent(connection, item) for item in known)
        else:
            is_done = file_of(month, 1, ".html").exists()
    return f"Rapporten for {month_name(month)} er allerede lavet." if is_done else ""


@chore("Skriv månedens rapport", repeatable=True)
def write_report(month: str) -> Written:
    """Compute the figures of a month and write page and workbook."""
    with reading(open_engine()) as connection:
        try:
            figures = compute_figures(connection, month)
        except Refused as refused:
            raise ConfigurationError(refused.detail) from None
        fingerprint = fingerprint_of(figures)
        number = edition_number(connection, month, fingerprint)
        files = write_report_files(figures, number, connection)
    summary = summarise(figures)
    again = f" – rettet udgave {number}" if number > 1 else ""
    edition = Edition(
        month=month,
        number=number,
        fingerprint=fingerprint,
        subject=f"Registreret frigjort tid, {month_name(month)}{again}",
        text=as_mail(summary, number),
    )
    return Written(edition, summary, files)


@chore("Udskriv rapporten til PDF")
def print_report_pdf(written: Written) -> Written:
    """The page on paper; without it the report is complete all the same, and says what is missing."""
    try:
        pdf = write_report_pdf(written.files[0])
    except (ConfigurationError, RetryLater) as error:
        get_run_logger().warning("the report was not printed: %s", error.detail)
        return replace(
            written, missing="Der er ingen PDF denne gang: udskriften lykkedes ikke. Driften: se kørslens log."
        )
    return replace(written, files=(pdf, *written.files[::-1]))


def _told(written: Written, sending: Sending) -> str:
    lines = [as_markdown(written.summary), "### Mailen", "", sending.sentence, *sending.details, ""]
    lines += [f"### Filerne på {socket.gethostname()}", ""]
    lines += [f"- `{path.resolve()}`" for path in written.files]
    return "\n".join([*lines, *(["", written.missing] if written.missing else [])])
