// Which brackets in what was said are a transcriber's or captions' marks, told by their words alone. Private to text/.
#pragma once

#include <string>
#include <string_view>

namespace hebb {

// Takes valid UTF-8 whose only white space is ' '. Without marks ("[laughter]", "{disfmarker}", "<v Anna>",
// "[00:03:21]") and brackets that have no partner, words one space apart, none at either end; any other bracket stays
// ("List<String>", "items[0]"), but those of a link's words. Linear, never longer.
std::string without_marks(std::string_view text);

}  // namespace hebb
