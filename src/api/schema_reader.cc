#include "api/schema_reader.h"

#include <algorithm>

namespace hebb::api {
namespace {

void describe_text(JsonNode schema, const TextRule& rule) {
  schema.set("type", "string");
  if (rule.min > 0) schema.set("minLength", static_cast<std::int64_t>(rule.min));
  if (rule.max < SIZE_MAX) schema.set("maxLength", static_cast<std::int64_t>(rule.max));
  if (rule.trim && rule.min == 1) schema.set("pattern", R"(\S)");  // counted after trimming
  if (rule.trim && rule.min > 1) schema.set("pattern", R"(^\S(.*\S)?$)");
}

void describe_choice(JsonNode schema, std::span<const std::string_view> among) {
  schema.set("type", "string");
  JsonNode values = schema.array("enum");
  for (const auto value : among) values.add(value);
}

void describe_integer(JsonNode schema, std::int64_t min, std::int64_t max) {
  schema.set("type", "integer");
  schema.set("minimum", min);
  schema.set("maximum", max);
}

}  // namespace

SchemaReader::SchemaReader(JsonNode schema, bool nullable) : schema_(schema), nullable_(nullable) {
  schema_.set("type", "object");
  schema_.object("properties");
}

JsonNode SchemaReader::property(std::string_view name) {
  JsonNode all = schema_.object("properties");
  if (!all.has(name)) return all.object(name);
  JsonNode known = all.object(name);
  if (!known.has("anyOf")) {
    JsonBuilder first;
    first.root().take_from(known);
    known.take_from(JsonBuilder().root());
    known.array("anyOf").add_object().take_from(first.root());
  }
  return known.array("anyOf").add_object();
}

JsonNode SchemaReader::items(std::string_view name, std::size_t max_items) {
  JsonNode schema = property(name);
  schema.set("type", "array");
  schema.set("maxItems", static_cast<std::int64_t>(max_items));
  return schema.object("items");
}

void SchemaReader::describe_id(JsonNode schema) {
  schema.set("type", "string");
  schema.set("format", "uuid");
}

std::optional<std::string> SchemaReader::text(std::string_view name, const TextRule& rule) {
  describe_text(property(name), rule);
  return std::nullopt;
}

std::optional<std::string> SchemaReader::choice(std::string_view name, std::span<const std::string_view> among) {
  describe_choice(property(name), among);
  return std::nullopt;
}

std::optional<std::int64_t> SchemaReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  describe_integer(property(name), min, max);
  return std::nullopt;
}

std::optional<double> SchemaReader::number(std::string_view name, double min, double max) {
  JsonNode schema = property(name);
  schema.set("type", "number");
  schema.set("minimum", min);
  schema.set("maximum", max);
  return std::nullopt;
}

std::optional<bool> SchemaReader::boolean(std::string_view name) {
  property(name).set("type", "boolean");
  return std::nullopt;
}

bool SchemaReader::flag(std::string_view name) {
  JsonNode forms = property(name).array("anyOf");
  forms.add_object().set("type", "boolean");
  JsonNode bare = forms.add_object();
  bare.set("type", "string");
  JsonNode words = bare.array("enum");
  for (const std::string_view word : {"", "0", "1"}) words.add(word);
  set_default(name, false);
  return false;
}

std::optional<Instant> SchemaReader::instant(std::string_view name) {
  JsonNode schema = property(name);
  schema.set("type", "string");
  JsonNode forms = schema.array("anyOf");
  forms.add_object().set("format", "date-time");
  forms.add_object().set("format", "date");  // its midnight in UTC
  return std::nullopt;
}

std::optional<std::string> SchemaReader::json_object(std::string_view name, std::size_t max_bytes) {
  JsonNode schema = property(name);
  schema.set("type", "object");
  schema.set("description", "At most " + std::to_string(max_bytes) + " bytes as JSON.");
  return std::nullopt;
}

std::vector<std::string> SchemaReader::texts(std::string_view name, std::size_t max_items, const TextRule& rule) {
  describe_text(items(name, max_items), rule);
  return {};
}

std::vector<std::string> SchemaReader::choices(std::string_view name, std::size_t max_items,
                                               std::span<const std::string_view> among) {
  describe_choice(items(name, max_items), among);
  return {};
}

std::vector<std::int64_t> SchemaReader::integers(std::string_view name, std::size_t max_items, std::int64_t min,
                                                 std::int64_t max) {
  describe_integer(items(name, max_items), min, max);
  return {};
}

std::optional<SchemaReader> SchemaReader::object(std::string_view name) {
  return SchemaReader(property(name), nullable_);
}

void SchemaReader::set_default(std::string_view name, std::int64_t value) {
  schema_.object("properties").object(name).set("default", value);
}
void SchemaReader::set_default(std::string_view name, bool value) {
  schema_.object("properties").object(name).set("default", value);
}
void SchemaReader::set_default(std::string_view name, const std::string& value) {
  if (value.empty()) return;  // no default, but nothing
  schema_.object("properties").object(name).set("default", value);
}

void SchemaReader::require(std::string_view name) {
  required_.emplace_back(name);
}

void SchemaReader::require_items(std::string_view name) {
  schema_.object("properties").object(name).set("minItems", std::int64_t{1});
}

bool SchemaReader::requires_field(std::string_view name) const {
  return std::ranges::contains(required_, name);
}

void SchemaReader::refuse_unknown() {
  schema_.set("additionalProperties", false);
  for (const auto& name : required_) schema_.array("required").add(name);
  if (!nullable_) return;
  for (auto [name, schema] : schema_.object("properties").members()) {
    const std::string type = schema.text("type");
    if (std::ranges::contains(required_, name) || type.empty()) continue;
    schema.remove("type");
    JsonNode types = schema.array("type");
    types.add(type);
    types.add("null");
    if (schema.has("enum")) schema.array("enum").add_null();
  }
}

}  // namespace hebb::api
