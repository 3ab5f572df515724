import Domain
import Record
import Register
import Vocabulary

extension Demonstration {
    /// What became of Kingston's compact: kept, challenged, under way and late on both sides.
    func kingstonYear(_ cast: Cast, _ id: Identifier<Compact>) async throws {
        let (council, department) = (cast.kingston, cast.department)
        let table = Table(id, in: register)
        let guide = try table.promise("A printed and online guide")
        try await table.report(
            guide, .kept, by: council.officer,
            """
            Given to every pupil in Years 9 and 11 in the second week of May: 2,900 copies, and 4,100 visits to the \
            pages in the first month.
            """)
        try await table.acceptReport(on: guide, by: department.adviser)
        let counting = try table.promise("Leave for the two partnerships")
        try await table.report(
            counting, .kept, by: department.director,
            "The note to the returns of 2004 says that a shared student is counted where enrolled.")
        try await table.challenge(
            counting, by: council.officer,
            "The note leaves out students shared with the college. Four schools counted them twice all the same.")
        let places = try table.promise("Six places a year")
        try await table.report(
            places, .kept, by: department.director, "All six were taken up in September 2004, from five schools.")
        let training = try table.promise("Training for 120 support staff")
        try await table.report(
            training, .underWay, by: council.director,
            "Eighty-four have finished and 22 are in training. The rest wait for the college's course in January.")
        let staffing = try table.promise("One return in place of three")
        try await table.report(
            staffing, .broken, by: department.adviser,
            """
            The three returns serve three different laws, and one of them could not be changed in time. Two were made \
            one; the third remains.
            """)
        try await table.review(
            council.officer,
            [
                (.renew, "Two partnerships share six subjects, and students notice. The bus times are the next thing."),
                (.vary, "Training was slower than we promised, because the college's courses filled up."),
                (.carryOn, "Places were taken up, and those who came back changed how their departments work."),
            ])
        try await table.review(
            department.adviser,
            [(.renew, "A common timetable from September is more than most boroughs have reached in a year.")],
            begins: false)
    }
}

extension Table {
    /// A side begins the review, or speaks in it, of the first priorities.
    fileprivate func review(
        _ sitting: Sitting, _ views: [(advice: Review.Advice, words: String)], begins: Bool = true
    ) async throws {
        if begins {
            try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                try agreement.beginReview(.yearly, reason: nil, after: 0, by: sitting.body, on: day)
            }
        }
        let lines = try register.book.read { try $0.load(id) }.reviewed
        for (line, view) in zip(lines, views) {
            let words = register.randomness.seal(view.words)
            try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                try agreement.review(1, line, view.advice, view: words, after: 0, by: sitting.body, on: day)
            }
        }
    }

    /// The line whose text begins so.
    fileprivate func promise(_ beginning: String) throws -> LineID {
        let agreement = try register.book.read { try $0.load(id) }
        guard let line = agreement.lines.all.first(where: { $0.content?.text.hasPrefix(beginning) == true }) else {
            throw Refused("The demonstration has no promise that begins '\(beginning)'")
        }
        return line.id
    }

    /// The side that promised reports, in words.
    fileprivate func report(
        _ line: LineID, _ outcome: Fulfilment.Outcome, by sitting: Sitting, _ words: String
    ) async throws {
        let last = try register.book.read { try $0.load(id) }.fulfilment(of: line).reports.count
        try await register.report(
            on: line, of: id, after: last, outcome, words: register.randomness.seal(words), link: nil, file: nil,
            by: sitting)
    }

    /// Another side accepts the last report.
    fileprivate func acceptReport(on line: LineID, by sitting: Sitting) async throws {
        try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
            try agreement.acceptReport(
                agreement.fulfilment(of: line).reports.count, on: line, by: sitting.body, on: day)
        }
    }

    /// Another side does not accept the last report.
    fileprivate func challenge(_ line: LineID, by sitting: Sitting, _ reason: String) async throws {
        let reason = register.randomness.seal(reason)
        try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
            try agreement.challengeReport(
                agreement.fulfilment(of: line).reports.count, on: line, reason: reason, by: sitting.body, on: day)
        }
    }
}
