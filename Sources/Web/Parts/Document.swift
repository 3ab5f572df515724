import HTML

/// A whole page: what stands round the main part, and the main part.
struct Document: Sendable {
    /// What the page is called; the name of the service follows it in the browser's title.
    var title: String
    /// Whether a form on the page was refused: the browser's title then begins with "Error: ".
    var hasErrors = false
    /// The sections of the site, in the header.
    var navigation: [NavigationLink] = []
    /// Who is signed in and from which seat, with links and the form that signs out.
    var account: HTML?
    /// A small label and words about the whole site, such as "Illustrative".
    var banner: (label: String, words: HTML)?
    /// The pages above this one, from home down.
    var breadcrumbs: [Crumb] = []
    /// What has just happened or must be known first, above the main part.
    var notice: HTML?
    /// The main part: one `h1` and what belongs to it.
    var main: HTML
    /// Links at the foot of each page.
    var footer: [NavigationLink] = []
    /// The page has a table or two columns that want the whole width of the screen.
    var isWide = false

    /// The page as it is sent.
    var html: HTML { before + main + after }

    /// What stands before the main part.
    var before: HTML {
        """
        <!DOCTYPE html>
        <html lang="en" class="govuk-template concordat-template">
        \(head)
        <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">Skip to main content</a>
        \(header)
        <div class="govuk-width-container\(when: isWide, " concordat-wide")">
        \(bannerStrip)\(breadcrumbTrail(breadcrumbs))
        <main class="govuk-main-wrapper" id="main" tabindex="-1">
        \(notice)
        """
    }

    /// What stands behind it.
    var after: HTML {
        """

        </main>
        </div>
        \(foot)
        </body>
        </html>

        """
    }

    private var head: HTML {
        """
        <head>
        <meta charset="utf-8">
        <title>\(when: hasErrors, "Error: ")\(withoutDirectionControls(title)) – Concordat</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="theme-color" content="#0b4f4a">
        <link rel="stylesheet" href="/assets/govuk.css">
        <link rel="stylesheet" href="/assets/concordat.css">
        <script src="/assets/concordat.js" defer></script>
        </head>
        """
    }

    private var header: HTML {
        """
        <header class="concordat-header">
        <div class="govuk-width-container concordat-header__inner\(when: isWide, " concordat-wide")">
        <a href="/" class="concordat-header__name">\(wordMark)Concordat</a>
        \(accountLine)
        </div>
        \(sections)
        </header>
        """
    }

    private var accountLine: HTML {
        guard let account else { return HTML() }
        return "<div class=\"concordat-header__account\">\(account)</div>"
    }

    private var sections: HTML {
        guard !navigation.isEmpty else { return HTML() }
        return """
            <nav class="concordat-navigation" aria-label="Sections">
            <ul class="govuk-width-container concordat-navigation__list\(when: isWide, " concordat-wide")">
            \(each: navigation, section)</ul>
            </nav>
            """
    }

    private func section(_ link: NavigationLink) -> HTML {
        let current: HTML? = link.isCurrent ? " aria-current=\"true\"" : nil
        return
            "<li><a class=\"concordat-navigation__link\" href=\"\(to: link.path)\"\(current)>\(link.title)</a></li>\n"
    }

    private var bannerStrip: HTML {
        guard let banner else { return HTML() }
        return """
            <section class="govuk-phase-banner" aria-label="\(banner.label)"><p class="govuk-phase-banner__content">
            <strong class="govuk-tag govuk-phase-banner__content__tag">\(banner.label)</strong>
            <span class="govuk-phase-banner__text">\(banner.words)</span>
            </p></section>

            """
    }

    private var foot: HTML {
        """
        <footer class="concordat-footer">
        <div class="govuk-width-container\(when: isWide, " concordat-wide")">
        \(footLinks)<p class="concordat-footer__words">Concordat keeps a public record of what was agreed, and shows how to \
        check it. It is not a government website.</p>
        </div>
        </footer>
        """
    }

    private var footLinks: HTML {
        guard !footer.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-visually-hidden">Support links</h2>
            <ul class="concordat-footer__links">
            \(each: footer, footLink)</ul>

            """
    }

    private func footLink(_ link: NavigationLink) -> HTML {
        "<li><a class=\"concordat-footer__link\" href=\"\(to: link.path)\">\(link.title)</a></li>\n"
    }
}

/// Two rings that meet: two sides and what they share.
private let wordMark: HTML = """
    <svg class="concordat-header__mark" width="34" height="22" viewBox="0 0 34 22" aria-hidden="true" focusable="false">\
    <circle cx="11" cy="11" r="9" fill="none" stroke="currentColor" stroke-width="3"/>\
    <circle cx="23" cy="11" r="9" fill="none" stroke="currentColor" stroke-width="3"/></svg>
    """

/// A link to a section of the site.
struct NavigationLink: Hashable, Sendable {
    let title: String
    let path: Path
    let isCurrent: Bool

    /// A section by its title; the section that the page is in is the current one.
    init(_ title: String, to path: Path, isCurrent: Bool = false) {
        self.title = title
        self.path = path
        self.isCurrent = isCurrent
    }
}

/// A page above another one.
struct Crumb: Hashable, Sendable {
    let title: String
    let path: Path

    /// A page by its title.
    init(_ title: String, to path: Path) {
        self.title = title
        self.path = path
    }
}

/// The way down from home to this page; nothing for no crumbs.
func breadcrumbTrail(_ crumbs: [Crumb]) -> HTML {
    guard !crumbs.isEmpty else { return HTML() }
    return """
        <nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">
        \(each: crumbs, crumbItem)</ol></nav>

        """
}

private func crumbItem(_ crumb: Crumb) -> HTML {
    let link: HTML = "<a class=\"govuk-breadcrumbs__link\" href=\"\(to: crumb.path)\">\(inline(crumb.title))</a>"
    return "<li class=\"govuk-breadcrumbs__list-item\">\(link)</li>\n"
}
