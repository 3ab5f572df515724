import SwiftASN1
import X509

/// Why a key, a certificate or a signature was refused, each with a sentence for whoever reads it.
public enum SignatureError: Error, Equatable, Sendable {
    /// The bytes are not a P-256 private key.
    case unreadableKey
    /// The bytes are not an X.509 certificate that can be read; the reader's own words say where it stopped.
    case unreadableCertificate(String)
    /// The certificate offered as a root is not a root: it must sign itself, be marked as an authority and hold a P-256 key.
    case notARoot
    /// The certificate was given to another key.
    case keyMismatch
    /// A name or identifier that a certificate cannot carry: an empty one, or an identifier with characters that its
    /// address cannot hold. The value is the part that was refused: `body`, `seat`, `identifier`, `appointment` or `name`.
    case unusable(String)
    /// The time cannot be written: certificates reach from 1950 to 9999 and signing times from 1950 to 2049.
    case timeOutOfRange
    /// A certificate or a signature could not be made; the library's own words say why.
    case notMade(String)
    /// The bytes are not a detached CMS signature of the kind this room makes; the reader's own words say what is wrong.
    case malformed(String)
    /// The signature was made over other content than the content at hand.
    case changedContent
    /// The signature was not made by the key in the certificate it carries, or what was signed has been altered since.
    case wrongSignature
    /// The signature is good, but its certificate was not given by the root at hand.
    case unknownRoot
    /// The certificate was given by the root, but not for a seat to sign with.
    case notASeat
    /// The signature says that it was made before its certificate was given, or after the certificate ended.
    case untimely
}

extension SignatureError: CustomStringConvertible {
    /// The cause as one English sentence.
    public var description: String {
        switch self {
        case .unreadableKey: "These bytes are not a P-256 private key."
        case .unreadableCertificate(let detail): "This certificate cannot be read: \(detail)."
        case .notARoot: "This certificate is not a root that has signed itself and may certify others."
        case .keyMismatch: "This certificate was given to another key."
        case .unusable(let part): "A certificate cannot carry this \(part)."
        case .timeOutOfRange: "This time cannot be written in a certificate or a signature."
        case .notMade(let detail): "The signature or certificate could not be made: \(detail)."
        case .malformed(let detail): "This is not a detached CMS signature that can be checked: \(detail)."
        case .changedContent: "The content is not the content that was signed."
        case .wrongSignature: "The signature does not match the certificate it carries."
        case .unknownRoot: "The signature is good, but its certificate was not given by this root."
        case .notASeat: "The certificate was given by this root, but it does not name a seat that may sign."
        case .untimely: "The signature says it was made outside the time for which its certificate was given."
        }
    }
}

/// Why bytes that can be read are still not what they should be.
struct Unfit: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension SignatureError {
    /// The cause in words: the libraries' own descriptions end in the place of their source where they gave up.
    static func words(for error: any Error) -> String {
        switch error {
        case let unfit as Unfit: unfit.reason
        case SignatureError.unreadableCertificate(let detail): "its certificate cannot be read, as \(detail)"
        case let error as ASN1Error: "it is not encoded as it should be (\(error.code))"
        case let error as CertificateError: "it holds what a certificate here may not (\(error.code))"
        default: "\(error)"
        }
    }
}
