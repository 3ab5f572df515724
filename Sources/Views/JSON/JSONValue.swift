/// A value of a JSON text, from which anything `Decodable` is read: what Foundation's reader makes of the record's events,
/// in a tenth of the time.
struct JSONValue: Decoder {
    let text: JSONText
    let index: Int

    /// The whole of a text.
    init(_ bytes: [UInt8]) throws(NotJSON) { self.init(try JSONText(bytes), 0) }

    init(_ text: JSONText, _ index: Int) {
        self.text = text
        self.index = index
    }

    // Events are small: what was expected, and the entry, tell where.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private var mark: JSONText.Mark { text.marks[index] }
    var isNull: Bool { mark.sort == .null }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard mark.sort == .object else { throw unlike([String: Any].self) }
        return KeyedDecodingContainer(JSONFields(text: text, object: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard mark.sort == .array else { throw unlike([Any].self) }
        return JSONElements(text: text, array: index)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func unlike(_ type: Any.Type) -> DecodingError {
        DecodingError.typeMismatch(
            type, DecodingError.Context(codingPath: [], debugDescription: "expected \(type), found \(mark.sort)"))
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        guard mark.sort == .number else { throw unlike(type) }
        guard let value = text.integer(at: index, type) else { throw damaged("a number that is no \(type)") }
        return value
    }

    func fraction() throws -> Double {
        guard mark.sort == .number else { throw unlike(Double.self) }
        guard let value = text.fraction(at: index) else { throw damaged("a number that is too large") }
        return value
    }

    private func damaged(_ what: String) -> DecodingError {
        DecodingError.dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: what))
    }
}

extension JSONValue: SingleValueDecodingContainer {
    func decodeNil() -> Bool { isNull }

    func decode(_: Bool.Type) throws -> Bool {
        switch mark.sort {
        case .yes: true
        case .no: false
        default: throw unlike(Bool.self)
        }
    }

    func decode(_: String.Type) throws -> String {
        guard mark.sort == .string else { throw unlike(String.self) }
        guard let value = text.string(at: index) else { throw damaged("a string that is no text") }
        return value
    }

    func decode(_: Double.Type) throws -> Double { try fraction() }
    func decode(_: Float.Type) throws -> Float { Float(try fraction()) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode<Value: Decodable>(_: Value.Type) throws -> Value { try Value(from: self) }
}
