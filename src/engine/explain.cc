#include "engine/explain.h"

#include <algorithm>
#include <array>
#include <format>
#include <iterator>
#include <ranges>

#include "extract/extract.h"
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

std::string counted(std::int64_t count, std::string_view unit) {
  static constexpr std::array<std::string_view, 13> kWords{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                           "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  const std::string number =
      count < std::ssize(kWords) ? std::string(kWords.at(static_cast<std::size_t>(count))) : std::to_string(count);
  return std::format("{} {}{}", number, unit, count == 1 ? "" : "s");
}

// "nine weeks earlier": positive is later.
std::string time_between(Milliseconds difference) {
  const std::string_view direction = difference < Milliseconds(0) ? " earlier" : " later";
  const auto days = std::chrono::round<std::chrono::days>(std::chrono::abs(difference)).count();
  if (days == 0) return "the same day";
  if (days < 14) return counted(days, "day") + std::string(direction);
  if (days < 60) return counted((days + 3) / 7, "week") + std::string(direction);
  if (days < 730) return counted((days + 15) / 30, "month") + std::string(direction);
  return counted((days + 182) / 365, "year") + std::string(direction);
}

bool says_all(std::string_view text, const std::vector<std::string>& words) {
  const auto terms = index_terms(text);
  return std::ranges::all_of(words, [&](const auto& word) {
    return std::ranges::all_of(index_terms(word), [&](const auto& term) { return std::ranges::contains(terms, term); });
  });
}

}  // namespace

std::vector<std::string> words_for(const std::vector<std::string>& terms, std::string_view question) {
  std::vector<std::string> words(terms);
  for (const std::string& word : words_of(question) | std::views::reverse) {  // the first writing counts
    for (const std::string& stem : index_terms(word)) {
      const auto term = std::ranges::find(terms, stem);
      if (term != terms.end()) words[static_cast<std::size_t>(term - terms.begin())] = word;
    }
  }
  return words;
}

std::string explain_direct(const Scored& scored, const std::vector<std::string>& words) {
  const std::string_view how = scored.cosine >= 0.3f ? "close" : scored.cosine >= 0.1f ? "related" : "far";
  std::string text = std::format("{} in meaning (cosine {:.2f})", how, scored.cosine);
  if (scored.bm25 <= 0) return text + ", no word shared";
  std::string shared;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 64); ++i) {
    if ((scored.shared >> i & 1) != 0) shared += (shared.empty() ? "" : ", ") + words[i];
  }
  return shared.empty() ? text : text + "; shares: " + shared;
}

std::string explain_activated(const Memory& memory, const Memory& giver) {
  const std::string_view act = giver.type == MemoryType::question ? "asked" : "said";
  const std::string who = std::format("{} {}", giver.speaker.value_or("was"), act);
  return std::format("{}, {}, what {}: “{}”", memory.position > giver.position ? "follows" : "leads up to",
                     distance_text(memory, giver), who, beginning_of(giver.text));
}

std::string explain_concept(const ListedConcept& listed) {
  const std::string_view times = listed.mentions == 1 ? "once" : listed.mentions == 2 ? "twice" : "";
  std::string text = times.empty() ? std::format("said {} times", listed.mentions) : std::format("said {}", times);
  text += std::format(" in {} meeting{}", listed.meetings, listed.meetings == 1 ? "" : "s");
  if (listed.words > 0) text += "; the question's own words";
  if (listed.activated > 0) {
    text += std::format("; {} of the passages nearest to the question speak{} of it", listed.activated,
                        listed.activated == 1 ? "s" : "");
  }
  return text;
}

std::string explain_bridge(const MemoryResult& bridge, const MemoryResult& source,
                           const std::vector<std::string>& words) {
  std::vector<std::string> told;
  std::ranges::copy_if(words, std::back_inserter(told), tells_topic);
  std::string text;
  if (told.empty()) {
    text = std::format("Close to what {} in “{}”",
                       source.memory.speaker ? *source.memory.speaker + " said" : "was said", source.meeting_title);
  } else {
    told.resize(std::min<std::size_t>(told.size(), 2));
    const bool themselves = says_all(bridge.memory.text, told) && says_all(source.memory.text, told);
    text = (themselves ? "Both speak of " : "Both passages speak of ") + told.front();
    if (told.size() > 1) text += " and " + told[1];
  }
  if (!bridge.occurred_at || !source.occurred_at) return text + std::format("; in “{}”.", bridge.meeting_title);
  return text +
         std::format("; {}, in “{}”.", time_between(*bridge.occurred_at - *source.occurred_at), bridge.meeting_title);
}

}  // namespace hebb
