// What must be the same in two statements before they may be said to be one and the same. Private to consolidate/.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

struct Facts {
  // Its numbers, days and names, and what something is compared with ("than screen"), in lower case, sorted.
  std::vector<std::string> stated;
  bool denied = false;  // it says that something is not so

  friend auto operator<=>(const Facts&, const Facts&) = default;
};

struct FactsRead {
  Facts facts;
  // Words that say what it is about, each once: neither stop words, nor mere talk ("look", "again"), nor facts.
  std::size_t telling_words = 0;
};

// A name is a word with a capital that opens no sentence, so a text without capitals has none.
FactsRead read_facts(std::string_view text);

}  // namespace hebb
