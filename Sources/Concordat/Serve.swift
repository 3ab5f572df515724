import ArgumentParser
import Domain
import FoundationEssentials
import Glibc
import Logging
import NIOCore
import Record
import Register
import Vocabulary
import Web

/// `concordat serve`: the site, until it is asked to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the site",
        discussion: """
            Example: concordat serve --data /var/lib/concordat --port 8080

            Sets the register up where the folder holds none. With --demo it makes a small demonstration in a folder that is
            not there yet (or that it made before), on loopback only, where everybody may sit in any seat.
            """)

    @OptionGroup var options: SettingsOptions
    @Option(help: "The port to listen on; 0 takes any that is free.") var port: Int?
    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The folder with the design system's stylesheet.") var assets: String?
    @Option(help: "The name of the record's log, for ever; used where the register is set up.") var origin: String?
    @Flag(help: "Serve a small demonstration.") var demo = false

    func run() async throws {
        let settings = try options.settings([
            "CONCORDAT_PORT": port.map(String.init), "CONCORDAT_HOST": host, "CONCORDAT_ASSETS": assets,
            "CONCORDAT_ORIGIN": origin,
        ])
        LoggingSystem.bootstrap { _ in LogLines(settings.logFormat) }
        var logger = Logger(label: "concordat")
        logger.logLevel = settings.logLevel
        if demo, !["127.0.0.1", "localhost", "::1"].contains(settings.host) {
            throw Refusal(
                Fault("demo.loopback", field: "host", "A demonstration is served on loopback only: leave out --host"))
        }
        let folder = settings.data
        let isNew = try !Book.isSetUp(at: "\(folder)/record.sqlite")
        if demo, isNew, FileManager.default.fileExists(atPath: folder),
            try !FileManager.default.contentsOfDirectory(atPath: folder).isEmpty
        {
            throw Refusal(
                Fault("demo.folder", field: "data", "\(folder) holds other things: give a folder that is not there yet")
            )
        }
        if demo, isNew { try await makeDemonstration(settings) }
        if let aside = try Register.setDamagedViewsAside(in: folder) {
            logger.warning(
                "what pages are read from was damaged: it is built anew from the record",
                metadata: ["damaged": "\(folder)/\(aside)"])
        }
        let register = try await settings.register(creating: true)
        defer { close(register, logger) }
        guard try register.isDemonstration == demo else {
            throw Refusal(
                Fault(
                    "demo.folder", field: "data",
                    demo
                        ? "\(folder) holds a real register: give another folder for the demonstration"
                        : "\(folder) holds a demonstration: serve it with --demo"))
        }
        let site = try Site(
            register,
            settings: Site.Settings(
                isDemonstration: demo, assets: settings.assets, isSecure: settings.isSecure, proxies: settings.proxies,
                metrics: settings.metrics, build: Site.Build(version: Concordat.version)))
        do {
            try await site.serve(host: settings.host, port: settings.port, logger: logger) { [logger] port in
                logger.info("serving", metadata: ["address": "http://\(settings.host):\(port)", "data": "\(folder)"])
                if demo { Serve.welcome("http://\(settings.host):\(port)") }
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Refused("Port \(settings.port) of \(settings.host) is in use: give another with --port")
        }
    }

    /// What somebody who starts the demonstration needs to know.
    private static func welcome(_ address: String) {
        Terminal.say(
            """

            The demonstration is at \(address)
            Read it as the public, or sit in a seat: \(address)/seats
              Policy officer, Gateshead                  has lines to answer
              Regional adviser, the Department           has the other side of them
              Secretary of State, the Department         has Rochdale's compact to sign
              Policy officer, Norfolk                    has a draft to finish
            Stop it with Ctrl-C.

            """)
    }

    /// Makes the demonstration beside its folder and moves it there whole, so that none is ever found half made.
    private func makeDemonstration(_ settings: Settings) async throws {
        let files = FileManager.default
        var making = settings
        making.data += ".making"
        making.origin = "demonstration/\(Randomness.system.identifier(of: Body.self))"
        if files.fileExists(atPath: making.data) { try files.removeItem(atPath: making.data) }
        let register = try await making.register(creating: true)
        try await register.markDemonstration()
        try await Demonstration(register).prepare()
        try register.close()
        if files.fileExists(atPath: settings.data) { try files.removeItem(atPath: settings.data) }
        try files.moveItem(atPath: making.data, toPath: settings.data)
    }

    private func close(_ register: Register, _ logger: Logger) {
        do {
            try register.close()
            logger.info("stopped")
        } catch {
            logger.error("the register did not close", metadata: ["error": "\(Failure(error))"])
        }
    }
}
