// Values of JSON by the names that exporters give them. Private to text/.
#pragma once

#include <yyjson.h>

#include <array>
#include <cstddef>
#include <format>
#include <optional>
#include <string>
#include <string_view>

#include "text/transcript_source.h"

namespace hebb {

// What a person is called.
inline constexpr auto kPersonNames =
    std::to_array<const char*>({"displayName", "display_name", "name", "speaker_name", "email"});

// What the writer of a message is called: in Slack's user_profile, in Discord's author.
inline constexpr auto kWriterNames =
    std::to_array<const char*>({"real_name", "nickname", "display_name", "global_name", "name"});

inline std::optional<std::string_view> json_text(yyjson_val* value) {
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
}

template <std::size_t N>
yyjson_val* first_value(yyjson_val* object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (value != nullptr && !yyjson_is_null(value)) return value;
  }
  return nullptr;
}

template <std::size_t N>
std::optional<std::string_view> first_text(yyjson_val* object, const std::array<const char*, N>& names) {
  for (const char* name : names) {
    const auto text = json_text(yyjson_obj_get(object, name));
    if (text && !is_blank(*text)) return text;
  }
  return std::nullopt;
}

inline std::string speaker_of_number(yyjson_val* number) {
  return std::format("Speaker {}", yyjson_get_uint(number));
}

}  // namespace hebb
