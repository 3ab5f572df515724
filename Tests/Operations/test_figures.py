"""Published figures, computed a second time: everything that `concordat figures` says of every measure, period and authority is worked
out here in plain Python from the files themselves, and compared to the last digit. First on an extract that is made up here, with the
traps of the real ones; then on the real ones, where they are at hand."""

import collections
import contextlib
import csv
import gzip
import io
import itertools
import json
import math
import pathlib
import random
import re
import sqlite3
import subprocess
import time

import pytest

from asking import Asker
from running import PROGRAM, TOP, Server

SHARED = TOP.parent / "shared" / "data"
REAL = [SHARED / "lait" / name for name in ("bds_long.csv.gz", "lait_data_dictionary.csv", "statistical_neighbours_2021.csv")]
BAD = [SHARED / "bad-input" / name for name in ("workforce_truncated.csv.gz", "absence_no_header.csv.gz")]
COLUMNS = ["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]
HEADING = ["place", "name", "value", "missing", "rank", "of", "band", "neighbours", "region", "england", "release"]

# What the Department's releases write where there is no value, and what Concordat says of it.
MARKS = {"-": "not available", "..": "not available", "x": "suppressed", "c": "confidential", ".": "not applicable"}
YEARS = {"Academic Year": "academic", "Financial Year": "financial", "Calendar Year": "calendar"}
STATUSES = {"prov": "provisional", "provisional": "provisional", "rev": "revised", "revised": "revised", "final": "final", "ot": "outturn"}
ENGLAND = 970


# -- The second computation.


def period(label: str, year: str) -> str | None:
    """What a spelling of a period means: `academic 2023`, `financial 2014-2016 revised`; None where nobody knows."""
    found = re.fullmatch(r"(\d{4})(?:([-/])(\d\d))?(?:/?-?(\d\d)/(\d\d))?\s*(?:\((\w+)\))?", label)
    if not found:
        return None
    start, mark, short, third, fourth, status = found.groups()
    if status and status.lower() not in STATUSES:
        return None
    ending = f" {STATUSES[status.lower()]}" if status else ""

    def after(earlier: int, digits: str) -> int:
        return next(later for later in range(earlier + 1, earlier + 101) if later % 100 == int(digits))

    first = int(start)
    if not 1900 <= first <= 2199:
        return None
    if short is None:
        return None if third else f"{year} {first}{ending}"
    end = after(first, short)
    if third:
        beginning = after(first, third)
        last = after(beginning, fourth)
        return f"{year} {end}-{last}{ending}" if mark == "/" and end == first + 1 and last == beginning + 1 else None
    if end == first + 1 and year != "calendar":
        return f"{year} {end}{ending}"
    return f"{year} {first}-{end}{ending}" if mark == "-" else None


def quartiles(ordered: list[float]) -> tuple[float, float, float]:
    """Linear interpolation, R's type 7."""

    def quantile(share: float) -> float:
        place = (len(ordered) - 1) * share
        below = math.floor(place)
        if below + 1 >= len(ordered):
            return ordered[below]
        low, high, part = ordered[below], ordered[below + 1], place - below
        # As R's quantile() computes it; the last digit depends on the order of the steps.
        return low if low == high else (1 - part) * low + part * high

    return quantile(0.25), quantile(0.5), quantile(0.75)


class Extract:
    """What the published files say, read by somebody else's reader."""

    def __init__(self, extract: bytes, dictionary: bytes, neighbours: bytes) -> None:
        def records(content: bytes) -> csv.DictReader:
            return csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))

        self.polarity: dict[str, str] = {}
        self.year: dict[str, str] = {}
        for row in records(dictionary):
            short = row["Measure_short"].strip()
            if short and short not in self.polarity:
                self.polarity[short] = row["Polarity"]
                self.year[short] = "annual" if row["Year_Type"].startswith("Annual") else YEARS.get(row["Year_Type"], "unstated")
        self.near: dict[int, list[int]] = {}
        for cells in csv.reader(io.StringIO(neighbours.decode("utf-8-sig"), newline="")):
            # Its columns have the same names again and again: they go by where they are.
            if cells[0].strip().isdigit():
                self.near[int(cells[0])] = [int(cell) for cell in cells[5:25:2] if cell.strip()]
        self.names: dict[int, str] = {}
        self.region: dict[int, str] = {}
        self.rows = 0
        self.unknown: collections.Counter[str] = collections.Counter()
        self.repeated = 0
        self.missing: collections.Counter[str] = collections.Counter()
        self.cells: dict[tuple[str, str], dict[int, str]] = collections.defaultdict(dict)
        for row in records(extract):
            self.rows += 1
            measure, place = row["Short Desc"].strip(), int(float(row["LA Number"]))
            if place not in self.names:
                self.names[place], self.region[place] = row["LA and Regions"], row["Region"]
            code = period(row["Years"].strip(), self.year.get(measure, "unstated"))
            if code is None:
                self.unknown[row["Years"]] += 1
                continue
            series = self.cells[measure, code]
            if place in series:
                self.repeated += 1
                assert series[place] == row["Values"], f"two values for {measure}, {code}, {place}"
                continue
            series[place] = row["Values"]
            if row["Values"] in MARKS:
                self.missing[MARKS[row["Values"]]] += 1
        # Authorities name their region as the rows of regions do, but for capitals and London's halves.
        halves = {"inner london": "london (inner)", "outer london": "london (outer)"}
        codes = {name.lower(): place for place, name in self.names.items() if place > ENGLAND}
        self.region_code = {place: codes.get(halves.get(name.lower(), name.lower())) for place, name in self.region.items()}

    @property
    def figures(self) -> int:
        return sum(len(series) for series in self.cells.values())

    def rows_of(self, measure: str, code: str) -> list[tuple]:
        """What is to be said of each authority of which anything was published, in the order of their codes."""
        cells = self.cells[measure, code]
        value = {place: float(cell) for place, cell in cells.items() if cell not in MARKS}
        authorities = {place: number for place, number in value.items() if place < ENGLAND}
        ordered = sorted(authorities.values())
        best = self.polarity.get(measure)
        limits = quartiles(ordered) if ordered else None
        # Minimum rank: how many are better, and one.
        rank: dict[float, int] = {}
        for index, number in enumerate(ordered if best == "Low" else reversed(ordered)):
            rank.setdefault(number, index + 1)
        rows = []
        for place in sorted(place for place in cells if place < ENGLAND):
            own = authorities.get(place)
            ranked = own is not None and best in ("High", "Low")
            near = [value[other] for other in self.near.get(place, []) if other in value]
            total = 0.0
            for number in near:
                total += number
            quarter = sum(own > limit for limit in limits) if ranked and limits else 0
            rows.append(
                (
                    place, self.names[place], own, None if own is not None else MARKS[cells[place]],
                    rank[own] if ranked else None, len(ordered),
                    ("ABCD" if best == "Low" else "DCBA")[quarter] if ranked else None,
                    total / len(near) if near else None, value.get(self.region_code[place]), value.get(ENGLAND),
                )
            )  # fmt: skip
        return rows


def read(cells: list[str]) -> tuple:
    """A printed row, for comparing it."""
    place, name, value, missing, rank, of, band, near, region, england, _ = cells

    def number(text: str) -> float | None:
        return float(text) if text else None

    return (
        int(place), name, number(value), missing or None, int(rank) if rank else None, int(of), band or None, number(near),
        number(region), number(england),
    )  # fmt: skip


def compare_all(extract: Extract, printed: str, release: str) -> None:
    """Every row of `concordat figures all`, to the last digit: sums are made in the same order, so that none may differ."""
    rows = csv.reader(io.StringIO(printed, newline=""))
    seen = set()
    differing = []
    for (name, measure, code), group in itertools.groupby((row for row in rows if row), key=lambda row: tuple(row[:3])):
        assert name == "lait" and (measure, code) not in seen and (measure, code) in extract.cells, (name, measure, code)
        seen.add((measure, code))
        said = [row[3:] for row in group]
        assert {row[-1] for row in said} == {release}, (measure, code)
        for ours, theirs in itertools.zip_longest(map(read, said), extract.rows_of(measure, code)):
            if ours != theirs:
                differing.append(f"{measure}, {code}:\n  printed  {ours}\n  computed {theirs}")
    expected = {key for key in extract.cells if extract.rows_of(*key)}
    assert seen == expected, f"not printed: {sorted(expected - seen)[:5]}"
    assert not differing, f"{len(differing)} rows differ:\n" + "\n".join(differing[:5])


# -- Asking the program.


class Register:
    """A folder of data, and commands on it, beside nobody."""

    def __init__(self, data: pathlib.Path) -> None:
        self.data = data

    def ask(self, *words: str | pathlib.Path, status: int = 0) -> subprocess.CompletedProcess:
        answer = subprocess.run(
            [PROGRAM, *words, "--data", self.data], cwd=TOP, capture_output=True, encoding="utf-8", timeout=900, check=False
        )
        assert answer.returncode == status, f"{words}: status {answer.returncode}, not {status}\n{answer.stdout[-3000:]}{answer.stderr[-3000:]}"
        return answer

    def say(self, *words: str | pathlib.Path) -> str:
        return self.ask(*words).stdout

    def take(self, *files: pathlib.Path, check: bool = False) -> dict:
        return json.loads(self.say("import", *files, "--json", *(["--check"] if check else [])))

    def csv(self, measure: str, *words: str) -> list[list[str]]:
        heading, *rows = csv.reader(io.StringIO(self.say("figures", measure, *words, "--format", "csv"), newline=""))
        assert heading == HEADING
        return [row for row in rows if row]

    def state(self) -> tuple[list[str], list[str]]:
        """All that is kept: every row of the record, and the files of columns."""
        with contextlib.closing(sqlite3.connect(f"file:{self.data / 'record.sqlite'}?mode=ro", uri=True)) as record:
            rows = list(record.iterdump())
        return rows, sorted(file.name for file in (self.data / "columns").iterdir())


def report_of(answer: dict, sort: str) -> dict:
    [report] = [report for report in answer["reports"] if report["sort"] == sort]
    return report


def release_of(answer: dict, sort: str) -> str:
    [index] = [index for index, report in enumerate(answer["reports"]) if report["sort"] == sort]
    return answer["releases"][index]


# -- Files that are made up, in the published shapes and with their traps.

REGIONS = {
    980: "North East", 981: "North West", 982: "Yorkshire and the Humber", 983: "East Midlands", 984: "West Midlands",
    985: "East of England", 986: "London", 987: "London (Inner)", 988: "London (Outer)", 989: "South East", 990: "South West",
}  # fmt: skip
# As authorities' rows name them.
NAMED = [*(name for code, name in REGIONS.items() if code not in (982, 986, 987, 988)), "Inner London", "Outer London", "Yorkshire and The Humber"]
SPELLINGS = {
    "Academic Year": [
        ["2015", "2016", "2017", "2018", "2019", "2020"], ["2014/15", "2015/16", "2016/17"], ["2014-15", "2015-16", "2099-00"],
        ["2022", "2023(prov)", "2024 (prov)"], ["2022 (prov)", "2023 (Prov)", "2023"], ["2023(Prov)", "2024", "0"],
        ["2018 (Revised)", "2019 (Revised)", "2020 (Final)", "2021 (Final)", "2017 (Rev)"],
        ["2012/13-14/15", "2013/14-15/16", "2014/15-16/17", "2020/21-22/23"],
    ],
    "Financial Year": [["2015-16 (OT)", "2016-17 (OT)", "2022-23 (OT)"], ["2022-23", "2022-23 (OT)", "2023-24", "2024-25"], ["2014/15", "2015/16"]],
    "Calendar Year": [["2013-15", "2014-16", "2015-17", "2020-22"], ["2016", "2017"], ["2015", "2015-16"]],
    "Annual (end of Sept)": [["2019", "2020", "0"]],
    "Annual - January": [["2016", "2017 (Final)"]],
    "": [["2019", "2019/20", "2021-23"]],
}  # fmt: skip


def spelled(value: float, chance: random.Random) -> str:
    """A number as spreadsheets leave it."""
    form = chance.randrange(8)
    if form == 0 and 0 < abs(value) < 1:
        return f"{value:.16E}"  # 4.7980000000000002E-2
    if form == 1:
        return repr(value + 0.1 + 0.2 - 0.3)  # 12.300000000000001
    if form == 2:
        return f"{value:.0f}"
    if form == 3:
        return f"{value:.4f}"
    return f"{value:.6g}"


class Made:
    """A seeded extract with its dictionary and neighbours."""

    AUTHORITIES = 46

    def __init__(self, seed: int, folder: pathlib.Path) -> None:
        chance = random.Random(seed)
        folder.mkdir(parents=True)
        self.extract, self.dictionary, self.neighbours = (folder / name for name in ("long.csv", "dictionary.csv", "neighbours.csv"))
        codes = sorted(chance.sample(range(201, 969), self.AUTHORITIES))
        names = {code: chance.choice(["Upper ", "Nether ", "Bristol, City of ", "Saint \"Old\" ", "Kings’ "]) + str(code) for code in codes}
        regions = {code: chance.choice(NAMED) for code in codes}
        places = [*((code, names[code], regions[code]) for code in codes), (ENGLAND, "England", "NA"), *((code, name, "NA") for code, name in REGIONS.items())]

        # Two rows of one measure in the dictionary; the first counts. One measure is in no dictionary.
        measures = []
        for number, (year, spellings) in enumerate((year, each) for year, several in SPELLINGS.items() for each in several):
            for polarity in ("High", "Low", "-"):
                measures.append((f"M{number}_%{polarity}", polarity, year, spellings))
        described = [measure for measure in measures if measure[0] != "M0_%-"]
        with self.dictionary.open("w", encoding="utf-8", newline="") as file:
            heading = ["Measure_code", "Topic", "Measure", "Chart_title", "Measure_short", "Polarity", "y_axis_name", "Methodology", "dps", "Year_Type"]
            out = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            out.writerow(heading)
            for number, (short, polarity, year, _) in enumerate([*described, *((m[0], "Low", "Calendar Year", []) for m in described[:3])]):
                method = f"Counted as {short}:\n\n- first, \"all\"\n- then some"
                out.writerow([number, "Topic", "Measure", f"Share, {short}", short, polarity, "Percentage", method, chance.choice(["0", "1", "NA"]), year])

        with self.neighbours.open("w", encoding="utf-8-sig", newline="") as file:
            pairs = [cell for number in range(1, 11) for cell in (f"SN{number}", "SNP")]
            out = csv.writer(file, lineterminator="\r\n")
            out.writerow(["LA num", "LA Name", "LA number", "GOInd", "GOReg", *pairs, ""])
            for code in codes[:-3]:
                # One of the ten may be an authority of which nothing is published.
                near = chance.sample([other for other in [*codes, 969] if other != code], 10)
                cells = [cell for other in near for cell in (other, chance.choice(["Close", "Not Close"]))]
                out.writerow([code, names[code], code, 3, regions[code], *cells, ""])
                if code == codes[20]:
                    out.writerow([""] * 26)
                    out.writerow(["", "Old SNs:", *[""] * 24])

        self.lines: list[list[str]] = []
        for short, _, _, spellings in measures:
            for label in spellings:
                # Few different values make ties and values on the boundaries of quarters.
                base, steps = chance.choice([(0.0, 0.0101), (50.0, 1.0), (12.0, 0.1), (-3.0, 0.7)]), chance.choice([3, 12, 4000])
                gone = chance.choice([0.0, 0.1, 0.5, 1.0]) if label != spellings[0] else 0.1
                shared = chance.random() < 0.9  # else England and the regions have nothing
                for code, name, region in places:
                    value = base[0] + base[1] * chance.randrange(steps)
                    cell = chance.choice([*MARKS]) if chance.random() < gone else spelled(value, chance)
                    if code >= ENGLAND and not shared or code == codes[5] and chance.random() < 0.5:
                        continue
                    self.lines.append([short, f"Share, {short}" if label == spellings[0] else "", label, name, cell, f"{code}.0", region])
                    if chance.random() < 0.01:
                        self.lines.append(self.lines[-1])  # some rows come twice
        self.write()

    def write(self) -> None:
        with self.extract.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *self.lines])

    def revise(self, chance: random.Random, count: int) -> int:
        """Gives some figures other values, as a later release does; how many are others then."""
        known = collections.Counter((line[0], line[2], line[5]) for line in self.lines)
        single = [index for index, line in enumerate(self.lines) if known[line[0], line[2], line[5]] == 1 and line[4] not in MARKS and line[2] != "0"]
        for index in chance.sample(single, count):
            line = self.lines[index]
            self.lines[index] = [*line[:4], f"{float(line[4]) + 1.5:.3f}", *line[5:]]
        self.write()
        return count

    def read(self) -> Extract:
        return Extract(self.extract.read_bytes(), self.dictionary.read_bytes(), self.neighbours.read_bytes())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(20030724, tmp_path_factory.mktemp("made") / "files")


@pytest.fixture(scope="module")
def taken(made: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, dict]:
    """A register with those files, and what was said when they were taken in."""
    register = Register(tmp_path_factory.mktemp("figures") / "data")
    return register, register.take(made.extract, made.dictionary, made.neighbours)


def test_periods_are_read_as_they_are_meant():
    """The second reader of labels, on its own: what it says is what the others are compared with."""
    meant = {
        ("2023", "academic"): "academic 2023", ("2022/23", "academic"): "academic 2023", ("2022-23 (OT)", "financial"): "financial 2023 outturn",
        ("2013-15", "calendar"): "calendar 2013-2015", ("2013/14-15/16", "academic"): "academic 2014-2016", ("2018 (Rev)", "academic"): "academic 2018 revised",
        ("2023(prov)", "academic"): "academic 2023 provisional", ("2099-00", "academic"): "academic 2100", ("2015-16", "calendar"): "calendar 2015-2016",
        ("0", "annual"): None, ("2022/24", "academic"): None, ("2023 (perhaps)", "academic"): None,
    }  # fmt: skip
    assert {key: period(*key) for key in meant} == meant


def test_the_report_says_what_is_in_the_files(made: Made, taken: tuple[Register, dict]):
    extract, report = made.read(), report_of(taken[1], "lait")
    assert (report["rows"], report["figures"], report["repeated"]) == (extract.rows, extract.figures, extract.repeated)
    assert extract.repeated > 10 and report["missing"] == dict(extract.missing) and len(extract.missing) == 4
    assert report["unknownPeriods"] == dict(extract.unknown) and set(extract.unknown) == {"0"}
    assert report["authorities"] == Made.AUTHORITIES and report["regions"] == len(REGIONS) + 1 and report["schools"] == 0
    assert report["measures"] == len({measure for measure, _ in extract.cells}) and report["undescribed"] == ["M0_%-"]
    assert report_of(taken[1], "neighbours")["rows"] == len(extract.near)
    assert "supersedes" not in report or report["supersedes"] is None


def test_every_figure_of_a_made_up_extract_compares_as_it_must(made: Made, taken: tuple[Register, dict]):
    register, answer = taken
    extract = made.read()
    # The traps are there: ties, values on a boundary, authorities with neighbours that have nothing.
    boundaries = 0
    for key in extract.cells:
        ordered = sorted(row[2] for row in extract.rows_of(*key) if row[2] is not None)
        boundaries += sum(limit in ordered for limit in quartiles(ordered)) if ordered else 0
    assert boundaries > 50
    compare_all(extract, register.say("figures", "all"), release_of(answer, "lait"))


def test_one_measure_is_printed_as_all_are(made: Made, taken: tuple[Register, dict]):
    register, _ = taken
    extract = made.read()
    for measure, label, code in [
        ("M0_%High", "2018", "academic 2018"), ("M1_%Low", "2015/16", "academic 2016"), ("M1_%Low", "2016", "academic 2016"),
        ("M7_%High", "2013/14-15/16", "academic 2014-2016"), ("M8_%Low", "2016-17 (OT)", "financial 2017 outturn"),
        ("M11_%-", "2014-16", "calendar 2014-2016"), ("M3_%High", "2023(prov)", "academic 2023 provisional"),
        # Without brackets the most settled of that year is meant.
        ("M4_%High", "2023", "academic 2023"), ("M6_%Low", "2018", "academic 2018 revised"),
    ]:  # fmt: skip
        rows = register.csv(measure, "--period", label)
        assert [read(row) for row in rows] == extract.rows_of(measure, code), (measure, label)
    place = str(next(row[0] for row in extract.rows_of("M0_%High", "academic 2018") if row[2] is not None))
    [only] = register.csv("M0_%High", "--period", "2018", "--place", place)
    assert only in register.csv("M0_%High", "--period", "2018")
    [england] = register.csv("M0_%High", "--period", "2018", "--place", "970")
    assert england[0] == "970" and england[4] == "" and england[6] == "" and england[7] == ""


def test_json_says_the_same_as_csv(made: Made, taken: tuple[Register, dict]):
    register, _ = taken
    rows = json.loads(register.say("figures", "M2_%Low", "--period", "2015-16", "--format", "json"))
    said = [
        (
            int(row["place"]), row["name"], row.get("value"), row.get("missing"), row.get("rank"), row["of"], row.get("band"), row.get("neighbours"),
            row.get("region"), row.get("england"),
        )
        for row in rows
    ]  # fmt: skip
    assert said == made.read().rows_of("M2_%Low", "academic 2016")


def test_what_is_not_there_is_refused_with_what_there_is(taken: tuple[Register, dict]):
    register, _ = taken
    for words, said in [
        (("M1_%Lo",), "M1_%Low"), (("M1_%Low", "--period", "1999"), "2014/15, 2015/16, 2016/17"), (("M1_%Low", "--place", "12"), "'12'"),
        (("M1_%Low", "--set", "none"), "none"),
    ]:  # fmt: skip
        answer = register.ask("figures", *words, status=1)
        assert said in answer.stderr and not answer.stdout


def test_checking_changes_nothing(made: Made, taken: tuple[Register, dict], tmp_path: pathlib.Path):
    register, _ = taken
    before = register.state()
    # All of them stand already: there is nothing to report on.
    answer = register.ask("import", made.neighbours, made.extract, made.dictionary, "--check", status=1)
    assert "taken in already" in answer.stderr and register.state() == before
    # In a folder without a register as well: nothing is taken in.
    empty = Register(tmp_path / "data")
    answer = empty.take(made.neighbours, made.extract, made.dictionary, check=True)
    assert answer["releases"] == [] and {report["sort"] for report in answer["reports"]} == {"lait", "lait-dictionary", "neighbours"}
    assert "No figures were taken in yet" in empty.ask("figures", "M0_%High", status=1).stderr


def test_the_same_file_is_refused_a_second_time(made: Made, taken: tuple[Register, dict]):
    register, _ = taken
    before = register.say("figures", "M0_%High", "--period", "2018", "--format", "csv")
    for files in ([made.neighbours], [made.dictionary], [made.extract, made.dictionary], [made.extract, made.neighbours]):
        answer = register.ask("import", *files, status=1)
        assert "taken in already" in answer.stderr
    assert register.say("figures", "M0_%High", "--period", "2018", "--format", "csv") == before


def test_faults_are_named_and_nothing_is_taken(made: Made, taken: tuple[Register, dict], tmp_path: pathlib.Path):
    register, _ = taken
    before = register.say("figures", "M0_%High", "--period", "2018", "--format", "csv")
    lines = made.extract.read_text(encoding="utf-8").split("\n")
    for change, row, said in [
        (lambda line: line.replace(line.split(",")[-3], "12,5", 1), 40, "row 40"), (lambda line: line.rsplit(",", 1)[0], 41, "row 41"),
        (lambda line: line.replace(".0,", ".7,"), 42, "row 42, column LA Number"), (lambda line: ",".join(["", *line.split(",")[1:]]), 43, "row 43, column Short Desc"),
    ]:  # fmt: skip
        wrong = tmp_path / "wrong.csv"
        wrong.write_text("\n".join([*lines[: row - 1], change(lines[row - 1]), *lines[row:]]), encoding="utf-8")
        answer = register.ask("import", wrong, made.dictionary, status=1)
        assert said in answer.stderr, answer.stderr
    assert register.say("figures", "M0_%High", "--period", "2018", "--format", "csv") == before


def test_a_later_release_supersedes_the_earlier(tmp_path: pathlib.Path):
    made = Made(1944, tmp_path / "files")
    register = Register(tmp_path / "data")
    first = register.take(made.extract, made.dictionary, made.neighbours)
    changed = made.revise(random.Random(1988), 40)
    extract = made.read()
    # The dictionary that stands describes it.
    report = report_of(register.take(made.extract, check=True), "lait")
    assert report["supersedes"] == release_of(first, "lait")
    assert (report["changed"], report["added"], report["removed"]) == (changed, 0, 0) and len(report["revisions"]) == changed
    compared = register.csv("M0_%High", "--period", "2018")
    assert {row[-1] for row in compared} == {release_of(first, "lait")}
    second = register.take(made.extract)
    assert report_of(second, "lait")["changed"] == changed
    compare_all(extract, register.say("figures", "all"), release_of(second, "lait"))
    register.say("rebuild", "--check")


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_published_file_that_is_not_whole_is_refused(file: pathlib.Path, tmp_path: pathlib.Path, made: Made, taken: tuple[Register, dict]):
    if not file.exists():
        pytest.skip(f"{file} is not at hand")
    register, _ = taken
    before = register.state()
    words = {"workforce_truncated.csv.gz": "cut off", "absence_no_header.csv.gz": "no heading"}[file.name]
    for folder in (register, Register(tmp_path / "none")):
        answer = folder.ask("import", file, status=1)
        assert words in answer.stderr and "Get" in answer.stderr and not answer.stdout, answer.stderr
    assert register.state() == before and not (tmp_path / "none").exists()
    # Nor is a good file that is sent with it.
    answer = register.ask("import", made.neighbours, file, status=1)
    assert words in answer.stderr and register.state() == before


def test_a_running_server_sees_what_is_imported_beside_it(made: Made, serving, asking):
    server: Server = serving("figures")
    asker: Asker = asking(server)
    assert asker.get("/measures.json").json["total"] == 0
    server.run("import", str(made.extract), str(made.dictionary), str(made.neighbours))
    end = time.monotonic() + 5
    while asker.get("/measures.json").json["total"] == 0:
        assert time.monotonic() < end, "five seconds after the command the server still has no measure"
        time.sleep(0.05)
    extract = made.read()
    assert asker.get("/measures.json").json["total"] == len({measure for measure, _ in extract.cells})
    # What the page offers as CSV has the same rows as the command.
    answer = asker.get("/measures/M0_%25High.csv?period=2018")
    heading, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    assert heading == HEADING and [read(row) for row in rows if row] == extract.rows_of("M0_%High", "academic 2018")
    # A revision too.
    revised = {line[5]: line[4] for line in made.lines if line[0] == "M0_%High" and line[2] == "2018"}
    later = made.extract.with_name("later.csv")
    code = next(code for code, cell in revised.items() if cell not in MARKS and float(code) < ENGLAND)
    with later.open("w", encoding="utf-8", newline="") as file:
        lines = [[*line[:4], "77.25", *line[5:]] if (line[0], line[2], line[5]) == ("M0_%High", "2018", code) else line for line in made.lines]
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *lines])
    server.run("import", str(later))
    end = time.monotonic() + 5
    while f"{code[:3]}," not in (text := asker.get("/measures/M0_%25High.csv?period=2018").text) or ",77.25," not in text:
        assert time.monotonic() < end, "five seconds after the command the server still has the figure of before"
        time.sleep(0.05)


# -- The real files.

real = pytest.mark.skipif(not all(file.exists() for file in REAL), reason="the published files are not beside the project, in ../shared/data/lait")


@pytest.fixture(scope="module")
def published() -> Extract:
    packed, dictionary, neighbours = (file.read_bytes() for file in REAL)
    return Extract(gzip.decompress(packed), dictionary, neighbours)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, dict]:
    register = Register(tmp_path_factory.mktemp("published") / "data")
    return register, register.take(*REAL)


@real
def test_the_published_extract_is_as_it_was_described(published: Extract, imported: tuple[Register, dict]):
    """What data/README.md says of it, said by both readers."""
    report = report_of(imported[1], "lait")
    assert (report["rows"], published.rows) == (531_930, 531_930)
    assert report["measures"] == 376 == len({measure for measure, _ in published.cells})
    assert (report["authorities"], report["regions"]) == (158, 12)
    assert report["figures"] == published.figures and report["repeated"] == published.repeated
    assert report["missing"] == dict(published.missing)
    assert report["unknownPeriods"] == dict(published.unknown)
    dictionary = report_of(imported[1], "lait-dictionary")
    assert (dictionary["rows"], dictionary["measures"]) == (448, 434)
    assert report_of(imported[1], "neighbours")["rows"] == len(published.near)
    assert all(len(near) == 10 for near in published.near.values())
    links = {(own, other) for own, near in published.near.items() for other in near}
    assert any((other, own) not in links for own, other in links), "links are not mutual"


@real
def test_every_published_figure_compares_as_it_must(published: Extract, imported: tuple[Register, dict]):
    register, answer = imported
    compare_all(published, register.say("figures", "all"), release_of(answer, "lait"))


@real
def test_the_measures_that_people_ask_for(published: Extract, imported: tuple[Register, dict]):
    register, _ = imported
    for measure, label, code in [
        ("KS2RWM_Expected_STD", "2023", "academic 2023"), ("KS2RWM_Expected_STD", "2022/23", "academic 2023"), ("RTA", "2013-15", "calendar 2013-2015"),
    ]:  # fmt: skip
        key = next(key for key in published.cells if key[0] == measure and key[1].split(" ", 1)[1] == code.split(" ", 1)[1])
        assert [read(row) for row in register.csv(measure, "--period", label)] == published.rows_of(*key), (measure, label)
    answer = register.ask("import", REAL[0], status=1)
    assert "taken in already" in answer.stderr
