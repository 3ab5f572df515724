import Datasets
import Foundation
import Statistics
import Testing
import Vocabulary

private typealias Mapped = ColumnMapping.MappedMeasure

@Suite struct ColumnMappingTests {
    private let heading = ["Code", "Year", "Who", "Pupils", "Rate", "Rate", "", "Note"]

    private func mapping(_ change: (inout ColumnMapping) -> Void = { _ in }) -> ColumnMapping {
        var mapping = ColumnMapping(
            places: [.init("Code", writing: .number)], period: .column("Year", counting: .academic),
            groups: [.init("Who")], shape: .wide, measures: [Mapped("Pupils", code: "P", title: "Pupils")])
        change(&mapping)
        return mapping
    }

    private func faults(_ change: (inout ColumnMapping) -> Void) -> [String] {
        mapping(change).faults(for: heading).map { "\($0.rule) \($0.field ?? "")" }
    }

    @Test func `a mapping of columns that a file has is right`() {
        #expect(faults { _ in } == [])
        #expect(faults { $0.period = .fixed(Period(.academic, from: 2019, to: 2019)) } == [])
        #expect(faults { $0.shape = .long(measure: "Pupils", value: "Note") } == [])
        #expect(faults { ($0.shape, $0.measures) = (.long(measure: "Pupils", value: "Note"), []) } == [])
        #expect(faults { $0.places[0].name = "Note" } == [])
        // Several sorts of places may have their names in one column.
        #expect(
            faults { mapping in
                mapping.groups = []
                mapping.places = [
                    .init("Code", writing: .school, name: "Note"), .init("Who", writing: .number, name: "Note"),
                ]
            } == [])
        #expect(
            ColumnMapping(
                places: [.init(" Code\t", writing: .ons)], period: .fixed(.init(.annual, from: 1, to: 1)), shape: .wide,
                measures: [Mapped("Two  words", code: "T", title: "T")]
            ).faults(for: ["Code ", "Two words"]) == [])
    }

    @Test func `a column that the file has not, or has twice, is named with its field`() {
        #expect(
            faults { mapping in
                mapping.places = [.init("URN", writing: .school, name: "Rate")]
                mapping.period = .column("", counting: .unstated)
                mapping.groups = [.init("What")]
                mapping.measures = [Mapped("Rate", code: "R", title: "R"), Mapped("Age", code: "A", title: "A")]
            } == [
                "mapping.column place-1", "mapping.ambiguous place-1-name", "mapping.column period",
                "mapping.column group-1", "mapping.ambiguous measures-1-name", "mapping.column measures-2-name",
            ])
        #expect(faults { $0.places = [] } == ["mapping.place place-1"])
        #expect(
            faults { $0.shape = .long(measure: "", value: "None") } == [
                "mapping.column measure", "mapping.column value",
            ])
        let message = mapping { $0.places[0].column = "URN" }.faults(for: heading).first?.message
        #expect(
            message
                == "Choose another column that says the place, or get the file anew: it has no column 'URN'")
        let long = mapping { $0.places[0].column = String(repeating: "x", count: 10_000) }.faults(for: heading)
        #expect(long.allSatisfy { $0.message.count < 200 })
    }

    @Test func `one column has one use, and one measure one short name`() {
        #expect(
            faults { mapping in
                mapping.groups = [.init("Code"), .init("Who"), .init("Who")]
                mapping.measures.append(Mapped("Year", code: "P", title: "Again"))
                mapping.measures.append(Mapped("Pupils", code: "p", title: "Other"))
            } == [
                "mapping.twice group-1", "mapping.twice group-3", "mapping.twice measures-2-name",
                "mapping.twice measures-3-name", "mapping.code-twice measures-2-code",
            ])
        #expect(
            faults { mapping in
                mapping.shape = .long(measure: "Note", value: "Note")
                mapping.measures.append(Mapped("Pupils ", code: "Q", title: "Again"))
            } == ["mapping.twice value", "mapping.twice measures-2-name"])
    }

    @Test func `a measure has a short name, a title and a number of digits that can be shown`() {
        #expect(faults { $0.measures = [] } == ["mapping.values measures"])
        for code in ["", " ", "a  b", " a", "a\n", String(repeating: "x", count: 201)] {
            #expect(faults { $0.measures[0].code = code } == ["mapping.code measures-1-code"], "\(code)")
        }
        #expect(
            faults { mapping in
                (mapping.measures[0].title, mapping.measures[0].decimals) = (" ", -1)
                mapping.measures[0].unit = String(repeating: "%", count: 201)
            } == [
                "mapping.title measures-1-title", "mapping.unit measures-1-unit",
                "mapping.decimals measures-1-decimals",
            ]
        )
        let many = (0..<501).map { Mapped("m\($0)", code: "\($0)", title: "M") }
        #expect(
            faults { ($0.measures, $0.shape) = (many, .long(measure: "Pupils", value: "Note")) } == [
                "mapping.most measures"
            ])
        #expect(
            faults {
                ($0.measures, $0.shape) = (
                    [Mapped(" ", code: "P", title: "P")], .long(measure: "Pupils", value: "Note")
                )
            }
                == ["mapping.name measures-1-name"])
    }

    @Test func `a word for a missing value is short, and stands for one reason`() {
        #expect(faults { $0.missing = ["n/k": .notAvailable, "-99": .suppressed] } == [])
        #expect(faults { $0.missing = [" ": .notAvailable] } == ["mapping.missing missing"])
        #expect(faults { $0.missing = ["a": .notAvailable, "a ": .suppressed] } == ["mapping.missing missing"])
    }

    @Test func `a mapping is written in words, and read again as it was`() throws {
        let whole = ColumnMapping(
            places: [.init("URN", writing: .school, name: "SCHNAME"), .init("LEA", writing: .number)],
            period: .column("Years", counting: .financial), groups: [.init("Sex", everybody: ["Total"])],
            shape: .long(measure: "M", value: "V"),
            measures: [Mapped("Rate", code: "R", title: "Rate", unit: "%", decimals: 1, polarity: .high)],
            missing: ["NE": .notApplicable, "NP": .notPublished])
        let fixed = ColumnMapping(
            places: [.init("LA", writing: .ons)], period: .fixed(Period(.academic, from: 2019, to: 2019, .revised)),
            shape: .wide)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for mapping in [whole, fixed] {
            #expect(try JSONDecoder().decode(ColumnMapping.self, from: encoder.encode(mapping)) == mapping)
        }
        #expect(
            String(decoding: try encoder.encode(fixed), as: UTF8.self)
                == #"{"groups":[],"measures":[],"missing":{},"period":{"fixed":"academic 2019 revised"},"#
                + #""places":[{"column":"LA","writing":"ons"}],"shape":{"wide":{}}}"#)
        let text = String(decoding: try encoder.encode(whole), as: UTF8.self)
        #expect(text.contains(#""missing":{"NE":"not applicable","NP":"not published"}"#))
        #expect(text.contains(#""period":{"column":"Years","counting":"financial"}"#))
        #expect(text.contains(#""shape":{"long":{"measure":"M","value":"V"}}"#))
        for (sound, broken) in [("financial", "lunar"), ("not applicable", "gone"), ("academic 2019", "2019")] {
            for mapping in [whole, fixed] {
                let text = String(decoding: try encoder.encode(mapping), as: UTF8.self)
                guard text.contains(sound) else { continue }
                #expect(throws: DecodingError.self) {
                    try JSONDecoder().decode(
                        ColumnMapping.self, from: Data(text.replacing(sound, with: broken).utf8))
                }
            }
        }
    }
}

@Suite struct MappedTableTests {
    private let places = KnownPlaces(
        ons: ["E10000020": PlaceCode(926)!, "E08000025": PlaceCode(330)!],
        names: [
            "Norfolk": PlaceCode(926)!, "Bristol, City of": PlaceCode(801)!, "Twice": PlaceCode(301)!,
            "twice": PlaceCode(302)!,
        ])
    private let wide = ColumnMapping(
        places: [.init("LA", writing: .number)], period: .column("Year", counting: .academic),
        groups: [.init("Sex", everybody: ["All pupils"])], shape: .wide,
        measures: [
            Mapped("Pupils", code: "P", title: "Pupils", decimals: 0),
            Mapped("Share reached", code: "S", title: "Share that reached it", unit: "%", decimals: 1, polarity: .high),
        ], missing: ["NE": .notApplicable, "-99": .suppressed, "-": .notPublished])
    private let long = ColumnMapping(
        places: [.init("LA", writing: .name)], period: .column("Year", counting: .calendar),
        shape: .long(measure: "What", value: "Value"),
        measures: [Mapped("Share reached", code: "S", title: "Share", unit: "%")])

    private func read(
        _ rows: String..., by mapping: ColumnMapping? = nil, heading: String = "LA,Year,Sex,Pupils,Share reached",
        seeking: Sought? = nil
    ) throws(Refusal) -> ReadRelease {
        try MappedTable.read(
            Array((heading + "\n" + rows.joined(separator: "\n")).utf8), by: mapping ?? wide, places: places,
            seeking: seeking)
    }

    private func faults(
        _ rows: String..., by mapping: ColumnMapping? = nil, heading: String = "LA,Year,Sex,Pupils,Share reached"
    ) -> [String] {
        do throws(Refusal) {
            _ = try MappedTable.read(
                Array((heading + "\n" + rows.joined(separator: "\n")).utf8), by: mapping ?? wide, places: places)
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    private func figure(
        _ release: ReadRelease, _ code: String, _ place: Int, _ year: Period.Year = .academic, _ end: Int = 2019,
        _ parts: [String: String] = [:]
    ) -> Figure? {
        let period = Period(year, from: end, to: end)
        return release.columns.figure(
            Columns.Series(MeasureCode(code)!, period, of: PupilGroup(parts)), at: PlaceCode(place)!)
    }

    @Test func `in a wide table each measure has a column, and a row is of a place, a period and a group`() throws {
        let release = try read(
            "926,2018/19,All pupils,\"1,234\",61%", "926,2018-19,Boys,600,58.5", "0926,2017/18,,1100,60",
            "970,201819,All pupils,649249,65%", "330.0,2019 (Rev),Girls,5,NE")
        #expect(figure(release, "P", 926) == .value(1234) && figure(release, "S", 926) == .value(61))
        #expect(figure(release, "S", 926, .academic, 2019, ["Sex": "Boys"]) == .value(58.5))
        #expect(figure(release, "P", 926, .academic, 2018) == .value(1100))
        #expect(figure(release, "P", 970) == .value(649_249))
        let revised = Period(.academic, from: 2019, to: 2019, .revised)
        #expect(
            release.columns.figure(
                Columns.Series(MeasureCode("S")!, revised, of: PupilGroup(["Sex": "Girls"])), at: PlaceCode(330)!)
                == .missing(.notApplicable))
        #expect(release.rows == 5 && release.columns.count == 10 && release.undescribed.isEmpty)
        #expect(
            release.catalogue.measures[MeasureCode("S")!]
                == Measure(
                    MeasureCode("S")!, title: "Share that reached it", unit: "%", polarity: .high, decimals: 1,
                    year: .academic))
        #expect(release.catalogue.places[PlaceCode(926)!] == Place(PlaceCode(926)!, name: "Norfolk"))
        #expect(release.catalogue.places[.england]?.name == "England")
        #expect(release.catalogue.places[PlaceCode(330)!]?.name == "")
    }

    @Test func `in a long table a column names the measure, and those that nobody described are taken and told`() throws
    {
        let release = try read(
            "Norfolk,2018,Share reached,61%", "england,2018,Share reached,65", "NORFOLK,2018,Pupils,\"£1,234.50\"",
            "\"Bristol,  City of\",2018,Pupils,x", "East of England,2018,Pupils,0", by: long,
            heading: "LA,Year,What,Value")
        #expect(figure(release, "S", 926, .calendar, 2018) == .value(61))
        #expect(figure(release, "S", 970, .calendar, 2018) == .value(65))
        #expect(figure(release, "Pupils", 926, .calendar, 2018) == .value(1234.5))
        #expect(figure(release, "Pupils", 801, .calendar, 2018) == .missing(.suppressed))
        #expect(figure(release, "Pupils", 985, .calendar, 2018) == .value(0))
        #expect(release.undescribed.map(\.text) == ["Pupils"] && release.catalogue.measures.count == 2)
        #expect(release.catalogue.measures[MeasureCode("Pupils")!]?.year == .calendar)
        #expect(release.catalogue.places[PlaceCode(985)!]?.name == "East of England")
        // A name that is another measure's short name would mix the two.
        #expect(
            faults("Norfolk,2018,S,1", "Norfolk,2018,,1", by: long, heading: "LA,Year,What,Value") == [
                "mapped.measure row 2, column What", "mapped.measure row 3, column What",
            ])
    }

    @Test func `a place is written by number, code, name or school, and what is none is counted and left out`() throws {
        var mapping = long
        func places(_ writing: ColumnMapping.PlaceColumn.Writing, _ cells: String...) throws -> ([Int], [String: Int]) {
            mapping.places = [.init("LA", writing: writing)]
            let rows = cells.map { "\"\($0)\",2018,M,1" }.joined(separator: "\n")
            let release = try read(rows, by: mapping, heading: "LA,Year,What,Value")
            return (release.columns.places.map(\.number), release.unknownPlaces)
        }
        func expect(_ found: ([Int], [String: Int]), _ known: [Int], _ unknown: [String: Int]) {
            #expect(found.0 == known && found.1 == unknown)
        }
        expect(
            try places(.number, "825", "0926", "301.0", " 970 ", "99", "1825", "825.5", "E10000020", "115851", ""),
            [301, 825, 926, 970],
            ["99": 1, "1825": 1, "825.5": 1, "E10000020": 1, "115851": 1, "(empty)": 1])
        expect(
            try places(.ons, "E10000020", "E12000006", "E13000001", "E92000001", "W92000004", "926", "e10000020"),
            [926, 970, 985, 987], ["W92000004": 1, "926": 1, "e10000020": 1])
        expect(
            try places(.name, "Norfolk", "Inner London", "England", "Wales", "Wales", "Twice", "926"),
            [926, 970, 987], ["Wales": 2, "Twice": 1, "926": 1])
        expect(
            try places(.school, "115851", "115852.0", "850", "1158510"), [115_851, 115_852], ["850": 1, "1158510": 1])
    }

    @Test func `a row is of the narrowest place that it names, which lies in the others`() throws {
        let mapping = ColumnMapping(
            places: [
                .init("URN", writing: .school, name: "Name"), .init("LA", writing: .ons),
                .init("Region", writing: .ons),
            ], period: .fixed(Period(.academic, from: 2019, to: 2019)), shape: .wide,
            measures: [Mapped("P", code: "P", title: "P")])
        let release = try read(
            "115851,A school,E10000020,E12000006,1", ",,E10000020,E12000006,2", ", , ,E12000006,3", ",,,E92000001,4",
            "115852,,E10000020,,5", ",,E99,E92000001,6", ",,,,7", by: mapping, heading: "URN,Name,LA,Region,P")
        #expect(
            [115_851, 926, 985, 970, 115_852].map { figure(release, "P", $0) }
                == (1...5).map { Figure.value(Double($0)) })
        #expect(
            release.catalogue.places[PlaceCode(115_851)!]
                == Place(PlaceCode(115_851)!, name: "A school", authority: PlaceCode(926)))
        #expect(
            release.catalogue.places[PlaceCode(926)!]
                == Place(PlaceCode(926)!, name: "Norfolk", region: PlaceCode(985), ons: "E10000020"))
        // A school whose name the file has not keeps the one that it has elsewhere.
        #expect(release.catalogue.places[PlaceCode(115_852)!] == nil)
        #expect(release.unknownPlaces == ["E99": 1, "(empty)": 1])
    }

    @Test(arguments: [
        ("1", Figure.value(1)), ("\"1,234\"", .value(1234)), ("\"-1,234,567.5\"", .value(-1_234_567.5)),
        ("61%", .value(61)), ("61.5 %", .value(61.5)), ("-3%", .value(-3)), ("£5", .value(5)),
        ("\"£1,234.50\"", .value(1234.5)), ("-£5", .value(-5)), ("£-5", .value(-5)), (" 4.5 ", .value(4.5)),
        ("4.7980000000000002E-2", .value(0.04798)), ("0", .value(0)), ("", .missing(.notAvailable)),
        (" ", .missing(.notAvailable)), ("c", .missing(.confidential)), (".", .missing(.notApplicable)),
        ("SUPP", .missing(.suppressed)), ("LOWCOV", .missing(.lowCoverage)), ("NE", .missing(.notApplicable)),
        ("-99", .missing(.suppressed)), ("-99.0", .value(-99)), ("-", .missing(.notPublished)),
    ])
    func `a value is a number as people write it, or a word that says why there is none`(cell: String, expected: Figure)
        throws
    {
        let release = try read("926,2018/19,,\(cell),1")
        #expect(figure(release, "P", 926) == expected)
        #expect(release.missing.values.reduce(0, +) == (expected.value == nil ? 1 : 0))
    }

    @Test(arguments: [
        "many", "\"1,23\"", "\"1234,567\"", "\",234\"", "\"1,,234\"", "61%%", "%", "£", "--5", "£5%", "(5)", "1 234",
        "£.5",
        "\"1,234.\"", "\"1,234.5.6\"", "\"1,234e5\"", "0x10", "nan", "inf", "1e999", "ne", "€5", "12p", "-£-5",
        "5-",
    ])
    func `nothing else is guessed to be a value`(cell: String) {
        #expect(faults("926,2018/19,,\(cell),1") == ["mapped.value row 2, column Pupils"])
    }

    @Test func `the pound sign of Windows is one too`() throws {
        var bytes = Array("LA,Year,Sex,Pupils,Share reached\n926,2018/19,,".utf8)
        bytes += [0xA3, 0x35, 0x2C, 0x31]
        let release = try MappedTable.read(bytes, by: wide, places: places)
        #expect(figure(release, "P", 926) == .value(5))
    }

    @Test func `all of a file is taken or nothing, and each fault names its row and column`() {
        #expect(
            faults(
                "926,2018/19,,many,1", "926,2018/19,Boys,1", "926,2018/19,Girls,1,few", "926,2018/19,Boys,1,2,3")
                == [
                    "mapped.value row 2, column Pupils", "mapped.cells row 3",
                    "mapped.value row 4, column Share reached", "mapped.cells row 5",
                ])
        #expect(faults(String(repeating: "926,2018/19,,x1,x2\n", count: 300)).count == 100)
        #expect(faults("926,2018/19,,1,1", "926,2018/19,\"Boys,1,1") == ["csv.quotes row 3, column 3"])
        #expect(faults("") == ["mapped.empty row 2"])
        #expect(faults("", heading: "") == ["mapped.heading row 1"])
        #expect(
            faults("926,2018/19,1", heading: "LA,Year,Pupils") == [
                "mapping.column group-1", "mapping.column measures-2-name",
            ])
    }

    @Test func `two rows for one figure say the same and are counted, or are a fault`() throws {
        let release = try read("926,2018/19,,1,2", "0926,2019,All pupils,1.0,2%", "926,2018/19,Boys,1,2")
        #expect(release.repeated == 2 && release.columns.count == 4)
        #expect(faults("926,2018/19,,1,2", "926,2019,,1,3") == ["mapped.twice row 3, column Share reached"])
        #expect(faults("926,2018/19,,1,2", "926,2019,,0,2") == ["mapped.twice row 3, column Pupils"])
        #expect {
            _ = try read("926,2018/19,Boys,1,2", "926,2019,Boys,1,3")
        } throws: { error in
            (error as? Refusal)?.faults.map(\.message) == [
                "Another row gives another value for S, 2018/19, Sex=Boys of Norfolk: leave one out, or choose as a "
                    + "group the column that tells them apart"
            ]
        }
        // What is missing is not zero, and not what is missing for another reason.
        #expect(faults("926,2018/19,,x,2", "926,2019,,0,2") == ["mapped.twice row 3, column Pupils"])
        #expect(faults("926,2018/19,,x,2", "926,2019,,c,2") == ["mapped.twice row 3, column Pupils"])
    }

    @Test func `periods that have no known meaning are counted and left out`() throws {
        let release = try read(
            "926,2018/19,,1,2", "926,0,,1,2", "926,0,,many,2", "926,,,1,2", "926,Autumn term,,1,2", "926,201820,,1,2")
        #expect(release.unknownPeriods == ["0": 2, "(empty)": 1, "Autumn term": 1, "201820": 1])
        #expect(release.rows == 6 && release.columns.count == 2)
        // Six digits of a calendar year would be a month.
        #expect(
            faults("Norfolk,201112,M,1", by: long, heading: "LA,Year,What,Value") == ["mapped.nothing period"])
        #expect(faults("99,2018/19,,1,2", "926,Spring,,1,2") == ["mapped.nothing period", "mapped.nothing place-1"])
    }

    @Test func `a file without a column for the period is of the one that the mapping says`() throws {
        var mapping = wide
        mapping.period = .fixed(Period(.financial, from: 2014, to: 2016))
        let release = try read("926,2018/19,,1,2", by: mapping)
        #expect(Set(release.columns.all.map(\.period)) == [Period(.financial, from: 2014, to: 2016)])
        #expect(release.catalogue.measures.values.allSatisfy { $0.year == .financial })
    }

    @Test func `the row of a figure is found`() throws {
        func row(_ code: String, _ place: Int, _ parts: [String: String] = [:]) throws -> Int? {
            let series = Columns.Series(
                MeasureCode(code)!, Period(.academic, from: 2019, to: 2019), of: PupilGroup(parts))
            return try read(
                "926,2018/19,Boys,1,2", "330,2018/19,,1,2", "926,2018/19,,1,2", "926,2019,,1,2",
                seeking: Sought(series, at: PlaceCode(place)!)
            ).soughtRow
        }
        #expect(try row("S", 926) == 4 && row("P", 330) == 3 && row("S", 926, ["Sex": "Boys"]) == 2)
        #expect(try row("S", 330, ["Sex": "Boys"]) == nil && row("None", 926) == nil)
    }

    @Test func `a column of many values chosen by mistake is refused before it fills the memory`() throws {
        let many = (0..<600).map { "Norfolk,2018,m\($0),1" }.joined(separator: "\n")
        #expect(faults(many, by: long, heading: "LA,Year,What,Value") == ["mapped.most row 502"])
        let mapping = ColumnMapping(
            places: [.init("URN", writing: .school)], period: .fixed(Period(.academic, from: 2019, to: 2019)),
            groups: [.init("Name")], shape: .wide, measures: [Mapped("P", code: "P", title: "P")])
        let schools = (100_000..<120_000).map { "\($0),School \($0),1" }.joined(separator: "\n")
        let found = faults(schools, by: mapping, heading: "URN,Name,P")
        #expect(found.count == 1 && found[0].hasPrefix("mapped.room row "))
        #expect(
            faults("926,2018/19,\(String(repeating: "b", count: 1000)),1,2") == ["mapped.group row 2, column Sex"])
    }

    @Test func `labels without a meaning are counted and shortened, however many they are`() throws {
        let rows =
            (0..<3000).map { "x\($0),2018/19,,1,2" } + [
                "926,2018/19,,1,2", String(repeating: "y", count: 500) + ",2019,,1,2",
            ]
        let release = try read(rows.joined(separator: "\n"))
        #expect(release.unknownPlaces.count == 1001 && release.unknownPlaces["(others)"] == 2001)
        #expect(release.unknownPlaces.values.reduce(0, +) == 3001)
        let long = try read(String(repeating: "y", count: 500) + ",2019,,1,2", "926,2018/19,,1,2")
        #expect(long.unknownPlaces == [String(repeating: "y", count: 60) + "\u{2026}": 1])
    }
}

@Suite struct PreviewTests {
    private func preview(_ text: String) throws(Refusal) -> (heading: [String], rows: [[String]]) {
        try MappedTable.preview(Array(text.utf8))
    }

    private func faults(_ text: String) -> [String] {
        do throws(Refusal) {
            _ = try preview(text)
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    @Test func `the beginning of a file is its heading and five rows at most`() throws {
        let (heading, rows) = try preview(
            "\u{FEFF}LA, Two  words ,,\"a,\nb\"\r\n1,2\r\n1,2,3,4,5\r\n\r\n"
                + String(repeating: "x,y,z,w\r\n", count: 9))
        #expect(heading == ["LA", "Two words", "", "a, b"])
        #expect(rows == [["1", "2"], ["1", "2", "3", "4"]] + Array(repeating: ["x", "y", "z", "w"], count: 3))
        #expect(try preview("a").rows == [])
    }

    @Test func `no cell is shown at length`() throws {
        let rows = try preview("a,b\n\(String(repeating: "é", count: 60)),\(String(repeating: "é", count: 100_000))\n")
            .rows
        #expect(
            rows == [[String(repeating: "é", count: 60), String(repeating: "é", count: 60) + "\u{2026}"]])
    }

    @Test func `what names no columns, or is no table, is refused`() {
        #expect(faults("") == ["mapped.heading row 1"] && faults("\n\n") == ["mapped.heading row 1"])
        #expect(faults("a\u{0}b") == ["csv.text row 1, column 1"])
        #expect(faults(String(repeating: ",", count: 2000)) == ["mapped.heading row 1"])
        #expect(faults("a," + String(repeating: "x", count: 801)) == ["mapped.heading row 1, column 2"])
        #expect(faults(String(repeating: "x", count: 3 << 20)) == ["mapped.heading row 1, column 1"])
        #expect(faults("\"" + String(repeating: "x", count: 3 << 20)) == ["csv.quotes row 1, column 1"])
        #expect(faults("a,b\n1,\"2\n") == ["csv.quotes row 2, column 2"])
    }

    @Test func `of a long file only the beginning is looked at`() throws {
        let long = "a,b\n1,2\n\"" + String(repeating: "x\n", count: 1 << 20) + "\",2\n"
        #expect(try preview(long).rows == [["1", "2"]])
    }

    @Test(arguments: 0..<60)
    func `whatever the bytes are, a file is read, or refused with what to do`(seed: Int) throws {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let mapping = ColumnMapping(
            places: [.init("a", writing: .number), .init("b", writing: .name)], period: .column("c", counting: .annual),
            groups: [.init("d")], shape: seed % 2 == 0 ? .wide : .long(measure: "e", value: "f"),
            measures: [Mapped("f", code: "F", title: "F")])
        let pieces = ["926", ",", "\"", "\n", "2019", "é", "0.5", "", "%", "£", "x", "926,,2019,,m,1\n", "\u{1F3EB}"]
        var bytes = Array("a,b,c,d,e,f\n".utf8)
        for _ in 0..<random(60) { bytes += Array(pieces[random(pieces.count)].utf8) }
        for _ in 0..<random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
        do throws(Refusal) {
            let release = try MappedTable.read(bytes, by: mapping, places: KnownPlaces())
            #expect(release.columns.count <= bytes.count)
        } catch {
            #expect(!error.faults.isEmpty && error.faults.allSatisfy { !$0.message.isEmpty })
        }
        _ = try? MappedTable.preview(bytes)
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedMappedTests {
    @Test func `the long extract read by a mapping has the figures that its own reader finds`() throws {
        let bytes = try Published.bytes("lait/bds_long.csv.gz")
        let own = try LocalAuthorityExtract.read(bytes, nil)
        let mapping = ColumnMapping(
            places: [.init("LA Number", writing: .number, name: "LA and Regions")],
            period: .column("Years", counting: .unstated), shape: .long(measure: "Short Desc", value: "Values"),
            measures: [
                Mapped("RTA", code: "RTA", title: "Children killed or seriously injured on roads", polarity: .low)
            ])
        let norfolk = try #require(PlaceCode(926))
        let sought = Sought(
            Columns.Series(MeasureCode("RTA")!, Period(.unstated, from: 2013, to: 2015)), at: norfolk)
        let mapped = try MappedTable.read(bytes, by: mapping, places: KnownPlaces(), seeking: sought)
        #expect(mapped.rows == 531_930 && mapped.repeated == own.repeated && mapped.missing == own.missing)
        #expect(mapped.unknownPeriods == own.unknownPeriods && mapped.unknownPlaces.isEmpty)
        #expect(mapped.columns.places == own.columns.places && mapped.columns.all == own.columns.all)
        for series in own.columns.all {
            #expect(
                mapped.columns.figures(of: series).elementsEqual(own.columns.figures(of: series)) {
                    $0.place == $1.place && $0.figure == $1.figure
                }, "\(series)")
        }
        #expect(
            mapped.catalogue.places.mapValues(\.name) == own.catalogue.places.mapValues(\.name)
                && mapped.catalogue.measures.count == 376 && mapped.undescribed.count == 375)
        #expect(try mapped.soughtRow == LocalAuthorityExtract.read(bytes, nil, seeking: sought).soughtRow)
    }

    @Test func `a performance table read by a mapping has the figures that its own reader finds`() throws {
        let bytes = try Published.bytes("performance-tables/ks2_2018-19_850.csv")
        let own = try PerformanceTable.read(bytes, stage: .keyStage2, year: 2019)
        let codes = ["TELIG", "PTRWM_EXP", "READPROG", "MATPROG", "READCOV", "PTRWM_EXP_B"]
        let mapping = ColumnMapping(
            places: [.init("URN", writing: .school, name: "SCHNAME"), .init("LEA", writing: .number, name: "SCHNAME")],
            period: .fixed(Period(.academic, from: 2019, to: 2019)), shape: .wide,
            measures: codes.map { Mapped($0, code: $0, title: $0) },
            missing: ["NP": .notPublished, "NE": .notApplicable, "NEW": .notApplicable])
        // Rows that end early are faults here: nobody can say of any table why they do.
        #expect {
            _ = try MappedTable.read(bytes, by: mapping, places: KnownPlaces())
        } throws: { error in
            (error as? Refusal)?.faults.allSatisfy { $0.rule == "mapped.cells" } == true
        }
        let mapped = try MappedTable.read(try whole(bytes), by: mapping, places: KnownPlaces())
        // The rows of England have neither number.
        #expect(mapped.unknownPlaces == ["(empty)": 2] && mapped.repeated == 0)
        #expect(mapped.columns.places == own.columns.places.filter { $0 != .england })
        for code in codes {
            let series = Columns.Series(MeasureCode(code)!, Period(.academic, from: 2019, to: 2019))
            for place in mapped.columns.places {
                let expected = own.columns.figure(series, at: place) ?? .missing(.notAvailable)
                #expect(mapped.columns.figure(series, at: place) == expected, "\(code) of \(place)")
            }
        }
        let hampshire = try #require(PlaceCode(850))
        let share = Columns.Series(MeasureCode("PTRWM_EXP")!, Period(.academic, from: 2019, to: 2019))
        #expect(mapped.columns.figure(share, at: hampshire) == .value(68))
        #expect(mapped.catalogue.places[hampshire]?.name == "Hampshire")
        #expect(
            mapped.catalogue.places.mapValues(\.authority)
                == own.catalogue.places
                .filter { $0.key != .england }.mapValues(\.authority))
    }

    /// A table whose rows that end early are filled up with empty cells.
    private func whole(_ bytes: [UInt8]) throws -> [UInt8] {
        var scanner = CSVScanner(bytes)
        var (lines, count): ([String], Int) = ([], 0)
        while try scanner.next() {
            count = max(count, scanner.count)
            let cells = scanner.texts + Array(repeating: "", count: count - scanner.count)
            lines.append(cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ","))
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test(arguments: [
        ("absence_by_term", ["term", "school_type"]), ("exclusions_by_reason", ["school_type"]),
    ])
    func `a tidy file read by a mapping has the figures that its own reader finds`(name: String, parted: [String])
        throws
    {
        let file = try #require(Published.folder).appending(path: "ees/\(name).zip")
        let files = try Archive.unpack(Array(Data(contentsOf: file)), called: "\(name).zip")
        let meta = try TidyMeta(files[1].bytes)
        let own = try TidyData.read(files[0].bytes, meta)
        // Authorities that there were before the codes have a mark in their place.
        let former = Set(own.catalogue.places.values.filter { $0.ons == "." }.map(\.code))
        let codes = try codes(files[0].bytes)
        let mapping = ColumnMapping(
            places: [
                .init("new_la_code", writing: .ons, name: "la_name"),
                .init("region_code", writing: .ons, name: "region_name"), .init("country_code", writing: .ons),
            ], period: .column("time_period", counting: .academic),
            groups: parted.map { .init($0, everybody: ["Total"]) }, shape: .wide,
            measures: meta.indicators.map { Mapped($0.code.text, code: $0.code.text, title: $0.label, unit: $0.unit) })
        let mapped = try MappedTable.read(files[0].bytes, by: mapping, places: KnownPlaces(ons: codes))
        #expect(mapped.rows == own.rows && mapped.repeated == 0 && mapped.unknownPeriods.isEmpty)
        #expect(former.map(\.number).sorted() == (name == "absence_by_term" ? [] : [820, 875]))
        #expect(Array(mapped.unknownPlaces.keys) == (former.isEmpty ? [] : ["."]))
        let left = own.columns.count - mapped.unknownPlaces.values.reduce(0, +) * meta.indicators.count
        #expect(mapped.columns.count == left && mapped.columns.all == own.columns.all)
        for series in own.columns.all {
            let expected = own.columns.figures(of: series).filter { !former.contains($0.place) }
            #expect(
                mapped.columns.figures(of: series).elementsEqual(expected) {
                    $0.place == $1.place && $0.figure == $1.figure
                }, "\(series)")
        }
        #expect(mapped.catalogue.places == own.catalogue.places.filter { !former.contains($0.key) })
    }

    /// The authority of each code of a tidy file; of one whose bounds were changed there are two.
    private func codes(_ bytes: [UInt8]) throws -> [String: PlaceCode] {
        var scanner = CSVScanner(bytes)
        #expect(try scanner.next())
        let (ons, number) = (scanner.texts.firstIndex(of: "new_la_code"), scanner.texts.firstIndex(of: "old_la_code"))
        var codes: [String: PlaceCode] = [:]
        while try scanner.next() {
            let place = Int(scanner.text(try #require(number))).flatMap { PlaceCode($0) }
            codes[scanner.text(try #require(ons))] = place
        }
        codes["."] = nil
        return codes
    }

    @Test func `each published file of figures shows how it begins`() throws {
        for path in [
            "lait/bds_long.csv.gz", "performance-tables/ks2_2018-19_850.csv", "performance-tables/ks4_2017-18_850.csv",
            "bad-input/workforce_truncated.csv.gz", "gias/groups.csv.gz",
        ] {
            let (heading, rows) = try MappedTable.preview(Published.bytes(path))
            #expect(heading.count > 6 && rows.count == 5, "\(path)")
            #expect(rows.allSatisfy { $0.allSatisfy { $0.unicodeScalars.count <= 61 } })
        }
    }

    @Test func `a file that is cut off is not taken by halves`() throws {
        let bytes = try Published.bytes("bad-input/workforce_truncated.csv.gz")
        let heading = try MappedTable.preview(bytes).heading
        let mapping = ColumnMapping(
            places: [.init("URN", writing: .school)], period: .fixed(Period(.annual, from: 2019, to: 2019)),
            shape: .wide,
            measures: [Mapped(heading[heading.count - 1], code: "M", title: "M")])
        #expect {
            _ = try MappedTable.read(bytes, by: mapping, places: KnownPlaces())
        } throws: { error in
            !((error as? Refusal)?.faults ?? []).isEmpty
        }
    }
}
