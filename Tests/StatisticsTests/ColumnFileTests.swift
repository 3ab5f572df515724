import Foundation
import Statistics
import Testing
import Vocabulary

@Suite struct ColumnFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "columns-\(UUID())")

    private func columns() throws -> (Columns, Catalogue) {
        var filling = Columns.Filling()
        let places = try [926, 850, 970, 115_903].map { try #require(PlaceCode($0)) }
        let code = try #require(MeasureCode("KS2"))
        for year in 2016...2019 {
            for (index, place) in places.enumerated() where index != year % 4 {
                let series = Columns.Series(
                    code, Period(.academic, from: year, to: year, year == 2019 ? .provisional : .published),
                    of: index == 1 ? PupilGroup(["gender": "Boys", "school": "Special"]) : .all)
                filling.put(index == 3 ? .missing(.suppressed) : .value(Double(year) / 7), series, at: place)
            }
        }
        let measure = Measure(
            code, topic: "Key Stage 2", title: "Ünïcode \"title\"", unit: "%", polarity: .high, decimals: nil,
            year: .academic,
            method: "Line\nbreaks")
        return (
            filling.columns(),
            Catalogue(
                measures: [code: measure],
                places: [
                    places[0]: Place(places[0], name: "Norfolk", region: PlaceCode(985), ons: "E10000020"),
                    places[3]: Place(
                        places[3], name: "A school", authority: places[1], kind: "AC", phase: "Primary", trust: "T"),
                ], neighbours: [places[0]: [places[1]], places[1]: []],
                links: [
                    places[3]: [
                        Catalogue.Link(
                            try #require(PlaceCode(134_643)), name: "St. Clement\u{2019}s",
                            kind: "Predecessor - merged",
                            day: Day(2022, 1, 1)),
                        Catalogue.Link(
                            try #require(PlaceCode(100_000)), name: "", kind: "Sixth Form Centre Link",
                            day: Day(1899, 12, 31)),
                        Catalogue.Link(try #require(PlaceCode(999_999)), name: "New", kind: "Successor"),
                    ], try #require(PlaceCode(134_643)): [],
                ],
                groups: [
                    7: SchoolGroup(7, name: "T", kind: "Multi-academy trust", opened: Day(2012, 1, 1)),
                    8: SchoolGroup(8, name: "", kind: "Federation", opened: nil, closed: Day(9999, 12, 31)),
                ],
                memberships: [
                    places[3]: [
                        Catalogue.Membership(7, joined: Day(1, 1, 1)), Catalogue.Membership(9),
                    ]
                ])
        )
    }

    private func written(_ bytes: [UInt8]) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "\(UUID()).columns")
        try Data(bytes).write(to: file)
        return file.path
    }

    @Test func `what is mapped from a file is what was written into it`() throws {
        let (columns, catalogue) = try columns()
        let (mapped, named) = try #require(ColumnFile.map(try written(ColumnFile.bytes(columns, catalogue))))
        #expect(mapped.places == columns.places && mapped.all == columns.all && named == catalogue)
        #expect(mapped.count == columns.count && columns.count == 12)
        for series in columns.all {
            for place in columns.places {
                #expect(mapped.figure(series, at: place) == columns.figure(series, at: place))
            }
        }
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `what schools have to do with each other is written without a figure, and in one way`() throws {
        let (_, catalogue) = try columns()
        let none = Columns.Filling().columns()
        var schools = Catalogue(
            links: catalogue.links, groups: catalogue.groups, memberships: catalogue.memberships)
        let bytes = ColumnFile.bytes(none, schools)
        #expect(try #require(ColumnFile.map(try written(bytes))).catalogue == schools)
        #expect(ColumnFile.bytes(none, schools) == bytes)
        schools.links[try #require(PlaceCode(115_903))]?.swapAt(0, 1)
        #expect(ColumnFile.bytes(none, schools) != bytes)
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a file of the shape before is none`() throws {
        let (columns, catalogue) = try columns()
        var bytes = ColumnFile.bytes(columns, catalogue)
        #expect(ColumnFile.version == "CNCDCF03")
        bytes.replaceSubrange(0..<8, with: Array("CNCDCF02".utf8))
        #expect(ColumnFile.map(try written(bytes)) == nil)
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a file that is not whole, or of another shape, is none`() throws {
        let (columns, catalogue) = try columns()
        let bytes = ColumnFile.bytes(columns, catalogue)
        #expect(ColumnFile.map(folder.appending(path: "absent").path) == nil)
        for length in stride(from: 0, to: bytes.count, by: 37) {
            #expect(ColumnFile.map(try written(Array(bytes[..<length]))) == nil, "cut at \(length)")
        }
        // Whatever numbers stand in a heading, nothing outside the file is read.
        var other = bytes
        other[7] = UInt8(ascii: "9")
        #expect(ColumnFile.map(try written(other)) == nil)
        for byte in 8..<bytes.count {
            var damaged = bytes
            damaged[byte] ^= 0x80
            #expect(ColumnFile.map(try written(damaged)) == nil, "a bit of byte \(byte)")
        }
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a series takes room only from its first place to its last`() throws {
        var filling = Columns.Filling()
        let code = try #require(MeasureCode("M"))
        let year = Period(.academic, from: 2019, to: 2019)
        for number in 100_000..<101_000 {
            filling.put(.value(1), Columns.Series(code, year), at: try #require(PlaceCode(number)))
        }
        for number in 201..<301 {
            filling.put(
                .value(2), Columns.Series(code, year, of: PupilGroup(["a": "b"])), at: try #require(PlaceCode(number)))
        }
        let columns = filling.columns()
        #expect(columns.bytes == 8 * 1100 && columns.count == 1100)
    }

    @Test func `what a release says otherwise than the one before is counted and shown`() throws {
        let code = try #require(MeasureCode("M"))
        let places = try [301, 302, 303, 304].map { try #require(PlaceCode($0)) }
        func series(_ year: Int) -> Columns.Series { Columns.Series(code, Period(.academic, from: year, to: year)) }
        var (old, new) = (Columns.Filling(), Columns.Filling())
        for (index, place) in places.enumerated() { old.put(.value(Double(index)), series(2018), at: place) }
        old.put(.value(1), series(2017), at: places[0])
        new.put(.value(0), series(2018), at: places[0])
        new.put(.value(9), series(2018), at: places[1])
        new.put(.missing(.suppressed), series(2018), at: places[2])
        new.put(.value(5), series(2019), at: places[0])
        let difference = Difference(from: old.columns(), to: new.columns(), examples: 1)
        #expect((difference.changed, difference.added, difference.removed) == (2, 1, 2))
        #expect(
            difference.examples == [
                Difference.Revised(series: series(2018), place: places[1], before: .value(1), after: .value(9))
            ])
    }
}
