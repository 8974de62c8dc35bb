// How good a ranked list is, against the turns that are marked as relevant. Shared by `hebb eval` and bench/quality;
// docs/quality.md has the figures. It asks nothing and knows no ranking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hebb {

// A place in the list: turns [first_turn, last_turn] of a meeting, and the words shown for them.
struct RankedPassage {
  std::size_t meeting = 0;  // the caller's number of it
  std::uint32_t first_turn = 0;
  std::uint32_t last_turn = 0;
  std::size_t words = 0;
};

// Words as transcribed (judged_words), which is what there is to be had.
struct RelevantTurn {
  std::size_t meeting = 0;
  std::uint32_t turn = 0;
  std::size_t words = 0;
};

// Each in [0,1]. A passage is relevant when more than half of its turns are.
struct Figures {
  double recall_500 = 0;   // words of relevant turns among the first 500 words, over min(500, what there is)
  double recall_1000 = 0;  // the same of 1,000
  double recall_2000 = 0;
  double ndcg_10 = 0;  // ideal: min(10, relevant turns) relevant passages
  double precision_10 = 0;
  double mrr = 0;    // 1 / place of the first relevant passage; 0 without one
  double hit_1 = 0;  // 1 when the first passage is of a meeting with relevant turns
};

// Requires: relevant turns are distinct. All 0 for an empty list. Cost: linear in both, times the logarithm of either.
Figures judge(std::span<const RankedPassage> ranked, std::span<const RelevantTurn> relevant);

// Runs of letters, digits and underscores with inner apostrophes or hyphens; marks in braces ({vocalsound}) are left
// out.
std::size_t judged_words(std::string_view text);

}  // namespace hebb
