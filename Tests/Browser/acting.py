"""What people do on the pages: sign in, sit down, fill in, press."""

import collections.abc
import contextlib
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from running import PASSWORD, Server

# Set on a test that failed in any of its phases.
FAILED = pytest.StashKey[bool]()
SAVED = "[data-autosave-status]"


def sign_in(page: Page, server: Server, email: str, password: str = PASSWORD) -> Page:
    page.goto(server.url("/sign-in"))
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")
    return page


def sit(page: Page, server: Server, seat: str) -> Page:
    """In the demonstration: takes a seat by its title and body."""
    page.goto(server.url("/seats"))
    page.get_by_role("button", name=f"Sit here {seat}", exact=True).click()
    return page


def press(within: Page | Locator, name: str | re.Pattern[str], exact: bool = True) -> None:
    within.get_by_role("button", name=name, exact=exact).click()


def follow(within: Page | Locator, name: str | re.Pattern[str], exact: bool = True) -> None:
    within.get_by_role("link", name=name, exact=exact).first.click()


def fill(within: Page | Locator, label: str, words: str) -> None:
    within.get_by_label(label, exact=True).fill(words)


def choose(within: Page | Locator, label: str, option: str) -> None:
    within.get_by_label(label, exact=True).select_option(label=option)


def tick(within: Page | Locator, label: str | re.Pattern[str]) -> None:
    within.get_by_label(label, exact=isinstance(label, str)).check()


def due(within: Page | Locator, day: int, month: int, year: int) -> None:
    for label, number in (("Day", day), ("Month", month), ("Year", year)):
        fill(within, label, str(number))


def unfold(within: Page | Locator, summary: str) -> Locator:
    """Opens what stands behind a line, and gives it back."""
    line = within.locator("summary").filter(has_text=re.compile(rf"^\s*{re.escape(summary)}\s*$"))
    more = line.locator("xpath=..")
    if more.get_attribute("open") is None:
        line.click()
    return more


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def refused(page: Page, words: str | re.Pattern[str]) -> None:
    """The form is shown again, with what is wrong on top of it."""
    expect(page.locator(".govuk-error-summary")).to_contain_text(words)
    assert page.title().startswith("Error: "), page.title()


@contextlib.contextmanager
def saving(page: Page) -> collections.abc.Iterator[None]:
    """What is typed within is saved by the script, which says so."""
    with page.expect_response(re.compile("/save$")) as answer:
        yield
    assert answer.value.ok, answer.value.text()
    expect(page.locator(SAVED)).to_have_text("Saved")


def reads(within: Page | Locator, words: str | re.Pattern[str]) -> None:
    expect(within.locator("main") if isinstance(within, Page) else within).to_contain_text(words)
