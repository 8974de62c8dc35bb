#include "extract/ideas.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "text/one_of.h"

namespace hebb {
namespace {

// How often a sentence was an idea, on meetings read by hand (docs/extraction.md).
constexpr float kIdea = 0.8F;
constexpr float kWeakIdea = 0.4F;  // below the threshold by itself

// The classifier's least score beside a cue that states it, one that wishes as often ("it'd be nice to"), one that asks
// what happens as often ("what if the"), and a mere "we should".
constexpr float kLeastStated = 0.2F;
constexpr float kLeastWished = 0.4F;
constexpr float kLeastAsked = 0.45F;
constexpr float kLeastHinted = 0.72F;
constexpr std::size_t kFewestHintedWords = 7;

constexpr std::size_t kSoon = 5;  // words
constexpr std::size_t kPurposeWords = 9;
constexpr std::size_t kLongWords = 15;  // so much was said before it broke off

template <class Wanted>
bool soon_after(const Sentence& sentence, const CueHit& hit, Wanted wanted) {
  for (std::size_t i = hit.end; i < std::min(hit.end + kSoon, sentence.words.size()); ++i) {
    if (wanted(word_at(sentence, i))) return true;
  }
  return false;
}

bool is_number(std::string_view word) {
  return one_of(word, {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"});
}

std::string_view last_word(const Sentence& sentence, const CueHit& hit) {
  return word_at(sentence, hit.end - 1);
}

// Of the first word after the cue that is more than an adverb: "maybe we could | just | also".
std::size_t verb_place(const Sentence& sentence, const CueHit& hit) {
  std::size_t i = hit.end;
  while (one_of(word_at(sentence, i), {"just", "also", "maybe", "then", "all", "now", "probably", "even", "only"})) ++i;
  return i;
}

// "Why don't we start over here", "what if we first decide the functions", "maybe we can have a look at the criteria"
bool orders_meeting(const Sentence& sentence, const CueHit& hit) {
  const auto at = verb_place(sentence, hit);
  const auto verb = word_at(sentence, at), next = word_at(sentence, at + 1);
  if (one_of(verb, {"start", "begin", "talk", "continue", "wait", "discuss", "finish", "stop", "close", "speak", "save",
                    "meet", "pass", "hurry", "wrap", "plan", "round", "hear", "see"}))
    return true;
  if (one_of(verb, {"go", "move"}) && one_of(next, {"", "on", "ahead", "back", "around", "through", "to"})) return true;
  if (sentence.words.back() == "first") return true;
  return soon_after(sentence, hit, [](std::string_view word) {
    return one_of(word, {"first", "discuss", "look", "talk", "continue", "decide", "later"});
  });
}

// "Maybe you can tell us": what somebody is to do here and now.
bool asks_favour(const Sentence& sentence, const CueHit& hit) {
  const bool to_someone = one_of(word_at(sentence, hit.begin), {"maybe", "perhaps", "you"}) &&
                          (one_of(word_at(sentence, hit.begin + 1), {"you"}) || word_at(sentence, hit.begin) == "you");
  return to_someone && soon_after(sentence, hit, [](std::string_view word) {
           return one_of(word, {"tell",   "go",    "keep", "write", "show",  "explain", "say",     "read",
                                "repeat", "speak", "find", "give",  "come",  "try",     "save",    "send",
                                "help",   "check", "ask",  "bring", "draw",  "click",   "scroll",  "point",
                                "start",  "phone", "call", "guess", "watch", "include", "evaluate"});
         });
}

// "What if you lose it?" objects to what was proposed; "what if you just preload them" proposes.
bool objects(const Sentence& sentence, const CueHit& hit) {
  if (word_at(sentence, hit.begin) != "what") return false;
  const auto who = word_at(sentence, hit.end), verb = word_at(sentence, hit.end + 1);
  if (one_of(who, {"you're", "they're", "it's", "he's", "she's"})) return true;
  if (who == "you" && verb == "have") return word_at(sentence, hit.end + 2) != "a";
  return one_of(who, {"you", "i", "someone", "somebody", "they", "it", "people"}) &&
         one_of(verb, {"lose", "want", "wanted", "wanna", "need", "break", "forget", "really", "were", "are", "don't",
                       "can't", "doesn't", "breaks", "is", "isn't", "gets", "happens"});
}

// "That would be great, if we can get more data": of what was said, or wished for.
bool approves(const Sentence& sentence, const CueHit& hit) {
  const auto first = word_at(sentence, hit.begin);
  return one_of(first, {"that", "that'd"}) || (first != "what" && last_word(sentence, hit) == "if");
}

bool says_little(std::string_view word) {
  return word.size() == 1 ||
         one_of(word, {"in",     "on",    "the",   "of",   "for",      "with",   "to",      "that",      "it",
                       "this",   "yeah",  "yes",   "too",  "also",     "do",     "try",     "just",      "well",
                       "so",     "then",  "add",   "use",  "some",     "and",    "have",    "stuff",     "thing",
                       "things", "like",  "again", "more", "work",     "now",    "make",    "really",    "way",
                       "should", "would", "go",    "same", "together", "better", "instead", "something", "directly",
                       "still",  "those", "these", "them", "see",      "what",   "happens"});
}

// "We could do that, yeah", "we could try that and compare": whoever proposed it said it before, or nobody did. A cue
// that ends in a verb of its own ("we could use") wants one word that tells something, others two.
bool echoes(const Sentence& sentence, const CueHit& hit) {
  const auto at = [&](std::size_t i) { return word_at(sentence, i); };
  std::size_t telling = 0;
  std::size_t wanted = one_of(at(hit.end - 1), {"could", "should", "can", "might", "just", "about"}) ? 2 : 1;
  for (std::size_t i = hit.end - 1; i < sentence.words.size(); ++i) {
    if (one_of(at(i), {"use", "try", "add", "make", "have"})) {
      const bool known = (one_of(at(i + 1), {"that", "this"}) && at(i) != "have") ||
                         (at(i + 1) == "it" && one_of(at(i), {"try", "add"}));
      wanted = known ? 2 : 1;
    }
    if (i < hit.end) continue;
    if (telling == 0 && one_of(at(i), {"but", "because", "if", "i"})) return true;
    if (!says_little(at(i))) ++telling;
  }
  return telling < wanted;
}

// "The improvements we could do", "actions we might want to": what else the sentence speaks of.
bool is_relative(const Sentence& sentence, const CueHit& hit) {
  const auto before = word_at(sentence, hit.begin - 1);
  if (before == "that" && !one_of(word_at(sentence, hit.begin), {"maybe", "perhaps"})) {
    return hit.begin < 2 || !one_of(word_at(sentence, hit.begin - 2), {"think", "thought", "suggest", "propose", "say",
                                                                       "is", "was", "feel", "believe", "so"});
  }
  if (word_at(sentence, hit.end) == "is" || word_at(sentence, hit.end + 1) == "is") return false;  // "we could do is"
  const bool takes_object = word_at(sentence, verb_place(sentence, hit)) == "do" || last_word(sentence, hit) == "do" ||
                            word_at(sentence, hit.end - 2) == "want";
  return takes_object && !one_of(before, {"and", "but", "or", "so", "then", "think", "maybe", "perhaps", "well", "yeah",
                                          "guess", "what", "thought", "say", "mean", "know", "course", "also", "now"});
}

// "Those are things we could do", "so that we could do it": none is proposed; "what we could do is" goes on to.
bool describes(const Sentence& sentence, const CueHit& hit) {
  if (hit.begin == 0) return false;
  const auto before = word_at(sentence, hit.begin - 1);
  const auto earlier = std::span(sentence.words).first(hit.begin);
  const auto wants = [](std::string_view word) { return one_of(word, {"what", "whether"}); };
  if (before == "think" && std::ranges::any_of(earlier, wants)) return true;
  const auto nearest = earlier.last(std::min(earlier.size(), kPurposeWords));
  if (!std::ranges::search(nearest, std::array<std::string_view, 2>{"so", "that"}).empty()) return true;
  if (one_of(before, {"things", "thing", "something", "ways", "stuff", "glad", "as", "than", "if"})) return true;
  if (before == "what") {
    return !soon_after(sentence, hit, [](std::string_view word) {
      return one_of(word, {"is", "use", "maybe", "would", "be", "was"});
    });
  }
  return one_of(word_at(sentence, hit.begin), {"we", "you", "i"}) && is_relative(sentence, hit);
}

// "Maybe we can put a six": a mark out of ten.
bool rates(const Sentence& sentence, const CueHit& hit) {
  const auto at = verb_place(sentence, hit);
  if (!one_of(word_at(sentence, at), {"say", "put", "give", "rate", "go"})) return false;
  for (std::size_t i = at + 1; i <= at + 3; ++i) {
    if (is_number(word_at(sentence, i))) return sentence.words.size() <= i + 4;
  }
  return false;
}

bool proposes(const Sentence& sentence, const CueHit& hit) {
  return hit.end < sentence.words.size() && !orders_meeting(sentence, hit) && !asks_favour(sentence, hit) &&
         !objects(sentence, hit) && !approves(sentence, hit) && !echoes(sentence, hit) && !describes(sentence, hit) &&
         !rates(sentence, hit);
}

float least_of(const Sentence& sentence, const CueHit& hit) {
  if (last_word(sentence, hit) == "to") return kLeastWished;
  const auto of_us = [](std::string_view word) { return one_of(word, {"we", "you"}); };
  const bool asks_what_if = last_word(sentence, hit) == "if" && !soon_after(sentence, hit, of_us);
  return asks_what_if ? kLeastAsked : kLeastStated;
}

bool states_idea(const Sentence& sentence, const UtteranceScores* learnt) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::idea) && proposes(sentence, hit) && !is_negated(sentence, hit, 2) &&
           !near_before(sentence, hit, Cue::not_idea, 0) &&
           (learnt == nullptr || (*learnt)[UtteranceClass::idea] >= least_of(sentence, hit));
  });
}

// A word that only hints, in a sentence that the classifier is sure of.
bool hints_idea(const Sentence& sentence, const UtteranceScores& learnt) {
  if (learnt[UtteranceClass::idea] < kLeastHinted || sentence.words.size() < kFewestHintedWords) return false;
  const auto ordered = [](const auto& word) {
    return one_of(word, {"talk", "discuss", "start", "begin", "continue", "meeting", "look", "tell", "show", "wait",
                         "find", "ask"});
  };
  if (std::ranges::any_of(sentence.words, ordered)) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::suggestion) && proposes(sentence, hit) && !is_negated(sentence, hit, 2);
  });
}

// "Maybe we could make it s"; neither "plan B" nor "option b".
bool ends_in_stutter(const Sentence& sentence) {
  const auto& words = sentence.words;
  const auto last = std::string_view(words.back());
  if (last.size() != 1 || last == "i" || last == "a" || words.size() >= kLongWords) return false;
  if (words.size() > 1 && one_of(words[words.size() - 2], {"plan", "option", "version", "part", "type", "vitamin"}))
    return false;
  const auto end = sentence.text.find_last_not_of(" .,;:!?-\"')");
  return end != std::string_view::npos && sentence.text[end] == last.front();
}

// "We could make some little": what the '-' of a transcript would show.
bool breaks_off(const Sentence& sentence) {
  const auto last = std::string_view(sentence.words.back());
  return sentence.cut_off || ends_in_stutter(sentence) ||
         one_of(last, {"some", "any", "little", "another", "very", "our", "their", "his", "her", "its", "suggest"});
}

}  // namespace

float idea_score(const Sentence& sentence, const UtteranceScores* learnt) {
  if (sentence.words.empty() || sentence.has(Cue::procedure) || sentence.has(Cue::proceeding) || breaks_off(sentence))
    return 0;
  if (states_idea(sentence, learnt) || (learnt != nullptr && hints_idea(sentence, *learnt))) return kIdea;
  return sentence.has(Cue::weak_idea) && !sentence.asks ? kWeakIdea : 0;
}

}  // namespace hebb
