"""Targets: what published figures are to become. How a side drafts one, how both settle it, and how it is judged by what is published."""

import collections.abc
import csv
import dataclasses
import html
import io
import pathlib
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

import looking
from acting import SAVED, choose, fill, follow, heading, press, reads, refused, saving, sit, tick, unfold
from asking import Asker
from running import Server

DEPARTMENT, KINGSTON, GATESHEAD = "Department for Education and Skills", "Kingston upon Thames", "Gateshead"
ADVISER = f"Regional adviser, {DEPARTMENT}"
NORFOLK, OFFICER, COUNCIL, STRANGER = (f"Policy officer, {name}" for name in ("Norfolk", KINGSTON, GATESHEAD, "Hampshire"))

# Areas of the draft: one that has a target, two that have none.
GAPS, SMALL, SERVE = (
    "Area d: Underperformance, attainment gaps and floor targets", "Area n: Small and rural schools", "Area i: Schools that serve, innovate and collaborate",
)  # fmt: skip
MATHS, ENGLISH, ABSENCE, PASSES, AFTER, MEALS = (
    "KS2_Maths_L4", "KS2_English_L4", "Absence_Secondary", "KS4_5AC", "CLA_5AC", "Pupils_Free_Meals",
)  # fmt: skip
MEASURE = "Choose what the target is measured by"
TEXT, START, WHEN, GOAL, GAP, WAY = (
    "What is to become better", "Where it starts", "By when", "The goal", "The gap that is to be reached", "Milestones on the way (optional)",
)  # fmt: skip
SHOW, SAVE, ANOTHER = "Show what it would mean", "Save and continue", "Choose another measure"
AMBITION, REVISED = "How ambitious is it?", "The figures were revised. By those before:"
VERDICTS = {"met": "Met", "on course": "On course", "behind": "Behind", "missed": "Missed", "cannot be judged": "Cannot be judged"}
# What somebody puts where words are expected.
MARKUP = "<script>hack()</script><img src=x onerror=hack()>\"'&amp;"
# Kingston's target that is judged on its way.
BOROUGH = "Children whom the borough looks after do better at sixteen."


# ---- Where it happens


@dataclasses.dataclass
class Place:
    """A demonstration of its own, what its released file says, and somebody of the public below any browser."""

    server: Server
    public: Asker
    asking: collections.abc.Callable[[Server], Asker]
    # The released file, and each figure as it stands there.
    released: str
    figures: dict[tuple[str, str, int], str]
    compacts: dict[str, str]
    draft: str

    def at(self, page: Page, path: str) -> Page:
        page.goto(self.server.url(path))
        return page

    def sitting(self, person, seat: str, path: str, **options) -> Page:
        return self.at(sit(person(**options), self.server, seat), path)

    def asker(self, seat: str) -> Asker:
        return self.asking(self.server).sit(seat)

    def rows(self, more: str = "") -> list[dict]:
        return self.public.get(f"/targets.json{more}").json["rows"]

    def row(self, text: str) -> dict:
        return next(row for row in self.rows() if row["target"] == text)

    def target(self, text: str) -> str:
        row = self.row(text)
        return f"/compacts/{row['compact']}/lines/{row['line']}/target"

    def size(self) -> int:
        return int(self.public.get("/record/checkpoint").text.splitlines()[1])

    def published(self, measure: str, code: str, year: int) -> float:
        return float(self.figures[measure, code, year])

    # A draft, as its own side has it.

    def drafted(self, area: str) -> list[str]:
        """The words of the targets under a priority of Norfolk's draft, in order."""
        page = self.asker(NORFOLK).get(f"{self.draft}/priorities").text
        section = next(part for part in page.split('<section class="concordat-line"') if f"<bdi>{area}</bdi></h3>" in part)
        return [html.unescape(words) for words in re.findall(r"<strong><bdi>Target</bdi></strong>\n<p[^>]*>(.*?)</p>", section, re.DOTALL)]

    def clear(self, area: str) -> None:
        """Takes every target under a priority of Norfolk's draft out."""
        asker = self.asker(NORFOLK)
        while True:
            page = asker.get(f"{self.draft}/priorities").text
            section = next(part for part in page.split('<section class="concordat-line"') if f"<bdi>{area}</bdi></h3>" in part)
            found = re.search(r'<li id="([a-z2-7]{16})"><strong><bdi>Target', section)
            if not found:
                return
            form = asker.get(f"{self.draft}/lines/{found[1]}/removal")
            asker.post(f"{self.draft}/lines/{found[1]}/removal", **{name: form.hidden(name) for name in ("revision", "part", "above", "read")})


def rows_of(extract: str) -> dict[tuple[str, str, int], str]:
    rows = list(csv.reader(io.StringIO(extract)))[1:]
    return {(row[0], row[5].removesuffix(".0"), int(row[2][:4]) + 1): row[4] for row in rows}


def demonstration(serving, asking, name: str) -> Place:
    server = serving(name, "--demo")
    public = asking(server)
    release = next(row for row in csv.DictReader(io.StringIO(public.get("/releases.csv").text)) if row["set"] == "lait")
    released = public.get(f"/releases/{release['release']}/files/1").text
    seen = asking(server).sit(ADVISER).get("/compacts.json").json["rows"]
    [draft] = set(re.findall(r'href="(/drafts/compacts/[a-z2-7]{16})"', asking(server).sit(NORFOLK).get("/drafts").text))
    return Place(server, public, asking, released, rows_of(released), {row["authorityName"]: row["id"] for row in seen}, draft)


@pytest.fixture(scope="module")
def place(serving, asking) -> Place:
    """A demonstration in which figures stay as they are."""
    return demonstration(serving, asking, "targets")


@pytest.fixture(scope="module")
def later(serving, asking) -> Place:
    """A demonstration in which figures are revised; its tests go on from one another."""
    return demonstration(serving, asking, "targets-revised")


def cells(within: Page | Locator, column: str) -> list[str]:
    return [words.strip() for words in within.locator(f'td[data-label="{column}"], th[data-label="{column}"]').all_inner_texts()]


def summary(page: Page, name: str) -> Locator:
    rows = page.locator("main .govuk-summary-list__row")
    return rows.filter(has=page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))).locator("dd")


def status(page: Page, button: str | re.Pattern[str], within: Page | Locator | None = None) -> int:
    """Presses a button, and gives back the status of what comes."""
    with page.expect_response(lambda response: response.request.is_navigation_request()) as answer:
        press(within or page, button)
    return answer.value.status


def told(page: Page, words: str, label: str) -> None:
    """The summary says what is wrong, and its link leads to the field, which says it too."""
    refused(page, words)
    link = page.locator(".govuk-error-summary a").filter(has_text=words)
    expect(link).to_have_count(1)
    link.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label(label, exact=True)
    expect(field).to_be_focused()
    described = (field.get_attribute("aria-describedby") or "").split()
    assert any(words in page.locator(f"[id='{name}']").inner_text() for name in described), f"{label} is not described by what is wrong with it"


def priorities(place: Place, page: Page) -> Page:
    return place.at(page, f"{place.draft}/priorities")


def aiming(place: Place, page: Page, area: str, measure: str) -> Page:
    """The form of a new target under a priority of Norfolk's draft, its measure chosen."""
    follow(priorities(place, page), f"Add a target to {area}")
    heading(page, MEASURE)
    page.locator("tr").filter(has_text=re.compile(rf"{measure}\b")).get_by_role("link").click()
    heading(page, "Add a target")
    return page


def aims(page: Page, text: str | None = None, start: str | None = None, year: str | None = None, goal: str | None = None, way: str | None = None) -> None:
    """Fills in the form of a target, as far as it is said."""
    if text is not None:
        fill(page, TEXT, text)
    if start is not None:
        page.get_by_label(START, exact=True).select_option(f"academic {start}" if start else "")
    if year is not None:
        page.get_by_label(WHEN, exact=True).select_option(f"academic {year}" if year else "")
    if goal is not None:
        fill(page, GOAL, goal)
    if way is not None:
        fill(page, WAY, way)


def keeps(page: Page, **words: str) -> None:
    """What was typed is still in the form."""
    for name, label in (("text", TEXT), ("goal", GOAL), ("way", WAY)):
        if name in words:
            expect(page.get_by_label(label, exact=True)).to_have_value(words[name])
    for name, label in (("start", START), ("year", WHEN)):
        if name in words:
            expect(page.get_by_label(label, exact=True)).to_have_value(f"academic {words[name]}" if words[name] else "")


def listed(page: Page, area: str) -> Locator:
    """The targets under a priority, on the page of the draft's priorities."""
    section = page.locator("section.concordat-line").filter(has=page.get_by_role("heading", name=area, exact=True))
    return section.locator("li").filter(has=page.locator("strong", has_text=re.compile("^Target$")))


# ---- A draft: choosing the measure


def test_the_measure_is_chosen_by_words_and_topic(place: Place, person, check_page):
    page = sit(person(), place.server, NORFOLK)
    follow(priorities(place, page), f"Add a target to {SMALL}")
    heading(page, MEASURE)
    expect(page.get_by_role("status").filter(has_text="measures")).to_have_text("12 measures")
    check_page(page, "target-choosing")
    fill(page, "Words", "MATHEMATICS level")
    press(page, "Search")
    assert page.locator("main .concordat-code").all_inner_texts() == ["KS2_Maths_L4", "KS2_Maths_L5"]
    choose(page, "Topic", "Key Stage 3")
    press(page, "Search")
    reads(page, "No measure with figures of Norfolk matches")
    expect(page.get_by_label("Words", exact=True)).to_have_value("MATHEMATICS level")
    check_page(page, "target-choosing-none")
    fill(page, "Words", "")
    press(page, "Search")
    assert page.locator("main .concordat-code").all_inner_texts() == ["KS3_English_L5", "KS3_Science_L5"]
    # By its short name too.
    fill(page, "Words", "ks3_science")
    press(page, "Search")
    expect(page.get_by_role("status").filter(has_text="measure")).to_have_text("1 measure")
    follow(page.locator("main"), "Pupils at level 5 and above in science (%)")
    heading(page, "Add a target")
    expect(page.locator(".govuk-caption-l")).to_have_text(SMALL)
    expect(summary(page, "Measure")).to_contain_text("Pupils at level 5 and above in science (%)")
    assert place.drafted(SMALL) == []


def test_each_measure_is_shown_with_how_the_authority_stands_in_it(place: Place, person):
    page = sit(person(), place.server, NORFOLK)
    follow(priorities(place, page), f"Add a target to {SMALL}")
    rows = page.locator("main tbody tr")
    for measure, unit in ((MATHS, "{:.0f}%"), (ABSENCE, "{:.2f}%"), ("Exclusions_Permanent", "{:.1f}"), (MEALS, "{:.1f}%")):
        row = rows.filter(has=page.locator(".concordat-code", has_text=re.compile(f"^{measure}$")))
        whole = {line["place"]: line for line in csv.DictReader(io.StringIO(place.public.get(f"/measures/{measure}.csv?period=2005%2F06").text))}["926"]
        assert cells(row, "Value") == [unit.format(place.published(measure, "926", 2006))], measure
        assert cells(row, "England") == [unit.format(place.published(measure, "970", 2006))], measure
        assert cells(row, "Band") == [whole["band"]], measure
        assert cells(row, "Neighbours") == [unit.format(float(whole["neighbours"]))], measure
        assert cells(row, "Period") == ["2005/06"]
        # The picture says in words what it shows.
        reads(row, f"From {unit.format(place.published(measure, '926', 1999))} in 1998/99 to {unit.format(place.published(measure, '926', 2006))} in 2005/06")


def test_the_form_shows_what_has_been(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SMALL, MATHS)
    expect(page.get_by_role("heading", name="How it has gone", exact=True)).to_be_visible()
    chart = page.locator("#target-chart")
    expect(chart.locator("svg[role=img]:visible")).to_have_count(1)
    reads(chart, f"Norfolk stands at {place.published(MATHS, '926', 2006):.0f}% in 2005/06")
    behind = unfold(chart, "The figures as a table")
    for year in range(1999, 2007):
        row = behind.get_by_role("row").filter(has=page.get_by_role("rowheader", name=f"{year - 1}/{year % 100:02}", exact=True))
        assert cells(row, "Norfolk") == [f"{place.published(MATHS, '926', year):.0f}%"] and cells(row, "England") == [f"{place.published(MATHS, '970', year):.0f}%"]
    expect(page.locator("main").get_by_text(AMBITION)).to_have_count(0)
    options = page.get_by_label(START, exact=True).locator("option").all_inner_texts()
    assert options[1:] == [f"{year - 1}/{year % 100:02}: {place.published(MATHS, '926', year):.0f}%" for year in range(2006, 1998, -1)]
    check_page(page, "target-form")


@pytest.mark.parametrize("script", (True, False), ids=("with script", "without"))
def test_looking_at_what_it_would_mean_changes_nothing(place: Place, person, check_page, script: bool):
    page = sit(person(java_script_enabled=script), place.server, NORFOLK)
    before, size = place.drafted(SMALL), place.size()
    aiming(place, page, SMALL, MATHS)
    start = place.published(MATHS, "926", 2003)
    # One step, so that nothing is kept as it is typed before the button is pressed.
    aims(page, "More count well.", "2003", "2007", f"{start + 8:.0f}", f"2004/05 {start + 3:.0f}")
    assert status(page, SHOW) == 200
    heading(page, "Add a target")
    expect(page.get_by_role("heading", name="What it would mean", exact=True)).to_be_visible()
    reads(page.locator("#target-chart-title"), f"Norfolk is to go from {start:.0f}% in 2002/03 to {start + 8:.0f}% in 2006/07")
    reads(page.locator("#target-chart-words" if not script else "#target-chart"), f"Milestone {start + 3:.0f}% in 2004/05")
    reads(page, re.compile(rf"{re.escape(AMBITION)} [\d,]+ times an authority stood within 3 percentage points of {start:.0f}%"))
    keeps(page, text="More count well.", start="2003", year="2007", goal=f"{start + 8:.0f}", way=f"2004/05 {start + 3:.0f}")
    if script:
        check_page(page, "target-looked-at")
        page.goto("about:blank")
    assert (place.drafted(SMALL), place.size()) == (before, size)


def test_how_ambitious_it_is_is_counted_from_what_was_published(place: Place, person):
    page = aiming(place, sit(person(java_script_enabled=False), place.server, NORFOLK), SMALL, MATHS)
    start = place.published(MATHS, "926", 2003)
    aims(page, "More count well.", "2003", "2006", f"{start + 4:.0f}")
    press(page, SHOW)
    # Every authority that stood within three points in any year, and where it stood three years later.
    codes = {at for measure, at, _ in place.figures if measure == MATHS} - {"970"}
    gains = []
    for at in codes:
        for year in range(1999, 2004):
            first, last = (place.figures.get((MATHS, at, one), "x") for one in (year, year + 3))
            if "x" not in (first, last) and abs(float(first) - start) <= 3:
                gains.append(float(last) - float(first))
    share = 100 * sum(gain >= 4 for gain in gains) / len(gains)
    reads(page, f"{len(gains):,} times an authority stood within 3 percentage points of {start:.0f}% and has figures of 3 years later. {share:.0f}% of them improved by 4 percentage points or more.")


# ---- A draft: wrong input


TOO_LONG = "words " * 3333 + "and one more"
WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "no year to start from": ({"start": ""}, "Choose the year from which it starts", START),
    "no year to reach it by": ({"year": ""}, "Choose the year by which it is to be reached", WHEN),
    "no goal": ({"goal": ""}, "Enter the goal as a number, such as 65 or 4.5", GOAL),
    "words as a goal": ({"goal": "much more"}, "Enter the goal as a number, such as 65 or 4.5", GOAL),
    "a goal below the start": ({"goal": "12"}, "Enter a goal that is higher than the baseline's", GOAL),
    "a year before the start": ({"year": "2001"}, "Choose a later year than 2002/03", WHEN),
    "the year of the start": ({"year": "2003"}, "Choose a later year than 2002/03", WHEN),
    "a milestone in words": ({"way": "2003/04 74\nsoon more"}, "Line 2: write the year and the value", WAY),
    "a milestone without a value": ({"way": "2003/04"}, "Line 1: write the year and the value", WAY),
    "a milestone beyond the goal": ({"way": "2003/04 95"}, "Enter a milestone for 2003/04 from 72 to 80", WAY),
    "a milestone that falls back": ({"way": "2003/04 76\n2004/05 74"}, "Enter a milestone for 2004/05 from 76 to 80", WAY),
    "milestones in no order": ({"way": "2004/05 74\n2003/04 76"}, "Choose a later year than 2004/05", WAY),
    "a milestone after the goal": ({"way": "2010 74"}, "2009/10", WAY),
    "a goal with more digits than are published": ({"goal": "80.5"}, "Enter a whole number instead of 80.5", GOAL),
    "a milestone with more digits": ({"way": "2003/04 74.25"}, "Enter a whole number instead of 74.25", WAY),
    "more milestones than ten": ({"year": "2016", "way": "\n".join(f"{year} 73" for year in range(2004, 2015))}, "Leave out milestones until there are 10", WAY),
    "no words": ({"text": ""}, "Enter what is to become better", TEXT),
    "too many words": ({"text": TOO_LONG}, "to 20000 characters or fewer", TEXT),
}
RIGHT = {"text": "More count well.", "start": "2003", "year": "2006", "goal": "80", "way": ""}


@pytest.fixture(scope="module")
def norfolk(chromium, place: Place) -> collections.abc.Iterator[Page]:
    """Norfolk's officer in a browser without script, for many tries at one form."""
    context = chromium.new_context(locale="en-GB", viewport=looking.WIDE, java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield sit(context.new_page(), place.server, NORFOLK)
    context.close()


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_the_words_are_kept(place: Place, norfolk: Page, wrong: str):
    more, words, label = WRONG[wrong]
    given = {**RIGHT, **more}
    before = place.drafted(SMALL)
    aims(aiming(place, norfolk, SMALL, MATHS), **given)
    assert status(norfolk, SAVE) == 422
    keeps(norfolk, **given)
    told(norfolk, words, label)
    assert place.drafted(SMALL) == before


def test_all_that_is_wrong_is_said_at_once(place: Place, norfolk: Page):
    aims(aiming(place, norfolk, SMALL, MATHS), "")
    assert status(norfolk, SAVE) == 422
    said = norfolk.locator(".govuk-error-summary a").all_inner_texts()
    assert set(said) == {
        "Enter what is to become better", "Choose the year from which it starts", "Choose the year by which it is to be reached",
        "Enter the goal as a number, such as 65 or 4.5",
    }, said  # fmt: skip


def test_what_is_wrong_is_said_where_it_is_only_looked_at(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SMALL, MATHS)
    aims(page, **{**RIGHT, "goal": "12"})
    assert status(page, SHOW) == 422
    refused(page, "Enter a goal that is higher than the baseline's 72")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    keeps(page, **{**RIGHT, "goal": "12"})
    check_page(page, "target-refused")
    told(page, "Enter a goal that is higher than the baseline's 72", GOAL)


# ---- A draft: saved, changed, moved, taken out


def test_a_target_is_saved_changed_and_taken_out(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, ABSENCE)
    start = place.published(ABSENCE, "926", 2003)
    expect(summary(page, "Which way is better")).to_contain_text("lower")
    aims(page, "Pupils miss fewer days.", "2003", "2006", f"{start - 1:.2f}")
    press(page, SAVE)
    heading(page, "Priorities, contributions and targets")
    card = listed(page, SERVE)
    expect(card).to_have_count(1)
    for words in ("Pupils miss fewer days.", f"From: {start:.2f}% in 2002/03", f"Goal: {start - 1:.2f}% in 2005/06", "Better: lower"):
        reads(card, words)
    check_page(page, "target-drafted")
    follow(card, f"Change Target, 1 of 1 in {SERVE}")
    keeps(page, text="Pupils miss fewer days.", start="2003", year="2006", goal=f"{start - 1:.2f}")
    expect(page.get_by_role("heading", name="What it would mean", exact=True)).to_be_visible()
    check_page(page, "target-changing")
    aims(page, goal=f"{start - 1.5:.2f}", year="2007", way=f"2003/04 {start - 0.5:.2f}\n2004-05 {start - 1:.2f}%")
    press(page, SAVE)
    heading(page, "Priorities, contributions and targets")
    for words in (f"Goal: {start - 1.5:.2f}% in 2006/07", f"On the way: {start - 0.5:.2f}% in 2003/04", f"{start - 1:.2f}% in 2004/05"):
        reads(listed(page, SERVE), words)
    follow(listed(page, SERVE), f"Take out Target, 1 of 1 in {SERVE}")
    heading(page, "Take this out of the draft?")
    reads(page, "Pupils miss fewer days.")
    check_page(page, "target-removing")
    press(page, "Take it out")
    heading(page, "Priorities, contributions and targets")
    expect(listed(page, SERVE)).to_have_count(0)


def test_another_measure_for_the_same_line_keeps_its_words_and_asks_where_it_starts(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    aims(page, **{**RIGHT, "text": "Children count well."})
    press(page, SAVE)
    follow(listed(page, SERVE), f"Change Target, 1 of 1 in {SERVE}")
    press(page, ANOTHER)
    heading(page, MEASURE)
    check_page(page, "target-choosing-another")
    page.locator("tr").filter(has_text=ENGLISH).get_by_role("link").click()
    expect(summary(page, "Measure")).to_contain_text("Pupils at level 4 and above in English (%)")
    keeps(page, text="Children count well.", start="", goal="")
    # Nothing was changed by looking.
    reads(listed(priorities(place, page), SERVE), MATHS)
    page.go_back()
    aims(page, text="Children read well.", start="2003", year="2006", goal="90")
    press(page, SAVE)
    reads(listed(page, SERVE), ENGLISH)
    assert place.drafted(SERVE) == ["Children read well."]
    place.clear(SERVE)


@pytest.mark.parametrize("script", (True, False), ids=("with script", "without"))
def test_another_measure_for_a_new_line_keeps_its_words(place: Place, person, script: bool):
    """Whoever finds, in the middle of writing, that another measure fits better has not written in vain, nor leaves half a line behind."""
    page = aiming(place, sit(person(java_script_enabled=script), place.server, NORFOLK), SERVE, MATHS)
    try:
        aims(page, "Every child reads with pleasure by eleven.")
        press(page, ANOTHER)
        heading(page, MEASURE)
        page.locator("tr").filter(has_text=ENGLISH).get_by_role("link").click()
        heading(page, "Add a target")
        expect(summary(page, "Measure")).to_contain_text("Pupils at level 4 and above in English (%)")
        keeps(page, text="Every child reads with pleasure by eleven.")
    finally:
        page.goto("about:blank")
        place.clear(SERVE)


def test_choosing_another_measure_for_a_whole_new_line_leaves_none_of_the_old_behind(place: Place, person):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    try:
        with saving(page):
            aims(page, **RIGHT)
        press(page, ANOTHER)
        heading(page, MEASURE)
        page.locator("tr").filter(has_text=ENGLISH).get_by_role("link").click()
        aims(page, "Children read well.", "2003", "2006", "90")
        press(page, SAVE)
        heading(page, "Priorities, contributions and targets")
        assert place.drafted(SERVE) == ["Children read well."]
    finally:
        page.goto("about:blank")
        place.clear(SERVE)


def test_targets_move_among_targets_only(place: Place, person, check_page):
    page = sit(person(), place.server, NORFOLK)
    first = place.drafted(GAPS)
    for text, measure in (("Second.", MATHS), ("Third.", ENGLISH)):
        aims(aiming(place, page, GAPS, measure), text, "2003", "2006", "95")
        press(page, SAVE)
        heading(page, "Priorities, contributions and targets")
    section = page.locator("section.concordat-line").filter(has=page.get_by_role("heading", name=GAPS, exact=True))
    others = section.locator("li").filter(has_not=page.locator("strong", has_text=re.compile("^Target$"))).all_inner_texts()
    expect(listed(page, GAPS)).to_have_count(3)
    expect(listed(page, GAPS).first.get_by_role("button", name=re.compile("^Move up"))).to_have_count(0)
    expect(listed(page, GAPS).last.get_by_role("button", name=re.compile("^Move down"))).to_have_count(0)
    check_page(page, "target-order")
    button = listed(page, GAPS).last.get_by_role("button", name=f"Move up Target, 3 of 3 in {GAPS}")
    button.focus()
    page.keyboard.press("Enter")
    expect(listed(page, GAPS).nth(1)).to_contain_text("Third.")
    assert place.drafted(GAPS) == [*first, "Third.", "Second."]
    press(page, f"Move up Target, 2 of 3 in {GAPS}")
    expect(listed(page, GAPS).nth(0)).to_contain_text("Third.")
    press(page, f"Move down Target, 2 of 3 in {GAPS}")
    expect(listed(page, GAPS).nth(1)).to_contain_text("Second.")
    assert place.drafted(GAPS) == ["Third.", "Second.", *first]
    assert section.locator("li").filter(has_not=page.locator("strong", has_text=re.compile("^Target$"))).all_inner_texts() == others
    for text in ("Third.", "Second."):
        follow(listed(page, GAPS).filter(has_text=text), re.compile("^Take out Target"))
        press(page, "Take it out")
        heading(page, "Priorities, contributions and targets")
    assert place.drafted(GAPS) == first


def test_a_gap_to_england_is_a_target(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    tick(page, "The gap to England")
    aims(page, "Norfolk's pupils catch up with England's.", "2003", "2006")
    fill(page, GOAL, "1")
    press(page, SHOW)
    gap = place.published(MATHS, "926", 2003) - place.published(MATHS, "970", 2003)
    assert gap < 0
    words = f"{-gap:.0f} percentage point{'' if gap == -1 else 's'} below England"
    reads(page.locator("#target-chart-title"), f"Norfolk is to go from {words} in 2002/03 to 1 percentage point above England in 2005/06")
    expect(page.get_by_label(START, exact=True).locator("option", has_text="2002/03")).to_contain_text(f"{gap:.0f}")
    # Where the gap counts, the field says so; and no share of authorities is told that nobody counted.
    expect(page.get_by_label(GAP, exact=True)).to_have_value("1")
    expect(page.locator("main").get_by_text(AMBITION)).to_have_count(0)
    check_page(page, "target-gap")
    fill(page, GAP, f"{gap - 1:.0f}")
    assert status(page, SAVE) == 422
    told(page, "Enter a goal that is higher than the baseline's", GAP)
    fill(page, GAP, "0")
    press(page, SAVE)
    reads(listed(page, SERVE), "level with England in 2005/06")
    place.clear(SERVE)


def test_of_a_measure_without_a_better_end_the_way_is_asked(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MEALS)
    start = place.published(MEALS, "926", 2003)
    aims(page, "Every family that may claims its meals.", "2003", "2006", f"{start + 2:.1f}")
    assert status(page, SAVE) == 422
    refused(page, "Choose whether it is to rise or to fall")
    check_page(page, "target-direction")
    tick(page, "Down")
    assert status(page, SAVE) == 422
    told(page, "Enter a goal that is lower than the baseline's", GOAL)
    tick(page, "Up")
    press(page, SAVE)
    reads(listed(page, SERVE), "Better: higher")
    place.clear(SERVE)


def test_a_form_that_is_whole_is_saved_as_it_is_typed(place: Place, person):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    with saving(page):
        aims(page, **RIGHT)
    assert place.drafted(SERVE) == [RIGHT["text"]]
    with saving(page):
        aims(page, "More children count well.")
    assert place.drafted(SERVE) == ["More children count well."]
    press(page, SAVE)
    expect(listed(page, SERVE)).to_have_count(1)
    place.clear(SERVE)


def test_half_a_form_says_what_is_missing_and_is_there_after_a_reload(place: Place, person):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    try:
        with page.expect_response(re.compile("/save$")):
            aims(page, "Nobody is left behind in counting.", goal="85")
        expect(page.locator(SAVED)).to_contain_text("hoose the year from which it starts")
        expect(page.locator(SAVED)).to_contain_text("Your words are still here")
        page.reload()
        heading(page, "Add a target")
        again(page)
        keeps(page, text="Nobody is left behind in counting.", goal="85")
    finally:
        page.goto("about:blank")
        place.clear(SERVE)


def test_half_a_change_is_there_after_a_reload(place: Place, person, check_page):
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, MATHS)
    aims(page, **RIGHT)
    press(page, SAVE)
    follow(listed(page, SERVE), f"Change Target, 1 of 1 in {SERVE}")
    with page.expect_response(re.compile("/save$")) as answer:
        aims(page, "Everybody counts.", goal="eighty-five")
    assert answer.value.status == 422
    expect(page.locator(SAVED)).to_contain_text("nter the goal as a number")
    page.reload()
    check_page(page, "target-offered")
    again(page)
    keeps(page, text="Everybody counts.", goal="eighty-five")
    assert place.drafted(SERVE) == [RIGHT["text"]]
    page.goto("about:blank")
    place.clear(SERVE)


def again(page: Page) -> None:
    """Takes what the page offers of what was typed before, where it does."""
    button = page.get_by_role("button", name="Put my words back")
    if button.count():
        button.click()


def test_a_colleague_who_was_quicker_is_shown_beside_ones_own_words(place: Place, person, check_page):
    page = aiming(place, sit(person(java_script_enabled=False), place.server, NORFOLK), SERVE, MATHS)
    aims(page, **RIGHT)
    press(page, SAVE)
    other = sit(person(java_script_enabled=False), place.server, NORFOLK)
    for one in (page, other):
        follow(listed(priorities(place, one), SERVE), f"Change Target, 1 of 1 in {SERVE}")
    aims(other, goal="82")
    press(other, SAVE)
    aims(page, goal="84")
    assert status(page, SAVE) == 409
    heading(page, "Somebody else changed this while you were writing")
    for words in ("82%", "84%"):
        reads(page.get_by_role("table", name="Both versions"), words)
    keeps(page, goal="84", start="2003")
    press(page, "Send mine in its place")
    reads(listed(page, SERVE), "Goal: 84%")
    place.clear(SERVE)


def test_a_target_is_written_with_keys_alone(place: Place, person):
    page = sit(person(), place.server, NORFOLK)
    link = priorities(place, page).get_by_role("link", name=f"Add a target to {SERVE}")
    link.focus()
    page.keyboard.press("Enter")
    heading(page, MEASURE)
    page.get_by_label("Words", exact=True).focus()
    page.keyboard.type("mathematics")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="measures")).to_have_text("2 measures")
    to(page, "Pupils at level 4 and above in mathematics (%)")
    page.keyboard.press("Enter")
    heading(page, "Add a target")
    page.get_by_label(TEXT, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Typed with keys.")
    # On to the choice of what counts: it is one stop.
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("The gap to England", exact=True)).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("The figure itself", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label(START, exact=True)).to_be_focused()
    page.keyboard.type("2002")
    page.keyboard.press("Tab")
    page.keyboard.type("2005")
    page.keyboard.press("Tab")
    page.keyboard.type("80")
    keeps(page, start="2003", year="2006", goal="80")
    page.keyboard.press("Enter")
    heading(page, "Priorities, contributions and targets")
    assert place.drafted(SERVE) == ["Typed with keys."]
    place.clear(SERVE)


def to(page: Page, words: str, most: int = 60) -> None:
    """Goes on with the Tab key until the focus stands on these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()") == words:
            return
    raise AssertionError(f"{words!r} is not reached with {most} times Tab on {page.url}")


def test_what_a_colleague_wrote_is_not_lost_by_looking_first(place: Place, person):
    """Looking at what it would mean does not count as having read what stands by then."""
    page = aiming(place, sit(person(java_script_enabled=False), place.server, NORFOLK), SERVE, MATHS)
    aims(page, **RIGHT)
    press(page, SAVE)
    other = sit(person(java_script_enabled=False), place.server, NORFOLK)
    try:
        for one in (page, other):
            follow(listed(priorities(place, one), SERVE), f"Change Target, 1 of 1 in {SERVE}")
        aims(other, "A colleague's better words.")
        press(other, SAVE)
        aims(page, goal="84")
        press(page, SHOW)
        press(page, SAVE)
        assert place.drafted(SERVE) == ["A colleague's better words."]
    finally:
        place.clear(SERVE)


# ---- Settling it with the other side


SCIENCE, STAGE = "KS3_Science_L5", "Add a target under Priority c. Key Stage 3"
OTHER = "We propose other wording"


def negotiated(place: Place) -> str:
    return f"/compacts/{place.compacts[GATESHEAD]}"


def proposal(page: Page) -> Locator:
    """The form for other wording, unfolded."""
    return unfold(page, OTHER)


def test_a_side_adds_a_target_and_the_other_answers_it(place: Place, person, check_page):
    council = place.sitting(person, COUNCIL, negotiated(place))
    follow(unfold(council, "Add a line"), STAGE)
    heading(council, MEASURE)
    check_page(council, "target-negotiation-choosing")
    council.locator("tr").filter(has_text=SCIENCE).get_by_role("link").click()
    heading(council, "Add a target")
    reads(council, "Under: Priority c. Key Stage 3")
    start = place.published(SCIENCE, "390", 2003)
    aims(council, "Science no longer falls behind after eleven.", "2003", "2006", f"{start - 5:.0f}")
    assert status(council, "Propose this line") == 422
    told(council, "Enter a goal that is higher than the baseline's", GOAL)
    check_page(council, "target-negotiation-refused")
    size = place.size()
    aims(council, goal=f"{start + 9:.0f}")
    assert status(council, SHOW) == 200
    reads(council.locator("#target-chart-title"), f"Gateshead is to go from {start:.0f}% in 2002/03 to {start + 9:.0f}% in 2005/06")
    keeps(council, text="Science no longer falls behind after eleven.", start="2003", year="2006", goal=f"{start + 9:.0f}")
    assert place.size() == size
    press(council, "Propose this line")
    heading(council, "Target to c. Key Stage 3")
    line = council.url.split("?")[0].rsplit("/", 1)[1]
    check_page(council, "target-negotiation-added")
    assert place.size() > size
    # The other side sees that it waits, with what it says.
    adviser = place.sitting(person, ADVISER, f"{negotiated(place)}?show=waiting")
    card = adviser.locator(f"#line-{line}")
    for words in ("Target to c. Key Stage 3", "Waiting on you", "Science no longer falls behind", f"{start:.0f}% in 2002/03", f"{start + 9:.0f}% in 2005/06"):
        reads(card, words)
    follow(card, re.compile("^Answer, discuss or change"))
    more = proposal(adviser)
    keeps(adviser, text="Science no longer falls behind after eleven.", start="2003", year="2006", goal=f"{start + 9:.0f}")
    # Other wording: looked at first, which changes nothing, then proposed.
    size = place.size()
    fill(more, GOAL, f"{start + 7:.0f}")
    fill(more, TEXT, "Science holds its ground after eleven.")
    fill(more, WAY, f"2004/05 {start + 4:.0f}")
    press(more, SHOW)
    reads(adviser.locator("#target-chart-title"), f"Gateshead is to go from {start:.0f}% in 2002/03 to {start + 7:.0f}% in 2005/06")
    reads(adviser.locator("main"), AMBITION)
    expect(adviser.get_by_label(GOAL, exact=True)).to_be_visible()
    keeps(adviser, text="Science holds its ground after eleven.", goal=f"{start + 7:.0f}", way=f"2004/05 {start + 4:.0f}")
    assert place.size() == size
    check_page(adviser, "target-negotiation-looked-at")
    press(adviser, "Propose this wording")
    reads(adviser.locator("[data-notice]"), "Your wording was proposed to the other side")
    # The first reads what changed, in words and in what is aimed at, and accepts.
    place.at(council, f"{negotiated(place)}/lines/{line}")
    change = council.locator(".concordat-redline")
    for tag, words in (("del", f"{start + 9:.0f}"), ("ins", f"{start + 7:.0f}"), ("ins", f"{start + 4:.0f}% in 2004/05"), ("ins", "holds its ground"), ("del", "no longer falls behind")):
        expect(change.locator(tag).filter(has_text=words)).to_have_count(1)
    expect(council.get_by_role("heading", name="From wording 1 to wording 2")).to_be_visible()
    check_page(council, "target-negotiation-redline")
    press(council, "Accept this wording")
    reads(council.locator("[data-notice]"), "You accepted this line")
    reads(place.at(adviser, negotiated(place)).locator(f"#line-{line}"), "Accepted by every side")


def added(place: Place, text: str, measure: str = SCIENCE) -> tuple[str, dict[str, str]]:
    """Gateshead's side adds a target below any browser: where it is, and its form."""
    asker = place.asker(COUNCIL)
    page = asker.get(negotiated(place)).text
    way = html.unescape(re.search(r'href="([^"]*lines/new\?part=target[^"]*)"', page)[1])
    form = asker.get(f"{way}&measure={measure}&set=lait")
    fields = {
        "part": "target", "above": form.hidden("above"), "line": form.hidden("line"), "set": "lait", "measure": measure, "text": text, "against": "itself",
        "milestones": "", "baseline": "academic 2003", "goal-year": "academic 2006", "goal": "90",
    }  # fmt: skip
    return asker.post(f"{negotiated(place)}/lines", **fields).to.split("?")[0], fields


def test_whoever_was_slower_is_told_and_keeps_the_words(place: Place, person, check_page):
    path, fields = added(place, "Boys catch up in science.")
    adviser = place.sitting(person, ADVISER, path)
    more = proposal(adviser)
    place.asker(COUNCIL).post(f"{path}/wordings", **{**fields, "goal": "88", "revision": "1"})
    fill(more, GOAL, "86")
    assert status(adviser, "Propose this wording", more) == 409
    refused(adviser, "Somebody changed this since you opened it")
    expect(adviser.get_by_role("heading", name="Somebody changed this line since you opened it")).to_be_visible()
    expect(adviser.locator("ins").filter(has_text="88").first).to_be_visible()
    keeps(adviser, goal="86")
    check_page(adviser, "target-negotiation-stale")
    press(adviser, "Propose this wording")
    reads(adviser, re.compile("Wording 3, proposed by Department"))


def test_whoever_was_slower_is_told_though_they_looked_first(place: Place, person):
    path, fields = added(place, "Girls catch up in science.")
    adviser = place.sitting(person, ADVISER, path, java_script_enabled=False)
    place.asker(COUNCIL).post(f"{path}/wordings", **{**fields, "goal": "88", "text": "Newer words.", "revision": "1"})
    fill(proposal(adviser), GOAL, "86")
    press(adviser, SHOW)
    shown = adviser.get_by_role("heading", name="Somebody changed this line since you opened it").count()
    assert shown or status(adviser, "Propose this wording") == 409


def test_other_wording_that_is_begun_is_kept(place: Place, person):
    """Whatever is still missing: it is sent when it is whole."""
    path, _ = added(place, "Everybody catches up in science.")
    adviser = place.sitting(person, ADVISER, path)
    more = proposal(adviser)
    with adviser.expect_response(re.compile("/proposal$")) as answer:
        fill(more, GOAL, "")
        fill(more, TEXT, "Nearly everybody catches up.")
    assert answer.value.ok
    expect(more.locator(SAVED)).to_have_text("Saved")
    adviser.reload()
    reads(adviser, "These are the words that your side began and has not sent.")
    keeps(adviser, text="Nearly everybody catches up.", goal="")
    assert status(adviser, "Propose this wording") == 422
    told(adviser, "Enter the goal as a number", GOAL)


@pytest.mark.parametrize("script", (True, False), ids=("with script", "without"))
def test_another_measure_for_a_line_to_be_proposed_keeps_its_words(place: Place, person, script: bool):
    page = place.sitting(person, COUNCIL, negotiated(place), java_script_enabled=script)
    follow(unfold(page, "Add a line"), STAGE)
    page.locator("tr").filter(has_text=SCIENCE).get_by_role("link").click()
    aims(page, "Every pupil is curious at fourteen.")
    press(page, ANOTHER)
    heading(page, MEASURE)
    page.locator("tr").filter(has_text="KS3_English_L5").get_by_role("link").click()
    heading(page, "Add a target")
    keeps(page, text="Every pupil is curious at fourteen.", start="", goal="")


def test_what_is_wrong_with_other_wording_is_said_where_it_is_only_looked_at(place: Place, person, check_page):
    path, _ = added(place, "Laboratories are used.")
    adviser = place.sitting(person, ADVISER, path)
    fill(proposal(adviser), GOAL, "12")
    assert status(adviser, SHOW) == 422
    expect(adviser.get_by_label(GOAL, exact=True)).to_have_value("12")
    told(adviser, "Enter a goal that is higher than the baseline's", GOAL)
    check_page(adviser, "target-negotiation-looked-at-refused")


def test_other_wording_may_be_of_another_measure(place: Place, person, check_page):
    path, _ = added(place, "Fourteen-year-olds do well.")
    adviser = place.sitting(person, ADVISER, path)
    press(proposal(adviser), ANOTHER)
    heading(adviser, MEASURE)
    check_page(adviser, "target-negotiation-another")
    adviser.locator("tr").filter(has_text="KS3_English_L5").get_by_role("link").click()
    expect(adviser.get_by_label(START, exact=True)).to_be_visible()
    keeps(adviser, text="Fourteen-year-olds do well.", start="", goal="")
    aims(adviser, start="2003", year="2006", goal="95")
    press(adviser, "Propose this wording")
    reads(adviser.locator("[data-notice]"), "Your wording was proposed to the other side")
    expect(adviser.locator(".concordat-redline ins").filter(has_text="English")).not_to_have_count(0)


# ---- What nobody else may see


def test_nobody_else_sees_a_target_that_is_not_agreed(place: Place, asking):
    path, _ = added(place, "Zinnias in the science garden.")
    line = path.rsplit("/", 1)[1]
    officer, side = place.asker(NORFOLK), place.asker(COUNCIL)
    page = officer.get(f"{place.draft}/priorities").text
    drafted = re.search(r'<li id="([a-z2-7]{16})"><strong><bdi>Target', page)[1]
    assert "leave Year 11 with five good passes" in page and "Zinnias" in side.get(negotiated(place)).text
    compact = place.draft.rsplit("/", 1)[1]
    for asker in (place.public, place.asker(STRANGER), place.asker(OFFICER)):
        for one in (path, f"/compacts/{compact}/lines/{drafted}"):
            for more in ("/target", "/target.json"):
                asker.get(one + more, 404)
        asker.get(negotiated(place), 404)
        asker.get(f"{place.draft}/lines/{drafted}", 404) if asker is not place.public else None
    # Not even a side has it judged, or among those that bind, before all have signed.
    for asker in (place.public, place.asker(STRANGER), side, officer, place.asker(ADVISER)):
        assert asker.ask("GET", f"{path}/target").status == 404
        for address in (
            "/targets", "/targets.csv", "/targets.json", "/targets.json?authority=390", "/targets?authority=390", "/authorities/390", "/authorities/390.json",
            "/authorities/926", "/agendas/2003/areas/c", "/agendas/2003/areas/d", "/agendas/2003/areas/c.json", "/", f"/measures/{SCIENCE}", f"/measures/{PASSES}",
        ):  # fmt: skip
            text = asker.get(address).text
            assert "Zinnias" not in text and line not in text and drafted not in text, address
            assert "young people in Norfolk" not in text, address
    for asker in (place.public, place.asker(STRANGER)):
        for words in ("Zinnias", "five+good+passes"):
            found = asker.get(f"/search.json?q={words}").text
            assert "Zinnias" not in found and "Norfolk" not in found, found


def test_there_is_no_page_of_a_target_that_is_none(place: Place):
    row = place.rows()[0]
    lines = place.public.get(f"/compacts/{row['compact']}.json").json["lines"]
    other = next(line["id"] for line in lines if "target" not in line["content"])
    for way in (f"/compacts/{row['compact']}/lines/{other}", f"/compacts/{row['compact']}/lines/{'a' * 16}", f"/compacts/{'a' * 16}/lines/{row['line']}", f"/compacts/{row['compact']}/lines/x"):
        for more in ("/target", "/target.json"):
            place.public.get(way + more, 404)


# ---- What everyone reads


def shown(page: Page | Locator) -> list[tuple[str, str]]:
    """Each target of a list, with its verdict."""
    links = page.locator("tbody tr").locator("a[href$='/target']")
    return list(zip([words.strip() for words in links.all_inner_texts()], cells(page, "How it stands"), strict=True))


def test_targets_are_listed_with_how_each_stands(place: Place, page: Page, check_page):
    follow(place.at(page, "/").locator("main #targets ~ ul").first, re.compile(r"^\d+ behind$"))
    heading(page, "Targets")
    assert set(cells(page, "How it stands")) == {"Behind"}
    expect(page.get_by_label("How it stands", exact=True)).to_have_value("behind")
    check_page(page, "targets-behind")
    place.at(page, "/targets")
    rows = place.rows()
    assert shown(page) == [(row["target"], VERDICTS[row["judgement"]]) for row in rows]
    assert cells(page, "Why") == [row["sentence"] for row in rows]
    assert len({row["judgement"] for row in rows}) >= 3
    expect(page.get_by_role("status").filter(has_text="targets")).to_have_text(f"{len(rows)} targets")
    check_page(page, "targets")
    follow(page.locator("main table"), BOROUGH)
    heading(page, BOROUGH)


def test_targets_are_found_by_words_verdict_authority_and_area(place: Place, page: Page, check_page):
    rows = place.rows()
    for label, option, column, wanted in (
        ("How it stands", "Missed", "judgement", "missed"), ("How it stands", "On course", "judgement", "on course"),
        ("Authority", "Hampshire", "authorityName", "Hampshire"), ("Area", "e. Behaviour, attendance and exclusion", "priority", "e. Behaviour, attendance and exclusion"),
    ):  # fmt: skip
        place.at(page, "/targets")
        choose(page, label, option)
        press(page, "Apply filters")
        assert shown(page) == [(row["target"], VERDICTS[row["judgement"]]) for row in rows if row[column] == wanted] != [], option
        # What is filtered is what is downloaded.
        for form in ("CSV", "JSON"):
            answer = place.public.get(page.get_by_role("link", name=form, exact=True).get_attribute("href"))
            got = [row["target"] for row in (answer.json["rows"] if form == "JSON" else csv.DictReader(io.StringIO(answer.text)))]
            assert got == cells(page, "Target"), (option, form)
    place.at(page, "/targets")
    fill(page, "Words", "BOROUGH looks")
    press(page, "Apply filters")
    assert cells(page, "Target") == [BOROUGH]
    fill(page, "Words", "cla_5ac")
    press(page, "Apply filters")
    assert cells(page, "Target") == [BOROUGH]
    choose(page, "How it stands", "Met")
    press(page, "Apply filters")
    reads(page, "No target matches")
    expect(page.get_by_label("Words", exact=True)).to_have_value("cla_5ac")
    check_page(page, "targets-none")
    follow(page.locator("main"), "Show all targets")
    assert len(cells(page, "Target")) == len(rows)
    for wrong in ("judgement=splendid", "page=2", "page=0", "page=x"):
        place.public.get(f"/targets?{wrong}", 404)


def test_the_lists_for_programs_have_the_same_rows(place: Place):
    table = list(csv.DictReader(io.StringIO(place.public.get("/targets.csv").text)))
    rows = place.rows()
    for one, other in zip(table, rows, strict=True):
        for name in ("compact", "priority", "target", "measure", "sentence", "release", "judgement", "goal"):
            assert one[name] == other[name], name
        assert float(one["actual"]) == other["actual"] and float(one["expected"]) == other["expected"]
        assert one["place"] == str(other["place"])
    parts = [place.public.get(f"/targets.json?size=2&page={number}").json for number in (1, 2, 3, 4)]
    assert [row["line"] for part in parts for row in part["rows"]] == [row["line"] for row in rows]
    assert {part["total"] for part in parts} == {len(rows)}
    for row in rows:
        whole = place.public.get(f"/compacts/{row['compact']}/lines/{row['line']}/target.json").json
        assert (whole["judgement"]["verdict"], whole["judgement"]["sentence"], whole["text"]) == (row["judgement"], row["sentence"], row["target"])


def test_a_compact_shows_how_each_of_its_targets_stands(place: Place, page: Page, check_page):
    place.at(page, f"/compacts/{place.compacts[KINGSTON]}")
    for row in (row for row in place.rows() if row["authorityName"] == KINGSTON):
        line = page.locator(f"#line-{row['line']}")
        expect(line.locator(".govuk-tag")).to_have_text(VERDICTS[row["judgement"]])
        reads(line, row["target"])
        reads(line, row["sentence"])
    check_page(page, "compact-with-targets")
    assert BOROUGH in place.public.get(f"/compacts/{place.compacts[KINGSTON]}/text").text
    follow(page.locator("li").filter(has_text=BOROUGH).last, re.compile("^Its figures and course"))
    heading(page, BOROUGH)


def test_links_with_the_same_words_can_be_told_apart(place: Place, page: Page):
    """Whoever goes from link to link hears of which target each is."""
    place.at(page, f"/compacts/{place.compacts[KINGSTON]}")
    links = page.get_by_role("link", name=re.compile("^Its figures and course"))
    names = [re.sub(r"\s+", " ", link.text_content() or "").strip() for link in links.all()]
    assert len(names) == 2 and len(set(names)) == 2, names


def test_a_target_has_a_page_that_says_what_it_rests_on(place: Place, page: Page, check_page):
    row = place.row(BOROUGH)
    place.at(page, place.target(BOROUGH))
    heading(page, BOROUGH)
    expect(page.locator("main .govuk-body-l .govuk-tag")).to_have_text("On course")
    reads(page.locator("main .govuk-body-l"), row["sentence"])
    start, now = place.published(AFTER, "314", 2003), place.published(AFTER, "314", 2006)
    expect(summary(page, "From")).to_have_text(f"{start:.1f}% in 2002/03")
    expect(summary(page, "Goal")).to_have_text(f"{start + 3:.1f}% in 2007/08")
    chart = page.locator("#target-chart")
    expect(chart.locator("svg[role=img]:visible")).to_have_count(1)
    for picture in chart.locator("svg[role=img]").all():
        for name in ("aria-labelledby", "aria-describedby"):
            for one in (picture.get_attribute(name) or "missing").split():
                assert len(page.locator(f"#{one}").text_content() or "") > 10
    reads(page, AMBITION)
    table = page.get_by_role("table", name="Published and expected, year by year")
    step = 3 / 5
    for year in range(1999, 2009):
        line = table.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=f"{year - 1}/{year % 100:02}", exact=True))
        published = f"{place.published(AFTER, '314', year):.1f}%" if year <= 2006 else ""
        expected = start + step * (year - 2003)
        if year >= 2003:
            # By way of the milestone, which lies half of the way.
            half = start + 1.5
            expected = start + (half - start) * (year - 2003) / 2 if year <= 2005 else half + 1.5 * (year - 2005) / 3
        assert cells(line, "Published")[0].startswith(published), year
        assert cells(line, "Expected") == ([f"{expected + 1e-9:.1f}%"] if year >= 2003 else [""]), year
    check_page(page, "target")
    # Each figure leads to the row of the file that it is from.
    follow(table, re.compile("05.06: where it is from$"))
    heading(page, "Where this figure is from")
    reads(summary(page, "Place"), KINGSTON)
    assert float(summary(page, "As published").inner_text()) == now
    number = int(summary(page, "Row").inner_text().replace(",", ""))
    found = next(csv.reader([place.released.splitlines()[number - 1]]))
    assert (found[0], found[2], found[5]) == (AFTER, "2005/06", "314.0")
    page.go_back()
    digest = summary(page, "Judged by").locator("code").inner_text()
    follow(summary(page, "Judged by"), re.compile("."))
    reads(page, digest)


def test_authority_area_and_home_show_targets(place: Place, page: Page, check_page):
    rows = place.rows()
    place.at(page, "/authorities/850")
    table = page.get_by_role("table", name="Targets of Hampshire")
    wanted = [row for row in rows if row["authorityName"] == "Hampshire"]
    assert shown(table) == [(row["target"], VERDICTS[row["judgement"]]) for row in wanted]
    check_page(page, "authority-with-targets")
    place.at(page, "/agendas/2003/areas/f")
    table = page.get_by_role("table", name="Targets in area f")
    wanted = [row for row in rows if row["priority"].startswith("f.")]
    assert shown(table) == [(row["target"], VERDICTS[row["judgement"]]) for row in wanted] != []
    check_page(page, "area-with-targets")
    follow(table, BOROUGH)
    heading(page, BOROUGH)
    place.at(page, "/")
    reads(page, f"{len(rows)} targets bind today, judged by published figures:")
    for verdict in {row["judgement"] for row in rows}:
        count = sum(row["judgement"] == verdict for row in rows)
        expect(page.locator("main").get_by_role("link", name=f"{count} {verdict}", exact=True)).to_be_visible()
    check_page(page, "home-with-targets")
    # An authority and an area without any say nothing of them.
    for path in ("/authorities/894", "/agendas/2003/areas/a"):
        expect(place.at(page, path).get_by_role("heading", name=re.compile("^Targets"))).to_have_count(0)


def test_the_public_finds_a_target_by_searching(place: Place):
    found = place.public.get("/search.json?q=borough+looks+after+do+better").json
    assert found["total"] >= 1, found


def test_targets_are_read_without_script_and_with_keys(place: Place, person):
    page = place.at(person(java_script_enabled=False), "/targets")
    page.locator("summary").filter(has_text="Filter").first.click()
    choose(page, "Authority", KINGSTON)
    press(page, "Apply filters")
    assert set(cells(page, "Target")) == {row["target"] for row in place.rows() if row["authorityName"] == KINGSTON}
    page = place.at(person(), place.target(BOROUGH))
    page.locator("#target-chart summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#target-chart td").first).to_be_visible()
    to(page, "11.1% in 2002/03: where it is from")
    page.keyboard.press("Enter")
    heading(page, "Where this figure is from")


def test_on_paper_the_words_say_how_targets_stand(place: Place, page: Page):
    row = place.row(BOROUGH)
    for path in ("/targets", place.target(BOROUGH), f"/compacts/{row['compact']}", "/authorities/314"):
        place.at(page, path)
        page.emulate_media(media="print")
        tags = page.locator("main .govuk-tag").filter(has_text=re.compile("^(Met|On course|Behind|Missed)$"))
        assert tags.count() >= 1
        for tag in tags.all():
            expect(tag).to_be_visible()
            assert tag.evaluate("tag => getComputedStyle(tag).color !== getComputedStyle(tag).backgroundColor")
        expect(page.locator("main form:visible")).to_have_count(0)
        page.set_viewport_size({"width": 794, "height": 1123})
        assert page.evaluate("document.documentElement.scrollWidth") <= 794, path
        page.set_viewport_size(looking.WIDE)
    place.at(page, place.target(BOROUGH))
    expect(page.locator("#target-chart td").first).to_be_visible()
    expect(page.locator("#target-chart svg:visible").first).to_be_visible()
    assert page.pdf(format="A4")[:4] == b"%PDF"


def test_what_is_judged_can_be_read_where_colours_are_forced(place: Place, page: Page):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    for path in ("/targets", place.target(BOROUGH)):
        place.at(page, path)
        looking.check_reflow(page)
        expect(page.locator("main .govuk-tag").first).to_be_visible()


# ---- Under review


REVIEW, VIEW, SAY_IT = "f. Opportunities from 14 to 19", "What your side thinks", re.compile("^Say it")
RELIED = "The figures that it relied on"


def revision(place: Place, folder: pathlib.Path, changed: dict[tuple[str, str, int], str], **more: str) -> pathlib.Path:
    """The released file with some figures changed, as it would come again."""
    rows = list(csv.reader(io.StringIO(place.released)))
    seen = 0
    for row in rows[1:]:
        if (key := (row[0], row[5].removesuffix(".0"), int(row[2][:4]) + 1)) in changed:
            row[4], seen = changed[key], seen + 1
    assert seen == len(changed)
    file = folder / "illustrative.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    return file


def revise(place: Place, folder: pathlib.Path, title: str, changed: dict[tuple[str, str, int], str]) -> None:
    """Takes a revised file in beside the server, and waits until the server has it."""
    place.server.run("import", str(revision(place, folder, changed)), "--title", title)
    until(lambda: title in place.public.get("/releases.csv").text, "the server does not follow the import")
    [release] = [row["release"] for row in csv.DictReader(io.StringIO(place.public.get("/releases.csv").text)) if row["title"] == title]
    until(lambda: place.row(BOROUGH)["release"] == release, "the server does not follow the import")


def until(holds: collections.abc.Callable[[], bool], words: str) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, words
        time.sleep(0.05)


def block(page: Page) -> Locator:
    """What the review has of the priority under which Kingston's targets stand."""
    return page.locator("section.concordat-block").filter(has=page.get_by_role("heading", level=3, name=f"Priority {REVIEW}", exact=True))


def side(page: Page, body: str) -> Locator:
    return block(page).locator(".concordat-sides > div").filter(has=page.get_by_role("heading", name=body, exact=True))


def outcome(page: Page) -> Locator:
    """How the target that is on its way stands, in the review."""
    return block(page).locator("li").filter(has_text=BOROUGH)


def says(page: Page, advice: str, words: str) -> int:
    """Gives a side's view; gives back the status of what comes."""
    summary_of = block(page).locator("summary").filter(has_text=re.compile("^(Say what your side thinks|Say it anew)$"))
    if summary_of.locator("xpath=..").get_attribute("open") is None:
        summary_of.click()
    tick(block(page), advice)
    fill(block(page), VIEW, words)
    return status(page, SAY_IT, block(page))


def test_the_review_shows_the_outcome_beside_what_each_side_thinks(later: Place, person, check_page):
    row = later.row(BOROUGH)
    for seat in (OFFICER, ADVISER):
        page = later.sitting(person, seat, f"/compacts/{later.compacts[KINGSTON]}/reviews")
        expect(block(page).get_by_role("heading", name="Outcome against target", exact=True)).to_be_visible()
        reads(outcome(page), row["sentence"])
        expect(outcome(page).locator(".govuk-tag")).to_have_text("On course")
        reads(side(page, KINGSTON), "Two partnerships share six subjects")
        check_page(page, f"review-with-targets-{seat.split()[0].lower()}")
    # Of a priority without targets nothing is said of outcomes.
    expect(page.get_by_role("heading", name="Outcome against target", exact=True)).to_have_count(1)


def test_a_view_keeps_the_figures_that_it_relied_on(later: Place, person, check_page):
    page = later.sitting(person, OFFICER, f"/compacts/{later.compacts[KINGSTON]}/reviews")
    assert says(page, "Carry on", "Children whom we look after do better.") == 303
    reads(page.locator("[data-notice]"), "Your side's view is in the review")
    more = unfold(side(page, KINGSTON), RELIED)
    for row in (row for row in later.rows() if row["authorityName"] == KINGSTON):
        reads(more, row["sentence"])
    expect(more.get_by_role("link", name="The release")).to_have_count(2)
    check_page(page, "review-relied")
    follow(more, "The release")
    heading(page, "Illustrative figures")


def test_a_view_is_not_taken_where_figures_changed_meanwhile(later: Place, person, tmp_path, check_page):
    was, now = later.published(AFTER, "314", 2006), later.published(AFTER, "314", 2006) - 1
    before = later.row(BOROUGH)
    page = later.sitting(person, ADVISER, f"/compacts/{later.compacts[KINGSTON]}/reviews")
    reads(outcome(page), before["sentence"])
    revise(later, tmp_path, "First revision", {(AFTER, "314", 2006): f"{now:.1f}"})
    assert says(page, "Carry on", "All of it is on course.") in (409, 422)
    refused(page, "Figures were published since you opened this page: read how the targets stand now, then send your view again")
    expect(block(page).get_by_label(VIEW, exact=True)).to_have_value("All of it is on course.")
    expect(block(page).get_by_label(VIEW, exact=True)).to_be_visible()
    expect(block(page).get_by_label("Carry on", exact=True)).to_be_checked()
    expect(side(page, DEPARTMENT)).not_to_contain_text("All of it is on course.")
    expect(outcome(page).locator(".govuk-tag")).to_have_text("Behind")
    check_page(page, "review-figures-changed")
    after = later.row(BOROUGH)
    assert after["judgement"] == "behind" and after["sentence"] != before["sentence"] and after["actual"] == round(now, 1)
    reads(outcome(page), f"{REVISED} {before['sentence']}")
    # Read again, it is sent again.
    fill(block(page), VIEW, "Half of it is behind.")
    tick(block(page), "Vary it")
    assert status(page, SAY_IT, block(page)) == 303
    reads(unfold(side(page, DEPARTMENT), RELIED), after["sentence"])
    # What the other side said rested on what stood then, and still says so.
    theirs = unfold(side(page, KINGSTON), RELIED)
    reads(theirs, before["sentence"])
    expect(theirs).not_to_contain_text(after["sentence"])
    check_page(page, "review-relied-differently")
    follow(theirs, "The release")
    reads(page, "Superseded by First revision")
    assert f"{was:.1f}%" in before["sentence"]


def test_a_revision_changes_what_everyone_reads_and_says_what_it_was(later: Place, person, tmp_path, check_page):
    page, path = person(), later.target(BOROUGH)
    before, others = later.row(BOROUGH), [row for row in later.rows() if row["target"] != BOROUGH]
    pages = (path, f"/compacts/{later.compacts[KINGSTON]}", "/targets", "/authorities/314", "/agendas/2003/areas/f")
    for one in pages:
        # Read once before, so that whatever is kept in memory is kept.
        assert html.escape(before["sentence"], quote=False) in later.public.get(one).text, one
    home = later.public.get("/").text
    assert before["judgement"] == "behind" and "on course" not in home.split('id="targets"')[1].split("</ul>")[0]
    revise(later, tmp_path, "Second revision", {(AFTER, "314", 2006): "15.5"})
    after = later.row(BOROUGH)
    assert after["judgement"] == "on course" and after["sentence"].endswith("on course, and the goal is reached already.")
    for one in pages:
        text = later.public.get(one).text
        assert html.escape(after["sentence"], quote=False) in text, one
        tags = later.at(page, one).locator("tr, li, p").filter(has_text=after["sentence"]).last.locator(".govuk-tag")
        expect(tags.first).to_have_text("On course")
    for one in pages[:2]:
        reads(later.at(page, one), f"{REVISED} {before['sentence']}")
        check_page(page, f"target-revised-{one.strip('/').split('/')[0]}-{len(one)}")
    reads(summary(later.at(page, path), "Judged by"), "Second revision")
    row = page.get_by_role("table", name="Published and expected, year by year").locator("tbody tr").filter(has=page.get_by_role("rowheader", name="2005/06"))
    assert cells(row, "Published")[0].startswith("15.5%")
    whole = later.public.get(f"{path}.json").json
    assert (whole["judgement"]["verdict"], whole["before"]["verdict"], whole["before"]["sentence"]) == ("on course", "behind", before["sentence"])
    assert "1 on course" in later.public.get("/").text
    # What the revision left as it was is judged as it was.
    assert [(row["target"], row["sentence"]) for row in later.rows() if row["target"] != BOROUGH] == [(row["target"], row["sentence"]) for row in others]
    for one in others:
        assert REVISED not in later.public.get(f"/compacts/{one['compact']}/lines/{one['line']}/target").text, one["target"]


def test_a_revised_start_is_told_and_what_was_agreed_stands(later: Place, page: Page, tmp_path, check_page):
    start, sentence = later.published(AFTER, "314", 2003), later.row(BOROUGH)["sentence"]
    revise(later, tmp_path, "Third revision", {(AFTER, "314", 2006): "15.5", (AFTER, "314", 2003): f"{start + 0.7:.1f}"})
    later.at(page, later.target(BOROUGH))
    reads(page, f"The figure published for 2002/03 is now {start + 0.7:.1f}%; the target was agreed from {start:.1f}%.")
    reads(page, sentence)
    expect(summary(page, "From")).to_have_text(f"{start:.1f}% in 2002/03")
    check_page(page, "target-start-revised")


def test_a_figure_that_is_no_longer_shown_cannot_be_judged(later: Place, page: Page, tmp_path, check_page):
    before = later.row(BOROUGH)
    revise(later, tmp_path, "Fourth revision", {(AFTER, "314", year): "x" for year in (2004, 2005, 2006)})
    later.at(page, later.target(BOROUGH))
    expect(page.locator("main .govuk-body-l .govuk-tag")).to_have_text("Cannot be judged")
    reads(page.locator("main .govuk-body-l"), "suppressed, because so few people are behind it")
    table = page.get_by_role("table", name="Published and expected, year by year")
    row = table.locator("tbody tr").filter(has=page.get_by_role("rowheader", name="2005/06"))
    assert cells(row, "Published")[0].startswith("suppressed") and not re.search(r"\b0", cells(row, "Published")[0].split("in")[0])
    check_page(page, "target-not-judged")
    later.at(page, "/targets?judgement=cannot+be+judged")
    assert shown(page) == [(BOROUGH, "Cannot be judged")]
    reads(later.at(page, later.target(BOROUGH)), f"{REVISED} {before['sentence']}")


def test_a_release_that_is_withdrawn_no_longer_judges(later: Place, person, check_page):
    """By the Department, on the release's own page, while the other side writes what it thinks."""
    officer = later.sitting(person, OFFICER, f"/compacts/{later.compacts[KINGSTON]}/reviews")
    expect(outcome(officer).locator(".govuk-tag")).to_have_text("Cannot be judged")
    [release] = [row["release"] for row in csv.DictReader(io.StringIO(later.public.get("/releases.csv").text)) if row["title"] == "Fourth revision"]
    adviser = later.sitting(person, ADVISER, f"/releases/{release}")
    fill(adviser, "Why it is withdrawn", "Three figures were hidden that need not be.")
    press(adviser, "Withdraw this release")
    reads(adviser, "Withdrawn on")
    assert says(officer, "Renew it", "Nobody can know.") in (409, 422)
    refused(officer, "Figures were published since you opened this page")
    expect(block(officer).get_by_label(VIEW, exact=True)).to_have_value("Nobody can know.")
    expect(outcome(officer).locator(".govuk-tag")).to_have_text("On course")
    public = later.at(person(), later.target(BOROUGH))
    expect(public.locator("main .govuk-body-l .govuk-tag")).to_have_text("On course")
    reads(summary(public, "Judged by"), "Third revision")


def test_a_view_of_what_rests_on_no_figures_is_taken_though_figures_changed(later: Place, person, tmp_path):
    """Of a priority without targets nobody has to read figures anew."""
    page = later.sitting(person, OFFICER, f"/compacts/{later.compacts[KINGSTON]}/reviews")
    revise(later, tmp_path, "Fifth revision", {(AFTER, "314", 2006): "15.4"})
    title = page.get_by_role("heading", level=3, name=re.compile("^Priority .*London Challenge$"))
    more = unfold(page.locator("section.concordat-block").filter(has=title), "Say it anew")
    fill(more, VIEW, "Places were taken up again.")
    assert status(page, SAY_IT, more) == 303
    reads(page.locator("[data-notice]"), "Your side's view is in the review")


# ---- Agreed


# Of two sorts of schools, of one authority and of England.
TIDY_META = """col_name,col_type,label,indicator_grouping,indicator_unit,filter_hint,filter_grouping_column
school_type,Filter,School type,,,,
exclusion_rate,Indicator,Exclusion rate,Exclusions,%,,
"""
TIDY = "\n".join(
    (
        "time_identifier,time_period,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_type,exclusion_rate",
        *(
            f"Academic year,{year - 1}{year % 100:02},{level},E92000001,England,,,{code},,{name},{kind},{value}"
            for year, total, special in ((2004, "1.2", "3.7"), (2005, "1.1", "3.4"), (2006, "0.9", "3.1"))
            for kind, value in (("Total", total), ("Special", special))
            for level, code, name in (("Local authority", "926", "Norfolk"), ("National", "", ""))
        ),
        "",
    )
)  # fmt: skip


def parted(place: Place, person, folder: pathlib.Path) -> Page:
    """The form of a target of a measure that is published for several groups, of one of them, beside another group."""
    if "exclusion_rate" not in place.public.get("/measures.csv").text:
        for name, content in (("exclusion_rates.csv", TIDY), ("exclusion_rates.meta.csv", TIDY_META)):
            (folder / name).write_text(content, encoding="utf-8")
        place.server.run("import", str(folder / "exclusion_rates.csv"), str(folder / "exclusion_rates.meta.csv"))
        until(lambda: "exclusion_rate" in place.public.get("/measures.csv").text, "the server does not follow the import")
    page = aiming(place, sit(person(), place.server, NORFOLK), SERVE, "exclusion_rate")
    choose(page, "Of whom", "School type: Special")
    assert status(page, SHOW) == 422
    expect(page.get_by_label("Of whom", exact=True).locator("option:checked")).to_have_text("School type: Special")
    # The other group is asked for only where it counts.
    expect(page.get_by_label("Which group", exact=True)).not_to_be_visible()
    tick(page, "The gap to another group")
    expect(page.get_by_label("Which group", exact=True)).to_be_visible()
    tick(page, "Down")
    return page


def test_a_gap_between_two_groups_is_a_target(later: Place, person, tmp_path, check_page):
    page = parted(later, person, tmp_path)
    check_page(page, "target-groups")
    choose(page, "Which group", "All")
    aims(page, "Special schools exclude hardly more than others.", "2004", "2008", "1.5")
    assert status(page, SHOW) == 200
    expect(page.get_by_label(START, exact=True).locator("option", has_text="2003/04")).to_contain_text("2.5")
    expect(page.get_by_label(GAP, exact=True)).to_have_value("1.5")
    expect(page.get_by_label("Which group", exact=True).locator("option:checked")).to_have_text("All")
    reads(page.locator("#target-chart-title"), "Norfolk is to go from 2.5 percentage points above the figure for everybody in 2003/04 to 1.5 percentage points above")
    check_page(page, "target-groups-looked-at")
    press(page, SAVE)
    for words in ("2.5 percentage points above", "1.5 percentage points above", "2007/08", "School type: Special"):
        reads(listed(page, SERVE), words)
    later.clear(SERVE)


def test_whoever_chooses_no_other_group_is_asked_for_one(later: Place, person, tmp_path):
    page = parted(later, person, tmp_path)
    try:
        aims(page, "Special schools exclude hardly more than others.", "2004", "2008", "1.5")
        assert status(page, SAVE) == 422
        told(page, "Choose the group to compare this one with", "Which group")
    finally:
        page.goto("about:blank")
        later.clear(SERVE)


def test_what_both_sides_sign_is_judged_from_then_on(later: Place, person, check_page):
    """A compact gets so many targets before it is signed that their list has two pages; nobody reads of them before."""
    way, count = f"/compacts/{later.compacts['Rochdale']}", 51
    aims_at = [f"Aim number {number + 1}." for number in range(count)]
    # One with a word as long as can be, and with what somebody puts where words are expected.
    aims_at[49] = "Aim number 50: " + "Vereinbarung" * 12 + MARKUP
    council, adviser = later.asker("Policy officer, Rochdale"), later.asker(ADVISER)
    before = later.rows()
    page = council.get(way).text
    above = re.search(r"lines/new\?part=target&amp;above=([a-z2-7]{16})", page)[1]
    for number in range(count):
        form = council.get(f"{way}/lines/new?part=target&above={above}&measure={ENGLISH}&set=lait")
        fields = {
            "part": "target", "above": above, "line": form.hidden("line"), "set": "lait", "measure": ENGLISH, "text": aims_at[number], "against": "itself",
            "milestones": "", "baseline": "academic 2003", "goal-year": "academic 2010", "goal": f"{90 + number % 5}", "reopen": "yes", "signatures": "1",
        }  # fmt: skip
        council.post(f"{way}/lines", **fields)
    assert later.rows() == before
    party = later.sitting(person, ADVISER, way)
    more = unfold(party, "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    reads(party, "The text is fixed")
    for seat in ("Cabinet Member for Education, Rochdale", f"Secretary of State, {DEPARTMENT}"):
        assert later.rows() == before
        signing = later.sitting(person, seat, f"{way}/signatures/new")
        reads(signing, "Aim number 51.")
        tick(signing, f"I sign as {seat}")
        press(signing, "Sign")
        heading(signing, "You have signed")
    rows = later.rows()
    assert len(rows) == len(before) + count
    reader = later.at(person(), "/targets")
    expect(reader.get_by_role("status").filter(has_text="targets")).to_have_text(f"{len(rows)} targets")
    first = cells(reader, "Target")
    assert len(first) == 50
    reader.get_by_role("link", name=re.compile("Next")).click()
    expect(reader.get_by_role("status").filter(has_text="targets")).to_have_text(f"{len(rows)} targets")
    assert [words[:14] for words in (*first, *cells(reader, "Target"))] == [row["target"][:14] for row in rows]
    check_page(reader, "targets-second-page")
    check_page(later.at(reader, "/targets?authority=354&q=vereinbarung"))
    check_page(later.at(reader, later.target(aims_at[49])), "target-long")
    check_page(later.at(reader, way))
    # What is chosen stays chosen from page to page.
    later.at(reader, "/targets")
    choose(reader, "Authority", "Rochdale")
    press(reader, "Apply filters")
    reader.get_by_role("link", name=re.compile("Next")).click()
    assert cells(reader, "Target") == ["Aim number 51."]
    assert [row["target"] for row in later.rows("?authority=354")] == aims_at
    assert "Aim number 51." in adviser.get(later.target("Aim number 51.")).text
