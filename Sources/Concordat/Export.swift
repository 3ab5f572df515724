import ArgumentParser
import Domain
import Exchange
import Foundation
import Register
import Views
import Vocabulary

/// Writes what others can keep.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes bundles and lists into a folder.",
        discussion: "Example: concordat export compact ID --to bundle --data data",
        subcommands: [ExportCompact.self, ExportStatement.self, ExportConditional.self, ExportCSV.self])
}

/// Where an export goes, and as whom it is made.
struct ExportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder to write into; it is made.", valueName: "folder"))
    var to: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The code of a party: what that body may see. Otherwise what everybody may.", valueName: "code"))
    var party: String?

    @OptionGroup var options: SettingsOptions

    func viewer(in register: Register) throws -> Viewer {
        guard let party else { return .everyone }
        guard let body = try register.views.body(code: party) else {
            throw Refused("There is no body with the code \(party)")
        }
        return Viewer(body: body.id, seat: nil)
    }

    /// Writes the bundle of one agreement.
    func write<K: Kind>(_ id: String, _: K.Type, json: Bool) async throws {
        guard let id = Identifier<Agreement<K>>(id) else {
            throw ValidationError("'\(id)' is not the identifier of a \(K.name)")
        }
        let register = try await options.settings().register(creating: false)
        let bundle = try Exchange.Bundle(of: id, from: register, for: try viewer(in: register))
        try register.close()
        try bundle.write(to: to)
        Terminal.answer(
            json ? Terminal.json(["files": bundle.files.keys.sorted()]) : "\(bundle.files.count) files written to \(to)"
        )
    }
}

/// Writes the bundle of a compact.
struct ExportCompact: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Writes the bundle of a compact.",
        discussion: """
            A bundle holds the frozen text, the signatures, and the entries of the record with the proof that they stand there.
            Whoever has it can check it without this register.

            Example: concordat export compact ID --to bundle --data data
            """)

    @Argument(help: "The compact's identifier, which is the end of its address.") var id: String
    @OptionGroup var export: ExportOptions
    @OptionGroup var output: Output

    func run() async throws { try await export.write(id, CompactKind.self, json: output.json) }
}

/// Writes the bundle of a statement of intent.
struct ExportStatement: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "statement", abstract: "Writes the bundle of a statement of intent.",
        discussion: "Example: concordat export statement ID --to bundle --data data")

    @Argument(help: "The statement's identifier, which is the end of its address.") var id: String
    @OptionGroup var export: ExportOptions
    @OptionGroup var output: Output

    func run() async throws { try await export.write(id, StatementKind.self, json: output.json) }
}

/// Writes the bundle of an agreement with conditions.
struct ExportConditional: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "conditional-agreement", abstract: "Writes the bundle of an agreement with conditions.",
        discussion: "Example: concordat export conditional-agreement ID --to bundle --data data")

    @Argument(help: "The agreement's identifier, which is the end of its address.") var id: String
    @OptionGroup var export: ExportOptions
    @OptionGroup var output: Output

    func run() async throws { try await export.write(id, ConditionalKind.self, json: output.json) }
}

/// Writes lists as CSV.
struct ExportCSV: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "csv", abstract: "Writes lists as comma-separated values.",
        discussion: """
            A cell that begins with = + - @ or a tab has an apostrophe before it, so that no spreadsheet runs it.

            Example: concordat export csv compacts authorities --to lists --data data
            """)

    /// The lists there are.
    enum List: String, ExpressibleByArgument, CaseIterable {
        case compacts, authorities
    }

    @Argument(help: "Which lists.") var lists: [List]
    @OptionGroup var export: ExportOptions
    @OptionGroup var output: Output

    func run() async throws {
        let register = try await export.options.settings().register(creating: false)
        let viewer = try export.viewer(in: register)
        try FileManager.default.createDirectory(atPath: export.to, withIntermediateDirectories: true)
        var written: [String] = []
        for list in lists {
            let csv = list == .compacts ? try compacts(register, viewer) : try authorities(register)
            let path = "\(export.to)/\(list.rawValue).csv"
            try Data(csv.bytes).write(to: URL(filePath: path))
            written.append(path)
        }
        try register.close()
        Terminal.answer(output.json ? Terminal.json(["files": written]) : written.joined(separator: "\n"))
    }

    private func compacts(_ register: Register, _ viewer: Viewer) throws -> CSV {
        var filter = AgreementFilter()
        filter.kind = CompactKind.name
        filter.size = 500
        var lines: [AgreementLine] = []
        while true {
            let page = try register.views.agreements(filter, for: viewer, today: register.today)
            lines += page.rows
            guard !page.rows.isEmpty, lines.count < page.total else { break }
            filter.page += 1
        }
        return CSV(
            columns: ["id", "title", "year", "authority", "name", "region", "state", "signed", "in_force", "areas"],
            rows: lines.map { line in
                [
                    line.id, line.title, line.year?.description ?? "", line.authority ?? "", line.authorityName ?? "",
                    line.region ?? "", line.state.rawValue, line.signed?.description ?? "",
                    line.inForce?.description ?? "", line.areas.joined(separator: " "),
                ]
            })
    }

    /// In the form that `concordat import` reads.
    private func authorities(_ register: Register) throws -> CSV {
        CSV(
            columns: AuthorityList.columns,
            rows: try register.views.bodies(.authority).map { body in
                let authority = body.authority
                return [
                    body.code, authority?.ons ?? "", body.name, authority?.type ?? "", authority?.region ?? "",
                    authority?.london == true ? "yes" : "no", authority?.from?.description ?? "",
                    authority?.until?.description ?? "",
                ]
            })
    }
}
