"""Search whole databases: each value of every column of every table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from sandbox.leaks.searching import search

_TABLES = """
SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY table_schema, table_name, ordinal_position
"""


def search_sqlite(database: Path, needles: dict[bytes, str]) -> list[str]:
    """`file: table.column` of each column in which any needle stands."""
    return _columns(search(_sqlite_values(database), needles))


def search_postgresql(url: str, needles: dict[bytes, str]) -> list[str]:
    """`database: table.column` of each column in which any needle stands, over all schemas."""
    return _columns(search(_postgresql_values(url), needles))


def _columns(places: list[str]) -> list[str]:
    """The column alone, however deep in its values something was found."""
    return list(dict.fromkeys(place.partition(" > ")[0] for place in places))


def _sqlite_values(database: Path) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            table = name.decode()
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database itself)
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        yield (
                            f"{database.name}: {table}.{column}",
                            value if isinstance(value, bytes) else str(value).encode(),
                        )


def _postgresql_values(url: str) -> Iterator[tuple[str, bytes]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        for schema, table, column, kind in connection.execute(text(_TABLES)).all():
            value = f'"{column}"' if kind == "bytea" else f'"{column}"::text'
            values = text(f'SELECT {value} FROM "{schema}"."{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 (see above)
            for (found,) in connection.execute(values):
                place = f"{engine.url.database}: {table}.{column}"
                yield place, bytes(found) if isinstance(found, bytes | memoryview) else str(found).encode()
    engine.dispose()
