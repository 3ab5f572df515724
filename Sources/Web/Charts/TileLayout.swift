import Vocabulary

/// Where the tile of each authority of England lies on a map of equal tiles, by the authorities of one day. The layout is
/// Concordat's own. Authorities lie beside their neighbours as far as equal tiles allow, regions hang together, and the Isle
/// of Wight and the Isles of Scilly lie apart. An authority keeps its tile through the years, but for a few in the East that
/// close the gap where one authority was made into two.
struct TileLayout: Sendable {
    /// A tile by its column from the west and its row from the north, both from 0.
    struct Place: Hashable, Sendable {
        let column: Int
        let row: Int

        /// A tile of the map.
        init(_ column: Int, _ row: Int) {
            self.column = column
            self.row = row
        }
    }

    /// A way from one tile to the next.
    enum Direction: CaseIterable, Sendable {
        case left, right, up, down
    }

    /// How many tiles the map is wide and high, whatever the day.
    static let columns = 13
    static let rows = 21

    /// The tiles of the authorities that exist on the day, by the Department's code of three digits.
    let places: [String: Place]

    /// The map of a day from 2003 on.
    init(on day: Day) {
        var places = TileLayout.latest
        for change in TileLayout.changes where day < change.day {
            for code in change.founded { places[code] = nil }
            for (code, place) in change.before { places[code] = place }
        }
        self.places = places
    }

    /// The codes as one reads: from the north, and in each row from the west.
    var codes: [String] {
        places.sorted { ($0.value.row, $0.value.column) < ($1.value.row, $1.value.column) }.map(\.key)
    }

    /// Three letters for an authority, which no other of the same day has.
    static func label(_ code: String) -> String { labels[code] ?? code }

    /// Whether an authority is one of London's, which have the codes 201 to 213 and 301 to 320.
    static func isInLondon(_ code: String) -> Bool { ("201"..."213").contains(code) || ("301"..."320").contains(code) }

    /// The next tile that way: the nearest in the same row or column, else the nearest that lies more that way than to the
    /// side. Nil at the edge. Every tile can be reached from every other.
    func neighbour(of code: String, _ direction: Direction) -> String? {
        guard let from = places[code] else { return nil }
        var nearest: (cost: Int, place: Place, code: String)?
        for (other, place) in places where other != code {
            let across = place.column - from.column
            let down = place.row - from.row
            let (ahead, aside) =
                switch direction {
                case .left: (-across, abs(down))
                case .right: (across, abs(down))
                case .up: (-down, abs(across))
                case .down: (down, abs(across))
                }
            guard ahead > 0, aside <= ahead else { continue }
            // One straight ahead comes before all others, however far.
            let cost = aside == 0 ? ahead : 100 + ahead + 2 * aside
            let isNearer =
                nearest.map { ($0.cost, $0.place.row, $0.place.column) > (cost, place.row, place.column) }
                ?? true
            if isNearer { nearest = (cost, place, other) }
        }
        return nearest?.code
    }
}

// MARK: The map of today

extension TileLayout {
    /// The codes as they lie, a row of the map a line; a dot where no tile is.
    private static let map = """
         .   .   .   .   .   .  929  .   .   .   .   .   .
         .   .   .   .   .   .  391 392  .   .   .   .   .
         .   .   .   .   .   .  390 393  .   .   .   .   .
         .   .   .   .   .   .  840 394  .   .   .   .   .
         .   .   .   .  942 943 841 808 805  .   .   .   .
         .   .   .  890 888 889 815 806 807  .   .   .   .
         .  343 359 350 351 354 380 383 816 811 810  .   .
        341 340 342 355 352 353 381 382 384 371  .   .   .
        344 876 877 358 356 357 373 370 372 813 812  .   .
         .   .  896 895 861 830 831 892 891 925  .   .   .
         .  893 894 336 335 860 855 856 857 874  .  926  .
         .   .  332 333 330 331 941 940 823 822 873 935  .
         .   .  884 885 334 937 825 826 821 919 881 883 882
         .   .   .   .  916 931 871 302 308 309 320 317 311
         .   .   .  803 866 868 310 304 202 206 204 316 301
         .   .   .  801 800 867 312 307 205 207 213 201 211
         .   .   .  802 865 872 313 318 212 208 210 203 303
         .   .  878 933 869 870 936 314 315 319 306 209 305
        908 879 880 838 839 850 852 851 938 846 845 886 887
         .   .   .   .   .   .   .   .   .   .   .   .   .
        420  .   .   .   .   .  921  .   .   .   .   .   .
        """

    private static let latest: [String: Place] = {
        var places: [String: Place] = [:]
        for (row, line) in map.split(separator: "\n").enumerated() {
            for (column, code) in line.split(separator: " ").enumerated() where code != "." {
                places[String(code)] = Place(column, row)
            }
        }
        return places
    }()

    /// A day on which authorities were founded in place of others.
    private struct Change {
        let day: Day
        let founded: [String]
        /// Where those lay until then that ended, and those that lie elsewhere since.
        let before: [String: Place]
    }

    /// The last change first.
    private static let changes = [
        change(2023, founded: ["942", "943"], before: ["909": Place(5, 4)]),
        change(
            2021, founded: ["940", "941"],
            before: [
                "928": Place(6, 11), "823": Place(7, 11), "822": Place(8, 11), "873": Place(9, 11),
                "935": Place(10, 11), "926": Place(10, 10),
            ]),
        change(
            2019, founded: ["838", "839"], before: ["835": Place(3, 18), "836": Place(3, 19), "837": Place(4, 18)]),
        change(
            2009, founded: ["822", "823", "895", "896"],
            before: ["820": Place(7, 11), "873": Place(8, 11), "935": Place(9, 11), "875": Place(3, 9)]),
    ].compactMap { $0 }

    /// Authorities change with the financial year.
    private static func change(_ year: Int, founded: [String], before: [String: Place]) -> Change? {
        Day(year, 4, 1).map { Change(day: $0, founded: founded, before: before) }
    }
}

// MARK: Short names

extension TileLayout {
    /// Code and letters by turns, a region a line or two.
    private static let letters = """
        929 NBL 391 NEW 392 NTY 390 GAT 393 STY 840 DUR 394 SUN 841 DAL 808 STT 805 HPL 806 MID 807 RED
        942 CBL 943 WMF 909 CMA 890 BPL 888 LAN 889 BLB 343 SEF 359 WIG 350 BOL 351 BUR 354 ROC 341 LIV 340 KNO 342 STH
        355 SAL 352 MAN 353 OLD 344 WIR 876 HAL 877 WAR 358 TRA 356 SPT 357 TAM 896 CHW 895 CHE 875 CHS
        815 NYK 816 YOR 811 ERY 810 HUL 380 BRD 383 LDS 384 WAK 381 CAL 382 KIR 370 BSL 371 DON 373 SHE 372 ROT
        813 NLI 812 NEL
        830 DBS 831 DER 891 NTS 892 NGM 925 LIN 855 LEC 856 LEI 857 RUT 940 NNH 941 WNH 928 NHA
        861 STO 860 STF 893 SHR 894 TEL 336 WOL 335 WAL 332 DUD 333 SAN 330 BIR 334 SOL 331 COV 937 WRK 885 WOR 884 HEF
        874 PET 926 NFK 935 SFK 873 CAM 822 BED 823 CBD 820 BDF 821 LUT 919 HRT 881 ESX 882 SOS 883 THU
        201 CTY 202 CMD 203 GRE 204 HAC 205 HMF 206 ISL 207 KCH 208 LAM 209 LEW 210 SWK 211 TOW 212 WAN 213 WES
        301 BDG 302 BNT 303 BEX 304 BRE 305 BRO 306 CRO 307 EAL 308 ENF 309 HGY 310 HRW 311 HAV 312 HIL 313 HOU
        314 KIN 315 MER 316 NWM 317 RDB 318 RIC 319 SUT 320 WFO
        825 BUC 826 MKY 931 OXF 869 WBK 870 REA 872 WOK 867 BRF 868 WIN 871 SLO 936 SRY 886 KNT 887 MDW
        845 ESU 846 BTN 938 WSU 850 HAM 851 POR 852 SOT 921 IOW
        908 CON 878 DEV 879 PLY 880 TOR 933 SOM 802 NSM 800 BTH 801 BST 803 SGL 916 GLO 866 SWI 865 WIL 838 DOR 835 DOR
        839 BCP 836 POO 837 BOU 420 SCI
        """

    private static let labels: [String: String] = {
        let words = letters.split { $0 == " " || $0 == "\n" }.map(String.init)
        let pairs = stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) }
        return Dictionary(pairs) { first, _ in first }
    }()
}
