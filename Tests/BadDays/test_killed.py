"""Killed at any moment, the register has kept all that it said it kept, nothing by half, and its views are right."""

import os
import pathlib
import random
import shutil
import sqlite3
import subprocess

import pytest

from killing import Kills, checked, run
from running import PROGRAM, TOP, Server
from scene import Scene
from scribes import Kept
from store import Store

KILLS = int(os.environ.get("KILLS", "50"))


def killed_after(seconds: float, *words: str | pathlib.Path) -> bool:
    """Starts the program and kills it after some time; says whether it was still at work."""
    process = subprocess.Popen([PROGRAM, *words], cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def serving(data: pathlib.Path, log: pathlib.Path, *flags: str) -> None:
    """The register can be served, all of it is on its pages, and nothing is wrong with it."""
    server = Server(data, log, *flags).start()
    server.stop()
    assert not checked(data)


def test_every_change_that_was_answered_is_kept_and_none_by_half(scene: Scene, tmp_path: pathlib.Path, seed: int):
    kills = Kills(scene, tmp_path, seed)
    kills.run(KILLS)
    print(f"{KILLS} kills, ready again after {sum(kills.restarts) / len(kills.restarts):.2f} s on average; kept: {kills.counts}")
    assert not kills.found, f"seed {seed}\n" + "\n".join(kills.found)
    # A test in which nothing was at work shows nothing.
    for kind in ("remark", "line remark", "wording", "saved draft", "sent draft", "draft", "command"):
        assert kills.counts.get(kind, 0) >= KILLS // 10, f"too few of '{kind}' were answered: {kills.counts}"


def test_a_register_whose_setting_up_was_broken_off_can_be_set_up(tmp_path: pathlib.Path, seed: int):
    dice = random.Random(seed)
    states = set()
    for number in range(12):
        data = tmp_path / f"new-{number}"
        for words in (["serve", "--port", "0"], ["body", "add", "--code", "lga", "--name", "LGA", "--sort", "association"]):
            killed_after(dice.random() * 0.12, *words, "--origin" if words[0] == "serve" else "--data",
                         "kept.example/record" if words[0] == "serve" else data, *(["--data", data] if words[0] == "serve" else []))  # fmt: skip
            record = data / "record.sqlite"
            states.add("no folder" if not data.exists() else "no file" if not record.exists() else "empty" if not record.stat().st_size else "set up")
            if words[0] == "serve":
                # A command that does not set registers up never takes one that was broken off for its own.
                answer = run("person", "list", "--data", data)
                assert answer.returncode == 0 or "register" in answer.stderr, answer
        serving(data, tmp_path / "log")
    print(sorted(states))


@pytest.mark.parametrize("left", ["empty", "broken"])
def test_a_file_that_setting_up_left_behind_is_taken_up_again(left: str, tmp_path: pathlib.Path, log: pathlib.Path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "record.sqlite").touch()
    if left == "broken":
        # In the middle of its first transaction: the journal lies beside it and says that there was nothing before.
        script = (
            "import os, sqlite3, sys\n"
            "file = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "file.execute('PRAGMA cache_size = 1')\n"
            "file.execute('PRAGMA cache_spill = 1')\n"
            "file.execute('BEGIN EXCLUSIVE')\n"
            "file.execute('CREATE TABLE head (only INTEGER, more BLOB)')\n"
            "[file.execute('INSERT INTO head VALUES (1, zeroblob(5000))') for _ in range(200)]\n"
            "os._exit(0)\n"
        )
        subprocess.run(["python3", "-c", script, data / "record.sqlite"], check=True, timeout=60)
        assert (data / "record.sqlite-journal").exists() and (data / "record.sqlite").stat().st_size > 0
    answer = run("person", "list", "--data", data)
    assert answer.returncode == 1 and "There is no register" in answer.stderr and len(answer.stderr.splitlines()) == 1, answer
    serving(data, log, "--origin", "kept.example/record")
    assert all(entry["log"] == "kept.example/record" for entry in Store(data).entries)
    with sqlite3.connect(data / "record.sqlite") as file:
        assert file.execute("SELECT origin FROM head").fetchone() == ("kept.example/record",)


def views(data: pathlib.Path) -> list[pathlib.Path]:
    return sorted(data.glob("views-*"))


@pytest.mark.parametrize("words", [["serve", "--demo", "--port", "0"], ["rebuild"]], ids=["making", "rebuilding"])
def test_views_whose_making_was_broken_off_are_made(words: list[str], scene: Scene, tmp_path: pathlib.Path, log: pathlib.Path, seed: int):
    dice = random.Random(seed)
    data = scene.copy(tmp_path / "data")
    broken = 0
    for _ in range(8):
        if words[0] == "serve":
            for path in views(data):
                path.unlink()
        broken += killed_after(dice.random() * 0.25, *words, "--data", data)
        if dice.random() < 0.5:
            assert not checked(data)
    assert broken
    serving(data, log, "--demo")


def test_a_list_is_taken_whole_or_not_at_all(scene: Scene, tmp_path: pathlib.Path, log: pathlib.Path, seed: int):
    dice = random.Random(seed)
    before = sum(kind == "body-code" for kind, _ in Store(scene.folder).claims)
    sizes = set()
    for number in range(8):
        data = scene.copy(tmp_path / f"data-{number}")
        killed_after(dice.random() * 0.6, "import", "--as", "authorities", "--data", data)
        sizes.add(sum(kind == "body-code" for kind, _ in Store(data).claims))
        assert not Store(data).halves()
        answer = run("import", "--as", "authorities", "--data", data)
        assert answer.returncode == 0, answer.stderr
        assert not checked(data)
    assert len(sizes) <= 2 and min(sizes) >= before and all(size in (before, max(sizes)) for size in sizes), sizes
    serving(data, log, "--demo")


# ---- That the checks above can fail


def spoil(data: pathlib.Path, *statements: str) -> Store:
    with sqlite3.connect(data / "record.sqlite") as file:
        for trigger in ("entry_follows", "entry_unchanged", "entry_kept"):
            file.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            assert file.execute(statement).rowcount > 0, statement
    return Store(data)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM entry WHERE position = (SELECT max(position) FROM entry)", "the head says"),
        ("DELETE FROM disclosure WHERE rowid = (SELECT max(rowid) FROM disclosure)", "sealed text"),
        ("DELETE FROM piece", None),
        ("DELETE FROM file WHERE digest = (SELECT max(digest) FROM file)", "file"),
        ("DELETE FROM claim WHERE kind = 'agenda'", "holds no key"),
        ("UPDATE claim SET subject = 'statement/2222222222222222' WHERE kind = 'agenda'", "which there is not"),
        ("DELETE FROM drawer WHERE kind = 'signing-key' AND key = (SELECT min(key) FROM drawer WHERE kind = 'signing-key')", "certificate"),
        ("DELETE FROM drawer WHERE kind = 'person-email'", "accounts"),
        ("UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'salt', 'sAlt') AS BLOB) WHERE position = 10", "leaf"),
    ],
)
def test_what_is_there_by_half_is_noticed(statement: str, words: str | None, scene: Scene, tmp_path: pathlib.Path):
    data = scene.copy(tmp_path / "data")
    added = subprocess.run(
        [PROGRAM, "person", "add", "--body", "926", "--seat", "Head", "--office", "director", "--name", "A. Person", "--email",
         "a@example.org", "--data", data], input="four words make one\n", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert added.returncode == 0 and not Store(data).halves(), added
    found = spoil(data, statement).halves()
    assert words is None or any(words in what for what in found), found
    assert words in ("certificate", "accounts", "sealed text") or checked(data)


def test_a_draft_that_was_sent_and_is_still_one_is_noticed(scene: Scene, tmp_path: pathlib.Path):
    data = scene.copy(tmp_path / "data")
    store = spoil(
        data,
        f"UPDATE drawer SET kind = 'draft-compact', key = '{scene.compact}' WHERE kind = 'draft-compact'",
    )
    assert any("still a draft" in what for what in store.halves())


def test_a_kept_change_that_is_lost_is_noticed(scene: Scene, tmp_path: pathlib.Path):
    """An older copy of the record is whole in itself: only what was answered since shows that something is gone."""
    data, older = scene.copy(tmp_path / "data"), scene.copy(tmp_path / "older")
    answer = run("body", "add", "--code", "lost", "--name", "Lost", "--sort", "association", "--data", data)
    assert answer.returncode == 0, answer
    kept = Kept()
    kept.add("command", "lost", lambda store: ("body-code", "lost") in store.claims)
    assert not kept.lost(Store(data)) and not checked(data)
    for path in data.glob("record.sqlite*"):
        path.unlink()
    for path in older.glob("record.sqlite*"):
        shutil.copy(path, data)
    assert not Store(data).halves()
    assert kept.lost(Store(data)) == ["command: lost"]
    # And views that hold more than the record are noticed too.
    assert checked(data)


def test_wrong_views_are_noticed(scene: Scene, tmp_path: pathlib.Path):
    data = scene.copy(tmp_path / "data")
    [path] = [path for path in views(data) if path.suffix == ".sqlite"]
    with sqlite3.connect(path) as file:
        assert file.execute("UPDATE body SET name = 'Somewhere else' WHERE code = '926'").rowcount == 1
    assert any("Somewhere else" in what for what in checked(data))


