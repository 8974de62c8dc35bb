#include "extract/types.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "extract/actions.h"
#include "extract/ideas.h"

namespace hebb {
namespace {

// How often a statement with such a cue was what the cue says, on meetings read by hand (docs/extraction.md).
constexpr float kDecided = 0.9F;
constexpr float kChosen = 0.55F;  // a choice that follows "okay, so" and asks and hedges nothing
constexpr float kAsked = 0.95F;
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

// "So let's go for lunch", "let's go for the three presentations": no choice between things.
bool is_course_of_meeting(const Sentence& sentence) {
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"lunch", "break", "coffee", "dinner", "presentation", "presentations", "slide", "slides"});
  return std::ranges::any_of(sentence.words, [](const auto& word) { return std::ranges::contains(kParts, word); });
}

bool asks_why(const Sentence& sentence, const CueHit& hit) {
  return hit.begin > 0 && sentence.words[hit.begin - 1] == "why";
}

float decision_score(const Sentence& sentence) {
  if (sentence.asks && !sentence.tag_only) return 0;
  float score = 0;
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::decided)) {
      if (near_before(sentence, hit, Cue::undecided, 0) || is_negated(sentence, hit, 2)) continue;
      if (asks_why(sentence, hit)) continue;
      if (is_hypothetical(sentence, hit) || (sentence.cut_off && hit.end == sentence.words.size())) continue;
      score = std::max(score, kDecided);
    }
    if (is(hit, Cue::choice)) {
      const bool concludes = sentence.opening > 0 && hit.begin <= sentence.opening + 1;
      const bool open = sentence.asks || sentence.cut_off || sentence.has(Cue::hypothetical) ||
                        sentence.has(Cue::hedge) || sentence.has(Cue::negation) || hit.end >= sentence.words.size() ||
                        is_course_of_meeting(sentence);
      if (concludes && !open) score = std::max(score, kChosen);
    }
  }
  return score;
}

float question_score(const Sentence& sentence) {
  return sentence.asks && sentence.words.size() >= kFewestQuestionWords && !sentence.tag_only ? kAsked : 0;
}

bool stands(const Sentence& sentence, Cue cue) {
  return std::ranges::any_of(sentence.cues,
                             [&](const CueHit& hit) { return is(hit, cue) && !is_negated(sentence, hit, 2); });
}

bool is_issue(const Sentence& sentence) {
  if (sentence.asks) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::issue)) return false;
    if (near_before(sentence, hit, Cue::issue_solved, 0) || is_hypothetical(sentence, hit)) return false;
    return !is_negated(sentence, hit, 3);
  });
}

Scores scores_of(const Sentence& sentence, const MeetingManner& manner, const UtteranceScores* learnt) {
  Scores scores{};
  raise(scores, MemoryType::decision, decision_score(sentence));
  raise(scores, MemoryType::action, action_of(sentence, manner).score);
  raise(scores, MemoryType::question, question_score(sentence));
  raise(scores, MemoryType::idea, idea_score(sentence, learnt));
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

TypeGuess type_of(const Reading& reading, const MeetingManner& manner, std::span<const UtteranceScores> learnt) {
  HEBB_CHECK(learnt.empty() || learnt.size() == reading.sentences.size());
  Scores best{};
  std::size_t asked_words = 0;
  for (std::size_t k = 0; k < reading.sentences.size(); ++k) {
    const auto& sentence = reading.sentences[k];
    const auto scores = scores_of(sentence, manner, learnt.empty() ? nullptr : &learnt[k]);
    if (scores[static_cast<std::size_t>(MemoryType::question)] >= kThreshold) asked_words += sentence.words.size();
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::max(best[i], scores[i]);
  }
  // A statement that ends in a short question is still a statement; a question with its preamble is a question.
  const bool mostly_asks = asked_words * 2 >= reading.words && asked_words > 0;
  const bool ends_asking = asked_words > 0 && question_score(reading.sentences.back()) >= kThreshold;
  if (!mostly_asks && !ends_asking) at(best, MemoryType::question) = 0;
  const bool does_more = at(best, MemoryType::action) >= kThreshold || at(best, MemoryType::decision) >= kThreshold ||
                         at(best, MemoryType::idea) >= kThreshold;
  if (mostly_asks && !does_more) return {MemoryType::question, at(best, MemoryType::question)};
  if (!manner.punctuated && learnt.size() == 1 && learnt[0][UtteranceClass::question] >= kAsks && !does_more)
    return {MemoryType::question, learnt[0][UtteranceClass::question]};
  for (const auto type : kOrder) {
    if (at(best, type) >= kThreshold) return {type, std::min(at(best, type), 1.0F)};
  }
  return {MemoryType::context, 1 - *std::ranges::max_element(best)};
}

}  // namespace hebb
