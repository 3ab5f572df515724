public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// What was asked of government in compacts that are in force and public: first what waits for an answer, by when it is
    /// due, then what was answered, the latest first.
    public func requests(_ filter: RequestFilter, today: Day) throws -> Listed<TopicRead> {
        try read { db in
            // An empty group is one whose requests were all put elsewhere.
            var condition: SQL = "listed.asked > 0 AND listed.put <= \(today.number)"
            switch filter.state {
            case nil: break
            case .open: condition += " AND listed.closed = 0 AND listed.due >= \(today.number)"
            case .late: condition += " AND listed.closed = 0 AND listed.due < \(today.number)"
            case let state?: condition += " AND listed.closed = 1 AND listed.outcome = \(state.rawValue)"
            }
            if let code = filter.by {
                condition += """
                     AND listed.id IN (SELECT request.topic FROM body JOIN request ON request.by = body.id
                    WHERE body.code = \(code))
                    """
            }
            if let concerns = filter.concerns {
                condition += """
                     AND EXISTS (SELECT 1 FROM request WHERE request.topic = listed.id
                    AND request.concerns = \(concerns.rawValue))
                    """
            }
            if let words = filter.words {
                let query = Views.query(of: words)
                guard !query.isEmpty else { return Listed(rows: [], total: 0) }
                condition += """
                     AND (instr(lower(listed.title), lower(\(words))) > 0
                    OR listed.id IN (SELECT request.topic FROM search JOIN found ON found.id = search.rowid
                    JOIN request ON request.agreement = found.agreement AND request.line = found.line
                    WHERE search MATCH \(query)))
                    """
            }
            let total = try answers.answer(.asked(filter.whole, today), db) {
                try SQLRequest<Int>(
                    literal: "SELECT count(*) FROM topic AS listed INDEXED BY topicInOrder WHERE \(condition)",
                    cached: true
                ).fetchOne(db) ?? 0
            }
            let rows = try db.rows(
                """
                WITH shown AS MATERIALIZED (SELECT closed, place, id FROM topic AS listed INDEXED BY topicInOrder
                WHERE \(condition) ORDER BY listed.closed, listed.place, listed.id
                LIMIT \(filter.size) OFFSET \((filter.page - 1) * filter.size))
                \(TopicRead.columns) FROM shown JOIN topic ON topic.id = shown.id \(TopicRead.joins)
                ORDER BY shown.closed, shown.place, shown.id
                """
            ) { try TopicRead($0, today: today) }
            return Listed(rows: rows, total: total)
        }
    }

    /// How many requests wait for an answer of a body.
    public func asked(of body: Identifier<Body>, today: Day) throws -> AskedRead {
        try read { db in
            try db.row(
                """
                SELECT sum(asked) AS open, sum(CASE WHEN due < \(today.number) THEN asked END) AS late FROM topic INDEXED BY topicInOrder
                WHERE closed = 0 AND of = \(body.description) AND asked > 0 AND put <= \(today.number)
                """
            ) { AskedRead(open: $0["open"] ?? 0, late: $0["late"] ?? 0) } ?? AskedRead(open: 0, late: 0)
        }
    }

    /// The topic of a request that was put, by the line that asks; nil where there is none.
    public func topic(of line: CitedLine) throws -> String? {
        try read { db in
            try SQLRequest<String>(
                literal: """
                    SELECT topic FROM request
                    WHERE agreement = \(line.compact.description) AND line = \(line.line.description)
                    """
            ).fetchOne(db)
        }
    }

    /// All that is known of a topic; nil where there is none, or it was not put yet.
    public func topic(_ id: String, today: Day) throws -> TopicWhole? {
        try read { db in
            guard
                let topic = try db.row(
                    "\(TopicRead.columns) FROM topic \(TopicRead.joins) WHERE topic.id = \(id)",
                    { try TopicRead($0, today: today) }), topic.asked == 0 || topic.put <= today
            else { return nil }
            let requests = try db.rows(
                """
                SELECT request.*, agreement.title AS agreementTitle, version.content AS content,
                body.name AS byName, body.code AS byCode FROM request
                JOIN agreement ON agreement.id = request.agreement
                JOIN line ON line.agreement = request.agreement AND line.line = request.line
                JOIN version ON version.agreement = line.agreement AND version.line = line.line
                AND version.revision = line.worded JOIN body ON body.id = request.by
                WHERE request.topic = \(id) ORDER BY request.put, request.agreement, request.line
                """, RequestRead.init)
            let answers = try db.rows(
                """
                SELECT response.*, why.text AS reasonsText, why.erased AS reasonsErased, \(SeatRead.acted)
                FROM response LEFT JOIN sealed AS why ON why.digest = response.reasons \(SeatRead.acting("response"))
                WHERE response.topic = \(id) ORDER BY response.number
                """
            ) { row in
                ResponseRead(
                    number: row["number"], outcome: try row.word("outcome"), reasons: try row.certainlyTold("reasons"),
                    time: Instant(milliseconds: row["time"]), position: row["position"], seat: try SeatRead(acting: row)
                )
            }
            let results = try db.rows(
                """
                SELECT result.*, said.text AS wordsText, said.erased AS wordsErased, link.text AS linkText,
                link.erased AS linkErased, \(SeatRead.acted) FROM result
                LEFT JOIN sealed AS said ON said.digest = result.words
                LEFT JOIN sealed AS link ON link.digest = result.link \(SeatRead.acting("result"))
                WHERE result.topic = \(id) ORDER BY result.number
                """
            ) { row in
                ResultRead(
                    number: row["number"], words: try row.certainlyTold("words"), link: row.told("link"),
                    time: Instant(milliseconds: row["time"]), position: row["position"], seat: try SeatRead(acting: row)
                )
            }
            return TopicWhole(topic: topic, requests: requests, answers: answers, results: results)
        }
    }

    /// How the requests of an agreement stand that were put by today.
    func requests(of agreement: String, today: Day, _ db: Database) throws -> [LineID: RequestStanding] {
        let rows: [(LineID, RequestStanding)] = try db.rows(
            """
            SELECT request.line, request.due, topic.id, topic.grouped, topic.outcome, topic.asked FROM request
            JOIN topic ON topic.id = request.topic
            WHERE request.agreement = \(agreement) AND request.put <= \(today.number)
            """
        ) { row in
            let due = Day(number: row["due"])
            let isGrouped: Bool = row["grouped"]
            let standing = RequestStanding(
                topic: row["id"], group: isGrouped ? try row.identifier("id") : nil,
                state: RequestState(try row.outcome, due: due, today: today), due: due, asked: row["asked"])
            return (try row.identifier("line"), standing)
        }
        return Dictionary(rows) { first, _ in first }
    }
}

extension Row {
    fileprivate var outcome: RequestGroup.Outcome? {
        get throws { (self["outcome"] as String?) == nil ? nil : try word("outcome") }
    }
}

extension TopicRead {
    fileprivate static let columns: SQL = """
        SELECT topic.*, asked.id AS ofID, asked.name AS ofName, asked.code AS ofCode, version.content AS content,
        asker.name AS byName
        """

    // The words and the body of the one request, where it is one: the first of several is not theirs.
    fileprivate static let joins: SQL = """
        JOIN body AS asked ON asked.id = topic.of
        LEFT JOIN request ON request.topic = topic.id AND topic.asked = 1
        LEFT JOIN line ON line.agreement = request.agreement AND line.line = request.line
        LEFT JOIN version ON version.agreement = line.agreement AND version.line = line.line
        AND version.revision = line.worded LEFT JOIN body AS asker ON asker.id = request.by
        """

    fileprivate init(_ row: Row, today: Day) throws {
        let isGrouped: Bool = row["grouped"]
        let due = Day(number: row["due"])
        self.init(
            id: row["id"], group: isGrouped ? try row.identifier("id") : nil,
            title: try row["title"] ?? row.part("content").text, ofName: row["ofName"], ofCode: row["ofCode"],
            of: try row.identifier("ofID"), asked: row["asked"], byName: row["byName"], put: Day(number: row["put"]),
            due: due, state: RequestState(try row.outcome, due: due, today: today), answered: row.time("answered"),
            answers: row["answers"], revision: row["revision"], results: row["results"])
    }
}

extension RequestRead {
    fileprivate init(_ row: Row) throws {
        guard case .request(let text, let ask) = try row.part("content") else { throw UnreadableRow(column: "content") }
        self.init(
            cited: CitedLine(try row.identifier("agreement"), try row.identifier("line")), title: row["agreementTitle"],
            text: text, ask: ask, byName: row["byName"], byCode: row["byCode"], put: Day(number: row["put"]),
            due: Day(number: row["due"]), joined: row.time("joined"))
    }
}
