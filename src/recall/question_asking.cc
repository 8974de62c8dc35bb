#include "recall/question_asking.h"

#include <algorithm>

#include "recall/question_words.h"
#include "text/calendar.h"

namespace hebb {
namespace {

// What nobody says where it is meant.
bool only_asks(std::string_view word) {
  return one_of(word, {"quote", "quotes", "quotations", "statements", "action", "actions", "item", "items", "task",
                       "tasks", "todo", "todos", "happen", "happened", "recently", "lately"});
}

// "Did Tom have a question?": who has one may say so.
bool names_kind(std::string_view word) {
  return one_of(word, {"issue",     "issues",     "problem",     "problems",   "risk",       "risks",      "question",
                       "questions", "assumption", "assumptions", "finding",    "findings",   "objection",  "objections",
                       "blocker",   "blockers",   "complaint",   "complaints", "resolution", "resolutions"});
}

// "Open items", "actions pending", "what is still open", "what's open"; not "what did Anna open?".
bool asks_for_undone(std::span<const PlacedWord> words, std::size_t i) {
  const auto of_kind = [&](std::size_t at) { return only_asks(words[at].word) || names_kind(words[at].word); };
  if (!is_undone(words[i].word)) return false;
  const std::size_t noun = i + (i + 1 < words.size() && is_undone(words[i + 1].word) ? 2 : 1);
  if (noun < words.size() && of_kind(noun)) return true;
  return i > 0 && (of_kind(i - 1) || one_of(words[i - 1].word, {"is", "are", "still"}) ||
                   (words[i - 1].word == "what" && words[i - 1].possessive));
}

// "What is pending from Anna?": she may say so of one.
bool is_said_undone(std::span<const PlacedWord> words, std::size_t i) {
  return is_undone(words[i].word) && word_before(words, i) == "is" && word_before(words, i, 2) == "what";
}

// A phrase that says what is asked for, and whether who answers says it as well.
struct AskingPhrase {
  std::size_t last = 0;
  bool said = false;
};

// "To-dos", "action points", "need to do"; also "next steps", and "responsible for" where nothing follows. Ends at `i`
// where none begins.
AskingPhrase asking_phrase(std::span<const PlacedWord> words, std::size_t i) {
  const auto at = [&](std::size_t n) { return word_at(words, n); };
  const std::string_view next = at(i + 1);
  if ((at(i) == "to" && next == "dos") || (at(i) == "action" && next == "points")) return {.last = i + 2};
  if ((at(i) == "next" && next == "steps") || (at(i) == "follow" && next == "ups")) return {i + 2, true};
  if (one_of(at(i), {"need", "needs", "supposed"}) && next == "to" && at(i + 2) == "do") return {.last = i + 3};
  if (one_of(at(i), {"responsible", "volunteer", "volunteered"}) && next == "for" && ends_clause(words, i + 2))
    return {i + 2, true};
  if (at(i) == "charge" && next == "of" && ends_clause(words, i + 2)) return {i + 2, true};
  return {.last = i};
}

bool is_asking(std::span<const PlacedWord> words, std::size_t i) {
  return only_asks(words[i].word) || names_kind(words[i].word) || asks_for_undone(words, i);
}

// "about", "with the", "on our open": what follows is spoken of. Not "a list of".
bool leads_to_matter(std::span<const PlacedWord> words, std::size_t i) {
  while (!begins_clause(words, i) && (is(WordClass::determiner, words[i - 1].word) ||
                                      is(WordClass::telling_adjective, words[i - 1].word) || is_asking(words, i - 1)))
    --i;
  if (begins_clause(words, i)) return false;
  const std::string_view lead = words[i - 1].word;
  if (lead == "of") return i < 2 || !one_of(words[i - 2].word, {"list", "all", "any", "kind", "kinds", "summary"});
  return one_of(lead, {"about", "on", "with", "regarding", "concerning", "around", "to", "into", "over", "against"});
}

// Not "about Q1", "on last quarter", "for March", "the May release".
bool is_when_told(std::span<const PlacedWord> words, const TimeMention& when) {
  const std::string_view lead = words[when.first].word;
  const bool spoken_of = one_of(word_before(words, when.first), {"about", "regarding", "concerning"});
  return !spoken_of && !when.doubtful &&
         one_of(lead, {"in", "during", "from", "since", "between", "at", "over", "on"}) &&
         !(when.vague && lead == "on");
}

}  // namespace

bool is_undone(std::string_view word) {
  return one_of(word, {"open", "outstanding", "unresolved", "unanswered", "pending", "remaining", "unfinished"});
}

void mark_asking(std::span<const PlacedWord> words, const std::optional<TimeMention>& when, std::span<WordUse> uses) {
  const auto mark = [&](std::size_t i, bool said) {
    if (uses[i] == WordUse::topic) uses[i] = said ? WordUse::hint : WordUse::asking;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_asking(words, i) && !leads_to_matter(words, i))
      mark(i, names_kind(words[i].word) || is_said_undone(words, i));
    const AskingPhrase phrase = asking_phrase(words, i);
    for (std::size_t at = i; at < phrase.last && !leads_to_matter(words, i); ++at) mark(at, phrase.said);
  }
  if (!when || !is_when_told(words, *when)) return;
  for (std::size_t i = when->first; i < when->last; ++i) mark(i, month_number(words[i].word).has_value());
}

}  // namespace hebb
