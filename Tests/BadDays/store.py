"""The record as it lies on the disk, read past the program: what is in it, and what is there only by half."""

import contextlib
import hashlib
import json
import pathlib
import sqlite3

# Where an event carries the digest of a text that is sealed, or of a file.
SEALED = {"discussed": ["text"], "lineObjected": ["reason"], "lineAwaited": ["decision"], "lineReleased": ["outcome"],
          "withdrawn": ["reason"], "made": ["holder"], "revoked": ["reason"], "reported": ["words", "link", "file"],
          "reportChallenged": ["reason"], "suspended": ["reason"], "resumed": ["reason"], "terminated": ["reason"],
          "courseProposed": ["reason"], "courseDeclined": ["reason"], "reviewBegun": ["reason"], "reviewed": ["view"],
          "reviewConcluded": ["words"], "answered": ["reasons"], "resulted": ["words", "link"], "parted": ["reason"],
          "paymentMoved": ["reason"], "reprofiled": ["reason"], "returnPrepared": ["narrative", "risks", "summary"],
          "returnSummarised": ["summary"], "returnAssessed": ["words"], "monitored": ["reason"], "returnAsked": ["reason"], "spoke": ["text"]}  # fmt: skip
FILES = {"frozen": ["text"], "varied": ["text"], "signed": ["text", "signature"], "certified": ["certificate"]}


class Store:
    """One look at a record, all of it at the same moment."""

    def __init__(self, folder: pathlib.Path) -> None:
        with contextlib.closing(sqlite3.connect(f"file:{folder / 'record.sqlite'}?mode=ro", uri=True, timeout=30)) as file:
            file.execute("BEGIN")
            rows = file.execute("SELECT position, subject, sequence, leaf, bytes FROM entry ORDER BY position").fetchall()
            self.rows = rows
            self.entries = [json.loads(row[4]) for row in rows]
            self.size: int = file.execute("SELECT size FROM head").fetchone()[0]
            self.texts: dict[str, str] = {
                digest.hex(): text.decode() for digest, text in file.execute("SELECT digest, text FROM disclosure")
            }
            self.files = {digest.hex() for (digest,) in file.execute("SELECT digest FROM file WHERE whole = 1")}
            self.claims = {(kind, key): subject for kind, key, subject in file.execute("SELECT kind, key, subject FROM claim")}
            self.drawer: dict[str, dict[str, tuple[int, object]]] = {}
            for kind, key, revision, value in file.execute("SELECT kind, key, revision, json FROM drawer"):
                self.drawer.setdefault(kind, {})[key] = (revision, json.loads(value))
        self.subjects = {entry["subject"] for entry in self.entries}
        # The texts that entries seal: a disclosure that no entry names is no part of the record.
        self.said = {self.texts[digest] for digest in self._named(SEALED) if digest in self.texts}

    def _named(self, table: dict[str, list[str]]) -> set[str]:
        return {
            entry["body"][field]
            for entry in self.entries
            for field in table.get(entry["event"].split(".")[1], [])
            if field in entry["body"]
        }

    def rows_of(self, kind: str) -> dict[str, tuple[int, object]]:
        return self.drawer.get(kind, {})

    def halves(self) -> list[str]:
        """What is there only in part: each change of the register writes all of these together, or nothing."""
        found = []
        if [row[0] for row in self.rows] != list(range(self.size)):
            found.append(f"the head says {self.size} entries, there are {len(self.rows)}")
        for position, subject, sequence, leaf, data in self.rows:
            entry = self.entries[position]
            if (entry["subject"], entry["sequence"], entry["position"]) != (subject, sequence, position):
                found.append(f"entry {position} is not what its row says")
            if hashlib.sha256(b"\0" + hashlib.sha256(data).digest()).digest() != leaf:
                found.append(f"entry {position} is not that of its leaf")
        holders = {entry["holder"] for entry in self.entries if entry["holder"]}
        found += [f"the sealed text {digest} is missing" for digest in (self._named(SEALED) | holders) - self.texts.keys()]
        found += [f"the file {digest} is missing" for digest in self._named(FILES) - self.files]
        # A release names the file with its figures and those that describe it.
        released = {file["kept"] for entry in self.entries if entry["event"].startswith("release.taken.") for file in [entry["body"]["file"], *entry["body"]["with"]]}
        found += [f"the file {digest} is missing" for digest in released - self.files]
        found += self._half_drafts() + self._half_people()
        opened = {key for key in self.subjects if key.startswith(("body/", "compact/", "statement/", "seat/"))}
        withdrawn = {entry["subject"] for entry in self.entries if entry["event"].startswith("release.withdrawn.")}
        opened |= {key for key in self.subjects if key.startswith(("release/", "measure/"))} - withdrawn
        claimed = set(self.claims.values())
        # An authority may have several agreements with conditions, so they hold none.
        # Requests that are answered together hold a key for each of them, and none once all were taken out.
        together = {key for key in self.subjects if key.startswith("request/")}
        found += [f"{subject} is opened and holds no key" for subject in sorted(opened - claimed)]
        found += [f"a key is held by {subject}, which there is not" for subject in sorted(claimed - opened - together)]
        return found

    def _half_drafts(self) -> list[str]:
        return [
            f"{kind} {key} was sent and is still a draft"
            for kind in ("compact", "statement", "conditional-agreement")
            for key in self.rows_of(f"draft-{kind}")
            if f"{kind}/{key}" in self.subjects
        ]

    def _half_people(self) -> list[str]:
        found = []
        people, emails = self.rows_of("person"), self.rows_of("person-email")
        if sorted(people) != sorted(value for _, value in emails.values()):
            found.append("the accounts are not those that e-mail addresses lead to")
        for key, (_, account) in people.items():
            for appointment in account["appointments"]:
                if f"appointment/{appointment}" not in self.subjects:
                    found.append(f"the account {key} acts through an appointment that there is not")
        certified = {entry["subject"].split("/")[1] for entry in self.entries if entry["event"].startswith("appointment.certified.")}
        if certified != self.rows_of("signing-key").keys():
            found.append("the appointments with a certificate are not those with a key")
        made = {entry["body"]["seat"] for entry in self.entries if entry["event"].startswith("appointment.made.")}
        found += [f"an appointment is to the seat {seat}, which there is not" for seat in made if f"seat/{seat}" not in self.subjects]
        return found
