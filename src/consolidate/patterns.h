// Patterns: what was said again in another meeting of the same project. A plan alone: nothing is written here, and
// nothing is merged, for a pattern only names its statements.
//
// Two statements are near when
//   - they are of one type and state the same facts (consolidate/facts.h): numbers, days, names, denial,
//   - the index terms of both weigh at least `least_shared` of those of either, each by its idf,
//   - and the cosine of their vectors is at least `least_cosine`.
// The clusters of DBSCAN (Ester et al. 1996) with two to a core, which are the connected components of nearness, are
// cut to what is near to their most central statement, lest a chain of small steps join what differs; what is cut off
// is looked at again by itself. A pattern is what is left in two meetings or more.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/budget.h"
#include "base/error.h"
#include "consolidate/facts.h"
#include "model/domain.h"

namespace hebb {

struct PatternParameters {
  float least_cosine = 0.75f;
  float least_shared = 0.5f;
  std::size_t most_vectors = 10'000;  // in memory, at least 2
  std::size_t least_words = 3;        // that say what it is about: fewer are talk ("we go back to Ms. Harder")
};

// The statements of one project. Thread safety: thread-compatible.
// Cost: linear in what is said, and in the pairs of statements that have one of their rarest terms in common. What one
// meeting says in the same terms again counts once.
class PatternSearch {
 public:
  explicit PatternSearch(const PatternParameters& parameters = {}) : parameters_(parameters) {}

  // An episode that is shown; its text is read and not kept. The order of adding changes nothing.
  void add(const Memory& memory);

  // Those that words alone may make part of a pattern, ascending: only their vectors are looked at. Errors: the
  // budget's; resource_exhausted (millions of pairs).
  Result<std::vector<MemoryId>> candidates(const Budget& budget = {});

  // Memories with their vectors, in any order; what is not there is left out.
  using Read = std::function<Result<std::vector<Memory>>(std::span<const MemoryId>)>;

  // Of the candidates, of which it asks for most_vectors at a time and keeps none. The most central member of each
  // pattern comes first, the others by id; patterns by the id of the first.
  // Requires: candidates() after the last add(). Errors: those of `read`; the budget's.
  Result<std::vector<std::vector<MemoryId>>> patterns(const Read& read, const Budget& budget = {});

 private:
  struct Statement {
    MemoryId id;
    std::uint32_t meeting = 0;
    std::uint32_t group = 0;           // of one type and the same facts
    std::vector<std::uint32_t> terms;  // ascending
    std::uint32_t weight = 0;          // idf of all of them
  };
  struct Pair {
    std::uint32_t a = 0;  // of statements_
    std::uint32_t b = 0;
    float cosine = -1;
  };

  void weigh();
  Result<void> compare(const Read& read, const Budget& budget);  // the pairs
  float shared(const Statement& a, const Statement& b) const;
  Result<void> pair_up(std::span<const std::uint32_t> members, const Budget& budget);

  const PatternParameters parameters_;
  std::vector<Statement> statements_;
  std::unordered_map<std::string, std::uint32_t> terms_;
  std::map<std::pair<MemoryType, Facts>, std::uint32_t> groups_;
  std::unordered_map<MeetingId, std::uint32_t> meetings_;
  std::vector<std::uint32_t> used_;  // per term: statements that have it, the short ones too
  std::vector<std::uint32_t> idf_;   // in steps of 1/kStepsOfIdf, so that sums do not depend on their order
  std::size_t heard_ = 0;
  std::vector<Pair> pairs_;
};

}  // namespace hebb
