import Domain
import Foundation
import Pathfinders
import Register
import Statistics
import Testing
import Views
import Vocabulary

/// Targets of compacts, judged by the figures that the register has.
@Suite struct TargetTests {
    private static let heading = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
    private static let dictionary = """
        "Topic","Chart_title","Measure_short","Polarity","y_axis_name","dps","Year_Type","Methodology"
        "Key Stage 2","Reaching the expected standard","KS2","High","Percentage","0","Academic Year","Counted"

        """

    /// An extract with the values of Norfolk and England by year.
    private func extract(_ values: [(year: Int, norfolk: String, england: String)]) -> [UInt8] {
        let rows = values.flatMap { year, norfolk, england in
            [
                "KS2,Reaching,\(year),Norfolk,\(norfolk),926.0,East of England",
                "KS2,Reaching,\(year),England,\(england),970.0,NA",
            ]
        }
        return Array((Self.heading + rows.joined(separator: "\n") + "\n").utf8)
    }

    @discardableResult
    private func take(
        _ values: [(year: Int, norfolk: String, england: String)], in world: World
    ) async throws -> Identifier<Release> {
        let intakes = try world.register.examine(
            [("bds.csv", extract(values)), ("dictionary.csv", Array(Self.dictionary.utf8))], Intake.Wishes())
        return try #require(try await world.register.take(intakes, by: nil).last)
    }

    private func target(
        _ world: World, from: String = "60", to goal: String, in year: Int, against: Target.Against = .itself
    )
        throws -> Target
    {
        func point(_ year: Int, _ value: String) throws -> Target.Point {
            Target.Point(period: Period(.academic, from: year, to: year), value: try #require(Quantity(value)))
        }
        return Target(
            set: "lait", measure: try #require(MeasureCode("KS2")), place: try #require(PlaceCode(926)),
            against: against, direction: .rise, decimals: 0, unit: "Percentage", baseline: try point(2002, from),
            goal: try point(year, goal))
    }

    /// A compact of Norfolk's that both sides accept and sign, with these targets.
    private func compact(_ targets: [Target], in world: World, isSigned: Bool = true) async throws -> Identifier<
        Compact
    > {
        let agenda = try await world.statement()
        let id = try await world.sentCompact(world.norfolk, under: agenda)
        let priority = try world.line(.priority, of: id).id
        for (number, target) in targets.enumerated() {
            let content = Part.target(priority: priority, text: "Target \(number + 1).", target: target)
            let line = world.cast.identifier(of: Line.self)
            try await world.register.negotiate(id, by: try world.writer(world.norfolk), citing: content) {
                agreement, circumstances in
                try agreement.add(
                    content, as: line, after: priority, by: agreement.author, in: circumstances)
            }
        }
        guard isSigned else { return id }
        try await world.acceptAll(id, by: world.department)
        try await world.signAll(id)
        return id
    }

    private func judged(_ world: World, _ viewer: Viewer = .everyone) throws -> [JudgedRow] {
        try world.register.judged(TargetFilter(), for: viewer).sorted { $0.target < $1.target }
    }

    @Test func `a target judges itself by what is published, and again by what is published next`() async throws {
        let world = try await World()
        let first = try await take([(2002, "60", "62"), (2003, "64", "63"), (2004, "66", "65")], in: world)
        let id = try await compact(
            [
                try target(world, to: "70", in: 2006), try target(world, to: "65", in: 2004),
                try target(world, from: "-2", to: "3", in: 2004, against: .england),
            ], in: world)
        var rows = try judged(world)
        #expect(rows.map(\.judgement) == [.onCourse, .met, .missed])
        #expect(rows.map(\.actual) == [66, 66, 1])
        #expect(rows.map(\.expected) == [65, 65, 3])
        #expect(rows.allSatisfy { $0.release == first.description })
        #expect(rows[0].cells.count == JudgedRow.columns.count)
        #expect(rows[0].compact == id.description)
        #expect(!rows[0].priority.isEmpty)
        var judged = world.register.figures.current.judge(try target(world, to: "70", in: 2006))
        #expect(judged.before == nil)

        // The figure of the year that counts is revised, and another year is added.
        let second = try await take(
            [(2002, "60", "62"), (2003, "64", "63"), (2004, "64", "65")], in: world)
        rows = try self.judged(world)
        #expect(rows.map(\.judgement) == [.behind, .missed, .missed])
        #expect(rows.allSatisfy { $0.release == second.description })
        judged = world.register.figures.current.judge(try target(world, to: "70", in: 2006))
        #expect(judged.before?.verdict == .onCourse)
        #expect(judged.before?.actual?.value == 66)
        #expect(judged.release?.id == second)
        try await take([(2002, "60", "62"), (2003, "64", "63"), (2004, "64", "65"), (2005, "70", "66")], in: world)
        rows = try self.judged(world)
        #expect(rows.map(\.judgement) == [.onCourse, .missed, .missed])
        // What is new is no revision.
        #expect(world.register.figures.current.judge(try target(world, to: "70", in: 2006)).before == nil)
        try await world.check()
    }

    @Test func `a missing figure is said and never taken for nothing`() async throws {
        let world = try await World()
        try await take([(2002, "60", "62"), (2003, "c", "63"), (2004, "x", "65")], in: world)
        _ = try await compact(
            [try target(world, to: "70", in: 2006), try target(world, to: "65", in: 2004)], in: world)
        let rows = try judged(world)
        #expect(rows.map(\.judgement) == [.cannotBeJudged, .cannotBeJudged])
        #expect(rows.map(\.actual) == [nil, nil])
        #expect(rows.allSatisfy { $0.sentence.hasPrefix("Cannot be judged") })
        try await world.check()
    }

    @Test func `without figures a target cannot be judged, and nothing is made up`() async throws {
        let world = try await World()
        _ = try await compact([try target(world, to: "70", in: 2006)], in: world)
        let row = try #require(try judged(world).first)
        #expect(row.judgement == .cannotBeJudged)
        #expect(row.release.isEmpty)
        try await world.check()
    }

    @Test func `targets of what is being negotiated are in no list, and those of a signed one are everyone's`()
        async throws
    {
        let world = try await World()
        try await take([(2002, "60", "62"), (2003, "64", "63")], in: world)
        _ = try await compact([try target(world, to: "70", in: 2006)], in: world, isSigned: false)
        for viewer in [
            Viewer.everyone, try world.writer(world.norfolk).viewer, try world.writer(world.gateshead).viewer,
        ] {
            #expect(try judged(world, viewer).isEmpty)
        }
        try await world.check()
    }

    @Test func `a review keeps how the targets stood when a side said what it thinks`() async throws {
        let world = try await World()
        let release = try await take([(2002, "60", "62"), (2003, "64", "63")], in: world)
        let id = try await compact([try target(world, to: "70", in: 2006)], in: world)
        let (register, sitting) = (world.register, try world.writer(world.norfolk))
        try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
            try agreement.beginReview(.yearly, reason: nil, after: 0, by: sitting.body, on: day)
        }
        let line = try world.line(.priority, of: id).id
        let (figures, view) = (register.figures.current, register.randomness.seal("It went well."))
        try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
            try agreement.review(
                1, line, .carryOn, view: view, relying: agreement.relied(on: line, by: figures), after: 0,
                by: sitting.body, on: day)
        }
        try await take([(2002, "60", "62"), (2003, "61", "63")], in: world)
        let review = try #require(
            try register.views.reviews(
                of: id.description, kind: "compact", for: sitting.viewer, today: register.today
            ).first)
        let relied = try #require(review.opinion(line, of: sitting.body)?.figures.first)
        #expect(relied.verdict == .onCourse)
        #expect(relied.sentence.contains("64%"))
        #expect(relied.release == release)
        #expect(relied.file == (try register.views.release(release))?.files.first?.content)
        #expect(try judged(world).first?.judgement == .behind)
        try await world.check()
    }
}
