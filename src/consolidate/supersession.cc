#include "consolidate/supersession.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <ranges>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "consolidate/matter.h"
#include "model/domain.h"
#include "text/normalise.h"
#include "text/noun_runs.h"

namespace hebb {
namespace {

// Read on QMSum (docs/quality.md). Two decisions of one matter name two things alike, or one where they are nearly the
// same: what a project makes is named in many of its decisions.
constexpr float kAlike = 0.45F;   // least cosine
constexpr float kNearly = 0.75F;  // with one shared thing
constexpr std::size_t kSharedThings = 2;
constexpr std::size_t kLongestShared = 3;  // words of a phrase
constexpr std::size_t kCommonLeast = 8;    // decisions that say a word before it can be common
constexpr double kCommonPart = 0.2;        // of all decisions, from which on it is

// Of any matter: what things are counted in, and what is put to the vote.
constexpr auto kOfAnyMatter = std::to_array<std::string_view>(
    {"euro", "dollar", "pound", "cent", "money", "hour", "month", "metre", "meter", "motion"});

// The sentences that say that it was decided, else all: a statement speaks of other things beside its decision.
std::string deciding_part(std::string_view text) {
  std::string part;
  for (const std::string_view sentence : split_sentences(text)) {
    const auto words = words_of(sentence);
    bool decides = std::ranges::any_of(words, is_deciding);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool goes = words[i] == "go" || words[i] == "going" || words[i] == "went" || words[i] == "stick";
      decides = decides || (goes && i + 1 < words.size() && (words[i + 1] == "with" || words[i + 1] == "for"));
    }
    if (decides) part += (part.empty() ? "" : " ") + std::string(sentence);
  }
  return part.empty() ? std::string(text) : part;
}

using Phrases = std::vector<std::string>;  // sorted, distinct

bool names_a_matter(const std::string& word) {
  return !is_vague(word) && !is_deciding(word) && !std::ranges::contains(kOfAnyMatter, word);
}

// Runs of up to kLongestShared words that may name a thing, as singulars.
Phrases phrases_of(std::string_view text) {
  Phrases out;
  for (const NounRun& run : noun_runs(text)) {
    for (std::size_t begin = 0; begin < run.words.size(); ++begin) {
      std::string phrase;
      for (std::size_t end = begin; end < std::min(run.words.size(), begin + kLongestShared); ++end) {
        phrase += (end > begin ? " " : "") + singular(run.words[end].word);
        if (end > begin || names_a_matter(phrase)) out.push_back(phrase);
      }
    }
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::size_t words_in(std::string_view phrase) {
  return static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
}

std::size_t words_in_all(const Phrases& phrases) {
  return std::transform_reduce(phrases.begin(), phrases.end(), std::size_t{0}, std::plus{}, words_in);
}

float similarity_of(const StatedDecision& a, const StatedDecision& b) {
  return std::inner_product(a.vector.begin(), a.vector.begin() + kSemanticDimension, b.vector.begin(), 0.0F);
}

bool is_one_matter(std::size_t shared_things, float similarity) {
  return similarity >= kAlike && shared_things > 0 && (shared_things >= kSharedThings || similarity >= kNearly);
}

// Within a meeting, and between meetings whose beginnings are known and differ.
bool is_before(const StatedDecision& a, const StatedDecision& b) {
  if (a.meeting == b.meeting) return a.position < b.position;
  return a.started_at && b.started_at && *a.started_at < *b.started_at;
}

auto told_first(const StatedDecision& one) {
  return std::tuple(one.started_at.has_value(), one.started_at.value_or(Instant{}), one.meeting, one.position, one.id);
}

auto listed_first(const StatedDecision& one) {
  const auto start = one.started_at.value_or(Instant{}).time_since_epoch().count();
  return std::tuple(!one.started_at.has_value(), -start, one.meeting, one.position, one.id);
}

class Chaining {
 public:
  explicit Chaining(std::span<const StatedDecision> decisions) {
    for (const StatedDecision& one : decisions) {
      HEBB_CHECK(one.vector.size() >= kSemanticDimension);
      order_.push_back(&one);
    }
    std::ranges::sort(order_, {}, [](const StatedDecision* one) { return told_first(*one); });
    for (const StatedDecision* one : order_) {
      parts_.push_back(deciding_part(one->text));
      phrases_.push_back(phrases_of(parts_.back()));
      matters_.push_back(matter_of(parts_.back()));
      for (const std::string& phrase : phrases_.back()) ++said_[phrase];
    }
    steps_.resize(order_.size());
  }

  std::vector<DecisionChain> chains() {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      link(i);
      for (const std::string& phrase : phrases_[i]) {
        if (!is_common(phrase)) sayers_[phrase].push_back(i);
      }
    }
    std::vector<std::size_t> heads;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (!steps_[i].superseded) heads.push_back(i);
    }
    std::ranges::sort(heads, {}, [&](std::size_t i) { return listed_first(*order_[i]); });
    std::vector<DecisionChain> out;
    out.reserve(heads.size());
    for (const std::size_t head : heads) out.push_back(chain_from(head));
    return out;
  }

 private:
  struct Step {
    bool superseded = false;
    std::optional<std::size_t> earlier;
    Supersession why;
  };

  bool is_common(const std::string& phrase) const {
    const std::size_t said = said_.at(phrase);
    return said >= kCommonLeast && static_cast<double>(said) > kCommonPart * static_cast<double>(order_.size());
  }

  // To the decision before it that shares most with it and that nothing superseded yet; of equals the last.
  void link(std::size_t i) {
    std::map<std::size_t, Phrases, std::greater<>> candidates;
    for (const std::string& phrase : phrases_[i]) {
      const auto found = sayers_.find(phrase);
      if (found == sayers_.end()) continue;
      for (const std::size_t j : found->second) candidates[j].push_back(phrase);
    }
    std::optional<std::size_t> best;
    std::tuple<std::size_t, std::size_t, float> closest;
    Supersession why;
    for (auto& [j, shared] : candidates) {
      if (steps_[j].superseded || !is_before(*order_[j], *order_[i])) continue;
      const float similarity = similarity_of(*order_[i], *order_[j]);
      Phrases things = things_of(std::move(shared));
      if (!is_one_matter(things.size(), similarity) || are_apart(matters_[j], matters_[i])) continue;
      const std::tuple closeness(words_in_all(things), shared_words(matters_[j], matters_[i]), similarity);
      if (best && closeness <= closest) continue;
      closest = closeness;
      best = j;
      why = {.shared = std::move(things), .similarity = similarity, .differences = {}};
    }
    if (!best) return;
    why.differences = stated_differences(parts_[*best], parts_[i]);
    steps_[*best].superseded = true;
    steps_[i].earlier = best;
    steps_[i].why = std::move(why);
  }

  // The longest, without those that are a part of another or in which no word of its own tells a matter.
  static Phrases things_of(Phrases shared) {
    std::ranges::stable_sort(shared, std::greater{}, words_in);
    const auto is_in = [](const std::string& word, const std::string& phrase) {
      return (" " + phrase + " ").contains(" " + word + " ");
    };
    Phrases out;
    for (const std::string& phrase : shared) {
      const bool part = std::ranges::any_of(out, [&](const std::string& longer) { return is_in(phrase, longer); });
      const bool tells = std::ranges::any_of(
          shared, [&](const std::string& word) { return words_in(word) == 1 && is_in(word, phrase); });
      if (!part && tells) out.push_back(phrase);
    }
    return out;
  }

  DecisionChain chain_from(std::size_t head) {
    DecisionChain chain;
    for (std::optional at = head; at; at = steps_[*at].earlier) {
      chain.decisions.push_back(order_[*at]->id);
      if (steps_[*at].earlier) chain.links.push_back(std::move(steps_[*at].why));
    }
    return chain;
  }

  std::vector<const StatedDecision*> order_;                          // by told_first
  std::vector<std::string> parts_;                                    // of each, what decides
  std::vector<Phrases> phrases_;                                      // of each
  std::vector<Matter> matters_;                                       // of each
  std::unordered_map<std::string, std::size_t> said_;                 // by how many decisions
  std::unordered_map<std::string, std::vector<std::size_t>> sayers_;  // of those before, ascending
  std::vector<Step> steps_;
};

}  // namespace

std::vector<DecisionChain> decision_chains(std::span<const StatedDecision> decisions) {
  return Chaining(decisions).chains();
}

}  // namespace hebb
