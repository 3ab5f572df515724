import Register

/// The demonstration: the bodies that tested compacts in 2003, a statement of intent with its agenda, and compacts at
/// every stage, an agreement with conditions in its third year. All of it is made through the register's own rules, from the seats that would have made it. It is
/// illustrative: nothing in it is real but the names of bodies and the shape of the agenda, and its times are the
/// register's own.
struct Demonstration {
    let register: Register

    /// In a register that is marked as a demonstration.
    init(_ register: Register) { self.register = register }

    /// Makes the demonstration where the record has no entries yet, and does nothing where it has some.
    ///
    /// - Throws: `Refusal` where a rule refuses something that the demonstration does: one of the two is mistaken.
    func prepare() async throws {
        guard try register.size() == 0 else { return }
        let cast = try await Cast(register)
        try await figures(cast)
        let framework = try await statement(cast)
        try await assigned(framework, by: cast.department.adviser)
        try await kingston(cast, framework)
        try await hampshire(cast, framework)
        try await essex(cast, framework)
        try await requests(cast)
        try await rochdale(cast, framework)
        try await gateshead(cast, framework)
        try await norfolk(cast, framework)
        try await highNeeds(cast)
        try await discussion(cast, framework.statement)
        // Telford and Wrekin have not begun: their pages show what nothing yet looks like.
    }
}
