import Merkle
import Testing

@Suite struct TileTests {
    @Test(arguments: [
        ("tile/0/000", Tile.Kind.hashes(level: 0), 0, 256),
        ("tile/0/x001/234.p/5", .hashes(level: 0), 1234, 5),
        ("tile/2/x001/x234/067", .hashes(level: 2), 1_234_067, 256),
        ("tile/63/999.p/255", .hashes(level: 63), 999, 255),
        ("tile/entries/x001/000", .entries, 1000, 256),
        ("tile/entries/x036/x028/x797/x018/x963/967", .entries, Int.max >> 8, 256),
    ])
    func `a tile and its path are each made from the other`(path: String, kind: Tile.Kind, index: Int, width: Int)
        throws
    {
        let tile = try #require(Tile(kind, index: index, width: width))
        #expect(tile.path == path)
        #expect(Tile(path: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000", "tiles/0/000",
        "Tile/0/000",
        "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/01/000", "tile/-1/000", "tile/+1/000",
        "tile/64/000",
        "tile/0x1/000", "tile/99999999999999999999/000", "tile/entry/000", "tile/8/0/000", "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/002", "tile/0/X001/002", "tile/0/xx01/002", "tile/0/-01", "tile/0/ 01", "tile/0/٠٠١",
        "tile/0/000.p",
        "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/000.p/5/", "tile/0/000.p/5/5",
        "tile/0/000/5", "tile/0/000.P/5", "tile/0.p/5", "tile/0/.p/5", "tile/entries/x036/x028/x797/x018/x963/968",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/.p/5", "tile/.p/5/000", ".p/5", "a/.p/1", "tile/0/x.p/5",
        "tile/0/x001/234.p/5\n", "tile/0/000\u{0}", "tile/0/00\u{301}0",
    ])
    func `a path that is not spelled exactly is refused`(path: String) {
        #expect(Tile(path: path) == nil)
    }

    @Test func `a tile beyond the format is refused`() {
        #expect(Tile(.hashes(level: -1), index: 0) == nil)
        #expect(Tile(.hashes(level: 64), index: 0) == nil)
        #expect(Tile(.entries, index: -1) == nil)
        #expect(Tile(.entries, index: Int.max >> 8 + 1) == nil)
        #expect(Tile(.entries, index: 0, width: 0) == nil)
        #expect(Tile(.entries, index: 0, width: 257) == nil)
    }

    @Test func `a tree of 70000 has the tiles that the specification counts`() {
        let tiles = Tile.all(size: 70_000)
        let paths = Set(tiles.map(\.path))
        #expect(paths.count == tiles.count)
        #expect(tiles.count { $0.level == 0 && !$0.isPartial } == 273)
        #expect(tiles.count { $0.level == 1 && !$0.isPartial } == 1)
        #expect(tiles.count { $0.kind == .entries } == 274)
        #expect(
            tiles.filter { $0.isPartial && $0.level != nil }.map(\.path) == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(tiles.allSatisfy { $0.isPart(of: 70_000) && Tile(path: $0.path) == $0 })
    }

    @Test func `the tiles of small trees`() {
        #expect(Tile.all(size: 0).isEmpty)
        #expect(Tile.all(size: -5).isEmpty)
        #expect(Tile.all(size: 1).map(\.path) == ["tile/entries/000.p/1", "tile/0/000.p/1"])
        #expect(Tile.all(size: 256).map(\.path) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
    }

    @Test func `growth adds the tiles that the smaller tree had not`() {
        for (old, size) in [(0, 5), (5, 5), (5, 6), (255, 256), (256, 257), (250, 600), (65_530, 65_540), (9, 3)] {
            let had = Set(Tile.all(size: old))
            #expect(Tile.all(size: size, since: old) == Tile.all(size: size).filter { !had.contains($0) || old > size })
        }
    }

    @Test func `a tree has the tiles of the smaller trees that it grew from and no others`() throws {
        func isPart(_ path: String, _ size: Int) throws -> Bool { try #require(Tile(path: path)).isPart(of: size) }
        #expect(try isPart("tile/0/000.p/5", 5))
        #expect(try isPart("tile/0/000.p/4", 5))
        #expect(try !isPart("tile/0/000.p/6", 5))
        #expect(try !isPart("tile/0/000", 255))
        #expect(try isPart("tile/entries/000", 256))
        #expect(try !isPart("tile/entries/001.p/1", 256))
        #expect(try !isPart("tile/63/000.p/1", Int.max))
        #expect(try !isPart("tile/8/000.p/1", Int.max))
        #expect(try isPart("tile/7/000.p/127", Int.max))
        #expect(try !isPart("tile/0/000.p/1", 0))
        #expect(try !isPart("tile/0/000.p/1", -1))
        #expect(Tile.width(level: 0, index: .max, size: 5) == 0)
        #expect(Tile.width(level: .max, index: 0, size: .max) == 0)
    }

    @Test func `tiles and bundles are read back as they were written`() throws {
        let hashes = (0..<3).map { Hash(sha256: [$0]) }
        let tile = try #require(Tile(.hashes(level: 0), index: 0, width: 3))
        let bundle = try #require(Tile(.entries, index: 0, width: 3))
        #expect(try tile.encode(hashes) == hashes.flatMap(\.bytes))
        #expect(try bundle.encode(hashes) == hashes.flatMap { [0, 32] + $0.bytes })
        #expect(try tile.decode(tile.encode(hashes)) == hashes)
        #expect(try bundle.decode(bundle.encode(hashes)) == hashes)
        #expect(throws: TileError.count(tile, found: 2)) { try tile.encode(Array(hashes.dropLast())) }
    }

    @Test func `bytes of another length, or an entry of another length, are refused`() throws {
        let hashes = (0..<3).map { Hash(sha256: [$0]) }
        for kind in [Tile.Kind.hashes(level: 0), .entries] {
            let tile = try #require(Tile(kind, index: 0, width: 3))
            let bytes = try tile.encode(hashes)
            for count in [0, 1, bytes.count - 1] {
                #expect(throws: TileError.length(tile, found: count)) { try tile.decode(bytes.prefix(count)) }
            }
            #expect(throws: TileError.length(tile, found: bytes.count + 1)) { try tile.decode(bytes + [0]) }
        }
        let bundle = try #require(Tile(.entries, index: 0, width: 3))
        var bytes = try bundle.encode(hashes)
        bytes[35] = 31
        #expect(throws: TileError.entry(bundle, position: 1)) { try bundle.decode(bytes) }
        bytes[35] = 32
        bytes[34] = 1
        #expect(throws: TileError.entry(bundle, position: 1)) { try bundle.decode(bytes) }
    }
}
