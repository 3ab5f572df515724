import Domain
import Record
import Register
import Testing
import Vocabulary

@Suite struct AuthorityListTests {
    private static let first = "code,ons,name,kind,region,london,from,until\n"

    private func faults(_ rows: String) throws -> [String] {
        let refusal = #expect(throws: Refusal.self) { try AuthorityList(csv: Array((Self.first + rows).utf8)) }
        return refusal?.faults.map { "\($0.rule) \($0.field ?? "")" } ?? []
    }

    @Test func `the list that the program brings along has 150 authorities in September 2003 and 153 today`() throws {
        let rows = try AuthorityList(csv: AuthorityList.shipped).rows
        func count(_ day: Day) -> Int {
            rows.count { ($0.authority.from ?? day) <= day && day <= ($0.authority.until ?? day) }
        }
        #expect(count(Day("2003-09-01")!) == 150)
        #expect(count(Day("2024-09-01")!) == 153)
        #expect(rows.count { $0.authority.london } == 33)
        #expect(rows.contains { $0.name == "Bournemouth, Christchurch and Poole" })
    }

    @Test func `each wrong cell is named by row and column`() throws {
        #expect(
            try faults(
                "92,E1,,shire,Anglia,maybe,2003,x\n\"\"\n926,E10000020,Norfolk,county,East of England,no,,\n926,,B,county,London,no,,\n"
            )
                == [
                    "authorities.cell row 2, column code", "authorities.cell row 2, column ons",
                    "authorities.cell row 2, column name", "authorities.cell row 2, column kind",
                    "authorities.cell row 2, column region", "authorities.cell row 2, column london",
                    "authorities.cell row 2, column from", "authorities.cell row 2, column until",
                    "authorities.cell row 5, column london", "authorities.twice row 5, column code",
                ])
        #expect(
            try faults("926,,Norfolk,county,East of England,no,2009-04-01,2009-03-31\n")
                == ["authorities.cell row 2, column until"])
    }

    @Test func `a wrong number of cells, stray quotes, other columns and other encodings are refused`() throws {
        #expect(try faults("926,Norfolk\n") == ["authorities.cells row 2"])
        #expect(try faults("926,,Nor\"folk,county\n") == ["csv.quotes row 2, column name"])
        #expect(try faults("926,,\"Norfolk") == ["csv.quotes row 2, column name"])
        #expect(throws: Refusal.self) { try AuthorityList(csv: Array("code,name\n".utf8)) }
        #expect(throws: Refusal.self) { try AuthorityList(csv: []) }
        #expect(throws: Refusal.self) { try AuthorityList(csv: Array(Self.first.utf8) + [0xFF, 0x0A]) }
        #expect(throws: Refusal.self) { try AuthorityList(csv: Array(repeating: 0x0A, count: 2 << 20)) }
    }

    @Test func `a list is read with a byte order mark, line ends of either sort and quoted cells`() throws {
        let text =
            "\u{FEFF}" + Self.first.replacing("\n", with: "\r\n")
            + "839,E06000058,\"Bournemouth, \"\"Christchurch\"\" and Poole\",unitary,South West,no,2019-04-01,"
        let rows = try AuthorityList(csv: Array(text.utf8)).rows
        #expect(rows.map(\.name) == ["Bournemouth, \"Christchurch\" and Poole"])
        #expect(rows.map(\.authority.from) == [Day("2019-04-01")])
    }

    @Test func `an import is all or nothing, and leaves codes that are there as they are`() async throws {
        let world = try await World(signing: false)
        let size = try world.register.book.size()
        await #expect(throws: Refusal.self) {
            try await world.register.importAuthorities(
                Array((Self.first + "801,,Bristol,unitary,South West,no,,\n80\n").utf8))
        }
        #expect(try world.register.book.size() == size)
        let (added, present) = try await world.register.importAuthorities(AuthorityList.shipped)
        #expect((added, present) == (159, 1), "Norfolk was there")
        let again = try await world.register.importAuthorities(AuthorityList.shipped)
        #expect(again == (0, 160))
        #expect(try world.register.book.size() == size + 159)
    }
}
