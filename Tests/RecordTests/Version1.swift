import GRDB

/// The tables of version 1 of the file, as the program made them then: never to be changed.
enum Version1 {
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
            kept INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE piece (
            file BLOB NOT NULL REFERENCES file (digest) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 0),
            bytes BLOB NOT NULL,
            PRIMARY KEY (file, number)
        ) STRICT;
        """

    /// The rows of a record, in a file of version 1 at another path.
    static func copy(_ path: String, to old: String) throws {
        let queue = try DatabaseQueue(path: old)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(sql: tables)
            try db.execute(sql: "ATTACH '\(path)' AS now")
            for table in ["head", "entry", "node", "disclosure", "claim", "drawer", "file", "piece"] {
                let columns = try db.columns(in: table).map { "\"\($0.name)\"" }.joined(separator: ", ")
                try db.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM now.\(table)")
            }
            try db.execute(sql: "DETACH now")
            try db.execute(sql: "PRAGMA application_id = \(0x434E_4344)")
            try db.execute(sql: "PRAGMA user_version = 1")
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }
}
