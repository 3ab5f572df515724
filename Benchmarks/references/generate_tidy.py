"""generate_tidy.py FILE META [--megabytes 40] [--level authority|school] [--seed 2003]: a tidy file in the shape of Explore Education Statistics, with its meta
file. At the level of authorities it has regions and England too; at the level of schools each row names a school."""

import argparse
import csv
import io
import random

FILTERS = {
    "school_type": ["Total", "State-funded primary", "State-funded secondary", "Special"],
    "pupil_sex": ["Total", "Female", "Male"],
    "characteristic": ["Total", *(f"Characteristic {letter}" for letter in "ABCDEFGHIJKLM")],
}
INDICATORS = [
    ("enrolments", "Number of pupil enrolments", ""), ("sess_possible", "Number of sessions possible", ""), ("sess_overall", "Number of sessions missed", ""),
    ("sess_overall_percent", "Overall absence rate", "%"), ("sess_authorised_percent", "Authorised absence rate", "%"), ("enrolments_pa_10_exact_percent", "Persistent absentees", "%"),
]  # fmt: skip
REGIONS = [
    ("E12000001", "North East"), ("E12000002", "North West"), ("E12000003", "Yorkshire and The Humber"), ("E12000004", "East Midlands"), ("E12000005", "West Midlands"),
    ("E12000006", "East of England"), ("E12000007", "London"), ("E12000008", "South East"), ("E12000009", "South West"),
]  # fmt: skip
PLACE = ["country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name"]
SCHOOL = ["school_urn", "school_laestab", "school_name"]
AUTHORITIES = 152


def places(chance, level):
    england = ["E92000001", "England"]
    authorities = []
    for number in range(AUTHORITIES):
        code, region = 201 + number * 5, REGIONS[chance.randrange(9)]
        authorities.append([*england, *region, code, f"E0{6000000 + number}", f"Authority {code}"])
    if level == "school":
        for number in range(20_000):
            own = authorities[chance.randrange(AUTHORITIES)]
            yield "School", [*own, 100_000 + number * 2, f"{own[4]}{2000 + number % 4000}", f"School of {100_000 + number * 2}"]
        return
    yield "National", [*england, "", "", "", "", ""]
    for region in REGIONS:
        yield "Regional", [*england, *region, "", "", ""]
    for authority in authorities:
        yield "Local authority", authority


def groups(level):
    if level == "school":
        return [("Total", "Total", one) for one in FILTERS["characteristic"]]
    return [(a, b, c) for a in FILTERS["school_type"] for b in FILTERS["pupil_sex"] for c in FILTERS["characteristic"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("meta")
    parser.add_argument("--megabytes", type=float, default=40)
    parser.add_argument("--level", choices=["authority", "school"], default="authority")
    parser.add_argument("--seed", type=int, default=2003)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with open(given.meta, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(["col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "filter_hint", "filter_grouping_column"])
        out.writerows([name, "Filter", name.replace("_", " ").capitalize(), "", "", "", ""] for name in FILTERS)
        out.writerows([name, "Indicator", label, "Absence", unit, "", ""] for name, label, unit in INDICATORS)
    everywhere = list(places(chance, given.level))
    heading = ["time_period", "time_identifier", "geographic_level", *PLACE, *(SCHOOL if given.level == "school" else []), *FILTERS, *(name for name, _, _ in INDICATORS)]
    size = 0
    with open(given.file, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(heading) + "\n")
        for start in range(2023, 1900, -1):
            time = f"{start}{(start + 1) % 100:02},Academic year,"
            for level, place in everywhere:
                before = io.StringIO()
                csv.writer(before, lineterminator="").writerow([level, *place])
                for group in groups(given.level):
                    possible = chance.randrange(1000, 2_000_000)
                    missed = chance.randrange(possible // 10 + 1)
                    if chance.random() < 0.03:
                        figures = [chance.choice(["c", "x", "z", "."])] * 6
                    else:
                        figures = [possible // 190, possible, missed, f"{missed / possible * 100:.5f}", f"{missed / possible * 61:.1f}", f"{missed / possible * 140:.5f}"]
                    line = f"{time}{before.getvalue()},{','.join(group)},{','.join(map(str, figures))}\n"
                    file.write(line)
                    size += len(line)
                    if size >= given.megabytes * 1e6:
                        return


if __name__ == "__main__":
    main()
