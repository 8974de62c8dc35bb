#include "text/json_values.h"

#include <yyjson.h>

#include <format>

#include "text/transcript_source.h"

namespace hebb {

std::optional<std::string_view> json_text(yyjson_val* value) {
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
}

yyjson_val* first_value(yyjson_val* object, std::span<const char* const> names) {
  for (const char* name : names) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (value != nullptr && !yyjson_is_null(value)) return value;
  }
  return nullptr;
}

std::optional<std::string_view> first_text(yyjson_val* object, std::span<const char* const> names) {
  for (const char* name : names) {
    const auto text = json_text(yyjson_obj_get(object, name));
    if (text && !is_blank(*text)) return text;
  }
  return std::nullopt;
}

std::string speaker_of_number(yyjson_val* number) {
  return std::format("Speaker {}", yyjson_get_uint(number));
}

}  // namespace hebb
