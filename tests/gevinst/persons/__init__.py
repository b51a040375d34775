"""A citizen's rights, on both databases."""
