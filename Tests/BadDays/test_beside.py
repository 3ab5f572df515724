"""Several programs on one record: commands beside a server, two servers in one folder, two nodes with views of their own."""

import contextlib
import pathlib
import sqlite3
import time
import typing

import pytest

from asking import Asker
from killing import checked
from running import PASSWORD, Server
from scene import ADVISER, OFFICER, Scene
from scribes import Drafts, Kept, LineRemarks, Remarks, Saves, Scribe, Sends, Wordings
from store import Store

SOON = 1.0


def within_a_second(holds: typing.Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < end, f"not within {SOON} s"
        time.sleep(0.02)


@pytest.fixture
def two(scene: Scene, tmp_path: pathlib.Path) -> typing.Iterator[tuple[Server, Server]]:
    """Two servers in one folder, which share one file of views."""
    data = scene.copy(tmp_path / "data")
    servers = [Server(data, tmp_path / f"log-{name}", "--demo") for name in ("a", "b")]
    with contextlib.ExitStack() as stack:
        for server in servers:
            server.start()
            stack.callback(server.stop)
        yield servers[0], servers[1]
    assert not checked(data)


@pytest.fixture
def nodes(scene: Scene, tmp_path: pathlib.Path) -> typing.Iterator[tuple[Server, Server]]:
    """Two servers on one record, each with views of its own, as nodes have them."""
    first, second = scene.copy(tmp_path / "a"), tmp_path / "b"
    second.mkdir(mode=0o700)
    (second / "record.sqlite").symlink_to(first / "record.sqlite")
    servers = [Server(data, tmp_path / f"log-{data.name}", "--demo") for data in (first, second)]
    with contextlib.ExitStack() as stack:
        for server in servers:
            server.start()
            stack.callback(server.stop)
        yield servers[0], servers[1]
    assert not checked(first) and not checked(second)


def test_the_pages_show_within_a_second_what_a_command_wrote(scene: Scene, tmp_path: pathlib.Path, asking: typing.Callable):
    server = Server(scene.copy(tmp_path / "data"), tmp_path / "log", "--demo").start()
    try:
        public = asking(server)
        before = public.get("/authorities.json").json["total"]
        size = int(public.get("/record/checkpoint").text.splitlines()[1])
        server.run("import", "--as", "authorities")
        within_a_second(lambda: public.get("/authorities.json").json["total"] > before + 100)
        assert "City of London" in public.get("/authorities.json?size=1000").text
        assert int(public.get("/record/checkpoint").text.splitlines()[1]) > size + 100
        server.add_person("new@example.org", "New Person", "926", "New seat", "officer")
        within_a_second(lambda: "New seat" in public.get("/seats").text)
    finally:
        server.stop()
    assert not checked(server.data)


def test_somebody_added_beside_the_server_signs_in_at_once(tmp_path: pathlib.Path, asking: typing.Callable):
    server = Server(tmp_path / "data", tmp_path / "log").start()
    try:
        server.run("import", "--as", "authorities")
        server.add_person("new@example.org", "New Person", "926", "New seat", "officer")
        person = asking(server).sign_in("new@example.org", PASSWORD)
        assert "New seat" in person.get("/").text
        server.run("person", "disable", "--email", "new@example.org")
        assert "New seat" not in person.get("/").text
    finally:
        server.stop()
    assert not checked(server.data)


def test_what_is_written_on_one_server_is_read_on_the_other(two: tuple[Server, Server], scene: Scene, asking: typing.Callable):
    way = f"/compacts/{scene.compact}"
    officer, adviser = asking(two[0]).sit(OFFICER), asking(two[1]).sit(ADVISER)
    for number in range(10):
        for writes, reads in ((officer, adviser), (adviser, officer)):
            words = f"remark {number} at {writes.server.port}"
            writes.post(f"{way}/remarks", remark=words)
            within_a_second(lambda words=words, reads=reads: words in reads.get(way).text)


@pytest.mark.parametrize("pair", ["two", "nodes"])
def test_both_may_write_at_once(pair: str, scene: Scene, request: pytest.FixtureRequest, asking: typing.Callable):
    one, other = request.getfixturevalue(pair)
    kept = Kept()
    scribes: list[Scribe] = [
        Remarks(one, scene, kept, "a"), LineRemarks(other, scene, kept, "b"), Saves(one, scene, kept, "a"), Sends(other, scene, kept, "b"),
        Drafts(one, scene, kept, "a"), Drafts(other, scene, kept, "b"),
        Wordings(one, scene, kept, "a", seat=OFFICER, line=1), Wordings(other, scene, kept, "b", seat=ADVISER, line=1),
    ]  # fmt: skip
    for scribe in scribes:
        scribe.start()
    for scribe in scribes:
        scribe.ready.wait(60)
    for scribe in scribes:
        scribe.begin.set()
    time.sleep(4)
    for scribe in scribes:
        scribe.ended.set()
    for scribe in scribes:
        scribe.join(60)
        assert not scribe.is_alive(), f"{scribe.kind} does not end"
    store = Store(one.data)
    print(kept.counts, {scribe.kind: scribe.stale for scribe in scribes if scribe.stale})
    assert not kept.faults and not kept.lost(store) and not store.halves()
    for kind in ("remark", "line remark", "wording", "saved draft", "sent draft", "draft"):
        assert kept.counts.get(kind, 0) >= 3, kept.counts
    # Both show the same: what they have in common is made of the same entries.
    way = f"/compacts/{scene.compact}"
    readers = [asking(server).sit(OFFICER) for server in (one, other)]
    for path in (f"{way}.json", "/desk.json", "/statements.json", "/record/checkpoint"):
        within_a_second(lambda path=path: readers[0].get(path).body == readers[1].get(path).body)
    last = [what for what, _ in kept.promises if what.startswith("remark: ")][-1].split(": ")[1]
    assert all(last in reader.get(way).text for reader in readers)


def same_visit(asker: Asker, server: Server) -> Asker:
    """The same browser, led to another node."""
    other = Asker(server)
    other.cookies, other.token = asker.cookies, asker.token
    return other


def test_a_visit_sees_its_own_change_on_another_node(nodes: tuple[Server, Server], scene: Scene, asking: typing.Callable):
    way = f"/compacts/{scene.compact}"
    officer = asking(nodes[0]).sit(OFFICER)
    behind = 0
    with contextlib.closing(same_visit(officer, nodes[1])) as elsewhere, contextlib.closing(Asker(nodes[1])) as forgetful:
        forgetful.cookies = dict(officer.cookies)
        for number in range(10):
            words = f"own remark {number}."
            officer.post(f"{way}/remarks", remark=words)
            forgetful.cookies = {name: value for name, value in officer.cookies.items() if name != "written"}
            # Without the cookie the node shows what it happens to have: else this test would show nothing.
            behind += words not in forgetful.get(way).text
            assert words in elsewhere.get(way).text
    assert behind > 0, "the other node was never behind"


def test_a_node_waits_for_two_seconds_and_no_longer(nodes: tuple[Server, Server], scene: Scene, asking: typing.Callable):
    way = f"/compacts/{scene.compact}"
    officer = asking(nodes[0]).sit(OFFICER)
    [path] = nodes[1].data.glob("views-*.sqlite")
    with contextlib.closing(same_visit(officer, nodes[1])) as elsewhere, contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holder:
        elsewhere.get("/desk")
        holder.execute("BEGIN IMMEDIATE")
        officer.post(f"{way}/remarks", remark="a remark that the other node cannot fold")
        began = time.monotonic()
        page = elsewhere.get("/compacts")
        took = time.monotonic() - began
        assert page.status == 200 and 1.8 < took < 4, f"{took:.1f} s"
        holder.execute("ROLLBACK")
        end = time.monotonic() + 10
        while "a remark that the other node cannot fold" not in elsewhere.get(way).text:
            assert time.monotonic() < end


@pytest.mark.parametrize("position", ["p999999", "p-1", "p", "x"])
def test_a_position_that_nobody_has_holds_nobody_up(position: str, two: tuple[Server, Server], asking: typing.Callable):
    asker = asking(two[0]).sit(OFFICER)
    asker.cookies["written"] = f"{position}.{'0' * 40}"
    began = time.monotonic()
    asker.get("/compacts")
    assert time.monotonic() - began < 1.5
