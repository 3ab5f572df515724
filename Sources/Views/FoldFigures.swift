import Domain
import Vocabulary

extension Fold {
    /// Takes in what happened to a release.
    func fold(_ release: Release, _ event: Release.Event, _ entry: ReadEntry, _ tables: Tables) throws {
        switch event {
        case .taken(let set, let part, let source, let file, let with, let year, let rows, let figures, let earlier):
            try tables.write(
                .release, Cell(release.id), .text(set), .text(part), .text(source.title), .text(source.publisher),
                .text(source.licence), Cell(source.address), Cell(year), Cell(rows), Cell(figures), Cell(earlier),
                Cell(entry.position), Cell(entry.stamp.time.milliseconds), Cell(entry.stamp.actor.seat))
            for (ordinal, file) in ([file] + with).enumerated() {
                try tables.write(
                    .releaseFile, Cell(release.id), Cell(ordinal), .text(file.sort), .text(file.name),
                    Cell(file.content), Cell(file.size), Cell(file.kept))
            }
        case .withdrawn(let reason):
            try tables.write(
                .withdrawnRelease, Cell(entry.position), Cell(entry.stamp.time.milliseconds), Cell(reason.digest),
                Cell(release.id))
        }
    }

    /// Takes in how a measure is described.
    func fold(_ measure: MeasureDescription, _ entry: ReadEntry, _ tables: Tables) throws {
        let words = measure.words
        try tables.write(
            .measure, Cell(measure.id), .text(measure.set), .text(measure.measure.text), Cell(words?.title),
            Cell(words?.unit), Cell(words?.decimals), Cell(words?.polarity.rawValue),
            .text(measure.areas.map(\.description).joined(separator: " ")), Cell(entry.position))
    }
}
