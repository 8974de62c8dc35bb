// What a decision speaks of, so that another of the same words is seen to speak of something else. Private to
// consolidate/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hebb {

struct Matter {
  struct Name {
    std::string word;
    bool chosen = false;  // "use Stripe": the later decision may choose another
  };
  std::vector<std::string> words;
  std::vector<Name> names;
  std::vector<std::pair<std::string, std::string>> definite;  // "paint the kitchen": {"paint", "kitchen"}
};

bool is_deciding(std::string_view word);  // "decided", "agreement"
Matter matter_of(std::string_view decision);
// "In Prague" and "in Warsaw", "paint the kitchen" and "paint the hall": each names what the other does not. Not "use
// Stripe for the shop" and "use Adyen for the shop", which are one choice.
bool are_apart(const Matter& a, const Matter& b);
// Qualities too, which are no part of a thing's name: "small".
std::size_t shared_words(const Matter& a, const Matter& b);

}  // namespace hebb
