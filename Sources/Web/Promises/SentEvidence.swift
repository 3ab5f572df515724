import Vocabulary

extension SentFile {
    /// The most bytes of a file that shows something: 3 MiB.
    static let mostEvidence = 3 << 20

    /// The file as evidence, with its name and the media type that its first bytes say.
    func evidence() throws(Refusal) -> (bytes: [UInt8], name: String, type: String) {
        guard !bytes.isEmpty else {
            throw Refusal(Fault("report.file", field: "file", "The file \(name) is empty: choose another"))
        }
        guard bytes.count <= SentFile.mostEvidence else {
            throw Refusal(
                Fault(
                    "report.file", field: "file",
                    "The file \(name) is larger than 3 megabytes: choose a smaller one, or give a link to it"))
        }
        guard let type = evidenceType else {
            throw Refusal(
                Fault(
                    "report.file", field: "file",
                    "The file \(name) is none that everybody can open: choose a PDF, a picture (PNG or JPEG), an office document or plain text in UTF-8"
                ))
        }
        return (Array(bytes), name, type)
    }

    private var evidenceType: String? {
        if let kind = Kind.allCases.first(where: { $0.begins(bytes) }) {
            return switch kind {
            case .pdf: "application/pdf"
            case .office: officeType
            case .picture where bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]): "image/png"
            case .picture where bytes.starts(with: [0xFF, 0xD8, 0xFF]): "image/jpeg"
            case .oldOffice, .richText, .picture, .page, .utf16: nil
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else { return nil }
        // Markup of any sort is for browsers, and may do more than show.
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        return first == "<" ? nil : "text/plain; charset=utf-8"
    }

    /// What an archive is that a word processor or its like wrote: OpenDocument names itself first, the other sort holds a
    /// folder named for what it is.
    private var officeType: String? {
        let content = Array(bytes)
        func holds(_ name: String) -> Bool { content.firstRange(of: Array(name.utf8)) != nil }
        for (type, _, _) in SentFile.open where content.prefix(200).firstRange(of: Array("mimetype\(type)".utf8)) != nil
        {
            return type
        }
        guard holds("[Content_Types].xml") else { return nil }
        return SentFile.office.first { holds("\($0.folder)/") }?.type
    }

    private static let open = [
        ("application/vnd.oasis.opendocument.text", "odt", "OpenDocument text"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods", "OpenDocument sheet"),
        ("application/vnd.oasis.opendocument.presentation", "odp", "OpenDocument slides"),
    ]
    private static let office = [
        (
            type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", folder: "word",
            ending: "docx"
        ),
        (type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", folder: "xl", ending: "xlsx"),
        (
            type: "application/vnd.openxmlformats-officedocument.presentationml.presentation", folder: "ppt",
            ending: "pptx"
        ),
    ]

    /// What a file of a type is called beside its name.
    static func words(for type: String) -> String {
        switch type {
        case "application/pdf": "PDF"
        case "image/png", "image/jpeg": "picture"
        case "text/plain; charset=utf-8": "text"
        default: "office document"
        }
    }

    /// What the name of a file of a type ends with.
    static func ending(of type: String) -> String {
        switch type {
        case "application/pdf": "pdf"
        case "image/png": "png"
        case "image/jpeg": "jpg"
        case "text/plain; charset=utf-8": "txt"
        default:
            open.first { $0.0 == type }?.1 ?? office.first { $0.type == type }?.ending ?? "bin"
        }
    }
}
