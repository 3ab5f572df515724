/// The tables that pages read. All of them can be deleted and made anew from the record at any time.
enum Schema {
    /// Raise it with every change of a table or of what is folded into one: the views are then built anew.
    static let version = "9"

    /// Days are numbers since 1970, moments are milliseconds; contents of lines are the record's own JSON.
    static let tables: [(name: String, columns: String)] = [
        ("folded", "id INTEGER PRIMARY KEY CHECK (id = 0), next INTEGER NOT NULL, time INTEGER NOT NULL"),
        (
            "body",
            """
            id TEXT PRIMARY KEY, sort TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL UNIQUE, ons TEXT, type TEXT,
            region TEXT, london INTEGER NOT NULL, firstDay INTEGER, lastDay INTEGER
            """
        ),
        ("clearance", "body TEXT NOT NULL, ordinal INTEGER NOT NULL, seat TEXT NOT NULL, PRIMARY KEY (body, ordinal)"),
        ("seat", "id TEXT PRIMARY KEY, body TEXT NOT NULL, title TEXT NOT NULL, office TEXT NOT NULL"),
        (
            "appointment",
            """
            id TEXT PRIMARY KEY, seat TEXT NOT NULL, holder TEXT NOT NULL, firstDay INTEGER NOT NULL, lastDay INTEGER,
            certificate TEXT, revoked INTEGER
            """
        ),
        ("sealed", "digest TEXT PRIMARY KEY, text TEXT, erased INTEGER, CHECK ((text IS NULL) = (erased IS NOT NULL))"),
        // The kind of a variation is that of its agreement with `-variation` behind it: lists of agreements have none.
        (
            "agreement",
            """
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, statement TEXT,
            year INTEGER, authority TEXT, stage TEXT NOT NULL, opened INTEGER NOT NULL, completed INTEGER, inForce INTEGER,
            publicFrom INTEGER, text TEXT, position INTEGER NOT NULL, changed INTEGER NOT NULL, open INTEGER NOT NULL, course TEXT, until INTEGER,
            follows TEXT, reviewDue INTEGER, firstDay INTEGER, lastDay INTEGER, monitoring TEXT, varies TEXT,
            suspended TEXT
            """
        ),
        (
            "party",
            """
            agreement TEXT NOT NULL, ordinal INTEGER NOT NULL, body TEXT NOT NULL, waiting INTEGER NOT NULL,
            PRIMARY KEY (agreement, ordinal)
            """
        ),
        // Those that were parties, until others took their place.
        ("former", "agreement TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (agreement, body)"),
        (
            "review",
            """
            agreement TEXT NOT NULL, number INTEGER NOT NULL, trigger TEXT NOT NULL, side TEXT NOT NULL, reason TEXT,
            position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT, advice TEXT, concluded INTEGER,
            PRIMARY KEY (agreement, number)
            """
        ),
        // What each side said last: of a line, or of the whole, for which no line is named.
        (
            "opinion",
            """
            agreement TEXT NOT NULL, review INTEGER NOT NULL, line TEXT NOT NULL, side TEXT NOT NULL, advice TEXT NOT NULL,
            words TEXT NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT, figures TEXT,
            times INTEGER NOT NULL, PRIMARY KEY (agreement, review, line, side)
            """
        ),
        (
            "proposal",
            """
            agreement TEXT NOT NULL, number INTEGER NOT NULL, change TEXT NOT NULL, until INTEGER, side TEXT NOT NULL,
            reason TEXT NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT,
            open INTEGER NOT NULL, PRIMARY KEY (agreement, number)
            """
        ),
        (
            "line",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, ordinal INTEGER NOT NULL, part TEXT NOT NULL, above TEXT,
            revision INTEGER NOT NULL, worded INTEGER NOT NULL, dropped INTEGER NOT NULL, standing INTEGER NOT NULL,
            awaitedBy TEXT, awaited TEXT, PRIMARY KEY (agreement, line)
            """
        ),
        (
            "version",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, revision INTEGER NOT NULL, content TEXT, side TEXT NOT NULL,
            position INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (agreement, line, revision)
            """
        ),
        (
            "stance",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, side TEXT NOT NULL, stance TEXT NOT NULL, reason TEXT,
            PRIMARY KEY (agreement, line, side)
            """
        ),
        (
            "lineWaits",
            "agreement TEXT NOT NULL, line TEXT NOT NULL, side TEXT NOT NULL, PRIMARY KEY (agreement, line, side)"
        ),
        (
            "signatory",
            """
            agreement TEXT NOT NULL, seat TEXT NOT NULL, ordinal INTEGER NOT NULL, place INTEGER NOT NULL,
            isNext INTEGER NOT NULL, PRIMARY KEY (agreement, seat)
            """
        ),
        (
            "signature",
            """
            position INTEGER PRIMARY KEY, agreement TEXT NOT NULL, seat TEXT NOT NULL, appointment TEXT NOT NULL,
            text TEXT NOT NULL, signature TEXT NOT NULL, time INTEGER NOT NULL, void INTEGER NOT NULL
            """
        ),
        (
            "step",
            """
            position INTEGER PRIMARY KEY, agreement TEXT NOT NULL, event TEXT NOT NULL, time INTEGER NOT NULL, seat TEXT,
            side TEXT, line TEXT, revision INTEGER, words TEXT, voided INTEGER NOT NULL, publicFrom INTEGER, bodies TEXT NOT NULL
            """
        ),
        (
            "priority",
            "agreement TEXT NOT NULL, line TEXT NOT NULL, area TEXT NOT NULL, PRIMARY KEY (agreement, line)"
        ),
        (
            "area",
            """
            id TEXT NOT NULL, statement TEXT NOT NULL, line TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
            PRIMARY KEY (statement, id)
            """
        ),
        (
            "promise",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, by TEXT NOT NULL, owner TEXT, manner TEXT NOT NULL,
            due INTEGER NOT NULL, yearly INTEGER NOT NULL, state TEXT NOT NULL, settled INTEGER NOT NULL,
            reports INTEGER NOT NULL, reported INTEGER, inForce INTEGER NOT NULL, publicFrom INTEGER, PRIMARY KEY (agreement, line)
            """
        ),
        // Each promise for each party, by when it falls due: what one owes, and what one is owed.
        (
            "owing",
            """
            body TEXT NOT NULL, role TEXT NOT NULL, settled INTEGER NOT NULL, due INTEGER NOT NULL, agreement TEXT NOT NULL,
            line TEXT NOT NULL, yearly INTEGER NOT NULL, state TEXT NOT NULL, inForce INTEGER NOT NULL, publicFrom INTEGER,
            PRIMARY KEY (body, role, settled, due, agreement, line)
            """
        ),
        (
            "report",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL,
            time INTEGER NOT NULL, outcome TEXT NOT NULL, side TEXT NOT NULL, seat TEXT, words TEXT, link TEXT, file TEXT,
            PRIMARY KEY (agreement, line, number)
            """
        ),
        (
            "answer",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, number INTEGER NOT NULL, side TEXT NOT NULL, stance TEXT NOT NULL,
            reason TEXT, position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT,
            PRIMARY KEY (agreement, line, number, side, stance)
            """
        ),
        // Each instalment from the day on which all have signed, as it is profiled now. Sums are pence.
        (
            "payment",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, by TEXT NOT NULL, recipient TEXT NOT NULL, owner TEXT,
            amount INTEGER NOT NULL, due INTEGER NOT NULL, paid INTEGER NOT NULL, withheld INTEGER NOT NULL,
            repaid INTEGER NOT NULL, state TEXT NOT NULL, settled INTEGER NOT NULL, met INTEGER NOT NULL,
            inForce INTEGER NOT NULL, publicFrom INTEGER, PRIMARY KEY (agreement, line)
            """
        ),
        // Each step that instalments took, with all sums of the agreement before and after it.
        (
            "paymentStep",
            """
            agreement TEXT NOT NULL, number INTEGER NOT NULL, word TEXT NOT NULL, amount INTEGER, day INTEGER,
            side TEXT NOT NULL, reason TEXT, position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT,
            totalBefore INTEGER NOT NULL, total INTEGER NOT NULL, paidBefore INTEGER NOT NULL, withheldBefore INTEGER NOT NULL,
            repaidBefore INTEGER NOT NULL, paid INTEGER NOT NULL, withheld INTEGER NOT NULL, repaid INTEGER NOT NULL,
            PRIMARY KEY (agreement, number)
            """
        ),
        (
            "paymentChange",
            """
            agreement TEXT NOT NULL, number INTEGER NOT NULL, line TEXT NOT NULL, amountBefore INTEGER NOT NULL,
            dueBefore INTEGER NOT NULL, amount INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY (agreement, number, line)
            """
        ),
        // Each return from the day on which all have signed. Somebody is to act on it by the day `next`.
        (
            "given",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, due INTEGER NOT NULL, extra INTEGER NOT NULL, by TEXT NOT NULL,
            assessor TEXT NOT NULL, owner TEXT, state TEXT NOT NULL, editions INTEGER NOT NULL, edition INTEGER,
            certified INTEGER, verdict TEXT, settled INTEGER NOT NULL, next INTEGER NOT NULL, inForce INTEGER NOT NULL,
            publicFrom INTEGER, PRIMARY KEY (agreement, line, due)
            """
        ),
        (
            "edition",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, due INTEGER NOT NULL, edition INTEGER NOT NULL,
            figures TEXT NOT NULL, narrative TEXT NOT NULL, risks TEXT NOT NULL, summary TEXT NOT NULL,
            side TEXT NOT NULL, sent INTEGER NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT,
            PRIMARY KEY (agreement, line, due, edition)
            """
        ),
        // What happened to a return besides its writing: certified, assessed, summarised, asked for.
        (
            "returnStep",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, due INTEGER NOT NULL, position INTEGER NOT NULL,
            event TEXT NOT NULL, edition INTEGER, side TEXT NOT NULL, verdict TEXT, words TEXT, time INTEGER NOT NULL,
            seat TEXT, PRIMARY KEY (agreement, line, due, position)
            """
        ),
        // Each request from the day on which all have signed. Its topic is the group that holds the answer, or it is its own.
        (
            "request",
            """
            agreement TEXT NOT NULL, line TEXT NOT NULL, by TEXT NOT NULL, of TEXT NOT NULL, wants TEXT NOT NULL,
            concerns TEXT NOT NULL, benefits TEXT NOT NULL, put INTEGER NOT NULL, due INTEGER NOT NULL,
            topic TEXT NOT NULL, joined INTEGER, PRIMARY KEY (agreement, line)
            """
        ),
        // What is asked and answered once, by however many: those first that wait for an answer, by when it is due.
        (
            "topic",
            """
            id TEXT PRIMARY KEY, grouped INTEGER NOT NULL, of TEXT NOT NULL, title TEXT, asked INTEGER NOT NULL,
            put INTEGER NOT NULL, due INTEGER NOT NULL, closed INTEGER NOT NULL, place INTEGER NOT NULL, answered INTEGER,
            outcome TEXT, answers INTEGER NOT NULL, results INTEGER NOT NULL, revision INTEGER NOT NULL
            """
        ),
        (
            "response",
            """
            topic TEXT NOT NULL, number INTEGER NOT NULL, outcome TEXT NOT NULL, reasons TEXT NOT NULL,
            position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT, PRIMARY KEY (topic, number)
            """
        ),
        (
            "result",
            """
            topic TEXT NOT NULL, number INTEGER NOT NULL, words TEXT NOT NULL, link TEXT, position INTEGER NOT NULL,
            time INTEGER NOT NULL, seat TEXT, PRIMARY KEY (topic, number)
            """
        ),
        (
            "release",
            """
            id TEXT PRIMARY KEY, dataset TEXT NOT NULL, part TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL,
            licence TEXT NOT NULL, address TEXT, year INTEGER, rows INTEGER NOT NULL, figures INTEGER NOT NULL, supersedes TEXT,
            position INTEGER NOT NULL, time INTEGER NOT NULL, seat TEXT, withdrawn INTEGER, withdrawnAt INTEGER, reason TEXT,
            erased INTEGER
            """
        ),
        (
            "releaseFile",
            """
            release TEXT NOT NULL, ordinal INTEGER NOT NULL, sort TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
            size INTEGER NOT NULL, kept TEXT NOT NULL, PRIMARY KEY (release, ordinal)
            """
        ),
        // What is said of a measure in place of what its publisher says.
        (
            "measure",
            """
            id TEXT PRIMARY KEY, dataset TEXT NOT NULL, code TEXT NOT NULL, title TEXT, unit TEXT,
            decimals INTEGER, polarity TEXT, areas TEXT NOT NULL, position INTEGER NOT NULL, UNIQUE (dataset, code)
            """
        ),
        (
            "standardLine",
            """
            id TEXT PRIMARY KEY, by TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, position INTEGER NOT NULL
            """
        ),
        (
            "offer",
            """
            standardLine TEXT NOT NULL, agreement TEXT NOT NULL, line TEXT NOT NULL,
            PRIMARY KEY (standardLine, agreement)
            """
        ),
        (
            "entry",
            "position INTEGER PRIMARY KEY, publicFrom INTEGER, bodies TEXT NOT NULL"
        ),
        (
            "found",
            """
            id INTEGER PRIMARY KEY, agreement TEXT NOT NULL, line TEXT NOT NULL, kind TEXT NOT NULL,
            title TEXT NOT NULL, text TEXT NOT NULL, publicFrom INTEGER, bodies TEXT NOT NULL,
            UNIQUE (agreement, line)
            """
        ),
    ]

    /// What makes a table. One whose rows have a key of several words is kept by that key: the rows have no numbers, and
    /// there is no index beside the table.
    static func creation(of table: (name: String, columns: String)) -> String {
        let isKeyed = table.columns.contains("PRIMARY KEY (")
        return "CREATE TABLE \(table.name) (\(table.columns)) STRICT\(isKeyed ? ", WITHOUT ROWID" : "")"
    }

    static let indexes = [
        "CREATE INDEX seatOfBody ON seat (body, title)",
        "CREATE INDEX appointmentToSeat ON appointment (seat)",
        "CREATE INDEX bodyEnding ON body (lastDay) WHERE lastDay IS NOT NULL",
        "CREATE INDEX bodyBySort ON body (sort, name)",
        "CREATE INDEX agreementByKind ON agreement (kind, year DESC, title, id, publicFrom)",
        "CREATE INDEX agreementByPublication ON agreement (kind, publicFrom, completed)",
        "CREATE INDEX agreementFollowing ON agreement (follows) WHERE follows IS NOT NULL",
        "CREATE INDEX agreementVarying ON agreement (varies) WHERE varies IS NOT NULL",
        "CREATE INDEX reviewOpen ON review (agreement) WHERE concluded IS NULL",
        "CREATE INDEX agreementToReview ON agreement (reviewDue, id) WHERE reviewDue IS NOT NULL",
        "CREATE INDEX agreementUnder ON agreement (statement)",
        // Not with IN, for which SQLite makes a table of its own at each row that is written.
        "CREATE INDEX agreementUnsettled ON agreement (stage) WHERE stage <> 'signed' AND stage <> 'withdrawn'",
        "CREATE INDEX partyOfBody ON party (body, agreement)",
        "CREATE INDEX formerOfBody ON former (body, agreement)",
        "CREATE INDEX lineInOrder ON line (agreement, ordinal)",
        "CREATE INDEX lineOfTarget ON line (part, agreement, ordinal) WHERE part = 'target'",
        "CREATE INDEX stepOfAgreement ON step (agreement, position)",
        """
        CREATE INDEX stepForEveryone ON step (position)
        WHERE (event = 'opened' OR event = 'frozen' OR event = 'signed') AND publicFrom IS NOT NULL
        """,
        "CREATE INDEX signatureOfAgreement ON signature (agreement, position)",
        "CREATE INDEX priorityByArea ON priority (area, agreement)",
        "CREATE INDEX promiseByDue ON promise (settled, due, agreement, line, publicFrom, inForce, state, yearly)",
        "CREATE INDEX promiseOfSeat ON promise (owner, settled, due)",
        "CREATE INDEX paymentByDue ON payment (settled, due, agreement, line, publicFrom, inForce, state, by, recipient)",
        "CREATE INDEX givenByNext ON given (settled, next, agreement, line, due, publicFrom, inForce, state, by, assessor)",
        "CREATE INDEX paymentOfSeat ON payment (owner, settled, due)",
        "CREATE INDEX givenOfSeat ON given (owner, settled, next)",
        "CREATE INDEX evidence ON report (file) WHERE file IS NOT NULL",
        "CREATE INDEX requestOfTopic ON request (topic, put, agreement, line, due, concerns, by)",
        "CREATE INDEX requestByBody ON request (by, topic)",
        "CREATE INDEX topicInOrder ON topic (closed, place, id, put, due, of, outcome, asked)",
        "CREATE INDEX releaseInOrder ON release (dataset, part, withdrawn, position)",
        "CREATE INDEX releaseByPosition ON release (position)",
        "CREATE INDEX fileOfRelease ON releaseFile (kept)",
        "CREATE INDEX standardLineOfBody ON standardLine (by, position)",
        "CREATE INDEX areaByCode ON area (code, id, statement)",
        "CREATE VIRTUAL TABLE search USING fts5(title, text, content='found', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
    ]
}
