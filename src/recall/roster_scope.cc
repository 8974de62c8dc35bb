#include "recall/roster_scope.h"

#include <algorithm>
#include <utility>

namespace hebb {
namespace {

bool is_part(const Alias& part, const Alias& whole) {
  return std::ranges::all_of(part.words, [&](WordId word) { return std::ranges::contains(whole.words, word); });
}

}  // namespace

RosterScope::RosterScope(const Roster::Index& index, const MemoryFilter& filter) : index_(&index) {
  everything_ = !filter.project && filter.projects.all() && filter.meetings.empty();
  count_ = index.meetings.size();
  if (everything_) return;
  const auto projects = filter.projects.asked(filter.project);
  const bool any_project = projects.size() == 1 && !projects.front();
  std::vector<bool> of_project(index.project_ids.size(), any_project);
  for (const auto& project : projects) {
    const auto known = project ? index.project_ids.find(*project) : index.project_ids.end();
    if (known != index.project_ids.end()) of_project[known->second] = true;
  }
  allowed_.assign(index.meetings.size(), filter.meetings.empty());
  for (const auto& id : filter.meetings) {
    const auto at = std::ranges::lower_bound(index.meeting_by_id, id, {}, &std::pair<MeetingId, std::uint32_t>::first);
    if (at != index.meeting_by_id.end() && at->first == id) allowed_[at->second] = true;
  }
  count_ = 0;
  for (std::size_t i = 0; i < allowed_.size(); ++i) {
    allowed_[i] = allowed_[i] && of_project[index.projects[i]];
    count_ += allowed_[i];
  }
}

bool RosterScope::has_name(std::uint32_t name) const {
  return everything_ ||
         std::ranges::any_of(index_->names[name].seats, [&](const Seat& seat) { return allowed_[seat.meeting]; });
}

std::vector<std::uint32_t> RosterScope::titled(std::string_view word) const {
  std::vector<std::uint32_t> found;
  const auto id = index_->word(word);
  if (!id) return found;
  for (const auto meeting : index_->in_titles[*id]) {
    if (has_meeting(meeting)) found.push_back(meeting);
  }
  return found;
}

std::vector<std::uint32_t> RosterScope::by_first_seat(std::vector<std::uint32_t> names) const {
  std::ranges::sort(names, {}, [&](std::uint32_t name) {
    const auto& seats = index_->names[name].seats;
    const auto first = std::ranges::find_if(seats, [&](const Seat& seat) { return has_meeting(seat.meeting); });
    return first == seats.end() ? std::pair(~std::uint32_t{0}, -1) : std::pair(first->meeting, first->speaker);
  });
  return names;
}

std::vector<std::uint32_t> RosterScope::shortened(std::uint32_t name) const {
  std::vector<std::uint32_t> out;
  for (const Alias& full : std::ranges::equal_range(index_->aliases, name, {}, &Alias::name)) {
    if (full.kind != AliasKind::person) continue;
    std::vector<const Alias*> akin;  // persons here who share a word
    for (const WordId word : full.words) {
      for (const auto& posting : index_->in_aliases[word]) {
        const Alias& alias = index_->aliases[posting.alias];
        if (alias.kind == AliasKind::person && has_name(alias.name)) akin.push_back(&alias);
      }
    }
    for (const Alias* part : akin) {
      const bool shorter = part->name != name && part->words.size() < full.words.size() && is_part(*part, full);
      const bool of_others = std::ranges::any_of(
          akin, [&](const Alias* other) { return is_part(*part, *other) && !is_part(*other, full); });
      if (shorter && !of_others && !std::ranges::contains(out, part->name)) out.push_back(part->name);
    }
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace hebb
