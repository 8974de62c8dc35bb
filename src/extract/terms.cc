#include "extract/terms.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "text/normalise.h"

namespace hebb {

MeetingTerms terms_of(const std::vector<std::string_view>& statements) {
  MeetingTerms terms;
  std::unordered_map<std::string, std::uint32_t> ids;
  terms.of.resize(statements.size());
  for (std::uint32_t i = 0; i < statements.size(); ++i) {
    for (auto& term : index_terms(statements[i])) {
      const auto id =
          ids.try_emplace(std::move(term), static_cast<std::uint32_t>(terms.statements.size())).first->second;
      if (id == terms.statements.size()) terms.statements.emplace_back();
      auto& users = terms.statements[id];
      if (!users.empty() && users.back() == i) continue;
      users.push_back(i);
      terms.of[i].push_back(id);
    }
  }
  return terms;
}

float MeetingTerms::idf(std::uint32_t term) const {
  return std::log1p(static_cast<float>(of.size()) / static_cast<float>(statements[term].size()));
}

float MeetingTerms::overlap(std::uint32_t a, std::uint32_t b) const {
  float of_a = 0;
  float of_b = 0;
  float both = 0;
  for (const auto term : of[b]) of_b += idf(term);
  for (const auto term : of[a]) {
    const auto weight = idf(term);
    of_a += weight;
    if (std::ranges::contains(of[b], term)) both += weight;
  }
  const auto mean = std::sqrt(of_a * of_b);
  return mean > 0 ? std::min(both / mean, 1.0F) : 0.0F;
}

}  // namespace hebb
