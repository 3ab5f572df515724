public import Domain
import Record
public import Vocabulary

extension Register {
    /// Words a standard line. Sent twice it is done once.
    public func open(
        _ id: Identifier<StandardLine>, title: String, text: String, by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .negotiate) { page in
            if try page.reader.sequence(of: "\(StandardLine.kind)/\(id)") > 0 {
                let standing = try page.load(id)
                guard standing.by == sitting.body else { throw NotFound() }
                guard standing.title == title, standing.text == text else { throw Refusal.stale(1) }
                return
            }
            try page.open(id, try StandardLine.open(title: title, text: text, by: sitting.body))
        }
    }

    /// Puts a standard line into compacts that are being negotiated, as a line of each, after the last of its part; into all of
    /// them, or into none. Those that were offered it already are passed over.
    public func offer(_ id: Identifier<StandardLine>, to compacts: [Identifier<Compact>], by sitting: Sitting)
        async throws
    {
        let lines = compacts.map { CitedLine($0, randomness.identifier()) }
        try await change(by: sitting, may: .negotiate) { page in
            let standard = try page.load(id)
            guard standard.by == sitting.body else { throw NotFound() }
            let events = try standard.offer(lines, by: sitting.body)
            for case .offered(let new) in events {
                for line in new {
                    let compact = try page.load(line.compact)
                    guard compact.parties.contains(sitting.body) else { throw NotFound() }
                    guard compact.execution.text == nil else {
                        throw Refusal(
                            Fault(
                                "standard.fixed", field: "compact",
                                "The text of \(compact.title) is fixed: open it again first, or leave it out"))
                    }
                    let cited = compact.lines.all.map(\.lastContent)
                    let circumstances = try page.circumstances(compact.parties, compact.framework, citing: cited)
                    let last = compact.lines.all.last { $0.lastContent.name == .term }?.id
                    let added = try compact.add(
                        standard.content, as: line.line, after: last, by: sitting.body, in: circumstances)
                    try page.append(added, to: compact)
                }
            }
            try page.append(events, to: standard)
        }
    }
}
