// What a JSON document says of its meeting beside the turns. Private to text/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

struct yyjson_val;

namespace hebb {

std::optional<std::string_view> json_title(yyjson_val* object);
std::optional<Instant> json_date(yyjson_val* object);
// A participant's name from a string or an object, and the id by which entries may refer to it.
struct JsonPerson {
  std::string_view name;
  std::string id;  // as the speaker of an entry reads: "Speaker 0" for a number
};
std::vector<JsonPerson> json_people(yyjson_val* object);
// Those of `speakers` alone, whose numbers entries mean by theirs.
std::vector<JsonPerson> json_speakers(yyjson_val* object);

}  // namespace hebb
