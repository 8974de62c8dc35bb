#include "extract/refusals.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "extract/date_words.h"
#include "extract/due.h"
#include "extract/replies.h"
#include "text/calendar.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::size_t kDelayWithin = 6;  // words from "can't" to "before"
constexpr std::size_t kDayWords = 4;     // "the 15th of October"

constexpr std::string_view kRefusals[] = {
    "not me",
    "no way",
    "i'd rather not",
    "i don't have time",
    "i don't have the time",
    "i have no time",
    "i'm not able",
    "i am not able",
    "i don't think i can",
    "i don't think i could",
    "i don't think i'll",
    "i don't think i will",
    "i'm away",
    "i'm on leave",
    "i'm on holiday",
    "i'm on vacation",
    "not my job",
};
// Refusals by what follows: "I can't, sorry", not "I can't wait"; "I'm afraid not", not "I'm afraid I must".
constexpr std::string_view kInabilities[] = {"i can't", "i cannot", "i couldn't", "i won't"};
constexpr std::string_view kRegrets[] = {"i'm afraid", "unfortunately"};
// Said by who takes it on, whatever else is said.
constexpr std::string_view kYeses[] = {"will do",     "got it",     "happy to", "it's fine",
                                       "that's fine", "not before", "not until"};

bool is_inability(std::string_view word) {
  return one_of(word, {"can't", "cannot", "couldn't", "won't"});
}

bool names_matter_asked(std::string_view word) {
  return word.empty() || weekday_number(word) || one_of(word, {"it", "that", "this", "them", "today", "tomorrow"});
}

// Whether what follows "I can't" refuses: nothing, "sorry", "do it this week", "get to it"; not "wait", "see why not".
bool leaves_it(const Sentence& reply, std::size_t at) {
  const auto next = word_at(reply, at), after = word_at(reply, at + 1), third = word_at(reply, at + 2);
  if (ends_before(reply, at)) return true;
  if (next == "be") return after == "able";
  if (next == "get") return one_of(after, {"to", "around"}) || (after == "it" && one_of(third, {"done", "finished"}));
  if (next == "take") return !one_of(after, {"long", "much", "more"});
  return one_of(next, {"do", "make", "manage", "this", "sorry", "by", "today", "because"});
}

// "Can't, sorry", "Sorry, can't this week"; not "Can't do any harm", "Won't take a minute".
bool opens_unable(const Sentence& reply) {
  std::size_t at = reply.opening;
  while (one_of(word_at(reply, at), {"sorry", "oh", "nope", "afraid", "unfortunately"})) ++at;
  if (!is_inability(word_at(reply, at)) || !leaves_it(reply, at + 1)) return false;
  const auto next = word_at(reply, at + 1), after = word_at(reply, at + 2);
  if (ends_before(reply, at + 1) || !one_of(next, {"do", "make", "take", "manage", "this"})) return true;
  if (next == "this") return weekday_number(after) || one_of(after, {"week", "month", "time", "morning", "afternoon"});
  return ends_before(reply, at + 2) || names_matter_asked(after);
}

// "I can't, sorry", "I won't be able to", "I can't do it this week".
bool is_unable(const Sentence& reply) {
  return opens_unable(reply) || std::ranges::any_of(kInabilities, [&](std::string_view phrase) {
           const auto end = end_of(reply, phrase);
           return end && *end <= reply.opening + kReplyOpening + 2 && leaves_it(reply, *end);
         });
}

// "I'm too busy", "I'm completely swamped"
bool is_overloaded(const Sentence& reply) {
  const auto& words = reply.words;
  for (std::size_t i = 0; i < std::min(words.size(), reply.opening + kReplyOpening); ++i) {
    if (words[i] != "i'm" && !(words[i] == "i" && word_at(reply, i + 1) == "am")) continue;
    std::size_t at = i + (words[i] == "i'm" ? 1 : 2);
    while (word_at(reply, at).ends_with("ly") || one_of(word_at(reply, at), {"just", "so", "already", "way", "far"}))
      ++at;
    const auto word = word_at(reply, at), next = word_at(reply, at + 1);
    return one_of(word, {"swamped", "overloaded"}) || (word == "too" && next == "busy") ||
           (word == "snowed" && next == "under");
  }
  return false;
}

bool regrets(const Sentence& reply) {
  return opening_phrase(reply, kRegrets, reply.opening + kReplyOpening) &&
         std::ranges::any_of(reply.words, [](const auto& word) {
           return one_of(word, {"can't", "cannot", "won't", "not", "no", "leave", "away", "holiday", "vacation"});
         });
}

// "No.", "No, sorry", "No, that's Rita's job"; not "No, it's fine", "No, not at all", "No, not too busy".
bool says_no(const Sentence& reply) {
  const auto& words = reply.words;
  if (!one_of(words.front(), {"no", "nope", "nah"})) return false;
  const auto next = word_at(reply, 1);
  if (next == "not") return word_at(reply, 2) != "too" && !(word_at(reply, 2) == "at" && word_at(reply, 3) == "all");
  return next.empty() || one_of(next, {"sorry", "thanks"}) || (next == "that's" && words.back() == "job");
}

// "I can't today, but tomorrow is fine."
bool turns_to_yes(const Sentence& reply) {
  const auto but = std::ranges::find(reply.words, "but");
  return std::any_of(but, reply.words.end(), [](const auto& word) {
    return weekday_number(word) || one_of(word, {"tomorrow", "fine", "okay", "back", "happy", "later", "next"});
  });
}

bool is_of_day(std::string_view word) {
  return is_part_of_date(word) ||
         one_of(word, {"tomorrow", "morning", "afternoon", "evening", "the", "of", "next", "week"});
}

// The words of the day from word `at` on; none where there is none.
std::vector<std::string> day_words(const Sentence& reply, std::size_t at) {
  std::vector<std::string> day{"on"};
  while (day.size() <= kDayWords && is_of_day(word_at(reply, at))) day.emplace_back(word_at(reply, at++));
  return names_due_day(day) ? day : std::vector<std::string>{};
}

// "I can't do it before Monday", "not until the 15th"; not "I can't, I'm away until Monday".
std::vector<std::string> not_before(const Sentence& reply) {
  for (std::size_t no = 0; no < reply.words.size(); ++no) {
    const bool own = no == 0 || one_of(reply.words[no - 1], {"i", "sorry", "oh", "no", "nope", "unfortunately"});
    const bool unable = own && is_inability(reply.words[no]);
    const bool of_it =
        no > 0 && !one_of(reply.words[no - 1], {"yes", "yeah", "no", "sorry", "but", "okay", "sure", "oh"});
    if (!unable && (reply.words[no] != "not" || of_it)) continue;  // not "the meeting is not until Monday"
    for (std::size_t at = no + 1; at <= no + (unable ? kDelayWithin : 1) && !ends_before(reply, at); ++at) {
      if (one_of(reply.words[at], {"i'm", "i", "because", "so", "but"})) break;
      if (!one_of(reply.words[at], {"before", "until", "till"})) continue;
      if (auto day = day_words(reply, at + 1); !day.empty()) return day;
    }
  }
  return {};
}

// "I'm away on Friday, so Thursday", "I can't do Wednesday, Thursday then"; not "so Thursday is no good".
std::vector<std::string> instead(const Sentence& reply) {
  const std::size_t n = reply.words.size();
  for (std::size_t at = 1; at < n; ++at) {
    auto day = day_words(reply, at);
    if (day.empty()) continue;
    std::size_t lead = at - 1;
    while (lead > 0 && one_of(reply.words[lead], {"on", "by", "maybe", "perhaps", "rather"})) --lead;
    const std::size_t behind = at + day.size() - 1;
    const bool so = reply.words[lead] == "so";
    const bool then = behind + 1 == n && one_of(word_at(reply, behind), {"then", "instead", "works"});
    if ((so && (behind == n || then)) || (then && ends_before(reply, lead + 1))) return day;
  }
  return {};
}

// Whether its words say no, whatever else it says.
bool declines(const Sentence& reply) {
  const bool only_sorry =
      std::ranges::contains(reply.words, "sorry") && std::ranges::all_of(reply.words, [](const auto& word) {
        return one_of(word, {"i'm", "i", "am", "so", "very", "really", "sorry", "oh"});
      });
  return says_no(reply) || only_sorry || is_unable(reply) || is_overloaded(reply) || regrets(reply) ||
         opening_phrase(reply, kRefusals, reply.opening + kReplyOpening);
}

}  // namespace

std::optional<OtherDay> other_day(const Sentence& reply) {
  if (reply.asks || reply.words.empty()) return std::nullopt;
  if (auto day = not_before(reply); !day.empty()) return OtherDay{.words = std::move(day), .earliest = true};
  if (!declines(reply)) return std::nullopt;
  auto day = instead(reply);
  return day.empty() ? std::nullopt : std::optional(OtherDay{.words = std::move(day)});
}

bool refuses(const Sentence& reply) {
  const auto& words = reply.words;
  if (reply.asks || minds_nothing(reply) || holds(reply, kYeses) || turns_to_yes(reply)) return false;
  if (one_of(words.front(), {"yes", "yeah", "yep", "okay", "sure"})) return false;
  if (!declines(reply) || other_day(reply)) return false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (one_of(words[i], {"yes", "yep", "sure"})) return false;
    if (words[i] == "i'll" && is_promise_verb(word_at(reply, i + 1))) return false;
    if (words[i] == "i" && one_of(word_at(reply, i + 1), {"can", "will"}) && word_at(reply, i + 2) != "not")
      return false;
  }
  return true;
}

}  // namespace hebb
