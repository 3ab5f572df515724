import Vocabulary

/// The regions of England, by the Office for National Statistics' codes and by the Department's numbers.
enum Region {
    /// The Department's number of a region, or of inner or outer London.
    static func code(_ ons: String) -> PlaceCode? { numbers[ons].flatMap { PlaceCode($0) } }

    /// The same by its name, as releases spell it.
    static func code(named name: String) -> PlaceCode? { names[name.lowercased()].flatMap { PlaceCode($0) } }

    private static let numbers = [
        "E12000001": 980, "E12000002": 981, "E12000003": 982, "E12000004": 983, "E12000005": 984, "E12000006": 985,
        "E12000007": 986, "E13000001": 987, "E13000002": 988, "E12000008": 989, "E12000009": 990,
    ]

    private static let names = [
        "north east": 980, "north west": 981, "yorkshire and the humber": 982, "east midlands": 983,
        "west midlands": 984, "east of england": 985, "london": 986, "inner london": 987, "london (inner)": 987,
        "outer london": 988, "london (outer)": 988, "south east": 989, "south west": 990,
    ]
}
