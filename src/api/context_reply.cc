#include "api/context_markdown.h"
#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct WirePassage {
  std::string citation;
  MeetingId meeting_id;
  std::string meeting_title;
  std::string project;
  OrNull<Instant> occurred_at;
  OrNull<Milliseconds> start_ms;
  OrNull<Milliseconds> end_ms;
  std::array<std::uint32_t, 2> turns;
  std::vector<std::string> speakers;
  std::string text;
  std::vector<MemoryId> memory_ids;
  std::uint64_t words;
  float score;
};

struct WireContext {
  std::string query;
  std::uint64_t words;
  std::uint64_t budget;
  std::vector<WirePassage> passages;
  float answerable;
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
  return {.citation = citation_of(index),
          .meeting_id = passage.meeting,
          .meeting_title = passage.meeting_title,
          .project = passage.project,
          .occurred_at = passage.occurred_at,
          .start_ms = passage.start,
          .end_ms = passage.end,
          .turns = {passage.first_turn, passage.last_turn},
          .speakers = passage.speakers,
          .text = text_of(passage.lines),
          .memory_ids = passage.memories,
          .words = passage.words,
          .score = passage.score};
}

}  // namespace

std::string json_of(const ContextReply& reply, bool markdown) {
  WireContext wire{.query = reply.query,
                   .words = reply.words,
                   .budget = reply.budget,
                   .answerable = reply.answerable,
                   .degraded = reply.degraded};
  for (std::size_t i = 0; i < reply.passages.size(); ++i) wire.passages.push_back(wire_of(reply.passages[i], i));
  if (markdown) wire.markdown = markdown_of(reply);
  return reply_text_of(wire);
}

void describe_context_reply(JsonNode schema) {
  describe<WireContext>(schema);
}

}  // namespace hebb::api
