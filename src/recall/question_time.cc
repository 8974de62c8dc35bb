#include "recall/question_time.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "recall/question_kind.h"
#include "recall/question_period.h"
#include "recall/question_said.h"
#include "recall/question_words.h"
#include "text/calendar.h"

namespace hebb {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weeks;
using std::chrono::year_month_day;

class TimeFinder : WordReader {
 public:
  TimeFinder(std::string_view text, std::span<const PlacedWord> words, sys_days today)
      : WordReader(words), text_(text), today_(today) {}

  std::optional<TimeMention> find() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      auto found = both(i);
      if (!found) found = at(i);
      if (!found || is_quoted(found->last - 1)) continue;
      if (is_counted_from(found->first)) return std::nullopt;
      const bool ahead = found->may_come && looks_ahead(found->first);
      // Parts of a date that is to come are no time either: "due on March 3" is not about March.
      if ((found->may_come && is_deadline(found->first)) || (ahead && !is_of_present_meeting(found->last)))
        return std::nullopt;
      if (ahead && word(found->first) == "after") continue;  // what today's standup left is to be done after it
      found->vague = found->vague || is_spoken_of(*found) || (ahead && word(found->first) != "from");
      const bool of_meeting = is_of_meeting(*found);
      found->doubtful = !of_meeting && ((found->doubtful && !is_adverb(*found)) || may_be_of_else(*found));
      const bool listed = found->vague && !ahead && !found->doubtful && found->last == words_.size() && found->from &&
                          found->to && ends_list(words_, found->first);
      found->plain = listed || (!found->vague && !found->doubtful &&
                                (counts() ? of_meeting && is_placed(*found)
                                          : of_meeting || (is_at_edge(*found) && asks_what_was_said(words_, *found))));
      return found;
    }
    return std::nullopt;
  }

  bool looks_ahead() const { return looks_ahead(0); }

 private:
  std::optional<NamedDays> period(std::size_t i) const { return days_at(words_, i, today_); }
  std::size_t past_the(std::size_t i) const { return one_of(word(i), {"the", "our"}) ? i + 1 : i; }

  // In quotation marks, but not where the whole question is.
  bool is_quoted(std::size_t i) const {
    std::vector<std::size_t> marks;
    for (const std::string_view mark : {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xC2\xAB", "\xC2\xBB"}) {
      for (auto at = text_.find(mark); at != text_.npos; at = text_.find(mark, at + 1)) marks.push_back(at);
    }
    if (marks.size() < 2) return false;
    std::ranges::sort(marks);
    if (marks.size() == 2 && marks.front() < words_.front().begin && marks.back() >= words_.back().end) return false;
    const auto before = std::ranges::lower_bound(marks, words_[i].begin) - marks.begin();
    return before % 2 == 1 && static_cast<std::size_t>(before) < marks.size();
  }

  // "The day after 3 March", "two weeks before Monday": another day.
  bool is_counted_from(std::size_t first) const {
    return one_of(word(first), {"before", "after"}) &&
           one_of(before(first), {"day", "days", "night", "week", "weeks", "month", "months", "year", "years"});
  }

  bool is_at_edge(const TimeMention& mention) const { return mention.last == words_.size() || opens_question(mention); }

  // "Last week, what …", "last week what …", "last week's decisions"; not "27 November deadline: what …".
  bool opens_question(const TimeMention& mention) const {
    if (mention.first > 0 || mention.last == words_.size()) return false;
    if (words_[mention.last - 1].possessive) return is_of_list(words_, mention.last);
    const std::string_view next = word(mention.last);
    return leads_to_time(word(0)) || words_[mention.last].parted || is(WordClass::question_word, next) ||
           is(WordClass::auxiliary, next) || is(WordClass::subject, next) || is(WordClass::request, next);
  }

  // "In the meeting of 3 March", "last week's review", "Monday's kick-off"
  bool is_of_meeting(const TimeMention& mention) const {
    const bool compound = mention.last + 1 < words_.size() && words_[mention.last + 1].hyphened;
    return (mention.first > 0 && ends_meeting(words_, mention.first - 1)) ||
           ends_meeting(words_, mention.last + (compound ? 1 : 0));
  }

  // "How many portals did we make last week?": a figure is told when it is known.
  bool counts() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (word(i) == "how" && one_of(word(i + 1), {"many", "much"})) return true;
    }
    return false;
  }

  // "How many were in the meeting of 3 March?", "in last week's review"; not "how many interviews last week".
  bool is_placed(const TimeMention& mention) const {
    const auto begin = mention.first - std::min<std::size_t>(mention.first, 4);
    for (std::size_t i = begin; i <= mention.first; ++i) {
      if (leads_to_place(word(i))) return true;
    }
    return false;
  }

  // A day of the week to which nothing leads: "Friday, what was said?", "what did we decide Friday?"; not "switch to
  // Monday", "the Friday deadline", "who suggested Friday?".
  bool is_adverb(const TimeMention& mention) const {
    if (leads_to_time(word(mention.first)))
      return word(mention.first) == "from" && mention.first > 0 && is_said_then(mention);
    if (mention.first == 0) return mention.last < words_.size() && words_[mention.last].parted;
    const std::string_view last = before(mention.first);
    return mention.last == words_.size() && !words_[mention.last - 1].possessive &&
           std::ranges::contains(words_, "what", &PlacedWord::word) && (is_telling(last) || last == "happened");
  }

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

  // A day to come, of what is spoken of. "Last Friday" is when it was.
  bool may_be_of_else(const TimeMention& mention) const {
    return (mention.may_come || !mention.relative) && (is_of_deed(mention) || names_event(before(mention.first)));
  }

  // "The release on Friday", "the visit of 3 March"
  static bool names_event(std::string_view word) {
    return one_of(word, {"release", "launch",  "deadline", "delivery",  "visit",    "trip",       "party", "event",
                         "exam",    "opening", "rollout",  "migration", "handover", "dinner",     "lunch", "training",
                         "vote",    "move",    "flight",   "shipment",  "payment",  "appointment"});
  }

  // "What did Anna agree to send on Friday?", "What did Anna say she would send …": when she sends it, as like as not.
  bool is_of_deed(const TimeMention& mention) const {
    bool told = false;
    bool deed = false;
    for (std::size_t i = 0; i < mention.first; ++i) {
      if (tells_of_past(i)) {
        told = true;
        deed = false;
      } else if (is_infinitive(words_, i, mention.first)) {
        deed = deed || told || !is_of_asker(word(i + 1));
      } else {
        deed = deed || (told && (is_to_come(i) || is_conditional(i)));
      }
    }
    return deed;
  }

  // "I want to know what …"
  static bool is_of_asker(std::string_view verb) {
    return one_of(verb, {"know", "see", "hear", "find", "get", "read", "view", "recall", "remember", "list", "check"});
  }

  bool is_conditional(std::size_t i) const {
    const std::string_view at = word(i);
    if (at.ends_with("'d")) return !is(WordClass::question_word, at.substr(0, at.size() - 2));  // not "what'd"
    return one_of(at, {"would", "could", "can", "might"});
  }

  // "today's standup", "this week's review": it may have been, though the question looks ahead.
  bool is_of_present_meeting(std::size_t last) const {
    const std::string_view unit = before(last);
    const bool present = unit == "today" || (one_of(unit, {"week", "month", "quarter", "year"}) &&
                                             one_of(before(last, 2), {"this", "current"}));
    return present && ends_meeting(words_, last);
  }

  // "by 30 June", "by the end of June"
  bool is_deadline(std::size_t first) const {
    if (word(first) == "by") return true;
    if (before(first) != "end") return false;
    return before(first, 2) == "by" || (before(first, 2) == "the" && before(first, 3) == "by");
  }

  // "about Q1 2026", "on last quarter", "the deadline of 2 March", "tasks for today", "by 30 June 2026": it need not be
  // when that was said.
  bool is_spoken_of(const TimeMention& mention) const {
    const std::size_t first = mention.first;
    if (one_of(word(first), {"for", "by"})) return true;
    if (one_of(before(first), {"about", "regarding", "concerning"}) && !asks_about_what(mention)) return true;
    if (word(first) == "on") return !single_days_at(words_, past_the(first + 1), today_);
    return word(first) == "of" && first > 0 && !is_said_then(mention);
  }

  // "What did we talk about last week?", "on Monday?"; not "talk about our last quarter", "about last week's review".
  bool asks_about_what(const TimeMention& mention) const {
    const std::size_t first = mention.first;
    if (before(first) != "about" ||
        !one_of(before(first, 2), {"talk", "talked", "talking", "speak", "spoke", "speaking", "think", "thinking",
                                   "complain", "complained", "complaining"}))
      return false;
    const bool apart = mention.relative && !one_of(word(first), {"the", "our"});
    return leads_to_time(word(first)) || (apart && !words_[mention.last - 1].possessive);
  }

  // "The decisions of last quarter"; the discussion "of last quarter" may be about it, one "of last week" hardly is.
  bool is_said_then(const TimeMention& mention) const {
    const std::string_view noun = before(mention.first);
    if (ends_meeting(words_, mention.first - 1) ||
        one_of(noun, {"decision", "decisions", "resolutions", "actions", "items", "tasks", "todos", "questions"}))
      return true;
    const bool brief = mention.from && mention.to && *mention.to - *mention.from <= weeks(1);
    return brief && (is(WordClass::telling_noun, noun) || one_of(noun, {"issues", "problems", "risks", "findings"}));
  }

  // "and Tuesday", "and on Tuesday"
  std::size_t other_end(std::size_t last, std::string_view lead) const {
    const std::size_t at = past_joint(words_, last);
    return past_the(leads_to_time(lead) && word(at) == lead ? at + 1 : at);
  }

  // "on Monday" and "since Monday" are days. "In Monday" is none, and "from Monday" leaves one as easily as a tool.
  static bool leads_to_day(std::string_view word) {
    return leads_to_end(word) || one_of(word, {"on", "during", "over", "within", "for", "of"});
  }

  // "between March and May", "from 3 March to 5 April", "on Monday and Tuesday"
  std::optional<TimeMention> both(std::size_t i) const {
    const std::string_view lead = word(i);
    if (leads_to_end(lead)) return std::nullopt;
    const auto first = period(past_the(leads_to_time(lead) ? i + 1 : i));
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
    const auto found = period(leads_to_time(lead) ? past_the(i + 1) : i);
    if (!found) return std::nullopt;
    TimeMention mention{.first = i,
                        .last = found->last,
                        .from = found->from,
                        .to = found->to,
                        .relative = found->relative,
                        .vague = found->vague,
                        .may_come = found->may_come,
                        .yearless = found->yearless,
                        .doubtful = found->weekday && !leads_to_day(lead)};
    if (found->weekday && !leads_to_time(lead) && before(i) == "to") return std::nullopt;  // "move from Jira to Monday"
    if (leads_to_end(lead)) mention.vague = false;
    // One day of two, or a stretch whose other end is not read.
    const std::size_t other = other_end(found->last, lead);
    if (other < words_.size() && (one_of(lead, {"between", "from"}) || period(other))) mention.vague = true;
    // "What do we ship before June?", asked in May: hardly before the last one.
    const bool long_past = found->may_come && found->from < first_of_year(today_);
    if (long_past && one_of(lead, {"before", "until", "till"})) mention.vague = true;
    if (!leads_to_time(lead) && one_of(before(i), {"the", "our"})) --mention.first;
    if (lead == "before") mention.to = std::exchange(mention.from, std::nullopt);
    if (one_of(lead, {"until", "till", "by"})) mention.from.reset();
    if (lead == "after") mention.from = std::exchange(mention.to, std::nullopt);
    if (lead == "since") mention.to.reset();
    return mention;
  }

  std::string_view text_;
  sys_days today_;
};

}  // namespace

std::optional<TimeMention> find_time(std::string_view text, std::span<const PlacedWord> words, sys_days today) {
  return TimeFinder(text, words, today).find();
}

bool looks_ahead(std::span<const PlacedWord> words) {
  return TimeFinder({}, words, {}).looks_ahead();
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
