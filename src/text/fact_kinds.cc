#include "text/fact_kinds.h"

#include <algorithm>
#include <span>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

// "one" is mostly no number, nor "second".
bool is_number(std::string_view word) {
  return std::ranges::any_of(word, is_digit) ||
         one_of(word, {"two",      "three",   "four",     "five",     "six",      "seven",    "eight",     "nine",
                       "ten",      "eleven",  "twelve",   "twenty",   "thirty",   "forty",    "fifty",     "sixty",
                       "seventy",  "eighty",  "ninety",   "hundred",  "hundreds", "thousand", "thousands", "million",
                       "millions", "billion", "thirteen", "fourteen", "fifteen",  "sixteen",  "seventeen", "eighteen",
                       "nineteen", "zero",    "dozens",   "billions", "trillion", "thrice",   "dozen",     "half",
                       "twice",    "couple",  "percent"});
}

// Of time, in whatever number.
bool is_of_time(std::string_view word) {
  if (one_of(word, {"today", "tomorrow", "yesterday", "tonight", "noon", "midnight", "ago", "o'clock", "christmas",
                    "easter", "spring", "summer", "autumn", "winter"}))
    return true;
  if (word.ends_with('s')) word.remove_suffix(1);
  return one_of(word, {"hour", "day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "morning",
                       "afternoon", "evening", "night"}) ||
         (word.size() > 3 && weekday_number(word));
}

// "sat", "mar" and "may" are words besides, as "march" is.
bool is_month(std::span<const PlacedWord> words, std::size_t i) {
  const std::string_view word = words[i].word;
  if (!month_number(word)) return false;
  if (!one_of(word, {"may", "march", "mar", "sep", "dec", "jan", "jun"})) return word.size() > 3 || words[i].capital;
  const auto is_day = [&](std::size_t at) { return at < words.size() && day_number(words[at].word); };
  return (words[i].capital && !words[i].opens) || is_day(i + 1) || (i > 0 && is_day(i - 1)) ||
         (i > 0 && one_of(words[i - 1].word, {"in", "since", "until", "last", "next", "early", "late", "mid"}));
}

// "8 pm", "8pm", "3rd", "five minutes"
bool is_numbered_time(std::span<const PlacedWord> words, std::size_t i) {
  const std::string_view word = words[i].word;
  if (year_number(word)) return true;
  if (i > 0 && word.starts_with("minute")) return is_number(words[i - 1].word);  // not those of a meeting
  if (i > 0 && !words[i].opens && one_of(word, {"am", "pm", "a", "p"}) && is_digit(words[i - 1].word.back()))
    return word.size() == 2 || (i + 1 < words.size() && words[i + 1].word == "m");
  if (!is_digit(word.front())) return false;
  return word.ends_with("am") || word.ends_with("pm") || (day_number(word) && !is_digit(word.back()));
}

}  // namespace

FactKinds stated_facts(std::string_view text) {
  FactKinds kinds = 0;
  const auto words = placed_words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_number(words[i].word)) kinds |= kNumberFact;
    if (is_of_time(words[i].word) || is_month(words, i) || is_numbered_time(words, i)) kinds |= kTimeFact;
  }
  return kinds;
}

}  // namespace hebb
