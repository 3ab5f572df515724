"""What every browser test can ask for: a server, a demonstration, and as many people in browsers as it needs."""

import collections.abc
import contextlib
import pathlib
import shutil

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import looking
from acting import FAILED
from asking import Asker
from running import TOP, Server

LOGS = TOP / ".build" / "logs"
_running: list[Server] = []


@contextlib.contextmanager
def _serving(name: str, folder: pathlib.Path, *flags: str, settings: dict[str, str] | None) -> collections.abc.Iterator[Server]:
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    log.unlink(missing_ok=True)
    server = Server(folder / "data", log, *flags, settings=settings)
    try:
        _running.append(server.start())
        yield server
    finally:
        if server in _running:
            _running.remove(server)
        server.stop()
    server.check_rebuild()


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> collections.abc.Iterator[collections.abc.Callable[..., Server]]:
    """Starts one more register, with flags and with settings in its environment: `serving("late", settings={...})`.

    After the last test each is stopped, and its views and claims are rebuilt and compared.
    """
    with contextlib.ExitStack() as stack:

        def start(name: str, *flags: str, settings: dict[str, str] | None = None) -> Server:
            return stack.enter_context(_serving(name, tmp_path_factory.mktemp(name), *flags, settings=settings))

        yield start


@pytest.fixture(scope="session")
def server(serving: collections.abc.Callable[..., Server]) -> Server:
    """An empty register."""
    return serving("server")


@pytest.fixture(scope="session")
def demo_server(serving: collections.abc.Callable[..., Server]) -> Server:
    """The demonstration: signing in is sitting in a seat."""
    return serving("demo", "--demo")


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


@pytest.fixture(scope="module")
def asking() -> collections.abc.Iterator[collections.abc.Callable[[Server], Asker]]:
    """Each call is another one who asks a server by hand, below any browser: `public = asking(server)`."""
    with contextlib.ExitStack() as stack:

        def begin(server: Server) -> Asker:
            asker = Asker(server)
            stack.callback(asker.close)
            return asker

        yield begin


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
        for server in _running:
            report.sections.append((f"log of the server at {server.address}", server.last_lines()))
    return report
