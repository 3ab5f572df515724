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

DEPARTMENT, ROCHDALE, TELFORD = "Department for Education and Skills", "Rochdale", "Telford and Wrekin"
FUNDING, MINISTER, ADVISER = (f"{seat}, {DEPARTMENT}" for seat in ("Director of funding", "Secretary of State", "Regional adviser"))
OFFICER, FINANCE = f"Policy officer, {ROCHDALE}", f"Chief Finance Officer, {ROCHDALE}"
STRANGER = f"Leader of the Council, {TELFORD}"
WRITER, TREASURER, CHIEF = (f"{seat}, {TELFORD}" for seat in ("Policy officer", "Chief Finance Officer", "Chief Executive"))

# The demonstration's instalments; each test of what is decided has one of its own.
FIRST, SECOND, THIRD, FOURTH, FIFTH = (f"Year {year}: the deficit" for year in range(1, 6))
NEAR, FAR = "Buildings of the first three units", "Buildings of the last two units"
AMOUNTS = {FIRST: 1_200_000, SECOND: 1_000_000, THIRD: 800_000, NEAR: 300_000, FOURTH: 600_000, FAR: 700_000, FIFTH: 400_000}
# What its returns and their assessments say to the two sides only, and what they say to everyone.
SECRET = (
    "Spending follows the budget.", "planning consent", "outside the borough", "Without places near home", "eleven children came back",
    "wait for their buildings", "first half year was done", "We ask for one by October", "-2350000", "-2750000", "61.5", "63.5",
)  # fmt: skip
SUMMARIES = (
    "Twelve places are open, four more follow at Easter.", "On course.", "Sixteen places are open.",
    "The council was asked how it will come back.", "Twenty-four places are open",
)  # fmt: skip

OFFERS = {
    "met": "Its condition is met", "paid": "It was paid, all or a part", "suspended": "Suspend it for the time being",
    "released": "Release it", "withheld": "Withhold it, all or a part", "repaid": "It was repaid, all or a part",
}  # fmt: skip
SPREAD, RECORD, ASSESS = "Put the new profile on the record", "Put it on the record", "Put the assessment on the record"
SEAT, SUM, REAL = "The seat that the agreement names decides on this payment", "Enter an amount in pounds, such as", "Enter a real day, such as"
STALE, NUMBER = "Somebody changed this since you opened it", "Enter a number, such as 1,250 or -3.5, or nothing"
PLACES = "Reported: Places open in units, number"
CERTIFY, POWER = "The seat that the agreement names certifies this return", "This seat may not do that: act from a seat that may"


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


def pounds(amount: int) -> str:
    return f"£{amount:,}"


def stands(page: Page, words: str | re.Pattern[str], name: str = "Where it stands") -> None:
    row = page.locator(".govuk-summary-list__row").filter(has=page.locator("dt", has_text=re.compile(f"^{name}$")))
    expect(row.locator("dd")).to_have_text(words)


def done(page: Page, words: str) -> None:
    expect(page.locator("[data-notice]")).to_contain_text(words)


def keeps(page: Page, label: str, words: str) -> None:
    expect(page.get_by_label(label, exact=True)).to_have_value(words)


def named(page: Page, name: str, words: str) -> None:
    """Fills in a field by its name in the form, where several have the same label."""
    page.locator(f"[name='{name}']").fill(words)


def dated(page: Page, name: str, *parts: int) -> None:
    for part, number in zip(("day", "month", "year"), parts, strict=True):
        named(page, f"{name}-{part}", str(number))


def posts(page: Page, button: str) -> int:
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        press(page, button)
    return answer.value.status


def decide(page: Page, move: str, why: str, amount: str = "", day: tuple[int, int, int] | None = None) -> int:
    tick(page, OFFERS[move])
    if amount:
        named(page, f"{move}-amount", amount)
    if day:
        dated(page, f"{move}-on", *day)
    fill(page, "Why", why)
    return posts(page, RECORD)


def steps(page: Page) -> list[dict[str, tuple[str, str]]]:
    """All sums before and after each step that a page shows."""
    tables = page.locator("main .govuk-details table").all()
    rows = [[re.findall(r"\S.*", row.text_content()) for row in table.locator("tbody tr").all()] for table in tables]
    return [{name: (before, after) for name, before, after in table} for table in rows]


def write(page: Page, places: str = "32", narrative: str = "Eight more are open.", summary: str = "More places are open.") -> int:
    fill(page, PLACES, places)
    for label, words in (("Narrative", narrative), ("Risks", "The third unit may be late."), ("Summary for the public", summary)):
        fill(page, label, words)
    return posts(page, "Save this version")


def prepares(asker: Asker, path: str, revision: int = 0, status: int = 303, **fields: str) -> Answer:
    words = {"narrative": "Told.", "risks": "None.", "summary": "For all.", **fields}
    return asker.post(f"{path}/editions", status, revision=str(revision), **words)


# ---- Everyone reads


def test_everyone_reads_what_was_paid_and_what_is_to_come(quiet: Place, page: Page, check_page):
    quiet.opened(page, "/payments")
    follow(page, "Rochdale: places for special educational needs, and the high needs budget")
    stands(page, "Enhanced", "Monitoring")
    stands(page, f"From 1 April {quiet.year} to 31 March {quiet.year + 5}", "Runs")
    check_page(page, "conditions-agreement")
    follow(page, re.compile("^Payments: "))
    heading(page, "Payments")
    sums = {"Total": 5_000_000, "Paid": 2_200_000, "Repaid": 0, "Withheld": 0, "Outstanding": 2_800_000}
    for name, amount in sums.items():
        stands(page, pounds(amount), name)
    profile = (1_200_000, 1_000_000, 1_100_000, 1_300_000, 400_000)
    years = [f"{quiet.year + n}-{(quiet.year + n + 1) % 100:02}: {pounds(amount)} profiled" for n, amount in enumerate(profile)]
    expect(page.locator("main > table caption, main div > table caption").filter(has_text="profiled")).to_have_text(years)
    # Every step with its reason and all sums, which go on from one another and are always the total.
    for words in ("3. Suspended", "4. Released", "no plan that turns it", "£500,000 by 31 December", "became £700,000 by 31 December"):
        reads(page, words)
    found = steps(page)
    assert len(found) == 8 and all(step["Total"] == ("£5,000,000", "£5,000,000") for step in found)
    assert all(left[name][1] == right[name][0] for left, right in zip(found, found[1:]) for name in left)
    assert [step["Paid"] for step in (found[1], found[5])] == [("£0", "£1,200,000"), ("£1,200,000", "£2,200,000")]
    assert found[-1] == {name: (pounds(amount), pounds(amount)) for name, amount in sums.items()}
    unfold(page.locator("main li").filter(has_text="8. Profile spread anew"), "Totals before and after")
    check_page(page, "conditions-payments")
    # Programs get the same; sums are pence.
    assert {row["text"]: row["amount"] // 100 for row in quiet.rows()} == AMOUNTS
    assert sum(row["paid"] for row in quiet.rows()) == 220_000_000
    follow(page.locator("main"), page.locator("main tbody th a, main tbody td a").nth(1).inner_text())
    stands(page, "Back-paid")
    reads(page, "The condition on which it rests")
    expect(page.locator("main form")).to_have_count(0)
    check_page(page, "conditions-payment")


def test_everyone_reads_summaries_of_returns_and_only_the_two_sides_read_the_rest(quiet: Place, page: Page, asking, check_page):
    quiet.opened(page, quiet.path)
    follow(page, re.compile("^Returns: "))
    heading(page, "Returns")
    stands(page, "Enhanced", "Monitoring")
    expect(page.locator("main tbody tr")).to_have_count(11)
    check_page(page, "conditions-returns")
    days = [quiet.given(number) for number in range(3)]
    quiet.opened(page, days[1])
    for words in ("Certified by", FINANCE, "Sixteen places are open.", "The council was asked how it will come back."):
        reads(page, words)
    check_page(page, "conditions-return")
    # The two sides read all of it; the record's entries hold the figures.
    size, kept = quiet.size(), {}
    for seat in (ADVISER, FINANCE):
        asker = asking(quiet.server).sit(seat)
        kept = {number: answer for number in range(size) if (answer := asker.ask("GET", f"/record/entries/{number}")).status == 200}
        told = "".join(asker.get(day).text for day in days)
        assert all(word in told for word in SECRET + SUMMARIES), [word for word in SECRET + SUMMARIES if word not in told]
    private = [number for number, answer in kept.items() if re.search(r"\.return(Prepared|Assessed)\.", answer.json.get("event", ""))]
    assert len(private) == 5
    starts = [quiet.path + more for more in ("", ".json", "/text", "/text.json", "/bundle.tar", "/payments", "/returns", "/reviews", "/course")]
    starts += [f"/record/entries/{number}" for number in range(size)] + ["/payments", "/returns", "/desk", "/drafts", "/search.json?q=consent"]
    starts += ["/search?q=borough", "/returns.csv", "/returns.json", f"/authorities/{quiet.row(FIRST)['to']}"]
    for seat in (STRANGER, ""):
        asker = asking(quiet.server)
        asker.sit(seat) if seat else None
        reached = crawl(asker, *starts, leaving="/(compacts|statements|agendas|requests|agreements|standard-lines)")
        assert all(reached[path].status == 200 for path in (quiet.path, *days, f"{quiet.path}/bundle.tar", f"{quiet.path}/returns.json"))
        for number in private:
            assert reached[f"/record/entries/{number}"].status == 404, (seat, number)
        for path, answer in reached.items():
            assert answer.status < 500, path
            found = [word for word in SECRET if word.encode() in answer.body]
            assert not found, f"{found} is shown to {seat or 'the public'} at {path}"
        assert all(any(words.encode() in reached[day].body for day in days) for words in SUMMARIES)
        assert all("verdict" not in row for row in reached["/returns.json"].json["rows"])


def test_the_lists_are_narrowed_by_council_and_state_for_people_and_programs(quiet: Place, page: Page, check_page):
    table = page.locator("main tbody tr")
    for what, council, state in (("payments", "Rochdale (354)", "Back-paid"), ("returns", "Rochdale (354)", "Assessed")):
        every = quiet.public.get(f"/{what}.json").json["rows"]
        for query in ("", "body=354", "body=881", "body=dfes", *(f"body=354&state={one}" for one in {row["state"] for row in every}), "state=lapsed"):
            if what == "payments" and query == "state=lapsed":
                query = "state=withheld"
            wanted = [row for row in every if query in ("", "body=354", "body=dfes") or query == f"body=354&state={row['state']}"]
            quiet.opened(page, f"/{what}?{query}")
            expect(table).to_have_count(len(wanted))
            answer = quiet.public.get(f"/{what}.json?{query}").json
            assert answer["rows"] == wanted and answer["total"] == len(wanted), query
            sheet = list(csv.DictReader(io.StringIO(quiet.public.get(f"/{what}.csv?{query}").body.decode("utf-8-sig"))))
            assert [(row["line"], row["due"], row["state"]) for row in sheet] == [(row["line"], row["due"], row["state"]) for row in wanted], query
            if query in ("", "body=881"):
                check_page(page, f"conditions-list-{what}{'-none' if query else ''}")
        reads(quiet.opened(page, f"/{what}?body=881"), "Nothing here matches these filters.")
        follow(page, "Show the whole list")
        choose(unfold(page, "Filter"), "Council", council)
        choose(page, "State", state)
        press(page, "Apply filters")
        expect(table).to_have_count(sum(row["state"] == state.lower() for row in every))
        expect(table.first).to_contain_text(state)
        for wrong in ("?state=odd", "?body=000", "?page=0", "?page=2", ".json?state=odd", ".csv?body=000"):
            assert quiet.public.ask("GET", f"/{what}{wrong}").status == 404, (what, wrong)


# ---- Who decides on a payment


def test_nobody_but_the_seat_that_is_named_decides(busy: Place, person, asking, check_page):
    before, path = busy.size(), busy.at(FIFTH)
    for seat, status in ((MINISTER, 422), (ADVISER, 422), (FINANCE, 422), (OFFICER, 422), (STRANGER, 404), ("", 403)):
        page, asker = sit(person(), busy.server, seat) if seat else person(), asking(busy.server)
        asker.sit(seat) if seat else asker.get("/seats")
        for at in (path, f"{busy.path}/payments"):
            expect(busy.opened(page, at).locator("main form, main a[href$='/profile']")).to_have_count(0)
        for at, fields in ((path, {"move": "suspended"}), (f"{busy.path}/profile", {f"amount-{busy.row(FIFTH)['line']}": "1"})):
            answer = asker.post(at, None, reason="Not ours.", revision="8", **fields)
            assert answer.status == status or not seat and answer.to.startswith("/seats"), (seat, at, answer.status)
            assert status != 422 or answer.errors == [SEAT] or fields.keys() != {"move"} and answer.errors, (seat, answer.errors)
        assert asker.ask("GET", f"{busy.path}/profile").status in (303, 404, 422)
    assert busy.size() == before and busy.row(FIFTH)["state"] == "profiled"


def test_a_payment_is_suspended_released_paid_in_part_and_the_rest_withheld(busy: Place, person, check_page):
    page, public = busy.opened(sit(person(), busy.server, FUNDING), busy.at(FOURTH)), person()
    paid, withheld = (sum(row[name] for row in busy.rows()) // 100 for name in ("paid", "withheld"))
    day = [int(part) for part in reversed(busy.public.get("/conditional-agreements.json").json["rows"][0]["inForce"].split("-"))]
    for move, amount, state, notice, offered in (
        ("suspended", "", "Suspended", "suspended", {"released", "met", "withheld"}),
        ("released", "", "Released", "released", {"met", "suspended", "withheld"}),
        ("met", "", "Condition met", "condition found to be met", {"paid", "suspended", "withheld"}),
        ("paid", "250,000", "Condition met", "paid", {"paid", "suspended", "withheld", "repaid"}),
        ("withheld", "350,000", "Back-paid", "withheld", {"repaid"}),
        ("repaid", "250,000", "Repaid", "repaid", set()),
    ):  # fmt: skip
        if move in ("paid", "suspended"):
            tick(page, OFFERS[move])
            check_page(page, f"conditions-decide-{move}")
        assert decide(page, move, f"Why it was {move} & so.", amount, tuple(day) if move in ("paid", "repaid") else None) == 303
        done(page, f"On the record: {notice}")
        stands(page, state)
        expect(page.locator("main input[name=move]")).to_have_count(len(offered))
        for other in offered:
            expect(page.get_by_label(OFFERS[other], exact=True)).to_have_count(1)
        reads(busy.opened(public, busy.at(FOURTH)), f"Why it was {move} & so.")
        assert steps(public)[-1]["Total"] == ("£5,000,000", "£5,000,000")
    check_page(page, "conditions-decided")
    *_, gave, held, back = steps(public)
    assert gave["Paid"] == (pounds(paid), pounds(paid + 250_000)) and held["Withheld"] == (pounds(withheld), pounds(withheld + 350_000))
    assert back["Outstanding"][0] == back["Outstanding"][1] and back["Paid"][0] == back["Paid"][1]
    assert busy.row(FOURTH) | {"paid": 25_000_000, "withheld": 35_000_000, "repaid": 25_000_000, "outstanding": 0, "state": "repaid"} == busy.row(FOURTH)


def test_what_is_wrong_with_a_decision_is_said_and_its_words_stay(busy: Place, person, check_page):
    page, before = busy.opened(sit(person(), busy.server, FUNDING), busy.at(THIRD)), busy.size()
    fill(page, "Why", "Nothing is chosen.")
    assert posts(page, RECORD) == 422
    refused(page, "Choose what there is to decide")
    keeps(page, "Why", "Nothing is chosen.")
    assert decide(page, "suspended", " ") == 422
    refused(page, "Enter the reason")
    expect(page.get_by_label(OFFERS["suspended"], exact=True)).to_be_checked()
    april, late = (1, 4, busy.year + 1), "Enter the day of the payment: from its first day until today"
    for move, amount, day, words in (
        ("withheld", "much", None, SUM), ("withheld", "800,000.01", None, "up to what is outstanding: £800,000"), ("withheld", "0", None, "up to what is"),
        ("paid", "1,00", april, SUM), ("paid", "800,001", april, "up to what is outstanding: £800,000"), ("paid", "500", (31, 2, busy.year + 1), REAL),
        ("paid", "500", (31, 3, busy.year), late), ("paid", "500", (1, 4, busy.year + 9), late),
    ):  # fmt: skip
        assert decide(page, move, "It is so.", amount, day) == 422, (move, amount, day)
        refused(page, words)
        keeps(page, "Why", "It is so.")
        expect(page.locator(f"[name={move}-amount]")).to_have_value(amount)
        for part, number in zip(("day", "month", "year"), day or (), strict=bool(day)):
            expect(page.locator(f"[name=paid-on-{part}]")).to_have_value(str(number))
        expect(page.get_by_label(OFFERS[move], exact=True)).to_be_checked()
    check_page(page, "conditions-decision-refused")
    assert busy.size() == before


def test_all_that_is_missing_from_a_decision_is_said_at_once(busy: Place, asking):
    funding = asking(busy.server).sit(FUNDING)
    answer = funding.post(busy.at(THIRD), 422, revision=funding.get(busy.at(THIRD)).hidden("revision"))
    assert answer.errors == ["Choose what there is to decide", "Enter the reason"]


def test_the_second_of_two_is_told_and_keeps_the_words(busy: Place, person, check_page):
    one, other = (busy.opened(sit(person(), busy.server, FUNDING), busy.at(FIFTH)) for _ in range(2))
    decide(one, "suspended", "The second return is late.")
    assert decide(other, "withheld", "A tenth is not needed.", "40,000") == 409
    refused(other, STALE)
    reads(other, "The second return is late.")
    keeps(other, "Why", "A tenth is not needed.")
    expect(other.locator("[name=withheld-amount]")).to_have_value("40,000")
    check_page(other, "conditions-decision-stale")
    assert posts(other, RECORD) == 303
    stands(other, "Suspended")
    # What one wrote is there even where the choice is not any more.
    assert decide(busy.opened(one, busy.at(FIFTH)), "released", "It came.") == 303
    busy.opened(other, busy.at(FIFTH))
    decide(one, "suspended", "Again.")
    assert decide(other, "suspended", "It came, but late.") == 409
    keeps(other, "Why", "It came, but late.")


def test_money_that_went_back_is_put_on_the_record_without_script(busy: Place, person):
    page = busy.opened(sit(person(java_script_enabled=False), busy.server, FUNDING), busy.at(FIRST))
    repaid = sum(row["repaid"] for row in busy.rows()) // 100
    assert decide(page, "repaid", "Two places were never opened.", "1,200,001", (1, 5, busy.year + 1)) == 422
    refused(page, "Enter an amount up to what was paid: £1,200,000")
    assert decide(page, "repaid", "Two places were never opened.", "120,000.50", (1, 5, busy.year + 1)) == 303
    done(page, "On the record: repaid")
    stands(page, "Paid")
    stands(page, "£120,000.50", "Repaid")
    assert steps(page)[-1]["Repaid"] == (pounds(repaid), f"£{repaid + 120_000.5:,.2f}")
    looking.check_reflow(page)


# ---- A new profile


def test_a_new_profile_keeps_the_total(busy: Place, person, check_page):
    page, public, lines = sit(person(), busy.server, FUNDING), person(), {text: busy.row(text)["line"] for text in (NEAR, FAR)}
    follow(busy.opened(page, f"{busy.path}/payments"), "Spread what is outstanding anew")
    check_page(page, "conditions-profile")
    fill(page, "Why", "One unit more is late.")
    assert posts(page, SPREAD) == 422
    refused(page, "This is the profile that stands: change an amount or a day")
    named(page, f"amount-{lines[NEAR]}", "200,000")
    for amount, day, words in (
        ("900,000", (31, 12, busy.year + 3), "these instalments were £1,000,000 together, and would be £1,100,000"), ("lots", (31, 12, busy.year + 3), SUM),
        ("800,000", (31, 12, busy.year), "Give a day from today on, while the agreement runs"), ("800,000", (31, 2, busy.year + 3), REAL),
        ("800,000", (1, 4, busy.year + 5), "Give a day from today on, while the agreement runs"),
    ):  # fmt: skip
        named(page, f"amount-{lines[FAR]}", amount)
        dated(page, f"due-{lines[FAR]}", *day)
        assert posts(page, SPREAD) == 422, words
        refused(page, words)
        keeps(page, "Why", "One unit more is late.")
        for name, value in ((f"amount-{lines[NEAR]}", "200,000"), (f"amount-{lines[FAR]}", amount), (f"due-{lines[FAR]}-day", str(day[0]))):
            expect(page.locator(f"[name='{name}']")).to_have_value(value)
    check_page(page, "conditions-profile-refused")
    named(page, f"amount-{lines[FAR]}", "800,000")
    dated(page, f"due-{lines[FAR]}", 28, 2, busy.year + 4)
    assert posts(page, SPREAD) == 303
    done(page, "The new profile is on the record")
    for at in (f"{busy.path}/payments", busy.at(FAR)):
        busy.opened(public, at)
        reads(public, f"£700,000 by 31 December {busy.year + 3} became £800,000 by 28 February {busy.year + 4}.")
        reads(public, "One unit more is late.")
        assert len({step["Total"] for step in steps(public)} - {("£5,000,000", "£5,000,000")}) == 0
    stands(public, f"£500,000 by 31 December {busy.year + 3}", "As signed")
    assert sum(row["amount"] for row in busy.rows()) == 500_000_000 and busy.row(NEAR)["amount"] == 20_000_000


# ---- Returns


def test_a_return_is_written_certified_sent_back_and_made_again(busy: Place, person, check_page):
    path, public = busy.given(3), person()
    officer, finance, adviser = (busy.opened(sit(person(), busy.server, seat), path) for seat in (OFFICER, FINANCE, ADVISER))
    assert write(officer, "about thirty") == 422
    refused(officer, NUMBER)
    for label, words in ((PLACES, "about thirty"), ("Narrative", "Eight more are open."), ("Summary for the public", "More places are open.")):
        keeps(officer, label, words)
    check_page(officer, "conditions-return-write")
    assert write(officer, "32") == write(officer, "31", "Seven more are open.") == 303
    done(officer, "Your version is on the record. Only your body reads it until it is certified")
    reads(officer, "Version 2, not certified")
    expect(officer.get_by_role("button", name=re.compile("^Certify"))).to_have_count(0)
    # Until it is certified nobody else reads that there is one.
    for reader in (adviser, public):
        reads(busy.opened(reader, path), "It was not certified yet.")
        expect(reader.locator("main")).not_to_contain_text(re.compile("more are open|[Vv]ersion|places are open"))
    check_page(busy.opened(finance, path), "conditions-return-certify")
    press(finance, "Certify version 2")
    done(finance, "The return is certified and given")
    reads(busy.opened(adviser, path), "Seven more are open.")
    expect(adviser.locator("main")).not_to_contain_text("Eight more are open.")
    check_page(adviser, "conditions-return-assess")
    assert posts(adviser, ASSESS) == 422
    for words in ("Choose what it shows", "Enter your assessment"):
        refused(adviser, words)
    tick(adviser, "It is to be made again")
    fill(adviser, "Your assessment", "The forecast is missing.")
    assert posts(adviser, ASSESS) == 303
    for words in ("The forecast is missing.", "It is to be made again"):
        reads(busy.opened(officer, path), words)
        reads(busy.opened(finance, path), words)
        expect(busy.opened(public, path).locator("main")).not_to_contain_text(words)
    expect(finance.get_by_role("button", name=re.compile("^Certify"))).to_have_count(0)
    fill(officer, "Forecast (optional): Places open in units, number", "40")
    assert write(officer, "31", "Seven more are open, forty are expected.") == 303
    press(busy.opened(finance, path), "Certify version 3")
    busy.opened(adviser, path)
    tick(adviser, "It shows what was agreed")
    for label, words in (("Your assessment", "The forecast is plausible."), ("Summary for the public (optional)", "Back on course.")):
        fill(adviser, label, words)
    assert posts(adviser, ASSESS) == 303
    done(adviser, "Your assessment is on the record")
    stands(busy.opened(public, path), "Assessed")
    for words in ("Certified and given (version 3)", "More places are open.", "Back on course."):
        reads(public, words)
    expect(public.locator("main")).not_to_contain_text(re.compile("Seven|forty|forecast|made again|what was agreed"))


def test_what_was_sent_back_looks_to_the_public_like_what_is_still_assessed(busy: Place, asking):
    """What the other side made of a return is for the two sides: neither its state, nor its day, nor a filter tells it."""
    path, (officer, finance, adviser) = busy.given(6), (asking(busy.server).sit(seat) for seat in (OFFICER, FINANCE, ADVISER))
    prepares(officer, path)
    finance.post(f"{path}/certifications", edition="1")
    due_day = path.rsplit("/", 1)[1]

    def read() -> tuple:
        [row] = [row for row in busy.rows("returns") if row["due"] == due_day]
        lists = {state: busy.public.get(f"/returns.json?state={state}").json["rows"] for state in ("awaited", "late", "certified", "overdue")}
        return row, [state for state, rows in lists.items() if row in rows]

    before = read()
    adviser.post(f"{path}/assessments", edition="1", verdict="sentBack", words="Once more.")
    assert read() == before


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
        for at in (path, f"{busy.path}.json", f"{busy.path}/returns", f"{busy.path}/returns.json", "/returns.json", "/search.json?q=Quincunx", busy.path):
            assert not re.search(b"Quincunx is|Quincunx for|7654321", asker.get(at).body), (seat, at)
        assert busy.public.get("/search.json?q=Quincunx").json["total"] == 0
    for seat, status, errors in ((OFFICER, 422, [CERTIFY]), (MINISTER, None, None), (ADVISER, None, None), (STRANGER, 404, [])):
        answer = askers[seat].post(f"{path}/certifications", status, edition="1")
        assert answer.status in (404, 409, 422) and errors in (None, answer.errors), (seat, answer.errors)
    # Whoever certifies has read what is certified.
    prepares(askers[OFFICER], path, 1, narrative="Anew.")
    for edition in ("1", "3", "0"):
        assert STALE in askers[FINANCE].post(f"{path}/certifications", 409, edition=edition).errors[0]
    assert prepares(askers[OFFICER], path, 1, 409, narrative="Lately typed.").text.count("Lately typed.") == 1
    size = busy.size()
    for _ in range(2):
        askers[FINANCE].post(f"{path}/certifications", edition="2")
    assert busy.size() == size + 2
    for seat in (OFFICER, FINANCE, MINISTER, STRANGER):
        askers[seat].post(f"{path}/assessments", 404 if seat == STRANGER else 422, edition="2", verdict="satisfied", words="Good.")
    assert askers[ADVISER].ask("GET", f"/record/entries/{first}").status == 404 and "Quincunx" not in askers[ADVISER].get(path).text


def test_a_figure_with_a_comma_elsewhere_is_no_number(busy: Place, asking):
    officer = asking(busy.server).sit(OFFICER)
    for number in ("1,25", "12,34,567", ",5", "1,2500"):
        assert prepares(officer, busy.given(7), 9, 422, **{"value-0": number}).errors == [NUMBER], number


def test_it_is_assessed_with_keys_alone(busy: Place, person):
    page = busy.opened(sit(person(), busy.server, ADVISER), busy.given(2))
    page.get_by_role("link", name=re.compile("^Entry")).last.focus()
    for key in ("Tab", "ArrowDown"):
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
    page, public = busy.opened(sit(person(), busy.server, ADVISER), f"{busy.path}/returns"), person()
    check_page(page, "conditions-monitoring")
    assert posts(page, "Go back to ordinary monitoring") == 422
    refused(page, "Enter the reason")
    page.locator("#monitoring-reason").fill("Spending is on plan.")
    assert posts(page, "Go back to ordinary monitoring") == 303
    done(page, "The monitoring is changed")
    stands(busy.opened(public, busy.path), "Ordinary", "Monitoring")
    expect(page.get_by_role("button", name="Ask for it", exact=True)).to_have_count(0)
    page.locator("#monitoring-reason").fill("One school more is late.")
    assert posts(page, "Begin enhanced monitoring") == 303
    for day, words in (
        ((31, 2, busy.year + 3), REAL), ((1, 5, busy.year + 1), "Give a day after today"), ((1, 5, busy.year + 6), "within the year after"),
        ((30, 4, busy.year + 4), "A return falls due on this day already: give another"),
    ):  # fmt: skip
        page.locator("#asked-reason").fill("How many came?")
        due(page, *day)
        assert posts(page, "Ask for it") == 422
        refused(page, words)
        expect(page.locator("#asked-reason")).to_have_value("How many came?")
        for label, number in zip(("Day", "Month", "Year"), day, strict=True):
            keeps(page, label, str(number))
    check_page(page, "conditions-asking-refused")
    due(page, 3, 2, busy.year + 4)
    assert posts(page, "Ask for it") == 303
    busy.opened(public, f"{busy.path}/returns")
    for words in ("Spending is on plan.", "One school more is late.", "How many came?", f"3 February {busy.year + 4} Asked for besides"):
        reads(public, words)
    before = busy.size()
    for seat, status in ((OFFICER, 422), (MINISTER, 422), (STRANGER, 404)):
        asker = asking(busy.server).sit(seat)
        asker.post(f"{busy.path}/monitoring", status, level="ordinary", reason="No.")
        asker.post(f"{busy.path}/returns", status, line=busy.rows("returns")[0]["line"], reason="No.")
    assert busy.size() == before


# ---- From a draft to payments


def spans(page: Page, *days: tuple[int, int, int]) -> int:
    for name, day in zip(("from", "until"), days, strict=True):
        dated(page, name, *day)
    return posts(page, "Save and continue")


def test_a_council_begins_one_and_all_sign_it(busy: Place, person, check_page):
    page, adviser, public, year = sit(person(), busy.server, WRITER), sit(person(), busy.server, ADVISER), person(), busy.year + 3
    follow(busy.opened(page, "/desk"), "Start a draft")
    press(page, "Begin an agreement with conditions")
    refused(page, "Enter a title")
    check_page(page, "conditions-begin")
    fill(page, "Title", "Telford: readers in every school")
    press(page, "Begin an agreement with conditions")
    heading(page, "Telford: readers in every school")
    draft = re.sub(r"^https?://[^/]*", "", page.url)
    path = draft.removeprefix("/drafts")
    check_page(page, "conditions-tasks")

    def add(task: str, what: str = "") -> Page:
        busy.opened(page, f"{draft}/{task}")
        return follow(page, re.compile(f"^{what}")) or page if what else page

    def saves(words: str = "") -> None:
        assert posts(page, "Save and continue") == (422 if words else 303), words
        if words:
            refused(page, words)

    fill(add("summary"), "Plain summary", "Thirty readers work in schools. Parents may object to the council.")
    saves()
    assert spans(add("period"), (1, 4, year), (31, 3, year)) == 422
    refused(page, "Give a last day after the first one, and at most 25 years later")
    expect(page.locator("[name=until-month]")).to_have_value("3")
    check_page(page, "conditions-period-refused")
    assert spans(page, (31, 2, year), (31, 3, year + 2)) == 422
    refused(page, REAL)
    assert spans(page, (1, 4, year), (31, 3, year + 2)) == 303
    for topic in ("Purpose", "Equality assessment", "Risks"):
        fill(add("sections", "Add a section"), "Text", f"All of {topic.lower()}.")
        if topic == "Risks":
            saves("Choose what the section is about")
            keeps(page, "Text", "All of risks.")
        choose(page, "What it is about", topic)
        saves()
    fill(add("conditions", "Add a condition"), "What is to be done", "Thirty readers are in post.")
    choose(page, "Who answers for it", f"Director of Education, {TELFORD}")
    saves("Give a due day, or choose throughout or each year")
    tick(page, "By a day")
    due(page, 31, 12, year)
    saves()
    follow(page, re.compile("^Add a payment"))
    fill(page, "What the money is for", "The readers' first year")
    fill(page, "Amount in pounds", "quarter of a million")
    choose(page, "Who decides on it", FUNDING)
    due(page, 30, 6, year + 9)
    saves(SUM)
    check_page(page, "conditions-draft-payment-refused")
    fill(page, "Amount in pounds", "250,000")
    choose(page, "Who decides on it", TREASURER)
    saves("In an agreement with conditions the Department pays")
    choose(page, "Who decides on it", FUNDING)
    saves()
    check_page(page, "conditions-draft-conditions")
    reads(busy.opened(page, draft), "Let each payment fall due while the agreement runs")
    follow(add("conditions"), re.compile("^Change Payment of £250,000"))
    due(page, 30, 6, year)
    saves()
    fill(add("returns", "Add returns"), "What is to be reported", "How many readers are in post.")
    for label, words in (("Figures (optional)", "Readers in post, number"), ("Due days", f"31 10 {year}\n31 February {year + 1}")):
        fill(page, label, words)
    choose(page, "Who certifies them", TREASURER)
    saves("Line 2: enter a real day")
    keeps(page, "Due days", f"31 10 {year}\n31 February {year + 1}")
    fill(page, "Due days", f"31 October {year}\n30/4/{year + 1}")
    saves()
    fill(add("terms", "Add a term"), "Term", "Each side keeps its promises within what it has.")
    saves()
    for order, seat in enumerate((CHIEF, MINISTER), 1):
        choose(add("signatories", "Add a signatory"), "Seat", seat)
        fill(page, "Order of signing", str(order))
        saves()
    check_page(add("check"), "conditions-check")
    assert busy.public.ask("GET", path).status == 404
    press(page, f"Send to {DEPARTMENT}")
    # The other side objects to the sum, rewords it, and accepts the rest.
    follow(busy.opened(adviser, path), re.compile("^Answer, discuss or change Payment of £250,000"))
    more = unfold(adviser, "We object")
    fill(more, "Why do you object?", "Ten readers are paid for already.")
    press(more, "Object")
    more = unfold(adviser, "We propose other wording")
    fill(more, "Amount in pounds", "little")
    press(more, "Propose this wording")
    refused(adviser, SUM)
    check_page(adviser, "conditions-reword-refused")
    fill(adviser, "Amount in pounds", "240,000")
    press(adviser, "Propose this wording")
    reads(adviser, "Your wording was proposed to the other side")
    more = unfold(busy.opened(adviser, f"{path}?show=waiting"), "Accept all lines that wait on us")
    tick(more, re.compile("I have read the"))
    press(more, "Accept all of them")
    follow(busy.opened(page, path), re.compile("^Answer, discuss or change Payment of £240,000"))
    expect(page.locator("ins").filter(has_text="240,000").first).to_be_visible()
    check_page(page, "conditions-reworded")
    press(page, "Accept this wording")
    reads(busy.opened(page, path), "The text is fixed")
    for seat in (MINISTER, CHIEF, MINISTER):
        signs = busy.opened(sit(person(), busy.server, seat), f"{path}/signatures/new")
        if busy.public.ask("GET", path).status == 404 and signs.get_by_role("button", name="Sign", exact=True).count():
            tick(signs, f"I sign as {seat}")
            press(signs, "Sign")
            heading(signs, "You have signed")
        else:
            reads(signs, "It is not this seat's turn")
    follow(busy.opened(public, path), re.compile("^Payments: "))
    stands(public, "£240,000", "Total")
    assert [row["amount"] for row in busy.public.get("/payments.json?body=894").json["rows"]] == [24_000_000]
    assert [row["due"] for row in busy.public.get("/returns.json?body=894").json["rows"]] == [f"{year}-10-31", f"{year + 1}-04-30"]


def test_the_department_begins_one_with_the_authority_that_it_chooses(busy: Place, person, asking, check_page):
    page = busy.opened(sit(person(), busy.server, ADVISER), "/drafts")
    fill(page.locator("form[action$=conditional-agreements]"), "Title", "Essex: new places")
    assert posts(page, "Begin an agreement with conditions") == 422
    refused(page, "Choose the authority with which this is made")
    expect(page.locator("form[action$=conditional-agreements]").get_by_label("Title", exact=True)).to_have_value("Essex: new places")
    check_page(page, "conditions-begin-department")
    choose(page, "With which authority", "Essex (881)")
    press(page, "Begin an agreement with conditions")
    heading(page, "Essex: new places")
    path = re.sub(r"^https?://[^/]*", "", page.url)
    for seat in ("Policy officer, Essex", STRANGER, "Chair, Local Government Association"):
        assert asking(busy.server).sit(seat).ask("GET", path).status == 404
    assert asking(busy.server).sit(MINISTER).get("/drafts").text.count("Essex: new places") == 1


def test_everything_that_is_wrong_with_a_payment_is_said_at_once(busy: Place, asking):
    writer = asking(busy.server).sit(WRITER)
    begun = writer.post("/drafts/conditional-agreements", name="Telford: a trial", id=writer.get("/drafts").hidden("id")).to
    form = writer.get(f"{begun}/new/condition")
    line = re.search(r'action="([^"]*/lines/([a-z2-7]+))"', form.text)
    writer.post(line[1], revision="1", part="condition", read=form.hidden("read"), text="Done.", owner="", due="throughout", status=None)
    answer = writer.post(line[1], None, revision="1", part="condition", read=form.hidden("read"), text="", due="")
    assert len(answer.errors) >= 3, answer.errors
