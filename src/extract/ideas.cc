#include "extract/ideas.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "text/one_of.h"

namespace hebb {
namespace {

constexpr float kIdea = 0.65F;
constexpr float kWeakIdea = 0.4F;  // below the threshold by itself

constexpr std::size_t kSoon = 4;  // words

template <class Wanted>
bool soon_after(const Sentence& sentence, const CueHit& hit, Wanted wanted) {
  for (std::size_t i = hit.end; i < std::min(hit.end + kSoon, sentence.words.size()); ++i) {
    if (wanted(word_at(sentence, i))) return true;
  }
  return false;
}

// "Why don't we start over here", "what if we first decide the functions", "maybe we can have a look at the criteria"
bool orders_meeting(const Sentence& sentence, const CueHit& hit) {
  if (one_of(word_at(sentence, hit.end), {"start", "begin", "talk", "continue", "wait", "discuss", "finish"}))
    return true;
  return soon_after(sentence, hit, [](std::string_view word) { return one_of(word, {"first", "discuss", "look"}); });
}

// "Maybe you can tell us": what somebody is to do here and now.
bool asks_favour(const Sentence& sentence, const CueHit& hit) {
  const bool to_someone = one_of(word_at(sentence, hit.begin), {"maybe", "perhaps", "you"}) &&
                          (one_of(word_at(sentence, hit.begin + 1), {"you"}) || word_at(sentence, hit.begin) == "you");
  return to_someone && soon_after(sentence, hit, [](std::string_view word) {
           return one_of(word, {"tell", "go", "keep", "write", "show", "explain", "say", "read", "repeat", "speak"});
         });
}

// "What if you lose it?" objects to what was proposed; "what if you just preload them" proposes.
bool objects(const Sentence& sentence, const CueHit& hit) {
  return word_at(sentence, hit.begin) == "what" &&
         one_of(word_at(sentence, hit.end), {"you", "i", "someone", "somebody"}) &&
         one_of(word_at(sentence, hit.end + 1),
                {"lose", "want", "wanna", "need", "break", "forget", "really", "were", "are", "don't", "can't"});
}

// "That would be great, if we can get more data": of what was said.
bool approves(const Sentence& sentence, const CueHit& hit) {
  return one_of(word_at(sentence, hit.begin), {"that", "that'd"});
}

// "We could do that, yeah": whoever proposed it said it before.
bool echoes(const Sentence& sentence, const CueHit& hit) {
  return std::ranges::all_of(sentence.words.begin() + hit.end, sentence.words.end(), [](const auto& word) {
    return one_of(word,
                  {"that", "it", "this", "yeah", "yes", "too", "also", "do", "try", "just", "well", "so", "then"});
  });
}

bool proposes(const Sentence& sentence, const CueHit& hit) {
  return hit.end < sentence.words.size() && !orders_meeting(sentence, hit) && !asks_favour(sentence, hit) &&
         !objects(sentence, hit) && !approves(sentence, hit) && !echoes(sentence, hit);
}

// "We could … instead of": two different ones; the same twice is a stutter.
bool hints_twice(const Sentence& sentence) {
  std::set<std::string_view> hints;
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::weak_idea)) hints.insert(word_at(sentence, hit.end - 1));
  }
  return hints.size() > 1;
}

}  // namespace

float idea_score(const Sentence& sentence) {
  if (sentence.has(Cue::procedure) || sentence.cut_off) return 0;
  const bool idea = std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::idea) && proposes(sentence, hit) && !is_negated(sentence, hit, 2) &&
           !near_before(sentence, hit, Cue::not_idea, 0);
  });
  if (idea) return kIdea;
  if (!sentence.has(Cue::weak_idea) || sentence.asks) return 0;
  return hints_twice(sentence) ? kIdea - 0.1F : kWeakIdea;
}

}  // namespace hebb
