import FoundationEssentials
import Glibc
import Logging
import Vocabulary

/// The log: one line for each event on standard error, as `name=value` pairs or as a JSON object.
struct LogLines: LogHandler {
    /// How a line is written.
    enum Format: String, CaseIterable {
        /// `time=… level=info event=serving address=…`: logfmt.
        case text
        /// `{"time":"…","level":"info","event":"serving",…}`
        case json
    }

    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let format: Format

    init(_ format: Format) { self.format = format }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        // The server's library names a request so; the page that somebody sees calls the same a reference.
        let facts = all.map { ($0 == "hb.request.id" ? "reference" : $0, "\($1)") }.sorted { $0.0 < $1.0 }
        let line = LogLines.line(
            [("time", Settings.clock().description), ("level", event.level.rawValue), ("event", "\(event.message)")]
                + facts, format)
        // In one call, so that lines of several threads never mix.
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The line that holds these names and values, in their order.
    static func line(_ facts: [(name: String, value: String)], _ format: Format) -> String {
        switch format {
        case .text:
            facts.map { "\($0.name)=\(isPlain($0.value) ? $0.value : quoted($0.value))" }.joined(separator: " ")
        case .json: "{" + facts.map { "\(quoted($0.name)):\(quoted($0.value))" }.joined(separator: ",") + "}"
        }
    }

    private static func isPlain(_ value: String) -> Bool {
        !value.isEmpty
            && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
    }

    /// As a string of JSON (RFC 8259), which logfmt quotes alike. A value with a line end in it is no second line.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
