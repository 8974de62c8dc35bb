#include "extract/troubles.h"

#include <algorithm>

#include "text/one_of.h"

namespace hebb {
namespace {

// "The problem is solved", "the risk has been removed"; not "the problem is that the price is fixed"
bool is_solved(const Sentence& sentence, const CueHit& hit) {
  constexpr std::size_t kFurthest = 6;  // words
  for (std::size_t i = hit.end; i < std::min(hit.end + kFurthest, sentence.words.size()); ++i) {
    const auto word = word_at(sentence, i);
    if (one_of(word, {"solved", "fixed", "resolved", "eliminated", "removed"})) {
      std::size_t at = i - 1;
      while (at > hit.begin && one_of(sentence.words[at], {"already", "now", "all", "finally"})) --at;
      return one_of(sentence.words[at], {"is", "was", "are", "were", "been", "it's", "that's"});
    }
    const bool opens_matter = word == "that" && one_of(sentence.words[i - 1], {"is", "was"});
    if (opens_matter || word.ends_with("n't") ||
        one_of(word, {"not", "never", "how", "what", "why", "who", "when", "if", "once", "until", "before", "after",
                      "because", "but"}))
      return false;
  }
  return false;
}

// "We have eliminated the risk"; "we have to eliminate it" leaves it.
bool is_removed(const Sentence& sentence, const CueHit& hit) {
  constexpr std::uint32_t kFurthest = 3;  // words
  for (std::uint32_t i = hit.begin - std::min(hit.begin, kFurthest); i < hit.begin; ++i) {
    if (one_of(sentence.words[i], {"eliminated", "eliminates", "removed", "removes"}))
      return !is_negated(sentence, {kNoCue, i, i + 1}, 2);
  }
  return false;
}

// Whether the sentence itself takes back the trouble that it names.
bool is_taken_back(const Sentence& sentence, const CueHit& hit) {
  return in_doubt(sentence, hit.begin) || is_solved(sentence, hit) || is_removed(sentence, hit);
}

// "If they walk out in September, we could miss the launch"; not "I wonder if we'd lose it".
bool would_lose(const Sentence& sentence) {
  if (!sentence.has(Cue::hypothetical)) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::loss) && hit.begin > 0 && !one_of(sentence.words[hit.begin - 1], {"if", "whether", "when"}) &&
           !one_of(word_at(sentence, hit.end), {"a", "that", "of"});
  });
}

}  // namespace

bool is_risk(const Sentence& sentence) {
  if (lists_none(sentence)) return false;
  if (would_lose(sentence) || stands(sentence, Cue::worry)) return true;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::risk) && !is_negated(sentence, hit, 2) && !is_taken_back(sentence, hit) &&
           !one_of(word_at(sentence, hit.end), {"register", "log", "assessment", "matrix", "management", "analysis"});
  });
}

bool is_issue(const Sentence& sentence) {
  if (sentence.asks) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    const bool named = is(hit, Cue::trouble) ? !sentence.cut_off
                                             : is(hit, Cue::issue) && !near_before(sentence, hit, Cue::issue_solved, 0);
    return named && !is_hypothetical(sentence, hit) && !is_negated(sentence, hit, 3) && !is_taken_back(sentence, hit);
  });
}

}  // namespace hebb
