import Exchange
import Testing

@Suite struct CSVTests {
    private func line(_ cells: String...) -> String {
        String(decoding: CSV(columns: [], rows: [cells]).bytes, as: UTF8.self).dropFirst().description
    }

    @Test func `rows end in CR LF, and cells with commas, quotes or line ends are quoted`() {
        let csv = CSV(
            columns: ["code", "name"], rows: [["926", "Norfolk"], ["801", #"Bristol, "City" of"#], ["a\nb"]])
        #expect(
            String(decoding: csv.bytes, as: UTF8.self)
                == "code,name\r\n926,Norfolk\r\n801,\"Bristol, \"\"City\"\" of\"\r\n\"a\nb\",\r\n")
    }

    @Test(arguments: ["=1+1", "+44", "-5+1", "-e", "-1.2.3", "@SUM(A1)", "\tx", "\u{FF1D}1+1", "=\u{301}1"])
    func `a cell that a spreadsheet would run is shown by it instead`(_ cell: String) {
        #expect(line(cell) == "'\(cell)\r\n")
        #expect(line("a", cell) == "a,'\(cell)\r\n")
    }

    @Test(arguments: ["-5", "-0.4", "-1.5e-05", "5", "-0"])
    func `a number below zero is no formula`(_ cell: String) { #expect(line(cell) == "\(cell)\r\n") }

    @Test func `rows go on without a row of names`() {
        #expect(CSV(rows: [["a", "b"], ["c"]]).text == "a,b\r\nc")
    }

    @Test func `a formula behind a quote or a line end is text too`() {
        #expect(line("\r=1") == "\"'\r=1\"\r\n")
        #expect(line("=\"a\",b") == "\"'=\"\"a\"\",b\"\r\n")
        #expect(line("\"=1") == "\"\"\"=1\"\r\n")
        #expect(line("a=1") == "a=1\r\n")
    }

    @Test func `a return with a line feed behind it is quoted, though it is one Character`() {
        #expect(line("a\r\nb") == "\"a\r\nb\"\r\n")
    }
}
