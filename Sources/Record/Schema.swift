import GRDB

/// The tables of the store, and how the file tells that it is one.
enum Schema {
    /// "CNCD" in the header of the file, so that no other program's file is taken for a record.
    static let application = 0x434E_4344
    static let version = 3

    /// Disclosed texts are blobs: SQLite's text ends at the first zero byte, and the seal binds every byte.
    static let tables = """
        CREATE TABLE head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            origin TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0),
            frontier BLOB NOT NULL CHECK (length(frontier) % 32 = 0),
            time INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE entry (
            position INTEGER PRIMARY KEY CHECK (position >= 0),
            subject TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            event TEXT NOT NULL,
            time INTEGER NOT NULL,
            leaf BLOB NOT NULL CHECK (length(leaf) = 32),
            bytes BLOB NOT NULL,
            UNIQUE (subject, sequence)
        ) STRICT;

        CREATE TRIGGER entry_follows BEFORE INSERT ON entry
        WHEN NEW.position <> (SELECT coalesce(max(position) + 1, 0) FROM entry)
            OR NEW.sequence <> (SELECT coalesce(max(sequence) + 1, 1) FROM entry WHERE subject = NEW.subject)
        BEGIN SELECT RAISE(ABORT, 'an entry follows its predecessor without a gap'); END;

        CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

        CREATE TRIGGER entry_kept BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

        CREATE TABLE node (
            level INTEGER NOT NULL CHECK (level >= 1),
            "index" INTEGER NOT NULL CHECK ("index" >= 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (level, "index")
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE disclosure (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            text BLOB NOT NULL
        ) STRICT;

        CREATE TABLE claim (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            subject TEXT NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE drawer (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            owner TEXT,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            json BLOB NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT;

        CREATE INDEX drawer_owner ON drawer (kind, owner);

        CREATE TABLE file (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
            size INTEGER NOT NULL CHECK (size >= 0),
            type TEXT NOT NULL,
            kept INTEGER NOT NULL,
            \(whole)
        ) STRICT;

        CREATE TABLE piece (
            file BLOB NOT NULL REFERENCES file (digest) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 0),
            bytes BLOB NOT NULL,
            PRIMARY KEY (file, number)
        ) STRICT;

        """ + former

    /// Since version 2: the names that the log bore before the one in its head, each with the size that it had when it got
    /// another.
    static let former = """
        CREATE TABLE former (
            until INTEGER PRIMARY KEY CHECK (until >= 0),
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TRIGGER former_unchanged BEFORE UPDATE ON former
        BEGIN SELECT RAISE(ABORT, 'a name that the log had is never changed'); END;

        CREATE TRIGGER former_kept BEFORE DELETE ON former
        BEGIN SELECT RAISE(ABORT, 'a name that the log had is never forgotten'); END;
        """

    /// Since version 3: whether all pieces of a file are there. A large one is written piece by piece, so that nobody waits for it.
    static let whole = "whole INTEGER NOT NULL DEFAULT 1 CHECK (whole IN (0, 1))"

    /// The type of a file of which not all pieces are kept yet.
    static let arriving = "arriving"

    /// The length of every piece of a file but the last: 1 MiB.
    static let pieceLength = 1 << 20

    /// Five seconds for another process to finish its write.
    static let patience = 5.0

    /// Before GRDB turns the file into one with a write-ahead log: no other program's file is to be touched.
    static func recognise(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == application else {
            throw StoreError(.notARecord, "the file is not a record of this program")
        }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard (1...Schema.version).contains(version) else {
            throw StoreError(
                .notARecord, "the file is of version \(version), this program reads those up to \(Schema.version)")
        }
    }

    /// Brings a file that an earlier version of the program made up to this one's; entries are never touched.
    static func migrate(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") != version else { return }
        try db.inTransaction(.exclusive) {
            // Another process may have been faster.
            let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? version
            if found < 2 { try db.execute(sql: former) }
            if found < 3 { try db.execute(sql: "ALTER TABLE file ADD COLUMN \(whole)") }
            if found < version { try db.execute(sql: "PRAGMA user_version = \(version)") }
            return .commit
        }
    }

    /// Whether there is nothing in the file, as where setting up broke off: no bytes, or no table of anybody's.
    static func isBlank(_ path: String) throws -> Bool {
        if try Disk.size(of: path) == 0 { return true }
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let isBlank = try queue.inDatabase { db in
                try Int.fetchOne(db, sql: "PRAGMA application_id") == 0
                    && Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            }
            try queue.close()
            return isBlank
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            return false
        }
    }

    static func create(in db: Database, origin: String) throws {
        try db.inTransaction(.exclusive) {
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
                throw StoreError(.exists, "there is a record or another database already")
            }
            try db.execute(sql: tables)
            try db.execute(
                sql: "INSERT INTO head (only, origin, size, frontier, time) VALUES (1, ?, 0, x'', 0)",
                arguments: [origin])
            try db.execute(sql: "PRAGMA application_id = \(application)")
            try db.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }
}
