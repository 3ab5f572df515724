/// Whether a line may be a person's name, and how surely.
enum RecognisedName {
    case none, plain, capitals

    /// Whether a line may be a person's name: wholly in capitals, or two to five words that each begin with one.
    init(_ bytes: [UInt8]) {
        self = .none
        guard bytes.count <= 60, !bytes.contains(where: RecognisedText.isDigit) else { return }
        let words = bytes.split(separator: 0x20)
        guard (2...6).contains(words.count), !bytes.contains(0x2C), !bytes.contains(0x3A) else { return }
        if bytes.filter(RecognisedText.isCapital).count >= 4, !bytes.contains(where: RecognisedText.isSmall) {
            self = .capitals
            return
        }
        let particles = ["de", "van", "von", "der", "la", "le"]
        let plain = words.allSatisfy { word in
            word.first.map { RecognisedText.isCapital($0) || $0 >= 0x80 } == true || particles.contains(word.string)
        }
        if plain, words.count <= 5 { self = .plain }
    }

    /// "Jo Example, Chair of the Example Council" on one line.
    static func nameAndOffice(_ bytes: [UInt8]) -> (name: [UInt8], office: [UInt8])? {
        guard bytes.count <= 160, !bytes[...].isEnded, let comma = bytes.firstIndex(of: 0x2C) else { return nil }
        let name = Array(bytes[..<comma])
        let office = Array(bytes[(comma + 1)...].drop { $0 == 0x20 })
        guard RecognisedName(name) != .none, office.first.map(RecognisedText.isCapital) == true else { return nil }
        return (name, office)
    }
}
