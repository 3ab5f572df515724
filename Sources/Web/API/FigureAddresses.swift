import Domain
import Statistics

extension OpenAPI {
    /// The addresses of published figures.
    static let figures: [String: JSON] = {
        let set = inQuery("set", Schemas.text, "Only of this data set, such as `lait`.")
        let name = inPath("name", Schemas.text, "The measure's short name, as its publisher writes it.")
        let period = inQuery(
            "period", Schemas.text, "The period, such as `academic 2023` or `2022/23`; without it the newest.")
        let group = inQuery("group", Schemas.text, "Of whom the figures are, such as `school_type=Special`.")
        let code = inPath("code", ["type": "string", "pattern": #"^\d{3}$"#], "The Department's three-digit code.")
        let urn = inPath("urn", ["type": "string", "pattern": #"^\d{6}$"#], "The school's unique reference number.")
        let search = [
            inQuery("q", Schemas.text, "Only those with all these words in the title, short name or topic."),
            inQuery("topic", Schemas.text, "Only of this topic."), set,
        ]
        let targetFilters = [
            inQuery("q", Schemas.text, "Only those with all these words in the target or its measure's short name."),
            inQuery("judgement", Schemas.verdict, "Only those that stand so."),
            inQuery("authority", Schemas.text, "Only of this authority, by its three digits."),
            inQuery("area", Schemas.text, "Only of this area of an agenda, such as `c. Key Stage 3`."),
        ]
        return [
            "/measures.json": get(
                "measures", "figures", "The published measures, by topic and title", search, "application/json",
                Schemas.named("MeasureLineList")),
            "/measures.csv": get(
                "measuresCSV", "figures", "The same as comma-separated values", search, csv, Schemas.text),
            "/measures/{name}.json": get(
                "measure", "figures",
                "One measure in one period: every authority with rank, band and what it is compared with",
                [name, period, group, set], "application/json", Schemas.named("Measure")),
            "/measures/{name}.csv": get(
                "measureCSV", "figures", "Its rows as comma-separated values", [name, period, group, set], csv,
                Schemas.text),
            "/targets.json": get(
                "targets", "figures", "The targets that bind today, each with how it stands by the published figures",
                targetFilters + pages, "application/json", Schemas.named("JudgedTargetList")),
            "/targets.csv": get(
                "targetsCSV", "figures", "The same as comma-separated values", targetFilters, csv, Schemas.text),
            "/compacts/{id}/lines/{line}/target.json": get(
                "target", "figures", "One target of a compact, with the figures year by year",
                [
                    inPath("id", Schemas.identifier, "The compact."),
                    inPath("line", Schemas.identifier, "The target's line."),
                ], "application/json", Schemas.named("Target")),
            "/floors.json": get(
                "floors", "figures", "The schools that were below a floor, by floor and authority", [],
                "application/json", Schemas.named("FloorLineList")),
            "/floors.csv": get(
                "floorsCSV", "figures", "The same as comma-separated values", [], csv, Schemas.text),
            "/authorities/{code}/figures.json": get(
                "authorityFigures", "figures", "The newest figure of every measure for one authority", [code],
                "application/json", Schemas.named("NewestFigureList")),
            "/authorities/{code}/figures.csv": get(
                "authorityFiguresCSV", "figures", "The same as comma-separated values", [code], csv, Schemas.text),
            "/authorities/{code}/areas.json": get(
                "authorityAreas", "figures", "The newest figures of one authority by areas of the newest agenda",
                [code],
                "application/json", Schemas.named("AreaStandingList")),
            "/schools/{urn}.json": get(
                "school", "figures", "One school with its newest figures", [urn], "application/json",
                Schemas.named("School")),
            "/releases.json": get(
                "releases", "figures", "The published files that figures are from, the newest first", [],
                "application/json", Schemas.named("ReleaseList")),
            "/releases.csv": get(
                "releasesCSV", "figures", "The same as comma-separated values", [], csv, Schemas.text),
            "/releases/{id}.json": get(
                "release", "figures", "One release", [inPath("id", Schemas.identifier, "The release.")],
                "application/json", Schemas.named("Release")),
        ]
    }()
}

extension Schemas {
    private static let float: JSON = ["type": "number"]
    private static let polarity = words(Polarity.allCases.map(\.rawValue))
    private static let band = words(Band.allCases.map(\.rawValue))
    private static let place: JSON = ["type": "string", "pattern": #"^(\d{3}|\d{6})$"#]

    /// What an authority's figure is compared with.
    private static let comparison = [
        Field("value", float, "As it was published; left out where there is none.", optional: true),
        Field("missing", text, "Why there is no value.", optional: true),
        Field("rank", ["type": "integer", "minimum": 1], "1 for the best; equals have the same.", optional: true),
        Field("of", count, "How many authorities have a value."),
        Field("band", band, "The quarter, A the best.", optional: true),
        Field("neighbours", float, "The mean of its statistical neighbours that have a value.", optional: true),
        Field("region", float, optional: true), Field("england", float, optional: true),
        Field("release", text, "The release that it is from."),
    ]

    private static let release = object(
        "A published file of figures.",
        [
            Field("id", identifier), Field("set", text, "The data set."),
            Field("part", text, "Which part of it; empty where it comes whole."), Field("title", text),
            Field("publisher", text), Field("licence", text),
            Field("address", text, "Where it was published.", optional: true),
            Field("year", number, "The year in which the year ends that its figures are of.", optional: true),
            Field("rows", count), Field("figures", count), Field("supersedes", identifier, optional: true),
            Field("supersededBy", identifier, optional: true), Field("position", count, "The entry that says so."),
            Field("time", instant), Field("seat", identifier, optional: true),
            Field("withdrawn", instant, optional: true), Field("reason", text, optional: true),
            Field(
                "files",
                list(
                    of: object(
                        nil,
                        [
                            Field("sort", text), Field("name", text), Field("size", count),
                            Field("content", digest, "Of the file itself."),
                            Field("kept", digest, "Of what is kept: the file, or the archive in which it came."),
                        ]))),
        ])

    /// How a target stands.
    static let verdict = words(Judgement.Verdict.Name.allCases.map(\.rawValue))

    private static let judgement = object(
        "How a target stands by the published figures.",
        [
            Field("verdict", text, "One of the words, with the reason behind it where it cannot be judged."),
            Field(
                "actual",
                object(nil, [Field("period", text), Field("value", float), Field("text", text, "With its sign.")]),
                optional: true),
            Field("expected", float, "On the way to the goal, in that period.", optional: true), Field("goal", point),
            Field("release", text, "The release that it rests on.", optional: true),
            Field("sentence", text, "All of it in one sentence."), Field("notes", list(of: text)),
        ])

    private static let judgedTarget = object(
        "A target in a list, with how it stands.",
        [
            Field("compact", identifier), Field("title", text, "The compact's title."), Field("authority", text),
            Field("authorityName", text), Field("line", identifier),
            Field("priority", text, "The area of the agenda under which it stands."),
            Field("target", text, "What is to become better."), Field("measure", text), Field("set", text),
            Field("place", place), Field("judgement", verdict),
            Field("actual", float, "What it rests on, as the target measures it.", optional: true),
            Field("period", text, "The year that it is judged in.", optional: true),
            Field("expected", float, optional: true), Field("goal", text, "A decimal number."),
            Field("goalPeriod", text), Field("sentence", text), Field("notes", list(of: text)),
            Field("release", text, "The release that it rests on; empty where nothing was published."),
        ])

    private static let judgedAlone = object(
        "A target of a compact.",
        [
            Field("agreement", identifier), Field("title", text), Field("line", identifier), Field("text", text),
            Field("target", Schemas.target), Field("judgement", judgement),
            Field("before", judgement, "The same year by the figures before they were revised.", optional: true),
            Field(
                "years",
                list(
                    of: object(
                        nil,
                        [
                            Field("period", text), Field("value", float, optional: true),
                            Field("missing", text, optional: true), Field("expected", float, optional: true),
                            Field("release", text, optional: true),
                        ]))),
        ])

    /// The shapes of published figures.
    static let figures: [String: JSON] = [
        "AreaStanding": object(
            "How an authority stands in one area of the agenda.",
            [
                Field("code", text), Field("title", text),
                Field(
                    "pressing",
                    list(
                        of: object(
                            nil, [Field("measure", text), Field("title", text), Field("sentence", text)])),
                    "The measures in which it stands worse than its neighbours and goes the wrong way, the worst first."
                ),
                Field("figures", list(of: named("NewestFigure"))),
            ]),
        "FloorLine": object(
            "A school that was below a floor.",
            [
                Field("floor", text), Field("urn", place), Field("school", text),
                Field("authority", place, optional: true), Field("authorityName", text),
                Field("since", text, "The first of the years running."), Field("sentence", text),
            ]),
        "JudgedTarget": judgedTarget, "Target": judgedAlone,
        "Release": release,
        "MeasureLine": object(
            "A measure in a list.",
            [
                Field("set", text), Field("measure", text, "Its short name."), Field("title", text),
                Field("topic", text), Field("unit", text), Field("polarity", polarity, "Which values are better."),
                Field("latest", text, "The newest period that has figures.", optional: true),
            ]),
        "Measure": object(
            "A measure in one period.",
            [
                Field("measure", text), Field("set", text), Field("title", text), Field("topic", text),
                Field("unit", text), Field("decimals", count, optional: true), Field("polarity", polarity),
                Field("period", text, "Such as `academic 2023`: the year in which it ends."),
                Field("group", ["type": "object", "additionalProperties": text], "Of whom; empty for everybody."),
                Field("periods", list(of: text)),
                Field(
                    "rows",
                    list(
                        of: object(
                            nil, [Field("place", place), Field("name", text)] + comparison))),
            ]),
        "NewestFigure": object(
            "The newest figure of a measure for an authority.",
            [
                Field("measure", text), Field("set", text), Field("title", text), Field("topic", text),
                Field("unit", text), Field("period", text),
            ] + comparison),
        "School": object(
            "A school with its newest figures.",
            [
                Field("urn", place), Field("name", text), Field("authority", place, optional: true),
                Field("kind", text), Field("phase", text), Field("trust", text),
                Field(
                    "figures",
                    list(
                        of: object(
                            nil,
                            [
                                Field("measure", text), Field("set", text), Field("title", text),
                                Field("topic", text), Field("period", text), Field("value", float, optional: true),
                                Field("missing", text, optional: true),
                                Field("authority", float, "Its authority's value.", optional: true),
                                Field("england", float, optional: true), Field("release", identifier),
                            ]))),
            ]),
    ]
}
