#include "recall/question_owners.h"

#include "recall/question_words.h"

namespace hebb {
namespace {

// "action items", "tasks", "action points" before `end`
bool names_list(std::span<const PlacedWord> words, std::size_t end) {
  if (end == 0) return false;
  return is_of_actions(words[end - 1].word) ||
         (words[end - 1].word == "points" && word_before(words, end, 2) == "action");
}

// Behind "which tasks does", "what do Ben and the": where the verb stands before who does; 0 where there is none.
std::size_t verb_before(std::span<const PlacedWord> words, std::size_t first) {
  while (first > 0 && !words[first].opens &&
         (one_of(words[first - 1].word, {"the", "and", "or"}) || (words[first - 1].capital && !words[first - 1].opens)))
    --first;
  return one_of(word_before(words, first), {"does", "do", "is", "are"}) ? first - 1 : 0;
}

// "Not assigned to Anna", "for everyone but Anna", "except those for Anna": of whose the actions are.
bool is_said_of_owner(std::span<const PlacedWord> words, std::size_t first) {
  const auto before = [&](std::size_t back) { return word_before(words, first, back); };
  if (one_of(before(1), {"to", "by"})) return one_of(before(2), {"assigned", "owned", "belong", "belonging"});
  if (before(1) == "for") return one_of(before(2), {"those", "ones"});
  if (before(1) != "but") return false;
  return one_of(before(3), {"for", "of"}) || (before(3) == "to" && before(4) == "assigned");
}

// "Actions that we discussed without Ben", "that everyone agreed to except Ben": of who did that. Not "actions that are
// open except …".
bool is_of_clause(std::span<const PlacedWord> words, std::size_t first) {
  for (std::size_t i = first; i-- > 0;) {
    if (one_of(words[i].word, {"actions", "items", "tasks", "todos", "dos", "steps", "ups"})) return false;
    const std::string_view at = words[i].word;
    const bool clause = one_of(at, {"that", "which", "who"}) && !is(WordClass::auxiliary, words[i + 1].word);
    if (clause || is(WordClass::telling_form, at) || one_of(at, {"we", "they", "i", "you", "he", "she"})) return true;
  }
  return false;
}

}  // namespace

bool is_of_actions(std::string_view word) {
  return one_of(word, {"action", "actions", "tasks", "todos", "to", "next", "open", "outstanding", "pending",
                       "unfinished", "remaining", "items", "dos", "steps", "ups"});
}

bool may_own(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  if (words[last - 1].possessive) return is_of_actions(word_at(words, last));
  if (const std::size_t verb = verb_before(words, first); verb > 0) {
    if (one_of(words[verb].word, {"does", "do"}) && names_list(words, verb) && ends_in_owning(words, last)) return true;
    if (asks_for_duty(words, first, last)) return true;
  }
  if (word_before(words, first) == "the") --first;
  if (first < 2) return false;
  const std::string_view lead = words[first - 1].word;
  if (one_of(lead, {"for", "of", "by"}) && names_list(words, first - 1)) return true;
  if (lead == "from") return one_of(words[first - 2].word, {"actions", "tasks", "todos"});
  std::size_t noun = first - 2;
  if (past_assigned(words, noun) == noun) return false;
  while (noun > 0 && past_assigned(words, noun - 1) > noun) --noun;
  return names_list(words, noun);
}

std::size_t past_assigned(std::span<const PlacedWord> words, std::size_t i) {
  std::size_t last = i;
  while (
      one_of(word_at(words, last), {"that", "which", "are", "were", "have", "been", "is", "was", "still", "currently"}))
    ++last;
  const bool led = (word_at(words, last) == "assigned" && word_at(words, last + 1) == "to") ||
                   (word_at(words, last) == "owned" && word_at(words, last + 1) == "by");
  if (!led) return i;
  return word_at(words, last + 2) == "the" ? last + 3 : last + 2;
}

bool ends_in_owning(std::span<const PlacedWord> words, std::size_t i) {
  return one_of(word_at(words, i), {"have", "own"}) &&
         (ends_clause(words, i + 1) ||
          one_of(words[i + 1].word, {"in", "from", "at", "since", "after", "during", "open", "left", "still", "now",
                                     "yet", "today", "on", "about", "regarding", "concerning"}));
}

bool asks_for_duty(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  if (!one_of(word_at(words, last), {"have", "need", "supposed"})) return false;
  if (word_at(words, last + 1) != "to" || word_at(words, last + 2) != "do") return false;
  const std::size_t verb = verb_before(words, first);
  if (verb == 0 || words[verb - 1].word != "what") return false;
  if (one_of(words[verb].word, {"is", "are"}) != (words[last].word == "supposed")) return false;
  const bool and_when = word_at(words, last + 3) == "and" && one_of(word_at(words, last + 4), {"when", "by"});
  return ends_clause(words, last + 3) || and_when ||
         one_of(words[last + 3].word, {"about", "for", "by", "before", "until", "next", "on", "in", "after", "this",
                                       "now", "today", "regarding", "concerning"});
}

bool leaves_out_owner(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  if (first > 1 && words[first - 1].word == "the") --first;
  if (disowns(words, last)) return true;
  const bool possessive = words[last - 1].possessive;
  const bool of_owner = !possessive && is_said_of_owner(words, first);
  const std::string_view all = word_before(words, first, 2);
  if (one_of(all, {"nobody", "one"}) || (all == "none" && !possessive)) return false;
  if (one_of(all, {"anyone", "anybody"}) && !of_owner) return false;
  if (!possessive && !of_owner && is_of_clause(words, first)) return false;
  if (of_owner || ends_clause(words, last)) return true;
  const std::string_view next = words[last].word;
  if (one_of(next, {"that", "which", "from", "since"})) return true;
  if (possessive) return is_of_actions(next) || is(WordClass::loose, next);
  return first > 0 && !one_of(words[first - 1].word, {"without", "but"}) &&
         one_of(next, {"about", "in", "at", "during", "on", "yet", "and", "but", "this", "last", "today", "yesterday"});
}

}  // namespace hebb
