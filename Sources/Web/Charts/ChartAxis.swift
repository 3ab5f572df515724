/// A scale of round numbers that covers some values.
struct ChartAxis {
    /// Where a line is drawn and a number written, lowest first. The first and the last are the ends of the scale.
    let ticks: [Double]

    /// A scale over all finite values, of about so many steps of 1, 2 or 5 times a power of ten. Steps grow until `words`
    /// tells all numbers apart. Equal values stand amid some room; without any, it runs from 0 to 1.
    ///
    /// Values beyond 1 with 150 noughts count as that, so that no difference of two is infinite.
    init(covering values: [Double], steps: Int = 5, words: (Double) -> String) {
        let values = values.filter(\.isFinite).map(ChartAxis.bounded)
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        let size = max(abs(low), abs(high))
        if high - low <= size * 1e-9 || high - low < 1e-100 {
            let room = size < 1e-100 ? 1 : size / 10
            low -= room
            high += room
        }
        var step = Step(atLeast: (high - low) / Double(max(1, steps)))
        let first = step.ticks(low, high)
        var ticks = first
        var tries = 0
        while Set(ticks.map(words)).count < ticks.count, tries < 15 {
            step = step.next
            ticks = step.ticks(low, high)
            tries += 1
        }
        self.ticks = tries == 15 ? first : ticks
    }

    /// How far up the scale a value is, from 0 to 1.
    func fraction(of value: Double) -> Double {
        guard let low = ticks.first, let high = ticks.last, high > low, !value.isNaN else { return 0 }
        return min(1, max(0, (ChartAxis.bounded(value) - low) / (high - low)))
    }

    private static func bounded(_ value: Double) -> Double { min(1e150, max(-1e150, value)) }

    /// 1, 2 or 5 times a power of ten.
    private struct Step {
        private let factor: Double
        /// The power of ten itself, or what one is divided by to give it: dividing keeps 0.3 what it is.
        private let ten: Double
        private let isFraction: Bool

        private init(_ factor: Double, _ ten: Double, isFraction: Bool) {
            (self.factor, self.ten, self.isFraction) = (factor, ten, isFraction)
        }

        init(atLeast size: Double) {
            var step = Step(1, 1, isFraction: false)
            while step.size < size { step = step.next }
            while step.previous.size >= size { step = step.previous }
            self = step
        }

        var size: Double { isFraction ? factor / ten : factor * ten }

        var next: Step {
            switch factor {
            case 1: Step(2, ten, isFraction: isFraction)
            case 2: Step(5, ten, isFraction: isFraction)
            default: isFraction ? Step(1, ten / 10, isFraction: ten > 10) : Step(1, ten * 10, isFraction: false)
            }
        }

        var previous: Step {
            switch factor {
            case 5: Step(2, ten, isFraction: isFraction)
            case 2: Step(1, ten, isFraction: isFraction)
            default:
                isFraction || ten == 1 ? Step(5, ten * 10, isFraction: true) : Step(5, ten / 10, isFraction: false)
            }
        }

        func ticks(_ low: Double, _ high: Double) -> [Double] {
            let first = Int((low / size).rounded(.down))
            let last = max(first + 1, Int((high / size).rounded(.up)))
            return (first...last).map { isFraction ? Double($0) * factor / ten : Double($0) * factor * ten }
        }
    }
}
