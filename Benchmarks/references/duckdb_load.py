"""duckdb_load.py FILE DICTIONARY | FILE META --tidy: a published file as a table with typed columns in DuckDB, with two threads. What is measured is the whole
process; with --values PATH the figures are written out afterwards."""

import sys
import time

import duckdb
import shared

TYPES = {name: "VARCHAR" for name in shared.EXTRACT} | {"Values": "DOUBLE", "LA Number": "DOUBLE"}
FIXED = {"time_period": "INTEGER"}


def begin():
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    return connection


def quoted(names):
    return "[" + ", ".join("'" + name + "'" for name in names) + "]"


def load(connection, path):
    """The extract as the table `figures`: measure, title, label, place, name, value and region."""
    types = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items()) + "}"
    connection.execute(
        f"""CREATE TABLE figures AS SELECT "Short Desc" AS measure, "Data item" AS title, "Years" AS label, "LA and Regions" AS name,
            "Values" AS value, "LA Number"::SMALLINT AS place, "Region" AS region
        FROM read_csv(?, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {types},
            nullstr = {quoted(shared.MARKS)})""",
        [path],
    )


def load_tidy(connection, path, indicators):
    """A tidy file as the table `figures`, as wide as it comes; the figures as numbers."""
    with open(path, encoding="utf-8-sig") as file:
        heading = file.readline().strip().split(",")
    types = {name: "DOUBLE" if name in indicators else FIXED.get(name, "VARCHAR") for name in heading}
    types = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    connection.execute(
        f"""CREATE TABLE figures AS FROM read_csv(?, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
            columns = {types}, nullstr = {quoted(shared.MARKS)})""",
        [path],
    )


def main():
    given, values = shared.words()
    start = time.perf_counter()
    connection = begin()
    if given[-1] == "--tidy":
        filters, indicators = shared.meta(given[1])
        load_tidy(connection, given[0], indicators)
        rows = connection.execute("SELECT count(*) FROM figures").fetchone()[0]
        shared.say(rows=rows, seconds=time.perf_counter() - start)
        if values:
            columns = shared.tidy_columns(given[0], filters, indicators)
            table = connection.execute(f"SELECT {', '.join(columns)} FROM figures").fetchall()
            shared.write(values, shared.tidy_lines(table, filters, indicators))
        return
    load(connection, given[0])
    rows, figures = connection.execute("SELECT count(*), count(value) FROM figures").fetchone()
    shared.say(rows=rows, values=figures, seconds=time.perf_counter() - start)
    if values:
        measures = shared.dictionary(given[1])
        table = connection.execute("SELECT measure, label, place, value FROM figures WHERE value IS NOT NULL").fetchall()
        shared.write(values, shared.extract_lines(table, measures))


if __name__ == "__main__":
    sys.exit(main())
