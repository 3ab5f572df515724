import Datasets
import Testing
import Vocabulary

@Suite struct CSVScannerTests {
    private func records(_ text: String) throws(Refusal) -> [[String]] {
        var scanner = CSVScanner(Array(text.utf8))
        var records: [[String]] = []
        while try scanner.next() { records.append(scanner.texts) }
        return records
    }

    @Test
    func `cells are parted by commas, records by line ends of either sort, and a mark of byte order is none of them`()
        throws
    {
        #expect(try records("\u{FEFF}a,b\r\nc,\n\n,d\r\n") == [["a", "b"], ["c", ""], ["", "d"]])
        #expect(try records("a,b") == [["a", "b"]] && records("a,b\r") == [["a", "b"]])
        #expect(try records("") == [] && records("\n\r\n\n") == [])
    }

    @Test func `a cell in quotation marks holds commas, line breaks and quotation marks`() throws {
        #expect(
            try records("\"a,b\",\"c\nd\",\"e \"\"f\"\"\"\r\n\"\",x\n") == [["a,b", "c\nd", "e \"f\""], ["", "x"]])
    }

    @Test(arguments: ["\"a,b\n1,2\n", "\"a\"b,c\n", "a\u{0},b\n"])
    func `what is cut off, or no text, is refused and the cell is named`(text: String) {
        #expect { _ = try records(text) } throws: { error in
            (error as? Refusal)?.faults.first?.field == "row 1, column 1"
        }
    }

    @Test func `a row of more cells than any table has is refused before they are all looked at`() throws {
        #expect(try records(String(repeating: ",", count: 99_999)).map(\.count) == [100_000])
        #expect {
            _ = try records("a\n" + String(repeating: ",", count: 1_000_000))
        } throws: { error in
            (error as? Refusal)?.faults.map { "\($0.rule) \($0.field ?? "")" } == ["csv.cells row 2"]
        }
    }

    @Test func `bytes that are no UTF-8 are still read`() throws {
        var scanner = CSVScanner([0x43, 0xF4, 0x74, 0x65, 0x2C, 0x31])
        #expect(try scanner.next())
        #expect(scanner.texts == ["C\u{F4}te", "1"])
        // What Windows has where Unicode has controls.
        var windows = CSVScanner([0x93, 0x41, 0x92, 0x94, 0x80, 0x9F, 0x81])
        #expect(try windows.next())
        #expect(windows.texts == ["\u{201C}A\u{2019}\u{201D}\u{20AC}\u{178}\u{FFFD}"])
    }

    @Test(arguments: 0..<40)
    func `whatever is written as the standard says is read the same`(seed: Int) throws {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let pieces = ["a", ",", "\"", "\n", "\r\n", " ", "é", "0.5", ""]
        let table = (0..<random(20) + 1).map { _ in
            (0..<random(6) + 2).map { _ in (0..<random(5)).map { _ in pieces[random(pieces.count)] }.joined() }
        }
        let text = table.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: random(2) == 0 ? "\n" : "\r\n")
        #expect(try records(text) == table)
    }
}
