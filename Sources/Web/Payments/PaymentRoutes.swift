import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Payments under conditions: each on a page of its own, those of an agreement, and the list of all.
    func addPayments(_ router: Router<Visit>) {
        for kind in Kinds.all where kind.parts.contains(.payment) { addPayments(of: kind, to: router) }
        addMoneyList("payments", router, MoneyListPage.List.payments, row: PaymentRow.self) { filter, viewer, today in
            try register.views.payments(filter, for: viewer, today: today)
        }
    }

    private func addPayments<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id"
        router.get("\(way)/payments") { request, visit in
            let done = request.uri.queryParameters.get("done") == "profile"
            let shown = try shown(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            return page(try paymentsPage(shown, done, visit), request, visit)
        }
        router.get("\(way)/payments.json") { request, visit in
            let shown = try shown(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            let rows = try payments(shown, visit).map(PaymentRow.init)
            return try json(ListAnswer(total: rows.count, page: 1, size: rows.count, rows: rows), request, visit)
        }
        router.get("\(way)/payments.csv") { request, visit in
            let shown = try shown(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            return csv(
                PaymentRow.csv(try payments(shown, visit).map(PaymentRow.init)), named: "payments", request, visit)
        }
        router.get("\(way)/lines/:line/payment") { request, visit in
            var answer = try paymentPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            answer.done = request.uri.queryParameters.get("done").flatMap { Payment.Move.Word(rawValue: $0) }
            return page(answer, request, visit)
        }
        router.post("\(way)/lines/:line/payment") { try await decide(K.self, $0, $1) }
        router.get("\(way)/profile") { request, visit in
            let answer = try profilePage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            guard answer.payments.contains(where: { $0.owner?.id == answer.seat }) else { throw NotFound() }
            return page(answer, request, visit)
        }
        router.post("\(way)/profile") { try await spread(K.self, $0, $1) }
    }

    /// The instalments of an agreement in force; `NotFound` where there are none.
    private func payments(_ shown: ShownAgreement, _ visit: Visit) throws -> [PaymentRead] {
        let payments = try register.views.payments(of: shown.id, kind: shown.kind, for: visit.viewer, today: today)
        guard !payments.isEmpty else { throw NotFound() }
        return payments
    }

    private func paymentsPage(_ shown: ShownAgreement, _ done: Bool, _ visit: Visit) throws -> PaymentsPage {
        let payments = try payments(shown, visit)
        let seat = shown.read.isParty ? visit.session?.sitting?.seat : nil
        return PaymentsPage(
            shown: shown, payments: payments,
            steps: try register.views.paymentSteps(of: shown.id, for: visit.viewer, today: today),
            decides: seat != nil && payments.contains { $0.owner?.id == seat }, done: done)
    }

    private func paymentPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> PaymentPage {
        let shown = try shown(id, visit)
        let line: LineID = try visit.identifier("line")
        let payments = try payments(shown, visit)
        guard let payment = payments.first(where: { $0.line == line }) else { throw NotFound() }
        return PaymentPage(
            shown: shown, payment: payment, payments: payments,
            steps: try register.views.paymentSteps(of: shown.id, for: visit.viewer, today: today),
            sitting: visit.session?.sitting, token: visit.formToken, today: today)
    }

    // MARK: Deciding

    private func decide<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let line: LineID = try visit.identifier("line")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        guard try paymentPage(id, visit).shown.read.isParty else { throw NotFound() }
        let words = LineWords(form)
        do {
            let (move, reason) = try move(form, words)
            guard let last = form.number("revision") else { throw Form.unreadable }
            try await register.act(on: id, by: sitting) { agreement, seat, day in
                try agreement.move(line, move, reason: reason, after: last, as: seat, on: day)
            }
            return redirect(
                Path.line(K.name, id.description, line, "payment").adding(query: [("done", move.word.rawValue)]), visit)
        } catch let refusal as Refusal {
            var again = try paymentPage(id, visit)
            again.words = words
            // The fields of each step have names of their own.
            again.problems = refusal.faults.map { fault in
                let own = fault.field.map { ["amount", "on"].contains($0) ? "\(words["move"])-\($0)" : $0 }
                return FormProblem(own, fault.message, rule: fault.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
    }

    /// The step that a form asks for, and why.
    private func move(_ form: Form, _ words: LineWords) throws -> (Payment.Move, Sealed) {
        let reason = Wording.faults(words["reason"], field: "reason", "the reason")
        guard let word = Payment.Move.Word(rawValue: words["move"]) else {
            throw Refusal([Fault("payment.move", field: "move", "Choose what there is to decide")] + reason)
        }
        var faults: [Fault] = []
        var amount = Money.nothing
        if [.paid, .withheld, .repaid].contains(word) {
            if let sum = Money(pounds: words["\(word.rawValue)-amount"]) {
                amount = sum
            } else {
                faults.append(
                    Fault("payment.amount", field: "amount", "Enter an amount in pounds, such as 1,250,000 or 499.50"))
            }
        }
        var on: Day?
        if word == .paid || word == .repaid {
            do throws(Refusal) {
                on = try words.day("\(word.rawValue)-on")
                if on == nil { faults.append(Fault("form.day", field: "on", "Enter the day of the payment")) }
            } catch {
                faults += error.faults.map { $0.at("on") }
            }
        }
        faults += reason
        guard faults.isEmpty else { throw Refusal(faults) }
        let day = on ?? today
        let move: Payment.Move =
            switch word {
            case .met: .met
            case .paid: .paid(amount: amount, on: day)
            case .suspended: .suspended
            case .released: .released
            case .withheld: .withheld(amount: amount)
            case .repaid: .repaid(amount: amount, on: day)
            }
        return (move, register.randomness.seal(words["reason"]))
    }

    // MARK: The profile

    private func profilePage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ProfilePage {
        let sitting = try visit.requireSitting()
        let shown = try negotiated(id, visit)
        let payments = try payments(shown, visit)
        return ProfilePage(
            shown: shown, payments: payments,
            steps: try register.views.paymentSteps(of: shown.id, for: visit.viewer, today: today).count,
            seat: sitting.seat, token: visit.formToken)
    }

    private func spread<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let before = try profilePage(id, visit)
        let words = LineWords(form)
        do {
            guard let last = form.number("revision") else { throw Form.unreadable }
            let profile = try profile(before.payments, words)
            let reason = try sealed(form, "reason", "the reason")
            try await register.act(on: id, by: sitting) { agreement, seat, day in
                try agreement.reprofile(profile, reason: reason, after: last, as: seat, on: day)
            }
        } catch let refusal as Refusal {
            var again = try profilePage(id, visit)
            again.words = words
            again.problems = [FormProblem](refusal)
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(
            Path.within(K.name, id.description, "payments").adding(query: [("done", "profile")]), visit)
    }

    /// The instalments of a form as it would have them.
    private func profile(_ payments: [PaymentRead], _ words: LineWords) throws(Refusal) -> [Profiled] {
        var faults: [Fault] = []
        var profile: [Profiled] = []
        for payment in payments {
            let (amount, due) = ("amount-\(payment.line)", "due-\(payment.line)")
            // One that is settled has no fields.
            guard words.fields[amount] != nil else { continue }
            let sum = Money(pounds: words[amount])
            if sum == nil {
                faults.append(
                    Fault("payment.amount", field: amount, "Enter an amount in pounds, such as 1,250,000 or 499.50"))
            }
            var day: Day?
            do throws(Refusal) {
                day = try words.day(due)
                if day == nil { faults.append(Fault("form.day", field: due, "Enter a real day, such as 31 7 2026")) }
            } catch {
                faults += error.faults
            }
            if let sum, let day { profile.append(Profiled(line: payment.line, amount: sum, due: day)) }
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return profile
    }
}
