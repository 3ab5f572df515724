import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import NIOPosix
import Register
import Views
import Vocabulary

extension Site {
    /// `/compacts/:id`, the same of every other kind, and what is read below it.
    func addReading(_ router: Router<Visit>) {
        for kind in Kinds.all { addReading(of: kind, to: router) }
        router.get("statements/:id/paragraphs/:number", use: showParagraph)
    }

    private func addReading<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id"
        router.get("\(way)") { request, visit in try await show(K.self, request, visit) }
        router.get("\(way)/position.json") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            guard
                let position = try register.views.position(
                    of: id.description, kind: K.name, for: visit.viewer, today: today)
            else { throw NotFound() }
            return try json(PositionAnswer(position: position), request, visit)
        }
        router.get("\(way)/text") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let (shown, text) = (try shown(id, visit), try register.text(of: id, for: visit.viewer))
            let document = AgreementDocument.body(of: try AgreementText(bytes: text.bytes))
            return page(
                TextPage(shown: shown, digest: text.digest.description, document: document), request, visit)
        }
        router.get("\(way)/text.json") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let text = try register.text(of: id, for: visit.viewer)
            return file(text.bytes, "application/json", "\(K.name)-\(id).json", request, visit)
        }
        router.get("\(way)/bundle.tar") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let name = "\(K.name)-\(id)"
            // It reads and proves every entry: too long for the loop that answers everybody.
            let (register, viewer) = (register, visit.viewer)
            let bundle = try await NIOThreadPool.singleton.runIfActive {
                try Bundle(of: id, from: register, for: viewer).archive(folder: name)
            }
            return file(bundle, "application/x-tar", "\(name).tar", request, visit)
        }
        router.get("\(way)/signatures/:seat") { request, visit in try showSignature(K.self, request, visit) }
    }

    private func show<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("id")
        guard let id = Identifier<Agreement<K>>(name) else { throw NotFound() }
        if form == .html, visit.viewer == .everyone {
            let page = try everyonesPage(of: id)
            guard visit.session == nil else { return self.page(page, request, visit) }
            return answer(page.frame.before, page.main, page.frame.after, request, visit)
        }
        let shown = try shown(id, visit)
        switch form {
        case .csv: throw NotFound()
        case .json: return try json(AgreementAnswer(shown), request, visit)
        case .html:
            guard shown.read.isParty, shown.isUnsigned, let sitting = visit.session?.sitting else {
                let sitting = visit.session?.sitting
                let own = sitting.flatMap { shown.read.party($0.body) }
                let isWriter =
                    K.self == StatementKind.self
                    || K.self == CompactKind.self
                        && own?.sort == .authority
                let mayDraft = own?.isAbolished == false && shown.stands && sitting?.office.may(.draft) == true
                return page(
                    AgreementPage(
                        shown: shown, mayRenew: mayDraft && isWriter,
                        mayVary: mayDraft && K.isVaried && !shown.hasEnded,
                        maySettle: own?.isAbolished == false && sitting?.office.may(.sign) == true), request, visit)
            }
            return try await showNegotiation(id, shown, sitting, request, visit)
        }
    }

    @Sendable private func showParagraph(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Statement> = try visit.identifier("id")
        let shown = try shown(id, visit)
        guard let text = visit.parameters.get("number"), let number = Int(text), String(number) == text,
            let line = shown.standing.first(where: { line in
                if case .paragraph(number, _, _, _) = line.content { true } else { false }
            })
        else { throw NotFound() }
        return page(ParagraphPage(shown: shown, line: line, number: number), request, visit)
    }

    /// A signature given: its receipt as a page, the CMS signature itself, or a checkpoint that covers it.
    private func showSignature<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        guard let name = visit.parameters.get("seat"), let seat = Identifier<Seat>(name.prefix { $0 != "." }),
            let given = try register.signatures(of: id, for: visit.viewer).first(where: { $0.signature.seat == seat })
        else { throw NotFound() }
        switch name.dropFirst(seat.description.count) {
        case ".p7s":
            return file(given.cms, "application/pkcs7-signature", "\(K.name)-\(id)-\(seat).p7s", request, visit)
        case ".checkpoint":
            return file(
                Array(try register.checkpoint().utf8), "text/plain; charset=utf-8", "checkpoint", request, visit)
        case "":
            let shown = try shown(id, visit)
            guard let signatory = shown.read.signatories.first(where: { $0.seat.id == seat }) else { throw NotFound() }
            return page(
                ReceiptPage(
                    shown: shown, signatory: signatory, checkpoint: try register.checkpoint(),
                    isOwn: visit.session?.sitting?.seat == seat),
                request, visit)
        default: throw NotFound()
        }
    }

    /// Bytes to take away under a name of their own.
    private func file(
        _ content: [UInt8], _ type: String, _ name: String, _ request: Request, _ visit: Visit
    ) -> Response {
        bytes(
            content, type, request, visit, more: [.contentDisposition: "attachment; filename=\"\(name)\""])
    }
}
