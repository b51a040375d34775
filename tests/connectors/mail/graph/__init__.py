"""What is Graph's own: its login, patience, pages, delta, large drafts, and streams; the rest is the contract's."""
