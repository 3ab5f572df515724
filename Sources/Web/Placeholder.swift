import Hummingbird
import CryptoExtras
import NIOPosix
import Logging
