"""All that is in the tables, for comparison."""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel

from registry import models
from registry.reads import Connection

TABLES = {
    str(model.__tablename__): [column.name for column in SQLModel.metadata.tables[str(model.__tablename__)].columns]
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and model is not SQLModel
}


def dump(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, sorted; without the day of which they are, on which nothing else need depend."""
    rows = {
        table: sorted(connection.rows(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
        for table, names in TABLES.items()
    }
    rows["meta"] = [row for row in rows["meta"] if row[0] != "today"]
    return rows
