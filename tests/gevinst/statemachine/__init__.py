"""Work items and ledger against a plain model: Hypothesis makes up the story, every step compares the whole state."""
