import Domain
import Vocabulary

extension AgreementEvent {
    /// All that it carries sealed.
    var seals: [Sealed] {
        switch self {
        case .reported(_, _, _, _, let words, let link, let file): [words, link, file].compactMap(\.self)
        case .returnPrepared(_, _, _, _, _, _, let narrative, let risks, let summary): [narrative, risks, summary]
        default: [words].compactMap(\.self)
        }
    }

    /// The sealed words that it carries.
    var words: Sealed? {
        switch self {
        case .lineObjected(_, _, _, let words), .lineAwaited(_, _, let words), .lineReleased(_, _, let words),
            .discussed(_, _, let words), .withdrawn(_, let words), .reportChallenged(_, _, _, let words),
            .suspended(_, let words), .resumed(_, let words), .terminated(_, let words),
            .courseProposed(_, _, _, let words), .courseDeclined(_, _, let words), .reviewed(_, _, _, _, let words, _),
            .reviewConcluded(_, _, _, let words), .paymentMoved(_, _, _, _, let words), .reprofiled(_, _, _, let words),
            .returnSummarised(_, _, _, _, let words), .returnAssessed(_, _, _, _, _, _, let words),
            .monitored(_, _, _, let words), .returnAsked(_, _, _, let words), .spoke(_, _, let words):
            words
        case .reviewBegun(_, _, _, let words): words
        case .reported(_, _, _, _, let words, _, _): words
        default: nil
        }
    }

    /// The side, line, revision (of a line or return, or the number of a report, proposal, review or step of a payment) and seat that it names.
    var named: (side: Identifier<Body>?, line: LineID?, revision: Int?, seat: Identifier<Seat>?) {
        switch self {
        case .opened(_, _, let author, _): (author, nil, nil, nil)
        case .cleared(let seat, _): (nil, nil, nil, seat)
        case .lineProposed(let line, let revision, _, let side, _), .lineDropped(let line, let revision, let side),
            .lineAccepted(let line, let revision, let side), .lineConsidered(let line, let revision, let side),
            .lineObjected(let line, let revision, let side, _):
            (side, line, revision, nil)
        case .lineCarried(let line, _, let side, _): (side, line, 1, nil)
        case .lineAwaited(let line, let side, _), .lineReleased(let line, let side, _): (side, line, nil, nil)
        case .discussed(let line, let side, _): (side, line, nil, nil)
        case .frozen, .varied: (nil, nil, nil, nil)
        case .signed(let seat, _, _, _): (nil, nil, nil, seat)
        case .withdrawn(let side, _), .suspended(let side, _), .resumed(let side, _), .terminated(let side, _):
            (side, nil, nil, nil)
        case .courseProposed(let proposal, _, let side, _), .courseAccepted(let proposal, let side),
            .courseDeclined(let proposal, let side, _):
            (side, nil, proposal, nil)
        case .reviewBegun(let review, _, let side, _), .reviewConcluded(let review, _, let side, _):
            (side, nil, review, nil)
        case .reviewed(let review, let line, _, let side, _, _): (side, line, review, nil)
        case .paymentMoved(let line, let move, _, let side, _): (side, line, move, nil)
        case .reprofiled(let move, _, let side, _): (side, nil, move, nil)
        case .returnPrepared(let line, _, _, let edition, _, let side, _, _, _),
            .returnCertified(let line, _, let edition, let side),
            .returnSummarised(let line, _, let edition, let side, _),
            .returnAssessed(let line, _, let edition, _, _, let side, _):
            (side, line, edition, nil)
        case .monitored(_, _, let side, _), .spoke(_, let side, _): (side, nil, nil, nil)
        case .returnAsked(let line, _, let side, _): (side, line, nil, nil)
        case .reported(let line, let report, _, let side, _, _, _), .reportAccepted(let line, let report, let side),
            .reportChallenged(let line, let report, let side, _):
            (side, line, report, nil)
        }
    }

    /// The case's name, as the record has it.
    var name: String {
        switch self {
        case .opened: "opened"
        case .cleared: "cleared"
        case .lineProposed: "lineProposed"
        case .lineCarried: "lineCarried"
        case .lineDropped: "lineDropped"
        case .lineAccepted: "lineAccepted"
        case .lineConsidered: "lineConsidered"
        case .lineObjected: "lineObjected"
        case .lineAwaited: "lineAwaited"
        case .lineReleased: "lineReleased"
        case .discussed: "discussed"
        case .frozen: "frozen"
        case .signed: "signed"
        case .withdrawn: "withdrawn"
        case .reported: "reported"
        case .reportAccepted: "reportAccepted"
        case .reportChallenged: "reportChallenged"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .terminated: "terminated"
        case .courseProposed: "courseProposed"
        case .courseAccepted: "courseAccepted"
        case .courseDeclined: "courseDeclined"
        case .reviewBegun: "reviewBegun"
        case .reviewed: "reviewed"
        case .reviewConcluded: "reviewConcluded"
        case .paymentMoved: "paymentMoved"
        case .reprofiled: "reprofiled"
        case .returnPrepared: "returnPrepared"
        case .returnCertified: "returnCertified"
        case .returnSummarised: "returnSummarised"
        case .returnAssessed: "returnAssessed"
        case .monitored: "monitored"
        case .returnAsked: "returnAsked"
        case .spoke: "spoke"
        case .varied: "varied"
        }
    }
}
