import HTTPTypes
import Hummingbird
import Logging
import Register
import Views

extension Site {
    private static let written = "written"

    /// After a change, the visit carries how far the record went, signed: another node that it asks next shows no less.
    func carryPosition(of request: Request, _ visit: Visit, in response: inout Response) {
        guard request.method == .post, visit.session != nil, response.status.code < 400 else { return }
        // By then every node has followed.
        response.setCookie(door.cookie(Self.written, door.signed("p\(register.views.position)"), seconds: 60))
    }

    /// Waits until the pages show what the visit has written, wherever that was, at most two seconds.
    func catchUp(with request: Request, _ visit: Visit) async {
        guard let cookie = request.cookies[Self.written]?.value, let value = door.opened(cookie), value.hasPrefix("p"),
            let position = Int(value.dropFirst()), position > register.views.position
        else { return }
        // By itself: what holds the views up must not hold up the visit for longer than it waits.
        Task { [views = register.views] in
            do { try await views.reach(position) } catch {
                visit.logger.debug("pages do not show yet what a visit wrote", metadata: ["error": "\(Failure(error))"])
            }
        }
        let end = ContinuousClock.now + .seconds(2)
        while register.views.position < position, ContinuousClock.now < end {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
        }
    }
}
