/// An uncompressed archive in the form of POSIX.1-1988 (`ustar`), written and read as bytes. The same files in the same
/// order give the same bytes.
enum Tar {
    static let block = 512

    /// An archive of these files, all of them of one time in seconds since 1970.
    ///
    /// - Throws: `UnreadableBundle` when a name does not fit into a header.
    static func write(_ files: [(name: String, bytes: [UInt8])], time: Int) throws(UnreadableBundle) -> [UInt8] {
        var archive: [UInt8] = []
        archive.reserveCapacity(files.reduce(2 * block) { $0 + 2 * block + $1.bytes.count })
        for file in files {
            archive += try header(file.name, size: file.bytes.count, time: time)
            archive += file.bytes
            archive += [UInt8](repeating: 0, count: padding(file.bytes.count))
        }
        return archive + [UInt8](repeating: 0, count: 2 * block)
    }

    /// The regular files of an archive, in its order. Folders are passed over; links and devices are refused.
    ///
    /// - Throws: `UnreadableBundle` where it is not such an archive, byte for byte.
    static func read(_ archive: [UInt8]) throws(UnreadableBundle) -> [(name: String, bytes: [UInt8])] {
        var files: [(String, [UInt8])] = []
        var offset = 0
        while true {
            guard offset + block <= archive.count else { throw UnreadableBundle("the archive ends too early") }
            let header = Array(archive[offset..<offset + block])
            offset += block
            if header.allSatisfy({ $0 == 0 }) { break }
            guard header[257..<265].elementsEqual("ustar\u{0}00".utf8) else {
                throw UnreadableBundle("at byte \(offset - block) is no header of a tar archive of the ustar form")
            }
            guard header[148..<156].elementsEqual((digits(checksum(header), 6) + "\u{0} ").utf8) else {
                throw UnreadableBundle("the header at byte \(offset - block) of the archive is damaged")
            }
            guard let size = octal(header[124..<136]), size <= archive.count - offset else {
                throw UnreadableBundle("the file at byte \(offset) of the archive is cut short")
            }
            let prefix = text(header[345..<500])
            let name = (prefix.isEmpty ? "" : prefix + "/") + text(header[0..<100])
            switch header[156] {
            case UInt8(ascii: "0"): files.append((name, Array(archive[offset..<offset + size])))
            case UInt8(ascii: "5") where size == 0: break
            default: throw UnreadableBundle("\(name) is not a plain file")
            }
            let end = offset + size + padding(size)
            guard end <= archive.count, archive[offset + size..<end].allSatisfy({ $0 == 0 }) else {
                throw UnreadableBundle("the archive holds bytes behind \(name) that belong to no file")
            }
            offset = end
        }
        guard archive[offset...].allSatisfy({ $0 == 0 }) else {
            throw UnreadableBundle("the archive holds bytes behind its last file that belong to none")
        }
        return files
    }

    private static func header(_ name: String, size: Int, time: Int) throws(UnreadableBundle) -> [UInt8] {
        guard name.utf8.count <= 100, size < 1 << 33 else {
            throw UnreadableBundle("\(name) does not fit into a tar archive")
        }
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put("0000644\u{0}", at: 100)
        put("0000000\u{0}", at: 108)
        put("0000000\u{0}", at: 116)
        put(digits(size, 11) + "\u{0}", at: 124)
        put(digits(max(0, min(time, 1 << 33 - 1)), 11) + "\u{0}", at: 136)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(digits(checksum(header), 6) + "\u{0} ", at: 148)
        return header
    }

    /// The sum of the header's bytes, its own eight taken as spaces.
    private static func checksum(_ header: [UInt8]) -> Int {
        header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
    }

    private static func padding(_ size: Int) -> Int { (block - size % block) % block }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.prefix { $0 != 0 && $0 != 0x20 }
        guard !digits.isEmpty, digits.count < field.count else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}
