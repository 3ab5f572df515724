import Domain
import Foundation
import Testing
import Views
import Vocabulary

/// Stored entries of every event there has ever been: each must be readable for ever, and be written the same again.
/// A file is named kind.event.number.json and holds the event's name, with its shape, and its body as exact bytes.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "DomainTests/Golden")

    /// Everything that can happen. A new case of an event breaks the switches below until it has a step here; a step breaks
    /// the tests until it has a golden file.
    enum BodyStep: String, CaseIterable { case opened, clearanceNamed, abolished }
    enum SeatStep: String, CaseIterable { case opened }
    enum RequestStep: String, CaseIterable { case opened, joined, parted, answered, resulted }
    enum StandardLineStep: String, CaseIterable { case opened, offered }
    enum ReleaseStep: String, CaseIterable { case taken, withdrawn }
    enum MeasureStep: String, CaseIterable { case described, corrected, assigned }
    enum KeepingStep: String, CaseIterable { case restarted, erased, fileErased }
    enum AppointmentStep: String, CaseIterable { case made, certified, ended, revoked }
    enum AgreementStep: String, CaseIterable {
        case opened, cleared, lineProposed, lineCarried, lineDropped, lineAccepted, lineConsidered, lineObjected,
            lineAwaited
        case lineReleased, discussed, frozen, signed, withdrawn, reported, reportAccepted, reportChallenged
        case suspended, resumed, terminated, courseProposed, courseAccepted, courseDeclined
        case reviewBegun, reviewed, reviewConcluded
        case paymentMoved, reprofiled, returnPrepared, returnCertified, returnSummarised, returnAssessed, monitored
        case returnAsked, spoke, varied

        /// What happens only where money is paid under conditions.
        static let ofMoney: Set<AgreementStep> = [
            .paymentMoved, .reprofiled, .returnPrepared, .returnCertified, .returnSummarised, .returnAssessed,
            .monitored,
            .returnAsked,
        ]
        /// What never happens to a statement: it is not varied.
        static let ofVariations: Set<AgreementStep> = [.lineCarried, .varied]
    }

    static func step(_ event: Body.Event) -> BodyStep {
        switch event {
        case .opened: .opened
        case .clearanceNamed: .clearanceNamed
        case .abolished: .abolished
        }
    }

    static func step(_ event: Seat.Event) -> SeatStep {
        switch event {
        case .opened: .opened
        }
    }

    static func step(_ event: Appointment.Event) -> AppointmentStep {
        switch event {
        case .made: .made
        case .certified: .certified
        case .ended: .ended
        case .revoked: .revoked
        }
    }

    static func step(_ event: RequestGroup.Event) -> RequestStep {
        switch event {
        case .opened: .opened
        case .joined: .joined
        case .parted: .parted
        case .answered: .answered
        case .resulted: .resulted
        }
    }

    static func step(_ event: StandardLine.Event) -> StandardLineStep {
        switch event {
        case .opened: .opened
        case .offered: .offered
        }
    }

    static func step(_ event: Release.Event) -> ReleaseStep {
        switch event {
        case .taken: .taken
        case .withdrawn: .withdrawn
        }
    }

    static func step(_ event: MeasureDescription.Event) -> MeasureStep {
        switch event {
        case .described: .described
        case .corrected: .corrected
        case .assigned: .assigned
        }
    }

    static func step(_ event: Keeping.Event) -> KeepingStep {
        switch event {
        case .restarted: .restarted
        case .erased: .erased
        case .fileErased: .fileErased
        }
    }

    static func step(_ event: AgreementEvent) -> AgreementStep {
        switch event {
        case .opened: .opened
        case .cleared: .cleared
        case .lineProposed: .lineProposed
        case .lineCarried: .lineCarried
        case .lineDropped: .lineDropped
        case .lineAccepted: .lineAccepted
        case .lineConsidered: .lineConsidered
        case .lineObjected: .lineObjected
        case .lineAwaited: .lineAwaited
        case .lineReleased: .lineReleased
        case .discussed: .discussed
        case .frozen: .frozen
        case .signed: .signed
        case .withdrawn: .withdrawn
        case .reported: .reported
        case .reportAccepted: .reportAccepted
        case .reportChallenged: .reportChallenged
        case .suspended: .suspended
        case .resumed: .resumed
        case .terminated: .terminated
        case .courseProposed: .courseProposed
        case .courseAccepted: .courseAccepted
        case .courseDeclined: .courseDeclined
        case .reviewBegun: .reviewBegun
        case .reviewed: .reviewed
        case .reviewConcluded: .reviewConcluded
        case .paymentMoved: .paymentMoved
        case .reprofiled: .reprofiled
        case .returnPrepared: .returnPrepared
        case .returnCertified: .returnCertified
        case .returnSummarised: .returnSummarised
        case .returnAssessed: .returnAssessed
        case .monitored: .monitored
        case .returnAsked: .returnAsked
        case .spoke: .spoke
        case .varied: .varied
        }
    }

    struct Golden {
        let file: String
        let event: String
        let body: [UInt8]
    }

    /// The files of a kind. The body is cut from the file's own bytes, so that no reader of JSON stands between.
    static func golden(_ kind: String) throws -> [Golden] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("\(kind).") }
        return try files.sorted().map { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let (start, middle, end) = ("{\"event\":\"", "\",\"body\":", "}\n")
            let cut = try #require(text.range(of: middle), "\(file) is not laid out as the others are")
            try #require(text.hasPrefix(start) && text.hasSuffix(end), "\(file) is not laid out as the others are")
            return Golden(
                file: file, event: String(text[..<cut.lowerBound].dropFirst(start.count)),
                body: Array(text[cut.upperBound...].dropLast(end.count).utf8))
        }
    }

    /// Reads and writes every file of a kind, and answers what was read.
    private func check<S: Subject, Step: RawRepresentable & CaseIterable & Hashable>(
        _: S.Type, _ step: (S.Event) -> Step, but never: Set<Step> = []
    ) throws -> [S.Event] where Step.RawValue == String {
        let golden = try Self.golden(S.kind)
        var events: [S.Event] = []
        for one in golden {
            let event = try EventCoder.decode(S.Event.self, one.event, one.body)
            let again = try EventCoder.encode(event, of: S.kind)
            #expect(again.name == one.event, "\(one.file)")
            #expect(
                again.body == one.body, "\(one.file) is written \(String(decoding: again.body, as: UTF8.self))")
            #expect(again.disclosures.isEmpty, "\(one.file): what is read back has no text")
            #expect(one.file.hasPrefix("\(S.kind).\(step(event).rawValue)."), "\(one.file) holds \(one.event)")
            let entry = Entry(
                position: 7, subject: "\(S.kind)/aaaaaaaaaaaaaaaa", event: one.event, time: Instant(milliseconds: 0),
                actor: "register", body: one.body)
            #expect(try entry.decoded(for: S.self) == event)
            events.append(event)
        }
        let missing = Set(Step.allCases).subtracting(never).subtracting(events.map(step)).map(\.rawValue).sorted()
        #expect(missing == [], "these events of \(S.kind) have no golden file")
        return events
    }

    @Test func `every event of a body can be read and is written the same again`() throws {
        _ = try check(Body.self, Self.step)
    }

    @Test func `every event of a seat can be read and is written the same again`() throws {
        let offices = try check(Seat.self, Self.step).map { event in
            switch event {
            case .opened(_, _, let office): office
            }
        }
        #expect(Set(offices) == Set(Office.allCases))
    }

    @Test func `every event of an appointment can be read and is written the same again`() throws {
        _ = try check(Appointment.self, Self.step)
    }

    @Test func `every event of requests that are answered together can be read and is written the same again`() throws {
        _ = try check(RequestGroup.self, Self.step)
    }

    @Test func `every event of a standard line can be read and is written the same again`() throws {
        _ = try check(StandardLine.self, Self.step)
    }

    @Test func `every event of a release of figures can be read and is written the same again`() throws {
        _ = try check(Release.self, Self.step)
    }

    @Test func `every event of how a measure is described can be read and is written the same again`() throws {
        _ = try check(MeasureDescription.self, Self.step)
    }

    @Test func `every event of the record as a whole can be read and is written the same again`() throws {
        _ = try check(Keeping.self, Self.step)
    }

    @Test func `every event of a compact and all its parts can be read and are written the same again`() throws {
        #expect(
            parts(of: try check(Compact.self, Self.step, but: AgreementStep.ofMoney.union([.spoke])))
                == Set(CompactKind.parts))
    }

    @Test func `every event of a statement and all its parts can be read and are written the same again`() throws {
        #expect(
            parts(
                of: try check(Statement.self, Self.step, but: AgreementStep.ofMoney.union(AgreementStep.ofVariations)))
                == Set(StatementKind.parts))
    }

    @Test
    func `every event of an agreement with conditions and all its parts can be read and are written the same again`()
        throws
    {
        #expect(parts(of: try check(ConditionalAgreement.self, Self.step, but: [.spoke])) == Set(ConditionalKind.parts))
    }

    @Test func `every part belongs to a kind that has golden files`() {
        #expect(Set(Kinds.all.flatMap { $0.parts }) == Set(Part.Name.allCases))
    }

    @Test func `a golden file belongs to a kind of subject that there is`() throws {
        let kinds = [
            Keeping.kind, Body.kind, Seat.kind, Appointment.kind, Compact.kind, Statement.kind, RequestGroup.kind,
            StandardLine.kind, ConditionalAgreement.kind, Release.kind, MeasureDescription.kind,
        ]
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
            #expect(kinds.contains { file.hasPrefix("\($0).") }, "\(file)")
        }
    }

    @Test func `a sealed text is gathered while its event is written, and is not in the body`() throws {
        let text = "We cannot pay for this"
        let sealed = Sealed(text, random: Array(repeating: 7, count: 32))
        let line = Identifier<Line>(random: Array(repeating: 1, count: 10))
        let side = Identifier<Body>(random: Array(repeating: 2, count: 10))
        let (name, body, disclosures) = try EventCoder.encode(
            AgreementEvent.lineObjected(line: line, revision: 1, side: side, reason: sealed), of: Compact.kind)
        #expect(name == "compact.lineObjected.1")
        #expect(!String(decoding: body, as: UTF8.self).contains(text))
        #expect(disclosures.map(\.1.text) == [text])
    }

    @Test(arguments: ["compact.signed", "compact.signed.2", "compact.nothing.1", "compact.signed.1.1", ""])
    func `an event of another name cannot be read`(name: String) {
        #expect(throws: (any Error).self) {
            try EventCoder.decode(AgreementEvent.self, name, Array(#"{"text":"x"}"#.utf8))
        }
    }

    private func parts(of events: [AgreementEvent]) -> Set<Part.Name> {
        Set(
            events.compactMap { event in
                guard case .lineProposed(_, _, let content, _, _) = event else { return nil }
                return content.name
            })
    }
}
