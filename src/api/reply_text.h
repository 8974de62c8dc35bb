// The JSON of a reply, from the plain struct that reply_schema.h describes: appended to one string as the fields are
// walked, where reflect-cpp's own writer copies every name and text into a document first. Private to api/; includes
// reflect-cpp. Thread safety: thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <rfl.hpp>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "api/json_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace reply_text {

template <class T>
void append(std::string& json, const T& value);

template <class T>
struct Append;  // of what is no text, no number and no plain struct

template <class Tag>
struct Append<Id<Tag>> {
  static void to(std::string& json, const Id<Tag>& id) {
    const auto characters = id.characters();
    json += '"';  // no character of it is escaped
    json.append(characters.data(), characters.size());
    json += '"';
  }
};
template <>
struct Append<Instant> {
  static void to(std::string& json, const Instant& instant) { append_text(json, rfc3339(instant)); }
};
template <>
struct Append<std::chrono::sys_days> {
  static void to(std::string& json, const std::chrono::sys_days& day) { append_text(json, date_text(day)); }
};
template <>
struct Append<Milliseconds> {
  static void to(std::string& json, const Milliseconds& offset) { append_number(json, std::int64_t{offset.count()}); }
};

template <class T>
struct Append<OrNull<T>> {
  static void to(std::string& json, const OrNull<T>& value) {
    if (const auto& held = std::get<0>(value)) return append(json, *held);
    json += "null";
  }
};

template <class T>
struct Append<std::vector<T>> {
  static void to(std::string& json, const auto& items) {
    json += '[';
    for (const auto& item : items) {
      if (json.back() != '[') json += ',';
      append(json, item);
    }
    json += ']';
  }
};
template <class T>
struct Append<std::span<const T>> : Append<std::vector<T>> {};
template <class T, std::size_t N>
struct Append<std::array<T, N>> : Append<std::vector<T>> {};

// After '{' or a member, whose last character is never '{'.
inline void append_name(std::string& json, std::string_view name) {
  if (json.back() != '{') json += ',';
  append_text(json, name);
  json += ':';
}

template <class T>
struct Append<std::map<std::string, T>> {
  static void to(std::string& json, const auto& members) {
    json += '{';
    for (const auto& [name, value] : members) {
      append_name(json, name);
      append(json, value);
    }
    json += '}';
  }
};
template <>
struct Append<StoredJson> {
  static void to(std::string& json, const StoredJson& stored) { json += stored.text; }
};

// `,"name":`
template <class Field>
constexpr auto kKey = [] {
  constexpr std::string_view kName = Field::name_.string_view();
  std::array<char, kName.size() + 4> key{',', '"'};
  std::ranges::copy(kName, key.begin() + 2);
  key[kName.size() + 2] = '"';
  key[kName.size() + 3] = ':';
  return key;
}();

template <class Field, class T>
void append_member(std::string& json, const T& value) {
  const auto& key = kKey<Field>;
  const std::size_t from = json.back() == '{' ? 1 : 0;
  json.append(key.data() + from, key.size() - from);
  append(json, value);
}
// On request, and left out else.
template <class Field, class T>
void append_member(std::string& json, const std::optional<T>& value) {
  if (value) append_member<Field>(json, *value);
}

template <class T>
void append_members(std::string& json, const T& plain_struct) {
  json += '{';
  rfl::to_view(plain_struct).apply([&]<class Field>(const Field& field) {
    append_member<Field>(json, *field.value());
  });
  json += '}';
}

template <class T>
void append(std::string& json, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    json += value ? "true" : "false";
  } else if constexpr (std::is_floating_point_v<T>) {
    append_number(json, value);
  } else if constexpr (std::is_integral_v<T>) {
    append_number(json, std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>{value});
  } else if constexpr (std::is_enum_v<T>) {
    append_text(json, to_string(value));
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    append_text(json, value);
  } else if constexpr (requires { Append<T>::to(json, value); }) {
    Append<T>::to(json, value);
  } else {
    append_members(json, value);
  }
}

}  // namespace reply_text

// `wire`: a plain struct. Texts must be UTF-8 and numbers finite, else it throws ContractViolation: of our replies they
// are. A number reads back as the float or double that it is. Throws std::bad_alloc.
template <class T>
std::string reply_text_of(const T& wire) {
  std::string json;
  reply_text::append(json, wire);
  return json;
}

}  // namespace hebb::api
