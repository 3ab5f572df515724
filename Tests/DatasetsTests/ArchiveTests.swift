import Datasets
import Foundation
import Testing
import Vocabulary

/// Packs files with the programs of the system, so that nothing is unpacked here that was packed by the same hand.
enum Packed {
    static func run(_ program: String, _ arguments: [String], in folder: URL) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return Array(data)
    }

    private static func inFolder(_ files: [(String, [UInt8])], _ body: (URL) throws -> [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") } }
        for (name, bytes) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        return try body(folder)
    }

    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        try inFolder([("a", bytes)]) { try run("/usr/bin/gzip", ["-c", "a"], in: $0) }
    }

    /// With Python's zipfile, which every machine has that runs the tests.
    static func zip(_ files: [(String, [UInt8])], stored: Bool = false) throws -> [UInt8] {
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile('out.zip', 'w', zipfile.ZIP_\(stored ? "STORED" : "DEFLATED"))
            for name in sys.argv[1:]: z.write(name)
            z.close()
            sys.stdout.buffer.write(open('out.zip', 'rb').read())
            """
        return try inFolder(files) { try run("/usr/bin/env", ["python3", "-c", script] + files.map(\.0), in: $0) }
    }
}

@Suite struct ArchiveTests {
    private let text = Array(String(repeating: "RECTYPE,LEA,URN\r\n1,850,116409\r\n", count: 2000).utf8)

    private func rules(_ bytes: [UInt8], upTo most: Int = 1 << 30) -> [String] {
        do throws(Refusal) {
            _ = try Archive.unpack(bytes, called: "table.zip", upTo: most)
            return []
        } catch {
            return error.faults.map(\.rule)
        }
    }

    /// Writes a number over an archive, its least byte first.
    private func changed(_ bytes: [UInt8], _ place: Int, _ width: Int, _ value: Int) -> [UInt8] {
        var bytes = bytes
        for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        return bytes
    }

    /// Where the list of a zip with one file and no remark begins.
    private func list(_ zip: [UInt8]) -> Int {
        (0..<4).reduce(0) { $0 | Int(zip[zip.count - 6 + $1]) << (8 * $1) }
    }

    @Test func `a plain file is answered as itself, one packed with gzip as its content`() throws {
        let plain = try Archive.unpack(text, called: "table.csv")
        #expect(plain.map(\.name) == ["table.csv"] && plain.first?.bytes == text)
        let packed = try Archive.unpack(Packed.gzip(text), called: "table.csv.gz")
        #expect(packed.map(\.name) == ["table.csv"] && packed.first?.bytes == text)
        #expect(try Archive.unpack(Packed.gzip([]), called: "table").first?.bytes == [])
        #expect(try Archive.unpack([], called: "nothing").first?.bytes == [])
        // Two packed one after the other are one, and zeros behind them are none.
        let twice = try Packed.gzip(text) + Packed.gzip([0x41]) + [0, 0, 0]
        #expect(try Archive.unpack(twice, called: "a.GZ").first?.bytes == text + [0x41])
        #expect(try Archive.unpack(twice, called: "a.GZ").first?.name == "a")
    }

    @Test(arguments: [false, true])
    func `a zip is answered as its files in their order, without what is hidden`(stored: Bool) throws {
        let zip = try Packed.zip(
            [
                ("b/table.csv", text), ("a.csv", [0x41]), ("__MACOSX/a.csv", [1]), (".DS_Store", [1]),
                ("empty.csv", []),
                ("c.csv.gz", try Packed.gzip(text)),
            ], stored: stored)
        let files = try Archive.unpack(zip, called: "tables.zip")
        #expect(files.map(\.name) == ["table.csv", "a.csv", "empty.csv", "c.csv"])
        #expect(files.map(\.bytes) == [text, [0x41], [], text])
    }

    @Test func `the name of a packed file is a label and leads nowhere`() throws {
        let zip = try Packed.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                """
                import io, sys, zipfile
                out = io.BytesIO()
                z = zipfile.ZipFile(out, 'w')
                for name in ['../../etc/passwd', 'C:\\\\\\\\x\\\\\\\\y.csv', '/root.csv', 'folder/']: z.writestr(name, 'a')
                z.close()
                sys.stdout.buffer.write(out.getvalue())
                """,
            ], in: FileManager.default.temporaryDirectory)
        #expect(try Archive.unpack(zip, called: "x.zip").map(\.name) == ["passwd", "y.csv", "root.csv"])
    }

    @Test func `what unpacks to more than may be is refused while it unpacks`() throws {
        let bomb = try Packed.gzip([UInt8](repeating: 0, count: 50_000_000))
        #expect(bomb.count < 60_000)
        #expect(rules(bomb, upTo: 1_000_000) == ["archive.large"])
        #expect(rules(bomb, upTo: 50_000_000) == [])
        let zip = try Packed.zip([("a", text), ("b", text)])
        #expect(rules(zip, upTo: 2 * text.count) == [])
        #expect(rules(zip, upTo: 2 * text.count - 1) == ["archive.large"])
        #expect(rules(try Packed.zip([("a", text)], stored: true), upTo: text.count - 1) == ["archive.large"])
        // What it says of its size is not believed: a zip that says it is small inflates no further than it may.
        let liar = changed(try Packed.zip([("a", text)]), list(try Packed.zip([("a", text)])) + 24, 4, 10)
        #expect(rules(liar, upTo: 1000) == ["archive.large"])
        #expect(rules(liar) == ["archive.damaged"])
        // And one packed within another is counted with it.
        let nested = try Packed.zip([("a.gz", bomb)])
        #expect(rules(nested, upTo: 1_000_000) == ["archive.large"])
    }

    @Test func `an archive that was cut off is refused wherever it was cut, and what has to be done is said`() throws {
        let (gzip, zip) = (try Packed.gzip(text), try Packed.zip([("a", text), ("b", [0x41])]))
        for length in [2, 3, 9, 10, 11, gzip.count / 2, gzip.count - 9, gzip.count - 8, gzip.count - 1] {
            #expect(rules(Array(gzip.prefix(length))) == ["archive.damaged"], "\(length)")
        }
        for length in 4..<zip.count { #expect(rules(Array(zip.prefix(length))) == ["archive.damaged"], "\(length)") }
        #expect {
            _ = try Archive.unpack(Array(zip.prefix(200)), called: "tables.zip")
        } throws: { error in
            (error as? Refusal)?.faults.first?.message
                == "tables.zip is damaged: the list of its files is missing, as where it is cut off. Get it anew"
        }
    }

    @Test func `no change of a byte gives other content`() throws {
        let (gzip, zip) = (try Packed.gzip(text), try Packed.zip([("a", text)]))
        for archive in [gzip, zip] {
            for place in archive.indices {
                for bit in [0, 7] {
                    var bytes = archive
                    bytes[place] ^= 1 << bit
                    do throws(Refusal) {
                        let files = try Archive.unpack(bytes, called: "x", upTo: 1 << 20)
                        // A first byte that is changed makes a plain file of it; a flag or a name may change.
                        #expect(files.first?.bytes == text || files.first?.bytes == bytes, "\(place)")
                    } catch {
                        #expect(error.faults.allSatisfy { $0.rule.hasPrefix("archive.") })
                    }
                }
            }
        }
    }

    @Test func `what is packed in a manner that is not read here says so`() throws {
        let zip = try Packed.zip([("a", text)])
        let (list, end) = (list(zip), zip.count - 22)
        #expect(rules(changed(zip, list + 8, 2, 1)) == ["archive.locked"])
        #expect(rules(changed(zip, list + 10, 2, 12)) == ["archive.method"])
        #expect(rules(changed(zip, list + 20, 4, 0xFFFF_FFFF)) == ["archive.damaged"])
        #expect(rules(changed(zip, list + 42, 4, 0xFFFF_FFFF)) == ["archive.zip64"])
        #expect(rules(changed(zip, end + 16, 4, 0xFFFF_FFFF)) == ["archive.zip64"])
        #expect(rules(changed(zip, end + 4, 2, 1)) == ["archive.parts"])
        #expect(rules(changed(zip, list + 42, 4, 1)) == ["archive.damaged"])
        #expect(rules(changed(zip, list + 16, 4, 1)) == ["archive.damaged"])
        #expect(rules(try Packed.zip([(".hidden", text)])) == ["archive.empty"])
        #expect(rules([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)) == ["archive.empty"])
        #expect(
            rules(try Packed.zip([("xl/workbook.xml", text), ("[Content_Types].xml", text)])) == ["archive.spreadsheet"]
        )
    }

    @Test func `a zip whose list names one file many times is refused: that is how small bombs are made`() throws {
        var state: UInt64 = 1
        let noise = (0..<5000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        let zip = try Packed.zip([("a", noise)], stored: true)
        let (list, end) = (list(zip), zip.count - 22)
        func naming(_ times: Int) -> [UInt8] {
            let tail = changed(changed(Array(zip[end...]), 8, 2, times), 10, 2, times)
            return zip[..<list] + (0..<times).flatMap { _ in zip[list..<end] }
                + changed(tail, 12, 4, times * (end - list))
        }
        #expect(rules(naming(1)) == [] && rules(naming(3)) == ["archive.damaged"])
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedArchiveTests {
    @Test func `the published files come out as the programs of the system unpack them`() throws {
        let folder = try #require(Published.folder)
        for path in [
            "lait/bds_long.csv.gz", "gias/groups.csv.gz", "gias/group_links.csv.gz", "gias/links_20230421.csv.gz",
            "bad-input/absence_no_header.csv.gz", "bad-input/workforce_truncated.csv.gz",
        ] {
            let expected = try Packed.run("/usr/bin/gzip", ["-dc", path], in: folder)
            #expect(try Published.bytes(path) == expected, "\(path)")
        }
        for name in ["absence_by_term", "exclusions_by_reason", "exclusions_by_characteristic"] {
            let bytes = Array(try Data(contentsOf: folder.appending(path: "ees/\(name).zip")))
            for file in try Archive.unpack(bytes, called: "\(name).zip") {
                let script =
                    "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
                let expected = try Packed.run(
                    "/usr/bin/env", ["python3", "-c", script, "ees/\(name).zip", file.name], in: folder)
                #expect(file.bytes == expected, "\(file.name)")
            }
        }
    }
}
