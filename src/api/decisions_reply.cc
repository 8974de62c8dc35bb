// The reply to /api/v2/decisions.
#include "api/difference_wire.h"
#include "api/replies.h"
#include "api/reply_schema.h"
#include "api/reply_text.h"
#include "api/wire.h"

namespace hebb::api {
namespace {

struct ObjectionWire {
  rfl::Flatten<MemoryWire> memory;
  std::string_view reason;
};

struct SupersedesWire {
  MemoryId memory_id;
  std::vector<std::string> shared;
  float similarity;
  std::vector<DifferenceWire> differences;
};

struct DecisionWire {
  rfl::Flatten<MemoryWire> memory;
  std::vector<ObjectionWire> objections;
  OrNull<SupersedesWire> supersedes;
};

struct HistoryWire {
  rfl::Flatten<DecisionWire> current;
  std::vector<DecisionWire> history;
};

struct DecisionList {
  std::vector<HistoryWire> decisions;
  OrNull<std::string> next;
  std::uint64_t left_out;
};

SupersedesWire supersedes_of(const Supersession& why, const MemoryId& earlier) {
  return {.memory_id = earlier, .shared = why.shared, .similarity = why.similarity, .differences = differences_of(why)};
}

// `earlier`: the next of its history, where there is one.
DecisionWire decision_of(const ListedDecision& decision, const ListedDecision* earlier) {
  const ListedMemory& listed = decision.listed;
  DecisionWire wire{.memory = api::wire_of(listed.memory, listed.meeting_title, listed.project, listed.started_at)};
  for (const Objection& one : decision.objections) {
    wire.objections.push_back(
        {.memory = api::wire_of(one.memory, listed.meeting_title, listed.project, listed.started_at),
         .reason = one.reason});
  }
  if (earlier != nullptr && decision.supersedes)
    wire.supersedes = supersedes_of(*decision.supersedes, earlier->listed.memory.id);
  return wire;
}

HistoryWire history_wire(const DecisionHistory& history) {
  const auto& all = history.decisions;
  const auto wire_at = [&](std::size_t i) { return decision_of(all[i], i + 1 < all.size() ? &all[i + 1] : nullptr); };
  HistoryWire wire{.current = wire_at(0)};
  for (std::size_t i = 1; i < all.size(); ++i) wire.history.push_back(wire_at(i));
  return wire;
}

}  // namespace

std::string json_of(const DecisionPage& page) {
  DecisionList wire{.next = page.next, .left_out = page.left_out};
  for (const DecisionHistory& one : page.histories) wire.decisions.push_back(history_wire(one));
  return reply_text_of(wire);
}

void describe_decisions(JsonNode schema) {
  describe<DecisionList>(schema);
}

}  // namespace hebb::api
