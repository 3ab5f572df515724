import Datasets
import Statistics
import Testing
import Vocabulary

@Suite struct PerformanceTableTests {
    private let heading = "RECTYPE,LEA,URN,SCHNAME,NFTYPE,TELIG,PTRWM_EXP,READPROG,READCOV,TELIG_17,TELIG_3YR\n"
    private let year = Period(.academic, from: 2019, to: 2019)

    private func read(
        _ rows: String..., stage: PerformanceTable.Stage = .keyStage2, seeking: Sought? = nil
    ) throws(Refusal) -> ReadRelease {
        try PerformanceTable.read(
            Array((heading + rows.joined(separator: "\n")).utf8), stage: stage, year: 2019, seeking: seeking)
    }

    private func faults(_ rows: String..., heading: String? = nil, year: Int = 2019) -> [String] {
        do throws(Refusal) {
            let text = (heading ?? self.heading) + rows.joined(separator: "\n")
            _ = try PerformanceTable.read(Array(text.utf8), stage: .keyStage2, year: year)
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    private func figure(
        _ release: ReadRelease, _ code: String, _ place: Int, _ period: Period? = nil, of group: PupilGroup = .all
    ) throws -> Figure? {
        let series = Columns.Series(try #require(MeasureCode(code)), period ?? year, of: group)
        return release.columns.figure(series, at: try #require(PlaceCode(place)))
    }

    @Test func `a row is of a school, an authority, all schools of England or those that the state pays for`() throws {
        let release = try read(
            "1,850,115851,Anstey Junior School,CY,60,63%,-1.9,100%,58,170", "2,850,116633,Hill School,CYS,NEW",
            "3,850, ,Hampshire, ,14855,68.30%,-0.4,97%,14040,43358", "4, , , , ,649249,65%, , , , ",
            "5, , , , ,644967,65%,0.0,94%,,", "9,850,,,,1,1%,1,1%,1,1")
        #expect(
            try figure(release, "TELIG", 115851) == .value(60) && figure(release, "PTRWM_EXP", 115851) == .value(63))
        #expect(
            try figure(release, "READPROG", 850) == .value(-0.4) && figure(release, "PTRWM_EXP", 850) == .value(68.3))
        #expect(try figure(release, "TELIG", 970) == .value(649_249))
        #expect(try figure(release, "TELIG", 970, of: PerformanceTable.stateFunded) == .value(644_967))
        #expect(try figure(release, "READPROG", 970) == .missing(.notAvailable))
        #expect(try figure(release, "TELIG", 116633) == .missing(.notApplicable))
        #expect(
            release.rows == 6 && release.unknownPlaces == ["RECTYPE 9": 1] && release.missing.values.reduce(0, +) == 7)
        let (anstey, hampshire) = (try #require(PlaceCode(115851)), try #require(PlaceCode(850)))
        #expect(
            release.catalogue.places[anstey]
                == Place(anstey, name: "Anstey Junior School", authority: hampshire, kind: "CY"))
        #expect(release.catalogue.places[hampshire]?.name == "Hampshire")
        #expect(release.catalogue.places.count == 4)
    }

    @Test func `a column of an earlier year is of that year, and one of three years is of all three`() throws {
        let release = try read("3,850,,Hampshire,,14855,68%,-0.4,97%,14040,43358")
        #expect(try figure(release, "TELIG_17", 850) == nil)
        #expect(try figure(release, "TELIG_17", 850, Period(.academic, from: 2017, to: 2017)) == .value(14_040))
        #expect(try figure(release, "TELIG_3YR", 850, Period(.academic, from: 2017, to: 2019)) == .value(43_358))
        // Grades are no years.
        let grades = try PerformanceTable.read(
            Array("RECTYPE,LEA,URN,SCHNAME,TPUP,PTL2BASICS_94,AC5EM16_PTQ_EE\n4,850,,,1,65%,60%\n".utf8),
            stage: .keyStage4,
            year: 2018)
        #expect(
            grades.columns.all.map { "\($0.measure) \($0.period)" } == [
                "AC5EM16_PTQ_EE 2015/16", "PTL2BASICS_94 2017/18", "TPUP 2017/18",
            ])
    }

    @Test func `a row that ends early lacks figures, and none of those that it has is shifted`() throws {
        let release = try read("1,850,115851,A,CY,60", "1,850,115852,B,CY,9,1%,2,3%,4,5", "4")
        #expect(try figure(release, "TELIG", 115851) == .value(60) && figure(release, "PTRWM_EXP", 115851) == nil)
        #expect(try figure(release, "TELIG_17", 115852, Period(.academic, from: 2017, to: 2017)) == .value(4))
        #expect(release.columns.count == 7)
    }

    @Test func `each mark says why there is no value`() throws {
        let release = try read(
            "1,850,115851,A,CY,NP,NE,LOWCOV,SUPP,NA, ", "1,850,115852,B,CY,x,z,c,.,-,", "4,,,,,1,1%,1,1%,1,1")
        #expect(try figure(release, "TELIG", 115851) == .missing(.notPublished))
        #expect(try figure(release, "PTRWM_EXP", 115851) == .missing(.notApplicable))
        #expect(try figure(release, "READPROG", 115851) == .missing(.lowCoverage))
        #expect(try figure(release, "READCOV", 115851) == .missing(.suppressed))
        #expect(
            release.missing == [
                .notPublished: 1, .notApplicable: 2, .lowCoverage: 1, .suppressed: 2, .notAvailable: 5,
                .confidential: 1,
            ])
    }

    @Test func `all of a table is taken or nothing, and each fault names its row and column`() {
        #expect(
            faults(
                "1,850,115851,A,CY,many,5%%,1,1%,1,1", "1,850,26,A,CY,1", "3,85,,A,,1", "3,,,A,,1",
                "1,Kent,115852,A,CY,1",
                "school,850,115853,A,CY,1", "1,850,115854,A,CY,1,1,1,1,1,1,1", "1,850,115855,A,CY,%")
                == [
                    "table.value row 2, column TELIG", "table.value row 2, column PTRWM_EXP",
                    "table.place row 3, column URN",
                    "table.place row 4, column LEA", "table.place row 5, column LEA", "table.place row 6, column LEA",
                    "table.record row 7, column RECTYPE", "table.cells row 8", "table.value row 9, column TELIG",
                ])
        #expect(faults("") == ["table.empty row 2"])
        #expect(faults("1,850,115851,A,CY,1\n", heading: "URN,SCHNAME\n") == ["table.columns row 1"])
        #expect(
            faults("4", heading: "RECTYPE,LEA,URN,SCHNAME,TELIG,X,X\n") == ["table.columns row 1, column X"])
        #expect(faults(Array(repeating: "one", count: 300).joined(separator: "\n")).count == 100)
    }

    @Test func `two rows for one school say the same, or are a fault`() throws {
        let release = try read("1,850,115851,A,CY,60", "1,850,115851,A,CY,60", "4")
        #expect(release.repeated == 1 && release.columns.count == 1)
        #expect(faults("1,850,115851,A,CY,60", "2,850,115851,A,CY,61", "4") == ["table.twice row 3, column TELIG"])
        #expect(faults("1,850,115851,A,CY,60", "2,850,115851,A,CY,SUPP", "4") == ["table.twice row 3, column TELIG"])
    }

    @Test func `a table that stops in the middle is refused, and one whose last row only ends early is not`() throws {
        #expect(faults("1,850,115851,A,CY,60,6%,1,1%,1,1", "1,850,115852,B,CY,6") == ["table.cut-off row 3"])
        #expect(faults("1,850,115851,A,CY,60,6%,1,1%,1,1", "1,850,115852,B,CY,6\n") == [])
        #expect(faults("4", "1,850,115852,B,CY,6") == [])
        #expect(faults("1,850,115852,B,CY,6", "3,850,,Hampshire,,6") == [])
    }

    @Test func `the year of a table is given, and cannot be before that of one of its columns`() {
        #expect(faults("4", year: 2016) == ["table.year row 1, column TELIG_17"])
        #expect(faults("4", year: 2017) == [])
        #expect(faults("4", year: 19) == ["table.year "] && faults("4", year: 20190) == ["table.year "])
    }

    @Test(arguments: [
        ("ks2_2018-19_850.csv", 2019), ("ks4_meta_2017-2018.csv", 2018), ("2022-2023_england_ks2final.csv", 2023),
        ("1999-00.csv", 2000), ("KS2 2018/19", 2019), ("ks2_2018_19", 2019), ("ks2_2018-20.csv", nil),
        ("ks2_2019.csv", nil),
        ("850.csv", nil), ("2018 19", nil), ("", nil), ("201819.csv", nil), ("12018-19", nil),
    ])
    func `the name of a file may tell its year`(name: String, year: Int?) {
        #expect(PerformanceTable.year(named: name) == year)
    }

    @Test func `what a meta file says of a column is its title, however it writes its name`() throws {
        let meta = try TableMeta(
            Array(
                "Column,FieldName,Label/Description\n1,\"telig\n\",Eligible  pupils\n2,READPROG__17,Progress\n3,,x\n"
                    .utf8))
        #expect(meta["TELIG"] == "Eligible pupils" && meta["READPROG_17"] == "Progress" && meta["X"] == nil)
        #expect(meta.count == 2)
        let table = "RECTYPE,LEA,URN,SCHNAME,TELIG,READPROG_17,PTRWM_EXP_B\n4,,,,1.50,SUPP,SUPP\n"
        let release = try PerformanceTable.read(Array(table.utf8), stage: .keyStage2, year: 2019, meta: meta)
        let measures = release.catalogue.measures.values.sorted { $0.code < $1.code }
        #expect(measures.map(\.title) == ["PTRWM_EXP_B", "Progress", "Eligible pupils"])
        #expect(measures.map(\.decimals) == [nil, nil, 1] && measures.map(\.polarity) == [.high, .high, .neither])
        #expect(measures.allSatisfy { $0.topic == "Key Stage 2 performance tables" && $0.year == .academic })
        #expect(release.undescribed.map(\.text) == ["PTRWM_EXP_B"])
        func rules(_ text: String) -> [String] {
            do throws(Refusal) {
                _ = try TableMeta(Array(text.utf8))
                return []
            } catch {
                return error.faults.map(\.rule)
            }
        }
        #expect(rules("a,b,c\n") == ["table-meta.columns"] && rules("") == ["table-meta.columns"])
        #expect(rules("Column,Field Name,Label/Description\n1,,\n") == ["table-meta.empty"])
    }

    @Test func `the row of a figure that is sought is found`() throws {
        let code = try #require(MeasureCode("TELIG"))
        let sought = Sought(
            Columns.Series(code, year, of: PerformanceTable.stateFunded), at: try #require(PlaceCode(970)))
        #expect(try read("1,850,115851,A,CY,60", "4,,,,,1", "5,,,,,2", seeking: sought).soughtRow == 4)
        #expect(try read("1,850,115851,A,CY,60", "4,,,,,1", seeking: sought).soughtRow == nil)
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedPerformanceTests {
    private static let hampshire = PlaceCode(850)!

    private static func table(_ stage: PerformanceTable.Stage, _ year: Int) throws -> ReadRelease {
        let name = "\(stage == .keyStage2 ? "ks2" : "ks4")_\(year - 1)-\(year - 2000)_850.csv"
        let meta =
            stage == .keyStage4 && year == 2017
            ? "ks4_meta_datajamne_2016-2017.csv" : "\(name.prefix(3))_meta_\(year - 1)-\(year).csv"
        #expect(PerformanceTable.year(named: name) == year && PerformanceTable.year(named: meta) == year)
        return try PerformanceTable.read(
            Published.bytes("performance-tables/\(name)"), stage: stage, year: year,
            meta: TableMeta(Published.bytes("performance-tables/\(meta)")))
    }

    /// Read once for all tests.
    private static let tables = Result {
        var tables: [String: ReadRelease] = [:]
        for year in 2017...2019 { tables["ks2 \(year)"] = try table(.keyStage2, year) }
        for year in 2017...2018 { tables["ks4 \(year)"] = try table(.keyStage4, year) }
        return tables
    }

    private func read(_ table: String) throws -> ReadRelease { try #require(Self.tables.get()[table]) }

    private func series(_ code: String, _ year: Int, of group: PupilGroup = .all) throws -> Columns.Series {
        Columns.Series(try #require(MeasureCode(code)), Period(.academic, from: year, to: year), of: group)
    }

    private func figure(
        _ table: String, _ code: String, _ place: PlaceCode, _ year: Int? = nil, of group: PupilGroup = .all
    ) throws
        -> Figure?
    {
        let own = try #require(Int(table.suffix(4)))
        return try read(table).columns.figure(series(code, year ?? own, of: group), at: place)
    }

    @Test(arguments: [
        // Rows, columns and how many of them hold figures.
        ("ks2 2017", 331, 290, 268, 22), ("ks2 2018", 331, 326, 304, 22), ("ks2 2019", 334, 318, 294, 24),
        ("ks4 2017", 126, 416, 391, 25), ("ks4 2018", 124, 496, 471, 25),
    ])
    func `every table is read whole, and every column that describes a school is left out`(
        table: String, rows: Int, columns: Int, measures: Int, described: Int
    ) throws {
        let release = try read(table)
        #expect(release.rows == rows && columns == measures + described)
        #expect(release.catalogue.measures.count == measures)
        #expect(Set(release.columns.all.map(\.measure)).count == measures)
        #expect(release.undescribed.isEmpty && release.unknownPlaces.isEmpty && release.repeated == 0)
        // Three rows are no schools.
        #expect(release.catalogue.places.keys.count(where: \.isSchool) == rows - 3)
        #expect(release.catalogue.places.values.allSatisfy { !$0.code.isSchool || $0.authority == Self.hampshire })
        #expect(
            release.catalogue.places.values.allSatisfy { !$0.code.isSchool || !$0.kind.isEmpty && !$0.name.isEmpty })
        // Key Stage 4 names no authority.
        #expect(release.catalogue.places[Self.hampshire]?.name == (table.hasPrefix("ks2") ? "Hampshire" : nil))
        let decimals = release.catalogue.measures.values.compactMap(\.decimals)
        #expect(decimals.count == measures && decimals.allSatisfy { (0...2).contains($0) })
    }

    @Test(arguments: ["ks2_2016-17", "ks2_2017-18", "ks2_2018-19", "ks4_2016-17", "ks4_2017-18"])
    func `the columns that describe a school are those before its pupils, and no other`(name: String) throws {
        var scanner = CSVScanner(try Published.bytes("performance-tables/\(name)_850.csv"))
        #expect(try scanner.next())
        let names = scanner.texts
        let first = try #require(names.firstIndex(of: "TOTPUPS"))
        #expect(names[..<first].allSatisfy(PerformanceTable.descriptive.contains))
        #expect(!names[first...].contains(where: PerformanceTable.descriptive.contains))
    }

    @Test(arguments: [(2017, 14_040), (2018, 14_463), (2019, 14_855)])
    func `an authority's eligible pupils are the sum of its schools'`(year: Int, eligible: Int) throws {
        let release = try read("ks2 \(year)")
        let schools = release.columns.values(try series("TELIG", year)).filter(\.place.isSchool)
        #expect(Int(schools.map(\.value).reduce(0, +)) == eligible)
        #expect(try figure("ks2 \(year)", "TELIG", Self.hampshire) == .value(Double(eligible)))
    }

    @Test(arguments: 2017...2019)
    func `an authority's percentages are its schools', weighted by their pupils; their plain mean is another`(year: Int)
        throws
    {
        let release = try read("ks2 \(year)")
        let pupils = release.columns.values(try series("TELIG", year)).filter(\.place.isSchool)
        for code in [
            "PTRWM_EXP", "PTRWM_HIGH", "PTREAD_EXP", "PTMAT_EXP", "PTGPS_EXP", "PTSCITA_EXP", "PTWRITTA_EXP",
        ] {
            let one = try series(code, year)
            let schools = pupils.map {
                (eligible: Int($0.value), value: release.columns.figure(one, at: $0.place)?.value)
            }
            let weighted = try #require(Weighted(of: schools))
            let published = try #require(release.columns.figure(one, at: Self.hampshire)?.value)
            if year == 2019, code == "PTWRITTA_EXP" {
                // The one that does not round to what is published, whichever way it is computed.
                #expect((weighted.value * 100).rounded() == 8151 && published == 81)
                let whole = schools.reduce(0.0) { $0 + (($1.value ?? 0) * Double($1.eligible) / 100).rounded() }
                #expect((whole / Double(weighted.eligible) * 10_000).rounded() == 8143)
            } else {
                #expect(weighted.value.rounded() == published, "\(code) \(weighted.value)")
            }
            let values = schools.compactMap(\.value)
            let plain = values.reduce(0, +) / Double(values.count)
            #expect(plain < weighted.value)
            if code == "PTWRITTA_EXP" || code == "PTSCITA_EXP" { #expect(plain.rounded() != published) }
        }
    }

    @Test func `Hampshire's figures of 2018-19 are those that were published`() throws {
        for (code, value) in [
            ("PTRWM_EXP", 68.0), ("PTRWM_EXP_B", 64), ("PTRWM_EXP_G", 72), ("PTRWM_EXP_FSM6CLA1A", 49),
            ("PTRWM_EXP_NotFSM6CLA1A", 73), ("READPROG", -0.4), ("MATPROG", -0.7),
        ] {
            #expect(try figure("ks2 2019", code, Self.hampshire) == .value(value), "\(code)")
        }
        let measures = try read("ks2 2019").catalogue.measures
        let attainment = try #require(measures[MeasureCode("PTRWM_EXP_B")!])
        #expect(attainment.title == "Percentage of boys reaching the expected standard in reading, writing and maths")
        #expect(attainment.unit == "%" && attainment.decimals == 0 && attainment.polarity == .high)
        let progress = try #require(measures[MeasureCode("READPROG")!])
        #expect(progress.unit == "" && progress.decimals == 1 && progress.polarity == .high)
        for code in [
            "READPROG_LOWER", "READPROG_DESCR", "READCOV", "TELIG", "PTREAD_AT", "PTWRITTA_WTS", "DIFFN_RWM_EXP",
        ] {
            #expect(measures[MeasureCode(code)!]?.polarity == .neither, "\(code)")
        }
    }

    @Test func `England is all its schools, and beside them those that the state pays for`() throws {
        #expect(try figure("ks2 2019", "TELIG", .england) == .value(649_249))
        #expect(try figure("ks2 2019", "TELIG", .england, of: PerformanceTable.stateFunded) == .value(644_967))
        #expect(try figure("ks4 2018", "TPUP", .england) == .value(583_615))
        #expect(try figure("ks4 2018", "TPUP", .england, of: PerformanceTable.stateFunded) == .value(523_636))
        // Of independent schools no prior attainment is known, so that there is none of all.
        #expect(try figure("ks4 2018", "KS2APS", .england) == .missing(.notAvailable))
        #expect(try figure("ks4 2018", "KS2APS", .england, of: PerformanceTable.stateFunded) == .value(28.3))
    }

    @Test func `the number that marks a row is another at either key stage`() throws {
        // At Key Stage 4 row 4 is the authority, which Key Stage 2 would take for England.
        #expect(try figure("ks4 2017", "TPUP", Self.hampshire) == .value(12_740))
        #expect(try figure("ks2 2017", "TELIG", Self.hampshire) == .value(14_040))
        #expect(throws: Refusal.self) {
            _ = try PerformanceTable.read(
                Published.bytes("performance-tables/ks4_2016-17_850.csv"), stage: .keyStage2, year: 2017)
        }
    }

    @Test(arguments: [(2017, 68_739.0), (2018, 69_554)])
    func `an authority's pupils of Key Stage 4 are those of its schools but the independent ones`(
        year: Int, roll: Double
    ) throws {
        let release = try read("ks4 \(year)")
        let schools = release.columns.values(try series("TOTPUPS", year)).filter(\.place.isSchool)
        let independent: Set = ["IND", "INDSPEC", "NMSS"]
        let own = schools.filter { !independent.contains(release.catalogue.places[$0.place]?.kind ?? "") }
        #expect(own.map(\.value).reduce(0, +) == roll)
        #expect(schools.map(\.value).reduce(0, +) > roll + 9000)
        #expect(try figure("ks4 \(year)", "TOTPUPS", Self.hampshire) == .value(roll))
    }

    @Test func `a figure that is not published of independent schools is that, and not suppressed`() throws {
        let bedales = try #require(PlaceCode(116_527))
        #expect(try read("ks4 2018").catalogue.places[bedales]?.kind == "IND")
        #expect(try figure("ks4 2018", "P8MEA", bedales) == .missing(.notPublished))
        for table in ["ks4 2017", "ks4 2018"] {
            let missing = try read(table).missing
            #expect(missing[.notPublished] == (table == "ks4 2017" ? 7471 : 10_995))
            // NE, and at schools that are new NEW.
            #expect(missing[.notApplicable] == (table == "ks4 2017" ? 1680 : 2343))
            #expect(missing[.suppressed] == (table == "ks4 2017" ? 4057 : 5330) && missing[.lowCoverage] == nil)
        }
    }

    @Test func `low coverage takes a progress score away and leaves the other figures of the same pupils`() throws {
        let school = try #require(PlaceCode(116_633))
        for code in [
            "READPROG", "READPROG_LOWER", "READPROG_UPPER", "READCOV", "READPROG_UNADJUSTED", "READPROG_DESCR",
        ] {
            #expect(try figure("ks2 2018", code, school) == .missing(.lowCoverage), "\(code)")
        }
        #expect(
            try figure("ks2 2018", "WRITPROG", school) == .value(-5)
                && figure("ks2 2018", "WRITCOV", school) == .value(80))
        #expect(try figure("ks2 2018", "PTREAD_EXP", school) == .value(27))
        #expect(try read("ks2 2018").missing[.lowCoverage] == 6)
        // The next table says it again of the year before.
        #expect(try figure("ks2 2019", "READPROG_18", school, 2018) == .missing(.lowCoverage))
        #expect(try read("ks2 2019").missing[.lowCoverage] == 3)
    }

    @Test(arguments: [(2017, 5), (2018, 9), (2019, 3)])
    func `a cohort of one to five pupils is suppressed, and no greater one`(year: Int, small: Int) throws {
        let release = try read("ks2 \(year)")
        let attainment = try series("PTRWM_EXP", year)
        let schools = release.columns.values(try series("TELIG", year)).filter(\.place.isSchool)
        for (school, pupils) in schools {
            let figure = release.columns.figure(attainment, at: school)
            #expect((figure == .missing(.suppressed)) == (1...5).contains(pupils), "\(school)")
        }
        #expect(schools.count { $0.value <= 5 } == small)
    }

    @Test func `a new school has no pupils to speak of, and a row that ends early has no other figure`() throws {
        let oakfield = try #require(PlaceCode(147_021))
        #expect(try figure("ks2 2019", "TOTPUPS", oakfield) == .missing(.notApplicable))
        #expect(try figure("ks2 2019", "TELIG", oakfield) == nil)
        #expect(try read("ks2 2019").columns.all.count { $0.group == .all } == 294)
        let westgate = try #require(PlaceCode(116_407))
        #expect(
            try figure("ks2 2018", "TOTPUPS", westgate) == .value(1431) && figure("ks2 2018", "TELIG", westgate) == nil)
    }

    @Test func `what a later table says of an earlier year is of that year, and mostly what was said then`() throws {
        for (table, earlier) in [("ks2 2019", 2017), ("ks2 2019", 2018), ("ks2 2018", 2017)] {
            let later = try read(table).columns
            let then = try read("ks2 \(earlier)").columns
            let code = "READPROG_\(earlier - 2000)"
            let both = later.values(try series(code, earlier)).compactMap { place, value in
                then.figure(try! series("READPROG", earlier), at: place)?.value.map { ($0, value) }
            }
            #expect(
                both.count > 250 && both.count { abs($0 - $1) < 0.15 } > both.count * 9 / 10, "\(table) \(both.count)")
            #expect(try figure(table, code, Self.hampshire) == nil)
        }
        #expect(try figure("ks4 2017", "PTEBACC_14_PTQ", Self.hampshire, 2014)?.value != nil)
        let three = Columns.Series(
            try #require(MeasureCode("PTRWM_EXP_3YR")), Period(.academic, from: 2017, to: 2019))
        #expect(try read("ks2 2019").columns.has(three))
    }

    @Test func `a percentage is one wherever it is written with a sign, or said to be`() throws {
        for table in ["ks2 2017", "ks2 2018", "ks2 2019", "ks4 2017", "ks4 2018"] {
            for measure in try read(table).catalogue.measures.values {
                if measure.unit == "%" {
                    #expect(measure.code.text.contains("P") || measure.code.text.hasSuffix("COV"))
                }
                if measure.polarity == .high, measure.code.text.hasPrefix("PT") {
                    #expect(measure.unit == "%", "\(measure.code)")
                }
            }
        }
    }

    @Test func `a table that is cut anywhere before England's rows is refused or loses whole rows only`() throws {
        let bytes = try Published.bytes("performance-tables/ks2_2018-19_850.csv")
        let whole = try read("ks2 2019")
        for share in 1..<12 {
            let cut = Array(bytes.prefix(bytes.count * share / 12))
            do throws(Refusal) {
                let release = try PerformanceTable.read(cut, stage: .keyStage2, year: 2019)
                #expect(release.rows < whole.rows)
            } catch {
                #expect(error.faults.first?.rule == "table.cut-off")
            }
        }
    }
}
