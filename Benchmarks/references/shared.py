"""What the references have in common: which periods labels mean, and lines that all write alike."""

import csv
import json
import re
import resource
import struct
import sys

YEARS = {"Academic Year": "academic", "Financial Year": "financial", "Calendar Year": "calendar"}
STATUSES = {"prov": "provisional", "provisional": "provisional", "rev": "revised", "revised": "revised", "final": "final", "ot": "outturn"}
LABEL = re.compile(r"(\d{4})(?:[-/](\d\d))?(?:/?-?(\d\d)/(\d\d))?\s*(?:\((\w+)\))?")
# What stands where there is no value.
MARKS = ["-", "..", ":", ".", "x", "c", "z", "NA", "SUPP", "LOWCOV"]
EXTRACT = ["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]
ENGLAND = 970
REGIONS = {
    "E12000001": 980, "E12000002": 981, "E12000003": 982, "E12000004": 983, "E12000005": 984, "E12000006": 985, "E12000007": 986,
    "E12000008": 989, "E12000009": 990,
}  # fmt: skip


def period(label, year):
    """`2022-23 (OT)` of a financial year is `financial 2023 outturn`; None for a label that means nothing."""
    found = LABEL.fullmatch(label.strip())
    if not found:
        return None
    start, short, third, fourth, status = found.groups()
    ending = f" {STATUSES[status.lower()]}" if status else ""
    first = int(start)

    def after(earlier, digits):
        return earlier + 1 + (int(digits) - earlier - 1) % 100

    if third:
        return f"{year} {after(first, short)}-{after(after(first, third), fourth)}{ending}"
    if short is None:
        return f"{year} {first}{ending}"
    end = after(first, short)
    return f"{year} {end}{ending}" if end == first + 1 and year != "calendar" else f"{year} {first}-{end}{ending}"


def dictionary(path):
    """Of each measure whether High or Low is better, and how its years are counted."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        measures = {}
        for row in csv.DictReader(file):
            year = "annual" if row["Year_Type"].startswith("Annual") else YEARS.get(row["Year_Type"], "unstated")
            measures.setdefault(row["Measure_short"].strip(), (row["Polarity"], year))
    return measures


def neighbours(path):
    """Of each authority its neighbours, nearest first."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {int(row[0]): [int(cell) for cell in row[5:25:2] if cell.strip()] for row in csv.reader(file) if row[0].strip().isdigit()}


def bits(value):
    """A number to its last bit, whatever way of writing numbers a language has."""
    return struct.pack(">d", value).hex()


def meta(path):
    """Of a tidy file the columns that part pupils into groups, and those that hold figures."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["col_name"] for row in rows if row["col_type"] == "Filter"], [row["col_name"] for row in rows if row["col_type"] == "Indicator"]


def extract_lines(table, measures):
    """Of rows of measure, label, place and value."""
    codes = {}
    for measure, label, place, value in table:
        if (measure, label) not in codes:
            codes[measure, label] = period(label, measures.get(measure, ("", "unstated"))[1])
        if codes[measure, label]:
            yield f"{measure}\t{codes[measure, label]}\t\t{place}\t{bits(value)}"


def compared_lines(table, measures):
    """Of rows of measure, label, place, rank, band and mean; what is not there is None or not a number."""
    codes = {}
    for measure, label, place, rank, band, mean in table:
        if (measure, label) not in codes:
            codes[measure, label] = period(label, measures.get(measure, ("", "unstated"))[1])
        if codes[measure, label]:
            mean = "" if mean is None or mean != mean else bits(mean)
            yield f"{measure}\t{codes[measure, label]}\t\t{place}\t{int(rank or 0)}\t{band or ''}\t{mean}"


def tidy_lines(table, filters, indicators):
    """Of rows of time_period, geographic_level, region_code, old_la_code, that of the school or of the authority again, the filters and the indicators."""
    for row in table:
        time_period, level, region, authority, school, *rest = row
        place = {"National": ENGLAND, "Regional": REGIONS.get(region)}.get(level) or int(school if level == "School" else authority)
        parts = [f"{name}={value}" for name, value in sorted(zip(filters, rest, strict=False)) if value != "Total"]
        end = int(time_period) // 100 + 1
        for name, value in zip(indicators, rest[len(filters) :], strict=True):
            if value is not None and value == value:
                yield f"{name}\tacademic {end}\t{', '.join(parts)}\t{place}\t{bits(value)}"


def tidy_columns(path, filters, indicators):
    """What `tidy_lines` wants of a file."""
    with open(path, encoding="utf-8-sig") as file:
        heading = file.readline().strip().split(",")
    school = "school_urn" if "school_urn" in heading else "old_la_code"
    return ["time_period", "geographic_level", "region_code", "old_la_code", school, *filters, *indicators]


def write(path, lines):
    """In the order of their bytes."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in sorted(set(lines)))


def say(**done):
    """One line of what was done, with the greatest resident memory."""
    print(json.dumps({**done, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def words():
    """The arguments, and where the values are to be written, if anywhere."""
    given = sys.argv[1:]
    if "--values" in given:
        at = given.index("--values")
        return [*given[:at], *given[at + 2 :]], given[at + 1]
    return given, None
