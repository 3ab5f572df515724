// swift-tools-version: 6.1
import PackageDescription

/// One room of the house: a target, the rooms whose doors open into it, and the libraries it names.
/// `make doors` compares every import of every room with this table.
func room(
    _ name: String, rooms: [String] = [], libraries: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: rooms.map { .target(name: $0) } + libraries, path: "Sources/\(name)",
        resources: resources, swiftSettings: settings)
}

/// The tests of one room, with what else they look at.
func tests(
    of room: String, rooms: [String] = [], libraries: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(room)Tests", dependencies: ([room] + rooms).map { .target(name: $0) } + libraries,
        path: "Tests/\(room)Tests", exclude: exclude, swiftSettings: settings)
}

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let serviceLifecycle: [Target.Dependency] = [
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

let package = Package(
    name: "concordat",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "concordat", targets: ["Concordat"]),
        // For Benchmarks, which is a package of its own.
        .library(
            name: "Rooms",
            targets: [
                "Vocabulary", "Domain", "Merkle", "Record", "Views", "Register", "HTML", "Statistics", "Datasets",
            ]),
        // For Fuzzing, which is one too.
        .library(name: "Probes", targets: ["Probes"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        room("Vocabulary", libraries: [crypto]),
        room("Domain", rooms: ["Vocabulary"]),
        room("Statistics", rooms: ["Vocabulary"]),
        // What unpacks published files: the zlib of the system.
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
        room("Datasets", rooms: ["Vocabulary", "Statistics"], libraries: ["CZlib"]),
        room("Merkle", libraries: [crypto]),
        room(
            "Signatures",
            libraries: [
                crypto, .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]),
        room("Record", rooms: ["Vocabulary", "Merkle"], libraries: [grdb, crypto]),
        room("Views", rooms: ["Vocabulary", "Domain"], libraries: [grdb, crypto]),
        room(
            "Register",
            rooms: ["Vocabulary", "Domain", "Merkle", "Signatures", "Record", "Views", "Statistics", "Datasets"],
            libraries: [crypto, cryptoExtras, logging], resources: [.embedInCode("Authorities/authorities.csv")]),
        room("HTML"),
        room(
            "Exchange", rooms: ["Vocabulary", "Domain", "Merkle", "Signatures", "Record", "Views", "Register", "HTML"],
            libraries: [crypto]),
        room(
            "Web", rooms: ["Vocabulary", "Domain", "Statistics", "Merkle", "Views", "Register", "Exchange", "HTML"],
            libraries: [hummingbird, crypto, logging] + serviceLifecycle + nio,
            resources: [.embedInCode("Assets/concordat.css"), .embedInCode("Assets/concordat.js")]),
        .executableTarget(
            name: "Concordat",
            dependencies: [
                "Vocabulary", "Domain", "Statistics", "Merkle", "Signatures", "Record", "Views", "Register", "Exchange",
                "HTML", "Web", logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ] + serviceLifecycle + nio,
            path: "Sources/Concordat", swiftSettings: settings),
        // The cast that the tests of several rooms share.
        .target(
            name: "Pathfinders", dependencies: ["Vocabulary", "Domain"], path: "Tests/Pathfinders",
            swiftSettings: settings),
        // What must hold of every reader of bytes from outside, for the tests and for the fuzzer.
        .target(
            name: "Probes",
            dependencies: [
                "Vocabulary", "Statistics", "Datasets", "Domain", "Merkle", "Signatures", "Record", "Views", "Register",
                "HTML",
                "Exchange", "Web",
            ],
            path: "Tests/Probes", exclude: ["Golden", "Kept"], swiftSettings: settings),
        tests(of: "Probes", rooms: ["Exchange"]),
        tests(of: "Vocabulary", rooms: ["Pathfinders"]),
        tests(of: "Domain", rooms: ["Vocabulary", "Pathfinders"], exclude: ["Golden"]),
        tests(of: "Statistics", rooms: ["Vocabulary"]),
        tests(of: "Datasets", rooms: ["Vocabulary", "Statistics"]),
        tests(of: "Merkle"),
        tests(of: "Signatures"),
        tests(of: "Record", rooms: ["Vocabulary", "Merkle"], libraries: [grdb]),
        tests(of: "Views", rooms: ["Vocabulary", "Domain", "Record", "Register", "Pathfinders"], libraries: [grdb]),
        tests(
            of: "Register",
            rooms: ["Vocabulary", "Statistics", "Domain", "Merkle", "Record", "Signatures", "Views", "Pathfinders"]),
        tests(of: "HTML"),
        tests(
            of: "Exchange",
            rooms: [
                "Vocabulary", "Domain", "Merkle", "Record", "Signatures", "Views", "Register", "HTML", "Pathfinders",
                "Probes",
            ], libraries: [grdb]),
        tests(of: "Web", rooms: ["Vocabulary", "Domain", "Register", "Views", "HTML", "Pathfinders"]),
    ]
)
