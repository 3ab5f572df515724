"""How the server ends: nothing that it acknowledged is lost, and nothing that it had accepted is left without its answer."""

import collections.abc
import http.client
import pathlib
import re
import signal
import socket
import threading
import time
import urllib.parse

import pytest

from asking import Asker
from figures import figures
from running import ENDED_WITHIN, LOGS, Server

COUNCIL = "Policy officer, Gateshead"
FORM = "application/x-www-form-urlencoded"
# What Sources/Web/Serving.swift allows.
LIMIT = 20.0


@pytest.fixture
def demo(tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> collections.abc.Iterator[Server]:
    """A demonstration that the test itself ends and begins again."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{request.node.name}.log"
    log.unlink(missing_ok=True)
    server = Server(tmp_path / "data", log, "--demo").start()
    yield server
    server.kill()
    server.check_rebuild()


class Speaker:
    """The council's officer, who says things about Gateshead's compact."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker.sit(COUNCIL)
        [row] = [row for row in asker.get("/compacts.json").json["rows"] if row["authority"] == "390"]
        self.page = f"/compacts/{row['id']}"
        self.path = self.page + "/remarks"

    def body(self, remark: str) -> bytes:
        return urllib.parse.urlencode({"_csrf": self.asker.token, "remark": remark}).encode()

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.asker.cookies.items())

    def head(self, length: int) -> bytes:
        lines = [f"POST {self.path} HTTP/1.1", "Host: here", f"Cookie: {self.cookies}", f"Content-Type: {FORM}", f"Content-Length: {length}"]
        return "\r\n".join([*lines, "", ""]).encode()

    def said(self) -> set[str]:
        return set(re.findall(r"remark number \w+", self.asker.get(self.page).text))


def begin_stop(server: Server) -> None:
    """Asks the server to end, and waits until it takes no more."""
    server.process.send_signal(signal.SIGTERM)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except ConnectionRefusedError:
            return
        except (ConnectionResetError, TimeoutError):
            pass  # taken and let go in the same moment, or still waiting to be taken
        server.process.poll()
        time.sleep(0.01)  # connections in a row would keep the server from stopping
    raise AssertionError("The server still accepts connections.")


def begun(server: Server, asking, most: float = 10) -> None:
    """Waits until the server has begun with a request that was sent in part."""
    asker, end = asking(server), time.monotonic() + most
    while figures(asker)("concordat_http_requests_in_progress") < 1:
        assert time.monotonic() < end, "The server does not begin with the request."


def ended(server: Server, within: float = ENDED_WITHIN) -> int:
    process, server.process = server.process, None
    try:
        return process.wait(timeout=within)
    finally:
        process.kill()


def is_closed_well(server: Server) -> bool:
    """Whether nothing is left in a log beside the record or the views."""
    logs = list(server.data.glob("*-wal"))
    return not any(log.stat().st_size for log in logs) and (server.data / "record.sqlite").is_file()


def test_a_slow_change_in_progress_gets_its_answer_and_is_kept(demo: Server, asking):
    speaker = Speaker(asking(demo))
    body = speaker.body("remark number slow")
    with socket.create_connection(("127.0.0.1", demo.port), timeout=30) as connection:
        connection.sendall(speaker.head(len(body)) + body[:10])
        # The server has begun to read it once an answer to something sent later has come back.
        begun(demo, asking)
        begin_stop(demo)
        for byte in body[10:]:
            connection.sendall(bytes([byte]))
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == 303, answer.read()
        assert answer.headers["Connection"] == "close"
        answer.read()
        assert connection.recv(1) == b""
    assert ended(demo) == 0
    assert is_closed_well(demo)
    demo.start()
    assert "remark number slow" in Speaker(asking(demo)).said()


def test_of_many_changes_at_once_those_that_stand_are_those_that_were_answered(demo: Server, asking):
    speaker = Speaker(asking(demo))
    answered: set[str] = set()
    wrong: list[str] = []
    some = threading.Event()

    def speak(number: int) -> None:
        """One remark after another until the server takes no more."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=60)
            for count in range(1000):
                remark = f"remark number {number}x{count}"
                connection.request("POST", speaker.path, speaker.body(remark), {"Cookie": speaker.cookies, "Content-Type": FORM})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 303:
                    wrong.append(f"{remark}: {answer.status}")
                    return
                answered.add(remark)
                if len(answered) >= 100:
                    some.set()
        except (ConnectionError, http.client.HTTPException):
            return
        finally:
            connection.close()

    speakers = [threading.Thread(target=speak, args=(number,)) for number in range(64)]
    for one in speakers:
        one.start()
    assert some.wait(60), (len(answered), wrong)
    demo.process.send_signal(signal.SIGTERM)
    for one in speakers:
        one.join(60)
    assert ended(demo) == 0
    assert not wrong, wrong
    assert is_closed_well(demo)
    demo.start()
    stands = Speaker(asking(demo)).said()
    # Lost: answered and not there. Unanswered: there and not answered.
    assert stands == answered, {"lost": answered - stands, "unanswered": stands - answered}
    assert len(answered) >= 100


def test_idle_connections_do_not_keep_it(demo: Server, asking):
    idle = [socket.create_connection(("127.0.0.1", demo.port)) for _ in range(20)]
    for connection in idle[:10]:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    for connection in idle[10:15]:
        connection.sendall(b"GET /healthz HT")
    asking(demo).get("/")
    began = time.monotonic()
    demo.process.send_signal(signal.SIGTERM)
    assert ended(demo) == 0
    assert time.monotonic() - began < LIMIT / 2
    for connection in idle:
        connection.close()
    assert is_closed_well(demo)


def test_what_never_arrives_whole_is_cut_off_and_not_done(demo: Server, asking):
    speaker = Speaker(asking(demo))
    body = speaker.body("remark number half and never the rest")
    with socket.create_connection(("127.0.0.1", demo.port), timeout=60) as connection:
        connection.sendall(speaker.head(len(body)) + body[:-10])
        begun(demo, asking)
        began = time.monotonic()
        begin_stop(demo)
        assert ended(demo, LIMIT + 10) == 0
        took = time.monotonic() - began
        assert LIMIT - 2 < took < LIMIT + 8, took
    assert is_closed_well(demo)
    demo.start()
    assert "remark number half" not in Speaker(asking(demo)).said()


def test_a_second_signal_ends_it_at_once_and_loses_nothing(demo: Server, asking):
    speaker = Speaker(asking(demo))
    speaker.asker.post(speaker.path, remark="remark number kept")
    body = speaker.body("remark number half")
    with socket.create_connection(("127.0.0.1", demo.port), timeout=60) as connection:
        connection.sendall(speaker.head(len(body)) + body[:10])
        begun(demo, asking)
        begin_stop(demo)
        demo.process.send_signal(signal.SIGTERM)
        assert ended(demo, 5) == 128 + signal.SIGTERM
    demo.start()
    assert Speaker(asking(demo)).said() == {"remark number kept"}


def test_ctrl_c_stops_it_too(demo: Server, asking):
    asking(demo).get("/")
    demo.process.send_signal(signal.SIGINT)
    assert ended(demo) == 0
    assert is_closed_well(demo)
    log = demo.log.read_text(encoding="utf-8")
    assert "event=serving" in log and "event=stopping" in log and "event=stopped" in log
