"""One file for each page of the live page, and what can be saved from it."""
