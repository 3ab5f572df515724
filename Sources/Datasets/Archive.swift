import CZlib
public import Vocabulary

/// Published files as they are sent: packed one by one (gzip, RFC 1952) or several in one (zip, as PKWARE's APPNOTE
/// describes it).
///
/// What an archive says of itself is checked and never believed: room is taken as bytes come out of it.
public enum Archive {
    /// A file out of an archive, or that was in none. Its name is a label and no path: nothing is ever written under
    /// it.
    public typealias File = (name: String, bytes: [UInt8])

    /// Unpacks a file by what it holds, whatever it is called.
    ///
    /// A plain file is answered as itself; one packed with gzip as its content; a zip as its files in their order,
    /// without folders, hidden files and what macOS adds. A file in a zip may itself be packed with gzip.
    ///
    /// - Parameters:
    ///   - name: What the file is called; the name of what was packed is taken from it.
    ///   - most: How many bytes may come out of it, all files together.
    /// - Throws: `Refusal` where it is damaged or cut off, holds more than may be, or is packed in a manner that is not
    ///   read here.
    public static func unpack(
        _ bytes: [UInt8], called name: String, upTo most: Int = 1 << 30
    ) throws(Refusal) -> [File] {
        var room = most
        if bytes.starts(with: gzip) { return [try gunzip(bytes, called: name, &room)] }
        guard zip.contains(where: bytes.starts) else { return [(name, bytes)] }
        var files: [File] = []
        for file in try Zip(bytes, called: name).files(&room) {
            files.append(file.bytes.starts(with: gzip) ? try gunzip(file.bytes, called: file.name, &room) : file)
        }
        guard !files.isEmpty else {
            throw Refusal(Fault("archive.empty", "\(name) holds no file: choose one that does"))
        }
        guard !files.contains(where: { ["[Content_Types].xml", "content.xml"].contains($0.name) }) else {
            throw Refusal(
                Fault(
                    "archive.spreadsheet",
                    "\(name) is a spreadsheet or a document: save its table as comma-separated values (CSV)"))
        }
        return files
    }

    private static let gzip: [UInt8] = [0x1F, 0x8B]
    /// With files, and with none.
    private static let zip: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]

    /// What was packed, one piece after the other: gzip allows several.
    private static func gunzip(_ bytes: [UInt8], called name: String, _ room: inout Int) throws(Refusal) -> File {
        var (content, at): ([UInt8], Int) = ([], 0)
        repeat {
            at += try inflate(bytes[at...], .gzip, into: &content, called: name, &room)
            // Tapes and some programs fill up with zeros.
            while at < bytes.count, bytes[at] == 0 { at += 1 }
        } while bytes[at...].starts(with: gzip)
        guard at == bytes.count else { throw damaged(name, "something else follows its content") }
        return (name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name, content)
    }

    /// How deflated bytes are framed.
    private enum Frame: Int32 {
        /// Not at all: zip says elsewhere how long they are and what they add up to.
        case none = -15
        /// By gzip's own head and check sum, which zlib verifies.
        case gzip = 31
    }

    /// Inflates up to the end of what was packed.
    ///
    /// - Returns: How many bytes were read.
    private static func inflate(
        _ packed: ArraySlice<UInt8>, _ frame: Frame, into content: inout [UInt8], called name: String, _ room: inout Int
    ) throws(Refusal) -> Int {
        // zlib keeps the address of its own state, so that it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        defer { stream.deallocate() }
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, frame.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Refusal(Fault("archive.memory", "There is no memory to unpack \(name) now: send it again later"))
        }
        defer { inflateEnd(stream) }
        var (piece, left): ([UInt8], Int) = ([UInt8](repeating: 0, count: 1 << 16), room)
        let read = try packed.withUnsafeBufferPointer { (packed) throws(Refusal) -> Int in
            var read = 0
            while true {
                let offered = min(packed.count - read, 1 << 30)
                stream.pointee.next_in = packed.baseAddress.map { UnsafeMutablePointer(mutating: $0 + read) }
                stream.pointee.avail_in = UInt32(offered)
                let (answer, made) = piece.withUnsafeMutableBufferPointer { piece in
                    stream.pointee.next_out = piece.baseAddress
                    stream.pointee.avail_out = UInt32(piece.count)
                    let answer = CZlib.inflate(stream, Z_NO_FLUSH)
                    return (answer, piece.count - Int(stream.pointee.avail_out))
                }
                let taken = offered - Int(stream.pointee.avail_in)
                read += taken
                guard made <= left else { throw large(name) }
                left -= made
                content.append(contentsOf: piece[..<made])
                if answer == Z_STREAM_END { return read }
                guard answer == Z_OK || answer == Z_BUF_ERROR else {
                    throw damaged(name, "its content is not what was packed")
                }
                if taken == 0, made == 0 { throw damaged(name, "it is cut off") }
            }
        }
        room = left
        return read
    }

    private static func damaged(_ name: String, _ what: String) -> Refusal {
        Refusal(Fault("archive.damaged", "\(name) is damaged: \(what). Get it anew"))
    }

    private static func large(_ name: String) -> Refusal {
        Refusal(
            Fault(
                "archive.large", "\(name) holds more than can be taken at once: unpack it and send its files one by one"
            ))
    }

    /// A zip and the list of its files, which stands at its end.
    private struct Zip {
        private let bytes: [UInt8]
        private let name: String
        private let first: Int
        private let count: Int

        /// One file as the list has it.
        private struct Entry {
            let name: String
            let flags, method: Int
            let sum: UInt32
            let packed, size, offset: Int
        }

        init(_ bytes: [UInt8], called name: String) throws(Refusal) {
            (self.bytes, self.name) = (bytes, name)
            // A remark of up to 65,535 bytes may follow the last record.
            var end = bytes.count - 22
            let least = max(0, end - 0xFFFF)
            while end >= least, !Zip.ends(bytes, at: end) { end -= 1 }
            guard end >= least else { throw damaged(name, "the list of its files is missing, as where it is cut off") }
            func number(_ offset: Int, _ width: Int) -> Int { Zip.number(bytes, end + offset, width) }
            (count, first) = (number(10, 2), number(16, 4))
            // What does not fit into these fields stands in others, which a record of 20 bytes before this one leads to.
            let isLong = end >= 20 && Zip.number(bytes, end - 20, 4) == 0x0706_4B50
            guard !isLong, count != 0xFFFF, first != 0xFFFF_FFFF else {
                throw Refusal(
                    Fault("archive.zip64", "\(name) is a zip for files above four gigabytes: send its files one by one")
                )
            }
            guard number(4, 2) == 0, number(6, 2) == 0, number(8, 2) == count else {
                throw Refusal(Fault("archive.parts", "\(name) is one part of several: put them together first"))
            }
            guard first + number(12, 4) <= end else {
                throw damaged(name, "the list of its files is not where it says")
            }
        }

        private static func ends(_ bytes: [UInt8], at place: Int) -> Bool {
            number(bytes, place, 4) == 0x0605_4B50 && place + 22 + number(bytes, place + 20, 2) == bytes.count
        }

        /// A number, its least byte first. Whoever asks knows that it is there.
        private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
            bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | Int($1) }
        }

        func files(_ room: inout Int) throws(Refusal) -> [File] {
            var (files, at): ([File], Int) = ([], first)
            // No two files share bytes, so that they cannot be more than the zip is long.
            var left = bytes.count
            for _ in 0..<count {
                let entry = try entry(&at)
                guard let label = Zip.label(entry.name) else { continue }
                left -= entry.packed
                guard left >= 0 else { throw damaged(name, "its files overlap") }
                files.append((label, try content(entry, called: label, &room)))
            }
            return files
        }

        /// The last part of a name; nil for folders, hidden files and what macOS adds.
        private static func label(_ name: String) -> String? {
            let parts = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
            guard let last = parts.last, !last.isEmpty, last.first != ".", !parts.contains("__MACOSX") else {
                return nil
            }
            return String(last)
        }

        /// One entry of the list; goes on to the next.
        private func entry(_ at: inout Int) throws(Refusal) -> Entry {
            guard at + 46 <= bytes.count, Zip.number(bytes, at, 4) == 0x0201_4B50 else {
                throw damaged(name, "the list of its files breaks off")
            }
            func number(_ offset: Int, _ width: Int) -> Int { Zip.number(bytes, at + offset, width) }
            let (length, more) = (number(28, 2), number(30, 2) + number(32, 2))
            guard at + 46 + length + more <= bytes.count else {
                throw damaged(name, "the list of its files breaks off")
            }
            let label = bytes[at + 46..<at + 46 + length]
            let entry = Entry(
                name: String(validating: label, as: UTF8.self)
                    ?? String(String.UnicodeScalarView(label.map { Unicode.Scalar($0) })),
                flags: number(8, 2), method: number(10, 2), sum: UInt32(number(16, 4)), packed: number(20, 4),
                size: number(24, 4), offset: number(42, 4))
            at += 46 + length + more
            return entry
        }

        private func content(_ entry: Entry, called label: String, _ room: inout Int) throws(Refusal) -> [UInt8] {
            guard entry.flags & 1 == 0 else {
                throw Refusal(Fault("archive.locked", "\(label) is locked with a password: unlock it first"))
            }
            guard ![entry.packed, entry.size, entry.offset].contains(0xFFFF_FFFF) else {
                throw Refusal(
                    Fault("archive.zip64", "\(name) is a zip for files above four gigabytes: send its files one by one")
                )
            }
            guard entry.offset + 30 <= bytes.count, Zip.number(bytes, entry.offset, 4) == 0x0403_4B50 else {
                throw damaged(label, "it is not where the zip says")
            }
            let start =
                entry.offset + 30 + Zip.number(bytes, entry.offset + 26, 2) + Zip.number(bytes, entry.offset + 28, 2)
            guard start + entry.packed <= bytes.count else { throw damaged(label, "it is cut off") }
            let packed = bytes[start..<start + entry.packed]
            var content: [UInt8] = []
            switch entry.method {
            case 0:
                guard packed.count <= room else { throw large(name) }
                room -= packed.count
                content = Array(packed)
            case 8:
                let read = try inflate(packed, .none, into: &content, called: label, &room)
                guard read == packed.count else { throw damaged(label, "something else follows its content") }
            default:
                throw Refusal(
                    Fault("archive.method", "\(label) is packed in a manner that is not read here: pack it anew as zip")
                )
            }
            guard content.count == entry.size, Zip.sum(content) == entry.sum else {
                throw damaged(label, "its content is not what was packed")
            }
            return content
        }

        /// The check sum of bytes (CRC-32).
        private static func sum(_ bytes: [UInt8]) -> UInt32 {
            bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
        }
    }
}
