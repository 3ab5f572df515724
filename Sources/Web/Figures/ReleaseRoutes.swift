import Domain
import Exchange
import HTTPTypes
import Hummingbird
import Logging
import Register
import Statistics
import Views
import Vocabulary

extension Site {
    /// The releases of figures, and what takes them in.
    func addReleases(_ router: Router<Visit>) {
        router.get("releases") { request, visit in
            let page = ReleasesPage(releases: try register.views.releases(), mayPublish: try mayPublish(visit))
            return self.page(page, request, visit)
        }
        router.get("releases.json") { request, visit in
            let rows = try register.views.releases()
            return try json(
                ListAnswer(total: rows.count, page: 1, size: max(rows.count, 1), rows: rows), request, visit)
        }
        router.get("releases.csv") { request, visit in
            csv(try register.views.releases().csv, named: "releases", request, visit)
        }
        router.get("releases/new") { request, visit in
            let sitting = try publisher(visit)
            var page = NewReleasePage(fresh: register.randomness.identifier(), token: visit.formToken)
            page.waiting = try register.uploads(by: sitting)
            page.mappings = try register.mappingNames()
            return self.page(page, request, visit)
        }
        router.post("releases/uploads", use: sendFiles)
        router.get("releases/uploads/:id", use: showUpload)
        router.post("releases/uploads/:id/releases") { request, visit in
            let (id, sitting) = (try uploadNamed(visit), try publisher(visit))
            _ = try await form(request, visit)
            do { _ = try await register.take(id, by: sitting) } catch let refusal as Refusal {
                var again = UploadPage(
                    id: id, upload: try register.upload(id, by: sitting), token: visit.formToken)
                again.problems = [FormProblem](refusal)
                return page(again, request, visit, status: refusal.status)
            }
            return redirect(.upload(id), visit)
        }
        router.post("releases/uploads/:id/removal") { request, visit in
            let (id, sitting) = (try uploadNamed(visit), try publisher(visit))
            _ = try await form(request, visit)
            try await register.discard(id, by: sitting)
            return redirect(.releases, visit)
        }
        addMappings(router)
        router.get("releases/:id", use: showRelease)
        router.get("releases/:id/files/:number", use: sendFile)
        router.post("releases/:id/withdrawal", use: withdrawRelease)
    }

    /// Whether the seat may take figures in: in the Department only.
    func mayPublish(_ visit: Visit) throws -> Bool {
        guard visit.may(.publish), let body = visit.session?.sitting?.body else { return false }
        return try register.views.body(body)?.sort == .department
    }

    /// Somebody who sits in a seat that takes figures in; for everybody else there is no such page.
    func publisher(_ visit: Visit) throws -> Sitting {
        let sitting = try visit.requireSitting()
        guard try mayPublish(visit) else { throw NotFound() }
        return sitting
    }

    func uploadNamed(_ visit: Visit) throws -> Identifier<Upload> { try visit.identifier("id") }

    /// The most bytes of files that are sent at once.
    private static let mostUploaded = 64 << 20

    @Sendable private func sendFiles(_ request: Request, _ visit: Visit) async throws -> Response {
        // Before so much is read.
        let sitting = try publisher(visit)
        let form = try await form(request, visit, upTo: Site.mostUploaded)
        guard let id = form.identifier("id", of: Upload.self) else { throw Form.unreadable }
        do {
            let files = ["file", "meta"].compactMap { form.files[$0] }.filter { !$0.bytes.isEmpty }
            guard form.files["file"].map({ !$0.bytes.isEmpty }) == true else {
                throw Refusal(Fault("upload.file", field: "file", "Choose a file that is not empty"))
            }
            var wishes = Intake.Wishes()
            (wishes.set, wishes.title, wishes.publisher) = (
                form.maybe("set"), form.maybe("title"), form.maybe("publisher")
            )
            (wishes.licence, wishes.address) = (form.maybe("licence"), form.maybe("source"))
            if let typed = form.maybe("year") {
                guard let year = Int(typed), (1990...2199).contains(year) else {
                    throw Refusal(Fault("upload.year", field: "year", "Give the year as four digits, such as 2019"))
                }
                wishes.year = year
            }
            try await register.send(id, files.map { ($0.plainName, Array($0.bytes)) }, wishes, by: sitting)
        } catch let refusal as Refusal {
            var again = NewReleasePage(fresh: register.randomness.identifier(), token: visit.formToken)
            again.typed = form.named("")
            again.problems = [FormProblem](refusal)
            return page(again, request, visit, status: refusal.status)
        }
        beginReading(id, sitting, visit)
        return redirect(.upload(id), visit)
    }

    /// Reads files beside the requests; where that fails, the page of the upload begins it again.
    func beginReading(_ id: Identifier<Upload>, _ sitting: Sitting, _ visit: Visit) {
        Task { [register] in
            do { try await register.read(id, by: sitting) } catch {
                visit.logger.error("an upload cannot be read", metadata: ["error": "\(error)"])
            }
        }
    }

    @Sendable private func showUpload(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try publisher(visit)
        let (name, form) = try visit.named("id")
        guard let id = Identifier<Upload>(name) else { throw NotFound() }
        let upload = try register.upload(id, by: sitting)
        switch (form, upload.outcome) {
        case (.csv, .refused(let faults)): return csv(faults.csv, named: "faults", request, visit)
        case (.csv, _): throw NotFound()
        case (.json, _): return try json(upload, request, visit)
        case (.html, _): break
        }
        var shown = UploadPage(id: id, upload: upload, token: visit.formToken)
        if case .taken(let releases) = upload.outcome {
            shown.taken = try releases.compactMap { try register.views.release($0) }
        }
        var response = page(shown, request, visit)
        if upload.outcome == nil {
            // Begun here where the process that was reading has ended.
            beginReading(id, sitting, visit)
            response.headers[Site.refresh] = "3"
        }
        return response
    }

    private static let refresh = HTTPField.Name("Refresh") ?? .retryAfter

    @Sendable private func showRelease(_ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("id")
        guard form != .csv, let id = Identifier<Release>(name), let release = try register.views.release(id) else {
            throw NotFound()
        }
        if form == .json { return try json(release, request, visit) }
        return page(try releasePage(release, visit), request, visit)
    }

    private func releasePage(_ release: ReleaseRead, _ visit: Visit) throws -> ReleasePage {
        let views = register.views
        return ReleasePage(
            release: release, earlier: try release.supersedes.flatMap { try views.release($0) },
            later: try release.supersededBy.flatMap { try views.release($0) },
            by: try release.seat.flatMap { try views.seat($0)?.full },
            measures: release.stands && register.figures.current.set(release.set) != nil
                ? register.figures.current.held(release.id)?.catalogue.measures.count ?? 0 : 0,
            mayWithdraw: try release.withdrawn == nil && mayPublish(visit), token: visit.formToken)
    }

    @Sendable private func withdrawRelease(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Release> = try visit.identifier("id")
        let sitting = try publisher(visit)
        let form = try await form(request, visit)
        guard let release = try register.views.release(id) else { throw NotFound() }
        do {
            let reason = try sealed(form, "reason", "why it is withdrawn")
            try await register.withdraw(id, reason: reason, by: sitting)
        } catch let refusal as Refusal {
            var again = try releasePage(release, visit)
            again.typed = form["reason"]
            again.problems = [FormProblem](refusal)
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(.release(id), visit)
    }

    @Sendable private func sendFile(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Release> = try visit.identifier("id")
        let number = try visit.number("number")
        guard let release = try register.views.release(id), release.files.indices.contains(number - 1),
            let content = try await register.releasedFile(release.files[number - 1])
        else { throw NotFound() }
        let name = "release-\(release.files[number - 1].content.description.prefix(12)).\(content.ending)"
        // Not kept among the pages: it is as large as all of them.
        var visit = visit
        visit.standing = nil
        return bytes(
            content.bytes, "application/octet-stream", request, visit,
            more: [
                .contentDisposition: "attachment; filename=\"\(name)\"",
                .contentSecurityPolicy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
            ])
    }
}
