import Crypto
import FoundationEssentials

extension Site {
    /// Which build of the program serves the site.
    public struct Build: Sendable {
        /// As CHANGELOG.md names it.
        public let version: String
        /// The first twelve hexadecimal digits of the SHA-256 of the program's file; "unknown" where it cannot be read.
        public let digest: String
        /// The version of the compiler that made it, as far as the language tells.
        public var compiler: String {
            #if compiler(>=6.4)
                "6.4 or later"
            #elseif compiler(>=6.3)
                "6.3"
            #else
                "before 6.3"
            #endif
        }

        /// The build that runs now.
        public init(version: String = "unreleased") {
            self.version = version
            digest = Build.digest(of: "/proc/self/exe")
        }

        private static func digest(of path: String) -> String {
            do {
                let bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
                let hex = SHA256.hash(data: bytes).prefix(6).map { byte in
                    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
                }
                return hex.joined()
            } catch {
                return "unknown"
            }
        }
    }
}
