"""Disks that fill up, fail or may not be written, in a mount namespace of their own; and a limit that needs no rights.

A keeper process holds the namespace; what runs on the disk enters it. As root that takes nothing; without, a user namespace
stands in where the system allows one.
"""

import collections.abc
import contextlib
import os
import pathlib
import resource
import shutil
import subprocess

from running import Server

_ROOT = os.geteuid() == 0


def _namespace() -> list[str] | None:
    """How a process gets mounts of its own here; nothing where it cannot."""
    for words in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        if words[1] == "-r" or _ROOT:
            tried = subprocess.run([*words, "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True, timeout=30, check=False)
            if tried.returncode == 0:
                return words
    return None


NAMESPACE = _namespace()
HAS_LOOP = _ROOT and NAMESPACE is not None and pathlib.Path("/dev/loop-control").exists() and shutil.which("mkfs.ext4") is not None


class Disk:
    """A disk of a few megabytes at a folder that only those see who enter."""

    def __init__(self, folder: pathlib.Path, keeper: subprocess.Popen) -> None:
        self.folder, self.keeper = folder, keeper

    @property
    def entering(self) -> list[str]:
        """The words before a command that make it run where the disk is."""
        more = [] if _ROOT else ["-U", "--preserve-credentials"]
        return ["nsenter", "-t", str(self.keeper.pid), *more, "-m", "--"]

    @property
    def seen(self) -> pathlib.Path:
        """The same folder, for a process outside."""
        return pathlib.Path(f"/proc/{self.keeper.pid}/root{self.folder}")

    def run(self, *words: str | pathlib.Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self.entering, *words], capture_output=True, text=True, timeout=120, check=check)

    def fill(self, leaving: int = 0) -> None:
        """Takes all the space there is, but for so many bytes."""
        space = os.statvfs(self.seen)
        size = space.f_bavail * space.f_frsize - leaving
        with (self.seen / "ballast").open("wb") as file, contextlib.suppress(OSError):
            while size > 0:
                size -= file.write(b"\0" * min(size, 4096))
                file.flush()

    def empty(self) -> None:
        (self.seen / "ballast").unlink()


@contextlib.contextmanager
def _mounted(folder: pathlib.Path, mount: str) -> collections.abc.Iterator[Disk]:
    assert NAMESPACE is not None
    folder.mkdir()
    script = f"{mount} && echo mounted && exec cat >/dev/null"
    keeper = subprocess.Popen([*NAMESPACE, "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert keeper.stdout.readline() == "mounted\n", keeper.stderr.read()
        yield Disk(folder, keeper)
    finally:
        keeper.communicate(timeout=30)


def memory_disk(folder: pathlib.Path, megabytes: int) -> contextlib.AbstractContextManager[Disk]:
    return _mounted(folder, f"mount -t tmpfs -o size={megabytes}m,mode=755 none {folder}")


def loop_disk(folder: pathlib.Path, megabytes: int | None) -> contextlib.AbstractContextManager[Disk]:
    """A disk in the file `folder`.image; without a size, one that is there already."""
    image = folder.with_suffix(".image")
    if megabytes is not None:
        with image.open("wb") as file:
            file.truncate(megabytes << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True, timeout=60)
    return _mounted(folder, f"mount -o loop {image} {folder}")


def fail(disk: Disk) -> None:
    """From now on the disk refuses every write, as a system does with one that shows errors."""
    disk.run("mount", "-o", "remount,abort", disk.folder)


def limit(server: Server, size: int | None) -> None:
    """No file of the server's may grow beyond so many bytes; nothing lifts that."""
    assert server.process is not None
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size if size is not None else resource.RLIM_INFINITY, resource.RLIM_INFINITY))
