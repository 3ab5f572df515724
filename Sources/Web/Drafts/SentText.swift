import Domain
import Foundation
import Vocabulary

/// The text of a statement as it was pasted or sent as a file, with line ends of one kind and in NFC.
struct SentText {
    let text: String

    /// The most bytes that it may have: 1 MiB.
    static let mostBytes = 1 << 20

    /// The file's text where a file was chosen, or else what was pasted.
    ///
    /// - Throws: `Refusal` that says of the file, or of the field, what to do.
    init(_ form: Form) throws(Refusal) {
        if let file = form.files["file"] {
            text = try file.text(upTo: SentText.mostBytes)
            return
        }
        text = form["text"]
        if text.isEmpty { throw Refusal(Fault("text.empty", field: "text", "Paste a text, or choose a file")) }
        guard text.utf8.count <= SentText.mostBytes else {
            throw Refusal(
                Fault("text.long", field: "text", "The text is larger than 1 megabyte: paste a shorter one"))
        }
    }
}

/// A file as somebody sent it. What it is is seen from its bytes; its name and its declared type are not believed.
struct SentFile: Sendable {
    /// Its name, for a sentence about it and for nothing else: without folders and without what could turn or hide the
    /// words beside it, at most 60 characters.
    let name: String
    /// The same without quotation marks, to be kept with the file.
    let plainName: String
    /// All of it.
    let bytes: ArraySlice<UInt8>

    init(called name: String, bytes: ArraySlice<UInt8>) {
        plainName = SentFile.tidy(name) ?? "file"
        self.name = SentFile.tidy(name).map { "“\($0)”" } ?? "that you chose"
        self.bytes = bytes
    }

    /// Its text, where it is plain text in UTF-8, with or without a byte order mark.
    func text(upTo most: Int) throws(Refusal) -> String {
        guard !bytes.isEmpty else {
            throw Refusal(
                Fault(
                    "text.empty", field: "file",
                    "The file \(name) is empty: choose another, or paste the text"))
        }
        if let kind = Kind.allCases.first(where: { $0.begins(bytes) }) {
            let words = "The file \(name) \(kind.advice)"
            throw Refusal(
                kind == .utf16
                    ? Fault("text.encoding", field: "file", words) : Fault("text.plain", field: "file", words))
        }
        guard bytes.count <= most else {
            throw Refusal(
                Fault(
                    "text.long", field: "file",
                    "The file \(name) is larger than 1 megabyte: choose a smaller one, or paste a part of it"))
        }
        let plain = bytes.starts(with: Kind.mark) ? bytes.dropFirst(Kind.mark.count) : bytes
        guard let read = String(validating: plain, as: UTF8.self) else {
            throw Refusal(
                Fault(
                    "text.encoding", field: "file",
                    "The file \(name) is not in UTF-8: it may be in Windows-1252. Save it again with the encoding UTF-8, or copy its words and paste them"
                ))
        }
        let text = read.replacing("\r\n", with: "\n").replacing("\r", with: "\n").precomposedStringWithCanonicalMapping
        if let line = SentFile.lineOfControl(text) {
            throw Refusal(
                Fault(
                    "text.plain", field: "file",
                    "The file \(name) is not plain text: line \(line) holds characters that nobody typed. Save it as plain text (.txt), or copy its words and paste them"
                ))
        }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw Refusal(
                Fault(
                    "text.empty", field: "file",
                    "The file \(name) holds no words: choose another, or paste the text"))
        }
        return text
    }

    /// The line, from 1, with the first control character besides tab and line end; nil where there is none.
    private static func lineOfControl(_ text: String) -> Int? {
        var line = 1
        for scalar in text.unicodeScalars {
            if scalar == "\n" { line += 1 }
            if scalar.properties.generalCategory == .control, scalar != "\n", scalar != "\t" { return line }
        }
        return nil
    }

    private static func tidy(_ name: String) -> String? {
        let last = name.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? []
        let shown = last.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
            default: true
            }
        }
        let text = String(String.UnicodeScalarView(shown))
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        // By scalars: one letter can have any number of marks above it.
        return text.unicodeScalars.count > 60 ? String(text.unicodeScalars.prefix(59)) + "…" : text
    }
}

extension SentFile {
    /// Files that people choose in place of a text, by their first bytes.
    enum Kind: CaseIterable {
        case pdf, office, oldOffice, richText, picture, page, utf16

        /// The byte order mark of UTF-8.
        static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

        private var beginnings: [[UInt8]] {
            switch self {
            case .pdf: [Array("%PDF-".utf8)]
            case .office: [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]
            case .oldOffice: [[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]]
            case .richText: [Array("{\\rtf".utf8)]
            case .picture:
                [
                    [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), [0x49, 0x49, 0x2A, 0x00],
                    [0x4D, 0x4D, 0x00, 0x2A],
                ]
            case .page: [Array("<!doctype html".utf8), Array("<html".utf8)]
            case .utf16: [[0xFF, 0xFE], [0xFE, 0xFF]]
            }
        }

        func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
            let plain = bytes.starts(with: Kind.mark) ? bytes.dropFirst(Kind.mark.count) : bytes
            // Markup is written in letters of either case.
            let start =
                self == .page ? plain.prefix(20).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...] : plain
            return beginnings.contains { start.starts(with: $0) }
        }

        /// What follows the file's name.
        var advice: String {
            switch self {
            case .pdf: "is a PDF: open it, copy its text and paste it"
            case .office:
                "is a document of a word processor, or an archive: open it and save it as plain text (.txt) in UTF-8, or copy its words and paste them"
            case .oldOffice, .richText:
                "is a document of a word processor: open it and save it as plain text (.txt) in UTF-8, or copy its words and paste them"
            case .picture: "is a picture: type its words, or find the text that it shows"
            case .page: "is a web page: open it, copy its words and paste them"
            case .utf16:
                "is in UTF-16, which Windows also calls Unicode: save it again with the encoding UTF-8, or copy its words and paste them"
            }
        }
    }
}
