"""What a failed case leaves for operations to look at, without whose case it was."""

from connectors.browser.evidence.saving import save_evidence

__all__ = ["save_evidence"]
