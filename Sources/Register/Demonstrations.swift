import Domain
import FoundationEssentials
import Record
import Vocabulary

extension Register {
    /// Whether this register was made as a demonstration: nothing in it is real.
    public var isDemonstration: Bool {
        get throws { try book.read { try $0.row("setting", "demonstration", as: Bool.self)?.0 ?? false } }
    }

    /// Marks a register that has no entries yet as a demonstration, for ever.
    public func markDemonstration() async throws {
        let (_, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            guard page.reader.size == 0 else {
                throw Refusal(
                    Fault("demo.folder", "This register has entries already: it cannot become a demonstration"))
            }
            try page.put(true, "setting", "demonstration", owner: nil, expecting: nil)
        }
    }
}
