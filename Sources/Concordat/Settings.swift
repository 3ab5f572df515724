import ArgumentParser
import FoundationEssentials
import Logging
import Record
import Register
import Vocabulary
import Web

/// What the operator settles: from a file, then the environment, then flags; the later one counts. docs/settings.md lists
/// them all.
struct Settings: Sendable, Equatable {
    /// The folder that holds the record and the views.
    var data = "data"
    /// The address to listen on.
    var host = "127.0.0.1"
    /// The port to listen on; 0 takes any that is free.
    var port = 8080
    /// The name of the record's log, used only where the register is set up, and then for ever.
    var origin = "localhost/record"
    /// Whether somebody gave that name: then a register that has another is not the one that is meant.
    var namesOrigin = false
    /// The folder with the GOV.UK Frontend stylesheet; nil where there is none.
    var assets: String?
    /// Whether people reach the site by https only.
    var isSecure = false
    /// How much is logged.
    var logLevel = Logger.Level.info
    /// How a line of the log is written.
    var logFormat = LogLines.Format.text
    /// The servers in front of the site that are believed when they say for whom they ask.
    var proxies = Proxies.none
    /// Who may read `/metrics`.
    var metrics = Site.MetricsReaders.loopback

    /// The names of the settings, in the file and in the environment.
    static let names = [
        "CONCORDAT_DATA", "CONCORDAT_HOST", "CONCORDAT_PORT", "CONCORDAT_ORIGIN", "CONCORDAT_ASSETS",
        "CONCORDAT_SECURE", "CONCORDAT_PROXY", "CONCORDAT_METRICS", "CONCORDAT_LOG_LEVEL", "CONCORDAT_LOG_FORMAT",
    ]
    /// Names the file, where no flag does.
    static let fileName = "CONCORDAT_CONFIG"

    /// Settings from a file's text, the environment and flags.
    ///
    /// - Parameters:
    ///   - file: Lines of NAME=VALUE; empty lines and those that begin with # are passed over.
    ///   - environment: Of which only the names above count.
    ///   - flags: By the same names.
    /// - Throws: `ValidationError` for a name or a value that there is not.
    init(file: String = "", environment: [String: String] = [:], flags: [String: String] = [:]) throws {
        for (number, line) in file.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw ValidationError("line \(number + 1) of the settings is not NAME=VALUE")
            }
            let name = line[..<equals].trimmed
            guard Settings.names.contains(name) else {
                throw ValidationError("line \(number + 1) of the settings: there is no setting \(name)")
            }
            try set(name, line[line.index(after: equals)...].trimmed)
        }
        for name in Settings.names {
            if let value = environment[name] { try set(name, value) }
            if let value = flags[name] { try set(name, value) }
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        switch name {
        case "CONCORDAT_DATA" where !value.isEmpty: data = value
        case "CONCORDAT_HOST" where !value.isEmpty: host = value
        case "CONCORDAT_PORT":
            guard let number = Int(value), (0...65535).contains(number) else {
                throw ValidationError("\(name) is a number from 0 to 65535, not '\(value)'")
            }
            port = number
        case "CONCORDAT_ORIGIN" where !value.isEmpty:
            guard !value.contains("://"), value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2B }) else {
                throw ValidationError(
                    "\(name) is a name such as council.example/record, without https://: not '\(value)'")
            }
            (origin, namesOrigin) = (value, true)
        case "CONCORDAT_ASSETS": assets = value.isEmpty ? nil : value
        case "CONCORDAT_SECURE":
            guard let answer = ["yes": true, "no": false][value] else {
                throw ValidationError("\(name) is yes or no, not '\(value)'")
            }
            isSecure = answer
        case "CONCORDAT_LOG_LEVEL":
            guard let level = Logger.Level(rawValue: value) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(name) is one of \(levels), not '\(value)'")
            }
            logLevel = level
        case "CONCORDAT_LOG_FORMAT": logFormat = try choice(name, value)
        case "CONCORDAT_METRICS": metrics = try choice(name, value)
        case "CONCORDAT_PROXY":
            guard let trusted = Proxies(value) else {
                throw ValidationError(
                    "\(name) is addresses and networks such as 127.0.0.1, 10.0.0.0/8, not '\(value)'")
            }
            proxies = trusted
        default: throw ValidationError("\(name) may not be empty")
        }
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ value: String
    ) throws -> Choice {
        guard let choice = Choice(rawValue: value) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(name) is one of \(all), not '\(value)'")
        }
        return choice
    }

    /// The register in the data folder.
    ///
    /// - Parameter creating: Whether one is set up where there is none.
    func register(creating: Bool) async throws -> Register {
        guard creating || FileManager.default.fileExists(atPath: "\(data)/record.sqlite") else {
            throw Refused(
                "There is no register in \(data): name its folder with --data, or set one up with concordat serve")
        }
        let register: Register
        do {
            register = try await Register(
                in: data, origin: origin, creating: creating, clock: Settings.clock, randomness: .system)
        } catch let error as StoreError where error.kind == .unfinished {
            throw Refused("Setting up the register in \(data) was broken off: do it again, as the first time")
        }
        guard !namesOrigin || register.origin == origin else {
            throw Refused(
                "The register in \(data) is named \(register.origin) for ever: leave the name \(origin) out, or give another folder"
            )
        }
        return register
    }

    /// The machine's clock.
    static let clock: @Sendable () -> Instant = {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

/// The options by which every command finds its settings.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A file of settings, NAME=VALUE a line.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The folder that holds the register.", valueName: "folder"))
    var data: String?

    /// The settings, with further flags of a command by their names in the environment.
    func settings(_ flags: [String: String?] = [:]) throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        var file = ""
        if let path = config ?? environment[Settings.fileName] {
            file = String(decoding: try Terminal.file(path), as: UTF8.self)
        }
        var given = flags.compactMapValues(\.self)
        if let data { given["CONCORDAT_DATA"] = data }
        return try Settings(file: file, environment: environment, flags: given)
    }
}
