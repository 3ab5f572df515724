/// What keeps the register from writing or reading, where somebody can do something about it.
public enum Trouble: Hashable, Sendable, CaseIterable {
    /// The disk is full.
    case full
    /// The files, their folder or their disk may not be written.
    case readOnly
    /// Another process held the files for longer than a writer waits.
    case busy
    /// The disk did not read or write what it was asked to.
    case disk
    /// The record is damaged.
    case damagedRecord
    /// What pages are read from is damaged; the record is whole, as far as is known.
    case damagedViews

    /// One sentence for whoever wanted to change or see something.
    public var words: String {
        switch self {
        case .full: "The disk is full"
        case .readOnly: "The register's files cannot be written"
        case .busy: "Another program holds the register's files"
        case .disk: "The disk does not read or write what it is asked to"
        case .damagedRecord: "The record is damaged"
        case .damagedViews: "What pages are read from is damaged"
        }
    }

    /// What the operator does about it, a sentence without its subject.
    public var remedy: String {
        switch self {
        case .full: "make space on the disk that holds the register"
        case .readOnly: "see that the register's folder and files may be written"
        case .busy: "try again, or end what else uses the register"
        case .disk: "see to the disk that holds the register, or to the limits under which the program runs"
        case .damagedRecord: "run concordat rebuild --check, which names what is damaged, and restore a copy"
        case .damagedViews: "start the server anew, or run concordat rebuild: they are built again from the record"
        }
    }
}

/// An error of which it is known what the trouble is.
public protocol Troubled: Error {
    /// What the trouble is; nil where nobody can do anything about it.
    var trouble: Trouble? { get }
}
