"""Parquet: typed columns that pyarrow reads back exactly; without pyarrow one line that says what to install."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet as reader

from registry.errors import QuestionError
from registry.exporters import parquet
from registry.exporters.placements import COLUMNS, Row
from tests.registry.exporters.rows import HOSTILE, exact, row, rows


def read(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = reader.read_table(path).to_pylist()
    return found


@given(some=rows())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_back(some: Sequence[Row], tmp_path: Path) -> None:
    batches = [batch for batch in (some[:1], some[1:]) if batch]
    parquet.write(batches, tmp_path / "x")
    assert read(tmp_path / "x") == [exact(one) for one in some]
    assert reader.ParquetFile(tmp_path / "x").num_row_groups == len(batches)


def test_hostile_texts_come_back_exactly(tmp_path: Path) -> None:
    parquet.write([[row(text) for text in HOSTILE]], tmp_path / "x")
    assert read(tmp_path / "x") == [exact(row(text)) for text in HOSTILE]


def test_the_columns_have_types_and_no_metadata_of_ours(tmp_path: Path) -> None:
    parquet.write([[row("a")]], tmp_path / "x")
    schema = reader.read_schema(tmp_path / "x")
    assert schema.names == [column.name for column in COLUMNS]
    assert (schema.field("rank").type, schema.field("score").type) == (pa.int64(), pa.string())
    assert schema.metadata is None


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(QuestionError, match="parquet: needs the package pyarrow") as caught:
        parquet.write([], tmp_path / "x")
    assert caught.value.advice() == "pip install 'jinbang[parquet]'"
    assert not (tmp_path / "x").exists()
