// Meetings of plain texts, indexed with their concepts; for tests.
#pragma once

#include <string>
#include <vector>

#include "recall/concept_index.h"

namespace hebb {

// Each inner list is a context, and each text a memory of it.
struct SpokenMeeting {
  std::string title;
  std::vector<std::vector<std::string>> contexts;
  std::string project = "p";
  std::string speaker = "Anna";
};

// L2 memories in order, then the contexts; one axis of the vector a context.
inline std::pair<Meeting, std::vector<Memory>> memories_of(const SpokenMeeting& spoken) {
  Meeting meeting{.project = spoken.project, .title = spoken.title};
  meeting.id = meeting_id_of(meeting, {});
  std::vector<Memory> episodes, contexts;
  for (std::uint32_t c = 0; c < spoken.contexts.size(); ++c) {
    Memory context{.id = memory_id_of(meeting.id, Level::context, "segment", c, 0),
                   .meeting = meeting.id,
                   .level = Level::context,
                   .type = MemoryType::topic,
                   .position = c};
    context.vector.assign(kVectorDimension, 0);
    context.vector.at(c) = 1;
    for (const std::string& text : spoken.contexts[c]) {
      Memory one{
          .id = memory_id_of(meeting.id, Level::episode, "statement", static_cast<std::uint32_t>(episodes.size()), 0),
          .meeting = meeting.id,
          .text = text,
          .position = static_cast<std::uint32_t>(episodes.size()),
          .speaker = spoken.speaker,
          .parent = context.id,
          .vector = context.vector};
      episodes.push_back(std::move(one));
    }
    contexts.push_back(std::move(context));
  }
  episodes.insert(episodes.end(), contexts.begin(), contexts.end());
  return {meeting, episodes};
}

class SpokenMeetings {
 public:
  void add(const SpokenMeeting& spoken) {
    const auto [meeting, memories] = memories_of(spoken);
    auto entry = catalog_meeting(meeting, memories, catalog_.end());
    index_.add(entry, memories);
    catalog_ = catalog_.with(std::move(entry));
  }

  void erase(const std::string& title) {
    for (const auto& meeting : catalog_.meetings()) {
      if (meeting->title != title) continue;
      index_.erase(*meeting);
      catalog_ = catalog_.without(std::vector{meeting->id});
      return;
    }
  }

  const Catalog& catalog() const { return catalog_; }
  std::shared_ptr<const ConceptView> view() { return index_.view(); }
  ConceptIndex& index() { return index_; }

 private:
  ConceptIndex index_;
  Catalog catalog_;
};

}  // namespace hebb
