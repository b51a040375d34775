"""What is said of a mail in logs and errors: nothing."""

import logging

import pytest

from connectors.mail.ews.mailbox import open_ews
from connectors.mail.port import Folder
from gevinst.errors import GevinstError
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import by_token, ews_profile, new_mailbox
from tests.connectors.mail.samples import mail

SECRET = "Agnes Ahornblad"


@pytest.mark.parametrize("is_token", [False, True])
def test_no_log_holds_a_word_of_a_mail_an_address_or_a_token(
    exchange: Running, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, is_token: bool
) -> None:
    """Even when somebody wants to see everything, and when something goes wrong that the library didn't foresee."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("connectors.mail.ews.patience.pause", lambda _: None)
    address = new_mailbox(exchange)
    exchange.exchange.deliver(address, mail(text=SECRET))
    with open_ews("post", ews_profile(exchange, address, **by_token(exchange) if is_token else {})) as box:
        (summary,) = box.mails(Folder.INBOX)
        with box.mime(summary.id) as stream:
            assert SECRET.encode() in stream.read()
        box.send(box.draft(mail(message_id="<ours@robot.example>", text=SECRET)))
        exchange.faults.arm("drop-before", "CreateItem", times=9)
        for act in (lambda: box.draft(mail(text=SECRET)), lambda: box.move("nonsens", Folder.DONE)):
            with pytest.raises(GevinstError) as caught:
                act()
            assert SECRET not in str(caught.value)
            assert address not in str(caught.value)
    for word in (SECRET, address, "klinik", "robot.example", exchange.password, exchange.client_secret, "Bearer"):
        assert word not in caplog.text, word


def test_an_unforeseen_error_of_the_library_is_not_written_down_with_the_request(
    exchange: Running, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At ERROR it logs the whole request: that is why its loggers say nothing at all."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", broken)
    with open_ews("post", ews_profile(exchange, new_mailbox(exchange))) as box, pytest.raises(ZeroDivisionError):
        box.draft(mail(text=SECRET))
    assert SECRET not in caplog.text
