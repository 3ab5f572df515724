"""Runs a program inside what docs/systemd/concordat.service asks of systemd, as far as that can be done without it.

Everything but one folder is read-only, it is nobody with no capability and can get none, and system calls are filtered as the unit says, with
no memory that is both writable and executable.

usage: python3 sandbox.py UNIT FOLDER PROGRAM ARGUMENT...        (as root; runs itself again inside `unshare`)
"""

import ctypes
import os
import pathlib
import subprocess
import sys

ALLOW, NATIVE_ERRNO = 0x7FFF0000, 0x00050000
EPERM = 1
PROT_WRITE, PROT_EXEC, SHM_EXEC = 2, 4, 0o100000
MASKED_EQUAL = 7
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 38, 24
NOBODY = 65534


def listed(unit: pathlib.Path, name: str) -> list[str]:
    return [line.split("=", 1)[1].strip() for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith(name + "=")]


def calls(group: str) -> set[str]:
    """The system calls of a group, as this system's systemd names them."""
    answer = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", group], capture_output=True, text=True, check=True)
    words = [line.strip() for line in answer.stdout.splitlines()[1:]]
    found: set[str] = set()
    for word in words:
        if word.startswith("@"):
            found |= calls(word)
        elif word and not word.startswith("#"):
            found.add(word)
    return found


def allowed(unit: pathlib.Path) -> set[str]:
    """What the lines of SystemCallFilter leave; what systemd itself always leaves is among it."""
    names: set[str] = calls("@default")
    for line in listed(unit, "SystemCallFilter"):
        for group in line.lstrip("~").split():
            names = names - calls(group) if line.startswith("~") else names | calls(group)
    return names


class Comparison(ctypes.Structure):
    _fields_ = (("place", ctypes.c_uint), ("how", ctypes.c_int), ("mask", ctypes.c_uint64), ("value", ctypes.c_uint64))


def filter_calls(names: set[str]) -> None:
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    refuse = NATIVE_ERRNO | EPERM
    rules = ctypes.c_void_p(library.seccomp_init(refuse))

    def add(action: int, name: str, *comparisons: Comparison) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return
        array = (Comparison * len(comparisons))(*comparisons)
        assert library.seccomp_rule_add_array(rules, action, number, len(comparisons), array) == 0, name

    # What MemoryDenyWriteExecute refuses: libseccomp has one action for a call unless its arguments tell two apart.
    both, executable = PROT_WRITE | PROT_EXEC, PROT_EXEC
    for name in names:
        if name == "mmap":
            for value in (0, PROT_WRITE, PROT_EXEC):
                add(ALLOW, name, Comparison(2, MASKED_EQUAL, both, value))
        elif name in ("mprotect", "pkey_mprotect"):
            add(ALLOW, name, Comparison(2, MASKED_EQUAL, executable, 0))
        elif name == "shmat":
            add(ALLOW, name, Comparison(2, MASKED_EQUAL, SHM_EXEC, 0))
        else:
            add(ALLOW, name)
    assert library.seccomp_load(rules) == 0


def inside(unit: pathlib.Path, folder: str, command: list[str]) -> None:
    def run(*words: str) -> None:
        subprocess.run(words, check=True)

    names = allowed(unit)
    os.makedirs(folder, exist_ok=True)
    os.chown(folder, NOBODY, NOBODY)
    # A mount of its own stays writable when what is around it no longer is.
    run("mount", "--bind", folder, folder)
    run("mount", "-o", "remount,ro,bind", "/")
    # As PrivateTmp does; SQLite needs somewhere for its temporary files.
    run("mount", "-t", "tmpfs", "-o", "mode=1777,nodev,nosuid", "none", "/var/tmp")
    run("mount", "-t", "tmpfs", "-o", "ro,mode=755,nodev", "none", "/dev/shm")
    os.environ["TMPDIR"] = "/var/tmp"
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.umask(0o077)
    assert libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    filter_calls(names)
    # What is shown to have been taken away, before the program is begun.
    for path in ("/sandbox-probe", "/tmp/sandbox-probe", str(unit.parent / "sandbox-probe")):
        try:
            open(path, "w", encoding="utf-8").close()
        except OSError:
            continue
        raise SystemExit(f"the sandbox lets {path} be written")
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pass
    else:
        raise SystemExit("the sandbox lets a privileged system call through")
    os.execv(command[0], command)


if __name__ == "__main__":
    if os.environ.get("IN_SANDBOX") == "yes":
        inside(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
    os.environ["IN_SANDBOX"] = "yes"
    os.execvp("unshare", ["unshare", "--mount", "--ipc", "--propagation", "private", sys.executable, *sys.argv])
