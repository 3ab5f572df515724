import SwiftASN1
import X509

/// Certificates as text (RFC 7468), the form in which `openssl` and browsers exchange them.
public enum PEM {
    /// The certificates one after another, each between its BEGIN and END line, with a line feed at the end of every line.
    ///
    /// - Parameter certificates: DER.
    public static func encode(_ certificates: [[UInt8]]) -> String {
        certificates.map { PEMDocument(type: "CERTIFICATE", derBytes: $0).pemString + "\n" }.joined()
    }

    /// The certificates in a text, DER, in their order; words between them are passed over.
    ///
    /// - Throws: ``SignatureError/unreadableCertificate(_:)`` when there is none, one is damaged, or the text holds
    ///   something else, such as a private key.
    public static func decode(_ text: String) throws(SignatureError) -> [[UInt8]] {
        let documents: [PEMDocument]
        do {
            documents = try PEMDocument.parseMultiple(pemString: text)
        } catch {
            throw .unreadableCertificate(SignatureError.words(for: error))
        }
        guard !documents.isEmpty else { throw .unreadableCertificate("there is none in this text") }
        for document in documents {
            guard document.discriminator == "CERTIFICATE" else {
                throw .unreadableCertificate("the text holds a \(document.discriminator)")
            }
            _ = try Certificate(bytes: document.derBytes)
        }
        return documents.map(\.derBytes)
    }
}
