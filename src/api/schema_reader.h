// Stands where ObjectReader or ParameterReader stands in the functions that read requests (request_fields.h), but reads
// nothing: it writes down, as JSON Schema, what they ask for. So the code that parses is what OpenAPI is made of.
// Private to api/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_builder.h"
#include "api/json_reader.h"

namespace hebb::api {

// Every reading call returns what an absent field gives. A name that is read twice may be either.
class SchemaReader {
 public:
  // `schema` becomes that of an object. `nullable`: null is as good as absent, which it is in JSON bodies.
  SchemaReader(JsonNode schema, bool nullable);

  std::optional<std::string> text(std::string_view name, const TextRule& rule);
  std::optional<std::string> choice(std::string_view name, std::span<const std::string_view> among);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<double> number(std::string_view name, double min, double max);
  std::optional<bool> boolean(std::string_view name);
  bool flag(std::string_view name);
  std::optional<Instant> instant(std::string_view name);
  template <class Identifier>
  std::optional<Identifier> id(std::string_view name) {
    describe_id(property(name));
    return std::nullopt;
  }
  std::optional<std::string> json_object(std::string_view name, std::size_t max_bytes);
  std::vector<std::string> texts(std::string_view name, std::size_t max_items, const TextRule& rule);
  std::vector<std::string> choices(std::string_view name, std::size_t max_items,
                                   std::span<const std::string_view> among);
  std::vector<std::int64_t> integers(std::string_view name, std::size_t max_items, std::int64_t min, std::int64_t max);
  template <class Identifier>
  std::vector<Identifier> ids(std::string_view name, std::size_t max_items) {
    describe_id(items(name, max_items));
    return {};
  }
  std::optional<SchemaReader> object(std::string_view name);
  template <class Read>
  bool objects(std::string_view name, std::size_t max_items, Read read) {
    SchemaReader item(items(name, max_items), nullable_);
    read(item);
    return true;
  }
  // What is read into a value that keeps its default where the field is absent.
  template <class Number>
  void integer_into(std::string_view name, std::int64_t min, std::int64_t max, Number& value) {
    integer(name, min, max);
    set_default(name, static_cast<std::int64_t>(value));
  }
  void boolean_into(std::string_view name, bool& value) {
    boolean(name);
    set_default(name, value);
  }
  void text_into(std::string_view name, const TextRule& rule, std::string& value) {
    text(name, rule);
    set_default(name, value);
  }
  template <class AsText, class AsItems>
  void text_or_items(std::string_view, AsText as_text, AsItems as_items) {
    as_text();
    as_items();
  }

  bool has(std::string_view) const { return false; }
  void require(std::string_view name);
  void require_items(std::string_view name);  // Requires: a list of that name has been read
  bool requires_field(std::string_view name) const;
  void complain(std::string_view, const std::string&) {}
  void refuse_unknown();

 private:
  JsonNode property(std::string_view name);
  JsonNode items(std::string_view name, std::size_t max_items);
  void describe_id(JsonNode schema);
  void set_default(std::string_view name, std::int64_t value);
  void set_default(std::string_view name, bool value);
  void set_default(std::string_view name, const std::string& value);

  JsonNode schema_;
  bool nullable_;
  std::vector<std::string> required_;
};

}  // namespace hebb::api
