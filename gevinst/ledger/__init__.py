"""The ledger: entries that can only be added to, months that close, and the checks that always hold."""
