// The patterns of the reference store. Test code only.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/consolidation.h"

namespace hebb {

class ReferencePatterns {
 public:
  // False: they are those that are there.
  bool put(const std::string& project, std::vector<Pattern> patterns, Instant now) {
    std::ranges::sort(patterns, {}, &Pattern::id);
    auto& kept = of_[project];
    if (kept.empty()) kept.push_back({.project = project, .at = now, .seq = 0, .patterns = {}});
    if (kept.back().patterns == patterns) return false;
    kept.push_back({.project = project, .at = now, .seq = 0, .patterns = std::move(patterns)});
    if (kept.size() > kKeptConsolidations + 1) kept.erase(kept.begin());
    return true;
  }
  // False: nothing is left to be undone.
  bool undo(const std::string& project) {
    const auto known = of_.find(project);
    if (known == of_.end() || known->second.size() < 2) return false;
    known->second.pop_back();
    return true;
  }
  Consolidation* last(const std::string& project) {
    const auto known = of_.find(project);
    return known == of_.end() ? nullptr : &known->second.back();
  }
  const Consolidation* last(const std::string& project) const {
    const auto known = of_.find(project);
    return known == of_.end() ? nullptr : &known->second.back();
  }
  void forget(const MemoryId& memory) {
    for (auto& [project, kept] : of_) {
      for (Consolidation& one : kept) {
        for (Pattern& pattern : one.patterns) std::erase(pattern.members, memory);
        std::erase_if(one.patterns, [](const Pattern& pattern) { return pattern.members.empty(); });
      }
    }
  }
  void keep(const std::set<std::string>& projects) {
    std::erase_if(of_, [&](const auto& entry) { return !projects.contains(entry.first); });
  }

 private:
  std::map<std::string, std::vector<Consolidation>> of_;  // oldest first: one more than can be undone
};

}  // namespace hebb
