import Vocabulary

extension Figure {
    /// Reads a cell of a published file: a number, or a mark that says why there is none. Nil for anything else.
    ///
    /// The marks are those of the Department's releases: `x` and `SUPP` suppressed, `c` confidential, `.` not applicable, `LOWCOV` low
    /// coverage; `-`, `..`, `:`, `z`, `NA` and an empty cell not available.
    init?(published cell: ArraySlice<UInt8>) {
        if let value = Double(plain: cell) {
            self = .value(value)
            return
        }
        let text = String(decoding: cell.trimmed, as: UTF8.self)
        if let mark = Figure.marks[text] {
            self = .missing(mark)
        } else {
            guard !text.utf8.contains(where: { $0 == 0x78 || $0 == 0x58 }), let value = Double(text), value.isFinite
            else {
                return nil
            }
            self = .value(value)
        }
    }

    private static let marks: [String: Missing] = [
        "": .notAvailable, "-": .notAvailable, "..": .notAvailable, ":": .notAvailable, "z": .notAvailable,
        "NA": .notAvailable, "x": .suppressed, "SUPP": .suppressed, "c": .confidential, ".": .notApplicable,
        "LOWCOV": .lowCoverage,
    ]
}

extension Double {
    /// The value of digits with at most a sign before and a point between them, where it can be had exactly: a whole number below 2⁵³ divided by a power of ten up
    /// to 10²² is the nearest number there is (Clinger, 1990). Nil for any other text, which is read the long way.
    init?(plain cell: ArraySlice<UInt8>) {
        var (whole, digits, behind, isNegative) = (0 as UInt64, 0, -1, false)
        for (place, byte) in zip(0..., cell) {
            switch byte {
            case 0x30...0x39:
                guard digits < 15 else { return nil }
                whole = whole &* 10 &+ UInt64(byte &- 0x30)
                digits += 1
                if behind >= 0 { behind += 1 }
            case 0x2E where behind < 0 && digits > 0: behind = 0
            case 0x2D where place == 0: isNegative = true
            default: return nil
            }
        }
        guard digits > 0, behind != 0 else { return nil }
        let value = behind > 0 ? Double(whole) / Double.powers[behind] : Double(whole)
        self = isNegative ? -value : value
    }

    private static let powers: [Double] = [
        1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
