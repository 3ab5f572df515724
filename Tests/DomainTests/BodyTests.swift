import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct BodyTests {
    let cast = Cast()

    @Test func `an authority has a code of three digits and any other body a short word`() {
        let facts = cast.norfolk.body.authority
        func rules(_ sort: Body.Sort, _ code: String) -> [String] {
            broken { try Body.open(sort: sort, name: "X", code: code, authority: sort == .authority ? facts : nil) }
        }
        #expect(rules(.authority, "926") == [])
        for code in ["92", "9260", "norfolk", "92\u{0666}", ""] { #expect(rules(.authority, code) == ["body.code"]) }
        for code in ["dfes", "lg", "associations"] { #expect(rules(.association, code) == []) }
        for code in ["926", "DfES", "d", "anassociation", "l g a"] {
            #expect(rules(.department, code) == ["body.code"])
        }
    }

    @Test func `an authority has a region and a type, and no other body has`() {
        let facts = cast.norfolk.body.authority
        #expect(
            broken { try Body.open(sort: .authority, name: "Norfolk", code: "926", authority: nil) } == [
                "body.authority"
            ])
        #expect(
            broken { try Body.open(sort: .department, name: "D", code: "dfes", authority: facts) } == ["body.authority"]
        )
        #expect(broken { try Body.open(sort: .department, name: "D", code: "dfes", authority: nil) } == [])
    }

    @Test func `a body has a name, of two hundred characters at most`() {
        func rules(_ name: String) -> [String] {
            broken { try Body.open(sort: .department, name: name, code: "dfes", authority: nil) }
        }
        #expect(rules(" \n\t\r") == ["wording.empty"])
        #expect(rules(String(repeating: "x", count: 200)) == [])
        #expect(rules(String(repeating: "x", count: 201)) == ["wording.long"])
        #expect(rules("x" + String(repeating: "\u{301}", count: 200)) == ["wording.long"])
    }

    @Test func `an authority exists from its first day to its last`() throws {
        let first = try #require(Day(2009, 4, 1))
        let last = try #require(Day(2023, 3, 31))
        let facts = Authority(ons: nil, type: "unitary", region: "North West", london: false, from: first, until: last)
        let events = try Body.open(sort: .authority, name: "New", code: "999", authority: facts)
        let stamp = Stamp(position: 0, time: Instant(milliseconds: 0), actor: .operator)
        let body = try #require(Body.replay(events.map { ($0, stamp) }, as: cast.identifier()))
        #expect(!body.exists(on: first.adding(days: -1)))
        #expect(body.exists(on: first))
        #expect(body.exists(on: last))
        #expect(!body.exists(on: last.adding(days: 1)))
        #expect(cast.norfolk.body.exists(on: first.adding(days: -100_000)))
    }

    @Test func `a body names seats of its own that may clear`() {
        let norfolk = cast.norfolk
        #expect(broken { try norfolk.body.nameClearance([norfolk[.director], norfolk[.leader]]) } == [])
        #expect(broken { try norfolk.body.nameClearance([cast.rochdale[.director]]) } == ["clearance.body"])
        #expect(broken { try norfolk.body.nameClearance([norfolk[.officer]]) } == ["clearance.power"])
    }

    @Test func `naming the same seats again is no event`() throws {
        var body = cast.norfolk.body
        let events = try body.nameClearance([cast.norfolk[.director]])
        #expect(events == [.clearanceNamed(seats: [cast.norfolk[.director].id])])
        body.apply(events[0], Stamp(position: 1, time: Instant(milliseconds: 0), actor: .operator))
        #expect(body.clearance == [cast.norfolk[.director].id])
        #expect(try body.nameClearance([cast.norfolk[.director]]) == [])
        #expect(try body.nameClearance([]) == [.clearanceNamed(seats: [])])
    }

    @Test func `a seat's office is one that its body has`() {
        #expect(broken { try Seat.open(in: cast.norfolk.body, title: "Director", office: .director) } == [])
        #expect(
            broken { try Seat.open(in: cast.norfolk.body, title: "Minister", office: .minister) } == ["seat.office"])
        #expect(
            broken { try Seat.open(in: cast.association.body, title: "Leader", office: .leader) } == ["seat.office"])
        #expect(broken { try Seat.open(in: cast.norfolk.body, title: " ", office: .director) } == ["wording.empty"])
    }

    @Test func `every sort of body has a seat that may sign, and one that may negotiate`() {
        for party in cast.parties {
            #expect(party.allSeats.contains { $0.office.may(.sign) }, "\(party.body.name)")
            #expect(party.allSeats.contains { $0.office.may(.negotiate) }, "\(party.body.name)")
        }
        #expect(!Office.officer.may(.sign))
        #expect(!Office.cabinetMember.may(.draft))
    }

    @Test func `one body holds a code, one seat of a body a title`() throws {
        #expect(cast.norfolk.body.claims == [Claim("body-code", "926")])
        #expect(cast.norfolk[.director].claims == [Claim("seat", "\(cast.norfolk.id)/director of education")])
        #expect(cast.norfolk[.director].claims != cast.rochdale[.director].claims)
    }

    @Test func `who acted is read back as the record writes it`() {
        let seat = Actor.seat(cast.norfolk[.director].id)
        for actor in [seat, .operator, .register] { #expect(Actor(actor.description) == actor) }
        for text in ["", "seat/", "seat/x", "nobody", "Operator"] { #expect(Actor(text) == nil) }
    }

    @Test func `a cast of the same seed has the same names`() {
        #expect(Cast().parties.map(\.id) == cast.parties.map(\.id))
        #expect(Set(Cast(seed: 1).parties.map(\.id)).isDisjoint(with: cast.parties.map(\.id)))
    }
}
