import Domain
import Exchange
import Views
import Vocabulary

/// A return as programs get it, without what it says.
struct ReturnRow: Encodable, Sendable {
    let kind: String
    let agreement: String
    /// The agreement's title.
    let title: String
    let line: LineID
    let due: Day
    let extra: Bool
    /// The codes and names of the bodies that make and assess it.
    let by: String
    let byName: String
    let to: String
    let toName: String
    let certifier: String?
    let state: ReturnState
    let certified: Day?
    /// By which day somebody is to act on it.
    let next: Day?

    init(_ given: ReturnRead) {
        (kind, agreement, title, line) = (given.kind, given.agreement, given.title, given.line)
        (due, extra, state) = (given.due, given.isExtra, given.state)
        (by, byName, to, toName) = (given.by.code, given.by.name, given.to.code, given.to.name)
        certifier = given.owner?.full
        certified = given.certified?.day
        next = given.state == .assessed || given.state == .lapsed ? nil : given.next
    }
}

extension ReturnRow: ListedRow {
    /// One row a return.
    static func csv(_ rows: [ReturnRow]) -> CSV {
        CSV(
            columns: [
                "kind", "agreement", "title", "line", "due", "extra", "by", "by_name", "to", "to_name", "certifier",
                "state", "certified", "next",
            ],
            rows: rows.map { row in
                let names = [row.by, row.byName, row.to, row.toName, row.certifier ?? "", row.state.rawValue]
                let days = [row.certified?.description ?? "", row.next?.description ?? ""]
                return [row.kind, row.agreement, row.title, row.line.description, row.due.description]
                    + [row.extra ? "yes" : "no"] + names + days
            })
    }
}
