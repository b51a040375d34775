"""The month's report as the project office meets it: ordered by the form, made, mailed once, and told on the run's page."""

import email
import email.policy
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from flows.maanedsrapport import maanedsrapport
from gevinst.ledger.checks import reconcile
from gevinst.store import clock
from gevinst.store.engine import reading
from tasks.month_form import MonthForm
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post, ledger, post
from tests.orchestrator import run_flow

__all__ = ["ledger", "post"]

pytestmark = [pytest.mark.usefixtures("orchestrator"), ON_SQLITE]
BOX = "projektkontor"
TO = "projektkontor@prøveby.example"


def sent() -> list[EmailMessage]:
    """What lies in the mailbox's sent mails."""
    box = LocalMailbox(BOX)
    found = []
    for summary in box.mails(Folder.SENT):
        with box.mime(summary.id) as stream:
            found.append(email.message_from_binary_file(stream, policy=email.policy.default))
    return found


def test_a_month_is_reported_mailed_once_and_told(
    ledger: Engine, post: Post, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """x."""
    monkeypatch.setenv("GEVINST_REPORTS_MAILBOX", BOX)
    monkeypatch.setenv("GEVINST_REPORTS_TO", "kontor@proeveby.example, direktion@proeveby.example")
    monkeypatch.setenv("GEVINST_REPORTS_FOLDER", str(house / "rapporter"))
    moment = clock.from_datetime(datetime(2026, 11, 4, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    post(date(2026, 9, 12), 200 * 3600)
    post(date(2026, 10, 12), 1724 * 3600)
    post(date(2026, 10, 13), 3600, potential_id="P-101")
    post(date(2026, 9, 13), 7200, potential_id="P-101")
    post(date(2026, 10, 12), 60, activity="file")
    ran = run_flow(maanedsrapport, MonthForm(initialer="PRO"))
    print(ran.state, ran.steps, ran.artifacts)
    for a in ran.artifacts.values(): print(a)
    for m in sent(): print(m.as_string()[:3000]); print([p.get_filename() for p in m.iter_attachments()])
    print(list((house/"rapporter").iterdir()))
    import shutil; shutil.copytree(house/"rapporter", "/tmp/mo/rapporter", dirs_exist_ok=True)
    again = run_flow(maanedsrapport, MonthForm(initialer="PRO"))
    print(again.state)
    post(date(2026, 10, 20), 3600)
    again = run_flow(maanedsrapport, MonthForm(initialer="PRO"))
    print(again.state, [m["Subject"] for m in sent()])
    print(list((house/"rapporter").iterdir()))
