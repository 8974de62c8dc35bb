#include "consolidate/stated.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <format>
#include <optional>
#include <utility>

#include "text/calendar.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

constexpr auto kNegations = std::to_array<std::string_view>(
    {"not", "never", "no", "cannot", "without", "neither", "nor", "none", "nothing", "nobody", "against", "instead"});
// After "no" and "not": they deny nothing.
constexpr auto kNotDenied = std::to_array<std::string_view>({"only", "problem", "problems", "doubt", "worries"});
constexpr auto kUnits = std::to_array<std::string_view>(
    {"zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
     "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"});
constexpr auto kTens =
    std::to_array<std::string_view>({"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"});

constexpr auto kOrdinals = std::to_array<std::string_view>(
    {"first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
     "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
     "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"});

template <std::size_t N>
std::optional<double> place_in(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<double>(found - words.begin());
}

std::optional<double> scale_of(std::string_view word) {
  if (word == "hundred") return 1e2;
  if (word == "thousand") return 1e3;
  if (word == "million") return 1e6;
  return word == "billion" ? std::optional(1e9) : std::nullopt;
}

// Of a word in digits: "50k", "5m", "15th", "12".
struct Amount {
  std::string_view digits;
  double scale = 1;
};

std::optional<Amount> amount_in(std::string_view word) {
  const auto digits = word.substr(0, word.find_first_not_of("0123456789"));
  const auto unit = word.substr(digits.size());
  if (digits.empty()) return std::nullopt;
  if (unit.empty() || one_of(unit, {"st", "nd", "rd", "th"})) return Amount{digits};
  if (unit == "k") return Amount{digits, 1e3};
  if (one_of(unit, {"m", "mn"})) return Amount{digits, 1e6};
  return unit == "bn" ? std::optional(Amount{digits, 1e9}) : std::nullopt;
}

class StatementReader {
 public:
  explicit StatementReader(std::string_view text) : text_(text), words_(placed_words(text)) {}

  StatedFacts read() {
    StatedFacts out;
    while (at_ < words_.size()) {
      const std::size_t begin = at_;
      if (is_written_date()) out.numbers.push_back({words_[at_].word, words_[at_].word});  // its year
      if (auto day = take_day()) {
        out.days.push_back({std::move(*day), shown(begin)});
      } else if (auto number = take_number()) {
        out.numbers.push_back({std::format("{}", *number), shown(begin)});
      } else {
        if (out.negation.empty() && negates()) out.negation = word(0);
        ++at_;
      }
    }
    return out;
  }

 private:
  // Relative to the present one; empty behind the end and where a mark stands between.
  std::string_view word(std::size_t on) const {
    if (at_ + on >= words_.size()) return {};
    for (std::size_t i = 1; i <= on; ++i) {
      if (words_[at_ + i].parted) return {};
    }
    return words_[at_ + on].word;
  }

  std::string shown(std::size_t begin) const {
    return std::string(text_.substr(words_[begin].begin, words_[at_ - 1].end - words_[begin].begin));
  }

  bool negates() const {
    if (std::ranges::contains(kNotDenied, word(1)) && (word(0) == "no" || word(0) == "not")) return false;
    if (word(0) == "no" && word(1).empty()) return false;  // "No, we agreed on …"
    return word(0).ends_with("n't") || std::ranges::contains(kNegations, word(0));
  }

  // "May" and "march" are months where a day stands beside them, or a capital that opens no sentence.
  bool is_month(std::size_t on) const {
    if (!month_number(word(on))) return false;
    const PlacedWord& placed = words_[at_ + on];
    return (placed.capital && !placed.opens && at_ + on > 0) || (placed.word.size() > 3 && placed.word != "march");
  }

  // "2026-12-01"
  bool is_written_date() const {
    const auto year = year_number(word(0));
    const auto month = number_in_digits(word(1)), day = number_in_digits(word(2));
    return year && month && day && word(1).size() == 2 && word(2).size() == 2 && words_[at_ + 1].hyphened &&
           words_[at_ + 2].hyphened &&
           calendar_day(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)).has_value();
  }

  struct DayWords {
    unsigned day = 0;
    std::size_t words = 0;
  };

  // "first", "twenty-first"
  std::optional<DayWords> spelled_day(std::size_t on) const {
    const std::size_t tens = word(on) == "twenty" ? 20 : word(on) == "thirty" ? 30 : 0;
    if (word(on) == "thirtieth") return DayWords{30, 1};
    const auto place = place_in(kOrdinals, word(tens > 0 ? on + 1 : on));
    const auto day = tens + static_cast<std::size_t>(place.value_or(0)) + 1;
    if (!place || day > 31 || (tens > 0 && *place > 8)) return std::nullopt;
    return DayWords{static_cast<unsigned>(day), tens > 0 ? 2U : 1U};
  }

  // "the first of June", "June the first"
  std::optional<std::string> take_spelled_day() {
    if (const auto day = spelled_day(0); day && word(day->words) == "of") {
      if (const auto month = month_number(word(day->words + 1)))
        return taken(day->words + 2, std::format("{}-{}", *month, day->day));
    }
    const std::size_t at = word(1) == "the" ? 2 : 1;
    if (const auto day = spelled_day(at); day && is_month(0))
      return taken(at + day->words, std::format("{}-{}", *month_number(word(0)), day->day));
    return std::nullopt;
  }

  std::optional<std::string> take_day() {
    if (is_written_date())
      return taken(3, std::format("{}-{}", *number_in_digits(word(1)), *number_in_digits(word(2))));
    if (auto day = take_spelled_day()) return day;
    if (weekday_number(word(0))) return taken(1, std::string(word(0)));
    if (word(0).ends_with("days") && weekday_number(word(0).substr(0, word(0).size() - 1)))  // "on Thursdays"
      return taken(1, std::string(word(0).substr(0, word(0).size() - 1)));
    if (const auto day = day_number(word(1)); day && month_number(word(0)))
      return taken(2, std::format("{}-{}", *month_number(word(0)), *day));
    const std::size_t of = word(1) == "of" ? 2 : 1;
    if (const auto day = day_number(word(0)); day && month_number(word(of)))
      return taken(of + 1, std::format("{}-{}", *month_number(word(of)), *day));
    if (is_month(0)) return taken(1, std::format("{}-", *month_number(word(0))));
    if (word(0) == "today" || word(0) == "tomorrow") return taken(1, std::string(word(0)));
    constexpr auto kSpans = std::to_array<std::string_view>({"week", "month", "quarter", "year"});
    if ((word(0) == "next" || word(0) == "this") && std::ranges::contains(kSpans, word(1)))
      return taken(2, std::format("{} {}", word(0), word(1)));
    return std::nullopt;
  }

  std::string taken(std::size_t words, std::string value) {
    at_ += words;
    return value;
  }

  std::optional<double> take_number() { return amount_in(words_[at_].word) ? take_digits() : take_spelled(); }

  // "12.5", "12,500", "1.000.000" and "1.5M" are several words.
  double take_digits() {
    auto amount = *amount_in(words_[at_++].word);
    std::string digits(amount.digits);
    while (amount.scale == 1 && at_ < words_.size() && words_[at_].begin == words_[at_ - 1].end + 1) {
      const auto next = amount_in(words_[at_].word);
      const char mark = text_[words_[at_].begin - 1];
      if (!next || (mark != '.' && mark != ',')) break;
      const bool groups = mark == ',' && next->digits.size() == 3;
      if (!groups && digits.contains('.')) break;
      if (!groups) digits += '.';
      digits += next->digits;
      amount = *next;
      ++at_;
    }
    double value = std::strtod(digits.c_str(), nullptr) * amount.scale;
    while (const auto scale = scale_of(word(0))) {
      value *= *scale;
      ++at_;
    }
    return value;
  }

  // "twenty five", "two hundred and fifty thousand", "twelve point five", "twelve and a half". "One" alone is mostly no
  // number ("this one").
  std::optional<double> take_spelled() {
    const std::size_t begin = at_;
    double whole = 0, part = 0;
    bool open = true;                                              // for a unit behind a ten or a hundred
    if (word(0) == "a" && scale_of(word(1)) && !follows_half()) {  // "a hundred"
      part = 1;
      ++at_;
    }
    while (at_ < words_.size() && (at_ == begin || !word(0).empty()) && (at_ == begin || !words_[at_].parted)) {
      const auto unit = place_in(kUnits, word(0));
      const auto ten = place_in(kTens, word(0));
      const auto scale = at_ > begin ? scale_of(word(0)) : std::nullopt;
      if (scale) {
        part *= *scale;
        if (*scale > 100) whole += std::exchange(part, 0);
        open = true;
      } else if (ten && open && std::fmod(part, 100) == 0) {
        part += 20 + *ten * 10;
      } else if (unit && open && (*unit < 10 ? std::fmod(part, 10) == 0 : std::fmod(part, 100) == 0)) {
        part += *unit;
        open = false;
      } else if (word(0) != "and" || at_ == begin || !continues_after_and()) {
        break;
      }
      ++at_;
    }
    if (at_ == begin) return std::nullopt;
    if (at_ == begin + 1 && words_[begin].word == "one") {
      at_ = begin;
      return std::nullopt;
    }
    return whole + part + take_fraction();
  }

  // "Half a million"
  bool follows_half() const { return at_ > 0 && words_[at_ - 1].word == "half"; }

  // Of "two hundred and fifty".
  bool continues_after_and() const {
    const std::string_view before = words_[at_ - 1].word;
    return scale_of(before) && (place_in(kUnits, word(1)) || place_in(kTens, word(1)));
  }

  double take_fraction() {
    if (word(0) == "and" && word(1) == "a" && word(2) == "half") {
      at_ += 3;
      return 0.5;
    }
    double value = 0, place = 0.1;
    if (word(0) != "point" || !place_in(kUnits, word(1))) return 0;
    ++at_;
    for (auto digit = place_in(kUnits, word(0)); digit && *digit < 10; digit = place_in(kUnits, word(0))) {
      value += *digit * place;
      place /= 10;
      ++at_;
    }
    return value;
  }

  std::string_view text_;
  std::vector<PlacedWord> words_;
  std::size_t at_ = 0;
};

}  // namespace

StatedFacts stated_in(std::string_view text) {
  return StatementReader(text).read();
}

}  // namespace hebb
