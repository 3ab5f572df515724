import Register
import Vocabulary

/// The parts of a `multipart/form-data` body (RFC 7578) by their places in it: the bytes of a body are not copied to find
/// them.
///
/// It reads what browsers write and no more: the first boundary at the first byte, line ends of CR and LF, one
/// `Content-Disposition` a part, nothing between the parts or behind the last.
struct Multipart: Sendable {
    /// A field with its text, or a file.
    struct Part: Sendable {
        /// The name of the field.
        let name: String
        /// What the sender calls the file: empty where a file field was left empty, nil where the part is no file. It
        /// comes from anywhere and says nothing about what the file is.
        let fileName: String?
        /// The part's own bytes.
        let content: ArraySlice<UInt8>
    }

    /// In their order.
    let parts: [Part]

    /// The most parts of one body.
    static let mostParts = 2000
    /// The most files among them.
    static let mostFiles = 10
    /// The most bytes of the lines before a part's content, of which the name of a file is the longest.
    static let mostHeaderBytes = 4096
    /// The most characters of a boundary (RFC 2046, 5.1.1).
    static let mostBoundaryBytes = 70

    /// Finds the parts of a body.
    ///
    /// - Throws: `Refusal` of the rule `form.unreadable` where the body is not whole, or is more than a form sends.
    init(_ bytes: [UInt8], boundary: String) throws(Refusal) {
        guard Multipart.isBoundary(boundary) else { throw Form.unreadable }
        let mark = lineEnd + [hyphen, hyphen] + Array(boundary.utf8)
        guard bytes.starts(with: mark.dropFirst(lineEnd.count)) else { throw Form.unreadable }
        var (parts, files) = ([Part](), 0)
        var offset = mark.count - lineEnd.count
        while !bytes[offset...].starts(with: [hyphen, hyphen]) {
            let isMore = bytes[offset...].starts(with: lineEnd)
            guard isMore, parts.count < Multipart.mostParts else { throw Form.unreadable }
            let disposition = try Multipart.header(bytes, at: &offset)
            guard let end = Multipart.place(of: mark, in: bytes, from: offset) else { throw Form.unreadable }
            if disposition.fileName != nil { files += 1 }
            guard files <= Multipart.mostFiles else { throw Form.unreadable }
            parts.append(
                Part(name: disposition.name, fileName: disposition.fileName, content: bytes[offset..<end]))
            offset = end + mark.count
        }
        let rest = bytes[(offset + 2)...]
        guard rest.isEmpty || rest.elementsEqual(lineEnd) else { throw Form.unreadable }
        self.parts = parts
    }

    /// The boundary that the type of a body names; nil where it is of another type, or of none that can be read.
    static func boundary(of contentType: String) -> String? {
        var pieces = contentType.split(separator: ";", omittingEmptySubsequences: false)[...]
        guard pieces.popFirst()?.lowercased().filter({ $0 != " " }) == "multipart/form-data" else { return nil }
        for piece in pieces {
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].drop(while: { $0 == " " }).lowercased() == "boundary" else { continue }
            var value = pair[1]
            if value.hasPrefix("\""), value.hasSuffix("\""), value.utf8.count >= 2 {
                value = value.dropFirst().dropLast()
            }
            return isBoundary(value) ? String(value) : nil
        }
        return nil
    }

    private static func isBoundary(_ text: some StringProtocol) -> Bool {
        (1...mostBoundaryBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "'()+_,-./:=?".utf8.contains(byte)
                }
            }
    }

    /// Where the bytes stand next. A mark begins with CR and holds no other, so no byte is looked at more than twice.
    private static func place(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            mark.withUnsafeBufferPointer { mark in
                var place = start
                while place + mark.count <= bytes.count {
                    if bytes[place] == mark[0] {
                        var length = 1
                        while length < mark.count, bytes[place + length] == mark[length] { length += 1 }
                        if length == mark.count { return place }
                    }
                    place += 1
                }
                return nil
            }
        }
    }

    /// The lines before a part's content, from the line end before the first of them to the empty line behind the last.
    private static func header(_ bytes: [UInt8], at offset: inout Int) throws(Refusal) -> Disposition {
        let limit = min(bytes.count, offset + mostHeaderBytes)
        var found: Disposition?
        offset += lineEnd.count
        while true {
            guard let end = place(of: lineEnd, in: bytes, from: offset), end <= limit,
                let line = String(validating: bytes[offset..<end], as: UTF8.self)
            else { throw Form.unreadable }
            offset = end + lineEnd.count
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":"), !line.unicodeScalars.contains(where: isControl) else {
                throw Form.unreadable
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            // No spaces either: a line that begins with one would go on with the line before it.
            guard line[..<colon].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw Form.unreadable }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard found == nil, let disposition = Disposition(value) else { throw Form.unreadable }
                found = disposition
            // RFC 7578, 4.7: nobody should send it any more. Content that is coded would be taken as it stands.
            case "content-transfer-encoding":
                guard ["7bit", "8bit", "binary"].contains(value.lowercased()) else { throw Form.unreadable }
            // The type too: what the sender takes a file for is not believed.
            default: break
            }
        }
        guard let found else { throw Form.unreadable }
        return found
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F
    }
}

private let lineEnd: [UInt8] = [0x0D, 0x0A]
private let hyphen = UInt8(ascii: "-")

/// `form-data; name="file"; filename="minutes.txt"`
private struct Disposition {
    let name: String
    let fileName: String?

    init?(_ value: Substring) {
        var rest = value
        guard rest.hasPrefix("form-data") else { return nil }
        rest = rest.dropFirst("form-data".count)
        var values: [String: String] = [:]
        while !rest.isEmpty {
            guard rest.hasPrefix(";") else { return nil }
            rest = rest.dropFirst().drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            guard ["name", "filename"].contains(key), values[key] == nil, let text = Disposition.quoted(&rest) else {
                return nil
            }
            values[key] = text
        }
        guard let name = values["name"], !name.isEmpty, !name.utf8.contains(UInt8(ascii: "\"")) else { return nil }
        self.name = name
        fileName = values["filename"]
    }

    /// What stands between quotation marks. Browsers write a mark inside as %22, other programs with a backslash before
    /// it; either way one that ends the value stands before a semicolon or at the end.
    private static func quoted(_ rest: inout Substring) -> String? {
        let scalars = rest.unicodeScalars
        guard scalars.first == "\"" else { return nil }
        var place = scalars.index(after: scalars.startIndex)
        let start = place
        while place < scalars.endIndex {
            let next = scalars.index(after: place)
            if scalars[place] == "\"", next == scalars.endIndex || scalars[next] == ";" {
                let text = String(scalars[start..<place])
                rest = Substring(scalars[next...])
                return text
            }
            place = next
        }
        return nil
    }
}
