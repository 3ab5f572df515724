"""Targets, judged a second time. The published extract is taken in, an authority's compact with many targets on it goes through the
site's own forms until all have signed, and what `concordat judge`, the list of targets and each target's own address say is worked out here
from the file itself, in fractions, from the rules and not from the program. Then a revision of the file is taken in, and all of it again."""

import collections
import csv
import dataclasses
import decimal
import fractions
import gzip
import html
import io
import itertools
import json
import pathlib
import random
import re
import subprocess
import time

import pytest

from asking import Answer, Asker
from running import PROGRAM, TOP, Server
from test_figures import ENGLAND, MARKS, REAL, Extract, period

pytestmark = pytest.mark.skipif(not all(file.exists() for file in REAL), reason="the published files are not beside the project, in ../shared/data/lait")

SET = "lait-real"
COLUMNS = ["compact", "priority", "target", "measure", "place", "judgement", "actual", "expected", "goal", "sentence", "release"]
DEPARTMENT = "Department for Education and Skills"
ADVISER, MINISTER = f"Regional adviser, {DEPARTMENT}", f"Secretary of State, {DEPARTMENT}"
TELFORD, LAMBETH = 894, 208
RANDOM = 110
# Its baseline lies half-way between two last digits.
TIED = "As many more than England"
# What is expected of it has more digits than a binary fraction when nine of them are behind the point.
MILLIONS = "More millions"
KNOWN = (TIED, MILLIONS)


# -- The second computation.

Number = fractions.Fraction
SETTLED = ["provisional", "outturn", "published", "revised", "final"]


def exactly(cell: str) -> Number:
    """What was published: the shortest text of what the spreadsheet left."""
    return Number(decimal.Decimal(repr(float(cell))))


def rounded(value: Number, digits: int) -> int:
    """Half away from zero, as whole ones of the last digit."""
    size = abs(value) * 10**digits
    whole = size.numerator // size.denominator
    whole += size - whole >= Number(1, 2)
    return -whole if value < 0 else whole


def ninth(value: Number) -> Number:
    """With nine digits behind the point, which is how fine the program computes: what spreadsheets and binary fractions add is gone.
    That it does so with what was published as well is a fault of its own, below."""
    return Number(rounded(value, 9), 10**9)


@dataclasses.dataclass(frozen=True)
class When:
    kind: str
    first: int
    last: int
    status: str

    @classmethod
    def of(cls, code: str) -> "When":
        kind, years, *status = code.split(" ")
        ends = [int(year) for year in years.split("-")]
        return cls(kind, ends[0], ends[-1], status[0] if status else "published")

    @property
    def code(self) -> str:
        years = str(self.last) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.kind} {years}" + ("" if self.status == "published" else f" {self.status}")

    def counts_as(self, other: "When") -> bool:
        return self.kind == other.kind and self.last - self.first == other.last - other.first

    def to(self, last: int) -> "When":
        """As many years, ending in another."""
        return When(self.kind, last - (self.last - self.first), last, "published")

    def spelled(self, chance: random.Random) -> str:
        if self.kind in ("academic", "financial"):
            first, last = (f"{end - 1}/{end % 100:02}" for end in (self.first, self.last))
            return f"{first}-{last[2:]}" if first != last else chance.choice([str(self.last), last, last.replace("/", "-")])
        return str(self.last) if self.first == self.last else f"{self.first}-{self.last % 100:02}"


class Tool(Extract):
    """The extract with what a target needs to know besides."""

    def __init__(self, extract: bytes, dictionary: bytes, neighbours: bytes) -> None:
        super().__init__(extract, dictionary, neighbours)
        self.codes: dict[str, list[When]] = collections.defaultdict(list)
        for measure, code in self.cells:
            self.codes[measure].append(When.of(code))
        for codes in self.codes.values():
            codes.sort(key=lambda when: (when.last, -when.first, SETTLED.index(when.status)))
        self.digits: dict[str, str] = {}
        self.unit: dict[str, str] = {}
        for row in csv.DictReader(io.StringIO(dictionary.decode("utf-8-sig"), newline="")):
            self.digits.setdefault(row["Measure_short"].strip(), row["dps"])
            self.unit.setdefault(row["Measure_short"].strip(), row["y_axis_name"])

    def decimals(self, measure: str) -> int:
        """As the dictionary says; where it does not, whether the newest figures are whole."""
        if (said := self.digits.get(measure, "NA")).isdigit():
            return int(said)
        newest = self.cells[measure, self.codes[measure][-1].code].values()
        return 0 if all(float(cell).is_integer() for cell in newest if cell not in MARKS) else 1

    def published(self, measure: str, place: int) -> list[str]:
        """The periods of which the place has a row, with a value or none."""
        return [when.code for when in self.codes[measure] if place in self.cells[measure, when.code]]

    def own(self, measure: str, place: int) -> list[When]:
        """The periods of which the place has a value."""
        return [when for when in self.codes[measure] if self.cells[measure, when.code].get(place, "-") not in MARKS]

    def reading(self, measure: str, place: int, against: str, when: When) -> tuple[Number | None, str | None] | None:
        """The value as a target measures it, or what it lacks; None where the place has no row at all."""
        cells = self.cells[measure, when.code]
        if place not in cells:
            return None
        if cells[place] in MARKS:
            return None, f"missing own {MARKS[cells[place]]}"
        if against == "itself":
            return exactly(cells[place]), None
        other = cells.get(ENGLAND if against == "england" else self.region_code[place], "-")
        return (None, f"missing other {MARKS[other]}") if other in MARKS else (ninth(exactly(cells[place]) - exactly(other)), None)


@dataclasses.dataclass
class Aim:
    """A target as somebody drafts it."""

    text: str
    place: int
    measure: str
    against: str
    direction: str
    decimals: int
    baseline: When
    start: Number
    goal: When
    end: Number
    typed: str
    milestones: list[tuple[When, Number, str]] = dataclasses.field(default_factory=list)
    line: str = ""

    def fields(self) -> dict[str, str]:
        return {
            "text": self.text, "against": self.against, "direction": self.direction, "baseline": self.baseline.code,
            "goal-year": self.goal.code, "goal": self.typed, "milestones": "\r\n".join(words for _, _, words in self.milestones),
        }  # fmt: skip

    def expected(self, last: int) -> Number | None:
        """On straight lines from point to point."""
        points = [(self.baseline.last, self.start), *((when.last, value) for when, value, _ in self.milestones), (self.goal.last, self.end)]
        for (early, low), (late, high) in itertools.pairwise(points):
            if early <= last <= late:
                return low + (high - low) * Number(last - early, late - early)
        return None

    def is_as_good(self, value: Number, other: Number) -> bool:
        one, two = rounded(value, self.decimals), rounded(other, self.decimals)
        return one >= two if self.direction == "rise" else one <= two


@dataclasses.dataclass
class Said:
    """A judgement."""

    verdict: str
    why: str = ""
    when: When | None = None
    actual: Number | None = None
    expected: Number | None = None
    rests: bool = True
    """Whether it names a release."""
    year: int | None = None
    """The year that it is about, judged or not."""

    @property
    def words(self) -> str:
        return self.verdict + (f": {self.why}" if self.why else "")


def judge(tool: Tool, aim: Aim) -> Said:
    known: dict[int, When] = {}
    for when in tool.codes.get(aim.measure, []):
        if when.counts_as(aim.goal) and aim.place in tool.cells[aim.measure, when.code]:
            if when.last not in known or SETTLED.index(when.status) > SETTLED.index(known[when.last].status):
                known[when.last] = when
    if not known:
        return Said("cannot be judged", "nothing published", rests=False)

    def stands(last: int) -> Said:
        value, lack = tool.reading(aim.measure, aim.place, aim.against, known[last])
        if value is None:
            return Said("cannot be judged", lack, year=last)
        expected = aim.expected(last)
        good = aim.is_as_good(value, expected)
        words = ("met", "missed") if last == aim.goal.last else ("on course", "behind")
        return Said(words[not good], "", known[last], value, expected, year=last)

    if aim.goal.last in known:
        return stands(aim.goal.last)
    if max(known) > aim.goal.last:
        return Said("cannot be judged", "goal not published")
    later = sorted(last for last in known if last > aim.baseline.last)
    if not later:
        return Said("cannot be judged", "nothing since the baseline", rests=False)
    valued = [last for last in later if stands(last).actual is not None]
    return stands((valued or later)[-1])


def told(tool: Tool, aim: Aim, year: int) -> list:
    """All that was published of a year, in the order of its periods."""
    whens = [when for when in tool.codes.get(aim.measure, []) if when.counts_as(aim.goal) and when.last == year]
    readings = [(when.code, tool.reading(aim.measure, aim.place, aim.against, when)) for when in whens]
    return [(code, reading) for code, reading in readings if reading is not None]


def revised(earlier: Tool, now: Tool, aim: Aim) -> Said | None:
    """How it stood by what was superseded, where what was said of the year that counted was revised or taken back; None where it was not."""
    old, new = judge(earlier, aim), judge(now, aim)
    year = old.year if old.actual is not None else new.year if new.actual is not None else None
    if year is None or not (before := told(earlier, aim, year)) or before == told(now, aim, year):
        return None
    if old.actual is None or new.actual is None or old.year != new.year or old.verdict != new.verdict:
        return old
    same = rounded(old.actual, aim.decimals) == rounded(new.actual, aim.decimals)
    return None if same and (old.when.status == "provisional") == (new.when.status == "provisional") else old


def taken_back(earlier: Tool, now: Tool, aim: Aim) -> Said | None:
    """How it stood, where the value on which that rested is no longer published and the goal's year is judged no more."""
    old, new = judge(earlier, aim), judge(now, aim)
    return old if old.verdict in ("met", "missed") and new.verdict == "cannot be judged" else None


def notes(tool: Tool, aim: Aim) -> int:
    """How many things more there are to know: a start that is another now, and each later year that has no value."""
    said, known = judge(tool, aim), {}
    for when in tool.codes.get(aim.measure, []):
        if when.counts_as(aim.goal) and (reading := tool.reading(aim.measure, aim.place, aim.against, when)):
            known[when.last] = reading[0]
    start = known.get(aim.baseline.last)
    lacking = [last for last, value in known.items() if value is None and said.year is not None and said.year < last <= aim.goal.last]
    return (start is not None and rounded(start, aim.decimals) != rounded(aim.start, aim.decimals)) + len(lacking if said.actual is not None else [])


# -- Drafting.


def text_of(value: Number, decimals: int) -> str:
    whole = rounded(value, decimals)
    digits = f"{abs(whole):0{decimals + 1}}"
    return ("-" if whole < 0 else "") + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def typed(value: Number, decimals: int, chance: random.Random) -> str:
    """A number as people type it."""
    text = text_of(value, decimals)
    if "." in text and text.endswith("0") and chance.random() < 0.5:
        text = text.rstrip("0").rstrip(".")
    form = chance.randrange(6)
    if form == 0 and value >= 1000:
        whole, point, rest = text.partition(".")
        text = f"{int(whole):,}{point}{rest}"
    return {1: f"{text}%", 2: f" {text} ", 3: text.replace("-", "\u2212"), 4: text if value < 0 else f"£{text}"}.get(form, text)


def plain(words: str) -> str:
    """What was typed, as the register has it."""
    return words.strip().removesuffix("%").removeprefix("£").replace(",", "").replace("\u2212", "-")


class Drafting:
    """Makes up targets on what was published of a place; each as the form takes it."""

    def __init__(self, tool: Tool, place: int, seed: int) -> None:
        self.tool, self.place, self.chance, self.aims = tool, place, random.Random(seed), []

    def values(self, measure: str, against: str) -> list[tuple[When, Number]]:
        readings = ((when, self.tool.reading(measure, self.place, against, when)) for when in self.tool.codes[measure])
        return [(when, reading[0]) for when, reading in readings if reading and reading[0] is not None]

    def add(
        self, name: str, measure: str, against: str = "itself", start: int | None = None, goal: int | None = None, by: int | None = None,
        stops: int = 0, direction: str | None = None,
    ) -> Aim | None:  # fmt: skip
        """A target from one year to another; `by` is the distance, in last digits for the better, from what came of it."""
        chance, tool = self.chance, self.tool
        values, own = self.values(measure, against), tool.own(measure, self.place)
        if not values:
            return None
        # The form offers years that are as long as the newest.
        last = own[-1]
        values = [(when, value) for when, value in values if when.counts_as(last)]
        starts = [when for when, _ in values if start is None or when.last == start]
        if not starts:
            return None
        baseline = chance.choice(starts)
        decimals = tool.decimals(measure)
        worth = {when: Number(rounded(value, decimals), 10**decimals) for when, value in values}
        polarity = tool.polarity.get(measure)
        direction = {"High": "rise", "Low": "fall"}.get(polarity) or direction or chance.choice(["rise", "fall"])
        if goal is None:
            past, to_come = range(baseline.last + 1, last.last + 1), range(last.last + 1, last.last + 11)
            goal = chance.choice(past if past and chance.random() < 0.5 else to_come)
        sign = 1 if direction == "rise" else -1
        came = [value for when, value in values if baseline.last < when.last <= goal]
        if by is None:
            by = chance.choice([0, 0, 1, -1, 2, -2, 7, -7, 40, -40])
        step = Number(sign, 10**decimals)
        size = Number(rounded(came[-1], decimals), 10**decimals) if came else worth[baseline]
        begin = worth[baseline]
        end = size + step * by
        if (end - begin) * sign < 0:
            end = begin
        aim = Aim(
            name, self.place, measure, against, direction, decimals, baseline, begin, last.to(goal), end, typed(end, decimals, chance),
        )  # fmt: skip
        years = sorted(chance.sample(range(baseline.last + 1, goal), min(stops, goal - baseline.last - 1)))
        parts = sorted(chance.randrange(0, 13) for _ in years)
        for year, part in zip(years, parts, strict=True):
            value = begin + (end - begin) * Number(part, 12)
            value = Number(rounded(value, decimals), 10**decimals)
            when = last.to(year)
            aim.milestones.append((when, value, f"{when.spelled(chance)} {typed(value, decimals, chance).strip()}"))
        self.aims.append(aim)
        return aim

    def several(self, count: int) -> None:
        measures = sorted(measure for measure in self.tool.codes if self.tool.own(measure, self.place))
        traps = ["", ", and \"more\"", " = 1+1", "\nin two lines", " — naïve ‘words’ 🙂"]
        while count:
            measure, against = self.chance.choice(measures), self.chance.choice(["itself", "itself", "england", "region"])
            name = f"{self.chance.choice(['', '', '='])}Number {len(self.aims)} of {self.place}{self.chance.choice(traps)}"
            if self.add(name, measure, against, stops=self.chance.choice([0, 0, 0, 1, 2, 4, 10])):
                count -= 1


FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def send(asker: Asker, page: Answer, to: str, status: int = 303, **fields: str | list[str]) -> Answer:
    """Fills in the first form of a page whose address ends so, and sends it."""
    for action, content in FORM.findall(page.text):
        if re.search(to, html.unescape(action)):
            hidden: dict[str, list[str]] = collections.defaultdict(list)
            for name, value in HIDDEN.findall(content):
                hidden[html.unescape(name)].append(html.unescape(value))
            hidden.pop("_csrf", None)
            return asker.post(html.unescape(action), status, **{**hidden, **fields})
    raise AssertionError(f"no form leads to {to}")


def options(form: Answer, name: str) -> dict[str, str]:
    field = re.search(rf'<select[^>]*name="{name}".*?</select>', form.text, re.DOTALL)[0]
    return {html.unescape(words): value for value, words in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', field)}


@dataclasses.dataclass
class Compact:
    """One authority's, with the people who make it."""

    name: str
    officer: Asker
    director: Asker
    adviser: Asker
    minister: Asker
    id: str = ""
    above: str = ""

    @property
    def draft(self) -> str:
        return f"/drafts/compacts/{self.id}"

    def write(self, path: str, status: int = 303, **fields: str) -> Answer:
        return send(self.officer, self.officer.get(path), "/lines/[a-z2-7]+$", status, **fields)

    def begin(self) -> None:
        officer = self.officer
        self.id = send(officer, officer.get("/drafts"), "/drafts/compacts$", agenda="2003/04").to.rsplit("/", 1)[1]
        for task in ("summary", "vision"):
            self.write(f"{self.draft}/{task}", text="Figures will become better.")
        areas = [area for group in officer.get("/agendas/2003.json").json["groups"] for area in group["areas"]]
        area = next(area["id"] for area in areas if area["code"] == "e")
        chosen = send(officer, officer.get(f"{self.draft}/priorities"), "/priorities$", area=area)
        self.write(chosen.to.split("#")[0], reason="They are far off.", horizon="medium")
        page = officer.get(f"{self.draft}/priorities").text
        for link in map(html.unescape, set(re.findall(r'href="([^"]*/new/contribution[^"]*)"', page))):
            self.write(link, text="Advice.", owner=options(officer.get(link), "owner").popitem()[1], due="throughout")
        for seat in (f"Director of Education, {self.name}", MINISTER):
            link = f"{self.draft}/new/signatory"
            self.write(link, seat=options(officer.get(link), "seat")[seat], order="1")
        self.above = re.search(r'/new/target\?above=([a-z2-7]{16})"', page)[1]

    def form(self, measure: str) -> Answer:
        chosen = [("above", self.above), ("measure", measure), ("set", SET)]
        return self.officer.get(f"{self.draft}/new/target?" + "&".join(f"{name}={quoted(value)}" for name, value in chosen))

    def aim(self, aim: Aim) -> None:
        page = self.form(aim.measure)
        assert aim.baseline.code in options(page, "baseline").values() and aim.goal.code in options(page, "goal-year").values(), aim
        send(self.officer, page, "/lines/[a-z2-7]+$", **aim.fields())

    def accept(self) -> None:
        send(self.officer, self.officer.get(f"{self.draft}/check"), "/check$")
        whole = self.adviser.get(f"/compacts/{self.id}?show=waiting")
        send(self.adviser, whole, "/acceptances$", allRead="yes", read=re.findall(r'name="read" value="([^"]*)"', whole.text))

    def sign(self, signatory: Asker) -> None:
        send(signatory, signatory.get(f"/compacts/{self.id}/signatures/new"), "/signatures$", who="yes")


def quoted(words: str) -> str:
    return "".join(f"%{byte:02X}" for byte in words.encode())


# -- What is asked of the program.


@dataclasses.dataclass
class Scene:
    server: Server
    public: Asker
    tool: Tool
    release: str
    compacts: list[Compact]
    aims: dict[str, Aim]

    def judged(self, *words: str) -> list[dict[str, str]]:
        return self.rows(self.server.run("judge", *words, "--format", "csv"))

    @staticmethod
    def rows(text: str) -> list[dict[str, str]]:
        heading, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
        assert heading == COLUMNS
        # A cell that would be a formula has an apostrophe before it.
        return [dict(zip(heading, (cell[1:] if re.match(r"'[=+\-@]", cell) else cell for cell in row), strict=True)) for row in rows]

    def whole(self, aim: Aim, compact: str) -> dict:
        return self.public.get(f"/compacts/{compact}/lines/{aim.line}/target.json").json


def import_files(server: Server, *files: pathlib.Path) -> str:
    answer = json.loads(server.run("import", *map(str, files), "--set", SET, "--json"))
    [release] = [release for release, report in zip(answer["releases"], answer["reports"], strict=True) if report["sort"] == "lait"]
    return release


def wait(until, what: str) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, f"20 seconds after the command, {what}"
        time.sleep(0.05)


def drafted(tool: Tool) -> list[Aim]:
    """What the brief of each sort of target asks for, and many more by chance."""
    telford, london = Drafting(tool, TELFORD, 894), Drafting(tool, LAMBETH, 208)
    for name, words in {
        "met": dict(measure="KS2RWM_Expected_STD", start=2016, goal=2019, by=0),
        "missed by the last digit": dict(measure="KS2RWM_Expected_STD", start=2016, goal=2019, by=1),
        "a year without tests": dict(measure="KS2RWM_Expected_STD", start=2019, goal=2020, by=5),
        "after the years without tests": dict(measure="KS2RWM_Expected_STD", start=2019, goal=2023, by=-3, stops=2),
        "to come": dict(measure="KS2RWM_Expected_STD", start=2019, goal=2028, by=10, stops=3),
        "less absence": dict(measure="TotAbs", start=2019, goal=2022, by=-100), "less absence, met": dict(measure="TotAbs", start=2022, goal=2023, by=0),
        "less absence to come": dict(measure="TotAbs", start=2022, goal=2027, by=200, stops=2),
        "several years": dict(measure="RTA", start=2015, goal=2018, by=0), "several years, none": dict(measure="RTA", start=2015, goal=2021, by=0, stops=3),
        "level with England": dict(measure="EngMaths9-4", against="england", start=2019, goal=2022, by=0),
        "level with England, but for a digit": dict(measure="EngMaths9-4", against="england", start=2019, goal=2022, by=1),
        "nearer to the region": dict(measure="PriPermEx", against="region", start=2019, goal=2030, by=1, stops=4),
        "a year that is not there": dict(measure="CareLeaversNEET", start=2015, goal=2016, by=0),
        "two years that are not there": dict(measure="FSP_Gooddev_Chinese", start=2018, goal=2021, by=2, stops=1),
        "nothing since": dict(measure="EngMaths9-5", start=2023, goal=2026, by=20),
        "many pounds": dict(measure="TotalLACFinance", start=2017, goal=2026, by=1234, direction="rise", stops=2),
        "fewer pounds": dict(measure="C&YPExpenditure", start=2016, goal=2025, by=999, direction="fall"),
        "kept": dict(measure="RevCP", start=2015, goal=2030, by=0), "provisional": dict(measure="KS1P_SEND", start=2019, goal=2024, by=3),
        "little known": dict(measure="LAC_EngMaths9-4", start=2017, goal=2018, by=2), "little known to come": dict(measure="ReoffYO", start=2019, goal=2025, by=5),
        "as many digits as there are": dict(measure="SEN_AppealableDec", start=2019, goal=2021, by=0),
    }.items():  # fmt: skip
        assert telford.add(name[0].upper() + name[1:], **words), name
    assert telford.add(MILLIONS, "TotalLACFinance", start=2018, goal=2027, by=1234, direction="rise")
    telford.several(RANDOM)
    assert london.add("Nearer to inner London", "EngMaths9-4", "region", start=2019, goal=2023, by=0)
    assert london.add(TIED, "Alevel_AAB", "england", start=2019, goal=2022, by=0)
    london.several(30)
    return [*telford.aims, *london.aims]


def refused(server: Server, *words: str, status: int = 1) -> str:
    command = [PROGRAM, "judge", *words, "--data", server.data]
    answer = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == status and not answer.stdout, answer
    return answer.stderr


@pytest.fixture(scope="module")
def tool() -> Tool:
    packed, dictionary, neighbours = (file.read_bytes() for file in REAL)
    return Tool(gzip.decompress(packed), dictionary, neighbours)


@pytest.fixture(scope="module")
def scene(tool: Tool, serving, asking) -> Scene:
    server = serving("judge", "--demo")
    server.run("import", "--as", "authorities")
    for seat, office in (("Policy officer", "officer"), ("Director of Education", "director")):
        server.add_person(f"{office}@example.org", f"The {office}", str(LAMBETH), seat, office)
    release = import_files(server, *REAL)
    public = asking(server)
    wait(lambda: public.get("/measures.json?set=" + SET).json["total"] == 376, "the server still lacks measures")
    department = [asking(server).sit(seat) for seat in (ADVISER, MINISTER)]
    compacts = []
    for name in ("Telford and Wrekin", "Lambeth"):
        council = [asking(server).sit(f"{seat}, {name}") for seat in ("Policy officer", "Director of Education")]
        compacts.append(Compact(name, *council, *department))
    aims = drafted(tool)
    for compact, place in zip(compacts, (TELFORD, LAMBETH), strict=True):
        compact.begin()
        for aim in aims:
            if aim.place == place:
                compact.aim(aim)
    scene = Scene(server, public, tool, release, compacts, {aim.text: aim for aim in aims})
    assert len(scene.aims) == len(aims)

    def listed() -> set[str]:
        found = {row["target"] for row in scene.judged()}
        assert {row["target"] for row in scene.rows(public.get("/targets.csv").body.decode("utf-8-sig"))} == found
        return found & scene.aims.keys()

    for compact in compacts:
        compact.accept()
        compact.sign(compact.director)
    # Until all have signed nobody else knows of it.
    assert not listed()
    for compact in compacts:
        assert refused(server, compact.id).count("\n") == 1
        compact.sign(compact.minister)
        for line in public.get(f"/compacts/{compact.id}.json").json["lines"]:
            if "target" in line["content"]:
                scene.aims[line["content"]["target"]["text"]].line = line["id"]
    assert listed() == scene.aims.keys() and all(aim.line for aim in aims)
    return scene


def number(text: str) -> float | None:
    return float(text) if text else None


def exact(value: Number | None) -> float | None:
    return None if value is None else float(value)


def fine(value: Number | None) -> float | None:
    return None if value is None else float(ninth(value))


def coded(aim: Aim) -> list[tuple[str, Number]]:
    return [(when.code, value) for when, value, _ in aim.milestones]


def words(sentence: str, computed: Said, aim: Aim) -> bool:
    """Whether a sentence says the number, and that it is provisional where it is."""
    if computed.actual is None:
        return sentence.startswith("Cannot be judged")
    whole, point, rest = text_of(abs(computed.actual), aim.decimals).partition(".")
    level = aim.against != "itself" and rounded(computed.actual, aim.decimals) == 0
    shown = "level with" if level else f"{int(whole):,}{point}{rest}"
    return shown in sentence and ("provisional" in sentence) == (computed.when.status == "provisional")


def check(scene: Scene, tool: Tool, release: str, earlier: Tool | None = None, old: str = "") -> collections.Counter[str]:
    """Everything that is said of every target; gives back how often each judgement was met with."""
    seen: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []

    def compare(aim: Aim, **pairs: tuple) -> None:
        for what, (said, computed) in pairs.items():
            if said != computed:
                who = f"{aim.text!r} ({aim.measure}, {aim.against}, {aim.baseline.code} to {aim.goal.code})"
                wrong.append(f"{who}, {what}:\n  said     {said!r}\n  computed {computed!r}")

    everything = scene.judged()
    assert scene.rows(scene.public.get("/targets.csv").body.decode("utf-8-sig")) == everything
    for compact, place in zip(scene.compacts, (TELFORD, LAMBETH), strict=True):
        rows = scene.judged(compact.id)
        assert rows == [row for row in everything if row["compact"] == compact.id]
        assert sorted(row["target"] for row in rows) == sorted(aim.text for aim in scene.aims.values() if aim.place == place)
        objects = json.loads(scene.server.run("judge", compact.id, "--format", "json"))
        for row, shape in zip(rows, objects, strict=True):
            aim = scene.aims[row["target"]]
            if aim.text in KNOWN:
                continue
            computed = judge(tool, aim)
            seen[computed.words] += 1
            actual, expected = exact(computed.actual), fine(computed.expected)
            rests = release if computed.rests else ""
            compare(
                aim, priority=(row["priority"][:2], "e."), measure=(row["measure"], aim.measure), place=(row["place"], str(place)),
                judgement=(row["judgement"], computed.verdict), actual=(number(row["actual"]), actual), expected=(number(row["expected"]), expected),
                goal=(row["goal"], plain(aim.typed)), release=(row["release"], rests), words=(words(row["sentence"], computed, aim), True),
            )  # fmt: skip
            compare(aim, year=(shape.get("period"), computed.when.code if computed.when else None), goal_year=(shape["goalPeriod"], aim.goal.code))
            compare(aim, json=(
                [shape.get(name) for name in ("judgement", "actual", "expected", "goal", "sentence", "release", "line")],
                [computed.verdict, actual, expected, row["goal"], row["sentence"], rests, aim.line],
            ))  # fmt: skip
            whole = scene.whole(aim, compact.id)
            said, target = whole["judgement"], whole["target"]
            compare(
                aim, verdict=(said["verdict"], computed.words), sentence=(said["sentence"], row["sentence"]), notes=(len(said["notes"]), notes(tool, aim)),
                numbers=(((said.get("actual") or {}).get("value"), said.get("expected"), said.get("release", "")), (actual, expected, rests)),
                baseline=(target["baseline"], {"period": aim.baseline.code, "value": text_of(aim.start, aim.decimals)}),
                milestones=([(point["period"], exactly(point["value"])) for point in target["milestones"]], coded(aim)),
                years=([year["period"] for year in whole["years"]], tool.published(aim.measure, place)),
            )  # fmt: skip
            for year in whole["years"]:
                when, known = When.of(year["period"]), year.get("value")
                value, lack = tool.reading(aim.measure, place, aim.against, when)
                way = fine(aim.expected(when.last)) if when.counts_as(aim.goal) else None
                near = None if known is None else rounded(exactly(repr(known)), 9)
                compare(aim, **{
                    f"{when.code} published": (near, None if value is None else rounded(value, 9)), f"{when.code} missing": ("missing" in year, lack is not None),
                    f"{when.code} expected": (year.get("expected"), way),
                })  # fmt: skip
            stood, known = revised(earlier, tool, aim) if earlier else None, whole.get("before")
            compare(aim, before=(
                known and (known["verdict"], known.get("actual", {}).get("value"), known.get("expected"), known.get("release", "")),
                stood and (stood.words, exact(stood.actual), fine(stood.expected), old),
            ))  # fmt: skip
            seen["before"] += stood is not None
            seen["turned"] += stood is not None and stood.verdict != computed.verdict
            seen["taken back"] += earlier is not None and taken_back(earlier, tool, aim) is not None
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:12])
    return seen


def test_every_target_is_judged_as_the_file_says(scene: Scene, tool: Tool):
    seen = check(scene, tool, scene.release)
    assert sum(aim.place == TELFORD for aim in scene.aims.values()) >= 100
    for words, least in {
        "met": 10, "missed": 10, "on course": 10, "behind": 10, "cannot be judged: missing own not available": 5, "cannot be judged: goal not published": 2,
        "cannot be judged: nothing since the baseline": 2, "before": 0,
    }.items():  # fmt: skip
        assert seen[words] >= least, (words, seen)


def test_what_is_no_public_compact_is_refused(scene: Scene):
    negotiated = scene.compacts[0].adviser.get("/desk.json").json[0]["id"]
    for words in ("none", "abcdefghijklmnop", "", negotiated, scene.compacts[0].id.upper()):
        assert refused(scene.server, words).count("\n") == 1, words
    assert refused(scene.server, scene.compacts[0].id, "--format", "xml", status=2)
    assert refused(scene.server, scene.compacts[0].id, "another", status=2)


def test_a_reason_is_one_line_whatever_was_asked_for(scene: Scene):
    assert refused(scene.server, "two\nlines").count("\n") == 1


def test_those_of_one_authority(scene: Scene):
    everything = scene.judged()
    [telford, lambeth] = scene.compacts
    assert scene.judged("--authority", str(LAMBETH)) == scene.judged(lambeth.id) == [row for row in everything if row["compact"] == lambeth.id]
    assert scene.judged(telford.id, "--authority", str(LAMBETH)) == []
    listed = scene.rows(scene.public.get(f"/targets.csv?authority={TELFORD}").body.decode("utf-8-sig"))
    assert listed == scene.judged(telford.id)
    # A table for people has each sentence.
    text = scene.server.run("judge", lambeth.id)
    assert all(row["sentence"] in text and row["measure"] in text for row in listed if row["compact"] == lambeth.id)
    # The list of programs, page by page.
    rows = [row for page in (1, 2, 3) for row in scene.public.get(f"/targets.json?authority={TELFORD}&size=70&page={page}").json["rows"]]
    assert [(row["target"], row["judgement"], row.get("actual"), row.get("expected")) for row in rows] == [
        (row["target"], row["judgement"], number(row["actual"]), number(row["expected"])) for row in listed
    ]


def test_pages_say_the_same(scene: Scene):
    for aim in list(scene.aims.values())[:24]:
        [compact] = [compact.id for compact in scene.compacts if compact.id and scene.tool.names[aim.place] == compact.name]
        sentence = scene.whole(aim, compact)["judgement"]["sentence"]
        assert sentence in html.unescape(re.sub("<[^>]*>", "", scene.public.get(f"/compacts/{compact}/lines/{aim.line}/target").text)), aim


def test_the_form_refuses_what_is_no_target(scene: Scene, tool: Tool, asking):
    """Each fault on its own, on a target that is right otherwise."""
    people = [asking(scene.server).sit(f"{seat}, Norfolk") for seat in ("Policy officer", "Director of Education")]
    norfolk = Compact("Norfolk", *people, scene.compacts[0].adviser, scene.compacts[0].minister)
    norfolk.begin()
    drafting = Drafting(tool, 926, 926)
    aim = drafting.add("Less absence", "TotAbs", start=2019, goal=2026, by=50)
    for changed in (
        {"baseline": ""}, {"baseline": "academic 2020"}, {"baseline": "academic 2031"}, {"baseline": "financial 2019"}, {"goal-year": ""}, {"goal-year": "academic 2019"},
        {"goal-year": "academic 2018"}, {"goal-year": "calendar 2026"}, {"goal": ""}, {"goal": "few"}, {"goal": "4.123"}, {"goal": "99"}, {"milestones": "4.5"}, {"milestones": "2026 4.5"},
        {"milestones": "2027 4.5"}, {"milestones": "2019 4.5"}, {"milestones": "2022 99"}, {"milestones": "2022 -1"}, {"milestones": "2024 4.5\r\n2022 4.6"},
        {"milestones": "2022 4.5\r\n2022 4.5"}, {"milestones": "2022 x"}, {"milestones": "2021-23 4.6"}, {"text": ""}, {"against": "group"},
    ):  # fmt: skip
        answer = send(people[0], norfolk.form(aim.measure), "/lines/[a-z2-7]+$", 422, **{**aim.fields(), **changed})
        assert answer.errors, changed
    norfolk.aim(aim)


def test_a_milestone_of_several_years_is_read_as_it_is_written(scene: Scene, tool: Tool, asking):
    people = [asking(scene.server).sit(f"{seat}, Norfolk") for seat in ("Policy officer", "Director of Education")]
    norfolk = Compact("Norfolk", *people, scene.compacts[0].adviser, scene.compacts[0].minister)
    norfolk.begin()
    aim = Drafting(tool, 926, 926).add("Safer roads", "RTA", start=2018, goal=2030, by=100, stops=1)
    page = norfolk.form("RTA")
    line = re.search(rf'"({norfolk.draft}/lines/[a-z2-7]+)"', page.text)[1]
    send(people[0], page, f"{line}$", **aim.fields())
    page = people[0].get(line)
    written = html.unescape(re.search(r'name="milestones".*?>\n(.*?)</textarea>', page.text, re.DOTALL)[1])
    send(people[0], page, "/lines/[a-z2-7]+$", **{**aim.fields(), "milestones": written})


# -- To the last digit.


def test_a_published_figure_is_said_to_its_last_digit(scene: Scene, tool: Tool):
    for row in scene.judged():
        aim = scene.aims.get(row["target"])
        if aim and aim.against == "itself" and row["actual"]:
            assert float(row["actual"]) == float(tool.cells[aim.measure, judge(tool, aim).when.code][aim.place]), aim


def test_a_gap_half_way_between_two_digits_is_rounded_as_any_other(scene: Scene):
    aim = scene.aims[TIED]
    whole = scene.whole(aim, scene.compacts[1].id)
    assert (whole["target"]["baseline"]["value"], whole["judgement"]["notes"]) == (text_of(aim.start, aim.decimals), [])


def test_what_is_expected_of_millions_is_said_to_its_last_digit(scene: Scene, tool: Tool):
    aim = scene.aims[MILLIONS]
    assert scene.whole(aim, scene.compacts[0].id)["judgement"]["expected"] == fine(judge(tool, aim).expected)


def test_a_year_has_the_value_that_is_judged(scene: Scene, tool: Tool):
    for aim in scene.aims.values():
        if aim.against != "itself":
            for year in scene.whole(aim, scene.compacts[aim.place == LAMBETH].id)["years"]:
                value, _ = tool.reading(aim.measure, aim.place, aim.against, When.of(year["period"]))
                assert year.get("value") == fine(value), (aim, year)


# -- A revision.


class Revision:
    """The file, with some of it changed, taken back or added; written as the next release is."""

    def __init__(self, tool: Tool, aims: list[Aim], seed: int) -> None:
        self.chance, self.tool = random.Random(seed), tool
        self.new: dict[tuple[str, str, int], str | None] = {}
        # What two rest on is taken back, on either side of a gap.
        for name, place, mark in (("Met", TELFORD, "x"), ("Level with England", ENGLAND, "c")):
            [aim] = [aim for aim in aims if aim.text == name]
            self.new[aim.measure, judge(tool, aim).when.code, place] = mark
        kept = {aim.measure for aim in aims[:25]}
        gone = self.chance.sample(sorted({aim.measure for aim in aims} - kept), 3)
        for aim in aims:
            if aim.measure in gone:
                continue
            said = judge(tool, aim)
            year = said.year or aim.goal.last
            code = said.when.code if said.when else next((when.code for when in tool.codes[aim.measure] if when.last == year), "")
            other = ENGLAND if aim.against == "england" else tool.region_code[aim.place] if aim.against == "region" else aim.place
            self.one(aim, code, other)
        for measure in gone:
            for when in tool.codes[measure]:
                for place in tool.cells[measure, when.code]:
                    # Of the second nothing at all is left; of the others nothing of one place.
                    if measure == gone[1] or place in (TELFORD, LAMBETH):
                        self.new[measure, when.code, place] = None

    def one(self, aim: Aim, code: str, other: int) -> None:
        cells = self.tool.cells.get((aim.measure, code), {})
        match self.chance.choice(["own"] * 6 + ["other"] * 3 + ["gone", "marked", "start", "later", "later", "later", "final"]):
            case "own":
                self.change(aim.measure, code, aim.place, aim.decimals)
            case "other":
                self.change(aim.measure, code, other, aim.decimals)
            case "gone" if aim.place in cells:
                self.new.setdefault((aim.measure, code, aim.place), None)
            case "marked" if other in cells:
                self.new.setdefault((aim.measure, code, other), self.chance.choice("xc."))
            case "start":
                self.change(aim.measure, aim.baseline.code, aim.place, aim.decimals)
            case "later":
                last = self.tool.own(aim.measure, aim.place)[-1]
                year = self.chance.choice([last.last + 1, max(last.last + 1, aim.goal.last)])
                later = dataclasses.replace(last.to(year), status=self.chance.choice(["published", "provisional"]))
                for place in {aim.place, ENGLAND, self.tool.region_code[aim.place]}:
                    self.copy(aim, last, later, place)
            case "final" if code:
                when = When.of(code)
                for place in {aim.place, ENGLAND, self.tool.region_code[aim.place]}:
                    self.copy(aim, when, dataclasses.replace(when, status="final"), place)

    def change(self, measure: str, code: str, place: int, decimals: int) -> None:
        cell = self.tool.cells.get((measure, code), {}).get(place)
        if cell is None:
            return
        value = self.chance.randrange(1, 90) if cell in MARKS else float(cell)
        self.new.setdefault((measure, code, place), repr(value + self.chance.choice([-3, -1, 0.01, 0.5, 1, 2, 12]) * 10.0**-decimals))

    def copy(self, aim: Aim, when: When, to: When, place: int) -> None:
        cell = self.tool.cells[aim.measure, when.code].get(place, "-")
        key = (aim.measure, to.code, place)
        if place not in self.tool.cells.get(key[:2], {}):
            value = cell if cell in MARKS else repr(round(float(cell) + self.chance.choice([-2, -1, 0, 1, 3]) * 10.0**-aim.decimals, 6))
            self.new.setdefault(key, value)

    def write(self, content: bytes) -> bytes:
        heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        waiting, kept = dict(self.new), [heading]
        example: dict[tuple[str, int], list[str]] = {}
        for row in rows:
            measure, place = row[0].strip(), int(float(row[5]))
            code = period(row[2].strip(), self.tool.year.get(measure, "unstated"))
            if code is not None and (measure, code, place) in self.new:
                value = self.new[measure, code, place]
                waiting.pop((measure, code, place), None)
                if value is None:
                    continue
                row = [*row[:4], value, *row[5:]]
            example.setdefault((measure, place), row)
            kept.append(row)
        endings = {"published": "", "provisional": " (prov)", "final": " (Final)"}
        for (measure, code, place), value in waiting.items():
            when, like = When.of(code), example[measure, place]
            kept.append([*like[:2], when.spelled(self.chance) + endings[when.status], like[3], value, *like[5:]])
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(kept)
        return written.getvalue().encode()


@dataclasses.dataclass
class Later:
    tool: Tool
    release: str
    again: dict[str, int]
    """What pages answered to somebody who had kept them from before."""


@pytest.fixture(scope="module")
def later(scene: Scene, tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Later:
    revision = Revision(tool, [aim for aim in scene.aims.values() if aim.text not in KNOWN], 1944)
    content = revision.write(gzip.decompress(REAL[0].read_bytes()))
    file = tmp_path_factory.mktemp("revision") / "bds_long.csv"
    file.write_bytes(content)
    telford, met = scene.compacts[0].id, scene.aims["Met"].line
    pages = ["/", "/targets", "/targets.csv", "/targets.json", f"/authorities/{TELFORD}", f"/compacts/{telford}"]
    pages += [f"/compacts/{telford}/lines/{met}/target", f"/compacts/{telford}/lines/{met}/target.json"]
    tags = {page: scene.public.get(page).headers["ETag"] for page in pages}
    release = import_files(scene.server, file)
    assert release != scene.release
    wait(lambda: release in scene.public.get("/targets.csv").text, "the server's list rests on the release of before")
    again = {page: scene.public.ask("GET", page, headers={"If-None-Match": tag}).status for page, tag in tags.items() if tag}
    return Later(Tool(content, *(file.read_bytes() for file in REAL[1:])), release, again)


def test_a_revision_judges_anew_and_says_what_was_before(scene: Scene, tool: Tool, later: Later):
    seen = check(scene, later.tool, later.release, tool, scene.release)
    for words, least in {
        "met": 10, "missed": 10, "on course": 10, "behind": 10, "before": 20, "turned": 5, "taken back": 2, "cannot be judged: nothing published": 2,
        "cannot be judged: missing own suppressed": 2, "cannot be judged: missing other confidential": 2,
    }.items():  # fmt: skip
        assert seen[words] >= least, (words, seen)


def test_a_page_that_was_kept_is_sent_anew(later: Later):
    assert later.again and set(later.again.values()) == {200}, later.again


def test_a_page_says_what_was_before_the_revision(scene: Scene, tool: Tool, later: Later):
    found = 0
    for aim in itertools.islice((aim for aim in scene.aims.values() if aim.place == TELFORD), 60):
        page = html.unescape(re.sub("<[^>]*>", "", scene.public.get(f"/compacts/{scene.compacts[0].id}/lines/{aim.line}/target").text))
        old = revised(tool, later.tool, aim)
        assert ("By those before:" in page) == (old is not None), aim
        found += old is not None
    assert found > 10


def test_a_value_that_was_taken_back_says_what_was_before(scene: Scene, tool: Tool, later: Later):
    for aim in scene.aims.values():
        if aim.text not in KNOWN and (old := taken_back(tool, later.tool, aim)):
            stood = scene.whole(aim, scene.compacts[aim.place == LAMBETH].id).get("before")
            assert stood and stood["verdict"] == old.verdict, aim


def withdraw(scene: Scene, release: str) -> None:
    adviser = scene.compacts[0].adviser
    send(adviser, adviser.get(f"/releases/{release}"), "/withdrawal$", reason="It was taken in by mistake.")


def test_what_is_withdrawn_judges_nothing(scene: Scene, tool: Tool, later: Later):
    withdraw(scene, later.release)
    # As it was before there was a revision, which nobody has to hear of any more.
    check(scene, tool, scene.release)
    withdraw(scene, scene.release)
    rows = [row for row in scene.judged() if row["target"] in scene.aims]
    assert len(rows) == len(scene.aims)
    assert {(row["judgement"], row["actual"], row["expected"], row["release"]) for row in rows} == {("cannot be judged", "", "", "")}
    for aim in list(scene.aims.values())[:10]:
        whole = scene.whole(aim, scene.compacts[0].id)
        assert (whole["judgement"]["verdict"], whole["years"]) == ("cannot be judged: nothing published", []) and not whole.get("before")
        assert "nothing has been published" in scene.public.get(f"/compacts/{scene.compacts[0].id}/lines/{aim.line}/target").text
