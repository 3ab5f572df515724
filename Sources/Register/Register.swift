public import Domain
import FoundationEssentials
public import Logging
public import Record
public import Views
public import Vocabulary

/// The register: the record, the views of it, and the one way to change both.
public final class Register: Sendable {
    /// What cannot be rebuilt.
    public let book: Book
    /// What pages read.
    public let views: Views
    /// The columns of published figures.
    public let figures: Figures
    /// What time it is.
    public let clock: @Sendable () -> Instant
    /// Where names, seals and tokens come from.
    public let randomness: Randomness
    /// Where the record and the views are.
    public let folder: String
    let keys: Keys

    /// Opens the register in a folder, and sets it up where the folder holds none.
    ///
    /// - Parameters:
    ///   - folder: Holds `record.sqlite`, which is all there is to back up, and the views.
    ///   - origin: The name of the record's log, for ever; used only where it is set up.
    ///   - clock: What time it is.
    ///   - randomness: Where names, seals, tokens and keys come from.
    public init(
        in folder: String, origin: String, clock: @escaping @Sendable () -> Instant, randomness: Randomness
    ) async throws {
        let path = "\(folder)/record.sqlite"
        if try Book.isSetUp(at: path) {
            book = try Book(opening: path, clock: clock, randomness: randomness)
        } else {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            book = try Book.create(at: path, origin: origin, clock: clock, randomness: randomness)
        }
        self.folder = folder
        self.clock = clock
        self.randomness = randomness
        keys = try await Keys.open(in: book, randomness: randomness, clock: clock)
        views = try Views(in: folder, source: Source(book))
        let size = try book.size()
        guard views.position <= size else { throw RecordCutShort(size: size, folded: views.position) }
        try await views.reach(size)
        figures = Figures(book, views, in: folder)
        try figures.open()
    }

    /// The day in London.
    public var today: Day { clock().londonDay }

    /// Puts damaged views in a folder out of the way, so that opening the register builds them anew.
    ///
    /// - Returns: Where they are now; nil where there was nothing to do.
    /// - Throws: `ViewsInUse` where they are damaged and another process has them open.
    public static func setDamagedViewsAside(in folder: String) throws -> String? {
        try Views.setDamagedAside(in: folder)
    }

    /// Runs in the writer's transaction: rules decide, entries are appended, claims and drawer rows change, or nothing does.
    /// The answer comes when it is durable and the views include it.
    ///
    /// - Throws: What the body throws, `Refusal` where a key is another's, `StoreError`; after any of these nothing was
    ///   changed. `KeptUnseen` when it was, and the views could not follow.
    public func change<T: Sendable>(
        by actor: Actor, holder: Sealed? = nil, _ body: @escaping @Sendable (inout BookPage) throws -> T
    ) async throws -> T {
        do {
            let ((answer, grew), position) = try await book.write(
                by: actor.description, holder: holder, follow: { [views] in try views.follow(to: $0) }
            ) { page in
                let before = page.reader.size
                return (try body(&page), page.reader.size > before)
            }
            // What is no entry is on no view: drafts are saved whatever becomes of these.
            guard grew else { return answer }
            do { try await views.reach(position) } catch { throw KeptUnseen(position: position, cause: error) }
            return answer
        } catch let taken as Taken {
            throw Refusal(taken: Domain.Claim(taken.claim.kind, taken.claim.key))
        }
    }

    /// The same, by somebody who sits in a seat; refused where they no longer hold it or it may not do this.
    public func change<T: Sendable>(
        by sitting: Sitting, may power: Power? = nil, _ body: @escaping @Sendable (inout BookPage) throws -> T
    ) async throws -> T {
        try await change(by: .seat(sitting.seat), holder: sitting.holder) { page in
            try page.require(sitting, may: power)
            return try body(&page)
        }
    }

    /// Folds in what other processes wrote, until it is cancelled.
    public func follow(every pause: Duration, logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await views.reach(try book.size())
                try await figures.follow()
                try await Task.sleep(for: pause)
            } catch is CancellationError {
                return
            } catch {
                logger.error("the views cannot follow the record", metadata: ["error": "\(Failure(error))"])
                do { try await Task.sleep(for: pause * 10) } catch { return }
            }
        }
    }

    /// Closes the files.
    public func close() throws {
        try views.close()
        try book.close()
    }
}

/// What was done is kept on the record, and the views could not take it in yet: whoever did it need not do it again.
public struct KeptUnseen: Error, CustomStringConvertible {
    /// How many entries the record then had.
    public let position: Int
    /// Why the views did not follow.
    public let cause: any Error

    public var description: String { "kept as entry \(position - 1), but the views did not follow: \(cause)" }
}

/// Pages were made from more entries than the record has: its end is lost.
public struct RecordCutShort: Troubled, CustomStringConvertible {
    /// How many entries the record has.
    public let size: Int
    /// From how many pages were made.
    public let folded: Int

    public var trouble: Trouble? { .damagedRecord }

    /// A sentence for whoever runs the register.
    public var description: String {
        "it has \(size) entries, and pages were made from \(folded); concordat rebuild goes on from what is left"
    }
}

/// Somebody acting from a seat: through which appointment, for which body.
public struct Sitting: Hashable, Sendable {
    public let appointment: Identifier<Appointment>
    public let seat: Identifier<Seat>
    public let body: Identifier<Body>
    /// What sort of office the seat is, and so what it may do.
    public let office: Office
    /// The sealed name of the person, as the appointment has it.
    public let holder: Sealed

    /// For whom pages are shown.
    public var viewer: Viewer { Viewer(body: body, seat: seat) }
}

extension Refusal {
    /// A key that another subject holds, said in words.
    init(taken claim: Domain.Claim) {
        let message =
            switch claim.kind {
            case "body-code": "Another body has the code \(claim.key): check it"
            case "seat": "This body has a seat of that title already: choose another title"
            case "agenda": "There is a statement with an agenda for that year already: open that one"
            case "compact": "This authority has a compact for that year already: open that one"
            case "variation": "A variation of this agreement is open already: settle that one, or withdraw it"
            case "request": "One of these requests is answered together with others already: open the list anew"
            case "release": "This very file is taken in already: nothing is to be done"
            case "release-after":
                "Another release of this data set was taken in meanwhile: read the files again, and compare"
            case "measure": "Somebody has just described this measure: open the page anew"
            default: "The key \(claim.kind) \(claim.key) is in use: choose another"
            }
        self.init(Fault("claim.taken", field: claim.kind, message))
    }
}
