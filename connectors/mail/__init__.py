"""The mail kit: one port over shared mailboxes, safe parsing of what arrives, and sending once."""
