"""Which schools were below a floor, worked out a second time in plain Python from the published tables of three years."""

import csv
import html
import pathlib
import subprocess

import pytest

from running import PROGRAM, TOP, Server

TABLES = TOP.parent / "shared" / "data" / "performance-tables"
MAINSTREAM = {"AC", "CY", "VA", "VC", "FD", "CTC", "ACC", "F"}
PAIRS = [
    ("ks2_2016-17_850.csv", "ks2_meta_2016-2017.csv"), ("ks2_2017-18_850.csv", "ks2_meta_2017-2018.csv"),
    ("ks2_2018-19_850.csv", "ks2_meta_2018-2019.csv"), ("ks4_2016-17_850.csv", "ks4_meta_datajamne_2016-2017.csv"),
    ("ks4_2017-18_850.csv", "ks4_meta_2017-2018.csv"),
]  # fmt: skip


def number(text: str | None) -> float | None:
    try:
        # A row may break off before its last cells.
        return float((text or "").strip().removesuffix("%"))
    except ValueError:
        return None


def primary(row: dict[str, str]) -> bool | None:
    """Whether a school was below the floor of 2016 to 2018; None where nobody knows."""
    pupils = number(row["TELIG"])
    if pupils is None:
        return None
    if pupils < 11:
        return False
    attainment = number(row["PTRWM_EXP"])
    subjects = [("READPROG", -5), ("WRITPROG", -7), ("MATPROG", -5)]
    scores = [(number(row[name]), number(row[f"{name}_UPPER"]), least) for name, least in subjects]
    if attainment is None:
        return None
    if attainment >= 65:
        return False
    if any(score is None for score, _, _ in scores):
        low = [score is not None and score < least for score, _, least in scores]
        return True if sum(low) >= 2 else None
    low = [(score < least, upper is not None and upper < 0) for score, upper, least in scores]
    return sum(is_low for is_low, _ in low) >= 2 or any(is_low and significant for is_low, significant in low)


def secondary(row: dict[str, str]) -> bool | None:
    """The same of Progress 8."""
    pupils, counted = number(row["TPUP"]), number(row["P8MEACOV"])
    score, upper = number(row["P8MEA"]), number(row["P8CIUPP"])
    if pupils is not None and pupils < 6 or counted is not None and counted < 50:
        return False
    if score is not None and score >= -0.5 or upper is not None and upper >= 0:
        return False
    return None if None in (pupils, counted, score, upper) else True


def below(stage: str, years: dict[int, str], rule) -> dict[str, int]:
    """The schools below in the last year of which the tables say anything of them, each with the first of its years running."""
    said: dict[str, dict[int, dict[str, str]]] = {}
    for year, name in years.items():
        with (TABLES / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["RECTYPE"] in {"1", "2"} and row["URN"].isdigit():
                    said.setdefault(row["URN"], {})[year] = row
    found = {}
    for urn, rows in said.items():
        last = max(rows)
        # What sort of school it is, the newest table says.
        if rows[last]["NFTYPE"] not in MAINSTREAM or rule(rows[last]) is not True:
            continue
        since = last
        while since - 1 in rows and rule(rows[since - 1]) is True:
            since -= 1
        found[urn] = since
    assert found, f"no school is below the floor of {stage}: the test shows nothing"
    return found


@pytest.mark.skipif(not TABLES.is_dir(), reason="the published tables are not at hand")
def test_the_schools_below_a_floor_are_those_of_the_published_tables(tmp_path: pathlib.Path, asking):
    data = tmp_path / "data"
    for files in PAIRS:
        subprocess.run([PROGRAM, "import", *(TABLES / name for name in files), "--data", data], check=True, capture_output=True, timeout=120)
    server = Server(data, tmp_path / "log")
    server.start()
    try:
        public = asking(server)
        rows = public.get("/floors.json").json["rows"]
        shown = {
            stage: {row["urn"]: int(row["since"].split()[1]) for row in rows if words in row["floor"]}
            for stage, words in {"ks2": "key stage 2", "ks4": "Progress 8"}.items()
        }
        assert shown["ks2"] == below("ks2", {2017: PAIRS[0][0], 2018: PAIRS[1][0]}, primary)
        assert shown["ks4"] == below("ks4", {2017: PAIRS[3][0], 2018: PAIRS[4][0]}, secondary)
        # The last year has figures and no floor: nobody is below one in it.
        assert all(not row["sentence"].startswith("Below in 2018/19") for row in rows)
        school = public.get(f"/schools/{rows[0]['urn']}")
        assert rows[0]["sentence"][:60] in school.text
        listed = public.get("/floors.csv").text.splitlines()
        assert len(listed) == len(rows) + 1
        page = public.get("/floors").text
        assert all(row["school"] in html.unescape(page) for row in rows)
    finally:
        server.stop()
