/// A piece of a page: markup as UTF-8 bytes, built by string interpolation.
///
/// What stands in the literal is markup. An interpolated `String` is text and comes out escaped; an interpolated `HTML`
/// is markup already. Literals are `StaticString`s, so no text that came from a person can be taken for one.
public struct HTML: ExpressibleByStringInterpolation, Equatable, Sendable {
    /// The markup in UTF-8, as it is sent.
    public private(set) var bytes: [UInt8]

    /// Nothing at all.
    public init() {
        bytes = []
    }

    /// Markup written in the program.
    public init(stringLiteral literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    /// Markup with values in it.
    public init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    /// Pieces one after the other.
    public init(_ pieces: some Sequence<HTML>) {
        bytes = []
        for piece in pieces { bytes.append(contentsOf: piece.bytes) }
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The markup as a string: for tests and for files; pages send `bytes`.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Two pieces one after the other.
    public static func + (first: HTML, second: HTML) -> HTML {
        var sum = first
        sum += second
        return sum
    }

    /// Adds a piece at the end.
    public static func += (first: inout HTML, second: HTML) {
        first.bytes.append(contentsOf: second.bytes)
    }
}

extension HTML {
    /// What gathers the literals and values of one interpolation.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        @usableFromInline var bytes: [UInt8] = []

        /// Makes room for the literals and a few bytes for each value.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        /// Markup written in the program.
        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// Markup as it is; nil is nothing.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Markup as it is.
        public mutating func appendInterpolation(_ html: HTML) {
            bytes.append(contentsOf: html.bytes)
        }

        /// Pieces of markup one after the other.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }

        /// Text, escaped for the content of an element or a quoted attribute.
        ///
        /// Directly behind `href="`, `src="`, `style="` or another attribute whose text a browser follows or runs,
        /// `about:invalid` is written instead: such places take `\(to:)`.
        public mutating func appendInterpolation(_ text: some StringProtocol) { appendInterpolation(String(text)) }

        /// The same for the type that most text has.
        public mutating func appendInterpolation(_ text: String) {
            if bytes.endInsideActiveAttribute {
                appendLiteral("about:invalid")
            } else {
                bytes.append(escaping: text)
            }
        }

        /// A whole number in digits.
        public mutating func appendInterpolation(_ number: Int) {
            bytes.append(contentsOf: String(number).utf8)
        }

        /// What `render` makes of each item, in their order.
        @inlinable
        public mutating func appendInterpolation<Items: Sequence>(
            each items: Items, _ render: (Items.Element) -> HTML
        ) {
            for item in items { bytes.append(contentsOf: render(item).bytes) }
        }

        /// The markup if the condition holds, otherwise nothing.
        public mutating func appendInterpolation(when condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { bytes.append(contentsOf: html().bytes) }
        }

        /// A whole attribute with a space before it, ` name="value"`; nothing for nil. Only for attributes that hold text:
        /// those that a browser follows or runs are left with `about:invalid`.
        public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            appendLiteral(" ")
            appendLiteral(name)
            appendLiteral("=\"")
            appendInterpolation(value)
            appendLiteral("\"")
        }

        /// A checked web address, for `href` and `src`.
        public mutating func appendInterpolation(to address: WebAddress) {
            bytes.append(escaping: address.description)
        }

        /// An address that another room's type vouches for, for `href`, `src` and `action`: a type that can only hold
        /// addresses of the site itself adds its own `\(to:)` with this.
        public mutating func appendAddress(_ vouchedFor: String) {
            bytes.append(escaping: vouchedFor)
        }
    }
}
