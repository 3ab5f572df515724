/// A tree read through its tiles: roots, frontiers and proofs for any size that the tiles hold.
public struct HashTiles {
    private let read: (_ level: Int, _ index: Int, _ width: Int) throws -> [Hash]

    /// A tree whose tiles `read` fetches: the hashes of the C2SP tile of this level and index, `width` of them.
    ///
    /// The methods below ask for each tile once at most, in the width that it has in the tree of the size asked about, and
    /// pass on what `read` throws.
    public init(read: @escaping (_ level: Int, _ index: Int, _ width: Int) throws -> [Hash]) {
        self.read = read
    }

    /// The root of the tree of this many leaves.
    ///
    /// - Throws: `TileError` when the size is negative or a tile has the wrong number of hashes.
    public func root(size: Int) throws -> Hash {
        try frontier(size: size).root
    }

    /// The frontier of the tree of this many leaves, from which it can grow on.
    ///
    /// - Throws: `TileError` when the size is negative or a tile has the wrong number of hashes.
    public func frontier(size: Int) throws -> Frontier {
        guard size >= 0 else { throw TileError.size(old: 0, new: size) }
        var reading = Reading(read: read, size: size)
        var hashes: [Hash] = []
        var start = 0
        while start < size {
            let length = largestPower(atMost: size - start)
            hashes.append(try reading.root(start, start + length))
            start += length
        }
        guard let frontier = Frontier(size: size, hashes: hashes) else { throw TileError.size(old: 0, new: size) }
        return frontier
    }

    /// The proof that the leaf of this index, from 0, is in the tree of this many leaves (RFC 6962 section 2.1.1).
    ///
    /// - Throws: `TileError` when there is no such leaf or a tile has the wrong number of hashes.
    public func inclusion(of index: Int, in size: Int) throws -> InclusionProof {
        guard index >= 0, index < size else { throw TileError.noLeaf(index: index, size: size) }
        var reading = Reading(read: read, size: size)
        var hashes: [Hash] = []
        var (start, end) = (0, size)
        while end - start > 1 {
            let middle = start + largestPower(atMost: end - start - 1)
            if index < middle {
                hashes.append(try reading.root(middle, end))
                end = middle
            } else {
                hashes.append(try reading.root(start, middle))
                start = middle
            }
        }
        return InclusionProof(index: index, size: size, hashes: hashes.reversed())
    }

    /// The proof that the tree of `size` leaves begins with the tree of `old` leaves (RFC 6962 section 2.1.2).
    ///
    /// Its hashes are empty when the sizes are equal or the old tree had no leaves.
    /// - Throws: `TileError` when the old tree is the larger or a tile has the wrong number of hashes.
    public func consistency(from old: Int, to size: Int) throws -> ConsistencyProof {
        guard old >= 0, old <= size else { throw TileError.size(old: old, new: size) }
        guard old > 0, old < size else { return ConsistencyProof(old: old, size: size, hashes: []) }
        var reading = Reading(read: read, size: size)
        var hashes: [Hash] = []
        var (start, end) = (0, size)
        while old < end {
            let middle = start + largestPower(atMost: end - start - 1)
            if old <= middle {
                hashes.append(try reading.root(middle, end))
                end = middle
            } else {
                hashes.append(try reading.root(start, middle))
                start = middle
            }
        }
        // Whoever checks the proof holds the old root already, when the old tree is one complete subtree.
        if start > 0 { hashes.append(try reading.root(start, end)) }
        return ConsistencyProof(old: old, size: size, hashes: hashes.reversed())
    }
}

/// One question to the tiles of a tree of one size; it keeps the tiles that it has read.
private struct Reading {
    private struct Place: Hashable {
        let level: Int
        let index: Int
    }

    let read: (Int, Int, Int) throws -> [Hash]
    let size: Int
    private var tiles: [Place: [Hash]] = [:]

    init(read: @escaping (Int, Int, Int) throws -> [Hash], size: Int) {
        self.read = read
        self.size = size
    }

    /// The root over the leaves from `start` up to `end`, where `start` is a multiple of the power of two that the length
    /// does not exceed: so the standard's own division leads to it.
    mutating func root(_ start: Int, _ end: Int) throws -> Hash {
        let length = largestPower(atMost: end - start)
        let left = try subtree(level: length.trailingZeroBitCount, index: start / length)
        return length == end - start ? left : Tree.node(left, try root(start + length, end))
    }

    /// The root of the complete subtree of 2 to the power of `level` leaves.
    private mutating func subtree(level: Int, index: Int) throws -> Hash {
        let height = level % 8
        let first = index << height
        let hashes = try tile(level: level / 8, index: first / Tile.fullWidth)
        let offset = first % Tile.fullWidth
        return Tree.root(of: Array(hashes[offset..<offset + 1 << height]))
    }

    private mutating func tile(level: Int, index: Int) throws -> [Hash] {
        let place = Place(level: level, index: index)
        if let hashes = tiles[place] { return hashes }
        let width = Tile.width(level: level, index: index, size: size)
        guard let tile = Tile(.hashes(level: level), index: index, width: width) else {
            throw TileError.missing(level: level, index: index, size: size)
        }
        let hashes = try read(level, index, width)
        guard hashes.count == width else { throw TileError.count(tile, found: hashes.count) }
        tiles[place] = hashes
        return hashes
    }
}

/// The largest power of two that is not greater than a number of 1 or more.
private func largestPower(atMost number: Int) -> Int {
    1 << (Int.bitWidth - 1 - number.leadingZeroBitCount)
}
