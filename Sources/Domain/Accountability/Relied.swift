public import Vocabulary

/// How a target stood when somebody relied on it: kept with that act, because the figures may be revised later.
public struct Relied: Hashable, Codable, Sendable {
    /// The target's line.
    public let line: LineID
    public let verdict: Judgement.Verdict.Name
    /// All of it in one sentence, as it was read.
    public let sentence: String
    /// The release that it rested on; nil where nothing was published.
    public let release: Identifier<Release>?
    /// The SHA-256 of that release's file with the figures.
    public let file: Digest?

    /// A target as it was judged.
    public init(
        line: LineID, verdict: Judgement.Verdict.Name, sentence: String, release: Identifier<Release>?, file: Digest?
    ) {
        (self.line, self.verdict, self.sentence, self.release, self.file) = (line, verdict, sentence, release, file)
    }
}
