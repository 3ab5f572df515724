import Exchange
import FoundationEssentials
import Record
import Register
import Views
import Vocabulary

/// Why a command was not done: what ends the program with 1.
struct Refused: Error {
    /// One reason.
    struct Reason: Codable {
        let rule: String?
        let field: String?
        let message: String
    }

    let reasons: [Reason]

    init(reasons: [Reason]) { self.reasons = reasons }

    /// For one reason.
    init(_ message: String) { self.init([message]) }

    /// For several reasons.
    init(_ messages: [String]) { self.init(reasons: messages.map { Reason(rule: nil, field: nil, message: $0) }) }

    /// For whatever stopped the command.
    init(_ error: any Error) {
        switch error {
        case let refused as Refused: self = refused
        case let refusal as Refusal:
            self.init(reasons: refusal.faults.map { Reason(rule: $0.rule, field: $0.field, message: $0.message) })
        case is NotFound: self.init("There is no such thing in this register, or this viewer may not see it")
        case let troubled as any Troubled:
            guard let trouble = troubled.trouble else { fallthrough }
            self.init("\(trouble.words): \(trouble.remedy) (\(troubled))")
        default: self.init("\(error)")
        }
    }

    /// What was given may hold anything: a line end or a control of the terminal is said as a space.
    private static func asOneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }

    /// Says the reasons on standard error, one a line, or as JSON.
    func report(asJSON: Bool) {
        guard asJSON else {
            for reason in reasons {
                Terminal.say(Refused.asOneLine((reason.field.map { "\($0): " } ?? "") + reason.message))
            }
            return
        }
        Terminal.say(Terminal.json(["refused": reasons]))
    }
}
