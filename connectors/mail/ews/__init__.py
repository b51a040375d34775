"""A mailbox on an Exchange Server, through EWS by exchangelib. No type of that library leaves this package."""
