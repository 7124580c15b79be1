"""The gradebook's database: SQLite in a file, or PostgreSQL on a server that several machines reach."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from nbgrader.api import Base
from sqlalchemy import Connection, Engine, Table, create_engine, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.errors import GradschoolError

VARIABLE = "GRADSCHOOL_GRADEBOOK"  #: the environment variable from which a course's settings take the database
DRIVER = "postgresql+psycopg://"
ROWS_AT_ONCE = 1000
#: indexes that nbgrader's tables lack: name → table and columns; the grades' one holds all that a list of points needs
INDEXES = {
    "gradschool_submitted_assignment_student_id": "submitted_assignment (student_id)",
    "gradschool_submitted_notebook_assignment_id": "submitted_notebook (assignment_id)",
    "gradschool_grade_points": "grade (notebook_id, auto_score, manual_score, extra_credit, needs_manual_grade)",
    "gradschool_comment_notebook_id": "comment (notebook_id)",
}
REPLACED = ("gradschool_grade_notebook_id",)  #: of earlier versions


class DatabaseError(GradschoolError):
    """A gradebook's database can't be used; the message says why and what to do."""


def database_url(url: str) -> str:
    """A database's URL in the form that SQLAlchemy wants.

    Raises:
        DatabaseError: for another kind of database, or PostgreSQL without its driver.
    """
    if url.startswith("sqlite:///"):
        return url
    if not re.match(r"postgres(ql)?(\+psycopg)?://", url):
        raise DatabaseError(
            "A gradebook is at sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE, but got "
            f"{without_password(url)!r}."
        )
    if importlib.util.find_spec("psycopg") is None:
        raise DatabaseError("PostgreSQL needs a driver that is not installed: pip install 'gradschool[postgres]'.")
    return DRIVER + url.partition("://")[2]


def without_password(url: str) -> str:
    """A URL as it may be shown."""
    return re.sub(r"(://[^:@/]*):[^@/]*@", r"\1:***@", url)


def add_indexes(engine: Engine) -> None:
    """Give nbgrader's tables the indexes without which a large gradebook is read from end to end for every grade."""
    with suppress(SQLAlchemyError), engine.begin() as connection:  # one that is read-only or locked works without
        for name, columns in INDEXES.items():
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}"))
        for name in REPLACED:
            connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


def move_gradebook(
    source: str, target: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, int]:
    """Copy a gradebook, all of it or nothing, into a database that is empty.

    Args:
        source, target: URLs, as for `database_url`.
        progress: called with the number of rows copied and of all.

    Returns:
        Table → rows.

    Raises:
        DatabaseError: if one can't be reached, there is nothing to move, or the target holds something.
    """
    with _connected(source) as (old_engine, old), _connected(target) as (new_engine, new):
        tables = [table for table in Base.metadata.sorted_tables if inspect(old_engine).has_table(table.name)]
        counts = {table.name: _rows(old, table) for table in tables}
        if not sum(counts.values()):
            raise DatabaseError(f"There is no gradebook at {without_password(source)}.")
        Base.metadata.create_all(bind=new)
        full = [table.name for table in tables if _rows(new, table)]
        if full:
            raise DatabaseError(
                f"{without_password(target)} holds a gradebook already ({full[0]}), and nothing is overwritten. "
                "Name an empty database."
            )
        version = old.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        if not inspect(new).has_table("alembic_version"):
            new.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        new.execute(text("DELETE FROM alembic_version"))
        new.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": version})
        done, total = 0, sum(counts.values())
        for table in tables:
            for rows in _in_parts(old, table):
                new.execute(table.insert(), rows)
                done += len(rows)
                progress(done, total)
        if counts != {table.name: _rows(new, table) for table in tables}:
            raise DatabaseError("The gradebook changed while it was moved. Nothing was written; move it when it rests.")
        new.commit()
        add_indexes(new_engine)
    return counts


@contextmanager
def _connected(url: str) -> Iterator[tuple[Engine, Connection]]:
    engine = create_engine(database_url(url))
    try:
        with engine.connect() as connection:
            yield engine, connection
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        raise DatabaseError(f"The database {without_password(url)} can't be used: {reason}.") from None
    finally:
        engine.dispose()


def _rows(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _in_parts(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]
