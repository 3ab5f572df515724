import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

/// Whatever is kept of an agreement's page is kept for as long as its footing is the same: then the page must be, too.
@Suite struct FootingTests {
    @Test func `what everyone reads of an agreement changes only with what it rests on`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let cast = chronicle.cast
        var compacts: [String] = []
        for year in 2003..<2005 {
            let statement = try cast.signedStatement(year: year)
            try chronicle.append(statement)
            guard let agenda = statement.agreement.agenda else { continue }
            for authority in cast.authorities.prefix(2) {
                let story = try cast.signedCompact(authority, under: agenda)
                compacts.append(story.agreement.id.description)
                try chronicle.append(story)
            }
        }
        // The last one is followed by another, which supersedes it.
        let last = try #require(Identifier<Compact>(compacts[compacts.count - 1]))
        let national = try cast.signedStatement(year: 2005)
        try chronicle.append(national)
        let agenda = try #require(national.agreement.agenda)
        let draft = try cast.compactDraft(cast.authorities[1], under: agenda, following: last)
        var next = try Story(
            draft, cast.circumstances([cast.authorities[1], cast.department], agenda: agenda), cast: cast)
        try next.acceptAll(by: cast.department)
        try next.freeze()
        try next.signAll()
        try chronicle.append(next)
        let views = try Views(in: folder.path, source: chronicle.source, batch: 1)
        let today = try #require(Day(2010, 1, 1))
        var known: [String: (footing: Footing, reading: String)] = [:]
        var stood = 0
        for position in 1...chronicle.size {
            try await views.reach(position)
            #expect(views.position == position)
            for id in compacts {
                guard let footing = try views.footing(of: id, kind: "compact", today: today) else {
                    #expect(try views.agreement(id, kind: "compact", for: .everyone, today: today) == nil)
                    continue
                }
                let reading = try reading(id, views, today)
                if let before = known[id], before.footing == footing {
                    #expect(before.reading == reading)
                    stood += 1
                }
                known[id] = (footing, reading)
            }
        }
        #expect(known.count == compacts.count)
        #expect(known[last.description]?.footing.successor == next.agreement.id.description)
        // The entries of others leave a page as it was.
        #expect(stood > 100)
        try views.close()
    }

    private func reading(_ id: String, _ views: Views, _ today: Day) throws -> String {
        let read = try #require(try views.agreement(id, kind: "compact", for: .everyone, today: today))
        let areas = read.areas.map { "\($0.key) \($0.value)" }.sorted()
        let seats = try views.seats(of: read.parties.map(\.id))
        return """
            \(read.line) \(read.parties) \(read.text?.description ?? "") \(read.lines.map { "\($0.id) \($0.content) \($0.position)" })
            \(read.signatories) \(read.steps) \(read.position) \(areas) \(seats)
            """
    }
}
