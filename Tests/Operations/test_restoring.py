"""A bad day, practised: a backup while people write, a text erased afterwards, the machine lost, the record put back."""

import collections.abc
import contextlib
import html
import json
import pathlib
import re
import subprocess
import threading
import time

import pytest

from asking import Asker
from running import LOGS, PROGRAM, TOP, Server

ADVISER = "Regional adviser, Department for Education and Skills"
# A word that stands nowhere else.
NAME = "Quillfeather"
WITHIN = 30.0


def command(*words: str | pathlib.Path, status: int = 0) -> str:
    """Runs the program, and gives back what it prints; of a refusal, what it says on standard error."""
    answer = subprocess.run([PROGRAM, *words], cwd=TOP, capture_output=True, text=True, timeout=300, check=False)
    assert answer.returncode == status, f"{words} ended with {answer.returncode}, not {status}.\n{answer.stdout}{answer.stderr}"
    return answer.stdout if status == 0 else answer.stderr


@pytest.fixture
def serves(tmp_path: pathlib.Path) -> collections.abc.Iterator[collections.abc.Callable[[str], Server]]:
    """Serves a demonstration in a folder of that name."""
    with contextlib.ExitStack() as stack:

        def start(name: str) -> Server:
            log = LOGS / f"restoring-{name}.log"
            LOGS.mkdir(parents=True, exist_ok=True)
            log.unlink(missing_ok=True)
            server = Server(tmp_path / name, log, "--demo").start()
            stack.callback(server.stop)
            return server

        yield start


@pytest.fixture
def sits(request: pytest.FixtureRequest) -> collections.abc.Callable[[Server], Asker]:
    """Somebody who sits in the Department's seat."""

    def begin(server: Server) -> Asker:
        asker = Asker(server).sit(ADVISER)
        request.addfinalizer(asker.close)
        return asker

    return begin


def negotiated(asker: Asker) -> str:
    """The address of a compact that is being negotiated."""
    for path in sorted(set(re.findall(r'href="(/compacts/[a-z2-7]{16})[?#"]', asker.get("/desk").text))):
        if f'action="{path}/remarks"' in asker.get(path).text:
            return path
    raise AssertionError("nothing is being negotiated")


def size(asker: Asker) -> int:
    return int(asker.get("/record/checkpoint").text.split("\n")[1])


def holding(folder: pathlib.Path, word: str = NAME) -> list[str]:
    """The files of a folder in which a word stands."""
    return [file.name for file in sorted(folder.iterdir()) if file.is_file() and word.encode() in file.read_bytes()]


def until(holds: collections.abc.Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < end, f"not within {WITHIN:.0f} s: {what}"
        time.sleep(0.1)


def test_a_record_is_lost_and_put_back(tmp_path, serves, sits):
    server = serves("data")
    adviser = sits(server)
    compact = negotiated(adviser)
    adviser.post(f"{compact}/remarks", remark=f"{NAME} cannot come on Tuesday.")
    said = json.loads(adviser.get(f"/record/entries/{size(adviser) - 1}").text)["body"]["text"]
    vkey = adviser.get("/record/vkey").text.strip()

    # A backup, while people write.
    backup, over = tmp_path / "backup.sqlite", threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        writer = sits(server)
        try:
            while not over.is_set():
                writer.post(f"{compact}/remarks", remark="We are still reading.")
        except BaseException as error:  # noqa: BLE001: it is raised again where somebody sees it
            failed.append(error)

    before, writing = size(adviser), threading.Thread(target=write)
    writing.start()
    try:
        until(lambda: size(adviser) > before + 3, "people write")
        made = json.loads(command("backup", "--to", backup, "--data", server.data, "--json"))
        after = size(adviser)
        until(lambda: size(adviser) > after + 3, "people write on")
    finally:
        over.set()
        writing.join(WITHIN)
    assert not failed, failed
    assert before + 3 < made["entries"] <= after
    assert made["bytes"] == backup.stat().st_size
    assert [file.stat().st_mode & 0o777 for file in tmp_path.glob("backup*")] == [0o600, 0o600]
    assert NAME.encode() in backup.read_bytes()
    assert "already" in command("backup", "--to", backup, "--data", server.data, status=1)

    # A text is erased beside the running server: it is in no file, and pages say when.
    assert "1 texts" in command("erase", said, "--reason", "Names somebody", "--data", server.data)
    until(lambda: NAME not in adviser.get(compact).text, "the server forgets")
    assert "These words were erased on" in adviser.get(compact).text
    adviser.post(f"{compact}/remarks", remark="Thursday, then.")
    assert holding(server.data) == []
    last = tmp_path / "last.checkpoint"
    last.write_text(adviser.get("/record/checkpoint").text)
    published = size(adviser)

    # The machine is lost; the list of erasures was copied away.
    assert server.process
    server.process.kill()
    server.process.wait()
    server.process = None
    assert holding(server.data) == [], "nor after a crash"
    again = tmp_path / "again"
    restore = ["restore", backup, "--data", again, "--last-checkpoint", last, "--erasures", server.data / "erasures"]
    assert "Another process" not in command(*restore, "--json")
    assert "--replace" in command(*restore, status=1), "it is there now"
    assert holding(again) == []
    assert sorted(file.name for file in again.iterdir() if not file.name.startswith("views-")) == ["erasures", "record.sqlite"]

    checkpoint = tmp_path / "backup.sqlite.checkpoint"
    assert "goes on from the earlier checkpoint" in command("verify", again, "--since", checkpoint)
    assert "entries are gone" in command("verify", again, "--since", last, status=1)
    command("rebuild", "--check", "--data", again)

    # Serving goes on, under a new name that leads back to the old.
    second = serves("again")
    adviser = sits(second)
    page = html.unescape(adviser.get("/record").text)
    old, new = vkey.split("+")[0], adviser.get("/record/checkpoint").text.split("\n")[0]
    assert new != old and new.startswith(f"{old}/")
    assert old in page and f"Of {published} entries" in page
    restart = json.loads(adviser.get(f"/record/entries/{made['entries']}").text)
    assert restart["event"] == "record.restarted.1" and restart["log"] == new
    assert restart["body"]["from"] == old and restart["body"]["published"] == published
    answer = command("verify", second.address, "--key", vkey, "--since", checkpoint)
    assert answer.rstrip().endswith("verified") and "goes on from the earlier checkpoint" in answer
    assert "These words were erased on" in adviser.get(compact).text
    adviser.post(f"{compact}/remarks", remark="We have lost a day.")
    assert "We have lost a day." in adviser.get(compact).text
    second.stop()
    command("rebuild", "--check", "--data", again)


def test_a_backup_is_checked_before_anything_is_changed(tmp_path, serves):
    server = serves("data")
    server.stop()
    backup = tmp_path / "backup.sqlite"
    server.run("backup", "--to", str(backup))

    whole = backup.read_bytes()
    at = whole.index(b"Department for Education")
    backup.write_bytes(whole[:at] + b"X" + whole[at + 1 :])
    said = command("restore", backup, "--data", server.data, "--replace", status=1)
    assert re.search(r"is damaged: entry \d+", said), said
    (tmp_path / "letter").write_text("Not a record, and not a short letter either.")
    assert "is no backup" in command("restore", tmp_path / "letter", "--data", server.data, "--replace", status=1)
    backup.write_bytes(whole)
    checkpoint = tmp_path / "backup.sqlite.checkpoint"
    note = checkpoint.read_text()
    checkpoint.write_text(note.replace("\n", "1\n", 2).replace("1\n", "\n", 1))
    assert "backup.sqlite.checkpoint" in command("restore", backup, "--data", server.data, "--replace", status=1)
    checkpoint.write_text(note)
    assert "unchanged" in command("verify", server.data, "--since", checkpoint)
    assert not list(server.data.glob("record.sqlite.before-*"))

    said = command("restore", backup, "--data", server.data, "--replace")
    assert "The log keeps its name" in said and "No list of erasures" in said
    aside = list(server.data.glob("record.sqlite.before-*"))
    assert len(aside) == 1 and aside[0].name in said
    server.check_rebuild()


def test_nothing_is_put_back_under_a_server(tmp_path, serves):
    server = serves("data")
    backup = tmp_path / "backup.sqlite"
    server.run("backup", "--to", str(backup))
    assert "stop the server first" in command("restore", backup, "--data", server.data, "--replace", status=1)
    command("restore", server.data / "record.sqlite", "--data", tmp_path / "other", status=1)
    assert not (tmp_path / "other").exists()
    server.check_rebuild()
