/// Something that a seat may be allowed to do in the name of its body.
public enum Power: String, CaseIterable, Sendable {
    /// Write drafts and send them.
    case draft
    /// Accept, consider, object to, propose and discuss lines.
    case negotiate
    /// Clear a draft before it is sent.
    case clear
    /// Sign agreements.
    case sign
    /// Say in its body's name that what is reported is right: in a council the section 151 officer (Local Government Act
    /// 1972, section 151).
    case certify
    /// Decide on money that is paid under conditions.
    case pay
    /// Take published figures in and say how measures are described, in the Department.
    case publish
    /// Settle how the body works: which seats clear its drafts.
    case arrange
}

/// The sorts of office, each with what its seats may do: the one table of powers.
public enum Office: String, Codable, CaseIterable, Sendable {
    case officer, director, cabinetMember, leader, chiefExecutive
    case adviser, minister
    /// In a council the section 151 officer.
    case financeOfficer
    case secretary, chair

    /// What a seat of this office may do.
    public var powers: Set<Power> {
        switch self {
        case .officer: [.draft, .negotiate]
        case .adviser: [.draft, .negotiate, .publish]
        case .director: [.draft, .negotiate, .clear, .sign, .publish, .arrange]
        case .cabinetMember: [.clear, .sign]
        case .leader, .chiefExecutive: [.clear, .sign, .arrange]
        case .minister: [.clear, .sign, .pay, .arrange]
        case .financeOfficer: [.clear, .sign, .certify, .pay]
        case .secretary: [.draft, .negotiate, .arrange]
        case .chair: [.negotiate, .clear, .sign, .arrange]
        }
    }

    /// Whether its seats may do this.
    public func may(_ power: Power) -> Bool { powers.contains(power) }

    /// The sorts of body that have this office.
    public func belongs(to sort: Body.Sort) -> Bool {
        switch self {
        case .officer, .director, .financeOfficer: sort == .authority || sort == .department
        case .cabinetMember, .leader, .chiefExecutive: sort == .authority
        case .adviser, .minister: sort == .department
        case .secretary, .chair: sort == .association
        }
    }
}
