#include "recall/question_asking.h"

#include <algorithm>

#include "recall/question_words.h"

namespace hebb {
namespace {

bool is_asking(std::string_view word) {
  return one_of(word,
                {"quote",       "quotes",     "quotations",  "statements",  "issue",      "issues",    "problem",
                 "problems",    "risk",       "risks",       "action",      "actions",    "item",      "items",
                 "task",        "tasks",      "todo",        "todos",       "question",   "questions", "assumption",
                 "assumptions", "finding",    "findings",    "objection",   "objections", "blocker",   "blockers",
                 "complaint",   "complaints", "resolution",  "resolutions", "happen",     "happened",  "recently",
                 "lately",      "open",       "outstanding", "unresolved",  "pending",    "remaining", "unanswered"});
}

// "about", "with the", "on our open": what follows is spoken of. Not "a list of".
bool leads_to_matter(std::span<const PlacedWord> words, std::size_t i) {
  while (i > 0 && !words[i].opens && !words[i].parted &&
         (is(WordClass::determiner, words[i - 1].word) || is(WordClass::telling_adjective, words[i - 1].word) ||
          is_asking(words[i - 1].word)))
    --i;
  if (i == 0 || words[i].opens || words[i].parted) return false;
  const std::string_view lead = words[i - 1].word;
  if (lead == "of") return i < 2 || !one_of(words[i - 2].word, {"list", "all", "any", "kind", "kinds", "summary"});
  return one_of(lead, {"about", "on", "with", "regarding", "concerning", "around", "to", "into", "over", "against"});
}

// Not "about Q1", "on last quarter", "for March", "the May release".
bool is_when_told(std::span<const PlacedWord> words, const TimeMention& when) {
  const std::string_view lead = words[when.first].word;
  const bool spoken_of = when.first > 0 && one_of(words[when.first - 1].word, {"about", "regarding", "concerning"});
  return !spoken_of && !when.doubtful &&
         one_of(lead, {"in", "during", "from", "since", "between", "at", "over", "on"}) &&
         !(when.vague && lead == "on");
}

}  // namespace

void mark_asking(std::span<const PlacedWord> words, const std::optional<TimeMention>& when, std::span<WordUse> uses) {
  const auto mark = [&](std::size_t i) {
    if (uses[i] == WordUse::topic) uses[i] = WordUse::asking;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_asking(words[i].word) && !leads_to_matter(words, i)) mark(i);
  }
  if (!when || !is_when_told(words, *when)) return;
  for (std::size_t i = when->first; i < when->last; ++i) mark(i);
}

}  // namespace hebb
