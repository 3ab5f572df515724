"""What is looked at on every page: whether everyone can use it, whether it is right HTML, and how it looks."""

import json
import pathlib
import re
import subprocess

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from running import TOOLS, TOP

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 375, "height": 667}
# The narrowest that must work without scrolling sideways: WCAG 2.2, 1.4.10 (reflow).
NARROWEST = {"width": 320, "height": 568}

PICTURES = TOP / ".build" / "pictures"
PAGES = TOP / ".build" / "html"

AXE = TOOLS / "axe" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CHECKER = TOOLS / "vnu" / "vnu.jar"
# The Nu checker is of 2020. What is newer and right is let through, one exact message each, with where it is written down.
YOUNGER_THAN_THE_CHECKER = {
    # HTML Living Standard, 4.4.9 (2023).
    r"Element “search” not allowed as child of element “.*” in this context\. .*": "the search element",
    # HTML Living Standard, 6.1 (2022).
    r"Bad value “until-found” for attribute “hidden” on element “.*”\.": "hidden until found",
    # HTML Living Standard, 6.3 (2022).
    r"Attribute “inert” not allowed on element “.*” at this point\.": "inert",
    # HTML Living Standard, 4.10.18.7.1 (whatwg/html#5881, 2020).
    r"Bad value “username” for attribute “autocomplete” on element “input”: .* is not allowed in this context\.": "an e-mail address to sign in with",
    # HTML Living Standard, 6.12 (2023).
    r"Attribute “popover(target|targetaction)?” not allowed on element “.*” at this point\.": "popovers",
}


def check_accessible(page: Page) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or its best practices in the page as it now stands."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS)
    lines = []
    for violation in found["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}")
            lines.append("        " + node["failureSummary"].replace("\n", "\n        "))
    assert not lines, f"{page.url} ({page.title()}) is not accessible:\n" + "\n".join(lines)


def check_reflow(page: Page) -> None:
    """Nothing makes a narrow screen scroll sideways."""
    page.set_viewport_size(NARROWEST)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    assert wide <= NARROWEST["width"], f"{page.url} is {wide} px wide on a screen of {NARROWEST['width']} px"


def as_picture(page: Page, name: str) -> None:
    """Keeps how the page looks, on a desk and on a telephone: .build/pictures/NAME-wide.png and NAME-narrow.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for kind, size in (("narrow", NARROW), ("wide", WIDE)):
        page.set_viewport_size(size)
        page.screenshot(path=PICTURES / f"{name}-{kind}.png", full_page=True)


class Documents:
    """The HTML of the pages visited, as the server sent it, gathered so that the checker starts once."""

    def __init__(self) -> None:
        self._last: dict[Page, Response] = {}
        self._gathered: dict[str, str] = {}

    def follow(self, page: Page) -> None:
        def answered(response: Response) -> None:
            request = response.request
            if request.is_navigation_request() and request.frame == page.main_frame and not 300 <= response.status < 400:
                self._last[page] = response

        page.on("response", answered)
        page.on("close", lambda _: self._last.pop(page, None))

    def gather(self, page: Page) -> None:
        """Puts the document that this page now shows (also the answer to a form) among those that will be checked."""
        response = self._last[page]
        self.add(f"{response.request.method} {response.url} {response.status}", response.text())

    def add(self, name: str, html: str) -> None:
        self._gathered.setdefault(html, name)

    def check(self) -> None:
        """The Nu checker finds no error in any document gathered."""
        if not self._gathered:
            return
        PAGES.mkdir(parents=True, exist_ok=True)
        for old in PAGES.glob("*.html"):
            old.unlink()
        names: dict[str, str] = {}
        for number, (html, name) in enumerate(self._gathered.items()):
            file = PAGES / f"{number:04}.html"
            file.write_text(html, encoding="utf-8")
            names[file.name] = name
        self._gathered.clear()
        faults = [f"{names[name]} ({name}), {fault}" for name, fault in html_faults(PAGES)]
        assert not faults, f"The Nu checker found {len(faults)} errors in {len(names)} documents:\n" + "\n".join(faults)


def checker_messages(folder: pathlib.Path) -> list[dict]:
    """Everything that the Nu checker calls an error in a folder's documents."""
    command = ["java", "-jar", CHECKER, "--errors-only", "--format", "json", "--exit-zero-always", *sorted(folder.glob("*.html"))]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    return json.loads(answer.stderr)["messages"]


def html_faults(folder: pathlib.Path) -> list[tuple[str, str]]:
    """File name and error, for each error in a folder's documents that the checker's age does not explain."""
    faults = []
    for message in checker_messages(folder):
        text = message["message"]
        if any(re.fullmatch(known, text) for known in YOUNGER_THAN_THE_CHECKER):
            continue
        where = f"line {message.get('lastLine', '?')}: {text}\n        {message.get('extract', '').strip()}"
        faults.append((pathlib.PurePath(message.get("url", "?")).name, where))
    return faults


class People:
    """Any number of people, each in a browser of their own, with cookies of their own.

    Whatever a page's script throws and whatever its Content-Security-Policy stops is a complaint.
    """

    def __init__(self, chromium: Browser, documents: Documents) -> None:
        self._chromium = chromium
        self._documents = documents
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def arrives(self, **options) -> Page:
        """One more person, before an empty page; options as of Playwright's `new_context` (`java_script_enabled=False`)."""
        context = self._chromium.new_context(
            **{"locale": "en-GB", "timezone_id": "Europe/London", "viewport": WIDE, **options}
        )
        self._contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", self._follow)
        return context.new_page()

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _follow(self, page: Page) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and "Content Security Policy" in message.text:
                self.complaints.append(f"{page.url}: {message.text}")

        self._documents.follow(page)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", said)
