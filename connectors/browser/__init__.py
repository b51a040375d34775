"""The browser kit: one browser per worker process, a fresh context per case, a fence around every write."""
