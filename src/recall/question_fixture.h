// A small roster for the tests of what is read from questions. Test code only.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "recall/question.h"

namespace hebb {

struct MeetingSketch {
  std::string title;
  std::vector<std::string> speakers;
  std::string started_at;  // RFC 3339, or empty
  std::string project = "p";
  std::vector<MemoryType> types = {};  // of further memories, which nobody says
};

inline Catalog catalog_of(const std::vector<MeetingSketch>& sketches) {
  Catalog catalog;
  for (const auto& sketch : sketches) {
    Meeting meeting{.project = sketch.project, .title = sketch.title};
    if (!sketch.started_at.empty()) meeting.started_at = parse_rfc3339(sketch.started_at);
    meeting.id = meeting_id_of(meeting, {});
    std::vector<Memory> memories;
    for (std::uint32_t i = 0; i < sketch.speakers.size(); ++i) {
      Memory memory;
      memory.id = memory_id_of(meeting.id, Level::episode, "statement", i, 0);
      memory.meeting = meeting.id;
      memory.position = i;
      memory.speaker = sketch.speakers[i];
      memories.push_back(memory);
    }
    for (const MemoryType type : sketch.types) {
      Memory memory;
      memory.position = static_cast<std::uint32_t>(memories.size());
      memory.id = memory_id_of(meeting.id, Level::episode, "statement", memory.position, 0);
      memory.meeting = meeting.id;
      memory.type = type;
      memories.push_back(memory);
    }
    catalog = catalog.with(catalog_meeting(meeting, memories, catalog.end()));
  }
  return catalog;
}

struct QuestionFixture {
  explicit QuestionFixture(const std::vector<MeetingSketch>& sketches)
      : catalog(catalog_of(sketches)), roster(catalog) {}

  QuestionReading read(std::string_view text, const MemoryFilter& scope = {}) const {
    return read_question(text, roster, scope, now);
  }
  MemoryFilter only(std::size_t meeting) const { return {.meetings = {catalog.meetings()[meeting]->id}}; }

  // "Anna Meyer, Ben Ode!": an exclamation mark for a filter.
  std::string speakers(std::string_view text, const MemoryFilter& scope = {}) const {
    std::string out;
    for (const auto& speaker : read(text, scope).speakers) {
      if (!out.empty()) out += ", ";
      out += speaker.name + (speaker.standing == Standing::filter ? "!" : "");
    }
    return out;
  }
  std::string meetings(std::string_view text, const MemoryFilter& scope = {}) const {
    std::string out;
    for (const auto& meeting : read(text, scope).meetings) {
      if (!out.empty()) out += ", ";
      out += title_of(meeting.id) + (meeting.standing == Standing::filter ? "!" : "");
    }
    return out;
  }
  // "2026-03-01 2026-04-01", "- 2026-03-01!" for what has no beginning; empty when no time is named.
  std::string time(std::string_view text) const {
    const auto time = read(text).time;
    if (time.standing == Standing::none) return "";
    const auto day = [](const std::optional<Instant>& at) {
      return at ? rfc3339(*at).substr(0, 10) : std::string("-");
    };
    return day(time.from) + " " + day(time.to) + (time.standing == Standing::filter ? "!" : "");
  }

  std::string title_of(const MeetingId& id) const {
    return (*std::ranges::find(catalog.meetings(), id, [](const auto& one) { return one->id; }))->title;
  }

  Catalog catalog;
  Roster roster;
  Instant now = *parse_rfc3339("2026-05-14T15:00:00Z");  // a Thursday
};

// Three dated meetings of two who are named, with memories of several types in the first.
inline const QuestionFixture& kick_off_budget_and_retro() {
  static const QuestionFixture kFixture({
      {"Kick-off",
       {"Anna Meyer", "Ben Okafor", "Project Manager"},
       "2026-03-02T10:00:00Z",
       "p",
       {MemoryType::decision, MemoryType::action, MemoryType::question, MemoryType::issue, MemoryType::risk}},
      {"Budget", {"Anna Meyer"}, "2026-05-05T10:00:00Z"},
      {"Retro", {"Ben Okafor"}, "2026-05-13T10:00:00Z"},
  });
  return kFixture;
}

}  // namespace hebb
