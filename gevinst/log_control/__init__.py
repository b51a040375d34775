"""The log controller's work: what was looked up and seen in a month, and which of it is checked. Nothing of citizens."""
