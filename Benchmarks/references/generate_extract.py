"""generate_extract.py FILE DICTIONARY NEIGHBOURS [--seed 2003]: an extract of the size and shape of the Local Authority Interactive Tool's, for where the real one
is not at hand: 531,930 rows of 376 measures, 158 authorities and 12 regions, with marks and numbers as spreadsheets leave them."""

import argparse
import csv
import random

SERIES = 3129
MEASURES = 376
REGIONS = {
    980: "North East", 981: "North West", 982: "Yorkshire and the Humber", 983: "East Midlands", 984: "West Midlands", 985: "East of England", 986: "London",
    987: "London (Inner)", 988: "London (Outer)", 989: "South East", 990: "South West",
}  # fmt: skip
HALVES = {"London (Inner)": "Inner London", "London (Outer)": "Outer London"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("file", "dictionary", "neighbours"):
        parser.add_argument(name)
    parser.add_argument("--seed", type=int, default=2003)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    codes = sorted(chance.sample(range(201, 939), 158))
    names = [name for code, name in REGIONS.items() if code != 986]
    places = [(code, f"Authority of {code}", HALVES.get(name := chance.choice(names), name)) for code in codes]
    places += [(970, "England", "NA"), *((code, name, "NA") for code, name in REGIONS.items())]
    years = ["Academic Year"] * 275 + ["Financial Year"] * 80 + ["Calendar Year"] * 21
    shorts = [f"Measure_{number}_{chance.choice(['STD', '%', 'Total_Expenditure', 'LAC'])}" for number in range(MEASURES)]
    with open(given.dictionary, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.writerow(["Topic", "Chart_title", "Measure_short", "Polarity", "y_axis_name", "Methodology", "dps", "Year_Type"])
        for short, year in zip(shorts, years, strict=True):
            method = "A sentence of how it is counted.\n\n" * 40
            out.writerow(["Topic", f"Title of {short}", short, chance.choice(["High", "High", "Low", "-"]), "Percentage", method, "1", year])
    with open(given.neighbours, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["LA num", "LA Name", "LA number", "GOInd", "GOReg", *(cell for number in range(1, 11) for cell in (f"SN{number}", "SNP")), ""])
        for code in codes:
            near = chance.sample([other for other in codes if other != code], 10)
            out.writerow([code, f"Authority of {code}", code, 1, "North East", *(cell for other in near for cell in (other, "Close")), ""])
    with open(given.file, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"])
        for number in range(SERIES):
            short, turn = shorts[number % MEASURES], number // MEASURES
            label = str(2015 + turn) if years[number % MEASURES] != "Financial Year" else f"{2015 + turn}-{16 + turn}"
            digits, most = chance.choice([(0, 100), (1, 100), (2, 40), (4, 1), (0, 90_000)])
            for code, name, region in places:
                value = round(chance.random() * most, digits)
                cell = "-" if chance.random() < 0.15 else f"{value:.16E}" if chance.random() < 0.006 else f"{value:.{digits}f}"
                out.writerow([short, "" if turn else f"Title of {short}", label, name, cell, f"{code}.0", region])


if __name__ == "__main__":
    main()
