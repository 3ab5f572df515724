public import Domain
public import Vocabulary

/// Agreements with conditions of the cast: five financial years from April 2004, an instalment at the end of June of each,
/// two returns a year.
extension Cast {
    /// The days of the five years.
    public static var fiveYears: Span { Span(from: day(2004, 4, 1), until: day(2009, 3, 31)) }

    /// A day that there is.
    public static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        guard let day = Day(year, month, day) else { preconditionFailure("there is no \(day).\(month).\(year)") }
        return day
    }

    /// A sum in pounds.
    public static func pounds(_ pounds: Int64) -> Money {
        do {
            return try Money(pence: pounds * 100)
        } catch {
            preconditionFailure("£\(pounds) is no sum")
        }
    }

    /// A complete draft, with instalments of these sums, one in each year, under one condition.
    public func conditionalDraft(
        _ authority: Party, paying pounds: [Int64] = [300, 300, 200, 100, 100], over span: Span = Cast.fiveYears,
        by author: Party? = nil
    ) throws(Refusal) -> Draft<ConditionalKind> {
        let author = author ?? authority
        let circumstances = circumstances([authority, department])
        var draft = Draft<ConditionalKind>(
            identifier(), title: "\(authority.body.name): places for children with special needs", author: author.id,
            parties: [authority.id, department.id], framework: Framework(authority: authority.id))
        func put(_ part: Part) throws(Refusal) -> LineID {
            let line: LineID = identifier()
            try draft.put(part, as: line, in: circumstances)
            return line
        }
        _ = try put(.summary(text: "More places near home, paid for as they open."))
        _ = try put(.period(from: span.from, until: span.until))
        for topic in ConditionalKind.sections {
            _ = try put(.section(topic: topic, title: nil, text: "What there is to say on \(topic.words)."))
        }
        let condition = try put(
            .condition(
                text: "Forty places are open, and no child waits longer than a term.",
                promise: Promise(by: authority.id, owner: authority[.director].id, due: .continues)))
        for (index, sum) in pounds.enumerated() {
            let due = Cast.day(span.from.parts.year + index, 6, 30)
            _ = try put(
                .payment(
                    condition: condition, text: "Instalment \(index + 1)",
                    instalment: Instalment(
                        by: department.id, owner: department[.financeOfficer].id, amount: Cast.pounds(sum * 1000),
                        due: due)))
        }
        _ = try put(
            .condition(
                text: "An adviser works with the council.",
                promise: Promise(by: department.id, owner: department[.adviser].id, due: .throughout)))
        let years = 0..<pounds.count
        let days = years.flatMap { year in
            [(0, 10, 31), (1, 4, 30)].map { Cast.day(span.from.parts.year + year + $0.0, $0.1, $0.2) }
        }
        _ = try put(
            .returns(
                text: "What was done, what it cost, and what may go wrong.",
                template: ReturnTemplate(
                    by: authority.id, owner: authority[.financeOfficer].id, to: department.id, days: days,
                    figures: ["Places open, number", "Deficit, pounds"], weeks: 4)))
        _ = try put(.term(text: "Within available resources."))
        _ = try put(.signatory(seat: authority[.director].id, order: 1))
        _ = try put(.signatory(seat: department[.minister].id, order: 2))
        return draft
    }

    /// One that every signatory has signed, in March of the year in which it begins.
    public func signedConditional(
        _ authority: Party, paying pounds: [Int64] = [300, 300, 200, 100, 100], over span: Span = Cast.fiveYears
    ) throws(Refusal) -> Story<ConditionalKind> {
        var story = try Story(
            try conditionalDraft(authority, paying: pounds, over: span), circumstances([authority, department]),
            at: Instant(day: span.from.adding(days: -14)), cast: self)
        try story.acceptAll(by: department)
        try story.freeze()
        try story.signAll()
        return story
    }

    /// What a return says.
    public func returnWords(_ places: String, _ deficit: String) -> ReturnWords {
        ReturnWords(
            figures: [
                ReportedFigure(value: Quantity(places), forecast: Quantity("40")),
                ReportedFigure(value: Quantity(deficit), forecast: nil),
            ], narrative: randomness.seal("Two schools opened units."), risks: randomness.seal("Builders are scarce."),
            summary: randomness.seal("Places are opening as planned."))
    }
}

extension Instant {
    /// Noon in London of a day, or an hour after it.
    public init(day: Day) { self.init(milliseconds: Int64(day.number) * 86_400_000 + 43_200_000) }
}
