"""The group `gevinst ledger`."""

from cyclopts import App

app = App(name="ledger", help="The append-only ledger of freed time.")
