// What the readers of requests share: calls that are made of their simpler ones. Private to api/.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hebb::api {

inline constexpr std::string_view kNotAnId = "must be an id like 01234567-89ab-8def-8123-456789abcdef";

// "must be one of a, b", or nothing.
std::optional<std::string> check_choice(std::string_view text, std::span<const std::string_view> among);

// Base of ObjectReader and ParameterReader. SchemaReader has the same calls, each of which describes.
struct FieldReading {
  template <class Self>
  std::optional<std::string> choice(this Self& self, std::string_view name, std::span<const std::string_view> among) {
    auto text = self.text(name, {.max = 100});
    if (!text) return std::nullopt;
    if (auto wrong = check_choice(*text, among)) {
      self.complain(name, std::move(*wrong));
      return std::nullopt;
    }
    return text;
  }
  template <class Identifier, class Self>
  std::optional<Identifier> id(this Self& self, std::string_view name) {
    const auto text = self.text(name, {.max = 36});
    if (!text) return std::nullopt;
    auto id = Identifier::parse(*text);
    if (!id) self.complain(name, std::string(kNotAnId));
    return id;
  }
  // Into a value that keeps its default where the field is absent.
  template <class Self, class Number>
  void integer_into(this Self& self, std::string_view name, std::int64_t min, std::int64_t max, Number& value) {
    if (const auto given = self.integer(name, min, max)) value = static_cast<Number>(*given);
  }
  template <class Self>
  void boolean_into(this Self& self, std::string_view name, bool& value) {
    if (const auto given = self.boolean(name)) value = *given;
  }
  template <class Self, class Rule>
  void text_into(this Self& self, std::string_view name, const Rule& rule, std::string& value) {
    if (auto given = self.text(name, rule)) value = std::move(*given);
  }
};

}  // namespace hebb::api
