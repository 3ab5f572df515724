import Datasets
import Foundation
import Statistics
import Testing
import Vocabulary

@Suite struct EstablishmentsTests {
    private let heading =
        "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name),"
        + "OpenDate,CloseDate,Trusts (name),HeadLastName\n"

    private func faults(_ read: () throws(Refusal) -> Void) -> [String] {
        do throws(Refusal) {
            try read()
            return []
        } catch {
            return error.faults.map { "\($0.rule) \($0.field ?? "")" }
        }
    }

    private func faults(_ rows: String...) -> [String] {
        faults { () throws(Refusal) in _ = try Establishments(Array((heading + rows.joined(separator: "\n")).utf8)) }
    }

    @Test func `a school has its place, authority, kind, phase, trust and days, and nobody's name`() throws {
        let read = try Establishments(
            Array(
                (heading + """
                    100000,201,City of London,The Aldgate School,Voluntary aided school,Primary,,,,Somebody
                    145125,850,Hampshire,Everest Community Academy,Academy sponsor led,Secondary,01-09-2017,2022-08-31,Bohunt Education Trust,Somebody
                    20003,852,Southampton,Central Sure Start,Children's centre,Not applicable,,,,
                    149999,000,Does not apply,Nowhere School,Other independent school,,,,Not applicable,
                    """).utf8))
        #expect(read.rows == 4 && read.leftOut == 1 && read.schools.count == 3)
        let school = try #require(read.schools[PlaceCode(145_125)!])
        #expect(school.name == "Everest Community Academy" && school.authority == PlaceCode(850))
        #expect(
            school.kind == "Academy sponsor led" && school.phase == "Secondary"
                && school.trust == "Bohunt Education Trust")
        #expect(school.opened == Day(2017, 9, 1) && school.closed == Day(2022, 8, 31))
        #expect(!"\(read)".contains("Somebody"))
        let aldgate = try #require(read.schools[PlaceCode(100_000)!])
        #expect(aldgate.opened == nil && aldgate.closed == nil && aldgate.trust == nil)
        let nowhere = try #require(read.schools[PlaceCode(149_999)!])
        #expect(nowhere.authority == nil && nowhere.trust == nil)
    }

    @Test func `only a school's number, name and authority must be there`() throws {
        let read = try Establishments(Array("LA (code),EstablishmentName,URN\n201,The Aldgate School,100000\n".utf8))
        #expect(read.schools.values.map(\.name) == ["The Aldgate School"])
        #expect(
            faults { () throws(Refusal) in _ = try Establishments(Array("URN,EstablishmentName\n".utf8)) } == [
                "schools.columns row 1"
            ])
    }

    @Test func `all of a file is taken or nothing, and each fault names its row and column`() {
        #expect(
            faults(
                "1O0000,201,C,A,,,,,,", "1000000,201,C,A,,,,,,", "100001,Kent,C,A,,,,,,", "100002,201,C,,,,,,,",
                "100003,201,C,A,,,31-02-2020,2020-13-01,,", "100004,201,C,A,,,1 May 2020,5/5/2020,,", "100005,201",
                "100006,201,C,A,,,,,,",
                "100006,201,C,B,,,,,,")
                == [
                    "schools.number row 2, column URN", "schools.number row 3, column URN",
                    "schools.number row 4, column LA (code)",
                    "schools.name row 5, column EstablishmentName", "schools.day row 6, column OpenDate",
                    "schools.day row 6, column CloseDate", "schools.day row 7, column OpenDate",
                    "schools.day row 7, column CloseDate",
                    "schools.cells row 8", "schools.twice row 10, column URN",
                ])
        #expect(faults("100006,201,C,A,,,,,,", "100006,201,C,A,,,,,,") == [])
        #expect(faults("") == ["schools.empty row 2"])
        #expect(faults(Array(repeating: "x", count: 300).joined(separator: "\n")).count == 100)
    }

    private let groups = "Group UID,Group Name,Group Type,Closed Date,Open date,Incorporated on (open date)\n"
    private let links =
        ",URN,Group UID,Group Name,Group Type,Closed Date,Open date,Incorporated on (open date),Joined date,"
        + "EstablishmentName,LA (code)\n"

    @Test func `a group opens on a day, or is incorporated on one`() throws {
        let read = try SchoolGroups(
            Array(
                (groups + "1,A Federation,Federation,2010-08-31,06-01-2009,\n2,B,Multi-academy trust,,,2017-11-03\n")
                    .utf8))
        #expect(read.groups[1]?.opened == Day(2009, 1, 6) && read.groups[1]?.closed == Day(2010, 8, 31))
        #expect(read.groups[2]?.opened == Day(2017, 11, 3) && read.groups[2]?.closed == nil)
        #expect(read.groups[2]?.isAcademyTrust == true && read.groups[1]?.isAcademyTrust == false)
        #expect(
            faults { () throws(Refusal) in _ = try SchoolGroups(Array((groups + "1,A,F,,,\n1,B,F,,,\nx,C,F,,,\n").utf8))
            }
                == ["schools.twice row 3, column Group UID", "schools.number row 4, column Group UID"])
        #expect(faults { () throws(Refusal) in _ = try SchoolGroups(Array(links.utf8)) } == ["schools.columns row 1"])
    }

    @Test func `a school may belong to several groups, and its trust is the one that has not closed`() throws {
        let read = try SchoolGroupLinks(
            Array(
                (links + """
                    0,145125,1,Old Trust,Multi-academy trust,2019-08-31,,2012-01-01,01-09-2013,Everest,850
                    1,145125,2,New Trust,Single-academy trust,,,2019-01-01,2019-09-01,Everest,850
                    2,145125,3,Some Sponsor,School sponsor,,2012-01-01,,2013-09-01,Everest,850
                    3,20003,4,Central,Children's Centres Group,,1900-01-01,,1900-01-01,Central,852
                    """).utf8))
        #expect(read.rows == 4 && read.leftOut == 1 && read.groups.count == 3)
        #expect(read.schools.values.map(\.trust) == ["New Trust"])
        #expect(Array(read.memberships.keys) == [PlaceCode(145_125)])
        let memberships = try #require(read.memberships.values.first)
        #expect(memberships.map(\.group) == [1, 2, 3])
        #expect(memberships.map(\.joined) == [Day(2013, 9, 1), Day(2019, 9, 1), Day(2013, 9, 1)])
        #expect(read.schools.values.map(\.opened) == [nil])
    }

    @Test func `schools come before and after each other`() throws {
        let heading = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n"
        let read = try SchoolLinks(
            Array(
                (heading + """
                    100006,134643,"CCfL","Predecessor - merged","01-01-2022"
                    100016,132245,"Kingsgate","Successor",""
                    100016,132246,"Sixth","Sixth Form Centre Link",""
                    """).utf8))
        #expect(read.rows == 3 && read.leftOut == 0 && read.links.count == 2)
        #expect(
            read.links[PlaceCode(100_006)!] == [
                Catalogue.Link(
                    PlaceCode(134_643)!, name: "CCfL", kind: "Predecessor - merged", day: Day(2022, 1, 1))
            ])
        let links = try #require(read.links[PlaceCode(100_016)!])
        #expect(links.map(\.isPredecessor) == [false, false] && links.map(\.isSuccessor) == [true, false])
        #expect(links.map(\.name) == ["Kingsgate", "Sixth"] && links.map(\.day) == [nil, nil])
        #expect(
            faults { () throws(Refusal) in _ = try SchoolLinks(Array((heading + "100006,x,,Successor,2022\n").utf8)) }
                == ["schools.number row 2, column LinkURN"])
        #expect(
            faults { () throws(Refusal) in
                _ = try SchoolLinks(Array((heading + "100006,100007,,Successor,2022\n").utf8))
            }
                == ["schools.day row 2, column LinkEstablishedDate"])
    }

    @Test func `a release of each file says what the file does`() throws {
        let all = try Establishments(
            Array((heading + "145125,850,Hampshire,Everest,Academy,Secondary,,,Bohunt,Somebody").utf8))
        let everest = Place(
            PlaceCode(145_125)!, name: "Everest", authority: PlaceCode(850), kind: "Academy", phase: "Secondary",
            trust: "Bohunt")
        #expect(all.catalogue == Catalogue(places: [everest.code: everest]))
        let trusts = try SchoolGroups(Array((groups + "2,B,Multi-academy trust,,,2017-11-03").utf8))
        let trust = SchoolGroup(2, name: "B", kind: "Multi-academy trust", opened: Day(2017, 11, 3))
        #expect(trusts.catalogue == Catalogue(groups: [2: trust]))
        let members = try SchoolGroupLinks(
            Array((links + "0,145125,2,B,Multi-academy trust,,,2017-11-03,2019-09-01,Everest,850").utf8))
        let member = Place(everest.code, name: "Everest", authority: PlaceCode(850), trust: "B")
        #expect(
            members.catalogue
                == Catalogue(
                    places: [member.code: member], groups: [2: trust],
                    memberships: [member.code: [Catalogue.Membership(2, joined: Day(2019, 9, 1))]]))
        let following = try SchoolLinks(
            Array("URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n145125,116442,Cranbourne,Predecessor,\n".utf8))
        #expect(
            following.catalogue
                == Catalogue(links: [
                    everest.code: [Catalogue.Link(PlaceCode(116_442)!, name: "Cranbourne", kind: "Predecessor")]
                ]))
    }
}

@Suite(.enabled(if: Published.folder != nil, "The published files lie outside the project and are absent here"))
struct PublishedEstablishmentsTests {
    @Test func `all groups are read`() throws {
        let read = try SchoolGroups(Published.bytes("gias/groups.csv.gz"))
        #expect(read.rows == 6883 && read.groups.count == 6883)
        #expect(read.groups.values.count { $0.kind == "Multi-academy trust" } == 1682)
        #expect(read.groups.values.count(where: \.isAcademyTrust) == 1682 + 1914)
        #expect(
            read.groups.values.count { $0.closed != nil } == 1285 && read.groups.values.allSatisfy { $0.opened != nil })
        let first = try #require(read.groups[1000])
        #expect(first.kind == "Federation" && first.opened == Day(2009, 1, 6) && first.closed == Day(2010, 8, 31))
    }

    @Test func `all schools of groups are read, and children's centres are left out`() throws {
        let read = try SchoolGroupLinks(Published.bytes("gias/group_links.csv.gz"))
        #expect(read.rows == 20_395 && read.leftOut == 1623)
        let memberships = read.memberships.flatMap { school, all in all.map { (school: school, of: $0) } }
        #expect(memberships.count == 18_772)
        #expect(read.schools.count == 11_457)
        #expect(read.schools.values.allSatisfy { $0.authority != nil && !$0.name.isEmpty && !$0.kind.isEmpty })
        #expect(memberships.allSatisfy { $0.of.joined != nil })
        let all = try SchoolGroups(Published.bytes("gias/groups.csv.gz")).groups
        #expect(
            read.groups.values.allSatisfy { all[$0.number]?.kind == $0.kind && all[$0.number]?.opened == $0.opened })
        let waterside = try #require(read.schools[PlaceCode(149_097)!])
        #expect(
            waterside.name == "Waterside Primary Academy" && waterside.phase == "Primary"
                && waterside.authority == PlaceCode(825))
        // Whoever is in a trust is told it, and federations and sponsors are none.
        let trusted = Set(memberships.filter { read.groups[$0.of.group]?.isAcademyTrust == true }.map(\.school))
        #expect(Set(read.schools.values.filter { $0.trust != nil }.map(\.place)) == trusted && trusted.count > 9000)
    }

    @Test func `all predecessors and successors are read, with the marks of Windows in their names`() throws {
        let read = try SchoolLinks(Published.bytes("gias/links_20230421.csv.gz"))
        let links = read.links.values.flatMap { $0 }
        #expect(read.rows == 31_274 && read.leftOut == 0 && links.count == 31_274)
        #expect(links.count { $0.day == nil } == 8291)
        #expect(links.count(where: \.isSuccessor) == 15_236 + 137 + 78 + 41)
        #expect(links.count(where: \.isPredecessor) == 15_115 + 186 + 86 + 36)
        let first = try #require(read.links[PlaceCode(100_006)!]?.first)
        #expect(
            first.other == PlaceCode(134_643) && first.day == Day(2022, 1, 1) && first.kind == "Predecessor - merged")
        #expect(links.contains { $0.name == "St. Clement\u{2019}s CE Primary School" })
        #expect(links.contains { $0.name == "St Michael's Roman Catholic Primary School, a Voluntary Academy" })
        #expect(links.contains { $0.name.hasPrefix("St Thomas \u{E0} Becket") })
    }

    @Test func `what the files say of schools stands the same in a file of columns`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "schools-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let none = Columns.Filling().columns()
        for catalogue in [
            try SchoolGroups(Published.bytes("gias/groups.csv.gz")).catalogue,
            try SchoolGroupLinks(Published.bytes("gias/group_links.csv.gz")).catalogue,
            try SchoolLinks(Published.bytes("gias/links_20230421.csv.gz")).catalogue,
        ] {
            let file = folder.appending(path: "\(UUID()).columns")
            try Data(ColumnFile.bytes(none, catalogue)).write(to: file)
            #expect(try #require(ColumnFile.map(file.path)).catalogue == catalogue)
        }
    }
}
