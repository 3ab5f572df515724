/// Every kind of agreement that there is: whoever does something for each kind goes by this list.
public enum Kinds {
    /// In the order in which lists name them.
    public static let all: [any Kind.Type] = [CompactKind.self, StatementKind.self, ConditionalKind.self]

    /// Their names in the record and in addresses.
    public static let names: [String] = all.map { $0.name }

    /// What people call one of a kind; the name itself where there is no such kind.
    public static func title(_ name: String) -> String { all.first { $0.name == name }?.title ?? name }
}
