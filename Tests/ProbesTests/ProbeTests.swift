import Exchange
import Probes
import Testing

@Suite struct ProbeTests {
    @Test(arguments: Probe.all) func `whatever was found once, and whatever bytes begin with, is read or refused`(
        probe: Probe
    ) async throws {
        let seeds = try probe.seeds()
        #expect(!seeds.isEmpty)
        for bytes in try seeds + probe.kept() {
            try await probe.run(bytes)
            // Cut short, and with something behind.
            try await probe.run(Array(bytes.prefix(bytes.count / 2)))
            try await probe.run(bytes + [0x0A])
        }
        try await probe.run([])
    }

    @Test func `a bundle that was kept is verified by every later version`() async throws {
        let answer = await (try Golden.bundle.get()).verify(by: try Golden.trust.get())
        #expect(answer.faults == [])
        #expect(answer.verdict == .verified)
    }
}
