#include "recall/roster_scope.h"

#include <algorithm>

namespace hebb {

RosterScope::RosterScope(const Roster::Index& index, const MemoryFilter& filter) : index_(&index) {
  everything_ = !filter.project && filter.meetings.empty();
  count_ = index.meetings.size();
  if (everything_) return;
  std::optional<std::uint32_t> project;
  if (filter.project) {
    const auto known = index.project_ids.find(*filter.project);
    project = known == index.project_ids.end() ? ~std::uint32_t{0} : known->second;
  }
  allowed_.assign(index.meetings.size(), filter.meetings.empty());
  for (const auto& id : filter.meetings) {
    const auto at = std::ranges::lower_bound(index.meeting_by_id, id, {}, &std::pair<MeetingId, std::uint32_t>::first);
    if (at != index.meeting_by_id.end() && at->first == id) allowed_[at->second] = true;
  }
  count_ = 0;
  for (std::size_t i = 0; i < allowed_.size(); ++i) {
    allowed_[i] = allowed_[i] && (!project || index.projects[i] == *project);
    count_ += allowed_[i];
  }
}

bool RosterScope::has_name(std::uint32_t name) const {
  return everything_ ||
         std::ranges::any_of(index_->names[name].seats, [&](const Seat& seat) { return allowed_[seat.meeting]; });
}

}  // namespace hebb
