import HTTPTypes
import Hummingbird
import NIOCore
import Register
import Synchronization
import Views
import Vocabulary

/// What a public answer is a function of, besides its address: how much of the record the views hold, and the day. The run of
/// the program is the third; pages are kept within one.
struct PageStanding: Hashable, Sendable {
    /// How many entries are folded into what pages read.
    let position: Int
    /// In London.
    let day: Day
    /// How many entries the columns of figures are made from; 0 while a file is being read.
    var figures = 0
}

/// Public answers, kept in memory for as long as they stand.
final class KeptPages: Sendable {
    /// An answer as it is sent.
    struct Answer: Sendable {
        let tag: String
        let headers: HTTPFields
        let body: ByteBuffer
        /// What is sent in its place to whoever has it.
        let unchanged: HTTPFields

        /// The whole answer, or that it has not changed, for whoever has one with these tags.
        func response(to known: String?) -> Response {
            guard let known, known.names(tag) else {
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
            }
            return Response(status: .notModified, headers: unchanged)
        }
    }

    private let kept: Mutex<(standing: PageStanding?, answers: Lately<Answer>)>
    private static let longestAddress = 512

    /// Room for so many bytes, with the addresses and headers.
    init(room: Int) { kept = Mutex((nil, Lately(room: room))) }

    /// The answer that was kept for an address, if it still stands.
    func answer(to address: String, _ standing: PageStanding) -> Answer? {
        kept.withLock { $0.standing == standing ? $0.answers[address] : nil }
    }

    /// Keeps an answer that was made from this standing of the record. A later standing drops all that was kept of earlier
    /// ones; an answer that took longer than that is not kept.
    func keep(_ answer: Answer, to address: String, _ standing: PageStanding) {
        guard address.utf8.count <= Self.longestAddress else { return }
        kept.withLock { kept in
            if let now = kept.standing, now != standing {
                guard (now.position, now.figures, now.day) < (standing.position, standing.figures, standing.day) else {
                    return
                }
                kept.answers.removeAll()
            }
            kept.standing = standing
            kept.answers.keep(answer, address, bytes: answer.body.storageCapacity + 2048)
        }
    }

    /// How many bytes are kept.
    var bytes: Int { kept.withLock { $0.answers.bytes } }
}

extension String {
    /// Whether an `If-None-Match` has this tag among others, also where a proxy that compressed the answer made it a weak one.
    func names(_ tag: String) -> Bool {
        if self == tag { return true }
        return split(separator: ",").contains { known in
            var known = known.drop { $0 == " " }
            if known.hasPrefix("W/") { known = known.dropFirst(2) }
            return known.prefix { $0 != " " } == tag
        }
    }
}

/// Answers whoever comes without a cookie from what is kept, before anything is looked up.
///
/// Only what everybody gets can be kept: who comes with a cookie passes by, and for whoever comes without one the page is
/// made from the bare address, without any header that could tell one visitor from another.
struct AnsweringFromMemory: RouterMiddleware {
    typealias Context = Visit
    let site: Site

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get, !request.headers.contains(.cookie) else {
            return try await next(request, context)
        }
        let known = request.headers[.ifNoneMatch]
        // Before the page is made: what is written meanwhile may be in it or not, and then it is made anew all the same.
        let standing = site.standing
        let address = request.uri.string
        if let kept = site.pages.answer(to: address, standing) { return kept.response(to: known) }
        var context = context
        context.standing = standing
        let bare = HTTPRequest(method: .get, scheme: nil, authority: nil, path: request.head.path)
        let response = try await next(Request(head: bare, body: RequestBody(buffer: ByteBuffer())), context)
        guard response.status == .ok, let tag = response.headers[.eTag], tag == site.tag(standing),
            !response.headers.contains(.setCookie)
        else { return response }
        let collected = Collected()
        try await response.body.write(CollectingWriter(into: collected))
        let unchanged = HTTPFields([.eTag, .cacheControl, .vary].flatMap { response.headers[fields: $0] })
        let answer = KeptPages.Answer(
            tag: tag, headers: response.headers, body: collected.buffer, unchanged: unchanged)
        site.pages.keep(answer, to: address, standing)
        return answer.response(to: known)
    }
}

/// What a body writes, as one buffer.
private final class Collected {
    var buffer = ByteBuffer()
}

private struct CollectingWriter: ResponseBodyWriter {
    let collected: Collected

    init(into collected: Collected) { self.collected = collected }

    mutating func write(_ buffer: ByteBuffer) async throws {
        if collected.buffer.readableBytes == 0 {
            collected.buffer = buffer
        } else {
            collected.buffer.writeImmutableBuffer(buffer)
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Site {
    /// What public answers are made from now.
    var standing: PageStanding {
        PageStanding(
            position: register.views.position, day: today, figures: register.figures.current.position)
    }

    /// The ETag of public answers made from there.
    func tag(_ standing: PageStanding) -> String {
        "\"\(assets.run)-\(standing.position)-\(standing.figures)-\(standing.day.number)\""
    }
}
