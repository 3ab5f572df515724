// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that building the house never builds the benchmarks.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "concordat", path: ".."),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .executableTarget(
            name: "Bench",
            dependencies: [
                .product(name: "Rooms", package: "concordat"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        // Fills a folder with a register for Benchmarks/web to load.
        .executableTarget(
            name: "Fill", dependencies: [.product(name: "Rooms", package: "concordat")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
