#include "consolidate/facts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/calendar.h"
#include "text/normalise.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

constexpr auto kDenials = std::to_array<std::string_view>(
    {"cannot", "hardly", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "without"});
constexpr auto kDays = std::to_array<std::string_view>({"today", "tomorrow", "tonight", "yesterday"});
// Besides those that small_number() knows.
constexpr auto kQuantities = std::to_array<std::string_view>(
    {"billion", "dozen",   "double",   "eighteen", "eighty",   "fifteen", "fifty",     "forty",   "fourteen",
     "half",    "hundred", "million",  "nineteen", "ninety",   "quarter", "seventeen", "seventy", "sixteen",
     "sixty",   "ten",     "thirteen", "thirty",   "thousand", "twenty",  "twice"});

bool denies(std::string_view word) {
  return std::ranges::contains(kDenials, word) || word.ends_with("n't");
}

// "a" and "one" count nothing as often as they count.
bool is_number(std::string_view word) {
  if (std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; })) return true;
  if (std::ranges::contains(kQuantities, word)) return true;
  return word != "a" && word != "an" && word != "one" && small_number(word).has_value();
}

// "may", "march" and "sun" are days or months only with a capital, and then they are names.
bool is_day(std::string_view word) {
  if (std::ranges::contains(kDays, word)) return true;
  return word.size() > 3 && word != "march" && (weekday_number(word) || month_number(word));
}

bool is_name(const PlacedWord& word) {
  const bool me = word.word == "i" || word.word.starts_with("i'");
  return word.capital && !word.opens && !me;
}

std::string number_text(const std::string& word) {
  const auto number = small_number(word);
  return number ? std::to_string(*number) : word;
}

}  // namespace

Facts facts_of(std::string_view text) {
  Facts facts;
  bool compared = false;  // what comes next is what something is compared with
  for (const PlacedWord& word : placed_words(text)) {
    if (compared && !is_stop_word(word.word)) {
      facts.stated.push_back("than " + word.word);
      compared = false;
    }
    compared = compared || word.word == "than";
    facts.denied = facts.denied || denies(word.word);
    if (is_number(word.word)) {
      facts.stated.push_back(number_text(word.word));
    } else if (is_day(word.word) || is_name(word)) {
      facts.stated.push_back(word.word);
    }
  }
  std::ranges::sort(facts.stated);
  const auto repeats = std::ranges::unique(facts.stated);
  facts.stated.erase(repeats.begin(), repeats.end());
  return facts;
}

}  // namespace hebb
