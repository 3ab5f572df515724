import SwiftASN1
import X509

/// Who signed, as the certificate in the signature says, and when, as the signature itself says.
///
/// Unless ``trusted``, all of it is only what the signature claims, and names may be empty.
public struct Signer: Equatable, Sendable {
    /// The name of the body that the seat belongs to.
    public let body: String
    /// The seat's title.
    public let seat: String
    /// The seat's identifier in the register.
    public let seatIdentifier: String
    /// The identifier in the register of the appointment for which the key was made.
    public let appointment: String
    /// When the signature says it was made, in milliseconds since 1970 and to the whole second, by the clock of whoever
    /// signed; nil when it does not say.
    public let signedAt: Int64?
    /// The certificate that the signature carries, DER.
    public let certificate: [UInt8]
    /// Whether the certificate was shown to follow from the root that was given.
    public let trusted: Bool

    static let seatAddress = "urn:concordat:seat:"
    static let appointmentAddress = "urn:concordat:appointment:"

    init(_ certificate: Certificate, signedAt: Int64?, trusted: Bool) throws {
        let addresses = try certificate.extensions.subjectAlternativeNames.map { Array($0) } ?? []
        func identifier(after prefix: String) -> String {
            for case .uniformResourceIdentifier(let address) in addresses where address.hasPrefix(prefix) {
                return String(address.dropFirst(prefix.count))
            }
            return ""
        }
        body = certificate.name(.RDNAttributeType.organizationName)
        seat = certificate.name(.title)
        seatIdentifier = identifier(after: Self.seatAddress)
        appointment = identifier(after: Self.appointmentAddress)
        self.signedAt = signedAt
        self.certificate = try certificate.bytes
        self.trusted = trusted
    }

    var namesASeat: Bool { ![body, seat, seatIdentifier, appointment].contains("") }
}
