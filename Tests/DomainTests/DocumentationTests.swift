import Domain
import Foundation
import Testing

/// What the documents list is what there is.
@Suite struct DocumentationTests {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    static func document(_ name: String) throws -> String {
        try String(contentsOf: root.appending(path: "docs/\(name).md"), encoding: .utf8)
    }

    /// The names of the rules in every room's sources.
    static func rules() throws -> Set<String> {
        let sources = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var rules: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /[Ff]ault\(\s*"([a-z]+\.[a-z0-9-]+)"/) { rules.insert(String(match.1)) }
        }
        return rules
    }

    @Test func `every rule has an entry in rules.md, and every entry a rule`() throws {
        let listed = try Self.document("rules").matches(of: /\n\| `([a-z]+\.[a-z0-9-]+)` \|/).map { String($0.1) }
        let rules = try Self.rules()
        #expect(rules.count > 60)
        #expect(rules.subtracting(listed).sorted() == [])
        #expect(Set(listed).subtracting(rules).sorted() == [])
        #expect(Set(listed).count == listed.count)
    }

    @Test func `every event that has a golden file has an entry in events.md, and every entry an event`() throws {
        let listed = try Self.document("events").matches(of: /\n### ([a-z-]+\.[a-zA-Z]+)\n/).map { String($0.1) }
        let golden = Self.root.appending(path: "Tests/DomainTests/Golden")
        let events = try FileManager.default.contentsOfDirectory(atPath: golden.path).map { file in
            let parts = file.split(separator: ".")
            let kind = Kinds.names.contains(String(parts[0])) ? "agreement" : parts[0]
            return "\(kind).\(parts[1])"
        }
        #expect(Set(listed) == Set(events))
    }

    @Test func `every part of an agreement has an entry in events.md`() throws {
        let text = try Self.document("events")
        for part in Part.Name.allCases { #expect(text.contains("\n| `\(part.rawValue)` |"), "\(part)") }
    }
}
