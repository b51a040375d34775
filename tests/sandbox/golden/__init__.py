"""Tests of the golden set."""
