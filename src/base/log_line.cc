#include "base/log_line.h"

#include <algorithm>
#include <cmath>
#include <format>

namespace hebb {
namespace {

// Begins a line with fields, and parts them from the message. Text from outside cannot forge one: a message begins
// with words of ours, and loses this within.
constexpr char kMark = '\x1e';

std::string json_of(const LogField& field) {
  const std::string name = json_string(field.name) + ":";
  if (const auto* text = std::get_if<std::string_view>(&field.value)) return name + json_string(*text);
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return name + std::to_string(*number);
  const double number = std::get<double>(field.value);
  return name + (std::isfinite(number) ? std::format("{:.3f}", number) : "null");
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += std::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string log_line(std::string_view message, std::span<const LogField> fields) {
  std::string line(1, kMark);
  std::ranges::copy_if(message, std::back_inserter(line), [](char c) { return c != kMark; });
  line += kMark;
  for (const LogField& field : fields) {
    if (line.back() != kMark) line += ',';
    line += json_of(field);
  }
  return line;
}

LogParts parts_of_log_line(std::string_view line) {
  if (!line.starts_with(kMark)) return {.message = line};
  const auto end = line.find(kMark, 1);
  if (end == std::string_view::npos) return {.message = line.substr(1)};
  return {.message = line.substr(1, end - 1), .fields = line.substr(end + 1)};
}

}  // namespace hebb
