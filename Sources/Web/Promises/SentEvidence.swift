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
            case .office: "application/zip"
            case .picture where bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]): "image/png"
            case .picture where bytes.starts(with: [0xFF, 0xD8, 0xFF]): "image/jpeg"
            case .oldOffice, .richText, .picture, .page, .utf16: nil
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else { return nil }
        return "text/plain; charset=utf-8"
    }

    /// What the name of a file of a type ends with.
    static func ending(of type: String) -> String {
        switch type {
        case "application/pdf": "pdf"
        case "application/zip": "zip"
        case "image/png": "png"
        case "image/jpeg": "jpg"
        default: "txt"
        }
    }
}
