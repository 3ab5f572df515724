import HTML

/// What this site does so that everybody can use it, and where it still falls short.
struct AccessibilityPage: Page {
    var title: String { "Accessibility statement" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">We want as many people as possible to be able to use this site. It is built to meet the Web
        Content Accessibility Guidelines (WCAG) 2.2 at level AA. Nobody outside the project has audited it, so we do not
        claim that it does in every place.</p>
        \(can)\(checked)\(short)\(tell)
        """
    }

    private var can: HTML {
        """
        <h2 class="govuk-heading-m">What you can do</h2>
        <ul class="govuk-list govuk-list--bullet">
        <li>do everything with a keyboard alone, without script, and with a screen reader</li>
        <li>zoom in to 400% without having to scroll sideways</li>
        <li>read it on a phone, and print any page</li>
        <li>tell states apart without seeing colours: each is also said in words</li>
        <li>change a comparison of two texts into speech: what was put in and taken out is said aloud</li>
        </ul>

        """
    }

    private var checked: HTML {
        """
        <h2 class="govuk-heading-m">How it was checked</h2>
        <p class="govuk-body">Each time the program changes, axe-core runs in a browser over its pages and their states, and
        the Nu checker over their HTML. Such tools find only some of the faults that there can be. We have not yet tested it
        with people who use assistive technology every day.</p>

        """
    }

    private var short: HTML {
        """
        <h2 class="govuk-heading-m">Where it falls short</h2>
        <ul class="govuk-list govuk-list--bullet">
        <li>Agreements hold the words of those who wrote them, which may be long or hard to read. Each compact has a plain
        summary; a statement of intent has none.</li>
        <li>A line in another language or script is shown in its own direction, but its language is not marked, so a screen
        reader may pronounce it wrongly.</li>
        <li>Certificates, signatures and entries of the record are made for programs and are hard to read for people. The
        pages say in words what they hold.</li>
        <li>Lists of all authorities are long. The filters beside them shorten them.</li>
        </ul>

        """
    }

    private var tell: HTML {
        """
        <h2 class="govuk-heading-m">If something does not work for you</h2>
        <p class="govuk-body">Tell whoever runs this register, or the body whose agreement you want to read: it must give you
        the text in a form that you can use. In Great Britain the Equality and Human Rights Commission enforces the Public
        Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018; the Equality Advisory and
        Support Service helps if you are not content with an answer.</p>
        """
    }
}
