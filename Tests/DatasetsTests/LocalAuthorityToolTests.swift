import Datasets
import Foundation
import Statistics
import Testing
import Vocabulary

/// The published files themselves: they are not part of the project, and lie beside it where the tests are developed.
enum Published {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func bytes(_ path: String) throws -> [UInt8] {
        let file = try #require(folder).appending(path: path)
        let files = try Archive.unpack(Array(Data(contentsOf: file)), called: file.lastPathComponent)
        return try #require(files.first).bytes
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedExtractTests {
    /// Read once for all tests: half a million rows.
    private static let read = Result {
        let dictionary = try MeasureDictionary(Published.bytes("lait/lait_data_dictionary.csv"))
        let release = try LocalAuthorityExtract.read(Published.bytes("lait/bds_long.csv.gz"), dictionary)
        let neighbours = try NeighbourTable(Published.bytes("lait/statistical_neighbours_2021.csv"))
        return (dictionary: dictionary, release: release, neighbours: neighbours)
    }

    private func series(_ measure: String, _ label: String) throws -> Columns.Series {
        let code = try #require(MeasureCode(measure))
        let year = try Self.read.get().dictionary.entries[code]?.year ?? .unstated
        return Columns.Series(code, try #require(Period(label, counting: year)))
    }

    @Test func `every row of the extract is read, and all that is missing says so`() throws {
        let (dictionary, release, neighbours) = try Self.read.get()
        #expect(dictionary.rows == 448 && dictionary.entries.count == 434)
        #expect(release.rows == 531_930)
        #expect(Set(release.columns.all.map(\.measure)).count == 376)
        #expect(release.catalogue.places.keys.count(where: \.isAuthority) == 158)
        #expect(release.catalogue.places.keys.count { !$0.isAuthority } == 12)
        #expect(release.unknownPeriods.isEmpty)
        #expect(release.undescribed.map(\.text) == ["FSPAVEPTS"])
        // One measure stands in the file twice, with the same values.
        #expect(release.repeated == 1530)
        #expect(release.columns.count == release.rows - release.repeated)
        #expect(release.missing[.confidential] == 1)
        #expect(release.missing[.notAvailable].map { $0 > 79_000 && $0 <= 79_931 } == true)
        #expect(neighbours.neighbours.count == 156 && neighbours.neighbours.values.allSatisfy { $0.count == 10 })
        let norfolk = try #require(PlaceCode(926))
        #expect(release.catalogue.places[norfolk]?.name == "Norfolk")
        #expect(release.catalogue.places[norfolk]?.region == PlaceCode(985))
        // Eight bytes a figure, and a third more at most for what is empty.
        #expect(Double(release.columns.bytes) <= 1.3 * 8 * Double(release.columns.count))
    }

    @Test(arguments: [
        // As a script outside the project computes them: place, value, rank, mean of the neighbours.
        (
            "KS2RWM_Expected_STD", "2023", 153, 60.0,
            [(301, 61.0, 59, 62.1), (926, 52, 149, 55.44444444444444), (390, 63, 38, 60.3), (420, 37, 153, 58.7)]
        ),
        (
            "RTA", "2013-15", 145, 16.99,
            [
                (301, 12.44, 52, 16.139000000000003), (850, 17.82, 94, 13.686999999999998),
                (390, 17.05, 88, 21.410000000000004),
            ]
        ),
    ])
    func `ranks and neighbours are those of the published method`(
        measure: String, label: String, of: Int, england: Double, expected: [(Int, Double, Int, Double)]
    ) throws {
        let (dictionary, release, neighbours) = try Self.read.get()
        let series = try series(measure, label)
        let polarity = try #require(dictionary.entries[series.measure]).polarity
        let around = neighbours.neighbours.mapValues { Surroundings(region: nil, neighbours: $0) }
        let comparisons = release.columns.compare(series, polarity, Vicinity(release.columns, around))
        for (number, value, rank, mean) in expected {
            let place = try #require(PlaceCode(number))
            let standing = try #require(comparisons[place])
            #expect(standing.figure == .value(value) && standing.rank == rank && standing.of == of)
            let near = try #require(standing.neighbours)
            #expect(abs(near - mean) < 1e-9)
            #expect(standing.england == .value(england))
        }
    }

    @Test func `in every series the ranks, bands and means are what a count of each by itself gives`() throws {
        let (dictionary, release, neighbours) = try Self.read.get()
        let vicinity = Vicinity(
            release.columns, neighbours.neighbours.mapValues { Surroundings(region: nil, neighbours: $0) })
        var checked = 0
        for series in release.columns.all {
            let polarity = dictionary.entries[series.measure]?.polarity ?? .neither
            let comparisons = release.columns.compare(series, polarity, vicinity)
            let values = release.columns.values(series).filter(\.place.isAuthority)
            for (place, value) in values {
                let standing = try #require(comparisons[place])
                let (more, less) = (values.count { $0.value > value }, values.count { $0.value < value })
                switch polarity {
                case .high: #expect(standing.rank == more + 1)
                case .low: #expect(standing.rank == less + 1)
                case .neither: #expect(standing.rank == nil && standing.band == nil)
                }
                #expect(standing.of == values.count)
                // Whoever is better is in no worse band.
                if polarity == .high, more == 0, values.count > 3, less > 0 { #expect(standing.band == .a) }
                if polarity == .low, less == 0, values.count > 3 { #expect(standing.band == .a) }
                checked += 1
            }
        }
        #expect(checked > 400_000)
    }

    @Test func `two files with faults are refused, and what is wrong is named`() throws {
        for path in ["bad-input/workforce_truncated.csv.gz", "bad-input/absence_no_header.csv.gz"] {
            let bytes = try Published.bytes(path)
            #expect {
                _ = try LocalAuthorityExtract.read(bytes, nil)
            } throws: { error in
                (error as? Refusal)?.faults.first?.rule == "extract.columns"
            }
        }
    }
}

@Suite struct ExtractTests {
    private let heading = LocalAuthorityExtract.columns.joined(separator: ",") + "\n"

    private func read(_ rows: String...) throws(Refusal) -> ReadRelease {
        try LocalAuthorityExtract.read(Array((heading + rows.joined(separator: "\n")).utf8), nil)
    }

    private func faults(_ rows: String...) -> [String] {
        do throws(Refusal) {
            _ = try LocalAuthorityExtract.read(Array((heading + rows.joined(separator: "\n")).utf8), nil)
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    @Test func `all of a file is taken or nothing, and each fault names its row and column`() {
        #expect(
            faults(
                "M,x,2023,Norfolk,1,926.0,East of England", "M,x,2023,Norfolk,many,926.0,E", "M,x,2023,Nowhere,1,26,E",
                "M,x,2023,Norfolk", ",x,2023,Norfolk,1,926,E")
                == [
                    "extract.value row 3, column Values", "extract.place row 4, column LA Number",
                    "extract.cells row 5", "extract.measure row 6, column Short Desc",
                ])
        #expect(faults("M,x,2023,Norfolk,1,926,E", "M,x,2023,Norfolk,2,926,E") == ["extract.twice row 3"])
        for wrong in ["0x10", "1e999", "nan", "inf", "12%"] {
            #expect(faults("M,x,2023,Norfolk,\(wrong),926.0,E") == ["extract.value row 2, column Values"], "\(wrong)")
        }
        #expect(faults("") == ["extract.empty row 2"])
        #expect(faults(Array(repeating: "M", count: 300).joined(separator: "\n")).count == 100)
    }

    @Test
    func `what is missing is kept as that, an unknown period is counted, and a number from a spreadsheet is its value`()
        throws
    {
        let release = try read(
            "M,x,2023,Norfolk,4.7980000000000002E-2,926.0,East of England", "M,x,2022,Norfolk,-,926.0,East of England",
            "M,x,2021,Norfolk,c,926.0,East of England", "M,x,2020,Norfolk,..,926.0,East of England",
            "M,x,0,Norfolk,5,926.0,East of England", "M,x,2023,Norfolk,0.04798,926.0,East of England")
        let (norfolk, measure) = (try #require(PlaceCode(926)), try #require(MeasureCode("M")))
        func figure(_ year: Int) -> Figure? {
            release.columns.figure(Columns.Series(measure, Period(.unstated, from: year, to: year)), at: norfolk)
        }
        #expect(
            [2023, 2022, 2021, 2020].map(figure) == [
                .value(0.04798), .missing(.notAvailable), .missing(.confidential), .missing(.notAvailable),
            ])
        #expect(release.unknownPeriods == ["0": 1] && release.repeated == 1 && release.rows == 6)
        #expect(release.undescribed == [measure])
    }

    @Test func `a table of neighbours and a dictionary are known by their headings`() throws {
        #expect(throws: Refusal.self) { _ = try NeighbourTable(Array(heading.utf8)) }
        #expect(throws: Refusal.self) { _ = try MeasureDictionary(Array(heading.utf8)) }
        let table = try NeighbourTable(
            Array("LA num,LA Name,SN1,SNP,SN10,SNP\n926,Norfolk,925,Close,,\n,Old ones:,,,,\n".utf8))
        let (norfolk, near) = (try #require(PlaceCode(926)), try #require(PlaceCode(925)))
        #expect(table.neighbours == [norfolk: [near]])
        #expect {
            _ = try NeighbourTable(Array("LA num,SN1,SN10\n926,99,925\n,925,926\n".utf8))
        } throws: { error in
            (error as? Refusal)?.faults.map(\.field) == ["row 2, column SN1", "row 3, column 1"]
        }
    }
}
