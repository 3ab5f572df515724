import HTML
import HTTPTypes
import Hummingbird
import Register
import Vocabulary

extension Site {
    /// What is answered where the register cannot read or write: what the trouble is, that nothing was changed, and the
    /// words that somebody sent, so that they are not lost.
    func answer(to error: any Troubled, _ request: Request, _ visit: Visit) async throws -> Response {
        guard let trouble = error.trouble else { throw error }
        let status: HTTPResponse.Status = trouble.passes ? .serviceUnavailable : .internalServerError
        failed(error, request, visit, status)
        let isChange = request.method == .post
        let words = isChange ? try await wordsSent(request) : []
        var says = [isChange ? "\(trouble.words): nothing was changed." : "\(trouble.words)."]
        says.append(trouble.prospect)
        if !words.isEmpty { says.append("Your words are below: copy them before you go on.") }
        says.append("Tell whoever runs this register. Reference: \(visit.id)")
        var answer = page(
            Message(
                title: isChange ? "This was not saved" : "This cannot be shown now", words: says, more: toCopy(words)),
            request, visit, status: status)
        if trouble.passes { answer.headers[.retryAfter] = trouble == .busy ? "5" : "60" }
        return answer
    }

    /// What is answered where a change is on the record and the pages could not follow: that it is kept.
    func answer(to unseen: KeptUnseen, _ request: Request, _ visit: Visit) -> Response {
        failed(unseen, request, visit, .accepted)
        return page(
            Message(
                title: "What you did was kept",
                words: [
                    "What you did is on the record, as entry \(unseen.position - 1): you need not do it again.",
                    "Pages will show it once they can follow the record.",
                    "Tell whoever runs this register. Reference: \(visit.id)",
                ]), request, visit, status: .accepted)
    }

    /// What somebody wrote in a form that was sent, without what only our script or our pages put there.
    func wordsSent(_ request: Request) async throws -> [String] {
        var request = request
        let body = try await request.collectBody(upTo: Site.mostBytes)
        do {
            return try read(request, body).words
        } catch is Refusal {
            return []
        }
    }
}

/// What somebody wrote, to be copied.
func toCopy(_ words: [String]) -> HTML {
    HTML(
        words.enumerated().map { number, text in
            textArea(Field("words-\(number + 1)", "What you wrote (\(number + 1))"), value: text, rows: 5)
        })
}

extension Trouble {
    /// Whether it passes while the program runs.
    fileprivate var passes: Bool {
        switch self {
        case .full, .readOnly, .busy, .disk: true
        case .damagedRecord, .damagedViews: false
        }
    }

    /// What somebody who reads the page can expect.
    fileprivate var prospect: String {
        switch self {
        case .busy: "Try again in a moment."
        case .full, .readOnly, .disk: "What was accepted before is kept. Try again later."
        case .damagedRecord, .damagedViews: "Rather than show you something wrong, nothing is shown."
        }
    }
}
