"""The demonstration as whoever tries it meets it: seats, a desk, each page as the public and as a party, keys alone, paper."""

import re

import pytest
from playwright.sync_api import Page, expect

import looking
from acting import follow, heading, press, reads, sit, unfold
from running import Server

BANNER = "This is a demonstration. Its agreements and acts are invented and name no real person."

GATESHEAD = "Policy officer, Gateshead"
ADVISER = "Regional adviser, Department for Education and Skills"


def illustrative(page: Page) -> None:
    expect(page.get_by_role("region", name="Illustrative")).to_contain_text(BANNER)


@pytest.fixture(scope="module")
def compacts(demo_server: Server, asking) -> dict[str, str]:
    """The identifiers of its compacts, by the authority's name."""
    asker = asking(demo_server).sit(ADVISER)
    return {row["authorityName"]: row["id"] for row in asker.get("/compacts.json").json["rows"]}


def test_the_public_sees_what_is_in_force_and_that_it_is_illustrative(demo_server: Server, compacts, page: Page, check_page):
    for path, name in (
        ("/", "home"), ("/compacts", "compacts"), ("/statements", None), ("/agendas/2003", "agenda"), ("/authorities", "authorities"),
        ("/authorities/314", "authority"), ("/authorities/894", "authority-empty"), ("/search?q=timetable", "search"),
        ("/search?q=timetables+rockets", None), ("/record", "record"), ("/seats", "seats"), ("/accessibility", None),
        ("/requests", "requests"), ("/promises", "promises"), (f"/compacts/{compacts['Gateshead']}", "not-found"),
        (f"/compacts/{compacts['Hampshire']}", None), (f"/compacts/{compacts['Essex']}", None),
        (f"/compacts/{compacts['Kingston upon Thames']}", "in-force"), (f"/compacts/{compacts['Kingston upon Thames']}/text", None),
    ):  # fmt: skip
        page.goto(demo_server.url(path))
        illustrative(page)
        check_page(page, name and f"demo-{name}")


def test_somebody_sits_on_each_side(demo_server: Server, compacts, person, check_page):
    pages = {}
    for seat, name in ((ADVISER, "department"), (GATESHEAD, "council")):
        page = pages[name] = sit(person(), demo_server, seat)
        heading(page, "Your desk")
        illustrative(page)
        check_page(page, f"demo-desk-{name}")
        page.goto(demo_server.url(f"/compacts/{compacts['Gateshead']}"))
        illustrative(page)
        check_page(page, f"demo-negotiation-{name}")
        line = page.locator("section.concordat-line", has_text="Objected to").get_by_role("link", name=re.compile("^Answer"))
        line.first.click()
        illustrative(page)
        check_page(page, f"demo-line-{name}")
    page = pages["department"]
    page.goto(demo_server.url("/desk?waiting=us&year=2003"))
    expect(page.get_by_role("link", name="Clear filters")).to_be_visible()
    page.goto(demo_server.url("/desk?region=West%20Midlands"))
    reads(page, "Nothing on your desk is like that.")
    press(page, "Leave the seat")
    page.goto(demo_server.url("/desk"))
    heading(page, "Sit in a seat")


def test_a_seat_signs_what_waits_for_it(demo_server: Server, compacts, person, check_page):
    page = sit(person(), demo_server, "Secretary of State, Department for Education and Skills")
    follow(page, "Read and sign")
    heading(page, "Read and sign")
    check_page(page, "demo-signing")
    press(page, "Sign")
    reads(page, "Tick the box to say that you sign as this seat")
    check_page(page)


def test_a_draft_much_of_which_is_still_to_be_written(demo_server: Server, person, check_page):
    page = sit(person(), demo_server, "Policy officer, Norfolk")
    page.goto(demo_server.url("/drafts"))
    follow(page.locator("main"), "Norfolk compact 2003/04")
    check_page(page, "demo-draft")
    for task in ("Plain summary", "Partners consulted", "Priorities, contributions and targets", "Check and send to"):
        page.locator("main").get_by_role("link", name=re.compile(f"^{task}")).click()
        illustrative(page)
        check_page(page, f"demo-draft-{task.split()[0].lower()}")
        page.go_back()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")


def tab_to(page: Page, words: str, most: int = 120) -> None:
    """Goes on with the Tab key until the focus stands on these words; each stop on the way shows where the focus is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
          const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
          const inner = at.matches("input[type=radio], input[type=checkbox]");
          return {marked: marked || inner, inside: box.bottom > 0 && box.top < innerHeight};
        }""")
        assert seen["marked"] and seen["inside"], f"the focus cannot be seen on {focused(page)!r} of {page.url}"
        if focused(page) == words:
            return
    raise AssertionError(f"{words!r} is not reached with {most} times Tab on {page.url}")


def test_all_of_it_can_be_done_with_keys_alone(demo_server: Server, compacts, page: Page):
    page.goto(demo_server.url("/seats"))
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, f"Sit here {ADVISER}")
    page.keyboard.press("Enter")
    heading(page, "Your desk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "Gateshead compact 2003/04")
    page.keyboard.press("Enter")
    heading(page, "Gateshead compact 2003/04")
    words = page.locator("main li", has_text="Waiting on you:").first.inner_text()
    before = int(re.search(r"(\d+) line", words)[1])
    waiting = page.locator("section.concordat-line", has_text="Waiting on you")
    button = waiting.get_by_role("button", name=re.compile("^Accept ")).first
    title = re.sub(r"\s+", " ", button.text_content()).strip()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, title)
    page.keyboard.press("Space")
    expect(page.locator("main li", has_text="Waiting on you:").first).to_contain_text(f"{before - 1} line")


def test_it_works_without_script(demo_server: Server, compacts, person):
    page = sit(person(java_script_enabled=False), demo_server, GATESHEAD)
    page.goto(demo_server.url(f"/compacts/{compacts['Gateshead']}"))
    follow(page, re.compile("^Answer, discuss or change Plain summary"))
    # What script would hide is in sight.
    more = unfold(page, "We propose other wording")
    expect(more.get_by_role("textbox").first).to_be_visible()
    page.get_by_label("Your remark", exact=True).fill("Said without script.")
    press(page, "Say it")
    reads(page, "Said without script.")


def test_it_prints(demo_server: Server, compacts, page: Page):
    page.goto(demo_server.url(f"/compacts/{compacts['Kingston upon Thames']}"))
    page.emulate_media(media="print")
    for gone in (".concordat-navigation", ".govuk-breadcrumbs", ".govuk-skip-link"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    illustrative(page)
    page.set_viewport_size({"width": 794, "height": 1123})
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    looking.PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=looking.PICTURES / "demo-print.png", full_page=True)
    assert len(page.pdf(format="A4")) > 10_000


def test_it_is_readable_where_colours_are_forced(demo_server: Server, compacts, page: Page):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(demo_server.url(f"/compacts/{compacts['Kingston upon Thames']}"))
    looking.check_reflow(page)
    looking.as_picture(page, "demo-forced-colours")
