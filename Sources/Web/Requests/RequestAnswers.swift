import Domain
import Exchange
import Views
import Vocabulary

/// What is asked and answered once, as programs get it.
struct TopicRow: Encodable, Sendable {
    /// The group's identifier, or `compact/line` of a request by itself.
    let id: String
    /// Whether requests were put together.
    let grouped: Bool
    let title: String
    /// The code and name of the body that was asked.
    let of: String
    let ofName: String
    /// How many ask it.
    let asked: Int
    /// When the first of them was put, and by when the first is to be answered; missing where every request was taken out.
    let put: Day?
    let due: Day?
    let state: RequestState?
    /// When it was answered first, and how many days that took.
    let answered: Instant?
    let days: Int?
    /// How often it was told what came of it.
    let results: Int

    init(_ topic: TopicRead) {
        (id, grouped, title) = (topic.id, topic.group != nil, topic.title)
        (of, ofName, asked) = (topic.ofCode, topic.ofName, topic.asked)
        let isEmpty = topic.asked == 0
        (put, due, state) = (isEmpty ? nil : topic.put, isEmpty ? nil : topic.due, isEmpty ? nil : topic.state)
        (answered, days, results) = (topic.answered, topic.days, topic.results)
    }
}

extension [TopicRow] {
    /// One row for what is asked and answered once.
    var csv: CSV {
        CSV(
            columns: [
                "id", "grouped", "title", "of", "of_name", "asked", "put", "due", "state", "answered", "days",
                "results",
            ],
            rows: map { row in
                [
                    row.id, row.grouped ? "yes" : "no", row.title, row.of, row.ofName, String(row.asked),
                    row.put?.description ?? "", row.due?.description ?? "", row.state?.rawValue ?? "",
                    row.answered?.description ?? "",
                    row.days.map(String.init) ?? "", String(row.results),
                ]
            })
    }
}

/// The same with all that is known of it.
struct TopicAnswer: Encodable, Sendable {
    let topic: TopicRow
    let requests: [Asking]
    let answers: [Response]
    let results: [Result]

    /// One request.
    struct Asking: Encodable, Sendable {
        let compact: Identifier<Compact>
        let line: LineID
        /// The compact's title.
        let title: String
        let text: String
        /// The code and name of the body that asks.
        let by: String
        let byName: String
        let ask: Ask
        let put: Day
        let due: Day
        let joined: Instant?
    }

    /// One answer; the last counts.
    struct Response: Encodable, Sendable {
        let number: Int
        let outcome: RequestGroup.Outcome
        let reasons: String?
        let time: Instant
        let position: Int
        let seat: String?
    }

    /// What came of it.
    struct Result: Encodable, Sendable {
        let number: Int
        let words: String?
        let link: String?
        let time: Instant
        let position: Int
        let seat: String?
    }

    init(_ whole: TopicWhole) {
        topic = TopicRow(whole.topic)
        requests = whole.requests.map {
            Asking(
                compact: $0.cited.compact, line: $0.cited.line, title: $0.title, text: $0.text, by: $0.byCode,
                byName: $0.byName, ask: $0.ask, put: $0.put, due: $0.due, joined: $0.joined)
        }
        answers = whole.answers.map {
            Response(
                number: $0.number, outcome: $0.outcome, reasons: $0.reasons.text, time: $0.time, position: $0.position,
                seat: $0.seat?.full)
        }
        results = whole.results.map {
            Result(
                number: $0.number, words: $0.words.text, link: $0.link?.text, time: $0.time, position: $0.position,
                seat: $0.seat?.full)
        }
    }
}
