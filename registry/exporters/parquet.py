"""Parquet, by pyarrow: the columns with their types, texts exact. Loaded only when it is asked for: an extra of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from registry.errors import QuestionError
from registry.exporters.placements import COLUMNS, Kind, Row, as_objects


def write(batches: Iterable[Sequence[Row]], path: Path) -> None:
    """Write the file, a row group for some thousand rows; raises QuestionError when pyarrow is not there."""
    pa, parquet = _arrow()
    types = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int64(),
        Kind.TRUTH: pa.bool_(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.SCORES: pa.list_(
            pa.struct(
                [
                    ("criterion", pa.string()),
                    ("score", pa.string()),
                    ("stderr", pa.string()),
                    ("ci", pa.list_(pa.string())),
                    ("n", pa.int64()),
                    ("missing", pa.string()),
                ]
            )
        ),
    }
    schema = pa.schema([(column.name, types[column.kind]) for column in COLUMNS])
    with parquet.ParquetWriter(str(path), schema, compression="zstd") as writer:
        for rows in batches:
            arrays = [
                pa.array(list(map(as_objects, values)), field.type)
                for values, field in zip(zip(*rows, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise QuestionError("parquet: needs the package pyarrow", "pip install 'jinbang[parquet]'") from error
    return pa, parquet
