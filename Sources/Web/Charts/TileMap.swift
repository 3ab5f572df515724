import HTML
import Vocabulary

/// A map of the English authorities of a day as equal tiles, each a link, in its band's colour and with its letter.
struct TileMap {
    /// What a tile says of its authority. Behind the words its short name and letter are read out, as they stand on it.
    struct Tile: Sendable {
        /// What is read out and shown at the pointer: "Norfolk: 52%, rank 149 of 153, band D".
        let words: String
        /// nil where there is no value.
        let band: ChartBand?
        /// Where it leads.
        let path: Path?
        /// Whether it is the authority that the page is about.
        let isSelected: Bool

        /// A tile by its words and the letter of its band.
        init(words: String, band: String?, isSelected: Bool = false, path: Path?) {
            self.words = words
            self.band = band.flatMap { ChartBand(rawValue: $0) }
            self.isSelected = isSelected
            self.path = path
        }
    }

    /// Tells the charts of a page apart: lower-case letters, digits and hyphens.
    let id: String
    /// What the map shows, as a sentence: "The last quarter lies along the coast".
    let message: String
    /// What the bands go by: "Per cent of pupils, 2023".
    let unit: String?
    /// A day of the year shown: the authorities are those of this day.
    let day: Day
    /// By the Department's code of three digits.
    let tiles: [String: Tile]
    /// What stands behind the map; nil where the page has it elsewhere.
    let table: HTML?
    let isTableOpen: Bool
    let csv: Path?

    /// A map. An authority that is not among the tiles is drawn without a value; tiles of authorities that do not exist on the
    /// day are left out.
    init(
        id: String, message: String, unit: String? = nil, day: Day, tiles: [String: Tile], table: HTML? = nil,
        isTableOpen: Bool = false, csv: Path? = nil
    ) {
        self.id = id
        self.message = message
        self.unit = unit
        self.day = day
        self.tiles = tiles
        self.table = table
        self.isTableOpen = isTableOpen
        self.csv = csv
    }

    /// The map as it stands in a page.
    var html: HTML {
        ChartFrame(
            id: id, message: message, unit: unit, key: key, picture: picture, words: summary, table: table,
            isTableOpen: isTableOpen, csv: csv
        ).html
    }

    /// What the map shows, in words.
    var summary: String {
        let codes = TileLayout(on: day).codes
        let bands = Dictionary(grouping: codes) { tiles[$0]?.band }
        let counts = ChartBand.allCases.compactMap { band in
            bands[band].map { "\($0.count) in band \(band.rawValue)" }
        }
        let without = bands[nil].map { ["\($0.count) without a value"] } ?? []
        let selected = codes.compactMap { tiles[$0] }.filter(\.isSelected).map { " Outlined: \($0.words)." }
        return """
            A map of \(codes.count) authorities as equal tiles, as they were on \(day.written): \
            \((counts + without).joined(separator: ", ")).\(selected.joined())
            """
    }

    private var key: HTML {
        let bands = ChartBand.allCases.map { (sign: keySign($0), words: $0.words) }
        let selected = tiles.values.contains(where: \.isSelected)
        let outline: [(sign: HTML, words: String)] = selected ? [(selectedSign, "Outlined: chosen")] : []
        return chartKey(bands + [(keySign(nil), "No value"), (londonSign, "London, within the line")] + outline)
    }

    private func keySign(_ band: ChartBand?) -> HTML {
        let look = TileLook(band)
        let letter = TileLook.text(look.letter, x: 12, y: 17, size: 14, look)
        return """
            <svg class="concordat-chart__sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">\
            <g class="concordat-tile">\(look.rectangle(x: 1, y: 1, side: 22))\(letter)</g></svg>

            """
    }

    private var selectedSign: HTML {
        """
        <svg class="concordat-chart__sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">\
        \(TileLook.outline(x: 3, y: 3, side: 18))</svg>

        """
    }

    private var londonSign: HTML {
        """
        <svg class="concordat-chart__sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">\
        <path class="concordat-tile__border" d="M4 22V4H22" fill="none" stroke="#0B0C0C" stroke-width="2.5"/></svg>

        """
    }

    /// The line round London, in the gaps between tiles.
    private func border(_ layout: TileLayout) -> HTML {
        let inside = Set(layout.places.filter { TileLayout.isInLondon($0.key) }.values)
        var path = ""
        for place in inside.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
            let (x, y) = (place.column * cell, place.row * cell)
            func isOutside(_ column: Int, _ row: Int) -> Bool { !inside.contains(TileLayout.Place(column, row)) }
            if isOutside(place.column, place.row - 1) { path += "M\(x) \(y)h\(cell)" }
            if isOutside(place.column, place.row + 1) { path += "M\(x) \(y + cell)h\(cell)" }
            if isOutside(place.column - 1, place.row) { path += "M\(x) \(y)v\(cell)" }
            if isOutside(place.column + 1, place.row) { path += "M\(x + cell) \(y)v\(cell)" }
        }
        let paint: HTML = "fill=\"none\" stroke=\"#0B0C0C\" stroke-width=\"2.5\" stroke-linecap=\"square\""
        return "<path class=\"concordat-tile__border\" d=\"\(path)\" \(paint)/>\n"
    }

    private var picture: HTML {
        let layout = TileLayout(on: day)
        let size: HTML = "viewBox=\"-2 -2 \(TileLayout.columns * cell + 4) \(TileLayout.rows * cell + 4)\""
        let drawn = layout.codes.compactMap { code in layout.places[code].map { tile(code, $0) } }
        return """
            <a class="govuk-skip-link" href="#\(id)-end">Skip past the map</a>
            <div class="concordat-chart__map" role="group" \(ChartFrame.labels(id))>
            <svg class="concordat-chart__picture concordat-chart__picture--map" \(size) \
            font-family="Arial, Helvetica, sans-serif">
            \(border(layout))\(drawn)</svg>
            </div>
            <p class="concordat-chart__end" id="\(id)-end" tabindex="-1">Authorities as on \(day.written), each a tile of \
            equal size.</p>
            """
    }

    private func tile(_ code: String, _ place: TileLayout.Place) -> HTML {
        let label = TileLayout.label(code)
        let known = tiles[code]
        let look = TileLook(known?.band)
        // What is written on a tile is part of its name, for those who say it to choose it.
        let shown = "\(label) \(look.letter)"
        let words = withoutDirectionControls(known.map { "\($0.words), \(shown)" } ?? "No value, \(shown)")
        let x = place.column * cell + 2
        let y = place.row * cell + 2
        let inside: HTML = """
            <title>\(words)</title>\(look.rectangle(x: x, y: y, side: cell - 4))\
            \(when: known?.isSelected == true, TileLook.outline(x: x, y: y, side: cell - 4))\
            \(TileLook.text(label, x: x + 18, y: y + 16, size: 13, look)) \
            \(TileLook.text(look.letter, x: x + 18, y: y + 31, size: 13, look))
            """
        let about: HTML = "class=\"concordat-tile\" aria-label=\"\(words)\" data-tile=\"\(code)\""
        let current: HTML? = known?.isSelected == true ? " aria-current=\"true\"" : nil
        guard let path = known?.path else { return "<g role=\"img\" \(about)>\(inside)</g>\n" }
        return "<a href=\"\(to: path)\" \(about)\(current)>\(inside)</a>\n"
    }

    /// The side of a tile and the gap behind it.
    private var cell: Int { 40 }
}

/// How a tile of a band looks: dark for A to pale for D, with the letter, so that colour is never alone.
private struct TileLook {
    let letter: String
    let fill: String
    let ink: String

    init(_ band: ChartBand?) {
        letter = band?.rawValue ?? "–"
        (fill, ink) =
            switch band {
            case .a: (ChartColour.blue, "#FFFFFF")
            case .b: ("#2073BC", "#FFFFFF")
            case .c: ("#6BACE6", ChartColour.ink)
            case .d: ("#D3E5F7", ChartColour.ink)
            case nil: ("#FFFFFF", ChartColour.ink)
            }
    }

    func rectangle(x: Int, y: Int, side: Int) -> HTML {
        let dashes: String? = letter == "–" ? "3 3" : nil
        let place: HTML = "x=\"\(x)\" y=\"\(y)\" width=\"\(side)\" height=\"\(side)\""
        return """
            <rect class="concordat-tile__ground" \(place) fill="\(fill)" stroke="#12436D" stroke-width="1"\
            \(attribute: "stroke-dasharray", dashes)/>
            """
    }

    /// A dark rim with a pale one within, so that it shows on every ground.
    static func outline(x: Int, y: Int, side: Int) -> HTML {
        let outer: HTML = "x=\"\(x)\" y=\"\(y)\" width=\"\(side)\" height=\"\(side)\""
        let inner: HTML = "x=\"\(x + 2)\" y=\"\(y + 2)\" width=\"\(side - 4)\" height=\"\(side - 4)\""
        return """
            <rect class="concordat-tile__rim" \(outer) fill="none" stroke="#0B0C0C" stroke-width="4"/>\
            <rect class="concordat-tile__inset" \(inner) fill="none" stroke="#FFFFFF" stroke-width="1"/>
            """
    }

    static func text(_ words: String, x: Int, y: Int, size: Int, _ look: TileLook) -> HTML {
        let place: HTML = "x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"middle\""
        return "<text class=\"concordat-tile__text\" \(place) font-weight=\"bold\" fill=\"\(look.ink)\">\(words)</text>"
    }
}
