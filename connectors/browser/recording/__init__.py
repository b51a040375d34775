"""The recorder: somebody works an old system once, by hand, and gets page objects in house style to go on from.

Playwright's codegen watches. What it writes is read here, never run, and nothing that was typed is kept of it.
"""
