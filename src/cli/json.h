// Reads the JSON of replies and writes that of requests. Not a validator: api/ is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct yyjson_val;

namespace hebb::cli {

// A value inside a parsed document, which it keeps alive. Everything may be asked of any value: what is missing or of
// another type is absent, empty, zero or false.
class Json {
 public:
  Json() = default;  // absent
  static std::optional<Json> parse(std::string_view text);

  bool present() const;  // neither missing nor null
  Json operator[](std::string_view key) const;
  std::string text() const;
  std::optional<std::string> optional_text() const;
  std::optional<std::int64_t> integer() const;
  std::int64_t integer_or(std::int64_t fallback) const { return integer().value_or(fallback); }
  double number() const;
  bool truth() const;
  std::string written() const;                                // as compact JSON
  std::vector<Json> items() const;                            // of an array
  std::vector<std::pair<std::string, Json>> members() const;  // of an object, in its order

 private:
  Json(std::shared_ptr<void> document, yyjson_val* value) : document_(std::move(document)), value_(value) {}

  std::shared_ptr<void> document_;
  yyjson_val* value_ = nullptr;
};

std::string json_quoted(std::string_view text);  // with U+FFFD for what is not UTF-8

// Writes one object, member by member in the order of the calls.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view text) { return raw(key, json_quoted(text)); }
  JsonObject& add(std::string_view key, const char* text) { return raw(key, json_quoted(text)); }
  JsonObject& add(std::string_view key, std::int64_t number) { return raw(key, std::to_string(number)); }
  JsonObject& add(std::string_view key, const std::vector<std::string>& texts);
  JsonObject& flag(std::string_view key, bool truth) { return raw(key, truth ? "true" : "false"); }
  JsonObject& raw(std::string_view key, std::string_view json);  // `json` as it is
  bool empty() const { return members_.empty(); }
  std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

}  // namespace hebb::cli
