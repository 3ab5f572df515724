import Testing

@testable import Web

@Suite struct OperationsTests {
    // MARK: Figures as text

    @Test func `a figure has its help and sort once, and its labels escaped`() {
        var figures = Exposition()
        figures.add(
            "a_total", .counter, "What\\ever\nit \"is\".",
            [([("rule", "a\"b\\c\nd")], 3), ([("rule", "x"), ("route", "/")], 0.25)])
        figures.add("unknown", .gauge, "Not known.", nil)
        figures.add("none_total", .counter, "None.", [])
        #expect(
            figures.text == """
                # HELP a_total What\\\\ever\\nit "is".
                # TYPE a_total counter
                a_total{rule="a\\"b\\\\c\\nd"} 3
                a_total{rule="x",route="/"} 0.25

                """)
    }

    @Test func `times fall in the first bucket that holds them, and each bucket counts those before it`() {
        let histogram = Histogram()
        for nanoseconds in [0, 1_000_000, 1_000_001, 99_000_000, 11_000_000_000] { histogram.add(nanoseconds) }
        #expect(histogram.cumulative == [2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5])
        var figures = Exposition()
        figures.add("t_seconds", "Times.", [([("method", "read")], histogram)])
        let lines = figures.text.split(separator: "\n")
        #expect(lines.count == 2 + 14 + 2)
        #expect(lines[2] == "t_seconds_bucket{method=\"read\",le=\"0.001\"} 2")
        #expect(lines[15] == "t_seconds_bucket{method=\"read\",le=\"+Inf\"} 5")
        #expect(lines[16] == "t_seconds_sum{method=\"read\"} 11.101000001")
        #expect(lines[17] == "t_seconds_count{method=\"read\"} 5")
    }

    @Test func `requests are counted by the pattern of their route, and what has none together`() {
        let requests = RequestCounts(routes: ["/compacts/:id", "/", "/compacts/:id"])
        #expect(requests.routes == ["/", "/compacts/:id", "other"])
        requests.add("/compacts/:id", .read, status: 200, nanoseconds: 1)
        requests.add("/compacts/:id", .read, status: 204, nanoseconds: 1)
        requests.add("/compacts/:id", .write, status: 422, nanoseconds: 1)
        requests.add(nil, .read, status: 404, nanoseconds: 1)
        requests.add("/made/up", .write, status: 999, nanoseconds: 1)
        let lines = requests.all.map { "\($0.route) \($0.method) \($0.statusClass) \($0.count)" }
        #expect(lines == ["/compacts/:id read 2 2", "/compacts/:id write 4 1", "other read 4 1", "other write 5 1"])
        #expect(requests.durations.map { $0.cumulative.last } == [3, 2])
    }

    @Test func `there are never more names than a program can have`() {
        let counters = NamedCounters()
        for number in 0..<2000 { counters.add("rule.\(number)") }
        counters.add("rule.3")
        #expect(counters.all.count == 501)
        #expect(counters.all.map(\.count).reduce(0, +) == 2001)
        #expect(counters.all.first { $0.name == "rule.3" }?.count == 2)
    }

    @Test func `counts of many tasks at once are exact`() async {
        let requests = RequestCounts(routes: ["/"])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { for _ in 0..<1000 { requests.add("/", .read, status: 200, nanoseconds: 3_000_000) } }
            }
        }
        #expect(requests.all.map(\.count) == [16_000])
        #expect(requests.durations[0].cumulative.last == 16_000)
        #expect(requests.durations[0].sum == 48_000_000_000)
    }

    // MARK: Who asks

    @Test(arguments: [
        // Nobody is believed: the connection counts.
        ("", "192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        // The server in front of the site says for whom.
        ("127.0.0.1", "127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        // What somebody sent themselves stands before it.
        ("127.0.0.1", "127.0.0.1", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", ["127.0.0.1, 198.51.100.7"], "198.51.100.7"),
        // Two servers, both believed; then only one.
        ("127.0.0.1,10.0.0.0/8", "127.0.0.1", ["203.0.113.9, 198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", ["198.51.100.7, 10.1.2.3"], "10.1.2.3"),
        // All of them are believed servers: the first of them asks.
        ("10.0.0.0/8", "10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        // Whoever connects from elsewhere is not believed.
        ("127.0.0.1", "192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        // No address, or none that can be read.
        ("127.0.0.1", "127.0.0.1", [], "127.0.0.1"), ("127.0.0.1", "127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["198.51.100.7, unknown"], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["198.51.100.7,"], "127.0.0.1"),
        ("127.0.0.1 10.0.0.0/8", "127.0.0.1", ["198.51.100.7, nonsense, 10.0.0.9"], "10.0.0.9"),
        // Ports, brackets and the two versions.
        ("127.0.0.1", "127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("::1", "::1", ["[2001:db8::7]:4711"], "2001:db8::7"), ("::1", "::1", ["2001:db8::7"], "2001:db8::7"),
        ("127.0.0.1", "::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("2001:db8::/33", "2001:db8:7fff::1", ["192.0.2.5"], "192.0.2.5"),
        ("2001:db8::/33", "2001:db8:8000::1", ["192.0.2.5"], "2001:db8:8000::1"),
        ("0.0.0.0/0", "::1", ["192.0.2.5"], "::1"),
    ])
    func `the client is the last hop that a believed server did not write of itself`(
        trusted: String, connection: String, forwarded: [String], client: String
    ) throws {
        let proxies = try #require(Proxies(trusted))
        #expect(proxies.client(of: connection, forwarded: forwarded) == client)
    }

    @Test(arguments: [
        "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0", "::1/129", "::g", "10.0.0.0/",
    ])
    func `what is neither an address nor a network is refused`(text: String) { #expect(Proxies(text) == nil) }

    @Test func `loopback is what stays on this machine`() {
        for text in ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == true)
        }
        for text in ["128.0.0.1", "::2", "::", "2001:db8::1", "10.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == false)
        }
    }

    // MARK: The process

    @Test func `the system tells when this process began and what it holds`() throws {
        let facts = ProcessFacts()
        #expect(try #require(facts.memory) > 1_000_000)
        #expect(try #require(facts.began) > 1_500_000_000)
        #expect(try #require(facts.openFiles) >= 3)
        #expect(try #require(facts.processor) > 0)
    }
}
