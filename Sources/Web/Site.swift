import Domain
import FoundationEssentials
import HTML
public import Hummingbird
public import Register
import Vocabulary

/// The site: every page and form of the register, as handlers of one router.
public struct Site: Sendable {
    let register: Register
    let settings: Settings
    let door: Door
    let limits: SignInLimits
    let assets: Assets
    let tally = Tally()
    let judgements = Judgements()
    let newestFigures = NewestFigures(room: 16 << 20)
    let pages = KeptPages(room: 32 << 20)
    let agreementPages = EveryonesPages(room: 16 << 20)

    /// What the operator settles about the site.
    public struct Settings: Sendable {
        /// Whether this is the demonstration: then everything is marked illustrative, and a seat is taken without a password.
        public var isDemonstration: Bool
        /// The folder with the GOV.UK Frontend stylesheet; without it the site keeps whole by its own.
        public var assets: String?
        /// Whether browsers reach it by https only, so that cookies are kept to it.
        public var isSecure: Bool
        /// The servers in front of the site that are believed when they say for whom they ask.
        public var proxies: Proxies
        /// Who may read `/metrics`.
        public var metrics: MetricsReaders
        /// Which build of the program serves it.
        public var build: Build

        /// The settings of a site.
        public init(
            isDemonstration: Bool = false, assets: String? = nil, isSecure: Bool = false, proxies: Proxies = .none,
            metrics: MetricsReaders = .loopback, build: Build = Build()
        ) {
            self.isDemonstration = isDemonstration
            self.assets = assets
            self.isSecure = isSecure
            self.proxies = proxies
            self.metrics = metrics
            self.build = build
        }
    }

    /// The site of a register.
    public init(_ register: Register, settings: Settings) throws {
        self.register = register
        self.settings = settings
        door = Door(secret: register.cookieSecret, isSecure: settings.isSecure)
        limits = SignInLimits(tally)
        assets = try Assets(folder: settings.assets)
    }

    /// Answers each request of the site.
    public func router() -> Router<Visit> {
        // Laid out once to know the patterns by which requests are counted.
        let patterns = Router(context: Visit.self)
        addPages(patterns)
        let requests = RequestCounts(routes: patterns.routes.map(\.path.description))
        let router = Router(context: Visit.self, options: .autoGenerateHeadEndpoints)
        addOperations(router, requests)
        router.addMiddleware {
            Counting(requests: requests, stopping: tally.stopping)
            AnsweringFromMemory(site: self)
            Answering(site: self)
        }
        addPages(router)
        return router
    }

    private func addPages(_ router: Router<Visit>) {
        addAssets(router)
        addHome(router)
        addSignIn(router)
        addRecord(router)
        addAuthorities(router)
        addReleases(router)
        addMeasures(router)
        addTargets(router)
        addFloors(router)
        addAgreements(router)
        addReading(router)
        addPromises(router)
        addDiscussion(router)
        addPayments(router)
        addReturns(router)
        addCourses(router)
        addRenewals(router)
        addVariations(router)
        addReviews(router)
        addStandardLines(router)
        addRequests(router)
        addSearch(router)
        addAPI(router)
        addDesk(router)
        addDrafts(router)
        addStatementDrafts(router)
        addCompactDrafts(router)
        addConditionalDrafts(router)
        addNegotiation(router)
        addSigning(router)
        router.get("**") { _, _ -> Response in throw NotFound() }
    }

    /// The day in London.
    var today: Day { register.today }
}
