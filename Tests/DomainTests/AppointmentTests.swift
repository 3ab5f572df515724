import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct AppointmentTests {
    let cast = Cast()
    let first = Day(number: 12_000)

    func appointment(until: Day? = nil, then later: [Appointment.Event] = []) throws -> Appointment {
        let made = try Appointment.make(
            seat: cast.norfolk[.director].id, holder: cast.randomness.seal("A name"), from: first, until: until)
        let history = (made + later).enumerated().map { index, event in
            (event, Stamp(position: index, time: Instant(milliseconds: Int64(index)), actor: .operator))
        }
        return try #require(Appointment.replay(history, as: cast.identifier()))
    }

    @Test func `the last day of an appointment does not come before its first`() throws {
        #expect(try appointment(until: first).until == first)
        #expect(broken { try appointment(until: first.adding(days: -1)) } == ["appointment.days"])
        let open = try appointment()
        #expect(try open.end(after: first) == [.ended(after: first)])
        #expect(broken { try open.end(after: first.adding(days: -1)) } == ["appointment.days"])
    }

    @Test func `a seat is held from the first day to the last, both included`() throws {
        let last = first.adding(days: 10)
        let appointment = try appointment(until: last)
        #expect(!appointment.holds(on: first.adding(days: -1)))
        #expect(appointment.holds(on: first))
        #expect(appointment.holds(on: last))
        #expect(!appointment.holds(on: last.adding(days: 1)))
        #expect(try self.appointment().holds(on: last.adding(days: 100_000)))
        #expect(try appointment.end(after: last) == [])
    }

    @Test func `only somebody who holds the seat today may sign`() throws {
        let certified = Appointment.Event.certified(certificate: Digest(of: [1]))
        let appointment = try appointment(then: [certified, .ended(after: first.adding(days: 5))])
        #expect(broken { try appointment.maySign(on: first.adding(days: 5)) } == [])
        #expect(broken { try appointment.maySign(on: first.adding(days: 6)) } == ["appointment.over"])
        #expect(broken { try appointment.maySign(on: first.adding(days: -1)) } == ["appointment.over"])
    }

    @Test func `only a key that was certified and not withdrawn signs`() throws {
        let certified = Appointment.Event.certified(certificate: Digest(of: [1]))
        let revoked = Appointment.Event.revoked(reason: cast.randomness.seal("Lost"))
        #expect(broken { try appointment().maySign(on: first) } == ["appointment.key"])
        #expect(broken { try appointment(then: [certified]).maySign(on: first) } == [])
        #expect(broken { try appointment(then: [certified, revoked]).maySign(on: first) } == ["appointment.key"])
    }

    @Test func `a key is withdrawn once`() throws {
        let reason = cast.randomness.seal("Lost")
        let appointment = try appointment()
        #expect(try appointment.revoke(reason: reason) == [.revoked(reason: reason)])
        let after = try self.appointment(then: [.revoked(reason: reason)])
        #expect(after.revoked == Instant(milliseconds: 1))
        #expect(broken { try after.revoke(reason: reason) } == ["appointment.revoked"])
    }

    @Test func `an appointment is opened by its making and by nothing else`() {
        let stamp = Stamp(position: 0, time: Instant(milliseconds: 0), actor: .operator)
        #expect(Appointment.replay([(.ended(after: first), stamp)], as: cast.identifier()) == nil)
        #expect(Body.replay([(.clearanceNamed(seats: []), stamp)], as: cast.identifier()) == nil)
        #expect(Compact.replay([(.frozen(text: Digest(of: [1])), stamp)], as: cast.identifier()) == nil)
        #expect(Compact.replay([], as: cast.identifier()) == nil)
    }
}
