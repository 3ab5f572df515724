import Domain
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What becomes of agreements in force: suspended, extended, completed, ended.
    func addCourses(_ router: Router<Visit>) {
        for kind in Kinds.all { addCourse(of: kind, to: router) }
    }

    private func addCourse<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id/course"
        router.get("\(way)") { request, visit in
            var answer = try coursePage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            answer.done = request.uri.queryParameters.get("done").flatMap { CourseAct(rawValue: $0) }
            return page(answer, request, visit)
        }
        for act in CourseAct.allCases {
            router.post("\(way)/\(act.rawValue)") { try await carryOut(act, K.self, $0, $1) }
        }
    }

    private func coursePage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> CoursePage {
        let shown = try shown(id, visit)
        guard shown.stands else { throw NotFound() }
        let sitting = shown.read.isParty ? visit.session?.sitting.flatMap { $0.office.may(.sign) ? $0 : nil } : nil
        return CoursePage(shown: shown, sitting: sitting, token: visit.formToken, today: today)
    }

    private func carryOut<K: Kind>(
        _ act: CourseAct, _: K.Type, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        guard try coursePage(id, visit).shown.read.isParty else { throw NotFound() }
        do {
            let rule: @Sendable (Agreement<K>, Day) throws -> [AgreementEvent] = try courseRule(act, form, sitting.body)
            try await register.act(on: id, by: sitting, may: .sign, rule)
        } catch let refusal as Refusal {
            var again = try coursePage(id, visit)
            again.refused = act
            again.typed = LineWords(form)
            // A form that the page no longer has has no field to lead to.
            let isThere = again.offered.contains(act)
            again.problems = refusal.faults.map { fault in
                let place = fault.field == "reason" ? act.field("reason") : nil
                return FormProblem(
                    isThere ? fault.field : nil, fault.message, id: isThere ? place : nil, rule: fault.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(
            Path.within(K.name, id.description, "course").adding(query: [("done", act.rawValue)]), visit)
    }

    /// The rule that a form asks for, with what it gives.
    private func courseRule<K: Kind>(
        _ act: CourseAct, _ form: Form, _ side: Identifier<Body>
    ) throws -> @Sendable (Agreement<K>, Day) throws -> [AgreementEvent] {
        if act == .acceptances {
            guard let number = form.number("proposal") else { throw Form.unreadable }
            return { agreement, day in try agreement.acceptCourse(number, by: side, on: day) }
        }
        var faults = Wording.faults(form["reason"], field: "reason", "the reason")
        var change: Course.Change?
        if act == .proposals {
            do throws(Refusal) { change = try proposed(form) } catch { faults = error.faults + faults }
        }
        if act == .terminations, form["sure"] != "yes" {
            faults.append(Fault("course.sure", field: "sure", "Tick the box to say that it ends today for every side"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        let reason = register.randomness.seal(form["reason"])
        switch act {
        case .suspensions: return { agreement, day in try agreement.suspend(reason: reason, by: side, on: day) }
        case .resumptions: return { agreement, day in try agreement.resume(reason: reason, by: side, on: day) }
        case .terminations: return { agreement, day in try agreement.terminate(reason: reason, by: side, on: day) }
        case .proposals:
            guard let change, let last = form.number("revision") else { throw Form.unreadable }
            return { agreement, day in
                try agreement.propose(change, reason: reason, after: last, by: side, on: day)
            }
        case .refusals, .acceptances:
            guard let number = form.number("proposal") else { throw Form.unreadable }
            return { agreement, day in try agreement.declineCourse(number, reason: reason, by: side, on: day) }
        }
    }

    private func proposed(_ form: Form) throws(Refusal) -> Course.Change {
        switch form["change"] {
        case "completed": return .completed
        case "extended":
            guard let until = try LineWords(form).day("until") else {
                throw Refusal(Fault("course.until", field: "until", "Give the day until which it goes on"))
            }
            return .extended(until: until)
        default: throw Refusal(Fault("course.change", field: "change", "Choose what you propose"))
        }
    }
}
