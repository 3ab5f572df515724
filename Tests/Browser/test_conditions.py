"""Agreements with conditions: money against what a council delivers, decided on, reported, assessed, and read by everyone."""

import csv
import dataclasses
import io
import re

import pytest
from playwright.sync_api import Page, expect

import looking
from acting import choose, due, fill, follow, heading, press, reads, refused, sit, tick, unfold
from asking import Answer, Asker, crawl
from running import Server
from test_demo import tab_to
from test_hostile import send

DEPARTMENT, ROCHDALE, TELFORD = "Department for Education and Skills", "Rochdale", "Telford and Wrekin"
FUNDING, MINISTER, ADVISER = (f"{seat}, {DEPARTMENT}" for seat in ("Director of funding", "Secretary of State", "Regional adviser"))
OFFICER, FINANCE = f"Policy officer, {ROCHDALE}", f"Chief Finance Officer, {ROCHDALE}"
WRITER, TREASURER, CHIEF, STRANGER = (
    f"{seat}, {TELFORD}" for seat in ("Policy officer", "Chief Finance Officer", "Chief Executive", "Leader of the Council")
)

# The demonstration's instalments; each test of what is decided has one of its own.
FIRST, SECOND, THIRD, FOURTH, FIFTH = (f"Year {year}: the deficit" for year in range(1, 6))
NEAR, FAR = "Buildings of the first three units", "Buildings of the last two units"
AMOUNTS = {FIRST: 1_200_000, SECOND: 1_000_000, THIRD: 800_000, NEAR: 300_000, FOURTH: 600_000, FAR: 700_000, FIFTH: 400_000}
# What its returns and their assessments say to the two sides only, and what they say to everyone.
SECRET = (
    "Spending follows the budget.", "planning consent", "outside the borough", "Without places near home", "eleven children came back",
    "wait for their buildings", "first half year was done", "We ask for one by October", "-2,350,000", "-2,750,000", "61.5", "63.5",
)  # fmt: skip
TOLD = ("four more follow at Easter.", "On course.", "Sixteen places are open.", "how it will come back.", "Twenty-four places are open")

OFFERS = {
    "met": "Its condition is met", "paid": "It was paid, all or a part", "suspended": "Suspend it for the time being",
    "released": "Release it", "withheld": "Withhold it, all or a part", "repaid": "It was repaid, all or a part",
}  # fmt: skip
SPREAD, RECORD, ASSESS, SAVE = "Put the new profile on the record", "Put it on the record", "Put the assessment on the record", "Save and continue"
ORDINARY, ENHANCED, ASK, BEGIN = "Go back to ordinary monitoring", "Begin enhanced monitoring", "Ask for it", "Begin an agreement with conditions"
SEAT, SUM, REAL = "The seat that the agreement names decides on this payment", "Enter an amount in pounds, such as", "Enter a real day, such as"
AGAIN = {"again-day": "31", "again-month": "12", "again-year": "2060"}
STALE, NUMBER = "Somebody changed this since you opened it", "enter a number, such as 1,250 or -3.5, or nothing"
CERTIFY, WHY, RUNS = "The seat that the agreement names certifies this return", "Enter the reason", "Give a day from today on, while the agreement runs"
TOTAL, UNREAD = ("£5,000,000", "£5,000,000"), re.compile("more are open|[Vv]ersion|places are open")
# What stands in a form's fields, by the name of each.
TYPED = """button => Object.fromEntries([...button.form.elements].filter(at => at.name && at.type !== "hidden").map(
  at => at.type === "radio" ? [at.name + " " + at.value, at.checked] : [at.name, at.value]))"""


@dataclasses.dataclass
class Place:
    """A demonstration of its own with its agreement, and somebody of the public below any browser."""

    server: Server
    public: Asker
    path: str
    # The year in which the agreement begins, which is in its third one.
    year: int

    def rows(self, what: str = "payments") -> list[dict]:
        return self.public.get(f"{self.path}/{what}.json").json["rows"]

    def row(self, text: str) -> dict:
        return next(row for row in self.rows() if row["text"] == text)

    def at(self, text: str) -> str:
        return f"{self.path}/lines/{self.row(text)['line']}/payment"

    def given(self, number: int) -> str:
        """A return that the agreement asks for: three are given in the demonstration."""
        row = [row for row in self.rows("returns") if not row["extra"]][number]
        return f"{self.path}/lines/{row['line']}/returns/{row['due']}"

    def opened(self, page: Page, path: str) -> Page:
        page.goto(self.server.url(path))
        return page

    def size(self) -> int:
        """How many entries the record has."""
        return int(self.public.get("/record/checkpoint").text.splitlines()[1])


def demonstration(name: str, serving, asking) -> Place:
    server = serving(name, "--demo")
    public = asking(server)
    [row] = public.get("/conditional-agreements.json").json["rows"]
    return Place(server, public, f"/conditional-agreements/{row['id']}", int(row["firstDay"][:4]))


@pytest.fixture(scope="module")
def quiet(serving, asking) -> Place:
    """Where everyone only reads."""
    return demonstration("conditions", serving, asking)


@pytest.fixture(scope="module")
def busy(serving, asking) -> Place:
    return demonstration("conditions-busy", serving, asking)


def stands(page: Page, words: str | re.Pattern[str], name: str = "Where it stands") -> None:
    row = page.locator(".govuk-summary-list__row").filter(has=page.locator("dt", has_text=re.compile(f"^{name}$")))
    expect(row.locator("dd")).to_have_text(words)


def sends(page: Page, button: str, *errors: str, notice: str = "", status: int = 422) -> None:
    """Sends a form. Where it is refused, with these errors, all that was typed is in it again."""
    pressed = page.get_by_role("button", name=button, exact=True)
    typed = pressed.evaluate(TYPED)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        pressed.click()
    assert answer.value.status == (status if errors else 303), (button, answer.value.status)
    for words in errors:
        refused(page, words)
    if errors:
        again = pressed.evaluate(TYPED)
        assert all(again[name] == typed[name] for name in again.keys() & typed.keys()), (typed, again)
    elif notice:
        expect(page.locator("[data-notice]")).to_contain_text(notice)


def enter(page: Page, fields: dict[str, str | tuple | bool]) -> None:
    """Fills fields by their labels: words, what is chosen, a day, or that it is ticked."""
    for label, value in fields.items():
        if isinstance(value, tuple):
            due(page, *value)
        elif value is True:
            tick(page, label)
        elif page.get_by_label(label, exact=True).evaluate("at => at.tagName") == "SELECT":
            choose(page, label, value)
        else:
            fill(page, label, value)


def named(page: Page, name: str, *words: str | int) -> None:
    """Fills in a field, or the three of a day, by their names in the form, where several have the same label."""
    for part, value in zip(("",) if len(words) == 1 else ("-day", "-month", "-year"), words, strict=True):
        page.locator(f"[name='{name}{part}']").fill(str(value))


def decide(page: Page, move: str, why: str, *errors: str, amount: str = "", day: tuple = (), status: int = 422, notice: str = "") -> None:
    tick(page, OFFERS[move])
    if amount:
        named(page, f"{move}-amount", amount)
    if day:
        named(page, f"{move}-on", *day)
    fill(page, "Why", why)
    sends(page, RECORD, *errors, status=status, notice=notice)


def steps(page: Page) -> list[dict[str, tuple[str, str]]]:
    """All sums before and after each step that a page shows."""
    tables = [[re.findall(r"\S.*", row.text_content()) for row in table.locator("tbody tr").all()] for table in page.locator("main details table").all()]
    return [{name: (before, after) for name, before, after in table} for table in tables]


def write(page: Page, places: str, narrative: str, *errors: str) -> None:
    enter(page, {"Reported: Places open in units, number": places, "Narrative": narrative, "Risks": "None.", "Summary for the public": "More are open."})
    sends(page, "Save this version", *errors, notice="Your version is on the record. Only your body reads it until it is certified")


def prepares(asker: Asker, path: str, revision: int = 0, status: int = 303, **fields: str) -> Answer:
    words = {"narrative": "Told.", "risks": "None.", "summary": "For all.", **fields}
    return asker.post(f"{path}/editions", status, revision=str(revision), **words)


# ---- Everyone reads


def test_everyone_reads_what_was_paid_and_what_is_to_come(quiet: Place, page: Page, check_page):
    follow(quiet.opened(page, "/payments"), re.compile("^Rochdale: places for special"))
    stands(page, "Enhanced", "Monitoring")
    stands(page, f"From 1 April {quiet.year} to 31 March {quiet.year + 5}", "Runs")
    check_page(page, "conditions-agreement")
    follow(page, re.compile("^Payments: "))
    sums = {"Total": 5_000_000, "Paid": 2_200_000, "Repaid": 0, "Withheld": 0, "Outstanding": 2_800_000}
    for name, amount in sums.items():
        stands(page, f"£{amount:,}", name)
    for year, amount in enumerate((1_200_000, 1_000_000, 1_100_000, 1_300_000, 400_000), quiet.year):
        expect(page.locator("tr").filter(has_text=f"{year}-{(year + 1) % 100:02}")).to_contain_text(f"£{amount:,}")
    # Every step with its reason and all sums, which go on from one another and are always the total.
    for words in ("3. Suspended", "4. Released", "no plan that turns it", "£500,000 by 31 December", "became £700,000 by 31 December"):
        reads(page, words)
    found = steps(page)
    assert len(found) == 8 and {step["Total"] for step in found} == {TOTAL}
    assert all(left[name][1] == right[name][0] for left, right in zip(found, found[1:]) for name in left)
    assert [step["Paid"] for step in (found[1], found[5])] == [("£0", "£1,200,000"), ("£1,200,000", "£2,200,000")]
    assert found[-1] == {name: (f"£{amount:,}", f"£{amount:,}") for name, amount in sums.items()}
    unfold(page.locator("main li").filter(has_text="8. Profile spread anew"), "Totals before and after")
    check_page(page, "conditions-payments")
    # Programs get the same; sums are pence.
    assert {row["text"]: row["amount"] // 100 for row in quiet.rows()} == AMOUNTS and sum(row["paid"] for row in quiet.rows()) == 220_000_000
    stands(quiet.opened(page, quiet.at(SECOND)), "Back-paid")
    reads(page, "The condition on which it rests")
    check_page(page, "conditions-payment")


def test_everyone_reads_summaries_of_returns_and_only_the_two_sides_the_rest(quiet: Place, page: Page, asking, check_page):
    follow(quiet.opened(page, quiet.path), re.compile("^Returns: "))
    expect(page.locator("main tbody tr")).to_have_count(11)
    check_page(page, "conditions-returns")
    days, size, kept = [quiet.given(number) for number in range(3)], quiet.size(), {}
    for words in ("Certified by", FINANCE, TOLD[2], TOLD[3]):
        reads(quiet.opened(page, days[1]), words)
    check_page(page, "conditions-return")
    # The two sides read all of it; the record's entries hold the figures.
    for seat in (ADVISER, FINANCE):
        asker = asking(quiet.server).sit(seat)
        told = "".join(asker.get(day).text for day in days)
        assert all(word in told for word in SECRET + TOLD), [word for word in SECRET + TOLD if word not in told]
        kept = {number: answer.text for number in range(size) if (answer := asker.ask("GET", f"/record/entries/{number}")).status == 200}
    private = [number for number, text in kept.items() if re.search(r"\.return(Prepared|Assessed)\.", text)]
    assert len(private) == 5
    starts = [quiet.path + more for more in ("", ".json", "/text", "/text.json", "/bundle.tar", "/payments", "/returns", "/reviews", "/course")]
    starts += ["/payments", "/returns", "/returns.csv", "/returns.json", "/desk", "/drafts", "/authorities/354"]
    starts += [f"/record/entries/{number}" for number in range(size)] + [f"/search{form}?q={word}" for form in ("", ".json") for word in ("consent", "borough")]
    for seat in (STRANGER, ""):
        asker = asking(quiet.server)
        asker.sit(seat) if seat else None
        # Thousands of published figures are numbers like those of a return.
        reached = crawl(asker, *starts, leaving=r"/(compacts|statements|agendas|requests|agreements|standard-lines|measures|releases|authorities/\d+/figures)")
        assert all(reached[path].status == 200 for path in (quiet.path, *days, f"{quiet.path}/bundle.tar", f"{quiet.path}/returns.json"))
        assert {reached[f"/record/entries/{number}"].status for number in private} == {404}, seat
        for path, answer in reached.items():
            # Programs would get the same figures without their commas.
            found = [word for word in SECRET if word.encode() in answer.body or word.replace(",", "").encode() in answer.body]
            assert answer.status < 500 and not found, f"{found} is shown to {seat or 'the public'} at {path}"
        assert all(any(words.encode() in reached[day].body for day in days) for words in TOLD)


@pytest.mark.parametrize(("what", "state", "none"), [("payments", "Back-paid", "withheld"), ("returns", "Assessed", "lapsed")])
def test_the_lists_are_narrowed_by_council_and_state_for_people_and_programs(quiet: Place, page: Page, check_page, what, state, none):
    rows, table = quiet.public.get(f"/{what}.json").json["rows"], page.locator("main tbody tr")
    some = [("", rows), ("body=354", rows), ("body=dfes", rows), ("body=881", []), (f"state={none}", [])]
    some += [(f"body=354&state={one}", [row for row in rows if row["state"] == one]) for one in sorted({row["state"] for row in rows})]
    for query, wanted in some:
        expect(quiet.opened(page, f"/{what}?{query}").locator("main tbody tr")).to_have_count(len(wanted))
        answer, sheet = (quiet.public.get(f"/{what}.{form}?{query}") for form in ("json", "csv"))
        assert answer.json["rows"] == wanted and answer.json["total"] == len(wanted), query
        names = ("agreement", "line", "due", "by", "to", "state")
        found = [tuple(row[name] for name in names) for row in csv.DictReader(io.StringIO(sheet.body.decode("utf-8-sig")))]
        assert found == [tuple(row[name] for name in names) for row in wanted], query
        if what == "payments":
            # In a file for spreadsheets sums are pounds.
            pounds = [row["amount"] for row in csv.DictReader(io.StringIO(sheet.body.decode("utf-8-sig")))]
            assert pounds == [f"{row['amount'] // 100}.00" for row in wanted], query
        if query in ("", "body=881"):
            check_page(page, f"conditions-list-{what}{'-none' if query else ''}")
    reads(quiet.opened(page, f"/{what}?body=881"), "Nothing here matches these filters.")
    follow(page, "Show the whole list")
    enter(page, {"Body": "Rochdale (354)", "State": state})
    press(page, "Apply filters")
    expect(table).to_have_text([re.compile(f"{state}\\s*$")] * sum(row["state"] == state.lower() for row in rows))
    for wrong in ("?state=odd", "?body=000", "?page=0", "?page=2", ".json?state=odd", ".csv?body=000"):
        assert quiet.public.ask("GET", f"/{what}{wrong}").status == 404, (what, wrong)


# ---- Who decides on a payment


def test_nobody_but_the_seat_that_is_named_decides(busy: Place, person, asking):
    before, path = busy.size(), busy.at(SECOND)
    for seat, status in ((MINISTER, 422), (ADVISER, 422), (FINANCE, 422), (OFFICER, 422), (STRANGER, 404), ("", 403)):
        page, asker = sit(person(), busy.server, seat) if seat else person(), asking(busy.server)
        asker.sit(seat) if seat else asker.get("/seats")
        for at in (path, busy.at(FAR), f"{busy.path}/payments"):
            expect(busy.opened(page, at).locator("main form, main a[href$='/profile']")).to_have_count(0)
        for at in (path, f"{busy.path}/profile"):
            answer = asker.post(at, None, reason="Not ours.", move="withheld", revision="8", **{"withheld-amount": "1"})
            assert answer.status == status or not seat and answer.to.startswith("/seats"), (seat, at, answer.status)
            assert answer.errors == ([SEAT] if status == 422 else []), (seat, answer.errors)
    assert busy.size() == before


def test_a_payment_is_suspended_released_paid_in_part_and_the_rest_withheld(busy: Place, person, check_page):
    page, public = busy.opened(sit(person(), busy.server, FUNDING), busy.at(FOURTH)), person()
    paid, withheld = (sum(row[name] for row in busy.rows()) // 100 for name in ("paid", "withheld"))
    for move, amount, state, notice, offered in (
        ("suspended", "", "Suspended", "suspended", {"released", "met", "withheld"}),
        ("released", "", "Released", "released", {"met", "suspended", "withheld"}),
        ("met", "", "Condition met", "condition found to be met", {"paid", "suspended", "withheld"}),
        ("paid", "250,000", "Condition met", "paid", {"paid", "suspended", "withheld", "repaid"}),
        ("withheld", "350,000", "Back-paid", "withheld", {"repaid"}),
        ("repaid", "250,000", "Repaid", "repaid", set()),
    ):  # fmt: skip
        tick(page, OFFERS[move])
        check_page(page, f"conditions-decide-{move}")
        # The day that stands in the form is today.
        decide(page, move, f"Why it was {move} & so.", amount=amount, notice=f"On the record: {notice}")
        stands(page, state)
        assert {offer.get_attribute("value") for offer in page.locator("main input[name=move]").all()} == offered
        reads(busy.opened(public, busy.at(FOURTH)), f"Why it was {move} & so.")
        assert steps(public)[-1]["Total"] == TOTAL
    *_, gave, held, back = steps(public)
    assert gave["Paid"] == (f"£{paid:,}", f"£{paid + 250_000:,}") and held["Withheld"] == (f"£{withheld:,}", f"£{withheld + 350_000:,}")
    assert back["Outstanding"][0] == back["Outstanding"][1] and back["Paid"][0] == back["Paid"][1]
    assert busy.row(FOURTH) | {"paid": 25_000_000, "withheld": 35_000_000, "repaid": 25_000_000, "outstanding": 0, "state": "repaid"} == busy.row(FOURTH)


def test_what_is_wrong_with_a_decision_is_said_and_its_words_stay(busy: Place, person, check_page):
    page, before = busy.opened(sit(person(), busy.server, FUNDING), busy.at(THIRD)), busy.size()
    fill(page, "Why", "Nothing is chosen.")
    sends(page, RECORD, "Choose what there is to decide")
    decide(page, "suspended", "", WHY)
    april, late, most = (1, 4, busy.year + 1), "Enter the day of the payment: from its first day until today", "up to what is outstanding: £800,000"
    for move, amount, day, words in (
        ("withheld", "much", (), SUM), ("withheld", "800,000.01", (), most), ("withheld", "0", (), most), ("paid", "1,00", april, SUM),
        ("paid", "800,001", april, most), ("paid", "500", (31, 2, busy.year), REAL), ("paid", "5", (31, 3, busy.year), late), ("paid", "5", (1, 4, busy.year + 9), late),
    ):  # fmt: skip
        decide(page, move, "It is so.", words, amount=amount, day=day)
    check_page(page, "conditions-decision-refused")
    assert busy.size() == before


def test_the_second_of_two_is_told_and_keeps_the_words(busy: Place, person, check_page):
    one, other = (busy.opened(sit(person(), busy.server, FUNDING), busy.at(FIFTH)) for _ in range(2))
    decide(one, "suspended", "The second return is late.")
    decide(other, "withheld", "A tenth is not needed.", STALE, amount="40,000", status=409)
    reads(other, "The second return is late.")
    check_page(other, "conditions-decision-stale")
    sends(other, RECORD, notice="On the record: withheld")
    stands(other, "Suspended")
    # What one wrote is there even where the choice is not any more.
    decide(busy.opened(one, busy.at(FIFTH)), "released", "It came.")
    busy.opened(other, busy.at(FIFTH))
    decide(one, "suspended", "Again.")
    decide(other, "suspended", "It came, but late.", STALE, status=409)


def test_money_that_went_back_is_put_on_the_record_without_script(busy: Place, person):
    page = busy.opened(sit(person(java_script_enabled=False), busy.server, FUNDING), busy.at(FIRST))
    repaid, why = sum(row["repaid"] for row in busy.rows()) // 100, "Two places were never opened."
    decide(page, "repaid", why, "Enter an amount up to what was paid: £1,200,000", amount="1,200,001", day=(1, 5, busy.year + 1))
    decide(page, "repaid", why, amount="120,000.50", day=(1, 5, busy.year + 1), notice="On the record: repaid")
    stands(page, "Paid")
    stands(page, "£120,000.50", "Repaid")
    assert steps(page)[-1]["Repaid"] == (f"£{repaid:,}", f"£{repaid + 120_000.5:,.2f}")
    looking.check_reflow(page)


def test_what_is_typed_without_script_stays_though_nothing_is_chosen(busy: Place, person):
    page = busy.opened(sit(person(java_script_enabled=False), busy.server, FUNDING), busy.at(THIRD))
    named(page, "withheld-amount", "12,345")
    named(page, "paid-on", 1, 4, busy.year + 1)
    sends(page, RECORD, "Choose what there is to decide")


# ---- A new profile


def test_a_new_profile_keeps_the_total(busy: Place, person, check_page):
    page, public, near, far = sit(person(), busy.server, FUNDING), person(), *(busy.row(text)["line"] for text in (NEAR, FAR))
    follow(busy.opened(page, f"{busy.path}/payments"), "Spread what is outstanding anew")
    check_page(page, "conditions-profile")
    fill(page, "Why", "One unit more is late.")
    sends(page, SPREAD, "This is the profile that stands: change an amount or a day")
    named(page, f"amount-{near}", "200,000")
    last, year = (31, 12, busy.year + 3), busy.year
    for amount, day, words in (
        ("900,000", last, "these instalments were £1,000,000 together, and would be £1,100,000"), ("lots", last, SUM),
        ("800,000", (31, 12, year), RUNS), ("800,000", (31, 2, year + 3), REAL), ("800,000", (1, 4, year + 5), RUNS),
    ):  # fmt: skip
        named(page, f"amount-{far}", amount)
        named(page, f"due-{far}", *day)
        sends(page, SPREAD, words)
    check_page(page, "conditions-profile-refused")
    named(page, f"due-{far}", 28, 2, year + 4)
    sends(page, SPREAD, notice="The new profile is on the record")
    for at in (f"{busy.path}/payments", busy.at(FAR)):
        for words in (f"£700,000 by 31 December {year + 3} became £800,000 by 28 February {year + 4}.", "One unit more is late."):
            reads(busy.opened(public, at), words)
        assert {step["Total"] for step in steps(public)} == {TOTAL}
    stands(public, f"£500,000 by 31 December {year + 3}", "As signed")
    assert sum(row["amount"] for row in busy.rows()) == 500_000_000 and busy.row(NEAR)["amount"] == 20_000_000


# ---- Returns


def test_a_return_is_written_certified_sent_back_and_made_again(busy: Place, person, check_page):
    path, public = busy.given(3), person()
    officer, finance, adviser = (busy.opened(sit(person(), busy.server, seat), path) for seat in (OFFICER, FINANCE, ADVISER))
    certify = officer.get_by_role("button", name=re.compile("^Certify"))
    write(officer, "about thirty", "Eight more are open.", NUMBER)
    check_page(officer, "conditions-return-write")
    write(officer, "32", "Eight more are open.")
    write(officer, "31", "Seven more are open.")
    reads(officer, "Version 2, not certified")
    expect(certify).to_have_count(0)
    # Until it is certified nobody else reads that there is one.
    for reader in (adviser, public):
        reads(busy.opened(reader, path), "It was not certified yet.")
        expect(reader.locator("main")).not_to_contain_text(UNREAD)
    check_page(busy.opened(finance, path), "conditions-return-certify")
    sends(finance, "Certify version 2", notice="The return is certified and given")
    reads(busy.opened(adviser, path), "Seven more are open.")
    expect(adviser.locator("main")).not_to_contain_text("Eight more are open.")
    check_page(adviser, "conditions-return-assess")
    sends(adviser, ASSESS, "Choose what it shows", "Enter your assessment")
    enter(adviser, {"It is to be made again": True, "Your assessment": "The forecast is missing."})
    sends(adviser, ASSESS, "Give a day after today by which it is to be made again")
    enter(adviser, {"due": (31, 12, busy.year + 30)})
    sends(adviser, ASSESS, notice="Your assessment is on the record")
    for words in ("The forecast is missing.", "It is to be made again"):
        reads(busy.opened(officer, path), words)
        reads(busy.opened(finance, path), words)
        expect(busy.opened(public, path).locator("main")).not_to_contain_text(words)
    expect(finance.get_by_role("button", name=re.compile("^Certify"))).to_have_count(0)
    fill(officer, "Forecast (optional): Places open in units, number", "40")
    write(officer, "31", "Seven more are open, forty are expected.")
    sends(busy.opened(finance, path), "Certify version 3")
    enter(busy.opened(adviser, path), {"It shows what was agreed": True, "Your assessment": "Plausible.", "Summary for the public (optional)": "Back on course."})
    sends(adviser, ASSESS, notice="Your assessment is on the record")
    stands(busy.opened(public, path), "Assessed")
    for words in ("Certified and given (version 3)", "More are open.", "Back on course."):
        reads(public, words)
    expect(public.locator("main")).not_to_contain_text(re.compile("Seven|forty|forecast|Plausible|made again|what was agreed"))


def test_where_a_return_stands_is_everyones_and_what_is_made_of_it_is_not(busy: Place, asking):
    # That it is to be made again shows as that it is to be made does: late is late for both sides alike.
    path, (officer, finance, adviser) = busy.given(6), (asking(busy.server).sit(seat) for seat in (OFFICER, FINANCE, ADVISER))
    prepares(officer, path)
    finance.post(f"{path}/certifications", edition="1")
    adviser.post(f"{path}/assessments", edition="1", verdict="sentBack", words="Once more.", **AGAIN)
    [row] = [row for row in busy.public.get("/returns.json?state=awaited").json["rows"] if path.endswith(row["due"])]
    assert row["state"] == "awaited" and row["next"] == "2060-12-31"
    assert "verdict" not in row and b"Once more" not in busy.public.get(path).body


def test_nobody_else_writes_certifies_or_assesses(busy: Place, asking):
    path, askers = busy.given(4), {seat: asking(busy.server).sit(seat) for seat in (OFFICER, FINANCE, ADVISER, MINISTER, STRANGER)}
    for seat in (ADVISER, MINISTER, STRANGER):
        prepares(askers[seat], path, status=404 if seat == STRANGER else 422)
    first = busy.size()
    prepares(askers[OFFICER], path, narrative="Quincunx is told.", summary="Quincunx for all.", **{"value-0": "7654321"})
    # The entry of what is not certified is its body's alone, and nothing else tells of it.
    assert askers[FINANCE].get(f"/record/entries/{first}").json["event"].split(".")[1] == "returnPrepared"
    for seat in (ADVISER, STRANGER, ""):
        asker = askers.get(seat, busy.public)
        assert asker.ask("GET", f"/record/entries/{first}").status == 404, seat
        for at in (path, busy.path, f"{busy.path}.json", f"{busy.path}/returns", f"{busy.path}/returns.json", "/returns.json", "/search.json?q=Quincunx"):
            assert not re.search(b"Quincunx is|Quincunx for|7654321", asker.get(at).body), (seat, at)
    for seat, status in ((OFFICER, 422), (MINISTER, 422), (ADVISER, 422), (STRANGER, 404)):
        answer = askers[seat].post(f"{path}/certifications", None, edition="1")
        # Whoever may not read a version may be told that it is not there.
        assert answer.status in {status, 409 if DEPARTMENT in seat else status} and (seat != OFFICER or answer.errors == [CERTIFY]), (seat, answer.errors)
    # Whoever certifies has read what is certified, and certifies it once.
    prepares(askers[OFFICER], path, 1, narrative="Anew.")
    for edition in ("1", "3", "0"):
        assert STALE in askers[FINANCE].post(f"{path}/certifications", 409, edition=edition).errors[0]
    assert "Lately typed." in prepares(askers[OFFICER], path, 1, 409, narrative="Lately typed.").text
    size = busy.size()
    for _ in range(2):
        askers[FINANCE].post(f"{path}/certifications", edition="2")
    assert busy.size() == size + 2
    for seat in (OFFICER, FINANCE, MINISTER, STRANGER):
        askers[seat].post(f"{path}/assessments", 404 if seat == STRANGER else 422, edition="2", verdict="satisfied", words="Good.")
    assert askers[ADVISER].ask("GET", f"/record/entries/{first}").status == 404 and "Quincunx" not in askers[ADVISER].get(path).text


def test_a_figure_with_a_comma_in_another_place_is_no_number(busy: Place, asking):
    officer = asking(busy.server).sit(OFFICER)
    for number in ("1,25", "12,34,567", ",5", "1,2500"):
        [error] = prepares(officer, busy.given(7), 9, 422, **{"value-0": number}).errors
        assert error.endswith(NUMBER) and error.startswith("Places open"), (number, error)


def test_it_is_assessed_with_keys_alone(busy: Place, person):
    page = busy.opened(sit(person(), busy.server, ADVISER), busy.given(2))
    page.get_by_role("link", name=re.compile("^Entry")).last.focus()
    for key in ("Tab", "Space", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_label("It shows that something is to be done", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Two units are late.")
    tab_to(page, ASSESS)
    page.keyboard.press("Enter")
    expect(page.locator("[data-notice]")).to_be_focused()
    stands(page, "Assessed")
    reads(page, "Two units are late.")


def test_it_is_watched_as_before_and_then_more_closely(busy: Place, person, asking, check_page):
    page, public, year = busy.opened(sit(person(), busy.server, ADVISER), f"{busy.path}/returns"), person(), busy.year
    why = page.locator("#monitoring-reason")
    check_page(page, "conditions-monitoring")
    sends(page, ORDINARY, WHY)
    why.fill("Spending is on plan.")
    sends(page, ORDINARY, notice="The monitoring is changed")
    stands(busy.opened(public, busy.path), "Ordinary", "Monitoring")
    expect(page.get_by_role("button", name=ASK, exact=True)).to_have_count(0)
    why.fill("One school more is late.")
    sends(page, ENHANCED, notice="The monitoring is changed")
    for day, words in (
        ((31, 2, year + 3), REAL), ((1, 5, year + 1), "Give a day after today"), ((1, 5, year + 6), "within the year after"),
        ((30, 4, year + 4), "A return falls due on this day already: give another"),
    ):  # fmt: skip
        page.locator("#asked-reason").fill("How many came?")
        due(page, *day)
        sends(page, ASK, words)
    check_page(page, "conditions-asking-refused")
    due(page, 3, 2, year + 4)
    sends(page, ASK, notice="Another return is asked for")
    for words in ("Spending is on plan.", "One school more is late.", "How many came?", f"3 February {year + 4} Asked for besides"):
        reads(busy.opened(public, f"{busy.path}/returns"), words)
    before = busy.size()
    for seat, status in ((OFFICER, 422), (MINISTER, 422), (STRANGER, 404)):
        asker = asking(busy.server).sit(seat)
        asker.post(f"{busy.path}/monitoring", status, level="ordinary", reason="No.")
        asker.post(f"{busy.path}/returns", status, line=busy.rows("returns")[0]["line"], reason="No.")
    assert busy.size() == before


# ---- From a draft to payments


def test_a_council_begins_one_and_all_sign_it(busy: Place, person, check_page):
    page, adviser, public, year = sit(person(), busy.server, WRITER), sit(person(), busy.server, ADVISER), person(), busy.year + 3
    follow(busy.opened(page, "/desk"), "Start a draft")
    sends(page, BEGIN, "Enter a title")
    check_page(page, "conditions-begin")
    fill(page, "Title", "Telford: readers in every school")
    sends(page, BEGIN)
    heading(page, "Telford: readers in every school")
    draft = re.sub(r"^https?://[^/]*", "", page.url)
    path, payment = draft.removeprefix("/drafts"), "Payment of £250,000"
    check_page(page, "conditions-tasks")

    def saves(fields: dict, *errors: str, task: str = "", add: str = "") -> None:
        if task:
            busy.opened(page, f"{draft}/{task}")
        if add:
            follow(page, re.compile(f"^{add}"))
        enter(page, fields)
        sends(page, SAVE, *errors)

    def runs(until: tuple, *errors: str, first: tuple = (1, 4, year)) -> None:
        for name, day in (("from", first), ("until", until)):
            named(page, name, *day)
        sends(page, SAVE, *errors)

    saves({"Plain summary": "Thirty readers work in schools. Parents may object to the council."}, task="summary")
    busy.opened(page, f"{draft}/period")
    runs((31, 3, year), "Give a last day after the first one, and at most 25 years later")
    check_page(page, "conditions-period-refused")
    runs((31, 3, year + 2), REAL, first=(31, 2, year))
    runs((31, 3, year + 2))
    for topic in ("Purpose", "Equality assessment", "Risks"):
        saves({"Text": f"All of {topic.lower()}."}, "Choose what the section is about", task="sections", add="Add a section")
        saves({"What it is about": topic})
    director, readers = f"Director of Education, {TELFORD}", "Thirty readers are in post."
    late = "Give a due day, or choose throughout or each year"
    saves({"What is to be done": readers, "Who answers for it": director}, late, task="conditions", add="Add a condition")
    saves({"By a day": True, "due": (31, 12, year)})
    saves({"What the money is for": "The readers' first year", "Amount in pounds": "a lot", "Who decides on it": FUNDING, "due": (30, 6, year + 9)}, SUM, add="Add a payment")
    check_page(page, "conditions-draft-payment-refused")
    saves({"Amount in pounds": "250,000", "Who decides on it": TREASURER}, "In an agreement with conditions the Department pays")
    saves({"Who decides on it": FUNDING})
    check_page(page, "conditions-draft-conditions")
    reads(busy.opened(page, draft), "let it fall due while the agreement runs")
    saves({"due": (30, 6, year)}, task="conditions", add=f"Change {payment}")
    days = {"Figures (optional)": "Readers in post, number", "Due days": f"31 10 {year}\n31 February {year + 1}", "Who certifies them": TREASURER}
    saves({"What is to be reported": "How many read.", **days}, "Line 2: enter a real day", task="returns", add="Add returns")
    saves({"Due days": f"31 October {year}\n30/4/{year + 1}"})
    saves({"Term": "Each side keeps its promises within what it has."}, task="terms", add="Add a term")
    for order, seat in enumerate((CHIEF, MINISTER), 1):
        saves({"Seat": seat, "Order of signing": str(order)}, task="signatories", add="Add a signatory")
    check_page(busy.opened(page, f"{draft}/check"), "conditions-check")
    press(page, f"Send to {DEPARTMENT}")
    # The other side objects to the sum, rewords it, and accepts the rest.
    follow(busy.opened(adviser, path), re.compile(f"^Answer, discuss or change {payment}"))
    more = unfold(adviser, "We object")
    fill(more, "Why do you object?", "Ten readers are paid for already.")
    press(more, "Object")
    unfold(adviser, "We propose other wording")
    fill(adviser, "Amount in pounds", "little")
    sends(adviser, "Propose this wording", SUM)
    check_page(adviser, "conditions-reword-refused")
    fill(adviser, "Amount in pounds", "240,000")
    sends(adviser, "Propose this wording", notice="Your wording was proposed to the other side")
    more = unfold(busy.opened(adviser, f"{path}?show=waiting"), "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    follow(busy.opened(page, path), re.compile("^Answer, discuss or change Payment of £240,000"))
    expect(page.locator("ins").filter(has_text="240").first).to_be_visible()
    check_page(page, "conditions-reworded")
    press(page, "Accept this wording")
    reads(busy.opened(page, path), "The text is fixed")
    minister, chief = (sit(person(), busy.server, seat) for seat in (MINISTER, CHIEF))
    reads(busy.opened(minister, f"{path}/signatures/new"), "It is not this seat's turn")
    for signs, seat in ((chief, CHIEF), (minister, MINISTER)):
        assert {busy.public.ask("GET", path + more).status for more in ("", "/payments", "/returns.json")} == {404}
        tick(busy.opened(signs, f"{path}/signatures/new"), f"I sign as {seat}")
        press(signs, "Sign")
        heading(signs, "You have signed")
    follow(busy.opened(public, path), re.compile("^Payments: "))
    stands(public, "£240,000", "Total")
    assert [row["amount"] for row in busy.public.get("/payments.json?body=894").json["rows"]] == [24_000_000]
    assert [row["due"] for row in busy.public.get("/returns.json?body=894").json["rows"]] == [f"{year}-10-31", f"{year + 1}-04-30"]


def test_the_department_begins_one_with_the_authority_that_it_chooses(busy: Place, person, asking, check_page):
    page = busy.opened(sit(person(), busy.server, ADVISER), "/drafts")
    page.locator("#name").fill("Essex: new places")
    sends(page, BEGIN, "Choose the authority with which this is made")
    check_page(page, "conditions-begin-department")
    choose(page, "With which authority", "Essex (881)")
    sends(page, BEGIN)
    heading(page, "Essex: new places")
    path = re.sub(r"^https?://[^/]*", "", page.url)
    for seat, status in ((MINISTER, 200), ("Policy officer, Essex", 404), (STRANGER, 404), ("Chair, Local Government Association", 404)):
        assert asking(busy.server).sit(seat).ask("GET", path).status == status, seat


# ---- All that is wrong, at once


def test_all_that_is_missing_from_a_decision_is_said_at_once(quiet: Place, asking):
    funding, adviser = (asking(quiet.server).sit(seat) for seat in (FUNDING, ADVISER))
    payment, returns = funding.get(quiet.at(THIRD)), adviser.get(f"{quiet.path}/returns")
    found = [send(funding, payment, "/payment$", 422).errors, send(adviser, returns, "/returns$", 422).errors]
    assert found == [["Choose what there is to decide", WHY], ["Enter the day by which it is to be made", WHY]]


def test_all_that_is_wrong_with_a_payment_in_a_draft_is_said_at_once(quiet: Place, asking):
    writer = asking(quiet.server).sit(WRITER)
    begun = send(writer, writer.get("/drafts"), "/conditional-agreements$", name="Telford: a trial").to
    form = writer.get(f"{begun}/new/condition")
    owner = re.search(r'value="([a-z2-7]{16})"[^>]*>Policy officer, Telford', form.text)[1]
    listed = writer.get(send(writer, form, "/lines/[a-z2-7]+$", text="Done.", owner=owner, due="throughout").to.split("#")[0])
    blank = writer.get(re.search(r'href="([^"]*/new/payment[^"]*)"', listed.text)[1])
    errors = send(writer, blank, "/lines/[a-z2-7]+$", 422, amount="much").errors
    # The words, the amount, the day, and who decides.
    assert len(errors) == 4, errors
