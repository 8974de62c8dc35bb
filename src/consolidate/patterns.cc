#include "consolidate/patterns.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <ranges>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "text/normalise.h"

namespace hebb {
namespace {

constexpr double kStepsOfIdf = 4096;
constexpr std::size_t kMostPairs = 2'000'000;

std::uint32_t number_in(auto& numbers, const auto& key) {
  return numbers.try_emplace(key, static_cast<std::uint32_t>(numbers.size())).first->second;
}

float cosine(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.begin() + kSemanticDimension, b.begin(), 0.0f);
}

// What each of some statements is near to, by their own numbers from 0.
struct Nearness {
  struct Near {
    std::uint32_t other = 0;
    float cosine = 0;
  };
  std::vector<std::vector<Near>> of;
};

std::vector<std::uint32_t> component_of(std::uint32_t start, const Nearness& nearness, const std::vector<bool>& open) {
  std::vector<std::uint32_t> members{start};
  std::unordered_set<std::uint32_t> met{start};
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (const auto& near : nearness.of[members[i]]) {
      if (open[near.other] && met.insert(near.other).second) members.push_back(near.other);
    }
  }
  return members;
}

}  // namespace

void PatternSearch::add(const Memory& memory) {
  auto terms = index_terms(memory.text);
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  ++heard_;
  Statement statement{.id = memory.id, .meeting = number_in(meetings_, memory.meeting)};
  for (const std::string& term : terms) {
    const auto number = number_in(terms_, term);
    if (number == used_.size()) used_.push_back(0);
    ++used_[number];
    statement.terms.push_back(number);
  }
  auto [facts, telling_words] = read_facts(memory.text);
  if (telling_words < parameters_.least_words) return;
  std::ranges::sort(statement.terms);
  statement.group = number_in(groups_, std::pair(memory.type, std::move(facts)));
  statements_.push_back(std::move(statement));
}

void PatternSearch::weigh() {
  idf_.resize(used_.size());
  for (std::size_t term = 0; term < used_.size(); ++term) {
    const auto idf = std::log1p(static_cast<double>(heard_) / used_[term]);
    idf_[term] = static_cast<std::uint32_t>(std::lround(kStepsOfIdf * idf));
  }
  for (Statement& statement : statements_) {
    statement.weight = 0;
    for (const auto term : statement.terms) statement.weight += idf_[term];
  }
}

float PatternSearch::shared(const Statement& a, const Statement& b) const {
  std::uint32_t both = 0;
  for (auto left = a.terms.begin(), right = b.terms.begin(); left != a.terms.end() && right != b.terms.end();) {
    if (*left == *right)
      both += idf_[*left], ++left, ++right;
    else if (*left < *right)
      ++left;
    else
      ++right;
  }
  return static_cast<float>(both) / static_cast<float>(a.weight + b.weight - both);
}

// Prefix filtering (Bayardo et al. 2007): two statements that share enough have one of the rarest terms of both in
// common, so only these are looked up.
Result<void> PatternSearch::pair_up(std::span<const std::uint32_t> members, const Budget& budget) {
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> users;  // of a term among the rarest
  std::vector<std::uint32_t> met;
  std::set<std::pair<std::uint32_t, std::vector<std::uint32_t>>> heard;  // meeting and terms
  for (const auto member : members) {
    if (!heard.emplace(statements_[member].meeting, statements_[member].terms).second) continue;  // a refrain
    if (auto goes_on = budget.check(); !goes_on) return goes_on;
    const Statement& statement = statements_[member];
    auto terms = statement.terms;
    std::ranges::sort(terms, {}, [&](std::uint32_t term) { return std::pair(used_[term], term); });
    met.clear();
    std::uint32_t rest = statement.weight;
    for (const auto term : terms) {
      if (static_cast<float>(rest) < parameters_.least_shared * static_cast<float>(statement.weight)) break;
      auto& others = users[term];
      met.insert(met.end(), others.begin(), others.end());
      others.push_back(member);
      rest -= idf_[term];
    }
    std::ranges::sort(met);
    const auto repeats = std::ranges::unique(met);
    met.erase(repeats.begin(), repeats.end());
    for (const auto other : met) {
      if (shared(statements_[other], statement) < parameters_.least_shared) continue;
      if (pairs_.size() >= kMostPairs)
        return fail(ErrorCode::resource_exhausted, "too many statements of the project are alike to look for patterns");
      pairs_.push_back({.a = other, .b = member});
    }
  }
  return {};
}

Result<std::vector<MemoryId>> PatternSearch::candidates(const Budget& budget) {
  weigh();
  pairs_.clear();
  std::ranges::sort(statements_, {}, [](const Statement& s) { return std::tuple(s.group, s.id); });
  std::vector<std::uint32_t> all(statements_.size());
  std::iota(all.begin(), all.end(), 0u);
  for (auto group : all | std::views::chunk_by([&](std::uint32_t a, std::uint32_t b) {
                      return statements_[a].group == statements_[b].group;
                    })) {
    if (auto paired = pair_up(std::span(group.begin(), group.end()), budget); !paired) {
      return std::unexpected(paired.error());
    }
  }
  std::vector<MemoryId> found;
  for (const Pair& pair : pairs_) {
    found.push_back(statements_[pair.a].id);
    found.push_back(statements_[pair.b].id);
  }
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

// Group by group, as the pairs were found, so that few vectors are read twice.
Result<void> PatternSearch::compare(const Read& read, const Budget& budget) {
  for (auto first = pairs_.begin(); first != pairs_.end();) {
    if (auto goes_on = budget.check(); !goes_on) return goes_on;
    std::unordered_map<MemoryId, Vector> vectors;
    auto end = first;
    for (; end != pairs_.end() && vectors.size() + 2 <= parameters_.most_vectors; ++end) {
      vectors.try_emplace(statements_[end->a].id);
      vectors.try_emplace(statements_[end->b].id);
    }
    HEBB_CHECK(end != first);
    auto memories = read(vectors | std::views::keys | std::ranges::to<std::vector>());
    if (!memories) return std::unexpected(memories.error());
    for (Memory& memory : *memories) vectors[memory.id] = std::move(memory.vector);
    for (; first != end; ++first) {
      const Vector& a = vectors[statements_[first->a].id];
      const Vector& b = vectors[statements_[first->b].id];
      if (!a.empty() && !b.empty()) first->cosine = cosine(a, b);  // else one is gone meanwhile
    }
  }
  return {};
}

namespace {

// A star: the most central statement of the component, and what is still open and near to it, which it closes.
std::vector<std::uint32_t> take_star(std::span<const std::uint32_t> component, const Nearness& nearness,
                                     std::vector<bool>& open, auto id_of) {
  const auto closeness = [&](std::uint32_t number) {
    float sum = 0;
    for (const auto& near : nearness.of[number]) sum += open[near.other] ? near.cosine : 0;
    return std::pair(-sum, id_of(number));
  };
  std::vector<std::uint32_t> star{*std::ranges::min_element(component, {}, closeness)};
  open[star.front()] = false;
  for (const auto& near : nearness.of[star.front()]) {
    if (!open[near.other]) continue;
    open[near.other] = false;
    star.push_back(near.other);
  }
  std::ranges::sort(star.begin() + 1, star.end(), {}, id_of);
  return star;
}

}  // namespace

Result<std::vector<std::vector<MemoryId>>> PatternSearch::patterns(const Read& read, const Budget& budget) {
  if (auto compared = compare(read, budget); !compared) return std::unexpected(compared.error());
  std::unordered_map<std::uint32_t, std::uint32_t> number_of;  // statement -> its own number here
  std::vector<std::uint32_t> statement_of;
  Nearness nearness;
  const auto here = [&](std::uint32_t statement) {
    const auto number = number_in(number_of, statement);
    if (number == statement_of.size()) statement_of.push_back(statement), nearness.of.emplace_back();
    return number;
  };
  auto pairs = pairs_;
  std::ranges::sort(pairs, {}, [&](const Pair& p) { return std::tuple(statements_[p.a].id, statements_[p.b].id); });
  for (const Pair& pair : pairs) {
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    if (pair.cosine < parameters_.least_cosine) continue;
    const auto first = here(pair.a), second = here(pair.b);
    nearness.of[first].push_back({second, pair.cosine});
    nearness.of[second].push_back({first, pair.cosine});
  }

  std::vector<std::vector<MemoryId>> patterns;
  std::vector<bool> open(statement_of.size(), true);
  const auto id_of = [&](std::uint32_t number) { return statements_[statement_of[number]].id; };
  const auto meeting_of = [&](std::uint32_t number) { return statements_[statement_of[number]].meeting; };
  for (std::uint32_t start = 0; start < open.size(); ++start) {
    while (open[start]) {
      if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
      const auto star = take_star(component_of(start, nearness, open), nearness, open, id_of);
      const auto elsewhere = [&](std::uint32_t number) { return meeting_of(number) != meeting_of(star.front()); };
      if (std::ranges::none_of(star, elsewhere)) continue;
      auto& members = patterns.emplace_back();
      std::ranges::transform(star, std::back_inserter(members), id_of);
    }
  }
  std::ranges::sort(patterns, {}, [](const auto& members) { return members.front(); });
  return patterns;
}

}  // namespace hebb
