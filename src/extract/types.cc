#include "extract/types.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "extract/actions.h"
#include "extract/decisions.h"
#include "extract/ideas.h"
#include "extract/troubles.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

// How often a statement with such a cue was what the cue says, on meetings read by hand (docs/extraction.md).
constexpr float kLabelled = 0.9F;  // "Decision: …"
constexpr float kAsked = 0.95F;
constexpr float kIssue = 0.65F;
constexpr float kRisk = 0.65F;
constexpr float kAssumption = 0.6F;
constexpr float kFinding = 0.65F;
constexpr float kThreshold = 0.5F;

constexpr std::size_t kFewestQuestionWords = 3;
constexpr std::size_t kFewestStatementWords = 4;
constexpr std::size_t kFewestLabelledWords = 3;

using Scores = std::array<float, kMemoryTypes>;

float& at(Scores& scores, MemoryType type) {
  return scores[static_cast<std::size_t>(type)];
}
void raise(Scores& scores, MemoryType type, float to) {
  at(scores, type) = std::max(at(scores, type), to);
}

struct LabelWord {
  std::string_view word;
  MemoryType type;
};
constexpr LabelWord kLabels[] = {
    {"decision", MemoryType::decision},
    {"decisions", MemoryType::decision},
    {"decided", MemoryType::decision},
    {"agreed", MemoryType::decision},
    {"resolved", MemoryType::decision},
    {"resolution", MemoryType::decision},
    {"resolutions", MemoryType::decision},
    {"approved", MemoryType::decision},
    {"risk", MemoryType::risk},
    {"risks", MemoryType::risk},
    {"issue", MemoryType::issue},
    {"issues", MemoryType::issue},
    {"problem", MemoryType::issue},
    {"problems", MemoryType::issue},
    {"blocker", MemoryType::issue},
    {"blockers", MemoryType::issue},
    {"idea", MemoryType::idea},
    {"ideas", MemoryType::idea},
    {"suggestion", MemoryType::idea},
    {"suggestions", MemoryType::idea},
    {"proposal", MemoryType::idea},
    {"question", MemoryType::question},
    {"questions", MemoryType::question},
    {"assumption", MemoryType::assumption},
    {"assumptions", MemoryType::assumption},
    {"finding", MemoryType::finding},
    {"findings", MemoryType::finding},
};

// "We did not agree on a price, so we leave the fair"
bool goes_another_way(const Sentence& sentence, std::size_t from) {
  for (std::size_t i = from; i + 1 < sentence.words.size(); ++i) {
    if (one_of(sentence.words[i], {"we", "we'll"}) &&
        one_of(sentence.words[i + 1],
               {"go", "leave", "stay", "stick", "keep", "take", "drop", "use", "stop", "cancel"}))
      return true;
  }
  return false;
}

// "Decisions: not decided: the colour", "Decisions: we did not agree on a price", "Decisions: proposed: a van"
bool is_left_open(const Sentence& sentence, std::size_t label) {
  const bool denied = std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::undecided) || hit.begin < label || hit.begin > label + 2) return false;
    if (goes_another_way(sentence, hit.end)) return false;
    const auto first = word_at(sentence, hit.begin);
    const bool at_first = hit.begin == label || one_of(sentence.words[hit.begin - 1], {"did", "have", "has", "could"});
    return one_of(first, {"haven't", "hasn't", "didn't", "couldn't", "no"}) || (first == "not" && at_first);
  });
  auto opens = sentence.text.substr(sentence.text.find(':') + 1);
  const auto colon = opens.find(':');
  const bool proposed = one_of(word_at(sentence, label), {"proposed", "proposal", "undecided", "pending"}) &&
                        colon != std::string_view::npos && words_of(opens.substr(0, colon)).size() == 1;
  while (opens.ends_with(' ') || opens.ends_with('.')) opens.remove_suffix(1);
  return denied || proposed || opens.ends_with("(to be confirmed)") || opens.ends_with("(to be decided)");
}

// "Decision: we go with the yellow case.", "Main risk: the supplier goes under."
std::optional<MemoryType> labelled_type(const Sentence& sentence) {
  const auto label = label_of(sentence);
  if (sentence.words.size() < label.size() + kFewestLabelledWords) return std::nullopt;
  if (label.empty() || lists_none(sentence)) return std::nullopt;
  if (std::ranges::any_of(
          label, [](const auto& word) { return one_of(word, {"no", "not", "another", "be", "good", "great"}); }))
    return std::nullopt;
  for (const auto& [word, type] : kLabels) {
    const bool open = type == MemoryType::decision && (sentence.asks || is_left_open(sentence, label.size()));
    if (label.back() == word && !open) return type;
  }
  return std::nullopt;
}

float question_score(const Sentence& sentence) {
  return sentence.asks && sentence.words.size() >= kFewestQuestionWords && !sentence.tag_only ? kAsked : 0;
}

Scores scores_of(const Sentence& sentence, const MeetingManner& manner, const UtteranceScores* learnt,
                 const Uptake& uptake, bool told_of_past) {
  Scores scores{};
  raise(scores, MemoryType::decision, decision_score(sentence, uptake.agreed, told_of_past));
  if (const auto type = labelled_type(sentence)) raise(scores, *type, kLabelled);
  raise(scores, MemoryType::action, action_of(sentence, manner, uptake).score);
  raise(scores, MemoryType::question, question_score(sentence));
  raise(scores, MemoryType::idea, idea_score(sentence, learnt));
  if (is_issue(sentence)) raise(scores, MemoryType::issue, kIssue);
  if (sentence.asks || sentence.words.size() < kFewestStatementWords) return scores;
  if (is_risk(sentence)) raise(scores, MemoryType::risk, kRisk);
  if (stands(sentence, Cue::assumption)) raise(scores, MemoryType::assumption, kAssumption);
  if (stands(sentence, Cue::finding) && !sentence.has(Cue::hypothetical)) raise(scores, MemoryType::finding, kFinding);
  return scores;
}

// Where several hold: what binds people first, then what is open, then the rest.
constexpr std::array kOrder{MemoryType::decision, MemoryType::action,     MemoryType::risk,    MemoryType::issue,
                            MemoryType::idea,     MemoryType::assumption, MemoryType::finding, MemoryType::question};

}  // namespace

TypeGuess type_of(const Reading& reading, const MeetingManner& manner, std::span<const UtteranceScores> learnt,
                  const Uptake& uptake, const Reading* before) {
  HEBB_CHECK(learnt.empty() || learnt.size() == reading.sentences.size());
  Scores best{};
  std::size_t asked_words = 0;
  for (std::size_t k = 0; k < reading.sentences.size(); ++k) {
    const auto& sentence = reading.sentences[k];
    auto scores = scores_of(sentence, manner, learnt.empty() ? nullptr : &learnt[k], uptake_by(uptake, reading, k),
                            tells_history(sentence) || (k > 0 && tells_history(reading.sentences[k - 1])));
    const Sentence* last = k > 0                                  ? &reading.sentences[k - 1]
                           : before && !before->sentences.empty() ? &before->sentences.back()
                                                                  : nullptr;
    if (last != nullptr && announces_decision(*last) && !sentence.asks &&
        sentence.words.size() >= kFewestStatementWords)
      raise(scores, MemoryType::decision, kDecided);
    if (scores[static_cast<std::size_t>(MemoryType::question)] >= kThreshold) asked_words += sentence.words.size();
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::max(best[i], scores[i]);
  }
  // A statement that ends in a short question is still a statement; a question with its preamble is a question.
  const bool mostly_asks = asked_words * 2 >= reading.words && asked_words > 0;
  const bool ends_asking = asked_words > 0 && question_score(reading.sentences.back()) >= kThreshold;
  if (!mostly_asks && !ends_asking && !(reading.sentences.size() == 1 && labelled_type(reading.sentences.front())))
    at(best, MemoryType::question) = 0;
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
