import ArgumentParser
import Domain
import Register
import Views
import Vocabulary

/// Prints how the targets of agreements stand by the published figures.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Prints how the targets of public agreements stand by the published figures.",
        discussion: """
            Each target is met, on course, behind or missed, or cannot be judged, with one sentence that says why, the figures and
            the release that it rests on. Without COMPACT those of all agreements that bind today.

            Example: concordat judge --format csv --data data
            """)

    @Argument(help: "The identifier of one compact, as its address has it.")
    var compact: String?

    @Option(help: "Only the targets of one authority: its three digits.")
    var authority: String?

    @Option(help: "How to print them.")
    var format = RowFormat.table

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        let register = try await settings.register(creating: false)
        try register.figures.reach()
        var filter = TargetFilter()
        (filter.agreement, filter.authority) = (compact, authority)
        let rows = try register.judged(filter, for: .everyone)
        let isThere = try compact.map { try register.isPublic(compact: $0) } ?? true
        try register.close()
        guard isThere else {
            throw Refused("There is no public compact '\(compact ?? "")': give the last part of its page's address")
        }
        if format == .table { return Terminal.answer(rows.map(line).joined(separator: "\n")) }
        format.answer(rows, JudgedRow.columns, shown: JudgedRow.columns.count, \.cells)
    }

    /// A table of sentences is no table.
    private func line(_ row: JudgedRow) -> String {
        let priority = row.priority.isEmpty ? "" : ", \(row.priority)"
        return "\(row.title)\(priority)\n  \(row.target) (\(row.measure))\n  \(row.sentence)"
    }
}

extension Register {
    /// Whether everyone may read a compact of that name.
    fileprivate func isPublic(compact name: String) throws -> Bool {
        guard let id = Identifier<Compact>(name) else { return false }
        return try views.agreement(id.description, kind: CompactKind.name, for: .everyone, today: today) != nil
    }
}
