"""pandas_load.py FILE DICTIONARY | FILE META --tidy: a published file as a frame with typed columns in pandas. What is measured is the whole
process; with --values PATH the figures are written out afterwards."""

import sys
import time

import pandas
import shared


def load(path):
    """The extract; texts that come again and again as categories."""
    types = {name: "category" for name in shared.EXTRACT} | {"Values": "float64", "LA Number": "float64"}
    frame = pandas.read_csv(path, dtype=types, na_values={"Values": shared.MARKS}, keep_default_na=False)
    frame["LA Number"] = frame["LA Number"].astype("int16")
    return frame


def load_tidy(path, indicators):
    """A tidy file, as wide as it comes."""
    heading = pandas.read_csv(path, nrows=0).columns
    types = {name: "float64" if name in indicators else "int32" if name == "time_period" else "category" for name in heading}
    return pandas.read_csv(path, dtype=types, na_values={name: shared.MARKS for name in indicators}, keep_default_na=False)


def main():
    given, values = shared.words()
    start = time.perf_counter()
    if given[-1] == "--tidy":
        filters, indicators = shared.meta(given[1])
        frame = load_tidy(given[0], indicators)
        shared.say(rows=len(frame), seconds=time.perf_counter() - start)
        if values:
            columns = shared.tidy_columns(given[0], filters, indicators)
            shared.write(values, shared.tidy_lines(frame[columns].itertuples(index=False, name=None), filters, indicators))
        return
    frame = load(given[0])
    shared.say(rows=len(frame), values=int(frame["Values"].count()), seconds=time.perf_counter() - start)
    if values:
        some = frame.dropna(subset=["Values"])
        table = zip(some["Short Desc"], some["Years"], some["LA Number"], some["Values"], strict=True)
        shared.write(values, shared.extract_lines(table, shared.dictionary(given[1])))


if __name__ == "__main__":
    sys.exit(main())
