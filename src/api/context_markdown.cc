#include "api/context_markdown.h"

#include <algorithm>
#include <format>
#include <string_view>

namespace hebb::api {
namespace {

std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return line;
}

// "12:34–13:10", "turns 4–9" where there are no times.
std::string place_of(const Passage& passage) {
  if (!passage.start) {
    if (passage.first_turn == passage.last_turn) return std::format("turn {}", passage.first_turn);
    return std::format("turns {}–{}", passage.first_turn, passage.last_turn);
  }
  const std::string from = clock_text(*passage.start);
  const std::string to = passage.end ? clock_text(*passage.end) : from;
  return from == to ? from : from + "–" + to;
}

// The day is that of the meeting's start, not that of a passage after midnight.
std::string heading_of(const Passage& passage, bool with_project) {
  std::string heading = "## " + one_line(passage.meeting_title);
  if (with_project) heading += " · " + one_line(passage.project);
  if (!passage.occurred_at) return heading;
  const Instant start = *passage.occurred_at - passage.start.value_or(Milliseconds(0));
  return heading + " · " + rfc3339(start).substr(0, 10);
}

}  // namespace

std::string citation_of(std::size_t index) {
  return std::format("[{}]", index + 1);
}

std::string markdown_of(const ContextReply& reply) {
  const auto& passages = reply.passages;
  const bool with_project =
      std::ranges::any_of(passages, [&](const Passage& one) { return one.project != passages.front().project; });
  std::string out;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    const Passage& passage = passages[i];
    if (i > 0) out += "\n";
    if (i == 0 || passage.meeting != passages[i - 1].meeting) out += heading_of(passage, with_project) + "\n\n";
    out += std::format("**{}** {}\n\n", citation_of(i), place_of(passage));
    for (const PassageLine& line : passage.lines) {
      out += "- " + (line.speaker ? one_line(*line.speaker) + ": " : "") + one_line(line.text) + "\n";
    }
  }
  return out;
}

}  // namespace hebb::api
