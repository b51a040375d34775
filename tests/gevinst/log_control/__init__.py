"""The log controller's month."""
