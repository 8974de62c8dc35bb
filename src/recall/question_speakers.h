// What is asked of those whom a question names: what they alone say, what they own. Private to recall/.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "recall/question_names.h"
#include "text/placed_words.h"

namespace hebb {

// Of one mention, also where another in its list says so: "except Anna and Ben", "quotes from Anna and Ben".
struct NamedAs {
  bool excluded = false;
  bool alone = false;     // nothing but what these say is wanted
  bool owner = false;     // as who owns what a list is of
  bool left_out = false;  // as who owns what a list leaves out
};

// Of each mention. `words` are the words of `text`, `mentions` are as find_names() gives them, or some of those.
std::vector<NamedAs> named_as(std::string_view text, std::span<const PlacedWord> words,
                              std::vector<NameMention> mentions);

}  // namespace hebb
