// Values of JSON by the names that exporters give them. Private to text/.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct yyjson_val;

namespace hebb {

// What a person is called.
inline constexpr auto kPersonNames =
    std::to_array<const char*>({"displayName", "display_name", "name", "speaker_name", "email"});

// What the writer of a message is called: in Slack's user_profile, in Discord's author.
inline constexpr auto kWriterNames =
    std::to_array<const char*>({"real_name", "nickname", "display_name", "global_name", "name"});

std::optional<std::string_view> json_text(yyjson_val* value);
// The first that is there and not null.
yyjson_val* first_value(yyjson_val* object, std::span<const char* const> names);
// The first that is a text and not blank.
std::optional<std::string_view> first_text(yyjson_val* object, std::span<const char* const> names);
std::string speaker_of_number(yyjson_val* number);

}  // namespace hebb
