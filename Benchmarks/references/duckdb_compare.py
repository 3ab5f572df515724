"""duckdb_compare.py FILE DICTIONARY NEIGHBOURS: rank, band and neighbour mean of every authority in every measure and period, by window functions over the
loaded table, with two threads. Only the query is measured, five times."""

import sys
import time

import duckdb_load
import shared

# Rows that repeat another are taken out once, while the table is loaded. A mean is summed in the order of the neighbours where the plan keeps it: how far it is
# from ours otherwise, Benchmarks/figures says.
QUERY = """
CREATE OR REPLACE TEMP TABLE compared AS
WITH ranked AS (
    SELECT measure, label, place, value, polarity,
        CASE WHEN value IS NULL OR polarity IS NULL THEN NULL
            ELSE rank() OVER (PARTITION BY measure, label ORDER BY value * polarity NULLS LAST) END AS rank
    FROM authorities
), limits AS (
    SELECT measure, label, quantile_cont(value, [0.25, 0.5, 0.75]) AS q FROM authorities WHERE value IS NOT NULL GROUP BY ALL
), near AS (
    SELECT a.measure, a.label, n.place, avg(a.value) AS mean
    FROM authorities a JOIN neighbours n ON a.place = n.neighbour GROUP BY ALL
)
SELECT r.measure, r.label, r.place, r.rank,
    CASE WHEN r.rank IS NULL THEN NULL
        ELSE substr(CASE WHEN r.polarity = 1 THEN 'ABCD' ELSE 'DCBA' END,
            1 + (r.value > q[1])::INT + (r.value > q[2])::INT + (r.value > q[3])::INT, 1) END AS band,
    near.mean
FROM ranked r LEFT JOIN limits USING (measure, label) LEFT JOIN near USING (measure, label, place)
"""


def main():
    given, values = shared.words()
    measures, near = shared.dictionary(given[1]), shared.neighbours(given[2])
    connection = duckdb_load.begin()
    duckdb_load.load(connection, given[0])
    connection.execute("CREATE TABLE polarities (measure VARCHAR, polarity TINYINT)")
    signs = {"Low": 1, "High": -1}
    connection.executemany("INSERT INTO polarities VALUES (?, ?)", [(name, signs.get(best)) for name, (best, _) in measures.items()])
    connection.execute("CREATE TABLE neighbours (place SMALLINT, position TINYINT, neighbour SMALLINT)")
    connection.executemany(
        "INSERT INTO neighbours VALUES (?, ?, ?)",
        [(place, position, other) for place, others in near.items() for position, other in enumerate(others)],
    )
    connection.execute(
        f"""CREATE TABLE authorities AS SELECT DISTINCT measure, label, place, value, polarity
        FROM figures LEFT JOIN polarities USING (measure) WHERE place < {shared.ENGLAND} ORDER BY measure, label, place"""
    )
    times = []
    for _ in range(5):
        start = time.perf_counter()
        connection.execute(QUERY)
        times.append(time.perf_counter() - start)
    rows = connection.execute("SELECT count(*) FROM compared").fetchone()[0]
    shared.say(places=rows, seconds=times)
    if values:
        table = connection.execute("SELECT measure, label, place, rank, band, mean FROM compared").fetchall()
        shared.write(values, lines(table, measures))


def lines(table, measures):
    codes = {}
    for measure, label, place, rank, band, mean in table:
        if (measure, label) not in codes:
            codes[measure, label] = shared.period(label, measures.get(measure, ("", "unstated"))[1])
        there = mean is not None and mean == mean
        yield f"{measure}\t{codes[measure, label]}\t\t{place}\t{rank or 0}\t{band or ''}\t{shared.bits(mean) if there else ''}"


if __name__ == "__main__":
    sys.exit(main())
