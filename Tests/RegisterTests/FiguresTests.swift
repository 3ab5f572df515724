import Domain
import Foundation
import Pathfinders
import Record
import Register
import Statistics
import Synchronization
import Testing
import Views
import Vocabulary

@Suite struct FiguresTests {
    private static let heading = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
    private static let dictionary = """
        "Topic","Chart_title","Measure_short","Polarity","y_axis_name","dps","Year_Type","Methodology"
        "Key Stage 2","Reaching the expected standard","KS2","High","Percentage","0","Academic Year","Counted"

        """

    /// An extract of the tool with the values of Norfolk, Gateshead, Kingston and England in 2022/23.
    private func extract(_ values: [String], of year: String = "2023") -> [UInt8] {
        let places =
            [("Norfolk", "926.0", "East of England"), ("Gateshead", "390.0", "North East")]
            + [("Kingston upon Thames", "314.0", "Outer London"), ("England", "970.0", "NA")]
        let rows = zip(places, values).map { place, value in
            "KS2,Reaching,\(year),\(place.0),\(value),\(place.1),\(place.2)"
        }
        return Array((Self.heading + rows.joined(separator: "\n") + "\n").utf8)
    }

    private func files(_ values: [String]) -> [(name: String, bytes: [UInt8])] {
        [("bds.csv", extract(values)), ("dictionary.csv", Array(Self.dictionary.utf8))]
    }

    @discardableResult
    private func take(_ files: [(name: String, bytes: [UInt8])], in world: World) async throws -> [Identifier<Release>]
    {
        let intakes = try world.register.examine(files, Intake.Wishes())
        return try await world.register.take(intakes, by: nil)
    }

    private func values(_ register: Register) throws -> [String?] {
        let (set, code) = try register.figures.current.find("KS2", set: nil)
        let series = try set.find(code, period: "2022/23")
        return [926, 390, 314, 970].map { number in
            PlaceCode(number).flatMap { set.figure(series, at: $0)?.figure.words }
        }
    }

    @Test func `figures are compared once their release is taken in, and lead back to the row of its file`()
        async throws
    {
        let world = try await World()
        let register = world.register
        try await take(
            files(["52", "63", "-", "60"])
                + [("near.csv", Array("LA num,LA Name,SN1,SNP,SN10,SNP\n926,Norfolk,390,Close,314,\n".utf8))], in: world
        )
        let rows = try FigureRow.rows("KS2", period: "2023", place: nil, set: nil, in: register.figures.current)
        let norfolk = try #require(rows.first { $0.place.number == 926 })
        #expect((norfolk.value, norfolk.rank, norfolk.of, norfolk.band) == (52, 2, 2, "D"))
        #expect((norfolk.neighbours, norfolk.england, norfolk.region) == (63, 60, nil))
        #expect(rows.first { $0.place.number == 314 }?.missing == "not available")
        #expect(rows.count == 3, "England and regions are compared with, and have no row")
        let (set, code) = try register.figures.current.find("KS2", set: "lait")
        let measure = try #require(set.measures[code])
        #expect((measure.title, measure.polarity) == ("Reaching the expected standard", .high))
        let series = try set.find(code, period: nil)
        let release = try #require(set.release(of: series))
        #expect(norfolk.release == release.id.description)
        for (row, number) in [(2, 926), (3, 390), (4, 314), (5, 970)] {
            let place = try #require(PlaceCode(number))
            #expect(try await register.figures.row(of: series, at: place, in: release) == .number(row))
        }
        #expect(release.files.map(\.sort) == ["lait", "lait-dictionary"] && release.rows == 4 && release.figures == 4)
        try await world.check()
    }

    @Test
    func `a newer release supersedes an older one and says what it changed, and a withdrawn one makes room for it`()
        async throws
    {
        let world = try await World()
        let register = world.register
        let first = try #require(try await take(files(["52", "63", "-", "60"]), in: world).last)
        #expect(try values(register) == ["52.0", "63.0", "not available", "60.0"])
        // The dictionary that stands goes on serving an extract that comes without one.
        let intake = try #require(
            try register.examine([("new.csv", extract(["53", "63", "70", "61"]))], Intake.Wishes()).first)
        let report = intake.report
        #expect((report.changed, report.added, report.removed) == (3, 0, 0) && report.supersedes == first)
        #expect(
            report.revisions.map { "\($0.place): \($0.before), \($0.after)" } == [
                "Kingston upon Thames: not available, 70.0", "Norfolk: 52.0, 53.0", "England: 60.0, 61.0",
            ])
        #expect(report.strangers.isEmpty && report.undescribed.isEmpty && report.files.count == 2)
        let second = try #require(try await register.take([intake], by: nil).first)
        #expect(try values(register) == ["53.0", "63.0", "70.0", "61.0"])
        #expect(try register.views.release(first)?.supersededBy == second)
        #expect(register.figures.current.held(first) != nil, "what was judged by it can still be looked up")
        let size = try register.size()
        #expect(
            try await broken { try await take([("same.csv", extract(["53", "63", "70", "61"]))], in: world) } == [
                "import.same"
            ])
        #expect(try register.size() == size)
        try await register.withdraw(second, reason: world.seal("Taken in by mistake"), by: nil)
        #expect(try values(register) == ["52.0", "63.0", "not available", "60.0"])
        #expect(try register.views.release(first)?.stands == true)
        #expect(
            try await broken { try await register.withdraw(second, reason: world.seal("Again"), by: nil) } == [
                "release.withdrawn"
            ])
        // Withdrawn, it may come again.
        try await take([("again.csv", extract(["53", "63", "70", "61"]))], in: world)
        #expect(try values(register)[0] == "53.0")
        try await world.check()
    }

    @Test func `files with faults change nothing, and each fault names its file, row and column`() async throws {
        let world = try await World()
        let register = world.register
        let size = try register.size()
        let wrong = extract(["52", "many", "-", "60"])
        let refusal = await #expect(throws: Refusal.self) {
            try await take([("a.csv", wrong), ("b.csv", Array("nothing,known\n1,2\n".utf8))], in: world)
        }
        #expect(refusal?.faults.isEmpty == false)
        let one = await #expect(throws: Refusal.self) { try await take([("a.csv", wrong)], in: world) }
        #expect(one?.faults.map(\.field) == ["row 3, column Values"])
        let meta = Array("col_name,col_type,label\nx,Indicator,X\n".utf8)
        #expect(try await broken { try await take([("x.meta.csv", meta)], in: world) } == ["import.alone"])
        let tidy = Array("time_period,time_identifier,geographic_level,x\n".utf8)
        #expect(try await broken { try await take([("x.csv", tidy)], in: world) } == ["import.meta"])
        #expect(try register.size() == size && register.figures.current.isEmpty)
        try await world.check()
    }

    @Test func `only the Department takes figures in, and says how a measure is described`() async throws {
        let world = try await World()
        let register = world.register
        let intakes = try register.examine(files(["52", "63", "-", "60"]), Intake.Wishes())
        let (adviser, officer) = (try world.writer(world.department), try world.sitting(world.norfolk, .director))
        #expect(try await broken { _ = try await register.take(intakes, by: officer) } == ["release.department"])
        #expect(
            try await broken { _ = try await register.take(intakes, by: try world.writer(world.norfolk)) } == [
                "seat.power"
            ])
        _ = try await register.take(intakes, by: adviser)
        let code = try #require(MeasureCode("KS2"))
        func words(_ title: String, _ decimals: Int = 0) -> MeasureDescription.Words {
            MeasureDescription.Words(title: title, unit: "%", decimals: decimals, polarity: .low)
        }
        #expect(
            try await broken { try await register.describe(code, of: "lait", words(""), by: adviser) } == [
                "wording.empty"
            ])
        #expect(
            try await broken { try await register.describe(code, of: "lait", words("A", 9), by: adviser) } == [
                "measure.decimals"
            ])
        #expect(
            try await broken { try await register.describe(code, of: "lait", words("A"), by: officer) } == [
                "release.department"
            ])
        await #expect(throws: NotFound.self) { try await register.describe(code, of: "ks2", words("A"), by: adviser) }
        for title in ["Expected standard", "The expected standard"] {
            try await register.describe(code, of: "lait", words(title), by: adviser)
            let measure = try #require(register.figures.current.set("lait")?.measures[code])
            #expect((measure.title, measure.polarity, measure.method) == (title, .low, "Counted"))
        }
        #expect(
            try FigureRow.rows("KS2", period: nil, place: "926", set: nil, in: register.figures.current).map(\.rank)
                == [1])
        try await world.check()
    }

    @Test func `a measure belongs to the areas that the Department says, and to no others`() async throws {
        let world = try await World()
        let (register, department) = (world.register, try world.writer(world.department))
        try await take(files(["52", "63", "-", "60"]), in: world)
        let agenda = try await world.statement()
        let code = try #require(MeasureCode("KS2"))
        let (a, d) = (try #require(agenda["a"]).id, try #require(agenda["d"]).id)
        try await register.describe(code, of: "lait", in: [a, d], by: department)
        #expect(register.figures.current.measures(of: a).map(\.measure.code) == [code])
        // What is only assigned keeps its publisher's words.
        let set = try #require(register.figures.current.set("lait"))
        #expect(set.measures[code]?.title == "Reaching the expected standard")
        #expect(set.corrected.isEmpty)
        let words = MeasureDescription.Words(title: "Reaching it", unit: "%", decimals: 0, polarity: .high)
        try await register.describe(code, of: "lait", words, in: [d], by: department)
        #expect(register.figures.current.measures(of: a).isEmpty)
        #expect(register.figures.current.measures(of: d).map(\.measure.title) == ["Reaching it"])
        let twice = await #expect(throws: Refusal.self) {
            try await register.describe(code, of: "lait", in: [d, d], by: department)
        }
        #expect(twice?.faults.map(\.rule) == ["measure.areas"])
        let norfolk = try world.writer(world.norfolk)
        await #expect(throws: (any Error).self) { try await register.describe(code, of: "lait", in: [a], by: norfolk) }
        let size = try register.size()
        try await register.describe(code, of: "lait", words, in: [d], by: department)
        #expect(try register.size() == size)
        try await world.check()
    }

    @Test func `columns are made anew from the files that the record names, by whoever opens it`() async throws {
        let world = try await World()
        try await take(files(["52", "63", "-", "60"]), in: world)
        let folder = "\(world.folder)/columns"
        let before = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(before.count == 2)
        let one = try #require(before.first)
        // One is gone, and one is no file of columns.
        try FileManager.default.removeItem(atPath: "\(folder)/\(one)")
        try Data("nothing".utf8).write(to: URL(filePath: "\(folder)/\(before[1])"))
        let other = try await world.open()
        try other.figures.reach()
        #expect(try values(other) == ["52.0", "63.0", "not available", "60.0"])
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == Set(before))
        try other.close()
        try await world.check()
    }

    @Test
    func `what is taken in was compared with what stands, and files that come together do not supersede each other`()
        async throws
    {
        let world = try await World()
        let register = world.register
        let first = try #require(try await take(files(["52", "63", "-", "60"]), in: world).last)
        // Two read the same standing release; the second was compared with what stands no more.
        let one = try register.examine([("a.csv", extract(["53", "63", "-", "60"]))], Intake.Wishes())
        let two = try register.examine([("b.csv", extract(["54", "63", "-", "60"]))], Intake.Wishes())
        let taken = try #require(try await register.take(one, by: nil).first)
        #expect(try await broken { try await register.take(two, by: nil) } == ["claim.taken"])
        try await register.withdraw(taken, reason: world.seal("A mistake"), by: nil)
        let three = try register.examine([("b.csv", extract(["54", "63", "-", "60"]))], Intake.Wishes())
        try await register.withdraw(first, reason: world.seal("A mistake too"), by: nil)
        #expect(try await broken { try await register.take(three, by: nil) } == ["release.stale"])
        #expect(
            try await broken {
                try await take(
                    [("a.csv", extract(["1", "2", "3", "4"])), ("b.csv", extract(["5", "6", "7", "8"]))], in: world)
            } == ["import.twice"])
        try await world.check()
    }

    @Test func `of the same years the most settled figures count`() async throws {
        let world = try await World()
        let rows = [("2023 (Prov)", "60"), ("2023 (Final)", "70"), ("2022", "40")].map { year, value in
            "KS2,Reaching,\(year),Norfolk,\(value),926.0,East of England"
        }
        try await take([("a.csv", Array((Self.heading + rows.joined(separator: "\n")).utf8))], in: world)
        let figures = world.register.figures.current
        func value(_ period: String?) throws -> Double? {
            try FigureRow.rows("KS2", period: period, place: "926", set: nil, in: figures).first?.value
        }
        #expect(try [value("2023"), value(nil), value("2023 (Prov)"), value("2022")] == [70, 70, 60, 40])
        let (set, code) = try figures.find("KS2", set: nil)
        #expect(set.newest(code)?.series.period.status == .final)
        try await world.check()
    }

    @Test func `what is withdrawn and then erased leaves no columns, and does not come back`() async throws {
        let world = try await World()
        let register = world.register
        let id = try #require(try await take(files(["52", "63", "-", "60"]), in: world).last)
        let release = try #require(try register.views.release(id))
        try await register.withdraw(id, reason: world.seal("A mistake"), by: nil)
        _ = try await register.erase(.digest(release.files[0].kept), reason: "Names of children were in it")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(world.folder)/columns").count == 1)
        let again = try register.examine(files(["52", "63", "-", "60"]), Intake.Wishes())
        #expect(try await broken { try await register.take(again, by: nil) } == ["import.erased"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(world.folder)/columns").count == 1)
        #expect(try register.book.read { try $0.brought(release.files[0].kept) } == nil)
        try await world.check()
    }

    @Test func `an erased file takes its columns with it, and the record still says which file it was`() async throws {
        let world = try await World()
        let register = world.register
        let id = try #require(try await take(files(["52", "63", "-", "60"]), in: world).last)
        let release = try #require(try register.views.release(id))
        let other = try await world.open()
        let erased = try await register.erase(.digest(release.files[0].kept), reason: "Names of children were in it")
        #expect(erased.files == 1)
        #expect(register.figures.current.set("lait") == nil)
        #expect(try await register.releasedFile(release.files[0]) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(world.folder)/columns").count == 1)
        #expect(try register.views.release(id)?.files.map(\.content) == release.files.map(\.content))
        try await other.views.reach(try other.size())
        try other.figures.reach()
        #expect(other.figures.current.set("lait") == nil)
        try other.close()
        try await world.check()
    }

    @Test func `a large file is brought piece by piece while others write`() async throws {
        let world = try await World()
        let book = world.register.book
        let bytes = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let between = Mutex(0)
        async let digest = book.bring(bytes, by: "operator") { done, _ in
            if done < bytes.count { between.withLock { $0 += 1 } }
        }
        for number in 0..<20 {
            _ = try await book.write(by: "operator", holder: nil) { page in
                try page.put(kind: "note", key: String(number), owner: nil, json: Array("{}".utf8), expecting: 0)
            }
        }
        let brought = try await digest
        #expect(between.withLock { $0 } == 8)
        #expect(try book.read { try $0.file(brought) } == nil, "it is nobody's before it is kept")
        #expect(try book.read { try $0.brought(brought) } == bytes)
        _ = try await book.write(by: "operator", holder: nil) { try $0.keep(brought: brought, type: "text/csv") }
        #expect(try book.read { try $0.file(brought)?.bytes } == bytes)
        await #expect(throws: StoreError.self) {
            _ = try await book.write(by: "operator", holder: nil) {
                try $0.keep(brought: Digest(of: "other".utf8), type: "text/csv")
            }
        }
        try await world.check()
    }

    @Test func `what is sent through a page is read, reported and taken in, or thrown away`() async throws {
        let world = try await World()
        let register = world.register
        let adviser = try world.writer(world.department)
        let (good, bad): (Identifier<Upload>, Identifier<Upload>) = (world.cast.identifier(), world.cast.identifier())
        try await register.send(good, files(["52", "63", "-", "60"]), Intake.Wishes(), by: adviser)
        try await register.send(bad, [("a.csv", extract(["52", "x1", "-", "60"]))], Intake.Wishes(), by: adviser)
        let size = try register.size()
        for id in [good, bad] { try await register.read(id, by: adviser) }
        guard case .read(let reports) = try register.upload(good, by: adviser).outcome else {
            Issue.record("not read"); return
        }
        #expect(reports.map(\.set) == ["lait-dictionary", "lait"])
        guard case .refused(let faults) = try register.upload(bad, by: adviser).outcome else {
            Issue.record("not refused"); return
        }
        #expect(faults.map(\.field) == ["row 3, column Values"])
        await #expect(throws: NotFound.self) { _ = try await register.take(bad, by: adviser) }
        #expect(throws: NotFound.self) { _ = try register.upload(good, by: try world.writer(world.norfolk)) }
        #expect(try register.size() == size, "a report puts nothing on the record")
        let taken = try await register.take(good, by: adviser)
        #expect(try await register.take(good, by: adviser) == taken, "sent twice it is done once")
        #expect(try values(register)[0] == "52.0")
        try await register.discard(bad, by: adviser)
        #expect(throws: NotFound.self) { _ = try register.upload(bad, by: adviser) }
        try await world.check()
    }
}

extension World {
    /// Words under a seal.
    fileprivate func seal(_ words: String) -> Sealed { register.randomness.seal(words) }
}

/// Tables that a person says once how to read.
@Suite struct MappingTests {
    private static let table = """
        Council,Code,Year,Care,Rate
        Norfolk,E10000020,2004/05,"1,234",12.5%
        Gateshead,E08000020,2004/05,c,11.0%
        Norfolk,E10000020,2005/06,"1,300",withheld

        """

    private var words: MappingWords {
        var words = MappingWords()
        (words.name, words.shape, words.place, words.writing) = ("Children in care", "wide", "Council", "name")
        (words.period, words.counting) = ("Year", "academic")
        words.measures = "Care; Care_N; Pupils in care; Number; 0; neither\nRate; Care_Rate; Share; Percentage; 1; low"
        words.missing = "withheld = confidential"
        return words
    }

    private func sent(_ table: String, in world: World) async throws -> Identifier<Upload> {
        let id: Identifier<Upload> = world.cast.identifier()
        try await world.register.send(
            id, [("odd.csv", Array(table.utf8))], Intake.Wishes(), by: try world.writer(world.department))
        try await world.register.read(id, by: try world.writer(world.department))
        return id
    }

    @Test func `a table is refused until somebody says what its columns are, and then read with every file like it`()
        async throws
    {
        let world = try await World()
        let (register, sitting) = (world.register, try world.writer(world.department))
        let id = try await sent(Self.table, in: world)
        guard case .refused(let faults) = try register.upload(id, by: sitting).outcome else {
            Issue.record("a table that nobody knows was read")
            return
        }
        #expect(faults.map(\.rule) == ["file.unknown"])
        #expect(try register.tableSent(id, by: sitting).heading == ["Council", "Code", "Year", "Care", "Rate"])
        try await register.map(id, by: words, as: sitting)
        try await register.read(id, by: sitting)
        let release = try #require(try await register.take(id, by: sitting).first)
        let (set, code) = try register.figures.current.find("Care_Rate", set: "children_in_care")
        let norfolk = try #require(PlaceCode(926))
        let series = try set.find(code, period: "2004/05")
        #expect(set.figure(series, at: norfolk)?.figure == .value(12.5))
        let later = try set.find(code, period: "2005/06")
        #expect(set.figure(later, at: norfolk)?.figure == .missing(.confidential))
        #expect(set.measures[code]?.polarity == .low)
        let row = try await register.figures.row(
            of: later, at: norfolk, in: try #require(try register.views.release(release)))
        #expect(row == .number(4))
        // A later file is read without a word, and takes the place of this one.
        let intakes = try register.examine(
            [("new.csv", Array(Self.table.replacing("withheld", with: "13.0%").utf8))], Intake.Wishes())
        #expect(intakes.map(\.set) == ["children_in_care"])
        #expect(intakes.first?.standing?.id == release)
        #expect(intakes.first?.difference?.changed == 1)
        // Which also makes the columns anew, from the file and the mapping that was kept with it.
        try await world.check()
    }

    @Test func `what is wrong with a mapping is told field by field, and nothing is kept`() async throws {
        let world = try await World()
        let (register, sitting) = (world.register, try world.writer(world.department))
        let id = try await sent(Self.table, in: world)
        func faults(_ change: (inout MappingWords) -> Void) async throws -> [String] {
            var words = words
            change(&words)
            do { try await register.map(id, by: words, as: sitting) } catch let refusal as Refusal {
                return refusal.faults.map { "\($0.rule) \($0.field ?? "")" }
            }
            return []
        }
        #expect(try await faults { $0.name = "" } == ["wording.empty name"])
        #expect(try await faults { $0.name = "../odd" } == ["mapping.named name"])
        #expect(try await faults { $0.place = "" } == ["mapping.place place"])
        #expect(try await faults { $0.writing = "" }.contains("mapping.writing writing"))
        #expect(try await faults { $0.period = "When" } == ["mapping.column period"])
        #expect(try await faults { ($0.period, $0.fixed) = ("", "never") }.contains("mapping.period fixed"))
        #expect(try await faults { $0.counting = "" } == ["mapping.counting counting"])
        #expect(try await faults { $0.shape = "" } == ["mapping.shape shape"])
        #expect(try await faults { $0.measures = "Care" }.contains("mapping.line measures"))
        #expect(try await faults { $0.measures += "\nNone; N" } == ["mapping.column measures"])
        #expect(try await faults { $0.missing = "withheld = odd" } == ["mapping.reason missing"])
        #expect(try register.mappingNames() == [])
        let stranger = try world.writer(world.norfolk)
        await #expect(throws: NotFound.self) { try await register.map(id, by: words, as: stranger) }
        try await world.check()
    }
}
