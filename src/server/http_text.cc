#include "server/http_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <random>

#include "base/budget.h"
#include "base/digest.h"

namespace hebb::server {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Calls `use` for each part between separators, those inside quotes left alone.
template <class Use>
void each_part(std::string_view text, char separator, Use use) {
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '\\' && quoted) {
      ++i;
      continue;
    }
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i == text.size() || (text[i] == separator && !quoted)) {
      use(trimmed(text.substr(begin, std::min(i, text.size()) - begin)));
      begin = i + 1;
    }
  }
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

// Of a header's value "form-data; name=x"; empty where it has none of the name.
std::string parameter_of(std::string_view header, std::string_view name) {
  std::string value;
  each_part(header, ';', [&](std::string_view part) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && lower(trimmed(part.substr(0, equals))) == name)
      value = unquoted(trimmed(part.substr(equals + 1)));
  });
  return value;
}

std::string fresh_request_id() {
  thread_local std::random_device device;  // to open it anew costs more than all else that a kept answer takes
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const auto word = device();
    for (std::size_t j = 0; j < 4; ++j) bytes[i + j] = static_cast<std::uint8_t>(word >> (8 * j));
  }
  return to_hex(bytes);
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

QueryString parse_query_string(std::string_view query) {
  QueryString read;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    std::string name = percent_decoded(pair.substr(0, equals), true);
    std::string value = equals < pair.size() ? percent_decoded(pair.substr(equals + 1), true) : std::string();
    const bool fresh = read.parameters.insert_or_assign(name, std::move(value)).second;
    if (!fresh) read.repeated.insert(std::move(name));
  }
  return read;
}

std::string boundary_of(std::string_view content_type) {
  return parameter_of(content_type, "boundary");
}

std::string field_of_part(std::string_view part) {
  std::string_view headers = part.substr(0, part.find("\r\n\r\n"));
  while (!headers.empty()) {
    const std::string_view line = headers.substr(0, headers.find("\r\n"));
    headers.remove_prefix(std::min(line.size() + 2, headers.size()));
    if (lower(line).starts_with("content-disposition:")) return parameter_of(line, "name");
  }
  return {};
}

std::optional<std::vector<std::string_view>> parts_of_form(std::string_view body, std::string_view boundary) {
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "\r\n--" + std::string(boundary);
  if (body.starts_with(std::string_view(delimiter).substr(2))) {
    body.remove_prefix(delimiter.size() - 2);
  } else {
    const auto found = body.find(delimiter);
    if (found == std::string_view::npos) return std::nullopt;
    body.remove_prefix(found + delimiter.size());
  }
  std::vector<std::string_view> parts;
  while (!body.starts_with("--")) {
    body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size()));
    if (!body.starts_with("\r\n")) return std::nullopt;
    body.remove_prefix(2);
    const auto end = body.find(delimiter);
    if (end == std::string_view::npos) return std::nullopt;
    parts.push_back(body.substr(0, end));
    body.remove_prefix(end + delimiter.size());
  }
  return parts;
}

std::string request_id_of(std::string_view header) {
  const bool sane = !header.empty() && header.size() <= 128 && std::ranges::all_of(header, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-:/+=").contains(c);
  });
  return sane ? std::string(header) : fresh_request_id();
}

Coding best_coding(std::string_view accept_encoding) {
  std::map<std::string, double> qualities;
  each_part(accept_encoding, ',', [&](std::string_view part) {
    const auto semicolon = std::min(part.find(';'), part.size());
    double quality = 1;
    each_part(part.substr(semicolon), ';', [&](std::string_view parameter) {
      if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
        parameter.remove_prefix(2);
        if (std::from_chars(parameter.data(), parameter.data() + parameter.size(), quality).ec != std::errc()) {
          quality = 0;
        }
      }
    });
    const std::string coding = lower(trimmed(part.substr(0, semicolon)));
    qualities[coding == "x-gzip" ? "gzip" : coding] = quality;
  });
  const auto quality_of = [&](const char* coding) {
    const auto named = qualities.find(coding);
    const auto any = qualities.find("*");
    return named != qualities.end() ? named->second : any != qualities.end() ? any->second : 0;
  };
  const double br = quality_of("br");
  const double gzip = quality_of("gzip");
  if (br > 0 && br >= gzip) return Coding::br;
  return gzip > 0 ? Coding::gzip : Coding::identity;
}

std::string disposition_file_name(std::string_view header) {
  std::string plain;
  std::string extended;
  each_part(header, ';', [&](std::string_view part) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return;
    const std::string name = lower(trimmed(part.substr(0, equals)));
    const std::string_view value = trimmed(part.substr(equals + 1));
    if (name == "filename") plain = unquoted(value);
    if (name == "filename*" && lower(value.substr(0, 7)) == "utf-8''") {
      extended = percent_decoded(value.substr(7), false);
    }
  });
  const std::string& file_name = extended.empty() ? plain : extended;
  return file_name.substr(file_name.find_last_of("/\\") + 1);
}

std::string host_without_port(std::string_view host) {
  if (host.starts_with('[')) {
    const auto close = host.find(']');
    return close == std::string_view::npos ? std::string() : lower(host.substr(1, close - 1));
  }
  const auto colon = host.find(':');
  const bool bare_v6 = colon != std::string_view::npos && host.find(':', colon + 1) != std::string_view::npos;
  if (!bare_v6) host = host.substr(0, colon);
  if (host.ends_with('.')) host.remove_suffix(1);
  return lower(host);
}

bool is_local_host(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  // All of 127.0.0.0/8, but not names that begin so ("127.0.0.1.example.org").
  return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
         std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

std::string_view source_place(std::string_view line) {
  constexpr std::string_view kUnknown = "an unknown place";
  constexpr std::string_view kDigits = "0123456789";
  while (line.ends_with('\n')) line.remove_suffix(1);
  const std::string_view place = line.substr(line.rfind(' ') + 1);
  const auto suffix = place.rfind(".cc:");
  if (suffix == std::string_view::npos) return kUnknown;
  const std::string_view number = place.substr(suffix + 4);
  if (number.empty() || number.find_first_not_of(kDigits) != std::string_view::npos) return kUnknown;
  const bool is_name = std::ranges::all_of(place.substr(0, suffix), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return is_name ? place : kUnknown;
}

std::string told_of_stopping(std::string problem) {
  const auto at = problem.find(kNobodyWaits);
  if (at != std::string::npos) problem.replace(at, kNobodyWaits.size(), "the server is stopping");
  return problem;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  const Digest first = sha256(a);
  const Digest second = sha256(b);
  unsigned difference = 0;
  for (std::size_t i = 0; i < first.size(); ++i) difference |= static_cast<unsigned>(first[i] ^ second[i]);
  return difference == 0;
}

}  // namespace hebb::server
