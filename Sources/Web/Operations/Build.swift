import Crypto
import FoundationEssentials
import Synchronization

extension Site {
    /// Which build of the program serves the site.
    public final class Build: Sendable {
        /// As CHANGELOG.md names it.
        public let version: String
        private let known = Mutex<String?>(nil)

        /// The first twelve hexadecimal digits of the SHA-256 of the program's file; "unknown" where it cannot be read. The
        /// file is long: it is read when somebody asks first, and the first page does not wait for it.
        public var digest: String {
            known.withLock { known in
                let digest = known ?? Build.digest(of: "/proc/self/exe")
                known = digest
                return digest
            }
        }
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
