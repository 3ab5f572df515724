"""What tests of the running program can ask for: a register of their own, the demonstration, and somebody who asks by hand."""

import collections.abc
import contextlib
import pathlib

import pytest

from asking import Asker
from running import LOGS, Server

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


@pytest.fixture(scope="module")
def asking() -> collections.abc.Iterator[collections.abc.Callable[[Server], Asker]]:
    """Each call is another one who asks a server by hand, below any browser: `public = asking(server)`."""
    with contextlib.ExitStack() as stack:

        def begin(server: Server) -> Asker:
            asker = Asker(server)
            stack.callback(asker.close)
            return asker

        yield begin


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.failed:
        for server in _running:
            report.sections.append((f"log of the server at {server.address}", server.last_lines()))
    return report
