import ArgumentParser
import AsyncHTTPClient
import Exchange
import Foundation
import Merkle
import NIOCore
import Record
import Signatures
import Vocabulary

/// Checks a bundle, a register's folder, or a register by its address.
struct Verify: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        abstract: "Checks a bundle, a register's address or its folder.",
        discussion: """
            A bundle is a folder or its archive. An address is checked from outside: the checkpoint, every tile of the tree and
            every public entry. Trust comes from elsewhere: get the root from /record/root and the key from /record/vkey of
            the register earlier, or on paper. Without them the answer is "consistent, signer unknown".

            Example: concordat verify bundle --root root.pem --key 'localhost/record+0123abcd+AbCd'
            Example: concordat verify https://concordat.example --key KEY --since checkpoint.kept
            """)

    @Argument(help: "A bundle, an address, or the folder of a register.") var target: String

    @Option(help: ArgumentHelp("The register's root certificate, PEM.", valueName: "file")) var root: String?
    @Option(help: ArgumentHelp("The key of the register's log, or a file that holds it.", valueName: "vkey")) var key:
        String?
    @Option(help: ArgumentHelp("A checkpoint kept earlier.", valueName: "file")) var since: String?
    @OptionGroup var output: Output

    /// What was found, for programs.
    private struct Answer: Encodable {
        let verdict: Verification.Verdict
        let shown: [String]
        let open: [String]
        let refused: [String]
    }

    func run() async throws {
        let verification = try await verification(by: try trust())
        if output.json {
            Terminal.answer(
                Terminal.json(
                    Answer(
                        verdict: verification.verdict, shown: verification.shown, open: verification.open,
                        refused: verification.faults)))
            if verification.verdict == .refused { throw ExitCode(1) }
            return
        }
        for sentence in verification.shown { Terminal.answer(sentence) }
        guard verification.verdict != .refused else { throw Refused(verification.faults) }
        for sentence in verification.open { Terminal.answer("Not shown: " + sentence) }
        Terminal.answer(verification.verdict.rawValue)
    }

    private func trust() throws -> Trust {
        var trust = Trust()
        if let root {
            let certificates = try PEM.decode(String(decoding: try Terminal.file(root), as: UTF8.self))
            guard certificates.count == 1 else {
                throw Refused("\(root) holds \(certificates.count) certificates, not one")
            }
            trust.root = certificates[0]
        }
        if let key { trust.key = try Terminal.key(key) }
        if let since { trust.since = String(decoding: try Terminal.file(since), as: UTF8.self) }
        return trust
    }

    private func verification(by trust: Trust) async throws -> Verification {
        if target.hasPrefix("http://") || target.hasPrefix("https://") { return try await address(by: trust) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder) else {
            throw Refused("There is no \(target)")
        }
        if isFolder.boolValue, FileManager.default.fileExists(atPath: target + "/record.sqlite") {
            return try folder(by: trust)
        }
        let bundle =
            isFolder.boolValue
            ? try Exchange.Bundle(folder: target) : try Exchange.Bundle(archive: try Terminal.file(target))
        return await bundle.verify(by: trust)
    }

    /// Everything that a store holds, looked at from within and changed in nothing.
    private func folder(by trust: Trust) throws -> Verification {
        let book = try Book(opening: target + "/record.sqlite", clock: Settings.clock, randomness: .system)
        let faults = try book.check { Terminal.progress("Entries checked", $0, $1) }
        let (checkpoint, origins) = try book.read { (try $0.checkpoint(), try $0.origins()) }
        var verification = Verification(
            shown: [
                "Every one of the \(checkpoint.size) entries of \(checkpoint.origin), and every file and sealed text, is whole."
            ], faults: faults)
        verification.belongs(to: trust.key, origins)
        if let since = trust.since {
            try verification.goesOn(checkpoint, from: since, trust.key, origins) { size in
                try book.read { try $0.root(of: size) }
            }
        }
        try book.close()
        return Verification(
            shown: verification.faults.isEmpty ? verification.shown : [], faults: verification.faults)
    }

    /// A register from outside, with a limit on every answer's length and time.
    private func address(by trust: Trust) async throws -> Verification {
        var base = target
        while base.hasSuffix("/") { base.removeLast() }
        if !base.hasSuffix("/record") { base += "/record" }
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let check = RecordCheck(
            fetch: { [base] path, most in try await fetch("\(base)/\(path)", most, client) },
            progress: { Terminal.progress("Entries asked for", $0, $1) })
        do {
            let verification = try await check.run(by: trust)
            try await client.shutdown()
            return verification
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func fetch(_ address: String, _ most: Int, _ client: HTTPClient) async throws -> [UInt8]? {
        let (status, body): (String, HTTPClientResponse.Body)
        do {
            let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(60))
            // "404 Not Found": the type of the status belongs to a library that this room has no other use for.
            (status, body) = ("\(response.status)", response.body)
        } catch {
            throw Refused("\(address) cannot be reached: \(error)")
        }
        switch status.prefix(3) {
        case "200": break
        case "404", "410": return nil
        default: throw Refused("\(address) answered \(status)")
        }
        do {
            return Array(buffer: try await body.collect(upTo: most))
        } catch is NIOTooManyBytesError {
            throw Refused("\(address) is longer than the \(most) bytes that it may have")
        } catch {
            throw Refused("\(address) was not read to its end: \(error)")
        }
    }
}
