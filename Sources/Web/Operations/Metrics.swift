import FoundationEssentials
import HTTPTypes
import Hummingbird
import Register
import Synchronization
import Views

extension Site {
    /// Who may read `/metrics`.
    public enum MetricsReaders: String, Sendable, CaseIterable {
        /// Programs on this machine that ask for it directly, and not through a server in front of the site.
        case loopback
        /// Everybody who reaches the site.
        case open
        /// Nobody.
        case off
    }

    /// What is counted and measured, for Prometheus.
    @Sendable func metrics(_ requests: RequestCounts, _ request: Request, _ visit: Visit) async -> Response {
        switch settings.metrics {
        case .off: return Site.plain(.notFound, "metrics are off: CONCORDAT_METRICS")
        case .loopback where !isLocal(request, visit):
            return Site.plain(.forbidden, "metrics are read on this machine only: CONCORDAT_METRICS")
        case .loopback, .open: break
        }
        var figures = Exposition()
        add(to: &figures, requests)
        add(to: &figures, register.standing(), await register.readiness(patience: .zero))
        addProcess(to: &figures)
        return Response(
            status: .ok, headers: [.contentType: Exposition.type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: figures.text)))
    }

    /// A server in front of the site connects from this machine too, but says for whom.
    func isLocal(_ request: Request, _ visit: Visit) -> Bool {
        let names: [HTTPField.Name] = [.xForwardedFor, .forwarded, .xRealIP, .via, .xForwardedHost, .xForwardedProto]
        guard let address = visit.remoteAddress?.ipAddress.flatMap(IPAddress.init) else { return false }
        return address.isLoopback && names.allSatisfy { request.headers[$0] == nil }
    }

    private func add(to figures: inout Exposition, _ requests: RequestCounts) {
        figures.add(
            "concordat_http_requests_total", .counter,
            "Requests answered, by route, whether they read or write, and class of status; not /healthz, /readyz, /metrics.",
            requests.all.map { one in
                (
                    [("route", one.route), ("method", "\(one.method)"), ("status", "\(one.statusClass)xx")],
                    Double(one.count)
                )
            })
        figures.add(
            "concordat_http_request_duration_seconds", "From a request's first line to the making of its answer.",
            RequestCounts.Method.allCases.map { ([("method", "\($0)")], requests.durations[$0.rawValue]) })
        figures.add(
            "concordat_http_connections", .gauge, "Connections that are open.", Double(tally.connections.count))
        figures.add(
            "concordat_http_requests_in_progress", .gauge, "Requests that have come and are not answered yet.",
            Double(requests.inProgress.load(ordering: .relaxed)))
        figures.add(
            "concordat_refusals_total", .counter,
            "Refused requests (422, 409), by rule of docs/rules.md; one for each rule that a request broke.",
            tally.refusals.all.map { ([("rule", $0.name)], Double($0.count)) })
        figures.add(
            "concordat_failures_total", .counter, "Requests that the program failed (5xx), by what failed.",
            tally.failures.all.map { ([("kind", $0.name)], Double($0.count)) })
        figures.add(
            "concordat_wrong_passwords_total", .counter,
            "Passwords that opened no account, at sign-in or when signing.",
            Double(tally.wrongPasswords.count))
        figures.add(
            "concordat_sign_in_limited_total", .counter, "Tries turned away because there had been too many.",
            Double(tally.limited.count))
    }

    private func add(to figures: inout Exposition, _ standing: Standing, _ readiness: Readiness) {
        figures.add(
            "concordat_entries_appended_total", .counter, "Entries that this process appended to the record.",
            Double(standing.appended))
        figures.add(
            "concordat_commits_total", .counter, "Durable commits of this process; writers that meet share one.",
            Double(standing.commits))
        figures.add(
            "concordat_commit_failures_total", .counter, "Commits of this process that failed.",
            Double(standing.failedCommits))
        figures.add("concordat_record_entries", .gauge, "Entries of the record.", standing.entries.map(Double.init))
        figures.add("concordat_views_entries", .gauge, "Entries that pages show.", Double(standing.viewed))
        figures.add(
            "concordat_views_lag_entries", .gauge, "Entries that pages do not show yet.",
            standing.entries.map { Double(max(0, $0 - standing.viewed)) })
        figures.add(
            "concordat_record_bytes", .gauge, "Length of record.sqlite.", standing.recordBytes.map(Double.init))
        figures.add("concordat_record_wal_bytes", .gauge, "Length of record.sqlite-wal.", Double(standing.logBytes))
        figures.add(
            "concordat_data_free_bytes", .gauge, "Room for this program on the disk of the data folder.",
            standing.freeBytes.map(Double.init))
        figures.add(
            "concordat_data_disk_bytes", .gauge, "Size of that disk.", standing.diskBytes.map(Double.init))
        figures.add(
            "concordat_ready", .gauge, "1 while the record can be read and written and pages hold all of it, else 0.",
            readiness == .ready ? 1 : 0)
    }

    private func addProcess(to figures: inout Exposition) {
        let process = ProcessFacts()
        figures.add("process_start_time_seconds", .gauge, "When the process began, since 1970.", process.began)
        figures.add("process_resident_memory_bytes", .gauge, "Memory that the process holds.", process.memory)
        figures.add("process_cpu_seconds_total", .counter, "Processor time that it has used.", process.processor)
        figures.add("process_open_fds", .gauge, "Files and connections that it has open.", process.openFiles)
        figures.add(
            "concordat_build_info", .gauge, "1; which build of the program this is.",
            [
                (
                    [
                        ("version", settings.build.version), ("swift", settings.build.compiler),
                        ("program", settings.build.digest),
                    ], 1
                )
            ])
    }
}

extension HTTPField.Name {
    static let xForwardedFor = Self("X-Forwarded-For")!
    static let xForwardedHost = Self("X-Forwarded-Host")!
    static let xForwardedProto = Self("X-Forwarded-Proto")!
    static let xRealIP = Self("X-Real-IP")!
    static let forwarded = Self("Forwarded")!
}
