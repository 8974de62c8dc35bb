// The JSON Schema of a reply, from the plain struct that reply_text.h writes it from: every name, in order, and which
// fields come only on request (a bare optional) or may be null (OrNull). Private to api/; includes reflect-cpp.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <rfl.hpp>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "api/json_builder.h"
#include "api/wire.h"

namespace hebb::api {

template <class T>
void describe(JsonNode schema);

namespace reply_schema {

template <class T>
struct Optional : std::false_type {};
template <class T>
struct Optional<std::optional<T>> : std::true_type {};

template <class T>
struct Describe;  // of what is neither a number nor a plain struct

template <>
struct Describe<std::string> {
  static void to(JsonNode schema) { schema.set("type", "string"); }
};
template <>
struct Describe<bool> {
  static void to(JsonNode schema) { schema.set("type", "boolean"); }
};
template <>
struct Describe<std::string_view> : Describe<std::string> {};
template <class Tag>
struct Describe<Id<Tag>> : Describe<std::string> {};
template <>
struct Describe<Instant> : Describe<std::string> {};
template <>
struct Describe<std::chrono::sys_days> : Describe<std::string> {};
template <>
struct Describe<Milliseconds> {
  static void to(JsonNode schema) { describe<std::int64_t>(schema); }
};
template <>
struct Describe<StoredJson> {
  static void to(JsonNode) {}
};
template <class T>
struct Describe<OrNull<T>> {
  static void to(JsonNode schema) {
    describe<T>(schema);
    const std::string type = schema.text("type");
    schema.remove("type");
    JsonNode types = schema.array("type");
    types.add(type);
    types.add("null");
  }
};
template <class T>
struct Describe<std::vector<T>> {
  static void to(JsonNode schema) {
    schema.set("type", "array");
    describe<T>(schema.object("items"));
  }
};
template <class T>
struct Describe<std::span<const T>> : Describe<std::vector<T>> {};
template <class T, std::size_t N>
struct Describe<std::array<T, N>> {
  static void to(JsonNode schema) {
    Describe<std::vector<T>>::to(schema);
    schema.set("minItems", std::int64_t{N});
    schema.set("maxItems", std::int64_t{N});
  }
};
template <class T>
struct Describe<std::map<std::string, T>> {
  static void to(JsonNode schema) {
    schema.set("type", "object");
    describe<T>(schema.object("additionalProperties"));
  }
};

template <class T>
void describe_field(JsonNode schema, std::string_view name) {
  if constexpr (Optional<T>::value) {
    describe<typename T::value_type>(schema.object("properties").object(name));
  } else {
    describe<T>(schema.object("properties").object(name));
    schema.array("required").add(name);
  }
}

template <class Fields>
struct DescribeFields;
template <class... Fields>
struct DescribeFields<rfl::NamedTuple<Fields...>> {
  static void to(JsonNode schema) {
    schema.set("type", "object");
    schema.object("properties");
    (describe_field<std::remove_cvref_t<typename Fields::Type>>(schema, Fields::name_.string_view()), ...);
    schema.set("additionalProperties", false);
  }
};

}  // namespace reply_schema

template <class T>
void describe(JsonNode schema) {
  if constexpr (requires { reply_schema::Describe<T>::to(schema); }) {
    reply_schema::Describe<T>::to(schema);
  } else if constexpr (std::is_enum_v<T>) {  // by its name
    reply_schema::Describe<std::string>::to(schema);
  } else if constexpr (std::is_floating_point_v<T>) {
    schema.set("type", "number");
  } else if constexpr (std::is_integral_v<T>) {
    schema.set("type", "integer");
    if constexpr (std::is_unsigned_v<T>) schema.set("minimum", std::int64_t{0});
  } else {
    reply_schema::DescribeFields<rfl::named_tuple_t<T>>::to(schema);
  }
}

}  // namespace hebb::api
