"""The Word templates, and the script they were first made by."""
