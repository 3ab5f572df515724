"""The program inside the walls that its systemd unit puts up: it sets up, serves, changes, stops; and commands work beside it."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from asking import Asker
from figures import figures
from running import LOGS, PROGRAM, TOP, Server

UNIT = TOP / "docs" / "systemd" / "concordat.service"
SANDBOX = pathlib.Path(__file__).with_name("sandbox.py")
NEEDED = os.geteuid() == 0 and shutil.which("unshare") and shutil.which("systemd-analyze")


def walled(folder: pathlib.Path, *command: str) -> list[str]:
    return [sys.executable, str(SANDBOX), str(UNIT), str(folder), *command]


@pytest.mark.skipif(not NEEDED, reason="only root can put up the walls, with unshare and systemd-analyze")
def test_it_lives_within_what_the_unit_leaves_it(tmp_path: pathlib.Path, asking):
    folder = tmp_path / "state"
    folder.mkdir()
    # Nobody must be able to get there, as a service gets to /var/lib.
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_mode & 0o001 == 0:
            parent.chmod(parent.stat().st_mode | 0o011)
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "sandbox.log"
    log.unlink(missing_ok=True)
    server = Server(folder / "data", log, "--demo", through=walled(folder))
    server.start()
    try:
        asker: Asker = asking(server).sit("Policy officer, Gateshead")
        [row] = [row for row in asker.get("/compacts.json").json["rows"] if row["authority"] == "390"]
        asker.post(f"/compacts/{row['id']}/remarks", remark="From within the walls")
        assert "From within the walls" in asker.get(f"/compacts/{row['id']}").text
        now = figures(asker)
        assert now("concordat_ready") == 1 and now("process_resident_memory_bytes") > 0 and now("process_open_fds") > 0
        assert (folder / "data" / "record.sqlite").stat().st_uid == 65534
        assert (folder / "data" / "record.sqlite").stat().st_mode & 0o077 == 0
        # A command beside it, within the same walls.
        listed = subprocess.run(
            walled(folder, str(PROGRAM), "rebuild", "--check", "--data", str(folder / "data")), capture_output=True, text=True, timeout=300, check=False
        )
        assert listed.returncode == 0, listed.stderr
    finally:
        server.stop()
    assert not any(file.stat().st_size for file in (folder / "data").glob("*-wal"))
