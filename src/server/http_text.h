// Reads the small texts of HTTP that Drogon leaves to us or reads too loosely. Private to server/; knows no Drogon.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hebb::server {

std::string lower(std::string_view text);         // ASCII
std::string_view trimmed(std::string_view text);  // of spaces and tabs

// "%C3%A9+%zz" -> "é+%zz": a '%' that begins no escape stays as it is. In forms a '+' is a space, in paths it is not.
std::string percent_decoded(std::string_view text, bool plus_is_space);

struct QueryString {
  std::map<std::string, std::string> parameters;
  std::set<std::string> repeated;  // names that came more than once; the last value is among the parameters
};
// "a=1&b=x+y&c" -> {a: "1", b: "x y", c: ""}.
QueryString parse_query_string(std::string_view query);

// What multipart/form-data puts between its parts, of a Content-Type; empty: it names none.
std::string boundary_of(std::string_view content_type);
// The parts of such a body, each its headers, an empty line and its content. Nothing: it is malformed, as one is that
// was cut off before its last boundary.
std::optional<std::vector<std::string_view>> parts_of_form(std::string_view body, std::string_view boundary);
std::string field_of_part(std::string_view part);  // its name; empty where it has none

// The caller's id when it is sane (1 to 128 of A-Z a-z 0-9 . _ - : / + =), otherwise a new one.
std::string request_id_of(std::string_view header);

enum class Coding { identity, gzip, br };

// What an Accept-Encoding header likes best; of equals, br before gzip.
Coding best_coding(std::string_view accept_encoding);

// The file name in a Content-Disposition header (filename* before filename), without folders; empty without one.
std::string disposition_file_name(std::string_view header);

// Without the port and brackets, lower case, no final dot: "[::1]:8000" -> "::1".
std::string host_without_port(std::string_view host);

// localhost, *.localhost, 127.0.0.0/8, ::1.
bool is_local_host(std::string_view host);

// Where in its sources Drogon wrote a line of its log: "HttpRequestParser.cc:333"; else "an unknown place". The rest of
// a line may be what a client sent.
std::string_view source_place(std::string_view line);

// Of a problem's JSON: where it says that nobody waits for the answer, the server is stopping, and the client waits
// yet. What was done until then is still said.
std::string told_of_stopping(std::string problem);

bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace hebb::server
