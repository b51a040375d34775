"""The stand-in for Exchange, for the flows whose mailbox lies there."""

from tests.connectors.mail.conftest import exchange, exchange_server

__all__ = ["exchange", "exchange_server"]
