#include "recall/question_period.h"

#include <algorithm>
#include <string_view>

#include "recall/question_said.h"
#include "recall/question_words.h"
#include "text/calendar.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weeks;
using std::chrono::year_month_day;

bool joins(std::string_view word) {
  return one_of(word, {"and", "or", "to", "until", "till", "through"});
}

class PeriodReader : WordReader {
 public:
  PeriodReader(std::span<const PlacedWord> words, sys_days today) : WordReader(words), today_(today) {}

  std::optional<NamedDays> period(std::size_t i) const {
    if (auto found = day(i)) return found;
    if (auto found = before_last(i)) return found;
    if (auto found = relative_unit(i)) return found;
    if (auto found = ago(i)) return found;
    if (auto found = quarter(i)) return found;
    if (auto found = month(i)) return found;
    return whole_year(i);
  }

  std::optional<NamedDays> day(std::size_t i) const {
    if (auto found = relative_day(i)) return found;
    if (auto found = weekday(i)) return found;
    if (auto found = numeric_date(i)) return found;
    return days_of_month(i);
  }

 private:
  std::optional<NamedDays> relative_day(std::size_t i) const {
    if (word(i) == "today") return NamedDays{today_, today_ + days(1), i + 1, true, false, true};
    if (word(i) == "yesterday") return NamedDays{today_ - days(1), today_, i + 1, true};
    if (word(i) == "day" && word(i + 1) == "before" && word(i + 2) == "yesterday")
      return NamedDays{today_ - days(2), today_ - days(1), i + 3, true};
    return std::nullopt;
  }

  // "the week before last"
  std::optional<NamedDays> before_last(std::size_t i) const {
    const auto start = start_of(word(i));
    if (!start || word(i + 1) != "before" || word(i + 2) != "last") return std::nullopt;
    return NamedDays{*back(*start, 2, word(i)), *back(*start, 1, word(i)), i + 3, true, word(i) == "year"};
  }

  // "last week", "this month", "the past two weeks", "the last couple of weeks"
  std::optional<NamedDays> relative_unit(std::size_t i) const {
    const bool present = word(i) == "this" || word(i) == "current";
    if (!present && !one_of(word(i), {"last", "past", "previous"})) return std::nullopt;
    if (const auto count = present ? std::nullopt : small_number(word(i + 1))) {
      const std::size_t unit = i + (word(i + 2) == "of" ? 3 : 2);
      const auto from = back(today_ + days(1), *count, word(unit));
      return from ? std::optional(NamedDays{*from, today_ + days(1), unit + 1, true}) : std::nullopt;
    }
    const auto start = start_of(word(i + 1));
    if (!start) return std::nullopt;
    const std::string_view unit = word(i + 1);
    if (present) return NamedDays{*start, today_ + days(1), i + 2, true, false, true};
    if (word(i) == "past") return NamedDays{*back(today_ + days(1), 1, unit), today_ + days(1), i + 2, true};
    return NamedDays{*back(*start, 1, unit), *start, i + 2, true, unit == "year"};
  }

  std::optional<sys_days> start_of(std::string_view unit) const {
    if (unit == "week") return monday_of(today_);
    if (unit == "month") return first_of_month(today_);
    if (unit == "quarter") return first_of_quarter(today_);
    if (unit == "year") return first_of_year(today_);
    return std::nullopt;
  }

  static std::optional<sys_days> back(sys_days day, int count, std::string_view unit) {
    if (unit.ends_with('s')) unit.remove_suffix(1);
    if (unit == "day") return day - days(count);
    if (unit == "week") return day - weeks(count);
    if (unit == "month") return months_later(day, -count);
    if (unit == "quarter") return months_later(day, -3 * count);
    if (unit == "year") return months_later(day, -12 * std::min(count, 100));
    return std::nullopt;
  }

  // "two weeks ago": the week that lies so far back
  std::optional<NamedDays> ago(std::size_t i) const {
    const auto count = small_number(word(i));
    const std::size_t unit = i + (word(i) == "a" && one_of(word(i + 1), {"couple", "few"}) ? 2 : 1);
    const std::size_t at = unit + (word(unit) == "of" ? 1 : 0);
    if (!count || word(at + 1) != "ago") return std::nullopt;
    const int number = unit > i + 1 ? *small_number(word(i + 1)) : *count;
    const auto day = back(today_, number, word(at));
    if (!day) return std::nullopt;
    if (word(at).starts_with("day")) return NamedDays{*day, *day + days(1), at + 2, true};
    if (word(at).starts_with("week")) return NamedDays{monday_of(*day), monday_of(*day) + days(7), at + 2, true};
    const sys_days from = word(at).starts_with("year") ? first_of_year(*day) : first_of_month(*day);
    return NamedDays{from, months_later(from, word(at).starts_with("year") ? 12 : 1), at + 2, true, true};
  }

  // "on Monday", "last Friday", "this past Friday": the last one before today, "this Friday" that of this week; "by
  // Friday" is to come, and nobody has met then
  std::optional<NamedDays> weekday(std::size_t i) const {
    const bool last = is_last(word(i));
    const std::size_t at = i + (last || word(i) == "this" ? 1 : 0);
    const auto wanted = weekday_number(word(at));
    const bool to_come = !last && one_of(before(i), {"next", "by", "until", "till", "coming"});
    if (!wanted || to_come || begins_address(at)) return std::nullopt;
    if (at == i && (is_last(before(i)) || before(i) == "this" || names_other(before(i)))) return std::nullopt;
    const unsigned now = std::chrono::weekday(today_).iso_encoding();
    if (word(i) == "this" && *wanted > now) return std::nullopt;
    const bool of_this_week = word(i) == "this" || *wanted < now;
    const sys_days day = monday_of(today_) + days(*wanted - 1) - weeks(of_this_week ? 0 : 1);
    return NamedDays{
        .from = day, .to = day + days(1), .last = at + 1, .relative = true, .may_come = !last, .weekday = at == i};
  }

  static bool is_last(std::string_view word) { return one_of(word, {"last", "past", "previous"}); }

  // "Black Friday" is a name, "every Friday" a habit, "a Friday" any.
  static bool names_other(std::string_view word) {
    return one_of(word, {"black",  "cyber", "good",  "ash",    "easter",  "whit",  "shrove", "palm",
                         "maundy", "holy",  "super", "giving", "blue",    "fat",   "bloody", "casual",
                         "patch",  "every", "each",  "any",    "some",    "most",  "other",  "alternate",
                         "a",      "no",    "first", "second", "another", "third", "fourth"});
  }

  // "Monday.com"
  bool begins_address(std::size_t i) const {
    return i + 1 < words_.size() && words_[i + 1].opens && words_[i + 1].begin == words_[i].end + 1;
  }

  static NamedDays one_day(sys_days day, std::size_t last) { return {day, day + days(1), last}; }

  // 2026-03-25, 25.03.2026; 03/05/2026 and 05.03.2026 are no dates: nobody can tell March from May.
  std::optional<NamedDays> numeric_date(std::size_t i) const {
    if (i + 2 >= words_.size() || !(words_[i + 1].hyphened || words_[i + 1].parted) ||
        !(words_[i + 2].hyphened || words_[i + 2].parted))
      return std::nullopt;
    const auto a = number_in_digits(word(i)), b = number_in_digits(word(i + 1)), c = number_in_digits(word(i + 2));
    if (!a || !b || !c) return std::nullopt;
    const bool year_first = year_number(word(i)).has_value();
    if (!year_first && (!year_number(word(i + 2)) || (*a <= 12 && *b <= 12 && *a != *b))) return std::nullopt;
    const int y = year_first ? *a : *c;
    const int d = year_first ? *c : (*a > 12 ? *a : *b);
    const int m = year_first ? *b : (*a > 12 ? *b : *a);
    const auto day = calendar_day(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
    return day ? std::optional(one_day(*day, i + 3)) : std::nullopt;
  }

  // "Action items from Q2" and no more; not "moved from Q2 to Q3".
  bool is_of_list(std::size_t i) const {
    return i + 1 == words_.size() && before(i) == "from" && ends_list(words_, i - 1);
  }

  // "Q1 2026", "in Q4": the last that has begun
  std::optional<NamedDays> quarter(std::size_t i) const {
    const auto text = word(i);
    if (text.size() != 2 || text[0] != 'q' || text[1] < '1' || text[1] > '4') return std::nullopt;
    const auto y = year_number(word(i + 1));
    const std::string_view lead = before(i) == "the" ? before(i, 2) : before(i);
    if (!y && !one_of(lead, {"in", "since", "until", "till", "during", "before", "after", "by"}) && !is_of_list(i))
      return std::nullopt;
    const unsigned month = static_cast<unsigned>(text[1] - '1') * 3 + 1;
    int number = y.value_or(static_cast<int>(year_month_day(today_).year()));
    auto from = calendar_day(number, month, 1);
    if (!y && *from > today_) from = calendar_day(--number, month, 1);
    return NamedDays{*from, months_later(*from, 3), i + (y ? 2U : 1U), false, !y, !y, !y};
  }

  // A month's name that is also a word must look like a month: "in may", "March 3".
  std::optional<unsigned> month_at(std::size_t i) const {
    if (i >= words_.size()) return std::nullopt;
    const auto found = month_number(word(i));
    if (!found || (word(i).size() == 3 && !words_[i].capital && !is_led_in_small(i))) return std::nullopt;
    const bool may_be_word = one_of(word(i), {"may", "march", "august", "mar", "jan", "dec", "sep", "apr"});
    if (!may_be_word || (words_[i].capital && !words_[i].opens)) return found;
    const bool led = one_of(before(i), {"in", "since", "until", "till", "during", "last", "of", "by", "this"});
    return led || day_number(word(i + 1)) || year_number(word(i + 1)) || day_number(before(i)) ? found : std::nullopt;
  }

  // "in oct", "3 oct", though in small letters. "In mar" and "in apr" may be of a sea or of a rate.
  bool is_led_in_small(std::size_t i) const {
    if (word(i) == "may") return false;
    if (day_number(before(i))) return true;
    return one_of(before(i), {"in", "since", "until", "during", "last"}) && !one_of(word(i), {"mar", "apr"});
  }

  // Whether a day before it is of the same month: the "3" of "28 to 3 April".
  bool ends_days(std::size_t i) const {
    if (i < 1 || !(joins(before(i)) || words_[i].hyphened || words_[i].parted)) return false;
    const std::size_t end = joins(before(i)) ? i - 1 : i;
    return day_number(before(end)) && !month_number(before(end, 2));
  }

  // "3 April", "3 to 5 April", "4, 5 and 6 April", "April 3-5": a list is taken from its first day to its last. A part
  // of one is no time, since it would hide the rest.
  std::optional<NamedDays> days_of_month(std::size_t i) const {
    std::size_t at = i;
    std::optional<unsigned> month;
    std::optional<unsigned> first = day_number(word(i));
    std::optional<unsigned> last = first;
    if (first) {
      if (ends_days(i)) return std::nullopt;
      for (std::size_t next = ++at; next < words_.size(); next = at) {
        next = words_[at].parted && !words_[at].opens && !joins(word(at)) ? at : past_joint(words_, at);
        if (!day_number(word(next))) break;
        last = day_number(word(next));
        at = next + 1;
      }
      month = month_at(word(at) == "of" ? at + 1 : at);
      at += word(at) == "of" ? 2 : 1;
    } else {
      month = month_at(i);
      first = last = day_number(word(i + 1));
      at = i + 2;
      const std::size_t next = one_of(word(at), {"and", "or"}) ? words_.size() : past_joint(words_, at);
      if (day_number(word(next)) && !month_at(next + 1)) {
        last = day_number(word(next));
        at = next + 1;
      }
    }
    if (!first || !month || *last < *first) return std::nullopt;
    const auto in_year = [&](int y) -> std::optional<NamedDays> {
      const auto from = calendar_day(y, *month, *first), to = calendar_day(y, *month, *last);
      if (!from || !to) return std::nullopt;
      return NamedDays{*from, *to + days(1), at, false, false, true, true};
    };
    if (const auto y = year_number(word(at))) {
      const auto found = in_year(*y);
      return found ? std::optional(NamedDays{found->from, found->to, at + 1}) : std::nullopt;
    }
    const int this_year = static_cast<int>(year_month_day(today_).year());
    for (int y = this_year; y > this_year - 8; --y) {  // 29 February is not in every year
      if (const auto found = in_year(y); found && found->from <= today_) return found;
    }
    return std::nullopt;
  }

  std::optional<NamedDays> month(std::size_t i) const {
    const std::size_t at = i + (one_of(word(i), {"last", "early", "late", "mid"}) ? 1 : 0);
    const auto found = month_at(at);
    if (!found) return std::nullopt;
    const auto y = year_number(word(at + 1));
    // "April said": a name, unless something leads to it.
    const bool led = one_of(before(i), {"in", "since", "until", "till", "during", "before", "after", "by", "of", "from",
                                        "the", "between", "and", "to", "for", "our"});
    if (!y && !led && at == i) return std::nullopt;
    int number = y.value_or(static_cast<int>(year_month_day(today_).year()));
    auto from = calendar_day(number, *found, 1);
    const bool present = *from == first_of_month(today_);  // "last May", asked in May
    if (!y && (*from > today_ || (present && word(i) == "last"))) from = calendar_day(--number, *found, 1);
    const bool may_come = !y && word(i) != "last";
    return NamedDays{*from, months_later(*from, 1), at + (y ? 2U : 1U), false, true, may_come, may_come};
  }

  std::optional<NamedDays> whole_year(std::size_t i) const {
    const auto y = year_number(word(i));
    if (!y ||
        (!one_of(before(i), {"in", "since", "until", "till", "during", "before", "after", "by"}) && !is_of_list(i)))
      return std::nullopt;
    return NamedDays{*calendar_day(*y, 1, 1), *calendar_day(*y + 1, 1, 1), i + 1, false, true};
  }

  sys_days today_;
};

// A dash, not a comma, which takes two bytes with its space.
bool is_dashed(std::span<const PlacedWord> words, std::size_t i) {
  return i > 0 && i < words.size() && !words[i].opens &&
         (words[i].hyphened || (words[i].parted && words[i].begin - words[i - 1].end > 2));
}

}  // namespace

std::optional<NamedDays> days_at(std::span<const PlacedWord> words, std::size_t i, sys_days today) {
  return PeriodReader(words, today).period(i);
}

std::optional<NamedDays> single_days_at(std::span<const PlacedWord> words, std::size_t i, sys_days today) {
  return PeriodReader(words, today).day(i);
}

std::size_t past_joint(std::span<const PlacedWord> words, std::size_t i) {
  if (i < words.size() && joins(words[i].word)) return i + 1;
  return is_dashed(words, i) ? i : words.size();
}

}  // namespace hebb
