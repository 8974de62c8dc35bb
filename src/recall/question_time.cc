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
  bool may_come = false;
  bool yearless = false;
};

class TimeFinder {
 public:
  TimeFinder(std::span<const PlacedWord> words, sys_days today) : words_(words), today_(today) {}

  std::optional<TimeMention> find() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      auto found = both(i);
      if (!found) found = at(i);
      if (!found) continue;
      const bool ahead = found->may_come && looks_ahead(found->first);
      // Parts of a date that is to come are no time either: "due on March 3" is not about March.
      if ((found->may_come && is_deadline(found->first)) || (ahead && !is_of_present_meeting(found->last)))
        return std::nullopt;
      if (ahead && word(found->first) == "after") continue;  // what today's standup left is to be done after it
      found->vague = found->vague || is_spoken_of(*found) || (ahead && word(found->first) != "from");
      return found;
    }
    return std::nullopt;
  }

  bool looks_ahead() const { return looks_ahead(0); }

 private:
  std::string_view word(std::size_t i) const { return i < words_.size() ? words_[i].word : std::string_view(); }
  std::string_view before(std::size_t i) const { return i > 0 ? word(i - 1) : std::string_view(); }
  std::size_t past_the(std::size_t i) const { return one_of(word(i), {"the", "our"}) ? i + 1 : i; }

  static bool leads(std::string_view word) {
    return ends(word) || one_of(word, {"between", "from", "in", "on", "during", "of", "over", "within", "for", "at"});
  }
  // Leads to one end of a stretch.
  static bool ends(std::string_view word) { return one_of(word, {"before", "after", "since", "until", "till", "by"}); }

  // "Who will present on Friday?", "Today, who will present?", but not "What did Ben say that he will do on Friday?",
  // which asks what was said then.
  bool looks_ahead(std::size_t first) const {
    bool ahead = false;
    for (std::size_t i = 0; i < (first == 0 ? words_.size() : first); ++i) {
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

  // "today's standup", "this week's review": it may have been, though the question looks ahead.
  bool is_of_present_meeting(std::size_t last) const {
    const std::string_view unit = before(last);
    const bool present = unit == "today" || (start_of(unit) && one_of(before(last - 1), {"this", "current"}));
    return present && ends_meeting(words_, last);
  }

  // "by 30 June", "by the end of June"
  bool is_deadline(std::size_t first) const {
    if (word(first) == "by") return true;
    if (before(first) != "end") return false;
    return before(first - 1) == "by" || (before(first - 1) == "the" && before(first - 2) == "by");
  }

  // "about Q1 2026", "on last quarter", "the deadline of 2 March", "tasks for today", "by 30 June 2026": it need not be
  // when that was said.
  bool is_spoken_of(const TimeMention& mention) const {
    const std::size_t first = mention.first;
    if (one_of(word(first), {"for", "by"})) return true;
    if (one_of(before(first), {"about", "regarding", "concerning"}) && !asks_about_what(mention)) return true;
    if (word(first) == "on") return !day(past_the(first + 1));
    return word(first) == "of" && first > 0 && !is_said_then(mention);
  }

  // "What did we talk about last week?", "on Monday?"; not "talk about our last quarter", "about last week's review".
  bool asks_about_what(const TimeMention& mention) const {
    const std::size_t first = mention.first;
    if (first < 2 || before(first) != "about" ||
        !one_of(word(first - 2), {"talk", "talked", "talking", "speak", "spoke", "speaking", "think", "thinking",
                                  "complain", "complained", "complaining"}))
      return false;
    const bool apart = mention.relative && !one_of(word(first), {"the", "our"});
    return leads(word(first)) || (apart && !words_[mention.last - 1].possessive);
  }

  // "The decisions of last quarter"; the discussion "of last quarter" may be about it, one "of last week" hardly is.
  bool is_said_then(const TimeMention& mention) const {
    const std::string_view noun = before(mention.first);
    if (ends_meeting(words_, mention.first - 1) ||
        one_of(noun, {"decision", "decisions", "resolutions", "actions", "items", "questions"}))
      return true;
    const bool brief = mention.from && mention.to && *mention.to - *mention.from <= weeks(1);
    return brief && (is(WordClass::telling_noun, noun) || one_of(noun, {"issues", "problems", "risks", "findings"}));
  }

  // A dash, not a comma, which takes two bytes with its space.
  bool is_dashed(std::size_t i) const {
    return i > 0 && i < words_.size() && !words_[i].opens &&
           (words_[i].hyphened || (words_[i].parted && words_[i].begin - words_[i - 1].end > 2));
  }

  static bool joins(std::string_view word) { return one_of(word, {"and", "or", "to", "until", "till", "through"}); }

  // Where what is joined to the word before `i` begins: "to May", "-May"; `words_.size()` where nothing is.
  std::size_t past_joint(std::size_t i) const {
    if (joins(word(i))) return i + 1;
    return is_dashed(i) ? i : words_.size();
  }

  // "and Tuesday", "and on Tuesday"
  std::size_t other_end(std::size_t last, std::string_view lead) const {
    const std::size_t at = past_joint(last);
    return past_the(leads(lead) && word(at) == lead ? at + 1 : at);
  }

  // "between March and May", "from 3 March to 5 April", "on Monday and Tuesday"
  std::optional<TimeMention> both(std::size_t i) const {
    const std::string_view lead = word(i);
    if (ends(lead)) return std::nullopt;
    const auto first = period(past_the(leads(lead) ? i + 1 : i));
    const auto second = first ? period(other_end(first->last, lead)) : std::nullopt;
    if (!second || second->to <= first->from) return std::nullopt;
    const bool span = one_of(lead, {"between", "from"});
    return TimeMention{.first = i,
                       .last = second->last,
                       .from = first->from,
                       .to = second->to,
                       .relative = first->relative || second->relative,
                       .vague = !span && (first->vague || second->vague),
                       .may_come = first->may_come || second->may_come,
                       .yearless = first->yearless && second->yearless};
  }

  std::optional<TimeMention> at(std::size_t i) const {
    const std::string_view lead = word(i);
    const auto found = period(leads(lead) ? past_the(i + 1) : i);
    if (!found) return std::nullopt;
    TimeMention mention{.first = i,
                        .last = found->last,
                        .from = found->from,
                        .to = found->to,
                        .relative = found->relative,
                        .vague = found->vague,
                        .may_come = found->may_come,
                        .yearless = found->yearless};
    if (ends(lead)) mention.vague = false;
    // One day of two, or a stretch whose other end is not read.
    const std::size_t other = other_end(found->last, lead);
    if (other < words_.size() && (one_of(lead, {"between", "from"}) || period(other))) mention.vague = true;
    // "What do we ship before June?", asked in May: hardly before the last one.
    const bool long_past = found->may_come && found->from < first_of_year(today_);
    if (long_past && one_of(lead, {"before", "until", "till"})) mention.vague = true;
    if (!leads(lead) && one_of(before(i), {"the", "our"})) --mention.first;
    if (lead == "before") mention.to = std::exchange(mention.from, std::nullopt);
    if (one_of(lead, {"until", "till", "by"})) mention.from.reset();
    if (lead == "after") mention.from = std::exchange(mention.to, std::nullopt);
    if (lead == "since") mention.to.reset();
    return mention;
  }

  std::optional<Period> period(std::size_t i) const {
    if (auto found = day(i)) return found;
    if (auto found = relative_unit(i)) return found;
    if (auto found = ago(i)) return found;
    if (auto found = quarter(i)) return found;
    if (auto found = month(i)) return found;
    return whole_year(i);
  }

  std::optional<Period> day(std::size_t i) const {
    if (auto found = relative_day(i)) return found;
    if (auto found = weekday(i)) return found;
    if (auto found = numeric_date(i)) return found;
    return days_of_month(i);
  }

  std::optional<Period> relative_day(std::size_t i) const {
    if (word(i) == "today") return Period{today_, today_ + days(1), i + 1, true, false, true};
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
    if (present) return Period{*start, today_ + days(1), i + 2, true, false, true};
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
    const bool to_come = word(i) != "last" && one_of(before(i), {"next", "by", "until", "till", "coming"});
    if (!wanted || to_come || (at == i && one_of(before(i), {"last", "this"}))) return std::nullopt;
    const unsigned now = std::chrono::weekday(today_).iso_encoding();
    unsigned back_days = (now + 7 - *wanted) % 7;
    if (back_days == 0) back_days = word(i) == "this" ? 0 : 7;
    const sys_days day = today_ - days(back_days);
    return Period{day, day + days(1), at + 1, true, false, word(i) != "last"};
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

  // Whether a day before it is of the same month: the "3" of "28 to 3 April".
  bool ends_days(std::size_t i) const {
    if (i < 1 || !(joins(before(i)) || words_[i].hyphened || words_[i].parted)) return false;
    const std::size_t end = joins(before(i)) ? i - 1 : i;
    return day_number(before(end)) && !(end > 1 && month_number(word(end - 2)));
  }

  // "3 April", "3 to 5 April", "4, 5 and 6 April", "April 3-5": a list is taken from its first day to its last. A part
  // of one is no time, since it would hide the rest.
  std::optional<Period> days_of_month(std::size_t i) const {
    std::size_t at = i;
    std::optional<unsigned> month;
    std::optional<unsigned> first = day_number(word(i));
    std::optional<unsigned> last = first;
    if (first) {
      if (ends_days(i)) return std::nullopt;
      for (std::size_t next = ++at; next < words_.size(); next = at) {
        next = words_[at].parted && !words_[at].opens && !joins(word(at)) ? at : past_joint(at);
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
      const std::size_t next = one_of(word(at), {"and", "or"}) ? words_.size() : past_joint(at);
      if (day_number(word(next)) && !month_at(next + 1)) {
        last = day_number(word(next));
        at = next + 1;
      }
    }
    if (!first || !month || *last < *first) return std::nullopt;
    const auto in_year = [&](int y) -> std::optional<Period> {
      const auto from = calendar_day(y, *month, *first), to = calendar_day(y, *month, *last);
      if (!from || !to) return std::nullopt;
      return Period{*from, *to + days(1), at, false, false, true, true};
    };
    if (const auto y = year_number(word(at))) {
      const auto found = in_year(*y);
      return found ? std::optional(Period{found->from, found->to, at + 1}) : std::nullopt;
    }
    const int this_year = static_cast<int>(year_month_day(today_).year());
    for (int y = this_year; y > this_year - 8; --y) {  // 29 February is not in every year
      if (const auto found = in_year(y); found && found->from <= today_) return found;
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
    const bool may_come = !y && word(i) != "last";
    return Period{*from, months_later(*from, 1), at + (y ? 2U : 1U), false, true, may_come, may_come};
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

bool looks_ahead(std::span<const PlacedWord> words) {
  return TimeFinder(words, {}).looks_ahead();
}

std::optional<TimeMention> years_before(TimeMention mention, int years) {
  const auto earlier = [&](sys_days day) { return months_later(day, -12 * years); };
  const auto day_of = [](sys_days day) { return static_cast<unsigned>(year_month_day(day).day()); };
  const bool months = day_of(*mention.from) == 1 && day_of(*mention.to) == 1;
  if (day_of(earlier(*mention.from)) != day_of(*mention.from)) return std::nullopt;
  mention.from = earlier(*mention.from);
  mention.to = months ? earlier(*mention.to) : earlier(*mention.to - days(1)) + days(1);
  return mention;
}

}  // namespace hebb
