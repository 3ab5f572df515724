extension Double {
    /// The number as a person reads it, with so many digits behind the point and a comma before every three before it:
    /// `-1,234.50`. It is rounded half away from zero, and exact up to a thousand billion.
    ///
    /// What is rounded is the number that was published, which is the shortest text of it: 1.005 is no exact Double, and is 1.01
    /// with two digits all the same.
    public func text(decimals: Int) -> String {
        guard isFinite else { return description }
        return Double.text(of: scaled(decimals), decimals: decimals)
    }

    /// The number times ten to the power of `decimals` (0 to 12), rounded half away from zero: 65 for 64.5 with none. Two numbers
    /// are the same at so many decimals where these are.
    func scaled(_ decimals: Int) -> Int128 {
        guard isFinite else { return 0 }
        var (digits, behind, exponent) = (Int128(0), 0, 0)
        var (isBehind, isExponent, isSmall) = (false, false, false)
        for byte in magnitude.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): isBehind = true
            case UInt8(ascii: "e"): isExponent = true
            case UInt8(ascii: "-"): isSmall = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isExponent {
                    exponent = exponent * 10 + Int(byte - 0x30)
                } else {
                    digits = digits * 10 + Int128(byte - 0x30)
                    if isBehind { behind += 1 }
                }
            default: break
            }
        }
        let power = (isSmall ? -exponent : exponent) - behind + Swift.min(Swift.max(decimals, 0), 12)
        // Beyond what there is to publish: more than the greatest sum of any state.
        let size =
            power >= 0 ? digits * Int128.ten(Swift.min(power, 18)) : digits.divided(by: .ten(Swift.min(-power, 36)))
        return self < 0 ? -size : size
    }

    /// The text of a number that was brought to whole ones by `scaled`.
    static func text(of scaled: Int128, decimals: Int) -> String {
        let decimals = Swift.min(Swift.max(decimals, 0), 12)
        var whole = String(scaled.magnitude)
        whole = String(repeating: "0", count: Swift.max(decimals + 1 - whole.utf8.count, 0)) + whole
        let behind = whole.suffix(decimals)
        whole.removeLast(decimals)
        var grouped = ""
        while whole.utf8.count > 3 {
            grouped = ",\(whole.suffix(3))\(grouped)"
            whole.removeLast(3)
        }
        return (scaled < 0 ? "-" : "") + whole + grouped + (decimals == 0 ? "" : ".\(behind)")
    }

    /// The number as it was published: with as many digits behind the point as it has, up to six.
    var published: String {
        let most = scaled(6)
        let decimals = (0..<6).first { scaled($0) * .ten(6 - $0) == most } ?? 6
        return text(decimals: decimals)
    }

    /// The difference between this number and another, free of what binary fractions add: 0.35 less 0.1 is 0.25.
    public func less(_ other: Double) -> Double { Double.fine(scaled(9) - other.scaled(9)) }

    /// The number nearest to the one that has these digits with nine behind the point.
    static func fine(_ digits: Int128) -> Double {
        // Read as a text it is rounded once; a quotient of what is itself rounded would be rounded twice.
        let text = String(repeating: "0", count: 10) + String(digits.magnitude)
        let size = Double("\(text.dropLast(9)).\(text.suffix(9))") ?? 0
        return digits < 0 ? -size : size
    }
}

extension Int128 {
    /// Ten to a power.
    static func ten(_ power: Int) -> Int128 { (0..<power).reduce(1) { ten, _ in ten * 10 } }

    /// What it is shared among so many, rounded half away from zero.
    func divided(by parts: Int128) -> Int128 {
        let (share, rest) = magnitude.quotientAndRemainder(dividingBy: parts.magnitude)
        let size = Int128(share) + (rest >= parts.magnitude - rest ? 1 : 0)
        return (self < 0) == (parts < 0) ? size : -size
    }
}
