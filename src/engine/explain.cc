#include "engine/explain.h"

#include <algorithm>
#include <format>

#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kQuotedBytes = 72;

// The beginning of a text, cut between words.
std::string beginning_of(std::string_view text) {
  if (text.size() <= kQuotedBytes) return std::string(text);
  const auto space = text.rfind(' ', kQuotedBytes);
  if (space == std::string_view::npos || space == 0) return "…";
  return std::string(text.substr(0, space)) + " …";
}

std::string span_text(Milliseconds span) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(span).count();
  return seconds < 120 ? std::format("{} s", seconds) : std::format("{} min", (seconds + 30) / 60);
}

// How far two memories of a meeting lie apart: by the clock where both have a time, else counted.
std::string distance_text(const Memory& memory, const Memory& giver) {
  const bool later = memory.position > giver.position;
  if (memory.start && giver.start) {
    const auto between = std::chrono::abs(*memory.start - *giver.start);
    if (between >= std::chrono::seconds(1)) return span_text(between) + (later ? " later" : " earlier");
  }
  const std::uint32_t steps = later ? memory.position - giver.position : giver.position - memory.position;
  return std::format("{} statement{} {}", steps, steps == 1 ? "" : "s", later ? "later" : "earlier");
}

}  // namespace

std::string explain_direct(const Scored& scored, const Memory& memory, const std::vector<std::string>& words) {
  std::string text =
      std::format("{} in meaning (cosine {:.2f})", scored.cosine >= 0.3f ? "close" : "related", scored.cosine);
  if (scored.bm25 <= 0) return text + ", no word shared";
  const auto terms = index_terms(memory.text);
  std::string shared;
  for (const std::string& word : words) {
    const auto stem = index_terms(word);
    if (stem.empty() || !std::ranges::contains(terms, stem.front())) continue;
    shared += (shared.empty() ? "" : ", ") + word;
  }
  return shared.empty() ? text : text + "; shares: " + shared;
}

std::string explain_activated(const Memory& memory, const Memory& giver) {
  const std::string who = giver.speaker ? *giver.speaker + " said" : "was said";
  return std::format("{}, {}, what {}: “{}”", memory.position > giver.position ? "follows" : "leads up to",
                     distance_text(memory, giver), who, beginning_of(giver.text));
}

}  // namespace hebb
