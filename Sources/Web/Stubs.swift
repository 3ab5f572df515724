import Hummingbird
extension Site {
}
