"""What every browser test can ask for: as many people in browsers as it needs, and documents that are looked over."""

import collections.abc
import shutil

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import looking
from acting import FAILED


@pytest.fixture(scope="session")
def chromium() -> collections.abc.Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: tools/setup test installs it"
    with sync_playwright() as playwright:
        # Without --no-sandbox root cannot start it; a container's /dev/shm is too small for long pages.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def documents() -> collections.abc.Iterator[looking.Documents]:
    """The documents to be checked after the last test, all in one run of the Nu checker."""
    gathered = looking.Documents()
    yield gathered
    gathered.check()


@pytest.fixture
def person(chromium: Browser, documents: looking.Documents) -> collections.abc.Iterator[collections.abc.Callable[..., Page]]:
    """Each call is another person in a browser of their own: `officer = person()`. What a page's policy stops fails the test."""
    people = looking.People(chromium, documents)
    yield people.arrives
    people.leave()
    assert not people.complaints, "\n".join(people.complaints)


@pytest.fixture
def page(person: collections.abc.Callable[..., Page]) -> Page:
    """One person in a browser, signed in nowhere."""
    return person()


@pytest.fixture
def check_page(documents: looking.Documents) -> collections.abc.Callable[..., None]:
    """Looks a page over: accessible, narrow enough, its HTML gathered; with a name, its pictures kept too."""

    def look_over(page: Page, name: str | None = None) -> None:
        looking.check_accessible(page)
        looking.check_reflow(page)
        documents.gather(page)
        if name:
            looking.as_picture(page, name)

    return look_over


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
