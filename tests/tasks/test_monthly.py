"""The monthly report whatever happens around it: it is there, it is mailed once, and what is to be done is said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State as RunState
from prefect.logging.loggers import disable_run_logger
from sqlalchemy import Engine, select

from connectors.mail.acts import SendOnce
from connectors.mail.errors import MailUnavailable
from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.errors import RetryLater
from gevinst.items.answers import answer, open_questions
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome
from gevinst.ledger.checks import reconcile
from gevinst.ledger.closing import close_month
from gevinst.store.engine import reading
from gevinst.store.tables import items, periods
from tasks import monthly, report_mail
from tasks.month_form import Mailing, Month, MonthForm
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post, ledger, post
from tests.tasks.reporting_office import attached, drafts, in_november, sent, text_of

__all__ = ["ledger", "post"]

pytestmark = ON_SQLITE
"""What the items of a queue do is proven on both databases by their own tests, as is which figures are an edition."""


@dataclass
class Office:
    """Orders reports, by hand or by the schedule, without the orchestrator around them."""

    patch: pytest.MonkeyPatch
    house: Path
    told: list[str] = field(default_factory=list)

    def order(
        self, *, scheduled: bool = False, day: int = 4, mail: Mailing = Mailing.ONCE, **form: Any
    ) -> RunState[None]:
        """Start a run on a day of November; what it shows on its page is the last of `told`."""
        in_november(self.patch, self.house, day)
        for module in (monthly, report_mail):
            self.patch.setattr(module, "was_scheduled", lambda: scheduled)
        with disable_run_logger():
            return monthly.make_month_report(MonthForm(initialer="PRO", mail=mail, **form))

    def files(self) -> list[str]:
        """What lies in the folder of the reports."""
        return sorted(each.name for each in (self.house / "rapporter").iterdir())


@pytest.fixture
def office(ledger: Engine, post: Post, house: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """One saving in October; steps are plain functions, and paper is printed by a stand-in."""
    post(date(2026, 10, 12), 3600)
    made = Office(monkeypatch, house)
    monkeypatch.setattr(monthly, "make_safe", lambda: None)
    monkeypatch.setattr(monthly, "create_markdown_artifact", lambda markdown, **_: made.told.append(markdown))
    for module, names in ((monthly, ("write_report", "print_report_pdf")), (report_mail, ("_send",))):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name).fn)
    monkeypatch.setattr(report_mail, "answer_form", lambda: "")
    monkeypatch.setattr(monthly, "write_report_pdf", printed)
    return made


def printed(page: Path) -> Path:
    """Stands in for the browser."""
    into = page.with_suffix(".pdf")
    into.write_bytes(b"%PDF " + page.read_bytes()[:10])
    return into


def mail_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """No draft can be saved."""

    def down(_box: LocalMailbox, _mime: bytes) -> str:
        raise MailUnavailable("no answer")

    monkeypatch.setattr(LocalMailbox, "draft", down)


def when_sending(monkeypatch: pytest.MonkeyPatch, act: Callable[[LocalMailbox, str], None]) -> None:
    """The next send does this instead."""
    send = LocalMailbox.send

    def once(box: LocalMailbox, draft: str) -> None:
        monkeypatch.setattr(LocalMailbox, "send", send)
        act(box, draft)

    monkeypatch.setattr(LocalMailbox, "send", once)


def outcomes(engine: Engine) -> list[tuple[str | None, str | None]]:
    """How each edition's item ended."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(items.c.outcome, items.c.code).where(items.c.queue == "maanedsrapport").order_by(items.c.id)
        )
        return [tuple(row) for row in rows]


def test_the_same_figures_are_sent_once_and_corrected_ones_as_a_new_edition(office: Office, post: Post) -> None:
    """A second run writes the files anew and sends nothing; after a correction subject and text say that it is one."""
    office.order()
    again = office.order()
    assert again.is_completed()
    assert again.message is not None
    assert "er sendt før" in again.message
    assert len(sent()) == 1
    post(date(2026, 10, 20), 7200)
    office.order()
    first, second = sent()
    assert second["Subject"] == "Registreret frigjort tid, oktober 2026 – rettet udgave 2"
    assert "Det er en rettet udgave" in text_of(second)
    assert "rettet udgave" not in text_of(first)
    assert set(attached(second)) == {f"frigjort-tid-2026-10-udgave-2{each}" for each in (".pdf", ".xlsx", ".html")}
    assert set(attached(first)) <= set(office.files())


def test_while_mail_is_down_the_report_is_there_and_a_later_run_sends_it_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run fails, since what was ordered isn't done, and says what to do; nothing has to be waited for."""
    with monkeypatch.context() as patched:
        mail_is_down(patched)
        ran = office.order()
    assert ran.is_failed()
    assert "Mailen svarer ikke. Filerne er der. Start kørslen igen" in office.told[-1]
    assert len(office.files()) == 3
    assert sent() == []
    assert office.order().is_completed()
    assert office.order().is_completed()
    assert len(sent()) == 1


def test_killed_right_after_the_send_the_mail_is_found_and_not_sent_again(office: Office, ledger: Engine) -> None:
    """The next run sees it among the sent ones. Other figures by then are the next edition all the same."""

    def sent_and_killed(box: LocalMailbox, draft: str) -> None:
        box.send(draft)
        raise KeyboardInterrupt

    when_sending(office.patch, sent_and_killed)
    with pytest.raises(KeyboardInterrupt):
        office.order()
    assert office.order().is_completed()
    assert len(sent()) == 1
    assert outcomes(ledger) == [(Outcome.BY_ROBOT, None)]


def test_killed_after_the_send_and_corrected_since_the_next_is_a_second_edition(
    office: Office, ledger: Engine, post: Post
) -> None:
    """Nobody gets two first editions with different figures."""

    def sent_and_killed(box: LocalMailbox, draft: str) -> None:
        box.send(draft)
        raise KeyboardInterrupt

    when_sending(office.patch, sent_and_killed)
    with pytest.raises(KeyboardInterrupt):
        office.order()
    post(date(2026, 10, 20), 7200)
    office.order()
    assert [mail["Subject"].partition(" – ")[2] for mail in sent()] == ["", "rettet udgave 2"]
    assert outcomes(ledger) == [(Outcome.BY_ROBOT, None)] * 2


def test_where_nobody_can_know_a_person_is_asked(office: Office, ledger: Engine) -> None:
    """The draft is gone and nothing is among the sent ones: not sent again before somebody has looked and answered."""

    def lost(box: LocalMailbox, draft: str) -> None:
        box.delete(draft, for_good=True)
        raise MailUnavailable("the connection broke")

    when_sending(office.patch, lost)
    assert office.order().is_failed()
    assert "Rapporten venter på et svar" in office.told[-1]
    assert "Slå op: månedsrapporten i postkassens sendte mails" in office.told[-1]
    assert office.order().is_failed()
    with ledger.begin() as connection:
        (question,) = open_questions(connection)
        answer(connection, question.reference, Choice.FOUND, initials="ABC")
    assert office.order().is_completed()
    assert sent() == []
    with reading(ledger) as connection:
        assert reconcile(connection) == []


def test_an_edition_that_never_left_is_overtaken_by_the_next(
    office: Office, ledger: Engine, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mail is down from its draft on, and the figures are corrected: one mail goes, with the new figures, as the first."""
    with monkeypatch.context() as patched:
        patched.setattr(SendOnce, "look", _down_once_drafted)
        office.order()
    assert len(drafts()) == 1
    post(date(2026, 10, 20), 7200)
    office.order()
    (mail,) = sent()
    assert mail["Subject"] == "Registreret frigjort tid, oktober 2026"
    assert "(3,0 timer, 2 sager)" in text_of(mail)
    assert outcomes(ledger) == [(Outcome.SET_ASIDE, Code.SUPERSEDED), (Outcome.BY_ROBOT, None)]
    assert drafts() == []


def _down_once_drafted(act: SendOnce) -> None:
    act.prepare()
    raise MailUnavailable("no answer")


def test_a_closed_month_is_told_and_an_open_one_is_never_closed(office: Office, ledger: Engine) -> None:
    """The run closes nothing; once the office has, the same figures are no new edition and nothing is left to look at."""
    office.order()
    assert "- Oktober 2026 er ikke lukket: tallene kan ændre sig" in office.told[-1]
    with ledger.begin() as connection:
        assert connection.execute(select(periods.c.period).where(periods.c.closed_at.is_not(None))).all() == []
        close_month(connection, "2026-10", initials="PRO")
    office.order()
    assert "er ikke lukket" not in office.told[-1]
    assert len(sent()) == 1


def test_the_schedule_makes_it_on_the_third_working_day_and_only_once(office: Office, post: Post) -> None:
    """Not before; not again on the days after, not even when figures change: a correction is ordered by a person."""
    early = office.order(scheduled=True, day=3)
    assert early.message == "I dag laves ingen rapport: det sker på månedens 3. arbejdsdag, den 4."
    assert office.told == []
    office.order(scheduled=True, day=4)
    post(date(2026, 10, 20), 7200)
    assert office.order(scheduled=True, day=5).message == "Rapporten for oktober 2026 er allerede lavet."
    assert (len(office.told), len(sent())) == (1, 1)


def test_a_scheduled_report_that_did_not_go_goes_the_next_working_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mail was down on Friday; on Saturday nobody is at work; on Monday it is sent."""
    with monkeypatch.context() as patched:
        mail_is_down(patched)
        office.order(scheduled=True, day=6)
    office.order(scheduled=True, day=7)
    assert sent() == []
    office.order(scheduled=True, day=9)
    assert len(sent()) == 1


def test_without_a_mailbox_it_is_written_and_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wrong then, and the run says what operations may set; the schedule makes it once all the same."""
    monkeypatch.setattr(report_mail, "is_set_up", lambda: False)
    monkeypatch.setattr(monthly, "is_set_up", lambda: False)
    assert office.order(scheduled=True).is_completed()
    assert "GEVINST_REPORTS_TO" in office.told[-1]
    assert len(office.files()) == 3
    office.order(scheduled=True, day=5)
    assert len(office.told) == 1


def test_a_wrong_address_is_named_by_its_place_and_nothing_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names setting and place; the address itself stays out of Prefect."""
    monkeypatch.setattr(report_mail, "recipients", _second_is_wrong)
    assert office.order().is_failed()
    assert "address 2 in GEVINST_REPORTS_TO is none" in office.told[-1]
    assert sent() == []


_recipients = report_mail.recipients


def _second_is_wrong() -> list[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GEVINST_REPORTS_TO", "kontor@proeveby.example; Åse Kjær")
        return _recipients()


def test_without_a_pdf_the_report_is_complete_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that doesn't print costs the paper, not the report."""

    def hangs(_page: Path) -> Path:
        raise RetryLater("the browser did not print")

    monkeypatch.setattr(monthly, "write_report_pdf", hangs)
    assert office.order().is_completed()
    assert "Der er ingen PDF denne gang" in office.told[-1]
    (mail,) = sent()
    assert {Path(name).suffix for name in attached(mail)} == {".html", ".xlsx"}


def test_the_mail_names_nobody(office: Office) -> None:
    """Neither owner nor digital agent, who measured, who approved, nor who ordered it."""
    office.order()
    (mail,) = sent()
    assert not {"leder", "agent", "MÅL", "LED", "PRO"} & set(text_of(mail).replace(",", " ").split())
    assert LocalMailbox("projektkontor").mails(Folder.INBOX) == []


def test_without_mail_ordered_nothing_is_sent(office: Office) -> None:
    """The files are there, and a later run that mails sends the first edition."""
    assert office.order(mail=Mailing.NO).is_completed()
    assert sent() == []
    office.order()
    (mail,) = sent()
    assert "udgave" not in mail["Subject"]


def test_a_month_that_is_not_over_is_refused(office: Office) -> None:
    """Its figures would be sent as a month's, and aren't."""
    ran = office.order(maaned=Month.NOVEMBER, aar=2026)
    assert ran.is_failed()
    assert ran.message == "November 2026 er ikke slut endnu: vælg en måned, der er."
    assert not (office.house / "rapporter").exists()
