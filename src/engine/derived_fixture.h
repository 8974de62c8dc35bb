// What the derived indexes answer, as lines that can be compared. Test code only.
#pragma once

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "recall/recall.h"
#include "text/normalise.h"

namespace hebb::derived_fixture {

inline std::vector<std::string> named(const RecallView& view, std::span<const Hit> hits) {
  std::vector<std::string> names;
  for (const Hit& hit : hits) {
    names.push_back(view.catalog->memory(hit.ordinal).id.text() + " " + std::to_string(hit.score));
  }
  std::ranges::sort(names);
  return names;
}

inline void append(std::vector<std::string>& out, const std::vector<std::string>& more) {
  out.insert(out.end(), more.begin(), more.end());
}

// All that a view can be asked, without ordinals, which depend on the order of loading.
inline std::vector<std::string> described(const RecallView& view) {
  std::vector<std::string> out{"seq " + std::to_string(view.applied_seq)};
  std::vector<std::string> meetings;
  for (const auto& meeting : view.catalog->meetings()) {
    std::string line = meeting->id.text() + meeting->project + meeting->title + std::to_string(meeting->terms) +
                       std::to_string(meeting->all_active);
    if (meeting->started_at) line += std::to_string(meeting->started_at->time_since_epoch().count());
    for (const auto& speaker : meeting->speakers) line += " " + speaker;
    for (const CatalogMemory& memory : meeting->memories) {
      line += memory.id.text() + std::to_string(memory.start_ms) + std::to_string(memory.speaker) +
              std::to_string(memory.position) + std::to_string(memory.importance) +
              std::to_string(static_cast<int>(memory.level)) + std::to_string(static_cast<int>(memory.type)) +
              std::to_string(static_cast<int>(memory.state));
    }
    for (const Assignment& one : meeting->assignments)
      line += " " + std::to_string(one.memory) + ":" + std::to_string(one.owner);
    for (const float x : meeting->context_norms) line += " " + std::to_string(x);
    for (const float x : meeting->centroid) line += " " + std::to_string(x);
    line += " " + std::to_string(meeting->persistence.likeness);
    for (const EpisodeRun& run : meeting->runs) line += std::to_string(run.first) + "-" + std::to_string(run.end);
    meetings.push_back(line);
  }
  std::ranges::sort(meetings);
  append(out, meetings);
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  for (std::size_t level = 0; level < kLevels; ++level) {
    out.push_back(std::to_string(view.vectors->size(static_cast<Level>(level))));
    for (int i = 0; i < 5; ++i) {
      std::vector<float> vector(kSemanticDimension);
      for (float& x : vector) x = normal(random);
      // As many as there are, so that a graph leaves nothing to chance.
      const auto hits = view.vectors->search({.vector = vector, .level = static_cast<Level>(level), .k = 10'000});
      HEBB_CHECK(hits.has_value());
      append(out, named(view, *hits));
    }
    for (const char* project : {"p", "q", "r"}) {
      for (const char* text : {"gasket0", "gasket3 and gasket5", "the pricing of it", "gasket9", "gasket77"}) {
        append(out, named(view, view.lexical->matches(index_terms(text), project, static_cast<Level>(level)).hits));
      }
    }
  }
  for (const auto& [project, concepts] : view.concepts->projects) {
    for (const Concept& one : concepts->concepts) {
      out.push_back(project + one.id.text() + one.name + std::to_string(one.contexts));
      std::vector<std::string> mentions;
      for (const Ordinal ordinal : one.mentions) mentions.push_back(view.catalog->memory(ordinal).id.text());
      std::ranges::sort(mentions);
      append(out, mentions);
    }
  }
  return out;
}

}  // namespace hebb::derived_fixture
