public import Vocabulary

/// A calendar of days to keep, as programs for calendars read it (iCalendar, RFC 5545).
public struct Calendar: Equatable, Sendable {
    /// A day on which something is due.
    public struct Event: Equatable, Sendable {
        /// Its name for ever, so that a calendar that reads the feed again knows it.
        public let id: String
        public let day: Day
        public let summary: String
        public let description: String
        /// The address of its page; nil where the site has no address that others know.
        public let address: String?

        /// A day and what is due on it.
        public init(id: String, day: Day, summary: String, description: String, address: String?) {
            (self.id, self.day, self.summary) = (id, day, summary)
            (self.description, self.address) = (description, address)
        }
    }

    /// What the calendar is called.
    public let name: String
    /// The events, in any order.
    public let events: [Event]
    /// The day on which it is read.
    public let read: Day

    /// A calendar as it is on a day.
    public init(name: String, events: [Event], read: Day) {
        (self.name, self.events, self.read) = (name, events, read)
    }

    /// The media type.
    public static let mediaType = "text/calendar; charset=utf-8"

    /// The file: lines of at most 75 bytes that end with CR LF, as the RFC asks for.
    public var bytes: [UInt8] {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Concordat//Promises//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(Calendar.escaped(name))",
        ]
        for event in events {
            lines += [
                "BEGIN:VEVENT", "UID:\(event.id)", "DTSTAMP:\(Calendar.written(read))T000000Z",
                "DTSTART;VALUE=DATE:\(Calendar.written(event.day))",
                "DTEND;VALUE=DATE:\(Calendar.written(event.day.adding(days: 1)))",
                "SUMMARY:\(Calendar.escaped(event.summary))", "DESCRIPTION:\(Calendar.escaped(event.description))",
                "TRANSP:TRANSPARENT",
            ]
            if let address = event.address { lines.append("URL:\(address)") }
            lines.append("END:VEVENT")
        }
        lines.append("END:VCALENDAR")
        return lines.flatMap(Calendar.folded)
    }

    private static func written(_ day: Day) -> String { day.description.replacing("-", with: "") }

    private static func escaped(_ text: String) -> String {
        // By scalars: a comma with a mark above it is another Character, and is a comma all the same.
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    switch scalar {
                    case "\\", ";", ",": ["\\", scalar]
                    case "\n": ["\\", "n"]
                    default: scalar.properties.generalCategory == .control ? [] : [scalar]
                    }
                }))
    }

    /// A line in pieces of at most 75 bytes, none of which breaks a letter.
    private static func folded(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = 0
        for scalar in line.unicodeScalars {
            let letter = Array(String(scalar).utf8)
            if length + letter.count > 75 {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += letter
            length += letter.count
        }
        return bytes + [0x0D, 0x0A]
    }
}
