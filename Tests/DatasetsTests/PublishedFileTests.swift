import Datasets
import Foundation
import Testing
import Vocabulary

@Suite struct PublishedFileTests {
    private func sort(_ heading: String) -> PublishedSort? { PublishedSort.recognise(Array(heading.utf8)) }

    private func refusal(_ text: String, called name: String = "file.csv") -> Refusal {
        PublishedSort.unrecognised(Array(text.utf8), called: name)
    }

    @Test(arguments: [
        (LocalAuthorityExtract.columns.joined(separator: ","), PublishedSort.extract),
        ("Topic,Measure_short,Polarity", .dictionary), ("LA num,LA Name,SN1,SNP,SN10,SNP", .neighbours),
        ("time_period,time_identifier,geographic_level,x", .tidy), ("col_name,col_type,label", .tidyMeta),
        ("RECTYPE,LEA,URN,SCHNAME,TELIG", .keyStage2), ("RECTYPE,LEA,URN,SCHNAME,TPUP", .keyStage4),
        ("Column,FieldName,Label/Description", .tableMeta),
        ("Column,Metafile heading,Metafile description,,", .tableMeta),
        ("\"URN\",\"LA (code)\",\"EstablishmentName\"", .establishments), ("Group UID,Group Name,Group Type", .groups),
        (",URN,Group UID,EstablishmentName,LA (code)", .groupLinks), ("URN,LinkURN,LinkType", .links),
        ("code,ons,name,kind,region,london,from,until", .authorities),
    ])
    func `a file is known by its first row, with either end of line and with or without a mark of byte order`(
        heading: String, expected: PublishedSort
    ) {
        for text in [heading, heading + "\n1,2", "\u{FEFF}" + heading + "\r\n1,2\r\n", "\r\n\r\n" + heading] {
            #expect(sort(text) == expected)
        }
    }

    @Test func `a file of no known sort is none, whatever it holds`() {
        for text in ["", "\n", "a,b\n1,2", "\"URN", "RECTYPE,URN", "URN,SCHNAME", "{\"a\": 1}", "PK"] {
            #expect(sort(text) == nil)
        }
        #expect(PublishedSort.recognise([0, 1, 2]) == nil && PublishedSort.recognise([0xFF, 0xFE, 0x41]) == nil)
        // Nobody's heading is as long, and no more of it is looked at.
        #expect(sort(String(repeating: ",", count: 70_000) + "time_period,time_identifier,geographic_level") == nil)
    }

    @Test func `what cannot be read is told apart, and each says what to do`() {
        #expect(
            refusal("").faults.map(\.rule) == ["file.empty"]
                && refusal("\u{FEFF}\r\n").faults.map(\.rule) == ["file.empty"])
        #expect(refusal("").faults[0].message == "file.csv is empty: get it anew")
        let image = PublishedSort.unrecognised([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], called: "chart.png")
        #expect(image.faults.map(\.rule) == ["file.text"])
        #expect(image.faults[0].message == "chart.png is no text: choose a file of comma-separated values (CSV)")
        #expect(refusal("201819,850,1,2,3%\n").faults.map(\.rule) == ["file.heading"])
        #expect(refusal("\"a,b\n").faults.map(\.rule) == ["csv.quotes"])
        #expect(refusal("2019,Pupils\n1,2\n").faults.map(\.rule) == ["file.unknown"])
        #expect(refusal("Area,2018,2019,Remark,Source,Note,Status\n1,2\n").faults.map(\.rule) == ["file.unknown"])
        let other = refusal("Area,Pupils,\(String(repeating: "x", count: 100)),d,e\nNorfolk,1,2,3,4\n").faults
        #expect(other.map(\.rule) == ["file.unknown"] && other[0].field == "row 1")
        #expect(
            other[0].message.hasPrefix(
                "file.csv is of no sort that is read here: its first columns are Area, Pupils, \(String(repeating: "x", count: 40))…, d. Choose "
            ))
        for sort in PublishedSort.allCases where sort != .table && sort != .mapping {
            #expect(other[0].message.contains(sort.title))
        }
        #expect(refusal("a,b,c\n1,2,3\n4,5").faults.map(\.rule) == ["file.cut-off", "file.unknown"])
        #expect(refusal("a,b,c\n1,2,3\n4,5,6").faults.map(\.rule) == ["file.unknown"])
        #expect(refusal("a,b,c\n1,2,3\n4,\"5").faults.map(\.rule) == ["file.cut-off", "file.unknown"])
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedRecognitionTests {
    @Test(arguments: [
        ("lait/bds_long.csv.gz", PublishedSort.extract), ("lait/lait_data_dictionary.csv", .dictionary),
        ("lait/statistical_neighbours_2021.csv", .neighbours), ("performance-tables/ks2_2016-17_850.csv", .keyStage2),
        ("performance-tables/ks2_2017-18_850.csv", .keyStage2), ("performance-tables/ks2_2018-19_850.csv", .keyStage2),
        ("performance-tables/ks4_2016-17_850.csv", .keyStage4), ("performance-tables/ks4_2017-18_850.csv", .keyStage4),
        ("performance-tables/ks2_meta_2016-2017.csv", .tableMeta),
        ("performance-tables/ks2_meta_2017-2018.csv", .tableMeta),
        ("performance-tables/ks2_meta_2018-2019.csv", .tableMeta),
        ("performance-tables/ks4_meta_2017-2018.csv", .tableMeta),
        ("performance-tables/ks4_meta_datajamne_2016-2017.csv", .tableMeta), ("gias/groups.csv.gz", .groups),
        ("gias/group_links.csv.gz", .groupLinks), ("gias/links_20230421.csv.gz", .links),
    ])
    func `each published file is of its sort and of no other`(path: String, sort: PublishedSort) throws {
        #expect(PublishedSort.recognise(try Published.bytes(path)) == sort)
    }

    @Test func `a file that lost its heading says so`() throws {
        let bytes = try Published.bytes("bad-input/absence_no_header.csv.gz")
        #expect(PublishedSort.recognise(bytes) == nil)
        let refusal = PublishedSort.unrecognised(bytes, called: "absence_no_header.csv")
        #expect(refusal.faults.map(\.rule) == ["file.heading"])
        #expect(
            refusal.faults.first?.message
                == "absence_no_header.csv has no heading: its first row is figures. Get the file anew, with the row that names the columns"
        )
    }

    @Test func `a file that stops in the middle says so, and that it would be of no known sort`() throws {
        let bytes = try Published.bytes("bad-input/workforce_truncated.csv.gz")
        #expect(PublishedSort.recognise(bytes) == nil)
        let faults = PublishedSort.unrecognised(bytes, called: "workforce.csv").faults
        #expect(faults.map(\.rule) == ["file.cut-off", "file.unknown"])
        #expect(
            faults.first?.message
                == "workforce.csv is cut off: its last row breaks off after 10 cells of 12. Get it anew")
        #expect(faults.last?.message.contains("LA Number, Establishment Number, URN, School Phase") == true)
    }

    @Test func `files that are not figures are refused, each in its own words`() throws {
        let folder = try #require(Published.folder)
        for path in ["ees/ees-openapi.json", "README.md"] {
            let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
            #expect(PublishedSort.recognise(bytes) == nil)
            #expect(!PublishedSort.unrecognised(bytes, called: path).faults.isEmpty)
        }
        let areas = try Published.bytes("performance-tables/la_and_region_codes_meta_2018-2019.csv")
        #expect(PublishedSort.recognise(areas) == nil)
        #expect(PublishedSort.unrecognised(areas, called: "areas.csv").faults.map(\.rule) == ["file.unknown"])
    }
}
