"""The house's own errands: mails about the work, sent once like any other. They are nobody's case and count for nothing."""

OWN_ERRANDS = frozenset({"maanedsrapport", "svar-paa-ideer"})
"""Their queues."""
