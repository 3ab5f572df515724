import SwiftASN1

/// What a signature's only signer signed: the type and digest of the content, beside which a signing time may stand
/// (RFC 5652, 5.3 and 11).
///
/// The certificate library reads these too, but accepts a signature that has none and does not look at the content's type.
/// Without them the bytes that are signed for one content could be passed off as the signature of another (RFC 5652, 5.4
/// signs the attributes instead of the content, in the same way), so this room demands them.
struct SignedAttributes {
    private typealias Table = [ASN1ObjectIdentifier: [ASN1Any]]

    /// The SHA-256 of the content that was signed.
    let digest: [UInt8]

    init(of signature: [UInt8]) throws {
        let attributes = try DER.sequence(DER.parse(signature), identifier: .sequence) { nodes in
            try Self.expect(ASN1ObjectIdentifier(derEncoded: &nodes) == .signedData, "it is not signed data")
            return try DER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { node in
                try DER.sequence(node, identifier: .sequence, Self.signedData)
            }
        }
        try Self.expect(
            attributes[.contentType] == [ASN1Any(erasing: ASN1ObjectIdentifier.data)],
            "it does not say that it signs plain data")
        guard let value = attributes[.messageDigest], value.count == 1 else {
            throw Unfit("it has no digest of the content")
        }
        digest = try Array(ASN1OctetString(asn1Any: value[0]).bytes)
        if let time = attributes[.signingTime] { try Self.expect(time.count == 1, "it has two signing times") }
    }

    /// SignedData, of which version 1 (RFC 5652, 5.1) is the one that names its signer by issuer and serial number.
    private static func signedData(_ nodes: inout ASN1NodeCollection.Iterator) throws -> Table {
        try expect(Int(derEncoded: &nodes) == 1, "its version is not 1")
        try expect(nodes.next()?.identifier == .set, "it does not list its digests")
        let content = try DER.sequence(of: ASN1Any.self, identifier: .sequence, nodes: &nodes)
        try expect(content == [ASN1Any(erasing: ASN1ObjectIdentifier.data)], "it is not detached from its content")
        try expect(nodes.next()?.identifier == Self.tagged, "it carries no certificate")
        let signers = try DER.set(of: AttributesOfOne.self, identifier: .set, nodes: &nodes)
        try expect(signers.count == 1, "it does not have one signer")
        return signers[0].attributes
    }

    private static let tagged = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)

    private static func expect(_ holds: Bool, _ reason: String) throws {
        guard holds else { throw Unfit(reason) }
    }

    /// One SignerInfo (RFC 5652, 5.3), read for its attributes only.
    private struct AttributesOfOne: DERParseable {
        let attributes: Table

        init(derEncoded node: ASN1Node) throws {
            attributes = try DER.sequence(node, identifier: .sequence) { nodes in
                try expect(Int(derEncoded: &nodes) == 1, "its signer's version is not 1")
                try expect(nodes.next()?.identifier == .sequence, "it does not say whose certificate it is by")
                let algorithm = try DER.sequence(of: ASN1Any.self, identifier: .sequence, nodes: &nodes)
                try expect(
                    algorithm.first == ASN1Any(erasing: ASN1ObjectIdentifier.sha256), "its digest is not SHA-256")
                guard let node = nodes.next() else { throw Unfit("it is cut short") }
                let list = try DER.set(of: Attribute.self, identifier: tagged, rootNode: node)
                // The signature and any attributes that are not signed follow; the library reads them.
                while nodes.next() != nil {}
                let table = Dictionary(list.map { ($0.type, $0.values) }) { first, _ in first }
                // A second attribute of a type could say something else than the first.
                try expect(table.count == list.count, "it says something twice")
                return table
            }
        }
    }

    private struct Attribute: DERParseable {
        let type: ASN1ObjectIdentifier
        let values: [ASN1Any]

        init(derEncoded node: ASN1Node) throws {
            (type, values) = try DER.sequence(node, identifier: .sequence) { nodes in
                (
                    try ASN1ObjectIdentifier(derEncoded: &nodes),
                    try DER.set(of: ASN1Any.self, identifier: .set, nodes: &nodes)
                )
            }
        }
    }
}

extension ASN1ObjectIdentifier {
    /// RFC 5652: content types and attributes.
    fileprivate static let data: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 1]
    fileprivate static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
    fileprivate static let contentType: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 3]
    fileprivate static let messageDigest: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 4]
    fileprivate static let signingTime: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 5]
    /// NIST: 2.16.840.1.101.3.4.2.1.
    fileprivate static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]
}
