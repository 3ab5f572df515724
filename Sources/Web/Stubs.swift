import Hummingbird
extension Site {
    func addHome(_ router: Router<Visit>) {}
    func addAuthorities(_ router: Router<Visit>) {}
    func addAgreements(_ router: Router<Visit>) {}
    func addStatements(_ router: Router<Visit>) {}
    func addCompacts(_ router: Router<Visit>) {}
    func addSearch(_ router: Router<Visit>) {}
    func addAPI(_ router: Router<Visit>) {}
    func addDesk(_ router: Router<Visit>) {}
    func addDrafts(_ router: Router<Visit>) {}
    func addStatementDrafts(_ router: Router<Visit>) {}
    func addCompactDrafts(_ router: Router<Visit>) {}
    func addNegotiation(_ router: Router<Visit>) {}
    func addSigning(_ router: Router<Visit>) {}
}
