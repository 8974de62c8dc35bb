#include "extract/due.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "extract/date_words.h"
#include "extract/matter_days.h"
#include "text/calendar.h"
#include "text/one_of.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days kSomeDay{std::chrono::year(2026) / 1 / 1};  // where only whether a day is named counts
constexpr std::size_t kTermWords = 5;                          // of "the 4th of April at the earliest"
constexpr std::size_t kMatterWords = 4;                        // of "two days before the fair of books on the 18th"
constexpr std::size_t kCorrectedIn = 7;                        // words from a day to the one that takes its place

enum class Days : std::uint8_t {
  named,  // also days that only tell that the work has one
  terms,
};

class DueFinder : DateWords {
 public:
  DueFinder(std::span<const std::string> words, sys_days said, Days sought) : DateWords(words, said), sought_(sought) {}

  // The first term, or a later one behind "by" or "before", or "tomorrow" and the like, for the first may be the
  // matter's ("the invitation for Monday by Friday"); but not another clause's ("on Wednesday so they can sign by
  // Friday").
  std::optional<sys_days> find() const {
    std::optional<Term> found;
    bool of_matter = false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (found && !of_matter && one_of(word(i), {"so", "because", "and", "they", "we", "he", "she"})) break;
      const bool bound = one_of(leading(i), {"by", "before"}) || is_no_later(i) || close_day(i);
      if (sought_ == Days::terms && (is_of_past(*this, i) || is_booked(*this, i) || is_told(*this, i))) continue;
      if (is_no_term(i) || begins_only(i) || is_of_matter(i) || (found && !bound)) continue;
      const auto term = term_at(i);
      if (!term) continue;
      found = corrected(*term, i);
      if (bound) break;
      of_matter = leading(i) == "for";
    }
    return found ? found->day : std::nullopt;
  }

 private:
  struct Term {
    std::optional<sys_days> day;  // none where the words leave it open
  };

  std::optional<Term> term_at(std::size_t i) const {
    if (const auto end = end_of(i)) return end;
    if (const auto day = close_day(i)) return early(*day, i);
    if (const auto day = dated_weekday(i)) return weekday_of(*day) == *weekday_at(i) ? early(*day, i) : Term{};
    if (const auto day = weekday_of_month(i)) return early(*day, i - 1);
    if (is_other_weekday(i)) return Term{};
    if (const auto day = weekday(i)) return early(*day, i);
    if (weekday_at(i) && is_other_week(i)) return Term{};
    if (const auto day = after_a_while(i)) return Term{day};
    if (const auto day = date(i)) return early(*day, i);
    if (const auto day = period(i)) return Term{day};
    return std::nullopt;
  }

  bool is_no_later(std::size_t i) const { return leading(i) == "than" && before(i, lead(i) + 1) == "later"; }

  // "before Friday" is in time on Thursday, "two days before Friday" on Wednesday, "on or before Friday" on Friday.
  Term early(sys_days day, std::size_t i) const {
    if (leading(i) != "before") return Term{day};
    const std::size_t at = i - lead(i);
    if (before(at) == "or") return Term{day};
    if (before(at).starts_with("hour") || before(at).starts_with("month")) return Term{};
    if (!is_span(before(at))) return Term{day - days(1)};
    if (one_of(before(at, 3), {"have", "has", "got", "only", "just", "are", "left"})) return Term{};
    if (before(at) == "day" && before(at, 2) == "the") return Term{day - days(1)};
    return Term{days_before(at + 1).transform([&](days count) { return day - count; })};
  }

  // "by Monday, actually make that Tuesday": what the speaker puts in its place.
  Term corrected(Term term, std::size_t i) const {
    bool corrects = false;
    for (std::size_t j = i + 1; j < size() && j <= i + kCorrectedIn; ++j) {
      if (corrects) {
        const auto other =
            term_at(j).or_else([&] { return date_at(j).transform([](sys_days day) { return Term{day}; }); });
        if (other || weekday_at(j)) return goes_on(j) ? term : other.value_or(Term{});
      }
      const bool makes = word(j) == "make" && one_of(word(j + 1), {"that", "it"});
      const bool means = word(j) == "mean" && before(j) == "i";
      corrects =
          corrects || makes || means || one_of(word(j), {"actually", "sorry", "rather", "correction", "wait", "no"});
      if (!corrects && !month_number(word(j)) && !year_number(word(j)) &&
          !one_of(word(j), {"of", "or", "oh", "well", "i", "morning", "afternoon", "evening", "let's"}))
        break;
      if (corrects && !one_of(word(j), {"actually", "sorry", "rather", "correction", "wait", "no",    "make",
                                        "that",     "it",    "i",      "mean",       "by",   "on",    "the",
                                        "or",       "oh",    "well",   "let's",      "say",  "better"}))
        break;
    }
    return term;
  }

  // Whether behind the day at word `i` a clause of its own goes on: "sorry, on Monday I am away". Words have no marks.
  bool goes_on(std::size_t i) const {
    while (weekday_at(i) || month_number(word(i)) || day_number(word(i)) || year_number(word(i)) ||
           spelled_ordinal(word(i)) ||
           one_of(word(i), {"the", "of", "end", "next", "this", "week", "month", "tomorrow", "today", "tonight",
                            "morning", "afternoon", "evening", "night"}))
      ++i;
    return !ends(i) && !one_of(word(i), {"because", "so",      "then", "but",   "if",     "please",  "at",  "in",
                                         "latest",  "instead", "noon", "eod",   "and",    "or",      "for", "with",
                                         "before",  "after",   "by",   "first", "thanks", "actually"});
  }

  // "not by Friday", "the notes from Monday", "the contract we got on Monday".
  bool is_no_term(std::size_t i) const {
    std::size_t back = 1;
    while (one_of(before(i, back), {"the", "this", "on", "in", "at", "just", "last"})) ++back;
    if (tells_past(*this, i, back)) return true;
    while (one_of(before(i, back), {"the", "next", "coming", "by", "on", "before", "until", "till", "for"})) ++back;
    if (before(i, back) == "not") return !one_of(before(i, back + 1), {"or", "why"});
    return before(i, back) == "from" && !is_span(before(i, back + 1));
  }

  // "after Friday", "no earlier than Friday", "starting Monday", "on Friday at the earliest"
  bool begins_only(std::size_t i) const {
    std::size_t back = 1;
    while (one_of(before(i, back), {"the", "this", "next", "coming", "on", "in"})) ++back;
    if (before(i, back) == "after") return word(i) != "tomorrow" || before(i, back + 1) != "day";
    if (before(i, back) == "than") return before(i, back + 1) != "later";
    if (one_of(before(i, back), {"starting", "beginning"})) return true;
    for (std::size_t j = i + 1; j <= i + kTermWords; ++j) {
      if (word(j) == "earliest" && before(j) == "the" && before(j, 2) == "at") return true;
    }
    return false;
  }

  // "the offer that is valid until the 31st", "before it expires on Friday", "two days before the workshop on the 26th"
  bool is_of_matter(std::size_t i) const {
    const auto leads = leading(i);
    std::size_t back = 1;
    while (one_of(before(i, back),
                  {"the", "next", "this", "end", "of", "on", "in", "at", "by", "before", "until", "till"}))
      ++back;
    const auto verb = before(i, back);
    const bool relative =
        one_of(before(i, back + 1), {"that", "which"}) || one_of(before(i, back + 2), {"that", "which"});
    if (verb == "valid" && (relative || one_of(leads, {"until", "till"}))) return true;
    if (one_of(verb, {"ends", "expires", "expire", "lapses", "expiring"}) && (relative || leads != "by"))
      return relative || !ends_before(i - back);
    if (relative && one_of(verb, {"starts", "begins", "opens", "closes", "lasts", "runs", "starting", "ending"}))
      return true;
    if (!one_of(leads, {"on", "of", "in", "at"})) return false;
    for (std::size_t k = lead(i) + 2; k <= lead(i) + 1 + kMatterWords; ++k) {
      if (one_of(before(i, k), {"before", "after"})) return is_span(before(i, k + 1));
    }
    return false;
  }

  // "Before the lease ends": its end is the term; not "two weeks before the lease ends".
  bool ends_before(std::size_t verb) const {
    std::size_t back = 1;
    while (back <= kMatterWords && before(verb, back) != "before") ++back;
    return back <= kMatterWords && !is_span(before(verb, back + 1));
  }

  // "end of the week", "end of next month", "end of March", "EOD". "End of day" on another day is that day's.
  std::optional<Term> end_of(std::size_t i) const {
    if (word(i) == "eow") return Term{last_of("week", false)};
    if (word(i) == "eod") return names_day(i + 1) || follows_ordinal(i) ? std::nullopt : std::optional(Term{said()});
    const bool last_day = word(i) == "last" && word(i + 1) == "day";
    const std::size_t of = i + (last_day ? 2 : 1);
    if ((word(i) != "end" && !last_day) || word(of) != "of") return period_end(i);
    const bool next = word(of + 1) == "next";
    const std::size_t at = of + 1 + (one_of(word(of + 1), {"the", "this", "next"}) ? 1 : 0);
    if (one_of(word(at), {"day", "today"}) && !next)
      return names_day(at + 1) || follows_ordinal(i) ? std::nullopt : std::optional(Term{said()});
    if (const auto month = month_number(word(at)))
      return last_of(*month, at + 1).transform([&](sys_days day) { return early(day, i); });
    const auto end = end_of_unit(at, next);
    const bool in_week = word(at) == "week" && !is_span(before(i - std::min(i, lead(i))));
    return end && end->day && !in_week ? early(*end->day, i) : end;  // the week's last day is before its end
  }

  // Nothing where the word names no unit.
  std::optional<Term> end_of_unit(std::size_t at, bool next) const {
    if (const auto year = year_number(word(at))) return Term{calendar_day(*year, 12, 31)};
    if (word(at).size() == 2 && one_of(word(at), {"q1", "q2", "q3", "q4"}))
      return Term{last_of(3 * static_cast<unsigned>(word(at)[1] - '0'), at + 1)};
    if (one_of(word(at), {"h1", "h2"})) return Term{last_of(word(at) == "h1" ? 6 : 12, at + 1)};
    const auto end = last_of(word(at), next);
    if (!end) return std::nullopt;
    if (const auto year = year_number(word(at + 1)); year && word(at) == "year")
      return Term{calendar_day(*year, 12, 31)};
    if (word(at + 1) == "after" && (word(at) == "week" || ends(at + 2) || word(at + 2) == "next"))
      return word(at) == "week" && word(at + 2) == "next" ? Term{*last_of("week", true) + days(7)} : Term{};
    const bool of_another = word(at + 1) == "of" && word(at + 2) != "course";
    return number_in_digits(word(at + 1)) || of_another ? Term{} : Term{end};  // "week 12", "the week of the fair"
  }

  // "by month end", "by the year-end"
  std::optional<Term> period_end(std::size_t i) const {
    const auto of = word(i);
    if (!one_of(leading(i), {"by", "before", "until", "till", "at"}) || one_of(before(i), {"next", "this"}))
      return std::nullopt;
    const bool hyphened = one_of(of, {"month-end", "quarter-end", "year-end"});
    if (!hyphened && !(word(i + 1) == "end" && one_of(of, {"month", "quarter", "year"}))) return std::nullopt;
    if (number_in_digits(word(i + (hyphened ? 1 : 2)))) return Term{};
    return early(*last_of(of.substr(0, of.find('-')), false), i);
  }

  // Whether another day than this follows: "on Friday", "tomorrow", "the 27th".
  bool names_day(std::size_t i) const {
    if (one_of(word(i), {"on", "the"})) ++i;
    return word(i) == "tomorrow" || weekday_at(i) || month_number(word(i)) || day_number(word(i));
  }

  // "The 20th EOD", "the 20th by the end of day"
  bool follows_ordinal(std::size_t i) const {
    std::size_t back = 1;
    while (one_of(before(i, back), {"by", "at", "the", "before"})) ++back;
    return day_number(before(i, back)) && !number_in_digits(before(i, back));
  }

  // "Friday in two weeks" leaves open which; what follows is no day of its own.
  bool is_other_week(std::size_t i) const {
    return one_of(word(i + 1), {"in", "within"}) && one_of(word(i + 3), {"week", "weeks", "month", "months"});
  }

  // A bare "today" may tell when something was said: it counts at the end, and after "by" and "later".
  std::optional<sys_days> close_day(std::size_t i) const {
    const days ahead(word(i) == "tomorrow" ? 1 : 0);
    if (one_of(word(i), {"today", "tomorrow"}) && before(i) == "from" && is_span(before(i, 2)))
      return days_before(i).transform([&](days count) { return said() + count + ahead; });
    if (one_of(word(i), {"today", "tomorrow"}) && word(i + 1) == "week") return said() + days(7) + ahead;
    if (one_of(word(i), {"today", "tomorrow"}) && one_of(before(i), {"week", "weeks"}) &&
        small_number(before(i, 2)))  // "a week tomorrow"
      return days_before(i + 1).transform([&](days count) { return said() + count + ahead; });
    if (word(i) == "tomorrow") return said() + days(before(i) == "after" && before(i, 2) == "day" ? 2 : 1);
    if (word(i) == "tonight") return said();
    if (word(i) == "this" && one_of(word(i + 1), {"afternoon", "evening"})) return said();
    if (word(i) == "today" && (ends(i + 1) || one_of(before(i), {"by", "later", "until"}))) return said();
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

  std::size_t behind_weekday(std::size_t i) const {
    return i + (one_of(word(i + 1), {"morning", "afternoon", "evening", "night"}) ? 2 : 1);
  }

  // "Good Friday", "the third Friday", "Friday of the week after next", "a week on Friday"
  bool is_other_weekday(std::size_t i) const {
    if (!weekday_at(i)) return false;
    const auto led = before(i);
    if (one_of(led, {"good",      "easter",  "black",  "ash",      "whit",    "maundy",   "palm",
                     "shrove",    "cyber",   "boxing", "holy",     "holiday", "giving",   "other",
                     "following", "another", "same",   "previous", "any",     "alternate"}))
      return true;
    if (spelled_ordinal(led) || (day_number(led) && !number_in_digits(led))) return true;
    if (led == "on" && one_of(before(i, 2), {"week", "weeks", "fortnight"}) && small_number(before(i, 3))) return true;
    const std::size_t at = behind_weekday(i);
    if (word(at) == "fortnight") return true;
    if (word(at) == "of") return !one_of(word(at + 1), {"this", "next", "course"});
    return one_of(word(at), {"after", "before", "following"}) &&
           (led == "the" || ends(at + 1) || word(at + 1) == "next");
  }

  std::optional<sys_days> weekday(std::size_t i) const {
    const auto wanted = weekday_at(i);
    if (!wanted) return std::nullopt;
    const unsigned now = weekday_of(said());
    const auto coming = said() + days((*wanted + 7 - now - 1) % 7 + 1);
    const auto led = before(i);
    const std::size_t after = behind_weekday(i);
    if (is_next_week(word(after) == "of" ? after + 1 : after) || follows_next_week(i))
      return monday_of(said()) + days(7 + *wanted - 1);
    const bool asks = one_of(word(after + 1), {"is", "are", "would", "do"});  // "by Friday, or is that too tight?"
    if (word(after) == "week" || (word(after) == "or" && !asks) || is_other_week(after - 1))
      return std::nullopt;  // "Friday in two weeks"
    if (led == "from" && is_span(before(i, 2)))
      return days_before(i).transform([&](days count) { return coming + count; });
    if (led == "this") return *wanted > now ? std::optional(coming) : std::nullopt;
    if (led == "next") return *wanted > now ? std::nullopt : std::optional(coming);
    if (one_of(led, {"by", "before", "until", "till", "on", "for", "coming", "due"}) || is_no_later(i)) return coming;
    const bool clause_follows = led != "the" && one_of(word(i + 1), {"so", "because", "they"});
    const bool told =
        ends(i + 1) || clause_follows || one_of(word(i + 1), {"morning", "afternoon", "evening", "night", "not"});
    return told && !one_of(led, {"last", "since", "a", "every"}) ? std::optional(coming) : std::nullopt;
  }

  // "in two weeks", "within a month", "within 48 hours"; "a few" and "a couple" say no number.
  std::optional<sys_days> after_a_while(std::size_t i) const {
    if (!one_of(word(i), {"in", "within"})) return std::nullopt;
    const bool next = word(i + 1) == "the" && word(i + 2) == "next";
    const std::size_t at = i + (next ? 3 : 1);
    if (one_of(word(at), {"couple", "few", "zero"})) return std::nullopt;
    const auto count = small_number(word(at));
    std::string_view unit = word(at + 1);
    if (!count || one_of(word(at + 2), {"ago", "or"})) return std::nullopt;
    if (unit.ends_with('s')) unit.remove_suffix(1);
    if (unit == "hour" && *count % 24 == 0) return said() + days(*count / 24);
    if (unit == "day") return said() + days(*count);
    if (unit == "week") return said() + days(7 * *count);
    if (unit == "fortnight") return said() + days(14 * *count);
    if (unit == "month") return months_later(said(), *count);
    return std::nullopt;
  }

  // "the 15th", "3 March", "March 3rd", "2026-03-15": after a word that makes it a term.
  std::optional<sys_days> date(std::size_t i) const {
    if (!one_of(leading(i), {"by", "before", "until", "till", "on", "due", "for"}) && !is_no_later(i))
      return std::nullopt;
    return date_at(i);
  }

  // "next week", "this month", "in March": until its end. After "by" it may be its beginning, and "the agenda for next
  // week" is wanted before.
  std::optional<sys_days> period(std::size_t i) const {
    if (one_of(before(i), {"by", "before", "until", "till", "since", "last", "of", "for", "early", "mid", "late"}))
      return std::nullopt;
    if (is_next_week(i) && weekday_number(word(word(i + 2) == "on" ? i + 3 : i + 2))) return std::nullopt;
    if (is_next_week(i) && before(i) == "time" && before(i, 2) == "this") return said() + days(7);
    if (word(i) == "in" && one_of(word(i + 1), {"may", "march", "mar"}) && !ends(i + 2) && !year_number(word(i + 2)))
      return std::nullopt;
    if (word(i) == "in") {
      const auto month = month_number(word(i + 1));
      return month ? last_of(*month, i + 2) : std::nullopt;
    }
    if (!one_of(word(i), {"this", "next"}) || word(i + 1) == "year") return std::nullopt;
    return last_of(word(i + 1), word(i) == "next");
  }

  Days sought_;
};

}  // namespace

std::optional<sys_days> due_day(std::span<const std::string> words, sys_days said) {
  const auto day = DueFinder(words, said, Days::terms).find();
  return day && *day >= said ? day : std::nullopt;  // "this week" on a Saturday
}

bool names_due_day(std::span<const std::string> words) {
  return DueFinder(words, kSomeDay, Days::named).find().has_value();
}

}  // namespace hebb
