import Vocabulary

/// What stands in the place of a text that was erased: "The reason was erased on 3 May 2004".
func erased(_ what: String, on day: Day?) -> String {
    "\(what) erased\(day.map { " on \($0.written)" } ?? "")"
}
