import Glibc
import Vocabulary

/// The numbers of columns side by side, in memory that is this process's own or a file's.
final class Cells: Sendable {
    nonisolated(unsafe) let all: UnsafeBufferPointer<Double>
    private nonisolated(unsafe) let whole: UnsafeMutableRawPointer?
    private let mapped: Int

    /// Room for so many, filled by the closure from first to last.
    init(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void) {
        let room = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
        room.initialize(repeating: Cell.empty)
        fill(room)
        (all, whole, mapped) = (UnsafeBufferPointer(room), UnsafeMutableRawPointer(room.baseAddress), 0)
    }

    /// Those of a file that is mapped into memory, of so many bytes, from an offset on that eight divides.
    init(mapped file: UnsafeMutableRawPointer, bytes: Int, from offset: Int, count: Int) {
        let start = UnsafeRawPointer(file + offset).assumingMemoryBound(to: Double.self)
        (all, whole, mapped) = (UnsafeBufferPointer(start: start, count: count), file, bytes)
    }

    deinit {
        if mapped > 0 { munmap(whole, mapped) } else { whole?.deallocate() }
    }
}

/// A figure in eight bytes: its value, or a number that is none whose payload says why.
enum Cell {
    static let empty = Double(nan: 0, signaling: false)

    static func isEmpty(_ cell: Double) -> Bool { cell.isNaN && cell.bitPattern & 0xFF == 0 }

    static func bits(_ figure: Figure) -> Double {
        switch figure {
        case .value(let value): value
        case .missing(let why): Double(nan: Double.RawSignificand(why.rawValue), signaling: false)
        }
    }

    static func figure(_ cell: Double) -> Figure? {
        guard cell.isNaN else { return .value(cell) }
        return Missing(rawValue: UInt8(cell.bitPattern & 0xFF)).map { .missing($0) }
    }
}
