"""Tests of the shipped example of an installation."""
