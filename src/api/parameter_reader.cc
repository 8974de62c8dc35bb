#include "api/parameter_reader.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace hebb::api {

const std::string* ParameterReader::take(std::string_view name) {
  known_.push_back(name);
  const auto found = request_.parameters.find(std::string(name));
  return found == request_.parameters.end() ? nullptr : &found->second;
}

void ParameterReader::complain(std::string_view name, std::string message) {
  if (errors_.size() < kFieldErrorLimit) errors_.push_back({std::string(name), std::move(message)});
}

std::optional<std::string> ParameterReader::text(std::string_view name, const TextRule& rule) {
  const std::string* given = take(name);
  if (given == nullptr) return std::nullopt;
  std::string text = *given;
  if (auto wrong = check_text(text, rule)) {
    complain(name, std::move(*wrong));
    return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> ParameterReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const std::string* given = take(name);
  if (given == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const char* end = given->data() + given->size();
  const auto [stop, failure] = std::from_chars(given->data(), end, number);
  if (failure != std::errc() || stop != end || check_range(number, min, max)) {
    complain(name, std::format("must be an integer from {} to {}", min, max));
    return std::nullopt;
  }
  return number;
}

std::optional<double> ParameterReader::number(std::string_view name, double min, double max) {
  const std::string* given = take(name);
  if (given == nullptr) return std::nullopt;
  double number = 0;
  const char* end = given->data() + given->size();
  const auto [stop, failure] = std::from_chars(given->data(), end, number);
  if (failure != std::errc() || stop != end || !(number >= min && number <= max)) {
    complain(name, std::format("must be a number from {} to {}", min, max));
    return std::nullopt;
  }
  return number;
}

bool ParameterReader::flag(std::string_view name) {
  const std::string* given = take(name);
  if (given == nullptr || *given == "false" || *given == "0") return false;
  if (!given->empty() && *given != "true" && *given != "1") complain(name, "must be true or false");
  return true;
}

std::optional<Instant> ParameterReader::instant(std::string_view name) {
  const auto written = text(name, {.max = 40});
  if (!written) return std::nullopt;
  const auto instant = parse_rfc3339(*written);
  if (!instant) complain(name, "must be a time as RFC 3339 writes it, like 2026-03-05T14:00:00Z, or a date");
  return instant;
}

void ParameterReader::require(std::string_view name) {
  if (take(name) == nullptr) complain(name, "is required");
}

void ParameterReader::refuse_unknown() {
  for (const auto& [name, value] : request_.parameters) {
    const bool known = std::ranges::contains(known_, name);
    if (known && !request_.repeated.contains(name)) continue;
    std::string shown = name;
    complain(check_text(shown, {.max = 100, .trim = false}) ? "(unreadable name)" : name,
             known ? "is given twice" : "unknown parameter");
  }
}

}  // namespace hebb::api
