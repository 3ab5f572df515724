import Datasets
import Foundation
import Statistics
import Testing
import Vocabulary

@Suite struct TidyDataTests {
    private let meta = """
        col_name,col_type,label,indicator_grouping,indicator_unit,filter_hint,filter_grouping_column
        school_type,Filter,School type,,,Filter by school type,
        characteristic,Filter,Characteristic,,,,characteristic_group
        rate,Indicator,Rate,Rates,%,,

        """
    private let heading =
        "time_identifier,time_period,geographic_level,country_name,region_code,region_name,old_la_code,la_name,school_type,characteristic_group,characteristic,rate\n"

    private func read(_ rows: String...) throws(Refusal) -> ReadRelease {
        try TidyData.read(
            Array((heading + rows.joined(separator: "\n")).utf8), try TidyMeta(Array(meta.utf8)))
    }

    private func faults(_ rows: String...) -> [String] {
        do throws(Refusal) {
            _ = try TidyData.read(
                Array((heading + rows.joined(separator: "\n")).utf8), try TidyMeta(Array(meta.utf8)))
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    @Test func `a row is of a place, a period and a group, and each missing value says why`() throws {
        let release = try read(
            "Academic year,201617,National,England,,,,,Total,Total,Total,4.5",
            "Academic year,201617,Regional,England,E13000001,Inner London,,,Total,Total,Total,x",
            "Academic year,201617,Local authority,England,E12000006,East of England,926,Norfolk,Special,Total,Total,.",
            "Academic year,201617,Local authority,England,E12000006,East of England,926,Norfolk,Total,Gender,Boys,0",
            "Academic year,201617,Local authority,England,E12000006,East of England,926,Norfolk,Total,Age,Boys,c",
            "Academic year,201617,School,England,E12000006,East of England,926,Norfolk,Total,Total,Total,1",
            "Term,201617,National,England,,,,,Total,Total,Total,1")
        let measure = try #require(MeasureCode("rate"))
        let year = Period(.academic, from: 2017, to: 2017)
        func figure(_ place: Int, _ parts: [String: String] = [:]) throws -> Figure? {
            let place = try #require(PlaceCode(place))
            return release.columns.figure(Columns.Series(measure, year, of: PupilGroup(parts)), at: place)
        }
        #expect(try figure(970) == .value(4.5) && figure(987) == .missing(.suppressed))
        #expect(try figure(926, ["school_type": "Special"]) == .missing(.notApplicable))
        #expect(try figure(926, ["characteristic": "Gender/Boys"]) == .value(0))
        #expect(try figure(926, ["characteristic": "Age/Boys"]) == .missing(.confidential))
        #expect(try figure(926) == nil)
        #expect(
            release.rows == 7 && release.unknownPlaces == ["School": 1] && release.unknownPeriods == ["Term 201617": 1])
        #expect(release.columns.count == 5)
    }

    @Test func `all of a file is taken or nothing, and each fault names its row and column`() {
        #expect(
            faults(
                "Academic year,201617,National,England,,,,,Total,Total,Total,many",
                "Academic year,201617,Local authority,England,E1,East,26,Norfolk,Total,Total,Total,1",
                "Academic year,201617,Regional,England,E99,East,,,Total,Total,Total,1", "Academic year,201617,National")
                == [
                    "tidy.value row 2, column rate", "tidy.place row 3, column old_la_code",
                    "tidy.place row 4, column region_code", "tidy.cells row 5",
                ])
        let row = "Academic year,201617,National,England,,,,,Total,Total,Total,"
        #expect(faults(row + "1", row + "2") == ["tidy.twice row 3, column rate"])
        #expect(faults("") == ["tidy.empty row 2"])
        #expect {
            _ = try TidyData.read(
                Array("time_identifier,time_period,geographic_level,rate\n".utf8), try TidyMeta(Array(meta.utf8)))
        } throws: { error in
            (error as? Refusal)?.faults.map(\.rule) == ["tidy.lacking", "tidy.lacking", "tidy.lacking"]
        }
    }

    @Test func `a nation that is not England is not England`() throws {
        let heading = heading.replacing("country_name", with: "country_code,country_name")
        func read(_ country: String) throws -> ReadRelease {
            try TidyData.read(
                Array((heading + "Academic year,201617,National,\(country),,,,,Total,Total,Total,4.5").utf8),
                try TidyMeta(Array(meta.utf8)))
        }
        #expect(try read("E92000001,England").columns.count == 1)
        for other in ["W92000004,Wales", "K02000001,United Kingdom"] {
            let release = try read(other)
            #expect(release.columns.count == 0 && release.unknownPlaces == ["National": 1])
        }
    }

    @Test func `a school is known by its number, and lies in an authority`() throws {
        let heading =
            "time_identifier,time_period,geographic_level,country_name,old_la_code,la_name,school_urn,school_name,school_type,characteristic_group,characteristic,rate\n"
        func read(_ row: String) throws(Refusal) -> ReadRelease {
            try TidyData.read(Array((heading + row).utf8), try TidyMeta(Array(meta.utf8)))
        }
        let release = try read(
            "Academic year,202223,School,England,926,Norfolk,121234,\"A school, here\",Total,Total,Total,4.5\n"
                + "Academic year,202223,School,England,926,Norfolk,121235,Another,Total,Total,Total,c")
        let (school, norfolk) = (try #require(PlaceCode(121_234)), try #require(PlaceCode(926)))
        let place = try #require(release.catalogue.places[school])
        #expect((place.name, place.authority, place.code.isSchool) == ("A school, here", norfolk, true))
        let series = Columns.Series(
            try #require(MeasureCode("rate")), Period(.academic, from: 2023, to: 2023))
        #expect(release.columns.figure(series, at: school) == .value(4.5))
        #expect(release.missing == [.confidential: 1] && release.unknownPlaces.isEmpty)
        #expect {
            _ = try read("Academic year,202223,School,England,926,Norfolk,1212,A,Total,Total,Total,4.5")
        } throws: { error in
            (error as? Refusal)?.faults.map { "\($0.rule) \($0.field ?? "")" } == [
                "tidy.place row 2, column school_urn"
            ]
        }
    }

    @Test func `a meta file says what each column is, or is refused`() throws {
        let read = try TidyMeta(Array(meta.utf8))
        #expect(read.filters.map(\.grouping) == [nil, "characteristic_group"] && read.indicators.map(\.unit) == ["%"])
        func rules(_ text: String) -> [String] {
            do throws(Refusal) {
                _ = try TidyMeta(Array(text.utf8))
                return []
            } catch {
                return error.faults.map(\.rule)
            }
        }
        #expect(rules("a,b\n") == ["meta.columns"] && rules("") == ["meta.columns"])
        #expect(rules("col_name,col_type,label\nx,Other,X\n") == ["meta.sort"])
        #expect(rules("col_name,col_type,label\nx,Filter,X\n") == ["meta.indicators"])
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedTidyTests {
    @Test(arguments: [
        // Rows, authorities, years, and how many figures are suppressed (x) and not applicable (.), as a count of the
        // files gives them.
        ("absence_by_term", 9680, 152, 2013...2017, 0, 13_520),
        ("exclusions_by_reason", 7004, 154, 2007...2017, 21_790, 0),
        ("exclusions_by_characteristic", 4586, 0, 2012...2017, 1652, 357),
    ])
    func `the published files are read whole`(
        name: String, rows: Int, authorities: Int, years: ClosedRange<Int>, suppressed: Int, notApplicable: Int
    ) throws {
        let file = try #require(Published.folder).appending(path: "ees/\(name).zip")
        let files = try Archive.unpack(Array(Data(contentsOf: file)), called: "\(name).zip")
        #expect(files.map(\.name) == ["\(name).csv", "\(name).meta.csv"])
        #expect(files.map { PublishedSort.recognise($0.bytes) } == [.tidy, .tidyMeta])
        let meta = try TidyMeta(files[1].bytes)
        let bytes = files[0].bytes
        let release = try TidyData.read(bytes, meta)
        #expect(release.rows == rows)
        #expect(release.catalogue.places.keys.count(where: \.isAuthority) == authorities)
        #expect(release.unknownPeriods.isEmpty && release.unknownPlaces.isEmpty)
        #expect(release.columns.count + release.repeated == rows * meta.indicators.count)
        #expect(release.missing[.suppressed, default: 0] == suppressed)
        #expect(release.missing[.notApplicable, default: 0] == notApplicable)
        #expect(release.missing.values.reduce(0, +) == suppressed + notApplicable && release.repeated == 0)
        #expect(
            Set(release.columns.all.map(\.period)) == Set(years.map { Period(.academic, from: $0, to: $0) }))
        if authorities > 0 {
            let hampshire = try #require(release.catalogue.places[PlaceCode(850)!])
            #expect(hampshire.name == "Hampshire" && hampshire.ons == "E10000014" && hampshire.region == PlaceCode(989))
        }
    }
}
