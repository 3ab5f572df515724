public import Domain
import HTML
import Merkle
import Record
public import Register
import Signatures
public import Vocabulary

extension Bundle {
    /// The bundle of an agreement whose text is frozen, as a viewer may have it.
    ///
    /// - Throws: `NotFound` where there is nothing for this viewer.
    public init<K: Kind>(
        of id: Identifier<Agreement<K>>, from register: Register, for viewer: Viewer
    ) throws {
        let exported = try register.exported(id, for: viewer)
        let text = try AgreementText(bytes: exported.text)
        var files: [String: [UInt8]] = [
            Name.text: exported.text,
            Name.document: AgreementDocument.page(of: text, digest: Digest(of: exported.text)).bytes,
            Name.checkpoint: Array(exported.checkpoint.utf8),
            Name.certificates: Array(PEM.encode(exported.signatures.map(\.certificate)).utf8),
            Name.readme: Array(
                Bundle.readme(of: text, signers: exported.signatures.map(\.seat.description).sorted()).utf8),
        ]
        for signature in exported.signatures { files[Name.signature(signature.seat.description)] = signature.cms }
        for (entry, inclusion) in exported.entries {
            files[Name.entry(entry.position)] = entry.bytes
            files[Name.inclusion(entry.position)] = Array(try inclusion.text(note: exported.checkpoint).utf8)
        }
        self.init(files: files)
    }

    /// How to check a bundle, with the register's program and without it.
    static func readme(of text: AgreementText, signers: [String]) -> String {
        let commands = signers.map { seat in
            """
                openssl cms -verify -binary -content \(Name.text) -inform DER \\
                    -in \(Name.signature(seat)) -CAfile root.pem -purpose any -out /dev/null

            """
        }.joined()
        return """
            A \(text.kind) from the record "\(text.log)": \(text.kind)/\(text.id)

            \(Name.text)      the exact bytes that were signed
            \(Name.document)      the same, to read
            signatures/         each signature, by the identifier of the seat that signed (CMS, detached, DER)
            \(Name.certificates)    the certificates of those seats, for reading and not for trust
            entries/            the entries of the record that tell of it, by position, byte for byte
            inclusion/          for each entry the proof that it is in the record (C2SP tlog-proof)
            \(Name.checkpoint)          the state of the record that the proofs lead to (C2SP signed note)

            TRUST

            Nothing in this folder says whose signatures these are: whoever forges a bundle forges all of it. Get two things
            from the register itself, from somebody who kept them, or on paper, and never from here:

                root.pem    the register's root certificate      at its address under /record/root
                the key     of the register's log, one line      at its address under /record/vkey

            WITH THE PROGRAM

                concordat verify . --root root.pem --key 'THE KEY'

            It ends with 0 and "verified", or says exactly what fails. Without --root and --key it can only say whether the
            bundle agrees with itself.

            WITHOUT IT

            The signatures, by OpenSSL 3:

            \(commands)
            The digest of \(Name.text) stands in the entry whose event is \(text.kind).frozen.1:

                sha256sum \(Name.text)

            An entry's leaf in the record's tree is SHA-256(0x00 || SHA-256(the file in entries/)), as in RFC 6962. Any
            program that reads c2sp.org/tlog-proof leads it to the checkpoint with the proof in inclusion/.

            """
    }
}
