#include "recall/question_time.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "recall/question_words.h"
#include "text/calendar.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weeks;
using std::chrono::year_month_day;

struct Period {
  sys_days from;
  sys_days to;
  std::size_t last = 0;
  bool relative = false;
  bool vague = false;
  bool recurs = false;
};

class TimeFinder {
 public:
  TimeFinder(std::span<const PlacedWord> words, sys_days today) : words_(words), today_(today) {}

  std::optional<TimeMention> find() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      auto found = between(i);
      if (!found) found = at(i);
      if (!found) continue;
      // Parts of a date that is to come are no time either: "due on March 3" is not about March.
      if (found->recurs && looks_ahead(found->first)) return std::nullopt;
      return found;
    }
    return std::nullopt;
  }

 private:
  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i].word : std::string_view(); }
  std::string_view before(std::size_t i) const { return i > 0 ? word(i - 1) : std::string_view(); }
  std::size_t past_the(std::size_t i) const { return one_of(word(i), {"the", "our"}) ? i + 1 : i; }

  // "Who will present on Friday?", but not "What did Ben say that he will do on Friday?", which asks what was said
  // then.
  bool looks_ahead(std::size_t end) const {
    bool ahead = false;
    for (std::size_t i = 0; i < end; ++i) {
      if (tells_of_past(i)) return false;
      ahead = ahead || is_to_come(i);
    }
    return ahead;
  }

  bool is_to_come(std::size_t i) const {
    const PlacedWord& at = words_[i];
    if (at.word == "will") return (!at.capital || at.opens) && !at.possessive;  // not Will
    if (one_of(at.word, {"going", "need", "needs"})) return word(i + 1) == "to";
    return at.word.ends_with("'ll") || one_of(at.word, {"won't", "shall", "gonna", "due", "must", "should"});
  }

  // Not "will be discussed".
  bool tells_of_past(std::size_t i) const {
    return before(i) != "be" && one_of(word(i), {"did", "said", "was", "were", "told", "mentioned", "decided", "agreed",
                                                 "discussed", "talked", "happened"});
  }

  // "between March and May", "from 3 to 5 April" is not read: the first end must be a date by itself.
  std::optional<TimeMention> between(std::size_t i) const {
    if (!one_of(word(i), {"between", "from"})) return std::nullopt;
    const auto first = period(past_the(i + 1));
    if (!first || !one_of(word(first->last), {"and", "to", "until", "till", "through"})) return std::nullopt;
    const auto second = period(past_the(first->last + 1));
    if (!second || second->to <= first->from) return std::nullopt;
    return TimeMention{.first = i,
                       .last = second->last,
                       .from = first->from,
                       .to = second->to,
                       .relative = first->relative || second->relative,
                       .recurs = first->recurs || second->recurs};
  }

  std::optional<TimeMention> at(std::size_t i) const {
    const std::string_view lead = word(i);
    const bool leads = one_of(lead, {"before", "after", "since", "until", "till", "by", "from", "in", "on", "during",
                                     "of", "over", "within", "for", "at"});
    const auto found = period(leads ? past_the(i + 1) : i);
    if (!found) return std::nullopt;
    TimeMention mention{i, found->last, found->from, found->to, found->relative, found->vague, found->recurs};
    if (!leads && i > 0 && before(i) == "the") --mention.first;
    if (!leads) return mention;
    const bool edge = one_of(lead, {"before", "after", "since", "until", "till", "by"});
    if (edge) mention.vague = false;
    if (lead == "before") mention.to = std::exchange(mention.from, std::nullopt);
    if (one_of(lead, {"until", "till", "by"})) mention.from.reset();
    if (lead == "after") mention.from = std::exchange(mention.to, std::nullopt);
    if (lead == "since") mention.to.reset();
    return mention;
  }

  std::optional<Period> period(std::size_t i) const {
    if (auto found = relative_day(i)) return found;
    if (auto found = relative_unit(i)) return found;
    if (auto found = ago(i)) return found;
    if (auto found = weekday(i)) return found;
    if (auto found = numeric_date(i)) return found;
    if (auto found = quarter(i)) return found;
    if (auto found = day_and_month(i)) return found;
    if (auto found = month(i)) return found;
    return whole_year(i);
  }

  std::optional<Period> relative_day(std::size_t i) const {
    if (word(i) == "today") return Period{today_, today_ + days(1), i + 1, true};
    if (word(i) == "yesterday") return Period{today_ - days(1), today_, i + 1, true};
    return std::nullopt;
  }

  // "last week", "this month", "the past two weeks"
  std::optional<Period> relative_unit(std::size_t i) const {
    const bool present = word(i) == "this" || word(i) == "current";
    if (!present && !one_of(word(i), {"last", "past", "previous"})) return std::nullopt;
    if (const auto count = present ? std::nullopt : small_number(word(i + 1))) {
      const auto from = back(today_ + days(1), *count, word(i + 2));
      return from ? std::optional(Period{*from, today_ + days(1), i + 3, true}) : std::nullopt;
    }
    const auto start = start_of(word(i + 1));
    if (!start) return std::nullopt;
    const std::string_view unit = word(i + 1);
    if (present) return Period{*start, today_ + days(1), i + 2, true};
    if (word(i) == "past") return Period{*back(today_ + days(1), 1, unit), today_ + days(1), i + 2, true};
    return Period{*back(*start, 1, unit), *start, i + 2, true, unit == "year"};
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
  std::optional<Period> ago(std::size_t i) const {
    const auto count = small_number(word(i));
    const std::size_t unit = i + (word(i) == "a" && one_of(word(i + 1), {"couple", "few"}) ? 2 : 1);
    const std::size_t at = unit + (word(unit) == "of" ? 1 : 0);
    if (!count || word(at + 1) != "ago") return std::nullopt;
    const int number = unit > i + 1 ? *small_number(word(i + 1)) : *count;
    const auto day = back(today_, number, word(at));
    if (!day) return std::nullopt;
    if (word(at).starts_with("day")) return Period{*day, *day + days(1), at + 2, true};
    if (word(at).starts_with("week")) return Period{monday_of(*day), monday_of(*day) + days(7), at + 2, true};
    const sys_days from = word(at).starts_with("year") ? first_of_year(*day) : first_of_month(*day);
    return Period{from, months_later(from, word(at).starts_with("year") ? 12 : 1), at + 2, true, true};
  }

  // "on Monday", "last Friday": the last one before today; "by Friday" is to come, and nobody has met then
  std::optional<Period> weekday(std::size_t i) const {
    const std::size_t at = i + (one_of(word(i), {"last", "this"}) ? 1 : 0);
    const auto wanted = weekday_number(word(at));
    if (!wanted || one_of(before(i), {"next", "by", "until", "till", "coming"})) return std::nullopt;
    const unsigned now = std::chrono::weekday(today_).iso_encoding();
    unsigned back_days = (now + 7 - *wanted) % 7;
    if (back_days == 0) back_days = word(i) == "this" ? 0 : 7;
    const sys_days day = today_ - days(back_days);
    const bool recurs = word(i) != "last";
    return Period{day, day + days(1), at + 1, true, false, recurs};
  }

  static Period one_day(sys_days day, std::size_t last) { return {day, day + days(1), last}; }

  // 2026-03-25, 25.03.2026; 03/05/2026 and 05.03.2026 are no dates: nobody can tell March from May.
  std::optional<Period> numeric_date(std::size_t i) const {
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

  // "Q1 2026"
  std::optional<Period> quarter(std::size_t i) const {
    const auto text = word(i);
    const auto y = year_number(word(i + 1));
    if (text.size() != 2 || text[0] != 'q' || text[1] < '1' || text[1] > '4' || !y) return std::nullopt;
    const auto from = calendar_day(*y, static_cast<unsigned>(text[1] - '1') * 3 + 1, 1);
    return Period{*from, months_later(*from, 3), i + 2};
  }

  // A month's name that is also a word must look like a month: "in may", "March 3".
  std::optional<unsigned> month_at(std::size_t i) const {
    if (i >= words_.size()) return std::nullopt;
    const auto found = month_number(word(i));
    if (!found || (word(i).size() == 3 && !words_[i].capital)) return std::nullopt;
    const bool may_be_word = one_of(word(i), {"may", "march", "august", "mar", "jan", "dec", "sep", "apr"});
    if (!may_be_word || (words_[i].capital && !words_[i].opens)) return found;
    const bool led = one_of(before(i), {"in", "since", "until", "till", "during", "last", "of", "by", "this"});
    return led || day_number(word(i + 1)) || year_number(word(i + 1)) || (i > 0 && day_number(before(i)))
               ? found
               : std::nullopt;
  }

  std::optional<Period> day_and_month(std::size_t i) const {
    std::size_t at = i;
    std::optional<unsigned> day = day_number(word(i));
    std::optional<unsigned> month;
    if (day) {
      at = word(i + 1) == "of" ? i + 2 : i + 1;
      month = month_at(at++);
    } else {
      month = month_at(i);
      day = day_number(word(i + 1));
      at = i + 2;
    }
    if (!day || !month) return std::nullopt;
    if (const auto y = year_number(word(at))) {
      const auto found = calendar_day(*y, *month, *day);
      return found ? std::optional(one_day(*found, at + 1)) : std::nullopt;
    }
    const int this_year = static_cast<int>(year_month_day(today_).year());
    for (int y = this_year; y > this_year - 8; --y) {  // 29 February is not in every year
      const auto found = calendar_day(y, *month, *day);
      if (found && *found <= today_) return Period{*found, *found + days(1), at, false, false, true};
    }
    return std::nullopt;
  }

  std::optional<Period> month(std::size_t i) const {
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
    if (!y && *from > today_) from = calendar_day(--number, *found, 1);
    const bool recurs = !y && word(i) != "last";
    return Period{*from, months_later(*from, 1), at + (y ? 2U : 1U), false, true, recurs};
  }

  std::optional<Period> whole_year(std::size_t i) const {
    const auto y = year_number(word(i));
    if (!y || !one_of(before(i), {"in", "since", "until", "till", "during", "before", "after", "by"}))
      return std::nullopt;
    return Period{*calendar_day(*y, 1, 1), *calendar_day(*y + 1, 1, 1), i + 1, false, true};
  }

  std::span<const PlacedWord> words_;
  sys_days today_;
};

}  // namespace

std::optional<TimeMention> find_time(std::span<const PlacedWord> words, sys_days today) {
  return TimeFinder(words, today).find();
}

}  // namespace hebb
