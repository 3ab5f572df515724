import Merkle

/// RFC 6962 section 2.1 as its text defines it, by recursion over leaf data: slow, and plainly right.
enum Reference {
    static func root(_ leaves: ArraySlice<[UInt8]>) -> Hash {
        guard let first = leaves.first else { return Hash(sha256: []) }
        if leaves.count == 1 { return Hash(sha256: [0] + first) }
        let middle = leaves.startIndex + split(leaves.count)
        return Hash(sha256: [1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Hash] {
        if leaves.count == 1 { return [] }
        let middle = leaves.startIndex + split(leaves.count)
        return index < split(leaves.count)
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - split(leaves.count), leaves[middle...]) + [root(leaves[..<middle])]
    }

    static func proof(_ old: Int, _ leaves: ArraySlice<[UInt8]>, whole: Bool = true) -> [Hash] {
        if old == leaves.count { return whole ? [] : [root(leaves)] }
        let middle = leaves.startIndex + split(leaves.count)
        return old <= split(leaves.count)
            ? proof(old, leaves[..<middle], whole: whole) + [root(leaves[middle...])]
            : proof(old - split(leaves.count), leaves[middle...], whole: false) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// A log held in memory: leaf data of two bytes and more, and the rows of hashes that its tiles are cut from.
struct Log {
    let data: [[UInt8]]
    private let rows: [[Hash]]

    init(size: Int) {
        data = (0..<size).map { Array("entry \($0)".utf8) }
        var rows = [data.map { Tree.leaf($0) }]
        while let row = rows.last, row.count >= Tile.fullWidth {
            rows.append((0..<row.count / 256).map { Tree.root(of: Array(row[$0 * 256..<$0 * 256 + 256])) })
        }
        self.rows = rows
    }

    func leaf(_ index: Int) -> Hash { rows[0][index] }

    func root(_ size: Int) -> Hash { Tree.root(of: Array(rows[0][..<size])) }

    func hashes(_ level: Int, _ index: Int, _ width: Int) -> [Hash] {
        Array(rows[level][index * 256..<index * 256 + width])
    }

    var tiles: HashTiles { HashTiles(read: hashes) }
}

func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

extension Hash {
    /// The same hash but for one bit.
    func tampered(bit: Int = 0) -> Hash {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return Hash(changed) ?? self
    }
}
