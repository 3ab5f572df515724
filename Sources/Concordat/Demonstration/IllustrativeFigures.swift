import Domain
import Register
import Vocabulary

/// An invented release in the shape of the Local Authority Interactive Tool's extract, with its dictionary and table of neighbours: figures that could have
/// been, so that pages of measures have something to show. The same in every demonstration.
struct IllustrativeFigures {
    /// A measure: what England stood at in the last of eight years, what a year changed, how far authorities lie apart.
    private struct Invented {
        let code, topic, title, unit, polarity: String
        let decimals: Int
        let england, yearly, spread: Double
    }

    private static let measures = [
        Invented(
            code: "KS2_English_L4", topic: "Key Stage 2", title: "Pupils at level 4 and above in English (%)",
            unit: "Percentage", polarity: "High", decimals: 0, england: 79, yearly: 1.2, spread: 4),
        Invented(
            code: "KS2_Maths_L4", topic: "Key Stage 2", title: "Pupils at level 4 and above in mathematics (%)",
            unit: "Percentage", polarity: "High", decimals: 0, england: 76, yearly: 1.1, spread: 4),
        Invented(
            code: "KS2_Maths_L5", topic: "Key Stage 2", title: "Pupils at level 5 and above in mathematics (%)",
            unit: "Percentage", polarity: "High", decimals: 0, england: 33, yearly: 1.3, spread: 4),
        Invented(
            code: "KS3_English_L5", topic: "Key Stage 3", title: "Pupils at level 5 and above in English (%)",
            unit: "Percentage", polarity: "High", decimals: 0, england: 73, yearly: 1.4, spread: 6),
        Invented(
            code: "KS3_Science_L5", topic: "Key Stage 3", title: "Pupils at level 5 and above in science (%)",
            unit: "Percentage", polarity: "High", decimals: 0, england: 72, yearly: 1.7, spread: 7),
        Invented(
            code: "KS4_5AC", topic: "Key Stage 4", title: "Pupils with five or more GCSEs at grades A* to C (%)",
            unit: "Percentage", polarity: "High", decimals: 1, england: 58.5, yearly: 1.4, spread: 7),
        Invented(
            code: "CLA_5AC", topic: "Children looked after",
            title: "Children looked after with five or more GCSEs at grades A* to C (%)", unit: "Percentage",
            polarity: "High", decimals: 1, england: 11.8, yearly: 0.8, spread: 4.5),
        Invented(
            code: "Absence_Primary", topic: "Absence and exclusions", title: "Sessions missed in primary schools (%)",
            unit: "Percentage", polarity: "Low", decimals: 2, england: 5.4, yearly: -0.1, spread: 0.4),
        Invented(
            code: "Absence_Secondary", topic: "Absence and exclusions",
            title: "Sessions missed in secondary schools (%)", unit: "Percentage", polarity: "Low", decimals: 2,
            england: 7.8, yearly: -0.2, spread: 0.8),
        Invented(
            code: "Exclusions_Permanent", topic: "Absence and exclusions",
            title: "Permanent exclusions for every 10,000 pupils", unit: "Rate per 10,000", polarity: "Low",
            decimals: 1, england: 12.4, yearly: -0.2, spread: 4),
        Invented(
            code: "Vacancies_Teachers", topic: "Workforce", title: "Teaching posts that are vacant (%)",
            unit: "Percentage", polarity: "Low", decimals: 1, england: 0.7, yearly: -0.1, spread: 0.4),
        Invented(
            code: "Pupils_Free_Meals", topic: "Pupils", title: "Pupils known to be eligible for free school meals (%)",
            unit: "Percentage", polarity: "-", decimals: 1, england: 15.9, yearly: -0.3, spread: 8),
    ]

    /// The calendar years in which the school years end that the figures are of.
    private static let years = 1999...2006
    /// What was not collected before a year.
    private static let begun = ["Vacancies_Teachers": 2001]

    private let places: [AuthorityList.Row]

    /// Of the authorities that the program knows.
    init() throws { places = try AuthorityList(csv: AuthorityList.shipped).rows }

    /// The extract, its dictionary and the table of neighbours.
    var files: [(name: String, bytes: [UInt8])] {
        [
            ("illustrative.csv", Array(extract.utf8)), ("illustrative_dictionary.csv", Array(dictionary.utf8)),
            ("illustrative_neighbours.csv", Array(neighbours.utf8)),
        ]
    }

    private var extract: String {
        var lines = ["Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region"]
        for measure in Self.measures {
            for year in Self.years where year >= Self.begun[measure.code] ?? 0 {
                let period = "\(year - 1)/\(String(year).suffix(2))"
                let behind = Double(Self.years.upperBound - year) * measure.yearly
                func line(_ name: String, _ number: Int, _ region: String, _ value: Double?) {
                    let words = value.map { max(0, $0).text(decimals: measure.decimals) } ?? "x"
                    lines.append(
                        "\(measure.code),\"\(measure.title)\",\(period),\"\(name)\",\(words),\(number).0,\(region)")
                }
                for row in exist(in: year) {
                    // So few pupils that nothing can be shown of them.
                    let isSmall = ["201", "420"].contains(row.code)
                    let value = measure.england - behind + spread(row.code, measure, year)
                    line(row.name, Int(row.code) ?? 0, row.authority.region, isSmall ? nil : value)
                }
                line("England", PlaceCode.england.number, "NA", measure.england - behind)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var dictionary: String {
        let heading = "Topic,Chart_title,Measure_short,Polarity,y_axis_name,dps,Year_Type,Methodology"
        return
            ([heading]
            + Self.measures.map { measure in
                "\(measure.topic),\"\(measure.title)\",\(measure.code),\(measure.polarity),\"\(measure.unit)\",\(measure.decimals),Academic Year,Invented for the demonstration. No figure of it is real."
            }).joined(separator: "\n") + "\n"
    }

    /// The ten that stand nearest in what they start from, as the published table has them.
    private var neighbours: String {
        let heading = "LA num,LA Name," + (1...10).map { "SN\($0),SNP" }.joined(separator: ",")
        let last = exist(in: Self.years.upperBound)
        let lines = last.map { row -> String in
            let own = standing(row.code)
            let near = last.filter { $0.code != row.code }.sorted {
                (abs(standing($0.code) - own), $0.code) < (abs(standing($1.code) - own), $1.code)
            }
            return "\(row.code),\"\(row.name)\"," + near.prefix(10).map { "\($0.code),Close" }.joined(separator: ",")
        }
        return ([heading] + lines).joined(separator: "\n") + "\n"
    }

    private func exist(in year: Int) -> [AuthorityList.Row] {
        guard let day = Day(year, 7, 1) else { return [] }
        return places.filter { row in
            row.authority.from.map { $0 <= day } ?? true && row.authority.until.map { day <= $0 } ?? true
        }
    }

    /// Where an authority stands in everything, from about -2 to 2.
    private func standing(_ code: String) -> Double { chance("standing \(code)") }

    /// How far it lies from England: in part its standing, in part the measure's own, and a little of each year.
    private func spread(_ code: String, _ measure: Invented, _ year: Int) -> Double {
        let way = measure.polarity == "Low" ? -1.0 : 1
        let own = chance("\(measure.code) \(code)")
        return measure.spread
            * (way * 0.7 * standing(code) + 0.6 * own + 0.25 * chance("\(measure.code) \(code) \(year)"))
    }

    /// A number about nothing, mostly between -2 and 2: the same for the same words.
    private func chance(_ words: String) -> Double {
        let bytes = Digest(of: words.utf8).bytes
        // The sum of twelve even numbers is near enough a normal one.
        return bytes.prefix(12).reduce(0) { $0 + Double($1) / 255 } - 6
    }
}

extension Demonstration {
    /// The Department says to which areas of the agenda the invented measures belong.
    func assigned(_ framework: Framework2003, by adviser: Sitting) async throws {
        let measures = [
            "KS2_English_L4": ["a", "b"], "KS2_Maths_L4": ["a", "b"], "KS2_Maths_L5": ["a"], "KS3_English_L5": ["c"],
            "KS3_Science_L5": ["c"], "KS4_5AC": ["d", "f"], "CLA_5AC": ["j"], "Absence_Primary": ["e"],
            "Absence_Secondary": ["e"], "Exclusions_Permanent": ["e", "l"], "Vacancies_Teachers": ["h"],
        ]
        for (name, letters) in measures.sorted(by: { $0.key < $1.key }) {
            guard let measure = MeasureCode(name) else { continue }
            try await register.describe(
                measure, of: "lait", in: letters.compactMap { framework.areas[$0] }, by: adviser)
        }
    }

    /// The Department's adviser takes the invented release in, as a published one would be.
    func figures(_ cast: Cast) async throws {
        var wishes = Intake.Wishes()
        wishes.publisher = "Concordat (illustrative: no figure is real)"
        wishes.licence = "None needed: invented"
        wishes.title = "Illustrative figures"
        let intakes = try register.examine(try IllustrativeFigures().files, wishes)
        _ = try await register.take(intakes, by: cast.department.adviser)
    }
}
