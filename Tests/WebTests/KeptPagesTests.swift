import HTTPTypes
import NIOCore
import Testing
import Vocabulary

@testable import Web

@Suite struct KeptPagesTests {
    private let monday = Day(number: 20_000)

    private func answer(_ bytes: Int = 100) -> KeptPages.Answer {
        KeptPages.Answer(
            tag: "\"a\"", headers: [.eTag: "\"a\""], body: ByteBuffer(repeating: 7, count: bytes),
            unchanged: [.eTag: "\"a\""])
    }

    @Test func `a page stands until the next entry or the next day`() {
        let pages = KeptPages(room: 1 << 20)
        let now = PageStanding(position: 7, day: monday)
        pages.keep(answer(), to: "/compacts", now)
        #expect(pages.answer(to: "/compacts", now) != nil)
        #expect(pages.answer(to: "/compacts?page=2", now) == nil)
        #expect(pages.answer(to: "/compacts", PageStanding(position: 8, day: monday)) == nil)
        #expect(pages.answer(to: "/compacts", PageStanding(position: 7, day: Day(number: 20_001))) == nil)
    }

    @Test func `a page that took longer to make than the next entry to come is not kept`() {
        let pages = KeptPages(room: 1 << 20)
        pages.keep(answer(), to: "/new", PageStanding(position: 8, day: monday))
        pages.keep(answer(), to: "/old", PageStanding(position: 7, day: monday))
        #expect(pages.answer(to: "/old", PageStanding(position: 8, day: monday)) == nil)
        #expect(pages.answer(to: "/old", PageStanding(position: 7, day: monday)) == nil)
        #expect(pages.answer(to: "/new", PageStanding(position: 8, day: monday)) != nil)
    }

    @Test func `however much is asked for, no more than the room is kept, and what is asked for again stays`() {
        let pages = KeptPages(room: 1 << 20)
        let now = PageStanding(position: 7, day: monday)
        pages.keep(answer(), to: "/", now)
        for number in 0..<5000 {
            pages.keep(answer(1000), to: "/compacts?page=\(number)", now)
            #expect(pages.answer(to: "/", now) != nil)
        }
        #expect(pages.bytes <= 1 << 20)
        #expect(pages.answer(to: "/compacts?page=4999", now) != nil)
        #expect(pages.answer(to: "/compacts?page=1", now) == nil)
        pages.keep(answer(1 << 19), to: "/large", now)
        #expect(pages.answer(to: "/large", now) == nil)
        let long = "/" + String(repeating: "a", count: 600)
        pages.keep(answer(), to: long, now)
        #expect(pages.answer(to: long, now) == nil)
    }

    @Test func `a tag is known among others and when a proxy weakened it`() {
        #expect("\"a\"".names("\"a\""))
        #expect("\"b\", \"a\"".names("\"a\""))
        #expect("W/\"a\"".names("\"a\""))
        #expect("\"b\" , W/\"a\" ".names("\"a\""))
        #expect(!"\"b\"".names("\"a\""))
        #expect(!"*".names("\"a\""))
        #expect(!"".names("\"a\""))
    }
}
