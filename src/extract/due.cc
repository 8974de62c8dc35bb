#include "extract/due.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "text/calendar.h"
#include "text/one_of.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr unsigned kFriday = 5;
constexpr int kYearsAhead = 8;  // until the next 29 February, whatever the century

unsigned weekday_of(sys_days day) {
  return std::chrono::weekday(day).iso_encoding();
}

class DueFinder {
 public:
  DueFinder(std::span<const std::string> words, sys_days said) : words_(words), said_(said) {}

  // The first term, or a later one behind "by" or "before", or "tomorrow" and the like, for the first may be the
  // matter's ("the invitation for Monday by Friday"); but not another clause's ("on Wednesday so they can sign by
  // Friday").
  std::optional<sys_days> find() const {
    std::optional<Term> found;
    bool of_matter = false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (found && !of_matter && one_of(word(i), {"so", "because", "and", "they", "we", "he", "she"})) break;
      const bool bound = one_of(leading(i), {"by", "before"}) || close_day(i);
      if (is_no_term(i) || (found && !bound)) continue;
      const auto term = term_at(i);
      if (!term) continue;
      found = term;
      if (bound) break;
      of_matter = leading(i) == "for";
    }
    return found && found->day && *found->day >= said_ ? found->day : std::nullopt;  // "this week" on a Saturday
  }

 private:
  struct Term {
    std::optional<sys_days> day;  // none where the words leave it open
  };

  std::optional<Term> term_at(std::size_t i) const {
    if (const auto end = end_of(i)) return Term{end};
    if (const auto day = close_day(i)) return Term{early(*day, i)};
    if (const auto day = dated_weekday(i))
      return weekday_of(*day) == *weekday_number(word(i)) ? Term{early(*day, i)} : Term{};
    if (const auto day = weekday_of_month(i)) return Term{early(*day, i - 1)};
    if (const auto day = weekday(i)) return Term{early(*day, i)};
    if (weekday_number(word(i)) && is_other_week(i)) return Term{};
    if (const auto day = after_a_while(i)) return Term{day};
    if (const auto day = date(i)) return Term{early(*day, i)};
    if (const auto day = period(i)) return Term{day};
    return std::nullopt;
  }

  std::string_view word(std::size_t i) const { return i < words_.size() ? std::string_view(words_[i]) : ""; }
  std::string_view before(std::size_t i, std::size_t back = 1) const { return i >= back ? word(i - back) : ""; }
  bool ends(std::size_t i) const { return i >= words_.size(); }
  std::string_view leading(std::size_t i) const {
    return one_of(before(i), {"the", "next", "this"}) ? before(i, 2) : before(i);
  }

  // "before Friday" is in time on Thursday.
  sys_days early(sys_days day, std::size_t i) const { return leading(i) == "before" ? day - days(1) : day; }

  // "not by Friday", "the notes from Monday", "the contract we got on Monday".
  bool is_no_term(std::size_t i) const {
    std::size_t back = 1;
    while (one_of(before(i, back), {"the", "this", "on", "in", "at", "just", "last"})) ++back;
    const auto of_past = before(i, back + 1);
    const bool object = of_past == "that" &&  // "I'll have that sent on Monday"
                        one_of(before(i, back + 2), {"have", "get", "got", "getting", "need", "want"});
    if (is_past(before(i, back)) && !object &&
        one_of(of_past, {"i", "you", "he", "she", "we", "they", "we've", "i've", "that", "which", "who", "was", "were",
                         "had", "been"}))
      return true;
    while (one_of(before(i, back), {"the", "next", "coming", "by", "on", "before", "until", "till", "for"})) ++back;
    if (before(i, back) == "not") return !one_of(before(i, back + 1), {"or", "why"});
    return before(i, back) == "from" && !is_span(before(i, back + 1));
  }

  static bool is_past(std::string_view word) {
    if (word.ends_with("ed")) return !word.ends_with("eed") || word == "agreed";
    return one_of(word,
                  {"got",   "met",  "had",     "made", "sent",  "saw",     "did",   "spoke", "held", "took", "wrote",
                   "found", "sold", "bought",  "said", "heard", "gave",    "left",  "began", "came", "went", "won",
                   "lost",  "drew", "brought", "told", "done",  "written", "taken", "given", "drawn"});
  }

  // "end of the week", "end of next month", "end of March", "EOD". "End of day" on another day is that day's.
  std::optional<sys_days> end_of(std::size_t i) const {
    if (word(i) == "eow") return last_of("week", false);
    if (word(i) == "eod") return names_day(i + 1) ? std::nullopt : std::optional(said_);
    if (word(i) != "end" || word(i + 1) != "of") return std::nullopt;
    const std::size_t at = i + 2 + (one_of(word(i + 2), {"the", "this", "next"}) ? 1 : 0);
    const bool next = word(i + 2) == "next";
    if (one_of(word(at), {"day", "today"}) && !next) return names_day(at + 1) ? std::nullopt : std::optional(said_);
    if (word(at) == "week" && word(at + 1) == "after")
      return word(at + 2) == "next" ? std::optional(*last_of("week", true) + days(7)) : std::nullopt;
    const auto month = month_number(word(at));
    const auto end = month ? last_of(*month, at + 1) : last_of(word(at), next);
    if (word(at) == "week") return end;  // its last day is before its end
    return end.transform([&](sys_days day) { return early(day, i); });
  }

  // Whether another day than this follows: "on Friday", "tomorrow", "the 27th".
  bool names_day(std::size_t i) const {
    if (one_of(word(i), {"on", "the"})) ++i;
    return word(i) == "tomorrow" || weekday_number(word(i)) || month_number(word(i)) || day_number(word(i));
  }

  std::optional<sys_days> last_of(std::string_view unit, bool next) const {
    if (unit == "week") return monday_of(said_) + days(next ? 7 + kFriday - 1 : kFriday - 1);
    if (unit == "month") return months_later(first_of_month(said_), next ? 2 : 1) - days(1);
    if (unit == "quarter") return months_later(first_of_quarter(said_), next ? 6 : 3) - days(1);
    if (unit == "year") return months_later(first_of_year(said_), next ? 24 : 12) - days(1);
    return std::nullopt;
  }

  // Of a month, and of the year where words from `at` on name one: "June 2028", "December next year".
  std::optional<sys_days> last_of(unsigned month, std::size_t at) const {
    const year_month_day today(said_);
    const bool of_year = word(at + 1) == "year";
    if (of_year && word(at) == "last") return std::nullopt;
    const int now = static_cast<int>(today.year());
    const bool passed = month < static_cast<unsigned>(today.month());
    const int year = of_year && word(at) == "next"   ? now + 1
                     : of_year && word(at) == "this" ? now
                                                     : year_number(word(at)).value_or(now + (passed ? 1 : 0));
    const auto first = calendar_day(year, month, 1);
    return months_later(*first, 1) - days(1);
  }

  // "Friday in two weeks" leaves open which; what follows is no day of its own.
  bool is_other_week(std::size_t i) const {
    return one_of(word(i + 1), {"in", "within"}) && one_of(word(i + 3), {"week", "weeks", "month", "months"});
  }

  // A bare "today" may tell when something was said: it counts at the end, and after "by" and "later".
  std::optional<sys_days> close_day(std::size_t i) const {
    if (one_of(word(i), {"today", "tomorrow"}) && before(i) == "from" && is_span(before(i, 2)))
      return days_before(i).transform([&](days count) { return said_ + count + days(word(i) == "today" ? 0 : 1); });
    if (word(i) == "tomorrow") return said_ + days(before(i) == "after" && before(i, 2) == "day" ? 2 : 1);
    if (word(i) == "tonight") return said_;
    if (word(i) == "this" && one_of(word(i + 1), {"afternoon", "evening"})) return said_;
    if (word(i) == "today" && (ends(i + 1) || one_of(before(i), {"by", "later", "until"}))) return said_;
    return std::nullopt;
  }

  static bool is_span(std::string_view word) { return one_of(word, {"day", "days", "week", "weeks"}); }

  // Of "two weeks from" before word `i`; "a few" and "a couple" say no number.
  std::optional<days> days_before(std::size_t i) const {
    const auto count = one_of(before(i, 3), {"couple", "few"}) ? std::nullopt : small_number(before(i, 3));
    return count.transform([&](int n) { return days(before(i, 2).starts_with("week") ? 7 * n : n); });
  }

  bool is_next_week(std::size_t i) const { return word(i) == "next" && word(i + 1) == "week"; }

  // "next week Friday", "next week on Friday"
  bool follows_next_week(std::size_t i) const {
    const std::size_t back = before(i) == "on" ? 1 : 0;
    return i >= back + 2 && is_next_week(i - back - 2);
  }

  // "the first Monday in December"
  std::optional<sys_days> weekday_of_month(std::size_t i) const {
    const auto wanted = weekday_number(word(i));
    const auto count = spelled_ordinal(before(i));
    const auto month = one_of(word(i + 1), {"in", "of"}) ? month_number(word(i + 2)) : std::nullopt;
    if (!wanted || !count || !month) return std::nullopt;
    const auto last = last_of(*month, i + 3);
    if (!last) return std::nullopt;
    const sys_days first = first_of_month(*last);
    const sys_days day = first + days((*wanted + 7 - weekday_of(first)) % 7 + 7 * (*count - 1));
    return day <= *last ? std::optional(day) : std::nullopt;
  }

  std::optional<sys_days> weekday(std::size_t i) const {
    const auto wanted = weekday_number(word(i));
    if (!wanted) return std::nullopt;
    const unsigned now = weekday_of(said_);
    const auto coming = said_ + days((*wanted + 7 - now - 1) % 7 + 1);
    const auto lead = before(i);
    const std::size_t after = i + (one_of(word(i + 1), {"morning", "afternoon", "evening", "night"}) ? 2 : 1);
    if (is_next_week(word(after) == "of" ? after + 1 : after) || follows_next_week(i))
      return monday_of(said_) + days(7 + *wanted - 1);
    if (one_of(word(after), {"week", "or"}) || is_other_week(after - 1)) return std::nullopt;  // "Friday in two weeks"
    if (lead == "from" && is_span(before(i, 2)))
      return days_before(i).transform([&](days count) { return coming + count; });
    if (lead == "this") return *wanted > now ? std::optional(coming) : std::nullopt;
    if (lead == "next") return *wanted > now ? std::nullopt : std::optional(coming);
    if (one_of(lead, {"by", "before", "until", "till", "on", "for", "coming", "due"})) return coming;
    const bool clause_follows = lead != "the" && one_of(word(i + 1), {"so", "because", "they"});
    const bool told =
        ends(i + 1) || clause_follows || one_of(word(i + 1), {"morning", "afternoon", "evening", "night", "not"});
    return told && !one_of(lead, {"last", "since", "a", "every"}) ? std::optional(coming) : std::nullopt;
  }

  // "in two weeks", "within a month"; "a few" and "a couple" say no number.
  std::optional<sys_days> after_a_while(std::size_t i) const {
    if (!one_of(word(i), {"in", "within"})) return std::nullopt;
    const bool next = word(i + 1) == "the" && word(i + 2) == "next";
    const std::size_t at = i + (next ? 3 : 1);
    if (one_of(word(at), {"couple", "few", "zero"})) return std::nullopt;
    const auto count = small_number(word(at));
    std::string_view unit = word(at + 1);
    if (!count || one_of(word(at + 2), {"ago", "or"})) return std::nullopt;
    if (unit.ends_with('s')) unit.remove_suffix(1);
    if (unit == "day") return said_ + days(*count);
    if (unit == "week") return said_ + days(7 * *count);
    if (unit == "month") return months_later(said_, *count);
    return std::nullopt;
  }

  // "the 15th", "3 March", "March 3rd", "2026-03-15": after a word that makes it a term.
  std::optional<sys_days> date(std::size_t i) const {
    if (!one_of(leading(i), {"by", "before", "until", "till", "on", "due", "for"})) return std::nullopt;
    return date_at(i);
  }

  // "Friday, the 27th", "Friday 4 December": the day of the month decides, where it is such a weekday.
  std::optional<sys_days> dated_weekday(std::size_t i) const {
    const auto wanted = weekday_number(word(i));
    if (!wanted) return std::nullopt;
    const std::size_t at = i + (word(i + 1) == "the" ? 2 : 1);
    return date_at(at).or_else([&] { return word(i + 1) != "the" ? ordinal(at) : std::nullopt; });
  }

  std::optional<sys_days> ordinal(std::size_t i) const {
    if (number_in_digits(word(i))) return std::nullopt;
    if (const auto day = day_number(word(i))) return next_such(*day);
    // "by the twelfth"; not "on the third floor"
    const bool alone = ends(i + 1) || one_of(word(i + 1), {"because", "so", "then", "but", "if", "please", "at", "in"});
    const bool term =
        one_of(leading(i), {"by", "before", "until", "till", "on"}) || (i > 1 && weekday_number(before(i, 2)));
    const auto day = alone && term ? spelled_ordinal(word(i)) : std::nullopt;
    return day ? next_such(*day) : std::nullopt;
  }

  std::optional<sys_days> date_at(std::size_t i) const {
    if (const auto day = written_date(word(i))) return day;
    if (const auto month = month_number(word(i))) {
      const auto day = day_number(word(i + 1));
      return day ? next_such(*month, *day, word(i + 2)) : std::nullopt;
    }
    if (const auto day = written_in_numbers(i)) return day;
    const auto day = day_number(word(i)).or_else([&] { return spelled_ordinal(word(i)); });
    if (!day) return std::nullopt;
    const std::size_t at = i + (word(i + 1) == "of" ? 2 : 1);
    if (const auto month = month_number(word(at))) return next_such(*month, *day, word(at + 1));
    if (one_of(word(at), {"this", "next"}) && word(at + 1) == "month") {
      const year_month_day month(months_later(first_of_month(said_), word(at) == "next" ? 1 : 0));
      return calendar_day(static_cast<int>(month.year()), static_cast<unsigned>(month.month()), *day);
    }
    return before(i) == "the" ? ordinal(i) : std::nullopt;
  }

  // "24/11/2026", "24.11.": nothing where day and month could change places.
  std::optional<sys_days> written_in_numbers(std::size_t i) const {
    const auto first = number_in_digits(word(i)), second = number_in_digits(word(i + 1));
    if (!first || !second || *first == 0 || *second == 0 || *first > 31 || *second > 31) return std::nullopt;
    const auto given = year_number(word(i + 2));
    const bool turned = *second > 12;
    if ((*first > 12) == turned && *first != *second) return std::nullopt;
    if (!given && (turned || before(i) != "the")) return std::nullopt;  // not "down by 15.5 percent"
    const auto month = static_cast<unsigned>(turned ? *first : *second),
               day = static_cast<unsigned>(turned ? *second : *first);
    return next_such(month, day, word(i + 2));
  }

  static std::optional<unsigned> spelled_ordinal(std::string_view word) {
    static constexpr auto kOrdinals = std::to_array<std::string_view>(
        {"first",        "second",       "third",          "fourth",        "fifth",        "sixth",
         "seventh",      "eighth",       "ninth",          "tenth",         "eleventh",     "twelfth",
         "thirteenth",   "fourteenth",   "fifteenth",      "sixteenth",     "seventeenth",  "eighteenth",
         "nineteenth",   "twentieth",    "twenty-first",   "twenty-second", "twenty-third", "twenty-fourth",
         "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
         "thirty-first"});
    const auto found = std::ranges::find(kOrdinals, word);
    if (found == kOrdinals.end()) return std::nullopt;
    return static_cast<unsigned>(found - kOrdinals.begin()) + 1;
  }

  static std::optional<sys_days> written_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = year_number(text.substr(0, 4));
    const auto month = number_in_digits(text.substr(5, 2));
    const auto day = number_in_digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return calendar_day(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  }

  std::optional<sys_days> next_such(unsigned month, unsigned day, std::string_view year) const {
    if (const auto given = year_number(year)) return calendar_day(*given, month, day);
    const int now = static_cast<int>(year_month_day(said_).year());
    for (int y = now; y <= now + kYearsAhead; ++y) {
      const auto found = calendar_day(y, month, day);
      if (found && *found >= said_) return found;
    }
    return std::nullopt;
  }

  std::optional<sys_days> next_such(unsigned day) const {
    for (int ahead = 0; ahead <= 12; ++ahead) {
      const year_month_day first(months_later(first_of_month(said_), ahead));
      const auto found = calendar_day(static_cast<int>(first.year()), static_cast<unsigned>(first.month()), day);
      if (found && *found >= said_) return found;
    }
    return std::nullopt;
  }

  // "next week", "this month", "in March": until its end. After "by" it may be its beginning, and "the agenda for next
  // week" is wanted before.
  std::optional<sys_days> period(std::size_t i) const {
    if (one_of(before(i), {"by", "before", "until", "till", "since", "last", "of", "for", "early", "mid", "late"}))
      return std::nullopt;
    if (is_next_week(i) && weekday_number(word(word(i + 2) == "on" ? i + 3 : i + 2))) return std::nullopt;
    if (word(i) == "in" && one_of(word(i + 1), {"may", "march", "mar"}) && !ends(i + 2) && !year_number(word(i + 2)))
      return std::nullopt;
    if (word(i) == "in") {
      const auto month = month_number(word(i + 1));
      return month ? last_of(*month, i + 2) : std::nullopt;
    }
    if (!one_of(word(i), {"this", "next"}) || word(i + 1) == "year") return std::nullopt;
    return last_of(word(i + 1), word(i) == "next");
  }

  std::span<const std::string> words_;
  const sys_days said_;
};

}  // namespace

std::optional<sys_days> due_day(std::span<const std::string> words, sys_days said) {
  return DueFinder(words, said).find();
}

}  // namespace hebb
