"""pandas_compare.py FILE DICTIONARY NEIGHBOURS: rank, band and neighbour mean of every authority in every measure and period, by groups of the loaded frame.
Only that is measured, five times."""

import sys
import time

import numpy
import pandas
import pandas_load
import shared

KEY = ["measure", "label"]


def compared(frame, near):
    """The same rows with rank, band and mean."""
    groups = frame.groupby(KEY, observed=True, sort=False)["value"]
    # Better first.
    rank = (frame["value"] * frame["polarity"]).groupby([frame[key] for key in KEY], observed=True, sort=False).rank(method="min")
    limits = groups.quantile([0.25, 0.5, 0.75]).unstack()
    limits.columns = ["lower", "median", "upper"]
    done = frame.join(limits, on=KEY)
    value = done["value"].to_numpy()
    quarter = sum((value > done[name].to_numpy()).astype("int8") for name in limits.columns)
    quarter = numpy.where(frame["polarity"] < 0, 3 - quarter, quarter)
    done["rank"] = rank
    done["band"] = numpy.where(rank.isna(), "", numpy.array(list("ABCD"))[quarter])
    # Means in the order of the neighbours: over a matrix of series by places, one neighbour after the other.
    wide = frame.pivot(index=KEY, columns="place", values="value")
    matrix = wide.to_numpy()
    column = {place: index for index, place in enumerate(wide.columns)}
    total, count = numpy.zeros_like(matrix), numpy.zeros_like(matrix)
    for position in range(10):
        own = [(index, column[others[position]]) for place, index in column.items() if (others := near.get(place)) and others[position] in column]
        to, source = (list(each) for each in zip(*own, strict=True))
        there = matrix[:, source]
        known = ~numpy.isnan(there)
        total[:, to] += numpy.where(known, there, 0.0)
        count[:, to] += known
    with numpy.errstate(invalid="ignore"):
        mean = pandas.DataFrame(total / count, index=wide.index, columns=wide.columns).stack(future_stack=True).rename("mean")
    return done.join(mean, on=[*KEY, "place"])


def main():
    given, values = shared.words()
    measures, near = shared.dictionary(given[1]), shared.neighbours(given[2])
    loaded = pandas_load.load(given[0])
    frame = loaded[["Short Desc", "Years", "LA Number", "Values"]].set_axis(["measure", "label", "place", "value"], axis=1)
    frame = frame[frame["place"] < shared.ENGLAND].drop_duplicates(["measure", "label", "place"]).reset_index(drop=True)
    signs = {"Low": 1.0, "High": -1.0}
    frame["polarity"] = frame["measure"].map({name: signs.get(best, numpy.nan) for name, (best, _) in measures.items()}).astype("float64")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = compared(frame, near)
        times.append(time.perf_counter() - start)
    shared.say(places=len(done), seconds=times)
    if values:
        rank = done["rank"].fillna(0).astype(int)
        table = zip(done["measure"], done["label"], done["place"], rank, done["band"], done["mean"], strict=True)
        shared.write(values, shared.compared_lines(table, measures))


if __name__ == "__main__":
    sys.exit(main())
