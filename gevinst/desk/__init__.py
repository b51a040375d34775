"""The caseworkers' desk: what waits, one case with all that is known of it, and the answer to its question."""
