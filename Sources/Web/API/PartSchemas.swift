import Domain

/// What each part of an agreement says, as programs get it.
extension Schemas {
    static func part(_ name: String, _ fields: [Field]) -> JSON {
        object(nil, [Field(name, object(nil, fields))]).with(["additionalProperties": false])
    }

    private static let wording = Field("text", text)
    private static let sense = Field("sense", words(Part.Sense.allCases.map(\.rawValue)))
    private static let promised = Field("promise", named("Promise"), optional: true)

    /// A value in a period.
    static let point = object(nil, [Field("period", text), Field("value", text, "A decimal number.")])

    /// What a figure is to become.
    static let target = object(
        "What a published figure of a place is to become.",
        [
            Field("set", text), Field("measure", text), Field("place", text),
            Field("group", ["type": "object", "additionalProperties": text], "Of whom; empty for everybody."),
            Field(
                "against", ["type": "object"],
                "What it is set against: `itself`, `england`, `region` or `group` with the `other` group."),
            Field("direction", words(Target.Direction.allCases.map(\.rawValue))),
            Field("decimals", count, "How many digits behind the point are compared."), Field("unit", text),
            Field("baseline", point), Field("milestones", list(of: point)), Field("goal", point),
        ])

    static let parts: [(String, [Field])] = [
        ("summary", [wording]), ("vision", [wording]), ("term", [wording]),
        ("consulted", [Field("partner", text), Field("said", text)]),
        (
            "priority",
            [
                Field("area", identifier), Field("title", text, optional: true), Field("reason", text),
                Field("horizon", words(Part.Horizon.allCases.map(\.rawValue))),
            ]
        ),
        ("contribution", [Field("priority", identifier, "The line."), wording, Field("promise", named("Promise"))]),
        ("target", [Field("priority", identifier, "The line."), wording, Field("target", target)]),
        ("request", [wording, Field("ask", named("Ask"))]),
        ("paragraph", [Field("number", number), sense, wording, promised]),
        ("point", [Field("paragraph", identifier, "The line."), Field("mark", text), sense, wording, promised]),
        ("group", [Field("number", number), wording]),
        (
            "area",
            [
                Field("area", identifier), Field("group", identifier, "The line."), Field("code", text),
                Field("title", text), wording, Field("limit", words(Part.Limit.allCases.map(\.rawValue))),
            ]
        ),
        ("note", [Field("mark", text), wording]), ("drafter", [Field("name", text)]),
        ("period", [Field("from", day), Field("until", day)]),
        (
            "section",
            [
                Field("topic", words(Part.Topic.allCases.map(\.rawValue))), Field("title", text, optional: true),
                wording,
            ]
        ),
        ("condition", [wording, Field("promise", named("Promise"))]),
        (
            "payment",
            [
                Field("condition", identifier, "The line."), wording,
                Field(
                    "instalment",
                    object(
                        nil,
                        [
                            Field("by", identifier, "The body that pays."),
                            Field("owner", identifier, "The seat that decides on it.", optional: true),
                            Field("amount", count, "Pence."), Field("due", day),
                        ])),
            ]
        ),
        (
            "returns",
            [
                wording,
                Field(
                    "template",
                    object(
                        nil,
                        [
                            Field("by", identifier, "The body that reports."),
                            Field("owner", identifier, "The seat that certifies.", optional: true),
                            Field("to", identifier, "The body that assesses."), Field("days", list(of: day)),
                            Field("figures", list(of: text)), Field("weeks", number, "For the assessment."),
                        ])),
            ]
        ),
        ("signatory", [Field("seat", identifier), Field("order", number)]),
        ("commencement", [Field("inForce", day, optional: true), Field("publication", day, optional: true)]),
    ]
}
