"""duckdb_compare.py FILE DICTIONARY NEIGHBOURS: rank, band and neighbour mean of every authority in every measure and period, by window functions over the
loaded table, with two threads. Only the query is measured, five times."""

import sys
import time

import duckdb_load
import shared

# Series and places go by numbers, as they do with us, which is twice as fast as by their names. DuckDB adds up a mean in whatever order its rows come: how far from ours that is, Benchmarks/figures says.
QUERY = """
CREATE OR REPLACE TEMP TABLE compared AS
WITH ranked AS (
    SELECT key, series, place, value, polarity,
        CASE WHEN value IS NULL OR polarity IS NULL THEN NULL
            ELSE rank() OVER (PARTITION BY series ORDER BY value * polarity NULLS LAST) END AS rank
    FROM authorities
), limits AS (
    SELECT series, quantile_cont(value, [0.25, 0.5, 0.75]) AS q FROM authorities WHERE value IS NOT NULL GROUP BY series
), near AS (
    SELECT a.series * 1000 + n.place AS key, avg(a.value) AS mean FROM authorities a JOIN neighbours n ON a.place = n.neighbour GROUP BY ALL
)
SELECT r.series, r.place, r.rank,
    CASE WHEN r.rank IS NULL THEN NULL
        ELSE substr(CASE WHEN r.polarity = 1 THEN 'ABCD' ELSE 'DCBA' END,
            1 + (r.value > q[1])::INT + (r.value > q[2])::INT + (r.value > q[3])::INT, 1) END AS band,
    near.mean
FROM ranked r LEFT JOIN limits ON limits.series = r.series LEFT JOIN near USING (key)
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
        """CREATE TABLE series AS SELECT (row_number() OVER ())::INTEGER AS series, measure, label, any_value(polarity) AS polarity
        FROM figures LEFT JOIN polarities USING (measure) GROUP BY measure, label"""
    )
    # Rows that repeat another are left out here, and not each time.
    connection.execute(
        f"""CREATE TABLE authorities AS SELECT DISTINCT series * 1000 + place AS key, series, place, value, polarity
        FROM figures JOIN series USING (measure, label) WHERE place < {shared.ENGLAND} ORDER BY series, place"""
    )
    times = []
    for _ in range(5):
        start = time.perf_counter()
        connection.execute(QUERY)
        times.append(time.perf_counter() - start)
    rows = connection.execute("SELECT count(*) FROM compared").fetchone()[0]
    shared.say(places=rows, seconds=times)
    if values:
        table = connection.execute("SELECT measure, label, place, rank, band, mean FROM compared JOIN series USING (series)").fetchall()
        shared.write(values, shared.compared_lines(table, measures))


if __name__ == "__main__":
    sys.exit(main())
