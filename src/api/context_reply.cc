#include <rfl.hpp>
#include <rfl/json.hpp>

#include "api/context_markdown.h"
#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct WirePassage {
  std::string citation;
  std::string meeting_id;
  std::string meeting_title;
  std::string project;
  OrNull<std::string> occurred_at;
  OrNull<std::int64_t> start_ms;
  OrNull<std::int64_t> end_ms;
  std::array<std::uint32_t, 2> turns;
  std::vector<std::string> speakers;
  std::string text;
  std::vector<std::string> memory_ids;
  std::uint64_t words;
  double score;
};

struct WireContext {
  std::string query;
  std::uint64_t words;
  std::uint64_t budget;
  std::vector<WirePassage> passages;
  double answerable;
  std::vector<std::string> degraded;
  std::optional<std::string> markdown;  // on request
};

std::string text_of(const std::vector<PassageLine>& lines) {
  std::string text;
  for (const PassageLine& line : lines) {
    if (!text.empty()) text += "\n";
    text += (line.speaker ? *line.speaker + ": " : "") + line.text;
  }
  return text;
}

WirePassage wire_of(const Passage& passage, std::size_t index) {
  WirePassage wire{.citation = citation_of(index),
                   .meeting_id = passage.meeting.text(),
                   .meeting_title = passage.meeting_title,
                   .project = passage.project,
                   .occurred_at = instant_or_null(passage.occurred_at),
                   .start_ms = ms_or_null(passage.start),
                   .end_ms = ms_or_null(passage.end),
                   .turns = {passage.first_turn, passage.last_turn},
                   .speakers = passage.speakers,
                   .text = text_of(passage.lines),
                   .words = passage.words,
                   .score = shortest(passage.score)};
  for (const MemoryId& id : passage.memories) wire.memory_ids.push_back(id.text());
  return wire;
}

}  // namespace

std::string json_of(const ContextReply& reply, bool markdown) {
  WireContext wire{.query = reply.query,
                   .words = reply.words,
                   .budget = reply.budget,
                   .answerable = shortest(reply.answerable),
                   .degraded = reply.degraded};
  for (std::size_t i = 0; i < reply.passages.size(); ++i) wire.passages.push_back(wire_of(reply.passages[i], i));
  if (markdown) wire.markdown = markdown_of(reply);
  return rfl::json::write(wire);
}

void describe_context_reply(JsonNode schema) {
  describe<WireContext>(schema);
}

}  // namespace hebb::api
