import Vocabulary

/// The names of the rules that something breaks; none where it is allowed.
public func broken<Answer>(_ attempt: () throws -> Answer) -> [String] {
    do {
        _ = try attempt()
        return []
    } catch let refusal as Refusal {
        return refusal.faults.map(\.rule)
    } catch {
        return ["\(error)"]
    }
}
