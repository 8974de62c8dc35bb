// What stands between the words of a cue: entities, tags, voices. Private to text/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

struct Spoken {
  std::optional<std::string> speaker;
  std::string text;
};

// "&amp;" and its like, "&#39;", "&#x27;"; what is no entity stays. Never longer.
std::string decode_entities(std::string_view text);

// A cue's text by voice (<v Name>…</v>), without the tags of WebVTT and SubRip; other '<' stay. Parts without text are
// left out.
std::vector<Spoken> read_cue_text(std::string_view text);

}  // namespace hebb
