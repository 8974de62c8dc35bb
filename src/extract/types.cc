#include "extract/types.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace hebb {
namespace {

// How often a statement with such a cue was what the cue says, on meetings read by hand (docs/extraction.md).
constexpr float kDecided = 0.9F;
constexpr float kChosen = 0.55F;  // a choice that follows "okay, so" and asks and hedges nothing
constexpr float kCommitted = 0.7F;
constexpr float kObliged = 0.6F;
constexpr float kWithDate = 0.15F;  // added where a date or the next meeting is named
constexpr float kWeakVerb = 0.4F;   // below the threshold by itself
constexpr float kActionWord = 0.75F;
constexpr float kAsked = 0.95F;
constexpr float kAskedWithoutMark = 0.6F;
constexpr float kIdea = 0.65F;
constexpr float kWeakIdea = 0.4F;
constexpr float kIssue = 0.65F;
constexpr float kRisk = 0.65F;
constexpr float kAssumption = 0.6F;
constexpr float kFinding = 0.65F;
constexpr float kThreshold = 0.5F;

constexpr std::size_t kFewestQuestionWords = 3;
constexpr std::size_t kFewestStatementWords = 4;

using Scores = std::array<float, kMemoryTypes>;

float& at(Scores& scores, MemoryType type) {
  return scores[static_cast<std::size_t>(type)];
}
void raise(Scores& scores, MemoryType type, float to) {
  at(scores, type) = std::max(at(scores, type), to);
}

// Whether a hit of `other` lies in the `window` words before `hit`, or overlaps it.
bool near_before(const Sentence& sentence, const CueHit& hit, Cue other, std::uint32_t window) {
  return std::ranges::any_of(
      sentence.cues, [&](const CueHit& o) { return is(o, other) && o.begin < hit.end && o.end + window >= hit.begin; });
}

// Whether a negation stands in the `window` words before `hit`; one inside the phrase belongs to it ("why don't we").
bool is_negated(const Sentence& sentence, const CueHit& hit, std::uint32_t window) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& o) {
    return is(o, Cue::negation) && o.begin >= sentence.opening && o.end <= hit.begin && o.end + window >= hit.begin;
  });
}

bool is_hypothetical(const Sentence& sentence, const CueHit& hit) {
  return near_before(sentence, hit, Cue::hypothetical, 4);
}

float decision_score(const Sentence& sentence) {
  if (sentence.asks && !sentence.tag_only) return 0;
  float score = 0;
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::decided)) {
      if (near_before(sentence, hit, Cue::undecided, 0) || is_negated(sentence, hit, 2)) continue;
      if (is_hypothetical(sentence, hit) || (sentence.cut_off && hit.end == sentence.words.size())) continue;
      score = std::max(score, kDecided);
    }
    if (is(hit, Cue::choice)) {
      const bool concludes = sentence.opening > 0 && hit.begin <= sentence.opening + 1;
      const bool open = sentence.asks || sentence.cut_off || sentence.has(Cue::hypothetical) ||
                        sentence.has(Cue::hedge) || sentence.has(Cue::negation) || hit.end >= sentence.words.size();
      if (concludes && !open) score = std::max(score, kChosen);
    }
  }
  return score;
}

// The verb cue that follows `hit` at once, or after up to two adverbs; null when none does.
const CueHit* verb_after(const Sentence& sentence, const CueHit& hit, Cue verb) {
  static constexpr std::array<std::string_view, 16> kBetween{
      "just", "also", "definitely", "probably", "then", "now",   "try", "to",
      "and",  "go",   "please",     "maybe",    "all",  "still", "be",  "have"};
  for (const CueHit& o : sentence.cues) {
    if (!is(o, verb) || o.begin < hit.end || o.begin > hit.end + 2) continue;
    const auto between = std::span(sentence.words).subspan(hit.end, o.begin - hit.end);
    if (std::ranges::all_of(between, [](const auto& w) { return std::ranges::contains(kBetween, w); })) return &o;
  }
  return nullptr;
}

float duty_score(const Sentence& sentence, const CueHit& hit, float with_durable, bool dated) {
  if (is_hypothetical(sentence, hit)) return 0;
  const float date = dated ? kWithDate : 0;
  const auto complete = [&](const CueHit* verb) { return !sentence.cut_off || verb->end + 2 <= sentence.words.size(); };
  if (const auto* verb = verb_after(sentence, hit, Cue::durable_verb); verb != nullptr && complete(verb))
    return with_durable + date;
  if (const auto* verb = verb_after(sentence, hit, Cue::weak_verb); verb != nullptr && complete(verb))
    return kWeakVerb + date;
  return 0;
}

// "Anna will", "Anna is going to", where Anna is one of the speakers.
std::vector<CueHit> named_commitments(const Sentence& sentence, const MeetingManner& manner) {
  std::vector<CueHit> hits;
  const auto& words = sentence.words;
  for (std::uint32_t i = 0; i + 1 < words.size(); ++i) {
    if (!manner.members.contains(words[i])) continue;
    if (words[i + 1] == "will" || words[i + 1] == "to") hits.push_back({0, i, i + 2});
    if (i + 3 < words.size() && words[i + 1] == "is" && words[i + 2] == "going" && words[i + 3] == "to")
      hits.push_back({0, i, i + 4});
  }
  return hits;
}

float action_score(const Sentence& sentence, const MeetingManner& manner) {
  if (sentence.has(Cue::procedure) || sentence.words.size() < kFewestStatementWords) return 0;
  const bool dated = sentence.has(Cue::later);
  float score = sentence.has(Cue::action_word) && !sentence.asks ? kActionWord : 0;
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::request)) score = std::max(score, duty_score(sentence, hit, kObliged, dated));
    if (sentence.asks) continue;  // "will we send it?" asks; "could you send it?" tells
    if (is(hit, Cue::commitment)) score = std::max(score, duty_score(sentence, hit, kCommitted, dated));
    if (is(hit, Cue::obligation)) score = std::max(score, duty_score(sentence, hit, kObliged, dated));
  }
  if (sentence.asks) return score;
  for (const CueHit& hit : named_commitments(sentence, manner))
    score = std::max(score, duty_score(sentence, hit, kCommitted, dated));
  return score;
}

float question_score(const Sentence& sentence, const MeetingManner& manner) {
  if (sentence.asks) return sentence.words.size() >= kFewestQuestionWords && !sentence.tag_only ? kAsked : 0;
  if (manner.punctuated || sentence.words.size() < kFewestStatementWords) return 0;
  const bool opens = std::ranges::any_of(
      sentence.cues, [&](const CueHit& hit) { return is(hit, Cue::question_start) && hit.begin == sentence.opening; });
  return opens ? kAskedWithoutMark : 0;
}

bool stands(const Sentence& sentence, Cue cue) {
  return std::ranges::any_of(sentence.cues,
                             [&](const CueHit& hit) { return is(hit, cue) && !is_negated(sentence, hit, 2); });
}

float idea_score(const Sentence& sentence) {
  if (sentence.has(Cue::procedure) || sentence.cut_off) return 0;
  const bool idea = std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::idea) && !is_negated(sentence, hit, 2) && !near_before(sentence, hit, Cue::not_idea, 0);
  });
  if (idea) return kIdea;
  const auto weak = sentence.count(Cue::weak_idea);
  if (weak == 0 || sentence.asks) return 0;
  return weak >= 2 ? kIdea - 0.1F : kWeakIdea;
}

bool is_issue(const Sentence& sentence) {
  if (sentence.asks) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::issue)) return false;
    if (near_before(sentence, hit, Cue::issue_solved, 0) || is_hypothetical(sentence, hit)) return false;
    return !is_negated(sentence, hit, 3);
  });
}

Scores scores_of(const Sentence& sentence, const MeetingManner& manner) {
  Scores scores{};
  raise(scores, MemoryType::decision, decision_score(sentence));
  raise(scores, MemoryType::action, action_score(sentence, manner));
  raise(scores, MemoryType::question, question_score(sentence, manner));
  raise(scores, MemoryType::idea, idea_score(sentence));
  if (is_issue(sentence)) raise(scores, MemoryType::issue, kIssue);
  if (sentence.asks || sentence.words.size() < kFewestStatementWords) return scores;
  if (stands(sentence, Cue::risk)) raise(scores, MemoryType::risk, kRisk);
  if (stands(sentence, Cue::assumption)) raise(scores, MemoryType::assumption, kAssumption);
  if (stands(sentence, Cue::finding) && !sentence.has(Cue::hypothetical)) raise(scores, MemoryType::finding, kFinding);
  return scores;
}

// Where several hold: what binds people first, then what is open, then the rest.
constexpr std::array kOrder{MemoryType::decision, MemoryType::action,     MemoryType::risk,    MemoryType::issue,
                            MemoryType::idea,     MemoryType::assumption, MemoryType::finding, MemoryType::question};

}  // namespace

TypeGuess type_of(const Reading& reading, const MeetingManner& manner) {
  Scores best{};
  std::size_t asked_words = 0;
  for (const auto& sentence : reading.sentences) {
    const auto scores = scores_of(sentence, manner);
    if (scores[static_cast<std::size_t>(MemoryType::question)] >= kThreshold) asked_words += sentence.words.size();
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::max(best[i], scores[i]);
  }
  // A statement that ends in a short question is still a statement; a question with its preamble is a question.
  const bool mostly_asks = asked_words * 2 >= reading.words && asked_words > 0;
  const bool ends_asking = asked_words > 0 && question_score(reading.sentences.back(), manner) >= kThreshold;
  if (!mostly_asks && !ends_asking) at(best, MemoryType::question) = 0;
  if (mostly_asks && at(best, MemoryType::action) < kThreshold && at(best, MemoryType::decision) < kThreshold &&
      at(best, MemoryType::idea) < kThreshold)
    return {MemoryType::question, at(best, MemoryType::question)};
  for (const auto type : kOrder) {
    if (at(best, type) >= kThreshold) return {type, std::min(at(best, type), 1.0F)};
  }
  return {MemoryType::context, 1 - *std::ranges::max_element(best)};
}

}  // namespace hebb
