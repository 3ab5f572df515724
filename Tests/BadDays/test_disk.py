"""A disk that is full, that fails or that may not be written: the register says so, changes nothing, and goes on showing
what it has; once the disk is well again it goes on without being started anew."""

import collections.abc
import contextlib
import dataclasses
import html
import os
import pathlib
import re
import shutil
import stat
import subprocess
import typing

import pytest

from asking import Answer, Asker
from disks import HAS_LOOP, NAMESPACE, Disk, fail, limit, loop_disk, memory_disk
from forms import forms
from killing import checked
from running import PASSWORD, PROGRAM, TOP, Server
from scene import NORFOLK, OFFICER, SECRETARY, Scene
from store import Store

without_mounts = pytest.mark.skipif(NAMESPACE is None, reason="this system lets nobody mount a disk: the limit of a process stands in for it")


@dataclasses.dataclass
class Bad:
    """A server on a disk that goes bad and, perhaps, well again."""

    server: Server
    words: str
    spoil: typing.Callable[[], None]
    mend: typing.Callable[[], None]
    run: typing.Callable[..., subprocess.CompletedProcess[str]]
    data: pathlib.Path


@contextlib.contextmanager
def full_disk(scene: Scene, folder: pathlib.Path) -> collections.abc.Iterator[Bad]:
    with memory_disk(folder / "disk", 64) as disk:
        subprocess.run(["cp", "-r", scene.folder, disk.seen / "data"], check=True, timeout=60)
        server = Server(disk.folder / "data", folder / "log", "--demo", through=disk.entering)
        server.start()
        try:
            yield Bad(server, "The disk is full", disk.fill, disk.empty, on(disk), disk.seen / "data")
        finally:
            server.stop()
        assert not checked(taken_out(disk.seen / "data", folder / "after"))


@contextlib.contextmanager
def limited(scene: Scene, folder: pathlib.Path) -> collections.abc.Iterator[Bad]:
    """No rights are needed for this one: a process may be forbidden to write beyond so many bytes of a file."""
    data = scene.copy(folder / "data")
    server = Server(data, folder / "log", "--demo")
    server.start()

    def run(*words: str | pathlib.Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        words = ("sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *words)
        return subprocess.run(words, input=typed, capture_output=True, text=True, timeout=120, check=False, cwd=TOP)

    try:
        yield Bad(
            server, "The disk does not read or write what it is asked to", lambda: limit(server, 4096), lambda: limit(server, None), run, data
        )
    finally:
        server.stop()
    assert not checked(data)


def on(disk: Disk) -> typing.Callable[..., subprocess.CompletedProcess[str]]:
    def run(*words: str | pathlib.Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*disk.entering, *words], input=typed, capture_output=True, text=True, timeout=120, check=False, cwd=TOP)

    return run


REFERENCE = re.compile(r"Reference: \w+")


def refused(answer: Answer, words: str) -> None:
    """Nothing was changed, and the page says why in words that need no engineer."""
    assert answer.status == 503, f"answered {answer.status}: {answer.text[:3000]}"
    assert f"{words}: nothing was changed" in html.unescape(answer.text), answer.text
    assert int(answer.headers["Retry-After"]) > 0 and REFERENCE.search(answer.text), answer.text
    # The cause is for the log alone.
    assert not re.search("SQL|sqlite|StoreError|INSERT", answer.text), answer.text


def was_refused(answer: Answer, words: str) -> bool:
    """What is small may still find room in a file that is there already: then it is kept like any other."""
    if answer.status in (200, 303):
        return False
    refused(answer, words)
    return True


def until_refused(asker: Asker, way: str, words: str) -> tuple[list[str], list[str]]:
    """Makes remarks until three in a row are refused: what was kept, and what was not.

    The record's log may still have room for some while that of the views has none: then they are kept, and that is said.
    """
    kept: list[str] = []
    refusals: list[str] = []
    row = 0
    while row < 3:
        assert len(kept) < 5000, "nothing is refused"
        remark = f"remark {len(kept) + len(refusals)} at the end."
        answer = asker.post(f"{way}/remarks", None, remark=remark)
        if answer.status in (202, 303):
            if answer.status == 202:
                assert "What you did was kept" in answer.text and REFERENCE.search(answer.text), answer.text
            kept.append(remark)
            row = 0
        else:
            refused(answer, words)
            assert remark in answer.text, "the words that were sent are lost"
            refusals.append(remark)
            row += 1
    return kept, refusals


def taken_out(data: pathlib.Path, to: pathlib.Path) -> pathlib.Path:
    """A copy outside the disk: SQLite follows the way to a disk of another namespace back into its own."""
    shutil.copytree(data, to)
    return to


PUBLIC = ["/", "/compacts", "/compacts.json", "/statements", "/authorities", "/record", "/search?q=compact", "/record/entries/0"]


@pytest.mark.parametrize("kind", [pytest.param(full_disk, id="full", marks=without_mounts), pytest.param(limited, id="limited")])
def test_while_nothing_can_be_written_all_can_be_read(kind: typing.Callable, scene: Scene, tmp_path: pathlib.Path, asking: typing.Callable):
    with kind(scene, tmp_path) as bad:
        server: Server = bad.server
        public, officer, norfolk = asking(server), asking(server).sit(OFFICER), asking(server).sit(NORFOLK)
        way = f"/compacts/{scene.compact}"
        officer.post(f"{way}/remarks", remark="kept before the disk went bad")
        before = {path: public.get(path).body for path in PUBLIC}
        sheet = next(form for form in forms(norfolk.get(f"{scene.draft}/summary")) if "/lines/" in form.action)
        fields = {name: values for name, values in sheet.fields.items() if name != "_csrf"}
        assert public.get("/readyz").status == 200
        bad.spoil()
        kept, refusals = until_refused(officer, way, bad.words)
        print(f"{len(kept)} were kept before it was full")
        # Writers of every sort.
        answer = norfolk.post(f"{sheet.action}/save", None, **{**fields, "text": "Typed on a bad day. " * 300})
        if was_refused(answer, bad.words):
            assert "bad day" not in norfolk.get(scene.draft).text
        else:
            fields |= {"revision": [str(answer.json["revision"])], "read": [answer.json["read"]]}
        stranger = asking(server)
        seat = re.search(r'name="appointment" value="([^"]+)"', stranger.get("/seats").text)[1]
        was_refused(stranger.post("/seat", None, appointment=seat), bad.words)
        # Readers: the public, a party (whose looking is noted where that can be), and programs.
        for path in PUBLIC:
            answer = public.ask("GET", path)
            assert answer.status == 200, (path, answer.text[:2000])
            assert answer.body == before[path] or kept, path
        page = officer.get(way)
        assert "kept before the disk went bad" in page.text and not any(words in page.text for words in refusals)
        public.get("/readyz", 503)
        public.get("/healthz")
        # Commands beside it: one clear line.
        for words in (
            ["body", "add", "--code", "bad", "--name", "Bad", "--sort", "association"],
            ["person", "add", "--body", "926", "--seat", "Bad", "--office", "director", "--name", "Bad", "--email", "bad@example.org"],
            ["import", "--as", "authorities"],
        ):
            answer = bad.run(PROGRAM, *words, "--data", server.data, typed=PASSWORD + "\n")
            assert answer.returncode == 1 and answer.stdout == "", answer
            assert len(answer.stderr.splitlines()) == 1 and answer.stderr.startswith(bad.words), answer
        store = Store(taken_out(bad.data, tmp_path / "meanwhile"))
        assert not store.halves()
        assert {"kept before the disk went bad", *kept} <= store.said
        assert not store.said & set(refusals)
        bad.mend()
        officer.post(f"{way}/remarks", remark="kept after the disk was mended")
        norfolk.post(f"{sheet.action}/save", 200, **{**fields, "text": "Typed on a better day."})
        assert "kept after the disk was mended" in officer.get(way).text
        public.get("/readyz")


@pytest.mark.skipif(not HAS_LOOP, reason="a disk that fails is a loop device, which needs root")
def test_what_was_answered_is_on_a_disk_that_fails_the_next_moment(scene: Scene, tmp_path: pathlib.Path, asking: typing.Callable):
    image = tmp_path / "disk.image"
    with loop_disk(tmp_path / "disk", 96) as disk:
        subprocess.run(["cp", "-r", scene.folder, disk.seen / "data"], check=True, timeout=60)
        disk.run("sync", "-f", disk.folder)
        server = Server(disk.folder / "data", tmp_path / "log", "--demo", through=disk.entering).start()
        try:
            public, officer, secretary = asking(server), asking(server).sit(OFFICER), asking(server).sit(SECRETARY)
            way = f"/compacts/{scene.compact}"
            for number in range(20):
                officer.post(f"{way}/remarks", remark=f"remark {number}")
            sent = scene.ready[0]
            secretary.get(f"{sent}/check")
            [sheet] = [form for form in forms(secretary.get(f"{sent}/check")) if form.action.endswith("/check")]
            secretary.post(sheet.action, **{name: values for name, values in sheet.fields.items() if name != "_csrf"})
            fail(disk)
            answer = officer.post(f"{way}/remarks", None, remark="after the disk failed")
            refused(answer, "The disk does not read or write what it is asked to" if "does not read" in answer.text else "The register's files cannot be written")
            public.get("/readyz", 503)
            assert "remark 19" in officer.get(way).text
        finally:
            server.kill()
    # As after a power cut: only what the disk itself has.
    with loop_again(image, tmp_path / "again") as disk:
        data = tmp_path / "data"
        subprocess.run(["cp", "-r", disk.seen / "data", data], check=True, timeout=60)
    store = Store(data)
    assert {f"remark {number}" for number in range(20)} <= store.said and "after the disk failed" not in store.said
    assert f"statement/{sent.split('/')[-1]}" in store.subjects
    assert not store.halves()
    server = Server(data, tmp_path / "log", "--demo").start()
    server.stop()
    assert not checked(data)


def loop_again(image: pathlib.Path, folder: pathlib.Path) -> contextlib.AbstractContextManager[Disk]:
    os.link(image, folder.with_suffix(".image"))
    return loop_disk(folder, None)


@contextlib.contextmanager
def read_only(data: pathlib.Path, disk: Disk | None) -> collections.abc.Iterator[None]:
    """The folder may be read and not written: by the mount, or, for those who are not root, by its rights."""
    if disk is not None:
        disk.run("mount", "-o", "remount,ro", disk.folder)
        yield
        disk.run("mount", "-o", "remount,rw", disk.folder)
        return
    paths = [data, *data.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield
    for path in paths:
        path.chmod(0o700 if path.is_dir() else stat.S_IRUSR | stat.S_IWUSR)


@contextlib.contextmanager
def in_read_only(scene: Scene, folder: pathlib.Path) -> collections.abc.Iterator[tuple[pathlib.Path, pathlib.Path, list[str], Disk | None]]:
    with contextlib.ExitStack() as stack:
        if os.geteuid() == 0:
            assert NAMESPACE is not None, "root cannot mount here, and no rights hold it back: run the tests as another user"
            disk = stack.enter_context(memory_disk(folder / "disk", 64))
            subprocess.run(["cp", "-r", scene.folder, disk.seen / "data"], check=True, timeout=60)
            yield disk.folder / "data", disk.seen / "data", disk.entering, disk
        else:
            data = scene.copy(folder / "data")
            yield data, data, [], None


def kept(folder: pathlib.Path) -> dict[str, bytes]:
    """What every file of a data folder holds, but for the shared indexes, which a reader makes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


WRITING = [["body", "add", "--code", "bad", "--name", "Bad", "--sort", "association"], ["import", "--as", "authorities"], ["rebuild"]]


def test_a_folder_that_may_not_be_written_is_read_and_left_as_it_is(scene: Scene, tmp_path: pathlib.Path, asking: typing.Callable):
    with in_read_only(scene, tmp_path) as (data, seen, within, disk):
        # Where nothing was closed, the logs and their indexes lie there, and it can be read.
        Server(data, tmp_path / "log", "--demo", through=within).start().kill()
        before = kept(seen)
        with read_only(data, disk):
            for words in WRITING:
                one_line([*within, PROGRAM, *words, "--data", data])
            server = Server(data, tmp_path / "log", "--demo", through=within)
            try:
                server.start()
                public = asking(server)
                for path in PUBLIC:
                    public.get(path)
                stranger = asking(server)
                seat = re.search(r'name="appointment" value="([^"]+)"', stranger.get("/seats").text)[1]
                refused(stranger.post("/seat", None, appointment=seat), "The register's files cannot be written")
                public.get("/readyz", 503)
            finally:
                server.kill()
        assert kept(seen) == before
        Server(data, tmp_path / "log", "--demo", through=within).start().stop()


def test_files_that_cannot_even_be_read_are_named(scene: Scene, tmp_path: pathlib.Path):
    """Without the log and its index SQLite cannot read in a folder that it may not write."""
    with in_read_only(scene, tmp_path) as (data, seen, within, disk):
        for name in ("record.sqlite", next(path.name for path in seen.glob("views-*.sqlite"))):
            script = "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); file.execute('PRAGMA wal_checkpoint(TRUNCATE)'); file.close()"
            subprocess.run([*within, "python3", "-c", script, data / name], check=True, timeout=60)
        for path in [*seen.glob("*-wal"), *seen.glob("*-shm")]:
            path.unlink()
        with read_only(data, disk):
            for words in [*WRITING, ["serve", "--demo", "--port", "0"], ["rebuild", "--check"], ["person", "list"]]:
                one_line([*within, PROGRAM, *words, "--data", data])


def one_line(command: list[str | pathlib.Path]) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=TOP)
    assert answer.returncode == 1 and answer.stdout == "", answer
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    assert answer.stderr.startswith(("The register's files cannot be written", "The disk does not read or write what it is asked to")), answer
