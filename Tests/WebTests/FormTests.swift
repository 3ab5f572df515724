import Testing
import Vocabulary

@testable import Web

@Suite struct FormTests {
    @Test func `a form's fields come out as they were typed, in NFC and with one kind of line end`() throws {
        let form = try Form(urlEncoded: "text=caf%65%CC%81%0D%0Aline+two&empty=&text=second".utf8)
        #expect(form["text"].utf8.elementsEqual("caf\u{E9}\nline two".utf8))
        #expect(form.all("text").count == 2)
        #expect(form["empty"].isEmpty)
        #expect(form["absent"].isEmpty)
        #expect(form.maybe("empty") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%+1", "a=%ff", "%C3=1", "a=%ED%A0%80"])
    func `a form that is not well encoded is refused`(body: String) {
        #expect(throws: Refusal.self) { try Form(urlEncoded: body.utf8) }
    }

    @Test func `a control character is replaced, so that what is kept is what is read`() throws {
        let form = try Form(urlEncoded: "text=We%20accept%00%20only%1B%09if%7F".utf8)
        #expect(form["text"] == "We accept\u{FFFD} only\u{FFFD}\tif\u{FFFD}")
    }

    @Test func `white space at the ends of a value is no part of it, of any script`() throws {
        let form = try Form(urlEncoded: "name=%20%C2%A0Norfolk%E3%80%80%0A".utf8)
        #expect(form["name"] == "Norfolk")
    }

    @Test func `a file arrives byte for byte, and its name is not looked at`() throws {
        let body = """
            --mark\r
            Content-Disposition: form-data; name="_csrf"\r
            \r
            token\r
            --mark\r
            Content-Disposition: form-data; name="text"; filename="../../etc/passwd"\r
            Content-Type: text/plain\r
            \r
            one\r
            --not the mark\r
            two\r
            --mark--\r

            """
        let form = try Form(multipart: Array(body.utf8), boundary: "mark")
        #expect(form["_csrf"] == "token")
        #expect(form.files["text"]?.bytes.elementsEqual("one\r\n--not the mark\r\ntwo".utf8) == true)
        #expect(form.files["text"]?.name == "“passwd”")
    }

    @Test(arguments: [
        "", "--mark", "--mark\r\n", "--mark\r\n\r\nx", "--mark\r\nno name\r\n\r\nx\r\n--mark--", "--other--",
    ])
    func `a body in parts that does not arrive whole is refused`(body: String) {
        #expect(throws: Refusal.self) { try Form(multipart: Array(body.utf8), boundary: "mark") }
    }

    @Test func `any cut of a body in parts is read or refused, never more`() {
        let whole = Array("--m\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--m--\r\n".utf8)
        for length in 0..<whole.count {
            do {
                _ = try Form(multipart: Array(whole[..<length]), boundary: "m")
            } catch {
                #expect(error is Refusal)
            }
        }
    }

    @Test func `a day is three numbers that the calendar has, or nothing`() throws {
        func day(_ body: String) throws -> Day? { try LineWords(Form(urlEncoded: body.utf8)).day("due") }
        #expect(try day("due-day=29&due-month=2&due-year=2004") == Day(2004, 2, 29))
        #expect(try day("due-day=&due-month=&due-year=") == nil)
        for wrong in ["due-day=29&due-month=2&due-year=2003", "due-day=1", "due-day=a&due-month=1&due-year=2004"] {
            let refusal = #expect(throws: Refusal.self) { try day(wrong) }
            #expect(refusal?.faults.map(\.field) == ["due"])
        }
    }
}

@Suite struct DoorTests {
    private let door = Door(secret: [UInt8](repeating: 7, count: 32), isSecure: false)

    @Test func `a cookie is opened only with our own signature on it`() {
        let signed = door.signed("token")
        #expect(door.opened(signed) == "token")
        #expect(door.opened("token") == nil)
        #expect(door.opened(signed + "0") == nil)
        #expect(door.opened("other." + signed.split(separator: ".")[1]) == nil)
        #expect(Door(secret: [UInt8](repeating: 8, count: 32), isSecure: false).opened(signed) == nil)
    }

    @Test func `a form's token belongs to one visit, and none opens without one`() {
        let token = door.formToken("visit")
        #expect(door.isOurs(token, for: token))
        #expect(!door.isOurs(door.formToken("other"), for: token))
        #expect(!door.isOurs("", for: ""))
    }

    @Test func `after ten failures at one account there is a wait, and a success ends the counting`() throws {
        let limits = SignInLimits()
        let now = try #require(Instant("2026-01-05T09:00:00.000Z"))
        func fail(_ account: String, _ address: String) { limits.failed(account: account, address: address, at: now) }
        for _ in 1...10 {
            #expect(limits.allows(account: "a", address: "x", at: now))
            fail("a", "x")
        }
        #expect(!limits.allows(account: "a", address: "y", at: now))
        #expect(limits.allows(account: "b", address: "x", at: now))
        #expect(limits.allows(account: "a", address: "x", at: now.adding(seconds: 15 * 60)))
        for _ in 1...9 { fail("c", "y") }
        limits.succeeded(account: "c")
        for _ in 1...9 { fail("c", "y") }
        #expect(limits.allows(account: "c", address: "y", at: now))
    }

    @Test func `a hundred failures from one network make it wait, an IPv6 subscriber's whole network together`() throws
    {
        let limits = SignInLimits()
        let now = try #require(Instant("2026-01-05T09:00:00.000Z"))
        for number in 0..<100 {
            limits.failed(account: "a\(number)", address: "2001:db8:1:2:\(number)::1", at: now)
        }
        #expect(!limits.allows(account: "z", address: "2001:db8:1:2::99", at: now))
        #expect(limits.allows(account: "z", address: "2001:db8:1:3::99", at: now))
    }

    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a b", "", "/x\u{0}",
    ])
    func `nobody is led to another site after signing in`(goal: String) {
        #expect(Path(local: goal) == nil)
    }

    @Test func `the way that somebody was on is taken up again after signing in`() {
        #expect(Path(local: "/compacts/abc?area=m")?.description == "/compacts/abc?area=m")
        #expect(Path(local: "/%2F%2Fevil")?.description.hasPrefix("//") == false)
    }
}
