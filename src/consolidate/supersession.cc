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
#include "model/domain.h"
#include "text/calendar.h"
#include "text/normalise.h"
#include "text/noun_runs.h"
#include "text/one_of.h"
#include "text/placed_words.h"

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
// The beginnings of words that say that it was decided.
constexpr auto kDeciding = std::to_array<std::string_view>(
    {"decid", "decis", "agree", "chose", "choos", "pick", "settl", "resolv", "approv", "adopt", "select", "carried"});

bool is_deciding(std::string_view word) {
  return std::ranges::any_of(kDeciding, [&](auto beginning) { return word.starts_with(beginning); });
}

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

// What a decision speaks of, so that another of the same words is seen to speak of something else.
struct Matter {
  std::vector<std::string> words;
  std::vector<std::string> names;                             // of what it is about, not of what is chosen
  std::vector<std::pair<std::string, std::string>> definite;  // "paint the kitchen": {"paint", "kitchen"}
};

bool is_day_word(const std::string& word) {
  return weekday_number(word) || month_number(word) || day_number(word) || (word.front() >= '0' && word.front() <= '9');
}

// "With the yellow case", "by the fifteenth": of what is chosen and when, the later one takes the place.
bool leads_to_choice(std::string_view word) {
  return one_of(word, {"with", "for", "use", "using", "take", "choose", "pick", "buy", "on", "by", "at", "from", "to",
                       "in", "until", "before", "after", "is", "be"});
}

// Written with capitals, yet names of nothing: "Q3", "Easter".
bool is_no_name(const PlacedWord& placed) {
  const std::string& word = placed.word;
  const bool quarter = word.size() == 2 && word[0] == 'q' && word[1] >= '1' && word[1] <= '4';
  return quarter || is_day_word(word) ||
         one_of(word, {"i", "easter", "christmas", "pentecost", "whitsun", "thanksgiving", "ramadan", "eid"});
}

// The words of one text's sentence before and behind word `i`.
struct Placing {
  std::span<const PlacedWord> placed;

  bool joined(std::size_t i) const {  // of a name of several words, not its first
    return i > 0 && !placed[i].opens && !placed[i].parted && placed[i].capital && placed[i - 1].capital &&
           !placed[i - 1].opens;
  }
  bool before(std::size_t i, auto&& is) const {
    while (!placed[i].opens && i > 0) {
      if (is(placed[--i].word)) return true;
    }
    return false;
  }
  bool ends(std::size_t i) const {
    while (i + 1 < placed.size() && joined(i + 1)) ++i;
    return i + 1 == placed.size() || placed[i + 1].opens;
  }
};

// "Close the office in Prague"; not "hold the party in Prague", where the place is the choice.
bool is_done_somewhere(std::string_view word) {
  static constexpr auto kDone =
      std::to_array<std::string_view>({"clos", "open", "hir", "launch", "ship", "start", "meet"});
  return std::ranges::any_of(kDone, [&](auto beginning) { return word.starts_with(beginning); });
}

// "The Acme account", "launch it in Austria"; not "host it on Azure", "the lead is Paul", "as Paul proposed".
bool names_matter(std::span<const PlacedWord> placed, std::size_t i) {
  const Placing at{placed};
  if (at.ends(i) && at.before(i, [](std::string_view word) { return word == "is"; })) return false;
  std::size_t first = i;
  while (at.joined(first)) --first;
  if (first == 0 || placed[first].opens) return true;
  const std::string_view led = placed[first - 1].word;
  if (led == "in" || (led == "the" && first > 1 && placed[first - 2].word == "in"))
    return at.before(first, is_done_somewhere);
  return !placed[i].all_capital &&  // "nine AM", "price in EUR"
         !one_of(led, {"is", "with", "from", "on", "by", "to", "at", "as", "okay", "ok"});
}

Matter matter_of(std::string_view part) {
  Matter matter;
  const auto placed = placed_words(part);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const std::string& word = placed[i].word;
    matter.words.push_back(word);
    if (word.empty() || is_day_word(word) || word == "i") continue;
    if (placed[i].capital && !placed[i].opens && !is_no_name(placed[i]) && names_matter(placed, i))
      matter.names.push_back(word);
    if (i > 1 && placed[i - 1].word == "the" && !leads_to_choice(placed[i - 2].word) && !is_stop_word(word))
      matter.definite.emplace_back(placed[i - 2].word, word);
  }
  return matter;
}

// "In Prague" and "in Warsaw", "paint the kitchen" and "paint the hall": each names what the other does not.
bool are_apart(const Matter& a, const Matter& b) {
  const auto lacks = [](const Matter& matter) {
    return [&matter](const std::string& word) { return !std::ranges::contains(matter.words, word); };
  };
  if (std::ranges::any_of(a.names, lacks(b)) && std::ranges::any_of(b.names, lacks(a))) return true;
  return std::ranges::any_of(a.definite, [&](const auto& one) {
    return lacks(b)(one.second) && std::ranges::any_of(b.definite, [&](const auto& other) {
             return one.first == other.first && lacks(a)(other.second);
           });
  });
}

// Qualities too, which are no part of a thing's name: "small".
std::size_t shared_words(const Matter& a, const Matter& b) {
  return static_cast<std::size_t>(std::ranges::count_if(
      a.words, [&](const std::string& word) { return !is_stop_word(word) && std::ranges::contains(b.words, word); }));
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
