#include "recall/judgement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kFirst = 10;  // places that nDCG and P look at

double discount(std::size_t place) {
  return 1 / std::log2(static_cast<double>(place) + 2);
}

// Credit for relevant words, none given twice, in the order in which the list shows them.
class Reader {
 public:
  explicit Reader(std::span<const RelevantTurn> relevant) {
    for (const RelevantTurn& turn : relevant) {
      left_[{turn.meeting, turn.turn}] = static_cast<double>(turn.words);
      total_ += static_cast<double>(turn.words);
    }
  }

  // Whether the passage is relevant.
  bool read(const RankedPassage& passage) {
    const double turns = static_cast<double>(passage.last_turn) - passage.first_turn + 1;
    const auto size = static_cast<double>(passage.words);
    std::size_t inside = 0;
    double gained = 0;
    // A passage's words are taken to lie evenly over its turns.
    for (auto turn = left_.lower_bound({passage.meeting, passage.first_turn});
         turn != left_.end() && turn->first <= std::pair(passage.meeting, passage.last_turn); ++turn, ++inside) {
      const double gain = std::min(turn->second, size / turns);
      turn->second -= gain;
      gained += gain;
    }
    seen_.push_back(seen_.back() + size);
    credit_.push_back(credit_.back() + gained);
    return 2 * static_cast<double>(inside) > turns;
  }

  double recall(double budget) const {
    const auto cut = std::ranges::lower_bound(seen_, budget) - seen_.begin();
    double credit = credit_.back();
    if (const auto i = static_cast<std::size_t>(cut); i < seen_.size()) {
      const double part = (budget - seen_[i - 1]) / (seen_[i] - seen_[i - 1]);
      credit = credit_[i - 1] + (credit_[i] - credit_[i - 1]) * part;
    }
    return credit / std::max(1.0, std::min(budget, total_));
  }

 private:
  std::map<std::pair<std::size_t, std::uint32_t>, double> left_;  // by meeting and turn
  double total_ = 0;
  std::vector<double> seen_{0};  // words after each passage
  std::vector<double> credit_{0};
};

}  // namespace

Figures judge(std::span<const RankedPassage> ranked, std::span<const RelevantTurn> relevant) {
  Figures figures;
  Reader reader(relevant);
  double gained = 0;
  for (std::size_t place = 0; place < ranked.size(); ++place) {
    if (!reader.read(ranked[place])) continue;
    if (figures.mrr == 0) figures.mrr = 1 / static_cast<double>(place + 1);
    if (place >= kFirst) continue;
    gained += discount(place);
    figures.precision_10 += 1.0 / kFirst;
  }
  double ideal = 0;
  for (std::size_t place = 0; place < std::min(kFirst, relevant.size()); ++place) ideal += discount(place);
  figures.ndcg_10 = ideal > 0 ? gained / ideal : 0;
  figures.recall_500 = reader.recall(500);
  figures.recall_1000 = reader.recall(1000);
  figures.recall_2000 = reader.recall(2000);
  figures.hit_1 = !ranked.empty() && std::ranges::contains(relevant, ranked.front().meeting, &RelevantTurn::meeting);
  return figures;
}

std::size_t judged_words(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    if (text.front() == '{') {
      if (const auto end = text.find('}'); end != std::string_view::npos) {
        kept += ' ';
        text.remove_prefix(end + 1);
        continue;
      }
    }
    kept += text.front() == '_' ? 'x' : text.front();  // count_words() parts words at underscores
    text.remove_prefix(1);
  }
  return count_words(kept);
}

}  // namespace hebb
