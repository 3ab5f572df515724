"""Published figures: what the public reads of them and finds its way through, how the Department takes them in, and who may not."""

import collections.abc
import concurrent.futures
import csv
import dataclasses
import gzip
import hashlib
import io
import re
import statistics
import time
import urllib.parse
import zipfile

import pytest
from playwright.sync_api import Locator, Page, expect

import looking
from acting import choose, fill, follow, heading, press, reads, refused, sign_in, tick, unfold
from asking import Answer, Asker, crawl
from running import PASSWORD, TOP, Server

AUTHORITIES = TOP / "Sources" / "Register" / "Authorities" / "authorities.csv"
# The files as they were published; absent where only the project is.
SHARED = TOP.parent / "shared" / "data"

DEPARTMENT = "Department for Education and Skills"
# Who takes part: body, seat, office.
PEOPLE = {
    "adviser": ("dfes", "Regional adviser", "adviser"),
    "standards": ("dfes", "Director of school standards", "director"),
    "minister": ("dfes", "Secretary of State", "minister"),
    "officer": ("926", "Policy officer", "officer"),
    "director": ("926", "Director of Education", "director"),
}

COLUMNS = ["place", "name", "value", "missing", "rank", "of", "band", "neighbours", "region", "england", "release"]
NUMBERS = {
    "North East": 980, "North West": 981, "Yorkshire and The Humber": 982, "East Midlands": 983, "West Midlands": 984,
    "East of England": 985, "London": 986, "South East": 989, "South West": 990,
}  # fmt: skip
YEARS = (2021, 2022, 2023)
# What is published in place of a value, and what it means.
MARKS = {"x": "suppressed", ".": "not applicable", "c": "confidential", "-": "not available", "LOWCOV": "low coverage"}

READING, ABSENCE, MEALS, ODD, LONG, SPAN, TWIN = (
    "KS2_Reading", "Absence_Overall", "Free_Meals", "C&YP/Spend %?#1.csv", "Long_Title", "Road_Accidents", "Absence_Twin",
)  # fmt: skip
TITLES = {
    READING: "Pupils reaching the expected standard in reading",
    ABSENCE: "Sessions missed for whatever reason",
    MEALS: "Pupils known to be eligible for free meals",
    ODD: "Spending on children & young people <all ages>",
    LONG: "Children of families that moved between authorities within the year " * 3 + "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 2,
    SPAN: "Children injured on the roads",
    TWIN: "Sessions missed in special schools",
}
FILLERS = 70

# What somebody puts where words are expected.
MARKUP = "<script>hack()</script><img src=x onerror=hack()>\"'&amp;"


@dataclasses.dataclass(frozen=True)
class Authority:
    code: str
    name: str
    region: str
    first: str
    until: str

    def exists(self, year: int) -> bool:
        return (self.first or "0") <= f"{year}-07-01" <= (self.until or "9")


def authorities() -> list[Authority]:
    with AUTHORITIES.open(encoding="utf-8") as file:
        return [Authority(row["code"], row["name"], row["region"], row["from"], row["until"]) for row in csv.DictReader(file)]


ALL = authorities()
NOW = [one for one in ALL if one.exists(YEARS[-1])]


def text(rows: collections.abc.Iterable[collections.abc.Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def number(measure: str, code: str, year: int) -> int:
    """A number about nothing from 0 to 999, the same for the same words."""
    return int(hashlib.sha256(f"{measure} {code} {year}".encode()).hexdigest(), 16) % 1000


# Of the newest year: those without a value, each with its mark, and one that is truly zero. Norfolk is never among them.
UNSEEN = dict(zip((one.code for one in NOW if one.code not in {"926", "201", "850"}), MARKS, strict=False))
ZERO = "201"


def value(measure: str, code: str, year: int) -> str:
    if year == YEARS[-1] and code in UNSEEN:
        return UNSEEN[code]
    if year == YEARS[-1] and code == ZERO:
        return "0"
    n = number(measure, code, year)
    if measure in (READING, LONG):
        return str(45 + n % 40)
    if measure == ODD:
        return f"{n * 1234.5:.1f}"
    # As it came through a spreadsheet.
    return repr(n / 7) if n % 5 else f"{n / 70:.16E}"


HEADING = ["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]
Row = tuple[str, str, str, str, str, str, str]


def extract(*measures: str, years: collections.abc.Iterable[int] = YEARS, changed: dict[tuple[str, str, int], str] | None = None) -> list[Row]:
    rows: list[Row] = []
    for measure in measures:
        for year in years:
            label = f"{year - 2}-{year % 100}" if measure == SPAN else f"{year - 1}/{year % 100}"

            def row(name: str, code: str, region: str) -> Row:
                said = (changed or {}).get((measure, code, year), value(measure, code, year))
                return (measure, TITLES.get(measure, measure), label, name, said, f"{code}.0", region)

            rows += [row(one.name, one.code, one.region) for one in ALL if one.exists(year)]
            rows += [row(name, str(code), "NA") for name, code in NUMBERS.items()]
            rows.append(row("England", "970", "NA"))
    return rows


def fillers() -> list[Row]:
    """Many small measures, so that lists have several pages."""
    return [
        (f"Filler_{index:02}", f"Filling number {index:02}", "2023", one.name, str(index), f"{one.code}.0", one.region)
        for index in range(FILLERS)
        for one in NOW[:3]
    ]


ROWS = extract(READING, ABSENCE, MEALS, ODD, LONG, SPAN, TWIN) + fillers()
EXTRACT = text([HEADING, *ROWS])
DICTIONARY = text(
    [
        ["Topic", "Chart_title", "Measure_short", "Polarity", "y_axis_name", "dps", "Year_Type", "Methodology"],
        ["Attainment", TITLES[READING], READING, "High", "Percentage", "0", "Academic Year", "Of all pupils.\n\nIn maintained schools."],
        ["Absence", TITLES[ABSENCE], ABSENCE, "Low", "Rate per 100", "2", "Academic Year", ""],
        ["Absence", TITLES[TWIN], TWIN, "Low", "Rate per 100", "2", "Academic Year", ""],
        ["Pupils", TITLES[MEALS], MEALS, "-", "%", "1", "Academic Year", "<b>Bold</b>"],
        ["Money", TITLES[ODD], ODD, "Low", "£", "1", "Financial Year", ""],
        ["Attainment", TITLES[LONG], LONG, "High", "Percentage", "0", "Academic Year", ""],
        ["Health", TITLES[SPAN], SPAN, "Low", "Rate per 100,000", "1", "Calendar Year", ""],
        *(["Filling", f"Filling number {index:02}", f"Filler_{index:02}", "-", "Number", "0", "Calendar Year", ""] for index in range(FILLERS)),
    ]
)


def neighbours_of(code: str) -> list[str]:
    """Ten others of the same day; links are not mutual."""
    codes = [one.code for one in NOW]
    at = codes.index(code)
    return [codes[(at + step * step) % len(codes)] for step in range(1, 11)]


NEIGHBOURS = b"\xef\xbb\xbf" + text(
    [["LA num", "LA Name", *(cell for n in range(1, 11) for cell in (f"SN{n}", "SNP"))] + [""]]
    + [[one.code, one.name, *(cell for near in neighbours_of(one.code) for cell in (near, "Close"))] + [""] for one in NOW]
)

# A tidy data set, parted by sorts of schools.
TIDY_META = text(
    [
        ["col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "filter_hint", "filter_grouping_column"],
        ["school_type", "Filter", "School type", "", "", "", ""],
        ["exclusion_rate", "Indicator", "Exclusion rate", "Exclusions", "%", "", ""],
    ]
)
TIDY = text(
    [
        ["time_identifier", "time_period", "geographic_level", "country_code", "country_name", "region_code", "region_name"]
        + ["old_la_code", "new_la_code", "la_name", "school_type", "exclusion_rate"],
        *(
            ["Academic year", f"{year - 1}{year % 100}", "Local authority", "E92000001", "England", "", "", one.code, "", one.name, kind]
            + [{"202": "x", "203": "c", "204": "z", "205": ".", "206": "NA"}.get(one.code, f"{number(kind, one.code, year) / 100:.2f}")]
            for year in (2018, 2019)
            for one in NOW[:40]
            for kind in ("Total", "Special")
        ),
        *(
            ["Academic year", f"{year - 1}{year % 100}", "National", "E92000001", "England", "", "", "", "", "", kind, "4.25"]
            for year in (2018, 2019)
            for kind in ("Total", "Special")
        ),
    ]
)

# Key Stage 2 of one authority, with the marks of performance tables.
SCHOOLS = {"121001": "Anchor Primary School", "121002": "Ööd & <i>Sons</i> Academy", "121003": "Tiny School"}
TABLE = b"\xef\xbb\xbf" + text(
    [
        ["RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "NFTYPE", "TELIG", "PTRWM_EXP", "READPROG"],
        ["1", "1", "926", "2001", "121001", SCHOOLS["121001"], "CY", "40", "55%", "-1.2"],
        ["1", "2", "926", "2002", "121002", SCHOOLS["121002"], "AC", "60", "75.5%", "LOWCOV"],
        ["1", "3", "926", "2003", "121003", SCHOOLS["121003"], "CY", "4", "SUPP", "SUPP"],
        ["3", "", "926", "", "", "", "", "104", "67%", "0.4"],
        ["4", "", "", "", "", "", "", "600000", "65%", "0"],
    ]
).replace(b"\n", b"\r\n")
TABLE_META = text(
    [
        ["Column", "Field Name", "Label/Description"],
        ["8", "TELIG", "Published eligible pupil number"],
        ["9", "PTRWM_EXP", "Percentage of pupils reaching the expected standard in reading, writing and maths"],
        ["10", "READPROG", "Reading progress measure"],
    ]
)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


FILES = {
    "extract.csv": EXTRACT, "dictionary.csv": DICTIONARY, "neighbours.csv": NEIGHBOURS,
    "exclusion_rates.zip": zipped(**{"exclusion_rates.csv": TIDY, "exclusion_rates.meta.csv": TIDY_META}),
    "ks2_2018-19_926.csv": TABLE, "ks2_meta_2018-2019.csv": TABLE_META,
}  # fmt: skip


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def way(measure: str, more: str = "") -> str:
    return f"/measures/{urllib.parse.quote(measure, safe='')}{more}"


@dataclasses.dataclass
class Place:
    """A register of its own, with its people, and somebody of the public below any browser."""

    server: Server
    public: Asker
    asking: collections.abc.Callable[[Server], Asker]

    def at(self, page: Page, path: str) -> Page:
        page.goto(self.server.url(path))
        return page

    def asker(self, who: str) -> Asker:
        return self.asking(self.server).sign_in(f"{who}@example.org", PASSWORD)

    def came(self, person, who: str, **options) -> Page:
        return sign_in(person(**options), self.server, f"{who}@example.org")

    def rows(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.public.get(path).text)))

    def release(self, title: str) -> str:
        """The identifier of the newest release of that title."""
        return next(row["release"] for row in self.rows("/releases.csv") if row["title"] == title)

    def size(self) -> int:
        return int(self.public.get("/record/checkpoint").text.splitlines()[1])


def register(serving, asking, name: str) -> Place:
    server = serving(name)
    server.run("body", "add", "--code", "dfes", "--name", DEPARTMENT, "--sort", "department")
    server.run("import", str(AUTHORITIES), "--as", "authorities")
    for who, (body, seat, office) in PEOPLE.items():
        server.add_person(f"{who}@example.org", who.title(), body, seat, office)
    return Place(server, asking(server), asking)


@pytest.fixture(scope="module")
def place(serving, asking, tmp_path_factory) -> Place:
    """A register with figures, which its tests read."""
    place, folder = register(serving, asking, "figure-pages"), tmp_path_factory.mktemp("figures-files")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    place.server.run("import", *(str(folder / name) for name in FILES))
    # The server follows what a command beside it has taken in.
    deadline = time.monotonic() + 30
    while "PTRWM_EXP" not in place.public.get("/measures.csv").text:
        assert time.monotonic() < deadline, "the server does not follow the import"
        time.sleep(0.05)
    return place


@pytest.fixture(scope="module")
def desk(serving, asking) -> Place:
    """A register into which its tests take figures, each a data set of its own."""
    return register(serving, asking, "figure-intake")


def cells(page: Page | Locator, column: str) -> list[str]:
    return [words.strip() for words in page.locator(f'td[data-label="{column}"]').all_inner_texts()]


def summary(page: Page, name: str) -> Locator:
    rows = page.locator(".govuk-summary-list__row")
    return rows.filter(has=page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))).locator("dd")


def measures_listed(page: Page) -> list[str]:
    return page.locator(".concordat-code").all_inner_texts()


# ---- Before anything is taken in


def test_before_anything_is_taken_in_pages_say_so(server: Server, asking, page: Page, check_page):
    for path, words in (("/measures", "No figures were taken in yet"), ("/releases", "No figures were taken in yet")):
        page.goto(server.url(path))
        reads(page, words)
        check_page(page, f"figures-empty{path.replace('/', '-')}")
        expect(page.get_by_role("link", name="Take figures in")).to_have_count(0)
    public = asking(server)
    assert public.get("/measures.json").json["total"] == public.get("/releases.json").json["total"] == 0
    assert public.get("/measures.csv").text.splitlines() == ["measure,set,title,topic,unit,polarity,latest"]
    for path in ("/measures/KS2_Reading", "/schools/121001", "/releases/aaaaaaaaaaaaaaaa", "/authorities/926/figures"):
        public.get(path, 404)


# ---- Finding a measure


def test_measures_are_searched_by_words_and_topic(place: Place, page: Page, check_page):
    place.at(page, "/measures")
    heading(page, "Measures")
    reads(page, f"{len(TITLES) + FILLERS + 4} measures")
    check_page(page, "measures")
    fill(page, "Words", "STANDARD reading")
    press(page, "Apply filters")
    assert READING in measures_listed(page) and ABSENCE not in measures_listed(page)
    check_page(page, "measures-found")
    fill(page, "Words", "")
    choose(page, "Topic", "Absence")
    press(page, "Apply filters")
    assert measures_listed(page) == [ABSENCE, TWIN]
    reads(page, "2 measures")
    # What is filtered is what is downloaded.
    follow(page.locator("main"), "Clear filters")
    fill(page, "Words", "zeppelin")
    press(page, "Apply filters")
    reads(page, "No measure matches")
    check_page(page, "measures-none")
    follow(page.locator("main"), "Show all measures")
    reads(page, " measures")


def test_the_list_of_measures_has_pages_and_files(place: Place, page: Page, check_page):
    place.at(page, "/measures?topic=Filling")
    reads(page, f"{FILLERS} measures")
    assert len(measures_listed(page)) == 60
    page.get_by_role("link", name="Next").click()
    assert measures_listed(page) == [f"Filler_{index}" for index in range(60, 70)]
    check_page(page)
    expect(page.get_by_label("Topic")).to_have_value("Filling")
    hrefs = [page.get_by_role("link", name=name, exact=True).get_attribute("href") for name in ("CSV", "JSON")]
    assert len(place.rows(hrefs[0])) == FILLERS and place.public.get(hrefs[1]).json["total"] == FILLERS, hrefs
    rows = {row["measure"]: row for row in place.rows("/measures.csv")}
    assert rows[READING] == {
        "measure": READING, "set": "lait", "title": TITLES[READING], "topic": "Attainment", "unit": "Percentage",
        "polarity": "high", "latest": "2022/23",
    }  # fmt: skip
    assert rows[SPAN]["latest"] == "2021 to 2023" and rows[MEALS]["polarity"] == "neither"


def test_a_page_that_a_list_has_not_does_not_say_that_nothing_matches(place: Place):
    answer = place.public.ask("GET", "/measures?page=99")
    assert answer.status == 404 or "No measure matches" not in answer.text


def test_words_of_a_query_that_mean_nothing_lead_nowhere(place: Place):
    for path in (
        "/measures?page=x", "/measures?page=0", "/measures/Nothing", "/measures/KS2_Reading?period=1066", "/measures/KS2_Reading?period=x",
        "/measures/KS2_Reading?sort=beauty", "/measures/KS2_Reading?group=Boys", "/measures/KS2_Reading?set=other", "/measures/KS2_Reading/figures/999",
        "/measures/KS2_Reading/figures/x", "/measures/KS2_Reading/figures/926?period=academic+1999", "/releases/aaaaaaaaaaaaaaaa", "/releases/x",
        "/releases/aaaaaaaaaaaaaaaa/files/1", "/schools/999999", "/schools/926", "/schools/0121001", "/schools/x", "/authorities/999/figures",
        "/authorities/dfes/figures", "/authorities/926/figures?topic=Nothing", "/measures/KS2_Reading?compare=999", "/measures/KS2_Reading?compare=x",
        "/measures?topic=Nothing&set=nothing&page=-1", "/measures/KS2_Reading.csv?period=1066", "/schools/121001.csv",
    ):  # fmt: skip
        answer = place.public.ask("GET", path)
        # A filter that nothing passes may say so; nothing fails, and nothing else is shown instead.
        if "compare=" in path:
            assert answer.status in (200, 404) and (answer.status == 404 or "Nothing" not in answer.text), path
        elif "topic=Nothing" in path and "page=-1" not in path:
            assert answer.status == 404 or "<tbody" not in answer.text.split('id="topic')[-1], path
        else:
            assert answer.status == 404, (path, answer.status)
    for path in ("/measures/%FF", "/measures/%00", "/measures/" + "x" * 3000, "/measures/KS2_Reading?period=%FF", "/schools/" + "9" * 40):
        assert place.public.ask("GET", path).status in (400, 404, 414), path


# ---- One measure


def reference(measure: str, year: int, low: bool = False) -> dict[str, dict[str, str | float | None]]:
    """Rank, band and the rest of every authority, worked out anew."""
    published = {one.code: value(measure, one.code, year) for one in ALL if one.exists(year)}
    numbers = {code: float(said) for code, said in published.items() if said not in MARKS}
    lower, median, upper = statistics.quantiles(numbers.values(), n=4, method="inclusive")
    regions = {one.code: NUMBERS[one.region] for one in ALL}
    found = {}
    for code, said in published.items():
        own = numbers.get(code)
        near = [numbers[other] for other in (neighbours_of(code) if code in {one.code for one in NOW} else []) if other in numbers]
        row: dict[str, str | float | None] = {"value": own, "missing": MARKS.get(said, ""), "of": len(numbers), "rank": None, "band": ""}
        row["neighbours"] = sum(near) / len(near) if near else None
        row["region"] = float(value(measure, str(regions[code]), year))
        if own is not None:
            row["rank"] = 1 + sum(other < own if low else other > own for other in numbers.values())
            quarter = 0 if own <= lower else 1 if own <= median else 2 if own <= upper else 3
            row["band"] = "ABCD"[quarter] if low else "DCBA"[quarter]
        found[code] = row
    return found


@pytest.mark.parametrize("measure, low", [(READING, False), (ABSENCE, True), (ODD, True)])
def test_the_file_of_a_measure_has_every_authority(place: Place, measure: str, low: bool):
    for year in YEARS:
        path = way(measure, f".csv?period={year - 1}%2F{year % 100}")
        rows = list(csv.DictReader(io.StringIO(place.public.get(path).text)))
        assert list(rows[0]) == COLUMNS
        expected = reference(measure, year, low)
        assert [row["place"] for row in rows] == sorted(expected)
        for row in rows:
            wanted = expected[row["place"]]
            assert row["name"] == next(one.name for one in ALL if one.code == row["place"])
            for column in ("value", "rank", "of", "region"):
                assert (float(row[column]) if row[column] else None) == wanted[column], (column, row)
            if wanted["neighbours"] is not None or row["neighbours"]:
                assert float(row["neighbours"]) == pytest.approx(wanted["neighbours"], rel=1e-12), row
            assert (row["band"], row["missing"]) == (wanted["band"], wanted["missing"]), row
            assert float(row["england"]) == float(value(measure, "970", year)) and re.fullmatch("[a-z2-7]{16}", row["release"])


def test_a_measure_shows_every_authority_and_says_what_is_missing(place: Place, page: Page, check_page):
    place.at(page, way(READING))
    heading(page, TITLES[READING])
    reads(page, "A higher value is better")
    table = page.locator("table.concordat-table").last
    rows = table.locator("tbody tr")
    assert rows.count() == len(NOW)
    wanted = reference(READING, YEARS[-1])
    for code, mark in UNSEEN.items():
        name = next(one.name for one in NOW if one.code == code)
        row = rows.filter(has=page.get_by_role("rowheader", name=name, exact=True))
        reads(row, MARKS[mark])
        assert not re.search(r"\d", cells(row, "Value")[0].replace(name, "")), cells(row, "Value")
        assert cells(row, "Band") == [""] and not re.search(r"\d", cells(row, "Rank")[0])
    zero = rows.filter(has=page.get_by_role("rowheader", name="City of London", exact=True))
    assert cells(zero, "Value")[0].startswith("0%") and cells(zero, "Rank") == [f"{len(NOW) - 5} of {len(NOW) - 5}"]
    norfolk = rows.filter(has=page.get_by_role("rowheader", name="Norfolk", exact=True))
    assert cells(norfolk, "Value")[0].startswith(f"{wanted['926']['value']:.0f}%")
    assert (cells(norfolk, "Rank"), cells(norfolk, "Band")) == ([f"{wanted['926']['rank']} of 148"], [wanted["926"]["band"]])
    expect(summary(page, "England")).to_have_text(f"{value(READING, '970', 2023)}%")
    reads(summary(page, "Published"), "148 authorities have a value, 5 have none")
    reads(summary(page, "How it is counted"), "In maintained schools.")
    check_page(page, "measure")


def test_each_column_of_a_measure_sorts(place: Place, page: Page):
    wanted = reference(READING, YEARS[-1])
    names = {one.name: one.code for one in NOW}
    place.at(page, way(READING, "?compare=926"))
    table = page.locator("table.concordat-table").last
    for column, key in (("Value", "value"), ("Rank", "rank"), ("Band", "band"), ("Mean of its neighbours", "neighbours"), ("Authority", None)):
        table.locator("thead").get_by_role("link", name=re.compile(f"^{column}")).click()
        sorted_by = table.locator("th[aria-sort]")
        expect(sorted_by).to_have_count(1)
        expect(sorted_by).to_contain_text(column)
        listed = [names[name.strip()] for name in table.locator("tbody th").all_inner_texts()]
        shown = [wanted[code][key] if key else next(one.name for one in NOW if one.code == code) for code in listed]
        known = [one for one in shown if one not in (None, "")]
        # What has no value stands at the end, whichever the order.
        assert shown[: len(known)] == known
        direction = sorted_by.get_attribute("aria-sort")
        assert known == sorted(known, reverse=direction == "descending"), f"{column}: {direction}"
        expect(page.get_by_label("Compare", exact=True)).to_have_value("926")


def test_a_period_and_authorities_are_chosen(place: Place, page: Page, check_page):
    place.at(page, way(READING))
    choose(page, "Period", "2020/21")
    choose(page, "Compare", "Norfolk")
    choose(page, "With", "Hampshire")
    press(page, "Show")
    expect(page.get_by_role("heading", name="Every authority in 2020/21")).to_be_visible()
    expect(page.locator("tr.concordat-chosen")).to_have_count(2)
    check_page(page, "measure-compared")
    # The chart: a message, what it shows in words, and the table behind it with every number.
    chart = page.locator("#trend-chart")
    for picture in chart.locator("svg[role=img]").all():
        assert page.evaluate("ids => ids.map(id => document.getElementById(id).textContent.trim().length > 10).every(Boolean)",
            [picture.get_attribute(name) for name in ("aria-labelledby", "aria-describedby")])  # fmt: skip
    assert chart.locator("svg[role=img]").count() >= 1
    behind = unfold(chart, "The figures as a table")
    for code, name in (("970", "England"), ("926", "Norfolk"), ("850", "Hampshire")):
        expect(behind.get_by_role("columnheader", name=name, exact=True)).to_be_visible()
        for year in YEARS:
            row = behind.get_by_role("row").filter(has=page.get_by_role("rowheader", name=f"{year - 1}/{year % 100}"))
            reads(row, f"{value(READING, code, year)}%")
    # An authority without a value in the newest year: said, and not drawn as nothing.
    unseen = next(iter(UNSEEN))
    place.at(page, way(READING, f"?compare={unseen}"))
    behind = unfold(page.locator("#trend-chart"), "The figures as a table")
    last = behind.get_by_role("row").filter(has=page.get_by_role("rowheader", name="2022/23"))
    assert not re.search(r"\b0%", last.inner_text()), last.inner_text()


def test_what_may_be_compared_can_be_told_apart(place: Place, page: Page):
    options = place.at(page, way(READING)).get_by_label("Compare", exact=True).locator("option").all_inner_texts()
    assert len(options) > 150 and not {name for name in options if options.count(name) > 1}


def test_sorting_is_kept_when_something_else_is_chosen(place: Place, page: Page):
    place.at(page, way(READING, "?sort=rank"))
    choose(page, "Compare", "Norfolk")
    press(page, "Show")
    expect(page.locator("th[aria-sort]")).to_contain_text("Rank")


def test_the_message_of_a_chart_is_right(place: Place, page: Page):
    for code, name in (("926", "Norfolk"), ("850", "Hampshire")):
        place.at(page, way(READING, f"?compare={code}"))
        first, last = (int(value(READING, code, year)) for year in (YEARS[0], YEARS[-1]))
        went = "rose" if last > first else "fell" if last < first else "stayed"
        reads(page.locator("#trend-chart-title"), re.compile(f"{name} {went}.*{first}%.*{last}%"))


def tiles(page: Page) -> Locator:
    return page.locator("#tiles a.concordat-tile")


def test_the_map_is_used_with_keys_alone(place: Place, page: Page):
    place.at(page, way(READING))
    wanted = reference(READING, YEARS[-1])
    count = tiles(page).count()
    assert count == len(NOW)
    page.locator("#trend-chart summary").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip past the map")).to_be_focused()
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => {
                const tile = document.activeElement, ground = tile.querySelector('.concordat-tile__ground'), box = ground?.getBoundingClientRect();
                return tile.matches('.concordat-tile') ? {
                    code: tile.dataset.tile, name: tile.getAttribute('aria-label'), x: box.x + scrollX, y: box.y + scrollY,
                    fill: getComputedStyle(ground).fill, letters: [...tile.querySelectorAll('text')].map(text => text.textContent)} : null;
            }""")  # fmt: skip
        )
    assert None not in reached and {tile["code"] for tile in reached} == {one.code for one in NOW}
    # As one reads: from the top, and from the left.
    assert [tile["code"] for tile in reached] == [tile["code"] for tile in sorted(reached, key=lambda tile: (round(tile["y"]), tile["x"]))]
    assert {tile["fill"] for tile in reached} == {"rgb(255, 221, 0)"}
    names = {one.code: one.name for one in NOW}
    for tile in reached:
        row = wanted[tile["code"]]
        assert names[tile["code"]] in tile["name"]
        if row["value"] is None:
            assert str(row["missing"]) in tile["name"] and "band" not in tile["name"] and tile["letters"][-1] == "–", tile
        else:
            for said in (f"{row['value']:.0f}%", f"rank {row['rank']} of {row['of']}", f"band {row['band']}"):
                assert said in tile["name"], tile
            # Never by colour alone.
            assert tile["letters"][-1] == row["band"]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/authorities/{reached[-1]['code']}"))


def test_a_tile_without_a_figure_says_of_whom(place: Place, page: Page):
    """Of most authorities nothing at all was published in this measure."""
    place.at(page, way("exclusion_rate"))
    names = {one.code: one.name for one in NOW}
    nameless = [
        tile.get_attribute("aria-label")
        for tile in page.locator("#tiles .concordat-tile[data-tile]").all()
        if names.get(tile.get_attribute("data-tile") or "", "–") not in (tile.get_attribute("aria-label") or "")
    ]
    assert not nameless, nameless[:3]


def test_a_place_by_itself_is_in_no_quarter(place: Place, page: Page):
    """Of a performance table of one authority no page says that it is in the last quarter of the country."""
    [row] = place.rows(way("PTRWM_EXP", ".csv"))
    assert (row["place"], row["value"], row["of"]) == ("926", "67.0", "1")
    place.at(page, way("PTRWM_EXP"))
    assert page.locator('td[data-label="Band"]').all_inner_texts() == [""]
    expect(page.locator('td[data-label="Rank"]')).to_have_text("1 of 1")
    assert page.locator("#tiles-title").count() == 0


def test_sorting_on_a_telephone_can_be_seen(place: Place, page: Page):
    place.at(page, way(READING))
    page.set_viewport_size(looking.NARROW)
    link = page.locator("table.concordat-table").last.locator("thead a").first
    link.focus()
    hidden = link.evaluate("link => { const head = link.closest('thead').getBoundingClientRect(); return head.width < 5 || head.height < 5 }")
    focused = page.evaluate("document.activeElement.closest('thead') !== null")
    assert not (hidden and focused), "a link can be reached by Tab and not be seen"


def test_a_measure_without_a_better_end_is_not_ranked(place: Place, page: Page, check_page):
    place.at(page, way(MEALS))
    reads(page, "places are not ranked by it")
    assert {row["rank"] + row["band"] for row in place.rows(way(MEALS, ".csv"))} == {""}
    assert set(cells(page, "Band")) == {""}
    reads(summary(page, "How it is counted"), "<b>Bold</b>")
    check_page(page, "measure-not-ranked")


def test_long_names_and_odd_codes_are_shown_whole(place: Place, page: Page, check_page):
    place.at(page, way(LONG, "?compare=839"))
    check_page(page, "measure-long")
    place.at(page, "/measures?q=spending")
    follow(page.locator("main"), TITLES[ODD])
    heading(page, TITLES[ODD])
    check_page(page)


def test_a_span_of_years_is_one_period(place: Place, page: Page, check_page):
    place.at(page, way(SPAN))
    expect(page.get_by_role("heading", name="Every authority in 2021 to 2023")).to_be_visible()
    check_page(page)


def test_a_measure_in_groups(place: Place, page: Page, check_page):
    place.at(page, way("exclusion_rate"))
    choose(page, "Of whom", "School type: Special")
    choose(page, "Period", "2017/18")
    press(page, "Show")
    wanted = {one.code: f"{number('Special', one.code, 2018) / 100:.2f}" for one in NOW[:40] if one.code not in {"202", "203", "204", "205", "206"}}
    href = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    rows = {row["place"]: row for row in place.rows(href)}
    assert {code: float(row["value"]) for code, row in rows.items() if row["value"]} == {code: float(said) for code, said in wanted.items()}
    assert {code: rows[code]["missing"] for code in ("202", "203", "204", "205", "206")} == {
        "202": "suppressed", "203": "confidential", "204": "not available", "205": "not applicable", "206": "not available",
    }  # fmt: skip
    check_page(page, "measure-group")
    # From one figure and back, the group is kept.
    page.locator("table.concordat-table").last.get_by_role("link", name=re.compile("of Gateshead|of Camden")).first.click()
    reads(summary(page, "Of whom"), "Special")
    summary(page, "Measure").get_by_role("link").click()
    expect(page.get_by_label("Of whom")).to_have_value(re.compile("Special"))


def test_the_json_of_a_measure_says_the_same(place: Place):
    answer = place.public.get(way(READING, ".json")).json
    assert (answer["measure"], answer["period"], len(answer["rows"])) == (READING, "academic 2023", len(NOW))
    norfolk = next(row for row in answer["rows"] if row["place"] in (926, "926"))
    assert norfolk["value"] == float(value(READING, "926", 2023))
    unseen = next(row for row in answer["rows"] if str(row["place"]) == next(iter(UNSEEN)))
    assert unseen.get("value") is None and unseen["missing"] == "suppressed"


def test_a_measure_on_paper(place: Place, page: Page):
    place.at(page, way(READING, "?compare=926"))
    page.emulate_media(media="print")
    for hidden in ("form", ".concordat-chart .govuk-details__summary"):
        for one in page.locator(f"main {hidden}").all():
            expect(one).not_to_be_visible()
    expect(page.locator("#trend-chart td").first).to_be_visible()
    expect(page.locator("#tiles svg.concordat-chart__picture--map")).to_be_visible()
    expect(page.locator("table.concordat-table").last.locator("tbody tr").first).to_be_visible()
    assert b"%PDF" == page.pdf(format="A4")[:4]


# ---- Where a figure is from


def test_a_figure_leads_to_its_row_and_digest(place: Place, page: Page, check_page):
    place.at(page, way(ABSENCE, "?period=2021/22"))
    page.locator("table.concordat-table").last.get_by_role("link", name=re.compile("of Norfolk")).click()
    heading(page, "Where this figure is from")
    row = int(summary(page, "Row").inner_text().replace(",", ""))
    lines = EXTRACT.decode().splitlines()
    found = next(csv.reader([lines[row - 1]]))
    assert (found[0], found[2], found[5]) == (ABSENCE, "2021/22", "926.0"), found
    assert float(summary(page, "As published").inner_text()) == float(found[4])
    expect(summary(page, "SHA-256")).to_have_text(sha256(EXTRACT))
    check_page(page, "figure")
    entry = place.public.get(summary(page, "On the record").get_by_role("link").get_attribute("href"))
    assert sha256(EXTRACT) in entry.text
    place.at(page, way(READING, f"/figures/{next(iter(UNSEEN))}"))
    expect(summary(page, "Figure")).to_have_text("suppressed")
    check_page(page)
    # In pieces of several kinds: regions, England, schools, authorities of performance tables.
    for path, words in ((way(READING, "/figures/970"), "England"), (way(READING, "/figures/985"), "East of England"),
        (way("PTRWM_EXP", "/figures/121002"), SCHOOLS["121002"]), (way("PTRWM_EXP", "/figures/926"), "Norfolk"),
        (way("exclusion_rate", "/figures/202"), "Camden")):  # fmt: skip
        reads(summary(place.at(page, path), "Place"), words)
    place.at(page, way("PTRWM_EXP", "/figures/121002"))
    expect(summary(page, "Row")).to_have_text("3")


def test_the_file_of_a_figure_has_the_digest_that_is_shown(place: Place, page: Page):
    for path in (way(READING, "/figures/926"), way("PTRWM_EXP", "/figures/926"), way("exclusion_rate", "/figures/202")):
        place.at(page, path)
        href = summary(page, "File").get_by_role("link").get_attribute("href")
        shown = page.locator(".concordat-digest").all_inner_texts()
        assert sha256(place.public.get(href).body) in " ".join(shown), f"{path}: what {href} sends has another SHA-256"


def test_every_figure_of_a_page_leads_to_its_file(place: Place, page: Page):
    for path in ("/authorities/926/figures", "/schools/121002", way(READING)):
        place.at(page, path)
        assert page.locator('main a[href*="/figures/"]').count() >= 2, path


# ---- Releases


def test_releases_are_listed_and_their_files_come_as_they_were(place: Place, page: Page, check_page):
    place.at(page, "/releases")
    heading(page, "Releases of figures")
    expect(page.locator("tbody tr")).to_have_count(5)
    check_page(page, "releases")
    rows = place.rows("/releases.csv")
    assert {row["set"] for row in rows} == {"lait", "lait-dictionary", "neighbours", "exclusion_rates", "ks2"}
    assert {row["state"] for row in rows} == {"stands"}
    for row in rows:
        check_page(place.at(page, f"/releases/{row['release']}"), f"release-{row['set']}")
        reads(summary(page, "Taken in"), "the operator of the register")
        for link in page.locator('main a[href*="/files/"]').all():
            answer = place.public.get(link.get_attribute("href"))
            name = link.inner_text()
            packed = next((content for file, content in FILES.items() if file.endswith(".zip") and name.startswith(file[:-4])), None)
            assert answer.body == (packed or FILES[name]), name
            assert answer.headers["Content-Disposition"].startswith("attachment") and "sandbox" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        expect(page.get_by_role("button", name="Withdraw this release")).to_have_count(0)
        assert place.public.get(f"/releases/{row['release']}.json").json["set"] == row["set"]
        place.public.get(f"/releases/{row['release']}/files/9", 404)
        place.public.get(f"/releases/{row['release']}/files/0", 404)


def test_the_measures_of_a_release_are_where_its_page_leads(place: Place, page: Page):
    for row in place.rows("/releases.csv"):
        place.at(page, f"/releases/{row['release']}")
        for link in page.get_by_role("link", name=re.compile("^Its .* measures")).all():
            href = link.get_attribute("href")
            assert "No measure matches" not in place.public.get(href).text, f"{row['set']}: {href}"


# ---- Authorities and schools


def test_an_authority_has_its_figures(place: Place, page: Page, check_page):
    place.at(page, "/authorities/926")
    check_page(page, "authority-with-figures")
    follow(page.locator("main"), re.compile(r"^All \d+ figures of Norfolk"))
    heading(page, "Figures of Norfolk")
    check_page(page, "authority-figures")
    page.get_by_role("combobox", name="Topic").select_option(label="Absence")
    press(page, "Show")
    shown = page.get_by_role("table", name="Absence")
    expect(shown.locator("tbody tr")).to_have_count(2)
    wanted = reference(ABSENCE, 2023, low=True)["926"]
    row = shown.locator("tbody tr").filter(has_text=TITLES[ABSENCE])
    reads(row, f"{wanted['value']:.2f}")
    reads(row, f"{wanted['rank']} of {wanted['of']}")
    rows = {row["measure"]: row for row in place.rows("/authorities/926/figures.csv")}
    assert rows[ABSENCE]["band"] == wanted["band"] and float(rows[ABSENCE]["value"]) == wanted["value"]
    assert place.public.get("/authorities/926/figures.json").json["total"] == len(rows)
    unseen = next(iter(UNSEEN))
    assert {row["measure"]: row["missing"] for row in place.rows(f"/authorities/{unseen}/figures.csv")}[READING] == "suppressed"
    reads(place.at(page, f"/authorities/{unseen}/figures?topic=Attainment"), "suppressed")
    check_page(page)
    # One that is no more, and one of which little is known.
    for code in ("820", "420"):
        check_page(place.at(page, f"/authorities/{code}/figures"))


def test_what_stands_best_is_not_what_stands_worst(place: Place, page: Page):
    place.at(page, "/authorities/926/figures")
    best, worst = (set(page.get_by_role("table", name=f"Where it stands {end}").locator("tbody a").all_inner_texts()) for end in ("best", "worst"))
    assert best and worst and not best & worst, best & worst


def test_every_authority_has_a_page_of_its_figures(place: Place):
    for one in ALL:
        place.public.get(f"/authorities/{one.code}/figures")


def test_a_school_has_its_figures_beside_its_authority(place: Place, page: Page, check_page):
    for urn, name in SCHOOLS.items():
        place.at(page, f"/schools/{urn}")
        heading(page, name)
        reads(summary(page, "Authority"), "Norfolk")
        check_page(page, f"school-{urn}")
    row = page.locator("tbody tr").filter(has_text="reading, writing and maths")
    reads(row, "suppressed")
    reads(row, "67")
    reads(row, "65")
    place.at(page, "/schools/121002")
    reads(page.locator("tbody tr").filter(has_text="Reading progress measure"), "low coverage")
    reads(page.locator("tbody tr").filter(has_text="reading, writing and maths"), "75.5%")
    answer = place.public.get("/schools/121002.json").json
    assert (answer["urn"], answer["authority"], len(answer["figures"])) in ((121002, 926, 3), ("121002", "926", 3))


def test_a_school_is_found_from_other_pages(place: Place):
    """By its authority, or by searching for its name."""
    paths = ("/authorities/926", "/authorities/926/figures", "/search?q=Anchor+Primary", "/measures/PTRWM_EXP")
    assert any("/schools/121001" in place.public.get(path).text for path in paths)


def test_the_public_finds_its_way_by_links_alone(place: Place):
    asker = place.asking(place.server)
    elsewhere = r"/(record|drafts|compacts|promises|requests|agenda|statements|search)|/authorities/(?!926)|.*/figures/(?!926)|.*(sort|compare|period|page)=|.*Filler"
    reached = crawl(asker, "/measures", "/releases", "/schools/121001", leaving=elsewhere, most=300)
    wrong = {path: answer.status for path, answer in reached.items() if answer.status != 200}
    assert not wrong, wrong


def test_pages_are_the_same_without_script(place: Place, person, check_page):
    page = person(java_script_enabled=False)
    place.at(page, way(READING))
    choose(page, "Compare", "Norfolk")
    press(page, "Show")
    expect(page.locator("tr.concordat-chosen")).to_have_count(1)
    place.at(page, "/measures")
    page.locator("summary").filter(has_text="Filter").first.click()
    fill(page, "Words", "reading")
    press(page, "Apply filters")
    assert READING in measures_listed(page)
    follow(page.locator("main"), TITLES[READING])
    page.locator("#trend-chart summary").click()
    expect(page.locator("#trend-chart td").first).to_be_visible()


# ---- Taking figures in


NEW, READ, TAKE, DROP = "/releases/new", "Read it and show the report", "Take the figures in", "Throw them away"
FILE, META = "The file", "The file that says what its columns are (optional)"
Given = tuple[str, bytes]


def given(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def mine(code: str, titles: str = "Sessions of something", changed: dict[str, str] | None = None, names: dict[str, str] | None = None) -> bytes:
    """A small extract of one measure, for a data set of its own."""
    rows = [[code, titles, "2022/23", (names or {}).get(one.code, one.name), (changed or {}).get(one.code, "12.5"), f"{one.code}.0", one.region] for one in NOW[:6]]
    return text([HEADING, *rows])


def sends(page: Page, file: Given, meta: Given | None = None, **more: str) -> Page:
    """Sends files through the form, and waits until they are read."""
    page.get_by_label(FILE, exact=True).set_input_files(given(*file))
    if meta:
        page.get_by_label(META, exact=True).set_input_files(given(*meta))
    if more:
        unfold(page, "Say more about it")
        for label, words in more.items():
            page.get_by_label(re.compile(f"^{label.replace('_', ' ')}")).fill(words)
    press(page, READ)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Reading the files", timeout=30_000)
    return page


def multipart(asker: Asker, path: str, files: dict[str, Given], **fields: str) -> Answer:
    page = asker.get(NEW)
    fields = {"_csrf": asker.token, "id": page.hidden("id"), **fields}
    parts = [(f'name="{name}"', words.encode()) for name, words in fields.items()]
    parts += [(f'name="{field}"; filename="{name}"\r\nContent-Type: text/csv', content) for field, (name, content) in files.items()]
    body = b"".join(b"--xxyyxx\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + part + b"\r\n" for head, part in parts)
    return asker.ask("POST", path, body + b"--xxyyxx--\r\n", {"Content-Type": "multipart/form-data; boundary=xxyyxx"})


def uploaded(asker: Asker, file: Given, **fields: str) -> str:
    """The same below any browser; gives back where it is, once it is read."""
    answer = multipart(asker, "/releases/uploads", {"file": file}, **fields)
    assert answer.status == 303, answer.errors
    for _ in range(200):
        if asker.get(answer.to).headers["Refresh"] is None:
            return answer.to
    raise AssertionError("not read")


def taken(asker: Asker, file: Given, **fields: str) -> str:
    """The identifier of the release that came of it."""
    path = uploaded(asker, file, **fields)
    asker.post(f"{path}/releases")
    return re.search(r'href="/releases/([a-z2-7]{16})"', asker.get(path).text.split("<main")[1])[1]


def test_the_department_takes_an_extract_in(desk: Place, person, check_page):
    adviser = desk.came(person, "adviser")
    desk.at(adviser, "/measures")
    reads(adviser, "No figures were taken in yet")
    check_page(adviser)
    follow(adviser, "Take figures in")
    heading(adviser, "Take figures in")
    check_page(adviser, "upload-new")
    before = desk.size()
    content = text([HEADING, *extract(READING, ABSENCE), (READING, "x", "0", "Norfolk", "1", "926.0", "East of England"), (READING, "x", "2022/23", "Atlantis", "44", "399.0", "London")])
    sends(adviser, ("extract <b>.csv", gzip.compress(content)), ("dictionary.csv", DICTIONARY))
    heading(adviser, "Check the report")
    for name, words in (
        ("Rows", str(content.count(b"\n") - 1)), ("Authorities not in the register", "Atlantis (399)"), ("Periods", "2020/21 to 2022/23"),
        ("Rows left out, period unknown", "0 1"), ("Publisher", "Department for Education"), ("Figures without a value", "suppressed 2"),
    ):  # fmt: skip
        # Of the dictionary first, then of the extract.
        reads(summary(adviser, name).last, words)
    reads(adviser, sha256(content))
    check_page(adviser, "upload-report")
    # Nothing was taken in yet, and nobody else sees it.
    assert desk.size() == before and desk.public.get("/releases.json").json["total"] == 0
    assert desk.public.ask("GET", adviser.url.removeprefix(desk.server.address)).status in (302, 303, 404)
    press(adviser, TAKE)
    heading(adviser, "The figures were taken in")
    check_page(adviser, "upload-taken")
    adviser.get_by_role("link", name=re.compile("^Release |Local Authority Interactive Tool")).first.click()
    reads(summary(adviser, "Taken in"), f"Regional adviser, {DEPARTMENT}")
    check_page(adviser, "release-of-the-department")
    public = desk.at(person(), way(READING))
    reads(public, "Norfolk")
    expect(public.get_by_role("link", name="Correct how it is described")).to_have_count(0)
    link = public.get_by_role("link", name="Local Authority Interactive Tool").first.get_attribute("href")
    # What was sent packed is kept packed.
    assert gzip.decompress(desk.public.get(f"{link}/files/1").body) == content


def test_a_dictionary_that_is_sent_along_is_no_release_of_the_same_set(desk: Place, person):
    """A name and a title are of the file, not of what says what its columns are."""
    adviser = desk.came(person, "adviser")
    dictionary = text([["Topic", "Chart_title", "Measure_short", "Polarity", "y_axis_name", "dps", "Year_Type", "Methodology"], ["Both", "Both of them", "Both", "High", "%", "0", "Academic Year", ""]])
    sends(desk.at(adviser, NEW), ("both.csv", mine("Both")), ("dictionary.csv", dictionary), Name_of_the_data_set="both", Title="Both of them")
    press(adviser, TAKE)
    heading(adviser, "The figures were taken in")
    rows = [row for row in desk.rows("/releases.csv") if row["set"] == "both"]
    assert [(row["file"], row["state"]) for row in rows] == [("both.csv", "stands")], rows
    assert len(desk.rows(way("Both", ".csv"))) == 6


def test_files_keep_their_names_and_data_sets_are_called_by_them(desk: Place, person):
    """Else two data sets of Explore Education Statistics were one, and the second superseded the first."""
    asker = desk.asker("adviser")
    for name in ("exclusions_one", "exclusions_two"):
        answer = multipart(asker, "/releases/uploads", {"file": (f"{name}.csv", TIDY), "meta": (f"{name}.meta.csv", TIDY_META)})
        assert answer.status == 303, answer.errors
        while asker.get(answer.to).headers["Refresh"] is not None:
            pass
        report = asker.get(f"{answer.to}.json").json["outcome"]["read"]["reports"][0]
        assert (report["set"], report["files"][0]["name"], report["source"]["title"]) == (name, f"{name}.csv", name.replace("_", " "))


def test_what_is_taken_in_is_named_when_it_was(desk: Place, person):
    """Its own page names a release by its title, not by its identifier."""
    adviser = desk.came(person, "adviser")
    sends(desk.at(adviser, NEW), ("a.csv", mine("Named")), Title="Figures that have a name", Name_of_the_data_set="named")
    press(adviser, TAKE)
    heading(adviser, "The figures were taken in")
    expect(adviser.locator("main").get_by_role("link", name="Figures that have a name")).to_have_count(1)


def test_what_is_sent_can_be_thrown_away(desk: Place, person, check_page):
    adviser, before = desk.came(person, "standards"), desk.size()
    sends(desk.at(adviser, NEW), ("drop.csv", mine("Dropped")), Name_of_the_data_set="dropped")
    path = adviser.url
    press(adviser, DROP)
    heading(adviser, "Releases of figures")
    assert desk.size() == before and "dropped" not in desk.public.get("/releases.csv").text
    assert adviser.goto(path).status == 404


def test_what_was_sent_is_found_again(desk: Place, person):
    """Whoever closes the page while files are read, and is told that they may, finds it again without its address."""
    adviser = desk.came(person, "adviser")
    sends(desk.at(adviser, NEW), ("later.csv", mine("Later")), Name_of_the_data_set="later")
    path = adviser.url.removeprefix(desk.server.address)
    hrefs = [link.get_attribute("href") for way in ("/releases", NEW, "/desk") for link in desk.at(adviser, way).locator("main a").all()]
    assert path in hrefs


def test_faults_are_named_by_row_and_column(desk: Place, person, check_page):
    adviser, before = desk.came(person, "adviser"), desk.size()
    lines = mine("Faulty").decode().splitlines()
    lines[1] = lines[1].replace("12.5", "<b>many</b>")
    lines[3] = lines[3].replace(".0,", "x,")
    lines[4] = lines[4].rsplit(",", 2)[0]
    sends(desk.at(adviser, NEW), ("faulty <i>.csv", "\n".join(lines).encode()))
    heading(adviser, "The files are refused")
    shown = [row.inner_text() for row in adviser.locator("main tbody tr").all()]
    assert len(shown) == 3
    for said, wanted in zip(shown, ("row 2, column Values", "row 4, column LA Number", "row 5"), strict=True):
        assert wanted in said, shown
    reads(adviser, "'<b>many</b>' is no number")
    check_page(adviser, "upload-refused")
    href = adviser.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    faults = list(csv.DictReader(io.StringIO(adviser.context.request.get(desk.server.url(href)).text())))
    assert [fault["where"] for fault in faults] == ["row 2, column Values", "row 4, column LA Number", "row 5"]
    follow(adviser, "Choose other files")
    heading(adviser, "Take figures in")
    assert desk.size() == before
    # What was refused cannot be taken in all the same.
    asker = desk.asker("adviser")
    refused_path = uploaded(asker, ("faulty.csv", "\n".join(lines).encode()))
    assert asker.post(f"{refused_path}/releases", None).status in (404, 409, 422)
    # Many faults: some are shown, all are in the list.
    many = uploaded(asker, ("many.csv", text([HEADING, *(["Many", "Many", "2022/23", one.name, "?", f"{one.code}.0", one.region] for one in NOW)])))
    assert len(asker.get(f"{many}.csv").text.splitlines()) == 101 and "in the list to download" in asker.get(many).text


def test_files_that_are_none_of_ours_are_refused_with_what_to_do(desk: Place, person, check_page):
    adviser, before = desk.came(person, "adviser"), desk.size()
    desk.at(adviser, NEW)
    press(adviser, READ)
    refused(adviser, "Choose a file that is not empty")
    check_page(adviser, "upload-empty")
    adviser.locator(".govuk-error-summary a").click()
    expect(adviser.get_by_label(FILE, exact=True)).to_be_focused()
    for name, content, words in (
        ("a.csv", b"one,two\n1,2\n", "is of no sort that is read here"), ("b.pdf", b"%PDF-1.7\0\x01\x02", "is no text"),
        ("c.csv", b"1,2,3\n4,5,6\n", "no heading"), ("d.csv", b"\n\n", "is empty"), ("e.csv", ",".join(HEADING).encode() + b"\n", "has no figure"),
        ("ks2.csv", TABLE, "Say of which year"), ("tidy.csv", TIDY, "together with"), ("tidy.meta.csv", TIDY_META, "by itself it says nothing"),
        ("bomb.zip", b"PK\x03\x04 not really", ""), ("short.csv.gz", gzip.compress(EXTRACT)[:3000], ""),
        ("cut.csv", EXTRACT[: len(EXTRACT) // 2 + 7], ""), (f"{MARKUP}.csv".replace("/", "|").replace('"', ""), b"a,b\n", "of no sort"),
    ):  # fmt: skip
        sends(desk.at(adviser, NEW), (name, content))
        heading(adviser, "The files are refused")
        reads(adviser, words)
        assert adviser.locator("main script, main img").count() == 0
    check_page(adviser)
    for label, words, said in (("Year", "19", "four digits"), ("Year", "x", "four digits")):
        desk.at(adviser, NEW).get_by_label(FILE, exact=True).set_input_files(given("a.csv", mine("Never")))
        unfold(adviser, "Say more about it").get_by_label(re.compile(f"^{label}")).fill(words)
        press(adviser, READ)
        refused(adviser, said)
        check_page(adviser)
    assert desk.size() == before


@pytest.mark.parametrize("label, words", [("Name_of_the_data_set", "No Good!"), ("Web_address", "javascript:hack()"), ("Title", "x" * 300)])
def test_words_that_cannot_stand_are_refused_before_or_beside_the_report(desk: Place, person, check_page, label: str, words: str):
    adviser, before = desk.came(person, "adviser"), desk.size()
    desk.at(adviser, NEW).get_by_label(FILE, exact=True).set_input_files(given("a.csv", mine("Worded")))
    unfold(adviser, "Say more about it").get_by_label(re.compile(f"^{label.replace('_', ' ')}")).fill(words)
    press(adviser, READ)
    expect(adviser.get_by_role("heading", level=1)).not_to_have_text("Reading the files", timeout=30_000)
    if adviser.get_by_role("button", name=TAKE).count():
        press(adviser, TAKE)
    assert adviser.locator(".govuk-error-summary").count() or adviser.get_by_role("heading", level=1).inner_text() == "The files are refused"
    assert desk.size() == before
    check_page(adviser)


def test_a_newer_release_supersedes_and_says_what_changed(desk: Place, person, check_page):
    asker = desk.asker("adviser")
    first = taken(asker, ("first.csv", mine("Revised", changed={"204": "x"})), set="revised", title="First edition")
    adviser = desk.came(person, "adviser")
    newer = mine("Revised", changed={"202": "13.25", "203": "c", "204": "9"})
    sends(desk.at(adviser, NEW), ("second.csv", newer), Title="Second edition", Name_of_the_data_set="revised")
    reads(summary(adviser, "Against the release it supersedes"), "3 figures changed, 0 added, 0 gone")
    revisions = unfold(adviser, "The first 3 figures that were revised")
    for place, before, after in (("Camden", "12.5", "13.25"), ("Greenwich", "12.5", "confidential"), ("Hackney", "suppressed", "9")):
        row = revisions.locator("tr").filter(has_text=place)
        reads(row, before)
        reads(row, after)
    check_page(adviser, "upload-revised")
    press(adviser, TAKE)
    public = desk.at(person(), f"/releases/{first}")
    reads(public, "Superseded by Second edition")
    check_page(public, "release-superseded")
    follow(public.locator("main"), "Second edition")
    reads(summary(public, "Supersedes"), "First edition")
    desk.at(public, way("Revised", "/figures/202"))
    reads(summary(public, "Figure"), "13.3")
    others = public.get_by_role("table", name="What other releases said of it")
    reads(others, "First edition")
    reads(others, "12.5")
    check_page(public, "figure-revised")
    second = public.url and desk.release("Second edition")
    # Taken back, the one before it stands again.
    desk.at(adviser, f"/releases/{second}")
    press(adviser, "Withdraw this release")
    refused(adviser, re.compile("why it is withdrawn", re.IGNORECASE))
    check_page(adviser, "release-withdraw-refused")
    fill(adviser, "Why it is withdrawn", f"The wrong file. {MARKUP}")
    press(adviser, "Withdraw this release")
    reads(adviser, "Withdrawn on")
    reads(adviser, MARKUP)
    expect(adviser.get_by_role("button", name="Withdraw this release")).to_have_count(0)
    check_page(adviser, "release-withdrawn")
    reads(summary(desk.at(public, way("Revised", "/figures/202")), "Figure"), "12.5")
    expect(desk.at(public, f"/releases/{first}").locator("main")).not_to_contain_text("Superseded")
    assert {row["title"]: row["state"] for row in desk.rows("/releases.csv") if row["set"] == "revised"} == {"First edition": "stands", "Second edition": "withdrawn"}
    assert asker.post(f"/releases/{second}/withdrawal", None, reason="Again").status in (409, 422)
    # The file that was withdrawn may come again.
    taken(asker, ("second.csv", newer), set="revised", title="Second edition")
    reads(summary(desk.at(public, way("Revised", "/figures/202")), "Figure"), "13.3")


def test_the_same_file_is_not_taken_in_twice(desk: Place, person, check_page):
    asker, file = desk.asker("adviser"), ("same.csv", mine("Same"))
    taken(asker, file, set="same")
    before = desk.size()
    adviser = desk.came(person, "adviser")
    sends(desk.at(adviser, NEW), file, Name_of_the_data_set="same")
    # The report says so, or taking it in does; in words that say which release it is.
    if adviser.get_by_role("button", name=TAKE).count():
        press(adviser, TAKE)
    reads(adviser, re.compile("already", re.IGNORECASE))
    check_page(adviser, "upload-same")
    # What is wrong leads to where it can be mended, or nowhere.
    for link in adviser.locator(".govuk-error-summary a").all():
        assert adviser.locator(link.get_attribute("href") or "").count() == 1, link.get_attribute("href")
    assert desk.size() == before


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_double_click_takes_in_once_and_shows_no_error(desk: Place, person, script: bool):
    adviser, before = desk.came(person, "adviser", java_script_enabled=script), desk.size()
    name = f"double-{script}".lower()
    sends(desk.at(adviser, NEW), ("double.csv", mine(name)), Name_of_the_data_set=name)
    adviser.get_by_role("button", name=TAKE).dblclick()
    heading(adviser, "The figures were taken in")
    assert desk.size() == before + 1
    assert adviser.locator('main a[href^="/releases/"]').count() >= 1
    adviser.reload()
    heading(adviser, "The figures were taken in")


def test_two_who_take_in_at_once_take_in_once(desk: Place):
    askers = [desk.asker("adviser") for _ in range(4)]
    path, before = uploaded(askers[0], ("race.csv", mine("Race")), set="race"), desk.size()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda asker: asker.post(f"{path}/releases", None), askers))
    assert desk.size() == before + 1
    assert {answer.status for answer in answers} == {303}, [(answer.status, answer.errors) for answer in answers]


def test_a_form_sent_twice_is_read_once(desk: Place):
    asker = desk.asker("adviser")
    answers = [multipart(asker, "/releases/uploads", {"file": ("twice.csv", mine("Twice"))}, id="ab" * 8, set="twice") for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303], [(answer.status, answer.errors) for answer in answers]
    assert len({answer.to for answer in answers}) == 1


def test_the_page_of_files_that_are_read_loads_itself_again(desk: Place, person):
    """Without script; until they are read it says so."""
    adviser = desk.came(person, "adviser", java_script_enabled=False)
    big = text([HEADING, *extract(*(f"Big_{n}" for n in range(60)))])
    desk.at(adviser, NEW).get_by_label(FILE, exact=True).set_input_files(given("big.csv", big))
    adviser.locator("summary").filter(has_text="Say more about it").click()
    adviser.get_by_label(re.compile("^Name of the data set")).fill("big")
    press(adviser, READ)
    heading(adviser, re.compile("Reading the files|Check the report"))
    expect(adviser.get_by_role("heading", level=1)).to_have_text("Check the report", timeout=30_000)
    press(adviser, TAKE)
    heading(adviser, "The figures were taken in")
    follow(adviser, "All releases")
    reads(adviser, "big")


# ---- Describing


def test_the_department_corrects_how_a_measure_is_described(desk: Place, person, check_page):
    taken(desk.asker("adviser"), ("worded.csv", mine("Worded_Badly", "Wrods")), set="worded")
    adviser, public = desk.came(person, "adviser"), person()
    desk.at(adviser, way("Worded_Badly"))
    follow(adviser, "Correct how it is described")
    heading(adviser, "Correct what is said of a measure")
    check_page(adviser, "description")
    fill(adviser, "Title", "")
    fill(adviser, "Digits behind the point", "9")
    press(adviser, "Put it on the record")
    refused(adviser, "")
    expect(adviser.get_by_label("Digits behind the point")).to_have_value("9")
    check_page(adviser, "description-refused")
    fill(adviser, "Title", f"Words {MARKUP}")
    fill(adviser, "Unit", "%")
    fill(adviser, "Digits behind the point", "2")
    tick(adviser, "A lower value is better")
    press(adviser, "Put it on the record")
    heading(adviser, f"Words {MARKUP}")
    for page in (adviser, desk.at(public, way("Worded_Badly"))):
        reads(page, "A lower value is better")
        reads(page, "12.50%")
        reads(summary(page, "Description"), "Corrected by the Department")
    check_page(public, "measure-corrected")
    assert {row["band"] for row in desk.rows(way("Worded_Badly", ".csv"))} == {"A"}
    before = desk.size()
    follow(adviser, "Correct how it is described")
    press(adviser, "Put it on the record")
    heading(adviser, f"Words {MARKUP}")
    assert desk.size() == before


def test_each_fault_of_a_description_stands_at_its_own_field(desk: Place, person):
    asker = desk.asker("adviser")
    taken(asker, ("fields.csv", mine("Fields")), set="fields")
    path = way("Fields", "/description")
    asker.get(f"{path}?set=fields")
    answer = asker.post(path, 422, set="fields", title="Fields", unit="%", decimals="1")
    assert not any("whole number" in error for error in answer.errors), answer.errors


# ---- Who may not


def test_others_may_not_take_figures_in_and_are_not_led_to_it(desk: Place, person):
    asker = desk.asker("adviser")
    release, path = taken(asker, ("others.csv", mine("Others")), set="others"), uploaded(asker, ("kept.csv", mine("Kept")), set="kept")
    before = desk.size()
    links = {"Take figures in", "Correct how it is described"}
    for who in (None, "officer", "director", "minister"):
        page = desk.came(person, who) if who else person()
        other = desk.asker(who) if who else desk.asking(desk.server)
        for shown in ("/measures", "/releases", f"/releases/{release}", way("Others")):
            desk.at(page, shown)
            assert not links & set(page.locator("main a").all_inner_texts()), (who, shown)
            expect(page.get_by_role("button", name="Withdraw this release")).to_have_count(0)
        other.learn()
        for wrong in (NEW, path, f"{path}.json", f"{path}.csv", way("Others", "/description?set=others")):
            status = other.ask("GET", wrong).status
            assert status in ((302, 303, 404) if who is None else (403, 404, 422)), (who, wrong, status)
        for to, fields in (
            (f"{path}/releases", {}), (f"{path}/removal", {}), (f"/releases/{release}/withdrawal", {"reason": "No"}),
            (way("Others", "/description"), {"set": "others", "title": "No", "unit": "", "decimals": "1", "polarity": "low"}),
            ("/releases/uploads", {"id": "a" * 16}),
        ):  # fmt: skip
            answer = other.post(to, None, **fields)
            assert answer.status in (302, 303, 403, 404, 422), (who, to, answer.status)
            assert not answer.status // 100 == 3 or "/sign-in" in answer.to, (who, to, answer.to)
    assert desk.size() == before
    assert asker.get(path).status == 200 and "No" not in {row["title"] for row in desk.rows("/measures.csv")}


# ---- What is hostile


def test_markup_in_names_stays_words(desk: Place, person, check_page):
    names = {"202": f"Camden {MARKUP}", "203": "Green\u202ewich", "204": "=HYPERLINK(\"http://x\")"}
    hostile = mine("Hostile", f"Title {MARKUP}", names=names)
    adviser, public = desk.came(person, "adviser"), person()
    sends(desk.at(adviser, NEW), ("<img src=x onerror=hack()>.csv", hostile), Title=f"Release {MARKUP}", Publisher=MARKUP, Licence=MARKUP, Name_of_the_data_set="hostile")
    heading(adviser, "Check the report")
    check_page(adviser)
    press(adviser, TAKE)
    heading(adviser, "The figures were taken in")
    release = desk.release(f"Release {MARKUP}")
    for path in ("/measures?q=hostile", way("Hostile", "?compare=202&compare=203"), way("Hostile", "/figures/202"), "/releases", f"/releases/{release}",
        "/authorities/202/figures", "/authorities/202"):  # fmt: skip
        desk.at(public, path)
        assert public.locator("main script, main img, main iframe").count() == 0, path
        answer = desk.public.get(path).text.lower()
        assert "<script>hack" not in answer and "<img src=x" not in answer, path
        check_page(public)
    rows = {row["place"]: row for row in desk.rows(way("Hostile", ".csv"))}
    # A spreadsheet runs nothing of it.
    assert rows["204"]["name"] == "Hackney", "the register's own name comes before a file's"
    # A name that turns round what stands behind it does so nowhere.
    assert "\u202e" not in re.sub(r"<(bdi|option)[^>]*>.*?</\1>", "", desk.public.get(way("Hostile", "?compare=203")).text.split("<main")[1], flags=re.DOTALL)


def test_names_of_the_register_come_before_those_of_a_file(desk: Place, person):
    """What somebody's file calls an authority does not rename it."""
    taken(desk.asker("adviser"), ("names.csv", mine("Names", names={"202": "Camelot"})), set="names")
    rows = {row["place"]: row["name"] for row in desk.rows(way("Names", ".csv"))}
    assert rows["202"] == "Camden", rows["202"]


# ---- The real files


@pytest.mark.skipif(not (SHARED / "lait").exists(), reason="the published files are not here")
def test_the_real_extract_through_the_page(serving, asking, person, check_page):
    real = register(serving, asking, "figure-real")
    folder = SHARED / "lait"
    adviser = real.came(person, "adviser")
    for file in (folder / "statistical_neighbours_2021.csv", folder / "lait_data_dictionary.csv", folder / "bds_long.csv.gz"):
        real.at(adviser, NEW).get_by_label(FILE, exact=True).set_input_files(file)
        press(adviser, READ)
        expect(adviser.get_by_role("heading", level=1)).to_have_text("Check the report", timeout=60_000)
        check_page(adviser, f"upload-{file.name}")
        if "bds" in file.name:
            for name, words in (("Rows", "531930"), ("Measures", "376")):
                reads(summary(adviser, name).first, words)
        with adviser.expect_navigation(timeout=60_000):
            press(adviser, TAKE)
        heading(adviser, "The figures were taken in")
    page = real.at(person(), "/measures")
    reads(page, "376 measures")
    check_page(page, "real-measures")
    rows = real.rows("/measures.csv")
    failed = []
    for row in rows[::9]:
        path = way(row["measure"])
        if (status := real.public.ask("GET", path).status) != 200:
            failed.append((path, status))
    assert not failed, failed
    for measure in ("KS2RWM_Expected_STD", "RTA"):
        check_page(real.at(page, way(measure, "?compare=926&compare=850&compare=202")), f"real-{measure}")
    check_page(real.at(page, "/authorities/926/figures"), "real-authority")


@pytest.mark.skipif(not (SHARED / "bad-input").exists(), reason="the published files are not here")
def test_the_real_bad_files_are_refused(desk: Place, person):
    adviser, before = desk.came(person, "adviser"), desk.size()
    for file, words in (("workforce_truncated.csv.gz", "cut off"), ("absence_no_header.csv.gz", "no heading")):
        desk.at(adviser, NEW).get_by_label(FILE, exact=True).set_input_files(SHARED / "bad-input" / file)
        press(adviser, READ)
        expect(adviser.get_by_role("heading", level=1)).to_have_text("The files are refused", timeout=30_000)
        reads(adviser, words)
    assert desk.size() == before
