// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that building the house never builds the fuzzer. `tools/fuzz` builds it with the flags that it
/// needs, and runs it.
let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "concordat", path: "..")],
    targets: [
        .executableTarget(
            name: "Fuzz", dependencies: [.product(name: "Probes", package: "concordat")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
