"""Bytes that have changed on the disk: a page is right, or it is an error; never something wrong. What is damaged is named, and
what can be built anew is."""

import collections
import contextlib
import pathlib
import random
import re
import sqlite3

import pytest

from asking import Asker
from killing import checked, run
from running import Server
from scene import Scene
from store import Store

PAGE = 4096
READ = [
    "/", "/compacts", "/compacts.json", "/statements", "/agendas", "/authorities", "/record", "/record/checkpoint", "/search?q=reading",
    "/record/tile/0/000", *(f"/record/entries/{number}" for number in (0, 20, 60)),
]  # fmt: skip


def settle(data: pathlib.Path) -> None:
    """Everything is in the files themselves: no log beside them would stand in for what is damaged."""
    for path in data.glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert file.execute("PRAGMA page_size").fetchone() == (PAGE,)
    for path in [*data.glob("*-wal"), *data.glob("*-shm")]:
        path.unlink()


@pytest.fixture(scope="module")
def settled(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = scene.copy(tmp_path_factory.mktemp("settled") / "data")
    settle(folder)
    return Scene(folder, scene.compact, scene.lines, scene.to_sign, scene.draft, scene.ready)


@pytest.fixture(scope="module")
def right(scene: Scene, settled: Scene, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What each address answers while all is well. Checkpoints are signed anew each time, and say the same."""
    folder = tmp_path_factory.mktemp("right")
    server = Server(settled.copy(folder / "data"), folder / "log", "--demo").start()
    try:
        with contextlib.closing(Asker(server)) as public:
            return {path: public.get(path).body for path in [*READ, f"/compacts/{in_force(public)}"]}
    finally:
        server.stop()


def in_force(public: Asker) -> str:
    return next(row["id"] for row in public.get("/compacts.json").json["rows"] if row["state"] == "in-force")


def pages_of(path: pathlib.Path, name: str) -> list[int]:
    """The pages of a table or index, its root first; by SQLite's own account where it gives one."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        (root,) = file.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        with contextlib.suppress(sqlite3.OperationalError):
            return [root, *(number for (number,) in file.execute("SELECT pageno FROM dbstat WHERE name = ? AND pageno <> ?", (name, root)))]
    return [root]


def write_over(path: pathlib.Path, page: int, dice: random.Random, start: int = 0, length: int = PAGE) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + start)
        file.write(dice.randbytes(length))


def only_right_or_an_error(server: Server, right: dict[str, bytes]) -> collections.Counter:
    seen: collections.Counter = collections.Counter()
    with contextlib.closing(Asker(server)) as public:
        for path, body in right.items():
            answer = public.ask("GET", path)
            seen[answer.status] += 1
            if answer.status == 200:
                assert answer.body == body, f"{path} shows something else"
            else:
                assert answer.status >= 500 and re.search(r"reference: \w+|Reference: \w+", answer.text), (path, answer.status, answer.text)
                assert not re.search("SQL|sqlite|StoreError|malformed", answer.text), answer.text
    return seen


def starts(server: Server) -> bool:
    """Whether it serves; where it does not, it says why in one line."""
    try:
        server.start()
    except AssertionError as error:
        assert "status 1" in str(error), error
        lines = [line for line in server.log.read_text().splitlines() if line]
        assert len(lines) == 1 and ("damaged" in lines[0] or "not a record" in lines[0]), lines
        return False
    return True


@pytest.mark.parametrize("what", ["header", "first page", "entry", "entry in the middle", "index", "head", "disclosure", "node", "entries' bytes"])
def test_a_damaged_record_shows_nothing_wrong(what: str, settled: Scene, right: dict[str, bytes], tmp_path: pathlib.Path, seed: int):
    dice = random.Random(seed)
    data = settled.copy(tmp_path / "data")
    record = data / "record.sqlite"
    match what:
        case "header":
            write_over(record, 1, dice, 0, 100)
        case "first page":
            write_over(record, 1, dice, 100)
        case "entry":
            write_over(record, pages_of(record, "entry")[0], dice)
        case "entry in the middle":
            pages = pages_of(record, "entry")
            write_over(record, pages[len(pages) // 2], dice)
        case "index":
            write_over(record, pages_of(record, "sqlite_autoindex_entry_1")[-1], dice)
        case "head" | "disclosure" | "node":
            write_over(record, pages_of(record, what)[-1], dice)
        case _:
            # Words inside envelopes, where no structure of the file shows it.
            raw = record.read_bytes()
            record.write_bytes(raw.replace(b'"title":"Policy officer"', b'"title":"Policy 0fficer"'))
            assert record.read_bytes() != raw
    found = checked(data)
    assert len(found) == 2 or (what in ("disclosure", "index", "node", "head") and found), f"not named: {found}"
    server = Server(data, tmp_path / "log", "--demo")
    if starts(server):
        try:
            seen = only_right_or_an_error(server, right)
        finally:
            server.kill()
        print(what, dict(seen))
    else:
        print(what, server.log.read_text().strip()[-400:])


def test_a_record_whose_latest_entries_are_gone_is_not_served(scene: Scene, tmp_path: pathlib.Path, seed: int):
    """SQLite takes a log that is damaged in the middle for one that ends there. What pages were made from shows that more was kept."""
    dice = random.Random(seed)
    data = scene.copy(tmp_path / "data")
    settle(data)
    server = Server(data, tmp_path / "log", "--demo").start()
    # By the server itself: a command that ends beside it moves its entries from the log into the file.
    with contextlib.closing(Asker(server)) as officer:
        officer.sit("Policy officer, Gateshead")
        [row] = [row for row in officer.get("/compacts.json").json["rows"] if row["authority"] == "390"]
        officer.get(f"/compacts/{row['id']}")
        for number in range(30):
            officer.post(f"/compacts/{row['id']}/remarks", remark=f"Remark {number}")
    server.kill()
    size = Store(data).size
    log = data / "record.sqlite-wal"
    raw = bytearray(log.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 64] = dice.randbytes(64)
    log.write_bytes(raw)
    (data / "record.sqlite-shm").unlink()
    assert Store(data).size < size, "the damage was to no effect"
    again = Server(data, tmp_path / "again", "--demo")
    assert not starts(again)
    assert "pages were made from" in again.log.read_text()
    answer = run("rebuild", "--check", "--data", data)
    assert answer.returncode == 1 and "pages were made from" in answer.stderr and len(answer.stderr.splitlines()) == 1, answer
    # Whoever goes on from what is left says so.
    assert run("rebuild", "--data", data).returncode == 0
    Server(data, tmp_path / "left", "--demo").start().stop()
    assert not checked(data)


def views_file(data: pathlib.Path) -> pathlib.Path:
    [path] = data.glob("views-*.sqlite")
    return path


@pytest.mark.parametrize("what", ["header", "first page", "body", "line", "an index", "nothing but noise", "cut short"])
@pytest.mark.parametrize("mended", ["at the start", "by rebuild"])
def test_damaged_views_are_built_anew(what: str, mended: str, settled: Scene, right: dict[str, bytes], tmp_path: pathlib.Path, seed: int):
    dice = random.Random(seed)
    data = settled.copy(tmp_path / "data")
    path = views_file(data)
    match what:
        case "header":
            write_over(path, 1, dice, 0, 100)
        case "first page":
            write_over(path, 1, dice, 100)
        case "an index":
            write_over(path, pages_of(path, "agreementByKind")[0], dice)
        case "nothing but noise":
            path.write_bytes(dice.randbytes(path.stat().st_size))
        case "cut short":
            with path.open("r+b") as file:
                file.truncate(path.stat().st_size // 2)
        case _:
            write_over(path, pages_of(path, what)[0], dice)
    answer = run("rebuild", "--check", "--data", data)
    assert answer.returncode == 1 and answer.stderr, "not named"
    if mended == "by rebuild":
        assert run("rebuild", "--data", data).returncode == 0
    server = Server(data, tmp_path / "log", "--demo").start()
    try:
        assert only_right_or_an_error(server, right) == {200: len(right)}
    finally:
        server.stop()
    assert ("built anew" in server.log.read_text()) == (mended == "at the start")
    assert (data / f"{path.name}.damaged").exists() == (mended == "at the start")
    assert not checked(data)


def test_views_that_are_damaged_while_they_are_read_show_nothing_wrong(settled: Scene, right: dict[str, bytes], tmp_path: pathlib.Path, seed: int):
    dice = random.Random(seed)
    data = settled.copy(tmp_path / "data")
    server = Server(data, tmp_path / "log", "--demo").start()
    try:
        path = views_file(data)
        count = path.stat().st_size // PAGE
        for page in dice.sample(range(2, count + 1), count // 3):
            write_over(path, page, dice)
        print(dict(only_right_or_an_error(server, right)))
    finally:
        server.kill()
    # The next start mends them.
    server = Server(data, tmp_path / "again", "--demo").start()
    try:
        assert only_right_or_an_error(server, right) == {200: len(right)}
    finally:
        server.stop()
    assert not checked(data)


def test_the_pages_that_are_compared_would_show_it(settled: Scene, right: dict[str, bytes], tmp_path: pathlib.Path):
    """That a wrong page is noticed: a name changed in the views, where no structure tells."""
    data = settled.copy(tmp_path / "data")
    with contextlib.closing(sqlite3.connect(views_file(data))) as file:
        file.execute("UPDATE body SET name = 'Somewhere else'")
        file.commit()
    server = Server(data, tmp_path / "log", "--demo").start()
    try:
        with pytest.raises(AssertionError, match="something else"):
            only_right_or_an_error(server, right)
    finally:
        server.stop()


