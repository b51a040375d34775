"""A view as a Parquet file: each column in the type that `gevinst.store.views` promises, whatever the database calls it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from gevinst.store.views import KINDS, Kind


def write_parquet(path: Path, name: str, columns: Sequence[str], rows: Iterator[Sequence[Row[Any]]]) -> int:
    """Write a view's rows, a row group for each piece that comes; how many there were."""
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.DECIMAL: pa.decimal128(18, 4),
        Kind.DAY: pa.date32(),
        Kind.INSTANT: pa.timestamp("us", tz="UTC"),
        Kind.FLAG: pa.bool_(),
    }
    kinds = [KINDS[name][column] for column in columns]
    schema = pa.schema([(column, types[kind]) for column, kind in zip(columns, kinds, strict=True)])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for some in rows:
            values = [
                pa.array([_value(row[position], kind) for row in some], types[kind])
                for position, kind in enumerate(kinds)
            ]
            writer.write_table(pa.Table.from_arrays(values, schema=schema))
            count += len(some)
    return count


def _value(value: Any, kind: Kind) -> object:  # noqa: ANN401 (what a driver gives)
    """One value in the column's type: SQLite knows no dates, PostgreSQL sums to decimals."""
    if value is None:
        return None
    match kind:
        case Kind.TEXT:
            return str(value)
        case Kind.INTEGER:
            return int(value)
        case Kind.FLAG:
            return bool(value)
        case Kind.DECIMAL:
            return Decimal(str(value)).quantize(Decimal("0.0001"))
        case Kind.DAY:
            return value if isinstance(value, date) else date.fromisoformat(value)
        case Kind.INSTANT:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return moment.replace(tzinfo=UTC)
