public import Domain
import Record
public import Vocabulary

extension Register {
    /// Begins the draft of a compact of a later year, prefilled from one that all have signed.
    public func renew(
        _ id: Identifier<Compact>, as new: Identifier<Compact>, under statement: Identifier<Statement>,
        by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .draft) { page in
            let renewal = try page.reader.renewal(of: id, as: new, under: statement, by: sitting.body, on: page.today)
            try page.begin(renewal.draft, by: sitting)
        }
    }

    /// Begins the draft of a statement of a later year, prefilled from one that all have signed.
    public func succeed(
        _ id: Identifier<Statement>, as new: Identifier<Statement>, for year: AcademicYear, by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .draft) { page in
            let renewal = try page.reader.successor(of: id, as: new, for: year, by: sitting.body, on: page.today)
            try page.begin(renewal.draft, by: sitting)
        }
    }

    /// Why lines of a compact cannot be carried over to an agenda, as things stand now; none where it cannot be renewed under it at all.
    public func left(
        of id: Identifier<Compact>, under statement: Identifier<Statement>, by author: Identifier<Body>
    ) throws -> [LineID: WhyLeft] {
        let today = today
        return try book.read { reader in
            do {
                let left = try reader.renewal(of: id, as: id, under: statement, by: author, on: today).left
                return Dictionary(left.map { ($0.line, $0.why) }) { first, _ in first }
            } catch is Refusal {
                return [:]
            }
        }
    }
}

extension BookReader {
    fileprivate func renewal(
        of id: Identifier<Compact>, as new: Identifier<Compact>, under statement: Identifier<Statement>,
        by side: Identifier<Body>, on today: Day
    ) throws -> Renewal<CompactKind> {
        let compact = try load(id)
        guard compact.parties.contains(side) else { throw NotFound() }
        // A statement that was not sent yet is to its reader none.
        let isSent = try sequence(of: "\(Statement.kind)/\(statement)") > 0
        let circumstances = try circumstances(
            compact.parties, Framework(statement: isSent ? statement : nil),
            citing: compact.lines.standing.map(\.content), on: today)
        guard let agenda = circumstances.agenda else {
            throw Refusal(
                Fault(
                    "draft.agenda", field: "year",
                    "Choose the agenda of a school year that all its signatories have signed"))
        }
        return try compact.renewal(as: new, under: agenda, by: side, in: circumstances)
    }

    fileprivate func successor(
        of id: Identifier<Statement>, as new: Identifier<Statement>, for year: AcademicYear, by side: Identifier<Body>,
        on today: Day
    ) throws -> Renewal<StatementKind> {
        let statement = try load(id)
        guard statement.parties.contains(side) else { throw NotFound() }
        let circumstances = try circumstances(
            statement.parties, Framework(), citing: statement.lines.standing.map(\.content), on: today)
        return try statement.successor(as: new, for: year, by: side, in: circumstances)
    }
}
