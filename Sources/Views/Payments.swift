public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// Instalments of agreements in force, those first that are not settled and fall due first.
    public func payments(
        _ filter: MoneyFilter<PaymentState>, for viewer: Viewer, today: Day
    ) throws -> Listed<PaymentRead> {
        try read { db in
            var condition: SQL = """
                payment.inForce <= \(today.number) AND \(viewer.seesAgreement("payment", today: today, key: "agreement"))
                """
            if let state = filter.state { condition += " AND \(state.isState(today))" }
            if let code = filter.body {
                let body = try SQLRequest<String>(literal: "SELECT id FROM body WHERE code = \(code)").fetchOne(db)
                condition += " AND (payment.by = \(body ?? "") OR payment.recipient = \(body ?? ""))"
            }
            let total =
                try SQLRequest<Int>(literal: "SELECT count(*) FROM payment WHERE \(condition)").fetchOne(db) ?? 0
            let rows = try db.rows(
                """
                \(PaymentRead.columns) FROM payment \(PaymentRead.joins) WHERE \(condition)
                ORDER BY payment.settled, payment.due, payment.agreement, payment.line
                LIMIT \(filter.size) OFFSET \((filter.page - 1) * filter.size)
                """
            ) { try PaymentRead($0, today: today) }
            return Listed(rows: rows, total: total)
        }
    }

    /// The instalments on which a body is to decide by a day, those first that fall due first; at most 50. What is suspended is
    /// not among them.
    public func paymentsDue(of body: Identifier<Body>, by day: Day, today: Day) throws -> [PaymentRead] {
        try read { db in
            try db.rows(
                """
                \(PaymentRead.columns) FROM payment \(PaymentRead.joins)
                WHERE payment.settled = 0 AND payment.due <= \(day.number) AND payment.by = \(body.description)
                AND payment.inForce <= \(today.number) AND payment.state <> 'suspended'
                ORDER BY payment.settled, payment.due, payment.agreement, payment.line LIMIT 50
                """
            ) { try PaymentRead($0, today: today) }
        }
    }

    /// The public instalments on which a seat decides and of which something is left to be paid, those first that fall due
    /// first.
    public func payments(decidedBy seat: Identifier<Seat>, today: Day) throws -> [PaymentRead] {
        try read { db in
            try db.rows(
                """
                \(PaymentRead.columns) FROM payment \(PaymentRead.joins)
                WHERE payment.owner = \(seat.description) AND payment.settled = 0 AND payment.publicFrom <= \(today.number)
                AND payment.inForce <= \(today.number)
                ORDER BY payment.settled, payment.due, payment.agreement, payment.line
                """
            ) { try PaymentRead($0, today: today) }
        }
    }

    /// The instalments of an agreement in force, by the day on which each is now due, for whoever may see it.
    public func payments(of agreement: String, kind: String, for viewer: Viewer, today: Day) throws -> [PaymentRead] {
        try read { db in
            try db.rows(
                """
                \(PaymentRead.columns) FROM payment \(PaymentRead.joins)
                WHERE payment.agreement = \(agreement) AND agreement.kind = \(kind)
                AND payment.inForce <= \(today.number) AND \(viewer.seesAgreement("agreement", today: today))
                ORDER BY payment.due, payment.line
                """
            ) { try PaymentRead($0, today: today) }
        }
    }

    /// The steps that the instalments of an agreement took, oldest first, for whoever may see it.
    public func paymentSteps(of agreement: String, for viewer: Viewer, today: Day) throws -> [PaymentStepRead] {
        try read { db in
            let changes: [(number: Int, change: PaymentStepRead.Change)] = try db.rows(
                "SELECT * FROM paymentChange WHERE agreement = \(agreement) ORDER BY number, dueBefore, line"
            ) { row in
                let change = PaymentStepRead.Change(
                    line: try row.identifier("line"), amountBefore: try row.money("amountBefore"),
                    dueBefore: Day(number: row["dueBefore"]), amount: try row.money("amount"),
                    due: Day(number: row["due"]))
                return (row["number"], change)
            }
            return try db.rows(
                """
                SELECT paymentStep.*, why.text AS reasonText, why.erased AS reasonErased, \(SeatRead.acted)
                FROM paymentStep JOIN agreement ON agreement.id = paymentStep.agreement
                LEFT JOIN sealed AS why ON why.digest = paymentStep.reason \(SeatRead.acting("paymentStep"))
                WHERE paymentStep.agreement = \(agreement) AND \(viewer.seesAgreement("agreement", today: today))
                ORDER BY paymentStep.number
                """
            ) { row in
                let number: Int = row["number"]
                let word: String = row["word"]
                return PaymentStepRead(
                    number: number, word: Payment.Move.Word(rawValue: word), isVaried: word == "varied",
                    amount: try row.maybeMoney("amount"),
                    day: row.day("day"), side: try row.identifier("side"),
                    reason: (row["reason"] as String?) == nil ? nil : try row.certainlyTold("reason"),
                    position: row["position"], time: Instant(milliseconds: row["time"]),
                    seat: try SeatRead(acting: row),
                    before: Ledger(
                        total: try row.money("totalBefore"), paid: try row.money("paidBefore"),
                        withheld: try row.money("withheldBefore"),
                        repaid: try row.money("repaidBefore")),
                    after: Ledger(
                        total: try row.money("total"), paid: try row.money("paid"), withheld: try row.money("withheld"),
                        repaid: try row.money("repaid")),
                    changes: changes.filter { $0.number == number }.map(\.change))
            }
        }
    }
}

extension PaymentRead {
    fileprivate static let columns: SQL = """
        SELECT payment.*, agreement.kind AS kind, agreement.title AS agreementTitle, version.content AS content,
        payer.name AS payerName, payer.code AS payerCode, payee.name AS payeeName, payee.code AS payeeCode,
        seat.id AS seatID, seat.body AS seatBody, seat.title AS title, seat.office AS office,
        payer.name AS bodyName, payer.code AS bodyCode
        """

    fileprivate static let joins: SQL = """
        JOIN agreement ON agreement.id = payment.agreement
        JOIN line ON line.agreement = payment.agreement AND line.line = payment.line
        JOIN version ON version.agreement = line.agreement AND version.line = line.line
        AND version.revision = line.worded
        JOIN body AS payer ON payer.id = payment.by JOIN body AS payee ON payee.id = payment.recipient
        LEFT JOIN seat ON seat.id = payment.owner
        """

    fileprivate init(_ row: Row, today: Day) throws {
        let (word, due): (String, Day) = (row["state"], Day(number: row["due"]))
        let known = Payment.State(rawValue: word).map { PaymentState($0, due: due, today: today) }
        guard let state = word == PaymentState.left.rawValue ? .left : known else {
            throw UnreadableRow(column: "state")
        }
        self.init(
            agreement: row["agreement"], kind: row.kind, title: row["agreementTitle"],
            line: try row.identifier("line"), content: try row.part("content"),
            by: BodyName(id: try row.identifier("by"), code: row["payerCode"], name: row["payerName"]),
            to: BodyName(id: try row.identifier("recipient"), code: row["payeeCode"], name: row["payeeName"]),
            owner: try SeatRead(acting: row), amount: try row.money("amount"), due: due, paid: try row.money("paid"),
            withheld: try row.money("withheld"), repaid: try row.money("repaid"),
            state: state, isMet: row["met"])
    }
}

extension Row {
    /// A sum in pence.
    func money(_ column: String) throws -> Money {
        guard let money = try maybeMoney(column) else { throw UnreadableRow(column: column) }
        return money
    }

    /// The same; nil where there is none.
    func maybeMoney(_ column: String) throws -> Money? {
        guard let pence: Int64 = self[column] else { return nil }
        do {
            return try Money(pence: pence)
        } catch {
            throw UnreadableRow(column: column)
        }
    }
}
