/// A tile of the tree, or a bundle of its entries, as C2SP tlog-tiles addresses and encodes them.
///
/// Tiles have height 8: a tile at level 0 holds up to 256 consecutive leaf hashes, a tile at the level above the roots of up
/// to 256 full tiles below. A bundle of entries holds the data of the leaves of one tile at level 0; here the data of each
/// leaf is a digest of 32 bytes.
public struct Tile: Hashable, Sendable, CustomStringConvertible {
    /// What a tile holds.
    public enum Kind: Hashable, Sendable {
        /// Hashes of the tree at this level, from 0.
        case hashes(level: Int)
        /// The data of the leaves.
        case entries
    }

    /// The number of hashes or entries in a full tile, 256.
    public static let fullWidth = 256

    /// What the tile holds.
    public let kind: Kind
    /// The index of the tile among those of its kind and level, from 0.
    public let index: Int
    /// The number of hashes or entries that it holds, 1 to 256.
    public let width: Int

    /// A tile; nothing when the level is not 0 to 63, the index is negative or beyond any tree, or the width not 1 to 256.
    public init?(_ kind: Kind, index: Int, width: Int = Tile.fullWidth) {
        if case .hashes(let level) = kind, !(0...63).contains(level) { return nil }
        guard 0...Int.max >> 8 ~= index, 1...Tile.fullWidth ~= width else { return nil }
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// The level of a tile of hashes; nothing for a bundle of entries.
    public var level: Int? {
        if case .hashes(let level) = kind { level } else { nil }
    }

    /// Whether the tile holds fewer than 256, because it is at the right edge of the tree.
    public var isPartial: Bool { width < Tile.fullWidth }

    /// The path beneath the log's address, for example `tile/0/x001/234.p/5` or `tile/entries/007`.
    public var path: String {
        var path = level.map { "tile/\($0)/" } ?? "tile/entries/"
        var groups: [Int] = [index % 1000]
        var rest = index / 1000
        while rest > 0 {
            groups.append(rest % 1000)
            rest /= 1000
        }
        for group in groups.dropFirst().reversed() { path += "x\(threeDigits(group))/" }
        path += threeDigits(groups[0])
        return isPartial ? path + ".p/\(width)" : path
    }

    /// The tile at a path; nothing when the path is not exactly as `path` would write it.
    public init?(path: String) {
        var parts = Array(path.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].elementsEqual("tile".utf8) else { return nil }
        let kind: Kind
        if parts[1].elementsEqual("entries".utf8) {
            kind = .entries
        } else {
            guard let level = decimal(parts[1]) else { return nil }
            kind = .hashes(level: level)
        }
        var width = Tile.fullWidth
        let suffix = Array(".p".utf8)
        if parts[parts.count - 2].suffix(2) == suffix[...] {
            guard let partial = decimal(parts[parts.count - 1]), partial < Tile.fullWidth else { return nil }
            width = partial
            parts.removeLast()
            parts[parts.count - 1].removeLast(2)
        }
        let groups = parts.dropFirst(2)
        var index = 0
        for (position, group) in zip(groups.indices, groups) {
            var digits = group
            if position != groups.endIndex - 1 {
                guard digits.popFirst() == UInt8(ascii: "x") else { return nil }
            }
            guard digits.count == 3, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
                return nil
            }
            let group = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            let (thousands, overflow) = index.multipliedReportingOverflow(by: 1000)
            guard !overflow, thousands <= Int.max - group else { return nil }
            index = thousands + group
            // A first group of x000 would be a second spelling of a shorter path.
            if index == 0, groups.count > 1 { return nil }
        }
        self.init(kind, index: index, width: width)
    }

    /// The path.
    public var description: String { path }

    /// The number of hashes that tile (level, index) has in a tree of this size: 0 when it has no such tile, at most 256.
    public static func width(level: Int, index: Int, size: Int) -> Int {
        guard level >= 0, 0...Int.max >> 8 ~= index, size > 0 else { return 0 }
        // A smart shift: by 64 bits or more it gives 0.
        return max(0, min(Tile.fullWidth, size >> (8 * min(level, 8)) - index * Tile.fullWidth))
    }

    /// Whether a tree of this size has the tile, whole or as the narrower tile that an earlier, smaller tree had.
    public func isPart(of size: Int) -> Bool {
        width <= Tile.width(level: level ?? 0, index: index, size: size)
    }

    /// The tiles of hashes and the bundles of entries of a tree of this size, partial ones included, that a tree of the size
    /// `since` did not have in the same width; bundles first, then hashes from level 0 upwards.
    public static func all(size: Int, since old: Int = 0) -> [Tile] {
        guard size > 0 else { return [] }
        var tiles: [Tile] = []
        func add(_ kind: Kind, level: Int) {
            let first = max(0, old) >> (8 * level) / fullWidth
            let last = (size >> (8 * level) - 1) / fullWidth
            guard first <= last else { return }
            for index in first...last {
                let width = width(level: level, index: index, size: size)
                if width != self.width(level: level, index: index, size: old),
                    let tile = Tile(kind, index: index, width: width)
                {
                    tiles.append(tile)
                }
            }
        }
        add(.entries, level: 0)
        var level = 0
        while size >> (8 * level) > 0 {
            add(.hashes(level: level), level: level)
            level += 1
        }
        return tiles
    }

    /// The tile's bytes: the hashes one after another, and in a bundle of entries two bytes before each with its length.
    ///
    /// - Throws: `TileError.count` when there are more or fewer hashes than the tile's width.
    public func encode(_ hashes: [Hash]) throws(TileError) -> [UInt8] {
        guard hashes.count == width else { throw .count(self, found: hashes.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for hash in hashes {
            if kind == .entries { bytes += [0, UInt8(Hash.byteCount)] }
            hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// The hashes in a tile's bytes, or the digests in a bundle's.
    ///
    /// - Throws: `TileError.length` when there are more or fewer bytes than the tile's width asks for, `TileError.entry` when
    ///   an entry of a bundle is not 32 bytes long.
    public func decode(_ bytes: some Collection<UInt8>) throws(TileError) -> [Hash] {
        guard bytes.count == byteCount else { throw .length(self, found: bytes.count) }
        let bytes = Array(bytes)
        let stride = byteCount / width
        var hashes: [Hash] = []
        hashes.reserveCapacity(width)
        for position in 0..<width {
            let end = (position + 1) * stride
            if kind == .entries, bytes[end - stride] != 0 || bytes[end - stride + 1] != Hash.byteCount {
                throw .entry(self, position: position)
            }
            guard let hash = Hash(bytes[end - Hash.byteCount..<end]) else { throw .entry(self, position: position) }
            hashes.append(hash)
        }
        return hashes
    }

    /// The number of bytes in the encoded tile.
    public var byteCount: Int { width * (kind == .entries ? Hash.byteCount + 2 : Hash.byteCount) }

    private func threeDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
}

/// Why tiles could not be written or read, or a proof not be made from them.
public enum TileError: Error, Equatable, CustomStringConvertible {
    /// There are not as many hashes as the tile is wide.
    case count(Tile, found: Int)
    /// The tile's bytes are not as many as its width asks for.
    case length(Tile, found: Int)
    /// The entry at this position of the bundle is not a digest of 32 bytes.
    case entry(Tile, position: Int)
    /// The tree has no tile of this level and index.
    case missing(level: Int, index: Int, size: Int)
    /// The tree has no leaf of this index.
    case noLeaf(index: Int, size: Int)
    /// No tree has this size, or a tree of the one size cannot have grown from one of the other.
    case size(old: Int, new: Int)

    /// A sentence that says what is wrong.
    public var description: String {
        switch self {
        case .count(let tile, let found): "\(tile) holds \(tile.width) hashes, not \(found)"
        case .length(let tile, let found): "\(tile) has \(tile.byteCount) bytes, not \(found)"
        case .entry(let tile, let position): "entry \(position) of \(tile) is not a digest of 32 bytes"
        case .missing(let level, let index, let size):
            "a tree of \(size) leaves has no tile \(index) at level \(level)"
        case .noLeaf(let index, let size): "a tree of \(size) leaves has no leaf \(index)"
        case .size(let old, let new): "a tree of \(new) leaves cannot have grown from one of \(old)"
        }
    }
}
