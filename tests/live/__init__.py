"""Asked of a real Exchange, and off unless somebody names a mailbox: `make test-live`."""
