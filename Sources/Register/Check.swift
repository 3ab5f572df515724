import Domain
import FoundationEssentials
import Record
import Signatures
import Views
import Vocabulary

extension Register {
    /// All that is wrong with the register: entries, tree and files; the claims compared with what the subjects say; the
    /// views compared with ones built anew in a folder of their own. Empty where all is well.
    public func check(in scratch: String) async throws -> [String] {
        let damages = try book.check(progress: { _, _ in })
        var problems = damages + (try claimProblems()) + (try originProblems()) + (try keyProblems())
        // Views are folded only from entries that are what their leaves bind.
        guard damages.isEmpty else { return problems + ["the views were not compared: the record itself is damaged"] }
        try await views.reach(try book.size())
        problems += try views.damage().map { "views: \($0)" }
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        var (old, new): ([String], [String]) = ([], [])
        // A server beside may fold on meanwhile: the views built anew stop where those in use stood when they were read.
        let position = try views.dump { old.append("\($0): \($1)") }
        let anew = try Views(in: scratch, source: Source(book, before: position, fromFile: true))
        try await anew.reach(position)
        _ = try anew.dump { new.append("\($0): \($1)") }
        try anew.close()
        try FileManager.default.removeItem(atPath: scratch)
        let (before, after) = (Set(old), Set(new))
        problems += before.subtracting(after).sorted().map { "only the views in use have \($0)" }
        problems += after.subtracting(before).sorted().map { "the views in use lack \($0)" }
        problems += try figures.problems()
        return problems
    }

    /// The keys that the register holds for its seats, compared with what the record says of them.
    private func keyProblems() throws -> [String] {
        try book.read { reader in
            var problems: [String] = []
            var held: Set<String> = []
            for row in try reader.rows(kind: "signing-key") {
                let name = "the row signing-key/\(row.key) of the drawer"
                held.insert(row.key)
                guard let id = Identifier<Appointment>(row.key) else {
                    problems.append("\(name) is named after no appointment")
                    continue
                }
                do {
                    guard let (kept, _) = try reader.row(row.kind, row.key, as: AppointmentKey.self) else { continue }
                    let certificate = [UInt8](kept.certificate)
                    if try reader.replay(id).certificate != Digest(of: certificate) {
                        problems.append("\(name) has another certificate than the record says")
                    } else if try !SigningKey(raw: [UInt8](kept.key)).isCertified(by: certificate) {
                        problems.append("\(name) has another key than its certificate")
                    } else if try row.owner != nil || row.json != BookPage.json(kept) {
                        // Spaces between its fields, or bits that base 64 leaves unused.
                        problems.append("\(name) is not as it was written")
                    }
                } catch is DecodingError {
                    problems.append("\(name) cannot be read")
                } catch is NotFound {
                    problems.append("\(name) is named after no appointment")
                } catch is SignatureError {
                    problems.append("\(name) has a damaged key")
                }
            }
            for subject in try subjects(reader) where subject.hasPrefix("\(Appointment.kind)/") {
                guard let id = Identifier<Appointment>(subject.dropFirst(Appointment.kind.utf8.count + 1)) else {
                    continue
                }
                if try reader.replay(id).certificate != nil, !held.contains(id.description) {
                    problems.append("the row signing-key/\(id) of the drawer is missing")
                }
            }
            return problems
        }
    }

    private func subjects(_ reader: BookReader) throws -> Set<String> {
        var subjects: Set<String> = []
        var position = 0
        while case let entries = try reader.entries(from: position, limit: 4000), let last = entries.last {
            subjects.formUnion(entries.map(\.subject))
            position = last.position + 1
        }
        return subjects
    }

    func claimProblems() throws -> [String] {
        try book.read { reader in
            let held = Set(try reader.claims().map { "\($0.kind) \($0.key) for \($0.subject)" })
            var said: Set<String> = []
            for name in try subjects(reader) {
                for claim in try reader.claims(of: name) { said.insert("\(claim.kind) \(claim.key) for \(name)") }
            }
            return held.subtracting(said).sorted().map { "the claim \($0) rests on no entry" }
                + said.subtracting(held).sorted().map { "the claim \($0) is missing" }
        }
    }
}

extension BookReader {
    fileprivate func claims(of name: String) throws -> Set<Domain.Claim> {
        func claims<S: Subject>(_: S.Type) throws -> Set<Domain.Claim>? {
            guard name.hasPrefix("\(S.kind)/"), let id = Identifier<S>(name.dropFirst(S.kind.count + 1)) else {
                return nil
            }
            return try replay(id).claims
        }
        return try claims(Body.self) ?? claims(Seat.self) ?? claims(Appointment.self) ?? claims(Domain.Statement.self)
            ?? claims(Compact.self) ?? claims(ConditionalAgreement.self) ?? claims(RequestGroup.self) ?? claims(
                StandardLine.self) ?? claims(Release.self) ?? claims(MeasureDescription.self) ?? []
    }
}
