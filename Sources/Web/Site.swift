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

        /// The settings of a site.
        public init(isDemonstration: Bool = false, assets: String? = nil, isSecure: Bool = false) {
            self.isDemonstration = isDemonstration
            self.assets = assets
            self.isSecure = isSecure
        }
    }

    /// The site of a register.
    public init(_ register: Register, settings: Settings) throws {
        self.register = register
        self.settings = settings
        door = Door(secret: register.cookieSecret, isSecure: settings.isSecure)
        limits = SignInLimits()
        assets = try Assets(folder: settings.assets)
    }

    /// Answers each request of the site.
    public func router() -> Router<Visit> {
        let router = Router(context: Visit.self, options: .autoGenerateHeadEndpoints)
        addHealth(router)
        router.addMiddleware {
            Keeping(site: self)
            Answering(site: self)
        }
        addAssets(router)
        addHome(router)
        addSignIn(router)
        addRecord(router)
        addAuthorities(router)
        addAgreements(router)
        addStatements(router)
        addCompacts(router)
        addSearch(router)
        addAPI(router)
        addDesk(router)
        addDrafts(router)
        addStatementDrafts(router)
        addCompactDrafts(router)
        addNegotiation(router)
        addSigning(router)
        router.get("**") { _, _ -> Response in throw NotFound() }
        return router
    }

    /// The day in London.
    var today: Day { register.today }
}
