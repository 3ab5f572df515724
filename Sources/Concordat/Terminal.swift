import Foundation
import Merkle

/// What commands read and write besides files.
enum Terminal {
    /// A line on standard error.
    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// Text on standard output, which is written at once even into a pipe.
    static func answer(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    /// How far long work has come: on a terminal one line that changes, in a pipe nothing.
    static func progress(_ what: String, _ done: Int, _ all: Int) {
        guard isatty(2) == 1, done % 256 == 0 || done == all else { return }
        let end = done == all ? "\n" : ""
        FileHandle.standardError.write(Data("\r\(what): \(done) of \(all)\(end)".utf8))
    }

    /// What is being done now, where somebody looks on.
    static func step(_ what: String) {
        guard isatty(2) == 1 else { return }
        say(what)
    }

    /// A password: asked for without showing it on a terminal, else the first line of standard input. Never an argument,
    /// which every user of the machine could read.
    static func password() throws -> String {
        if isatty(0) == 1 {
            guard let typed = getpass("Password: ") else { throw Refused("The password could not be read") }
            return String(cString: typed)
        }
        guard let line = readLine(strippingNewline: true) else {
            throw Refused("Give the password as the first line of standard input")
        }
        return line
    }

    /// JSON with sorted keys.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            return "{}"
        }
    }

    /// The key of a log, given as one line or as the name of a file that holds it.
    static func key(_ given: String) throws -> VerifierKey {
        // A key has plus signs between its parts; a file may be named in its place.
        let isFile = FileManager.default.fileExists(atPath: given)
        let text = isFile ? String(decoding: try file(given), as: UTF8.self) : given
        return try VerifierKey(vkey: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// The bytes of a file.
    static func file(_ path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Refused("\(path) cannot be read")
        }
    }
}
