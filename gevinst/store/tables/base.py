"""What every table of ours is made of: names of constraints, row numbers, and the one way an instant is stored."""

from sqlalchemy import BigInteger, Column, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(column_0_N_label)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row number. SQLite counts only in plain INTEGER; with AUTOINCREMENT a number is never given out twice."""
Instant = BigInteger
"""Microseconds since 1970-01-01T00:00Z."""


def key() -> Column[int]:
    """The row number every table with rows of its own begins with."""
    return Column("id", Id, primary_key=True, autoincrement=True)
