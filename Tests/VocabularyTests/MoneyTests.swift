import FoundationEssentials
import Testing
import Vocabulary

@Suite struct MoneyTests {
    @Test func `amounts are read as people write them`() throws {
        for (text, pence) in [
            ("1250000", 125_000_000), ("1,250,000", 125_000_000), ("£1,250,000.00", 125_000_000), ("£12.50", 1250),
            ("0", 0), ("0.05", 5), ("1 000", 100_000), ("1000000000000", Money.most),
        ] as [(String, Int64)] {
            #expect(Money(pounds: text)?.pence == pence, "\(text)")
        }
        for text in [
            "", "£", "-1", "12.5", "12.505", "1,25", "1,2500", ",100", "1.000.000", "1e6", "１２", "1000000000000.01",
            "99999999999999999999", "1,,000", ".50", "12.", "£1£",
        ] {
            #expect(Money(pounds: text) == nil, "\(text)")
        }
    }

    @Test func `amounts are written with their thousands, and with pence where there are any`() throws {
        for (pence, text) in [
            (0, "£0"), (5, "£0.05"), (100, "£1"), (99_999, "£999.99"), (100_000, "£1,000"),
            (123_456_789_01, "£123,456,789.01"),
        ] as [(Int64, String)] {
            let money = try Money(pence: pence)
            #expect(money.description == text)
            #expect(Money(pounds: text) == money && Money(pounds: money.plain) == money)
        }
    }

    @Test func `a sum stays within what it can be`() throws {
        #expect(throws: Refusal.self) { try Money(pence: -1) }
        #expect(throws: Refusal.self) { try Money(pence: Money.most + 1) }
        let most = try Money(pence: Money.most)
        let one = try Money(pence: 1)
        #expect(Money.sum([most, one]) == nil)
        #expect(Money.sum([one, one])?.pence == 2)
        #expect(one.less(most) == .nothing && most.adding(one) == most)
        for wrong in ["-1", "1.5", "\"1\"", "100000000000001"] {
            #expect(throws: (any Error).self, "\(wrong)") {
                try JSONDecoder().decode([Money].self, from: Data("[\(wrong)]".utf8))
            }
        }
        let bytes = try JSONEncoder().encode([most])
        #expect(try JSONDecoder().decode([Money].self, from: bytes) == [most])
    }

    @Test func `numbers are kept as they were reported`() throws {
        for text in ["0", "12", "-12.50", "0.000001", "999999999999999", "-0.5"] {
            #expect(Quantity(text)?.description == text)
        }
        #expect(Quantity("1,234.5")?.description == "1234.5")
        #expect(Quantity("\u{2212}3")?.description == "-3")
        for (text, grouped) in [("-2350000.50", "-2,350,000.50"), ("999", "999"), ("1000", "1,000"), ("-0.5", "-0.5")] {
            #expect(Quantity(text)?.grouped == grouped)
        }
        for text in ["1,25", "12,34,567", ",5", "1,2500"] { #expect(Quantity(text) == nil, "\(text)") }
        for text in ["", "-", "1.", ".5", "1.0000001", "1e3", "--1", "1-", "1000000000000000", "12,5x", "½"] {
            #expect(Quantity(text) == nil, "\(text)")
        }
    }

    @Test func `a financial year runs from April to March, through leap days`() throws {
        for (year, month, day, name) in [
            (2008, 3, 31, "2007-08"), (2008, 4, 1, "2008-09"), (2008, 2, 29, "2007-08"), (1999, 12, 31, "1999-00"),
        ] {
            let year = FinancialYear(holding: try #require(Day(year, month, day)))
            #expect(year.description == name)
            #expect(year.firstDay < year.lastDay)
            #expect(FinancialYear(holding: year.lastDay.adding(days: 1)) > year)
            #expect(FinancialYear(holding: year.firstDay) == year && FinancialYear(holding: year.lastDay) == year)
        }
    }
}
