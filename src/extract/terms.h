// Which index terms the statements of one meeting use, and where. Private to extract/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

struct MeetingTerms {
  std::vector<std::vector<std::uint32_t>> of;          // per statement: its distinct terms, in order of appearance
  std::vector<std::vector<std::uint32_t>> statements;  // per term: the statements that use it, ascending
  std::size_t statement_count() const { return of.size(); }

  // log(1 + N / df): 0.69 for a term in every statement.
  float idf(std::uint32_t term) const;
  // Idf of the terms that both use over the geometric mean of each one's; 0 when either has none. In [0,1].
  float overlap(std::uint32_t a, std::uint32_t b) const;
};

MeetingTerms terms_of(const std::vector<std::string_view>& statements);

}  // namespace hebb
