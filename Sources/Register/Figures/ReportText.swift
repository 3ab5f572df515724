import Domain
import Vocabulary

extension IntakeReport {
    /// The report as lines of a name and what there is to say, for terminals and pages.
    public var lines: [(name: String, words: String)] {
        var lines: [(String, String)] = [
            ("Data set", part.isEmpty ? set : "\(set): \(part)"), ("Title", source.title),
            ("Publisher", source.publisher), ("Licence", source.licence),
        ]
        if let address = source.address { lines.append(("Published at", address)) }
        for file in files {
            lines.append(("File", "\(file.name) (\(file.sort), \(file.size) bytes, SHA-256 \(file.content))"))
        }
        lines.append(("Rows", String(rows)))
        lines.append(("Figures", String(figures)))
        lines.append(("Measures", String(measures)))
        if authorities + regions + schools > 0 {
            lines.append(
                ("Places", "\(authorities) authorities, \(regions) regions and nations, \(schools) schools"))
        }
        if !strangers.isEmpty {
            let all = strangers.sorted { $0.key < $1.key }.map { "\($0.value) (\($0.key))" }
            let more = all.count > 10 ? " and \(all.count - 10) more" : ""
            lines.append(("Authorities not in the register", all.prefix(10).joined(separator: ", ") + more))
        }
        if let first = periods.first, let last = periods.last {
            lines.append(("Periods", periods.count == 1 ? first : "\(periods.count), from \(first) to \(last)"))
        }
        if !missing.isEmpty { lines.append(("Figures without a value", IntakeReport.list(missing))) }
        if repeated > 0 { lines.append(("Rows that repeat another", String(repeated))) }
        if !unknownPeriods.isEmpty {
            lines.append(("Rows left out, period unknown", IntakeReport.list(unknownPeriods)))
        }
        if !unknownPlaces.isEmpty {
            lines.append(("Rows left out, other levels", IntakeReport.list(unknownPlaces)))
        }
        if !undescribed.isEmpty { lines.append(("Measures not described", undescribed.joined(separator: ", "))) }
        if let changed, let added, let removed {
            lines.append(
                ("Against the release it supersedes", "\(changed) figures changed, \(added) added, \(removed) gone"))
        } else if supersedes != nil {
            lines.append(("Supersedes", "a release whose figures are not read yet"))
        }
        return lines
    }

    /// The report as text.
    public var text: String {
        (lines.map { "\($0.name): \($0.words)" }
            + revisions.prefix(10).map {
                "  \($0.measure), \($0.period), \($0.place)\($0.group.isEmpty ? "" : ", \($0.group)"): \($0.before) became \($0.after)"
            }).joined(separator: "\n")
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(
            separator: ", ")
    }
}
