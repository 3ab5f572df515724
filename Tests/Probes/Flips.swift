public import Exchange

/// One bit of a file or an answer turned over.
public struct Flip: Hashable, Sendable, CustomStringConvertible {
    /// The name of the file.
    public let place: String
    /// From 0.
    public let byte: Int
    /// From 0, the least first.
    public let bit: Int

    /// The bit in words.
    public var description: String { "\(place), byte \(byte), bit \(bit)" }

    /// A bit of that file.
    public init(_ place: String, byte: Int, bit: Int) {
        (self.place, self.byte, self.bit) = (place, byte, bit)
    }

    /// Every bit of every file.
    public static func all(_ files: [String: [UInt8]]) -> [Flip] {
        files.keys.sorted().flatMap { name in
            (0..<8 * (files[name]?.count ?? 0)).map { Flip(name, byte: $0 / 8, bit: $0 % 8) }
        }
    }

    /// One bit of every `step`th byte of every file, each time another.
    public static func some(_ files: [String: [UInt8]], step: Int, from start: Int = 0) -> [Flip] {
        files.keys.sorted().flatMap { name in
            stride(from: start % step, to: files[name]?.count ?? 0, by: step).map {
                Flip(name, byte: $0, bit: ($0 / step + $0) % 8)
            }
        }
    }

    /// The files with this bit turned over.
    public func made(in files: [String: [UInt8]]) -> [String: [UInt8]] {
        var files = files
        files[place]?[byte] ^= 1 << bit
        return files
    }

    /// Those of the flips that pass unnoticed, or are refused without their place being named, each with what is wrong.
    public static func missed(
        _ flips: [Flip], in files: [String: [UInt8]],
        _ verify: @escaping @Sendable ([String: [UInt8]]) async throws -> Verification
    ) async throws -> [String] {
        let hands = 4
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for hand in 0..<hands {
                group.addTask {
                    var missed: [String] = []
                    for flip in stride(from: hand, to: flips.count, by: hands).map({ flips[$0] }) {
                        let answer = try await verify(flip.made(in: files))
                        if answer.verdict != .refused {
                            missed.append("\(flip): unnoticed")
                        } else if !answer.faults.contains(where: { $0.contains(flip.place) }) {
                            missed.append("\(flip): not named in \(answer.faults)")
                        }
                    }
                    return missed
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
