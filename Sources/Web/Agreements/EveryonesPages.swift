import Domain
import HTML
import Register
import Synchronization
import Views
import Vocabulary

/// The main part of an agreement's page as everyone reads it, already written.
struct EveryonesPage: Page {
    let title: String
    let breadcrumbs: [Crumb]
    let main: HTML
    /// What stands round it for whoever has not come in.
    let frame: (before: HTML, after: HTML)

    init(_ page: AgreementPage, frame: (before: HTML, after: HTML)) {
        (title, breadcrumbs, main) = (page.title, page.breadcrumbs, page.main)
        self.frame = frame
    }
}

/// The pages of agreements as everyone reads them, kept for as long as what they rest on stays the same: a signature under one
/// compact leaves those of all others as they are.
final class EveryonesPages: Sendable {
    private struct Written {
        let page: EveryonesPage
        let footing: Footing
        let day: Day
        /// What its targets were judged by.
        let figures: Int
        /// How many entries the views held when the footing was last found to be this.
        var position: Int
    }

    private let kept: Mutex<Lately<Written>>

    /// Room for so many bytes.
    init(room: Int) { kept = Mutex(Lately(room: room)) }

    /// A page as it was kept, or as it is written now. `footing` and `write` are asked in this order and only where they are
    /// needed: what is written between them is in the page, and the page is then written anew.
    func page(
        _ name: String, _ standing: PageStanding, footing: () throws -> Footing, write: () throws -> EveryonesPage
    ) throws -> EveryonesPage {
        let known = kept.withLock { $0[name] }.flatMap {
            $0.day == standing.day && $0.figures == standing.figures ? $0 : nil
        }
        if let known, known.position == standing.position { return known.page }
        let footing = try footing()
        let page = if let known, known.footing == footing { known.page } else { try write() }
        let written = Written(
            page: page, footing: footing, day: standing.day, figures: standing.figures, position: standing.position)
        kept.withLock { $0.keep(written, name, bytes: page.main.bytes.count + 8192) }
        return page
    }
}

extension Site {
    /// The page of an agreement for whoever acts from no seat; `NotFound` where it is not everyone's to read.
    func everyonesPage<K: Kind>(of id: Identifier<Agreement<K>>) throws -> EveryonesPage {
        let (views, standing) = (register.views, standing)
        return try agreementPages.page("\(K.name)/\(id)", standing) {
            guard let footing = try views.footing(of: id.description, kind: K.name, today: standing.day) else {
                throw NotFound()
            }
            return footing
        } write: {
            guard let shown = try shown(id, for: .everyone, on: standing.day) else { throw NotFound() }
            let page = AgreementPage(shown: shown)
            let document = document(of: page, at: shown.path.description, nil, "")
            return EveryonesPage(page, frame: (document.before, document.after))
        }
    }
}
