// Reads JSON requests field by field, so that every bad field is reported at once, with its path. Private to api/.
// reflect-cpp parses requests too, but reports one text for all (docs/decisions/0005).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/field_reading.h"
#include "api/problem.h"
#include "base/error.h"
#include "base/time.h"

struct yyjson_doc;  // NOLINT(readability-identifier-naming): yyjson's own
struct yyjson_val;  // NOLINT(readability-identifier-naming)

namespace hebb::api {

// Both ends included; characters are code points.
struct TextRule {
  std::size_t min = 1;
  std::size_t max = 1000;
  bool trim = true;
};

// What is wrong with a text, or nothing. Trims in place first where the rule says so. Also refuses what is not UTF-8
// and U+0000, which the stores do not carry.
std::optional<std::string> check_text(std::string& text, const TextRule& rule);
std::optional<std::string> check_range(std::int64_t number, std::int64_t min, std::int64_t max);

inline constexpr std::size_t kJsonDepth = 32;
inline constexpr std::size_t kJsonValues = 4'000'000;  // 64 MB of parsed values

class JsonDocument {
 public:
  // Errors: invalid_argument: malformed (names the byte), deeper than kJsonDepth, more than kJsonValues, a number
  // beyond what a double holds (names its byte). A longer integer than 64 bits keeps its digits, for json_object alone.
  static Result<JsonDocument> parse(std::string_view bytes);
  yyjson_val* root() const;

 private:
  struct Free {
    void operator()(yyjson_doc* document) const;
  };
  std::unique_ptr<yyjson_doc, Free> document_;
};

// Whether a JSON document is a transcript as some other program writes it, which text/ reads, not a request of ours: an
// array, or an object without `transcript` but with a list of entries (or with an object of that name).
bool is_foreign_transcript(const JsonDocument& document);

// The fields of one object. Each reading call marks its name as known; a field that is absent or null reads as nothing.
// Thread safety: confined to one thread. Ownership: the document and `errors` outlive it.
class ObjectReader : public FieldReading {
 public:
  // `prefix` is the object's own path with a final dot, or empty for the request itself.
  ObjectReader(yyjson_val* object, std::string prefix, std::vector<FieldError>& errors);
  // The whole request. One that is no object is an error of the field "".
  static ObjectReader of(const JsonDocument& document, std::vector<FieldError>& errors, std::string prefix = "");

  std::optional<std::string> text(std::string_view name, const TextRule& rule);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<double> number(std::string_view name, double min, double max);
  std::optional<bool> boolean(std::string_view name);
  std::optional<Instant> instant(std::string_view name);
  std::optional<std::string> json_object(std::string_view name, std::size_t max_bytes);  // as compact JSON
  // `refuse` says what else is wrong with an item, or nothing.
  using Refuse = std::function<std::optional<std::string>(const std::string&)>;
  std::vector<std::string> texts(std::string_view name, std::size_t max_items, const TextRule& rule,
                                 const Refuse& refuse = {});
  std::vector<std::int64_t> integers(std::string_view name, std::size_t max_items, std::int64_t min, std::int64_t max);
  std::vector<std::string> choices(std::string_view name, std::size_t max_items,
                                   std::span<const std::string_view> among);
  template <class Identifier>
  std::vector<Identifier> ids(std::string_view name, std::size_t max_items) {
    std::vector<Identifier> ids;
    const auto refuse = [&](const std::string& text) -> std::optional<std::string> {
      const auto id = Identifier::parse(text);
      if (!id) return std::string(kNotAnId);
      ids.push_back(*id);
      return std::nullopt;
    };
    texts(name, max_items, {.max = 36}, refuse);
    return ids;
  }
  std::vector<float> numbers(std::string_view name, std::size_t min_items, std::size_t max_items);  // finite ones
  // An object whose fields may have any name, as its values may have any text that the rule lets through.
  std::map<std::string, std::string> text_map(std::string_view name, std::size_t max_items, const TextRule& rule);
  std::optional<ObjectReader> object(std::string_view name);
  // Calls `read(reader)` for each object of an array, nothing when the field is absent; whether it was there.
  template <class Read>
  bool objects(std::string_view name, std::size_t max_items, Read read) {
    const auto items = elements(name, max_items);
    if (!items) return false;
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (auto reader = element(name, i, (*items)[i])) read(*reader);
    }
    return true;
  }

  bool has(std::string_view name) const;  // neither absent nor null
  bool is_text(std::string_view name) const;
  // A field that may be a text or a list: calls what reads the one that it is.
  template <class AsText, class AsItems>
  void text_or_items(std::string_view name, AsText as_text, AsItems as_items) {
    if (is_text(name)) {
      as_text();
    } else if (!is_neither_text_nor_items(name)) {
      as_items();
    }
  }
  void require(std::string_view name);        // complains when it is absent or null
  void require_items(std::string_view name);  // complains when it is an empty list
  void complain(std::string_view name, std::string message);
  // Names what was not read, and what was given twice. Call last.
  void refuse_unknown();

 private:
  yyjson_val* take(std::string_view name);  // nullptr when absent or null
  std::optional<std::vector<yyjson_val*>> elements(std::string_view name, std::size_t max_items);
  std::optional<ObjectReader> element(std::string_view name, std::size_t index, yyjson_val* value);
  bool is_neither_text_nor_items(std::string_view name);  // and complains
  std::string item_name(std::string_view name, std::size_t index) const;

  yyjson_val* object_;
  std::string prefix_;
  std::vector<FieldError>* errors_;
  std::vector<std::string_view> known_;
};

}  // namespace hebb::api
