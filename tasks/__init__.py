"""Reusable steps: with `flows/`, the only place that knows Prefect."""
