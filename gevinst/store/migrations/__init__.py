"""Alembic migrations; run by `gevinst database upgrade`."""
