#include "recall/catalog.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "text/names_meant.h"

namespace hebb {
namespace {

bool has_meeting(const MemoryFilter& filter, const CatalogMeeting& meeting) {
  if (filter.project && *filter.project != meeting.project) return false;
  if (!filter.projects.contains(meeting.project)) return false;
  return filter.meetings.empty() || std::ranges::contains(filter.meetings, meeting.id);
}

// Which of a meeting's speakers are among the names; all where the filter names none.
std::vector<bool> wanted_speakers(const MemoryFilter& filter, const std::vector<std::string>& names,
                                  const CatalogMeeting& meeting) {
  std::vector<bool> wanted(meeting.speakers.size(), filter.speakers.empty());
  if (filter.speakers.empty()) return wanted;
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = std::ranges::contains(names, meeting.speakers[i]);
  return wanted;
}

// Of each memory whether it is an action that nobody among the wanted owns, or somebody who is left out.
std::vector<bool> owned_by_others(const WantedActions& actions, const CatalogMeeting& meeting) {
  std::vector<bool> others(meeting.memories.size());
  if (actions.owners.empty() && actions.not_owners.empty()) return others;
  for (const Assignment& one : meeting.assignments) {
    const std::string& owner = meeting.speakers[static_cast<std::size_t>(one.owner)];
    const bool wanted = actions.owners.empty() || std::ranges::contains(actions.owners, owner);
    others[one.memory] = !wanted || std::ranges::contains(actions.not_owners, owner);
  }
  return others;
}

bool in_time(const MemoryFilter& filter, const CatalogMeeting& meeting, const CatalogMemory& memory) {
  if (!filter.since && !filter.until) return true;
  if (!meeting.started_at) return false;
  const Instant moment = *meeting.started_at + Milliseconds(std::max<std::int64_t>(memory.start_ms, 0));
  return (!filter.since || moment >= *filter.since) && (!filter.until || moment < *filter.until);
}

bool passes(const MemoryFilter& filter, const WantedActions& actions, const CatalogMeeting& meeting,
            const std::vector<bool>& speakers, const CatalogMemory& memory) {
  if (actions.open && memory.closed) return false;
  if (!filter.include_archived && memory.state == MemoryState::archived) return false;
  if (!filter.types.empty() && !std::ranges::contains(filter.types, memory.type)) return false;
  if (filter.min_importance && memory.importance < *filter.min_importance) return false;
  if (!filter.speakers.empty() && (memory.speaker < 0 || !speakers[static_cast<std::size_t>(memory.speaker)]))
    return false;
  return in_time(filter, meeting, memory);
}

// Whether the filter looks at no single memory of this meeting: the common case, and the one that must cost nothing.
bool takes_whole(const MemoryFilter& filter, const WantedActions& actions, const CatalogMeeting& meeting) {
  return actions.all() && filter.types.empty() && filter.speakers.empty() && !filter.min_importance && !filter.since &&
         !filter.until && (filter.include_archived || meeting.all_active);
}

// One level's memories have consecutive ordinals, L2 before L1 before L0.
void append_level(const CatalogMeeting& meeting, Level level, std::vector<Ordinal>& ordinals) {
  Ordinal first = meeting.first;
  for (std::size_t above = kLevels - 1; above > static_cast<std::size_t>(level); --above)
    first += meeting.counts[above];
  for (Ordinal i = 0; i < meeting.counts[static_cast<std::size_t>(level)]; ++i) ordinals.push_back(first + i);
}

bool have_vectors(std::span<const Memory> memories) {
  return std::ranges::all_of(memories, [](const Memory& m) { return m.vector.size() >= kSemanticDimension; });
}

// Spreads a dimension at a time; the squares are summed over dimensions.
std::vector<float> context_norms_of(std::span<const Memory> episodes) {
  std::vector<float> norms(episodes.size());
  if (!have_vectors(episodes)) return norms;
  std::vector<float> column(episodes.size());
  std::vector<float> spread_column(episodes.size());
  for (std::size_t dimension = 0; dimension < kSemanticDimension; ++dimension) {
    for (std::size_t i = 0; i < column.size(); ++i) column[i] = episodes[i].vector[dimension];
    spread(column, kContextReach, spread_column);
    for (std::size_t i = 0; i < norms.size(); ++i) norms[i] += spread_column[i] * spread_column[i];
  }
  for (float& norm : norms) norm = std::sqrt(norm);
  return norms;
}

std::vector<float> centroid_of(std::span<const Memory> episodes) {
  std::vector<float> sum(kSemanticDimension);
  if (!have_vectors(episodes)) return sum;
  for (const Memory& memory : episodes) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += memory.vector[i];
  }
  double squares = 0;
  for (const double x : sum) squares += x * x;
  if (squares > 0) {
    for (float& x : sum) x = static_cast<float>(x / std::sqrt(squares));
  }
  return sum;
}

// Requires: L2 before L1, each by position.
std::vector<EpisodeRun> runs_of(std::span<const Memory> memories) {
  std::vector<EpisodeRun> runs;
  std::unordered_map<MemoryId, std::size_t> contexts;
  for (const Memory& memory : memories) {
    if (memory.level != Level::context) continue;
    contexts.emplace(memory.id, runs.size());
    runs.push_back({});
  }
  for (std::uint32_t i = 0; i < memories.size() && memories[i].level == Level::episode; ++i) {
    if (!memories[i].parent) continue;
    const auto context = contexts.find(*memories[i].parent);
    if (context == contexts.end()) continue;
    EpisodeRun& run = runs[context->second];
    if (run.end == 0) run.first = i;
    run.end = i + 1;
  }
  return runs;
}

// Each name once, as they come.
class Names {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names) {}

  // Of the name among the names, where it is put if it is not there.
  std::int32_t place_of(const std::string& name) {
    const auto [known, added] = places_.emplace(name, static_cast<std::int32_t>(names_.size()));
    if (added) names_.push_back(name);
    return known->second;
  }

 private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string_view, std::int32_t> places_;  // views of what the caller has
};

// Two names that are one now stand where the first of them stood: as if the memories had been read with it.
void merge_speakers(CatalogMeeting& meeting, std::int32_t one, std::int32_t other) {
  const std::int32_t kept = std::min(one, other);
  const std::int32_t dropped = std::max(one, other);
  const auto move = [&](std::int32_t& place) {
    if (place == dropped)
      place = kept;
    else if (place > dropped)
      --place;
  };
  for (CatalogMemory& memory : meeting.memories) move(memory.speaker);
  for (Assignment& assignment : meeting.assignments) move(assignment.owner);
  meeting.speakers.erase(meeting.speakers.begin() + dropped);
}

void rename_speaker(CatalogMeeting& meeting, const std::string& from, const std::string& to) {
  const auto place_of = [&](const std::string& name) {
    return static_cast<std::int32_t>(std::ranges::find(meeting.speakers, name) - meeting.speakers.begin());
  };
  const std::int32_t renamed = place_of(from);
  const std::int32_t known = place_of(to);
  meeting.speakers[static_cast<std::size_t>(renamed)] = to;
  if (known != renamed && known < std::ssize(meeting.speakers)) merge_speakers(meeting, renamed, known);
}

void write_meeting(const CatalogMeeting& meeting, SnapshotWriter& writer) {
  writer.value(meeting.id);
  writer.text(meeting.project);
  writer.text(meeting.title);
  writer.value(meeting.started_at.has_value());
  writer.value(meeting.started_at.value_or(Instant{}));
  writer.value(meeting.first);
  writer.array(meeting.memories);
  writer.array(meeting.facts);
  writer.value<std::uint64_t>(meeting.speakers.size());
  for (const auto& speaker : meeting.speakers) writer.text(speaker);
  writer.value(meeting.counts);
  writer.array(meeting.assignments);
  writer.array(meeting.runs);
  writer.array(meeting.context_norms);
  writer.array(meeting.centroid);
  writer.value(meeting.persistence);
  writer.value(meeting.terms);
  writer.value(meeting.all_active);
}

CatalogMeeting read_meeting(SnapshotReader& reader) {
  CatalogMeeting meeting;
  meeting.id = reader.value<MeetingId>();
  meeting.project = reader.text();
  meeting.title = reader.text();
  const bool has_start = reader.flag();
  const auto start = reader.value<Instant>();
  if (has_start) meeting.started_at = start;
  meeting.first = reader.value<Ordinal>();
  reader.array(meeting.memories);
  reader.array(meeting.facts);
  const std::size_t speakers = reader.count(1);
  for (std::size_t i = 0; i < speakers && !reader.failed(); ++i) meeting.speakers.push_back(reader.text());
  meeting.counts = reader.value<decltype(meeting.counts)>();
  reader.array(meeting.assignments);
  reader.array(meeting.runs);
  reader.array(meeting.context_norms);
  reader.array(meeting.centroid);
  meeting.persistence = reader.value<TopicPersistence>();
  meeting.terms = reader.value<std::uint64_t>();
  meeting.all_active = reader.flag();
  return meeting;
}

}  // namespace

void Catalog::write(SnapshotWriter& writer) const {
  writer.value(end_);
  writer.value(counts_);
  writer.value<std::uint64_t>(meetings_.size());
  for (const auto& meeting : meetings_) write_meeting(*meeting, writer);
}

Catalog Catalog::read(SnapshotReader& reader) {
  Catalog catalog;
  catalog.end_ = reader.value<Ordinal>();
  catalog.counts_ = reader.value<decltype(catalog.counts_)>();
  const std::size_t meetings = reader.count(1);
  for (std::size_t i = 0; i < meetings && !reader.failed(); ++i) {
    catalog.append(std::make_shared<CatalogMeeting>(read_meeting(reader)));
  }
  return catalog;
}

void Catalog::append(std::shared_ptr<const CatalogMeeting> meeting) {
  firsts_.resize(meetings_.size());  // without what an append that threw left behind
  firsts_.push_back(meeting->first);
  meetings_.push_back(std::move(meeting));
}

Catalog Catalog::with(std::shared_ptr<const CatalogMeeting> meeting) && {
  HEBB_CHECK(meeting->first == end_);
  const CatalogMeeting& added = *meeting;
  append(std::move(meeting));  // first: where memory ends here, nothing has changed
  end_ = added.end();
  for (std::size_t i = 0; i < kLevels; ++i) counts_[i] += added.counts[i];
  return std::move(*this);
}

Catalog Catalog::without(std::span<const MeetingId> meetings) && {
  const std::unordered_set<MeetingId> gone(meetings.begin(), meetings.end());
  std::size_t kept = 0;
  for (auto& meeting : meetings_) {
    if (gone.contains(meeting->id)) {
      for (std::size_t i = 0; i < kLevels; ++i) counts_[i] -= meeting->counts[i];
      continue;
    }
    firsts_[kept] = meeting->first;
    if (&meetings_[kept] != &meeting) meetings_[kept] = std::move(meeting);
    ++kept;
  }
  meetings_.resize(kept);
  return std::move(*this);  // its end stays, as an ordinal is not used twice
}

Catalog Catalog::revised(std::size_t place, std::shared_ptr<const CatalogMeeting> meeting) && {
  auto& held = meetings_.at(place);
  HEBB_CHECK(held->first == meeting->first && held->counts == meeting->counts);
  held = std::move(meeting);
  return std::move(*this);
}

Catalog Catalog::with_speaker_renamed(const std::string& project, const std::string& from,
                                      const std::string& to) const {
  Catalog next = *this;
  for (auto& meeting : next.meetings_) {
    if (meeting->project != project || !std::ranges::contains(meeting->speakers, from)) continue;
    auto renamed = std::make_shared<CatalogMeeting>(*meeting);
    rename_speaker(*renamed, from, to);
    meeting = std::move(renamed);
  }
  return next;
}

std::size_t Catalog::place_of(const MeetingId& id, Ordinal first) const {
  const auto firsts = std::span(firsts_).first(meetings_.size());
  auto place = static_cast<std::size_t>(std::ranges::lower_bound(firsts, first) - firsts.begin());
  const auto is_here = [&] { return place < firsts.size() && firsts[place] == first; };
  while (is_here() && meetings_[place]->id != id) ++place;  // meetings without memories share one
  HEBB_CHECK(is_here());
  return place;
}

const CatalogMeeting& Catalog::meeting_of(Ordinal ordinal) const {
  const auto firsts = std::span(firsts_).first(meetings_.size());
  const auto after = std::ranges::upper_bound(firsts, ordinal) - firsts.begin();
  HEBB_CHECK(after > 0);
  const CatalogMeeting& meeting = *meetings_[static_cast<std::size_t>(after) - 1];
  HEBB_CHECK(ordinal < meeting.end());
  return meeting;
}

const CatalogMemory& Catalog::memory(Ordinal ordinal) const {
  const auto& meeting = meeting_of(ordinal);
  return meeting.memories[ordinal - meeting.first];
}

std::vector<std::string> Catalog::speakers_in(const MemoryFilter& filter) const {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string> names;
  for (const auto& meeting : meetings_) {
    if (!has_meeting(filter, *meeting)) continue;
    for (const std::string& name : meeting->speakers) {
      if (seen.insert(name).second) names.push_back(name);
    }
  }
  return names;
}

Scope Catalog::scope(const MemoryFilter& filter, Level level, const WantedActions& actions,
                     const StartPeriod& start) const {
  Scope scope;
  if (!filter.levels.empty() && !std::ranges::contains(filter.levels, level)) return scope;
  const auto is_in = [&](const CatalogMeeting& meeting) {
    return has_meeting(filter, meeting) && start.may_hold(meeting);
  };
  scope.everything = std::ranges::all_of(meetings_, [&](const auto& meeting) {
    return meeting->counts.at(static_cast<std::size_t>(level)) == 0 ||
           (is_in(*meeting) && takes_whole(filter, actions, *meeting));
  });
  if (scope.everything) return scope;
  const auto names =
      filter.speakers.empty() ? std::vector<std::string>() : names_meant(filter.speakers, speakers_in(filter));
  for (const auto& meeting : meetings_) {
    if (!is_in(*meeting)) continue;
    if (takes_whole(filter, actions, *meeting)) {
      append_level(*meeting, level, scope.ordinals);
      continue;
    }
    const auto speakers = wanted_speakers(filter, names, *meeting);
    const auto others = owned_by_others(actions, *meeting);
    Ordinal ordinal = meeting->first;
    for (const auto& memory : meeting->memories) {
      if (memory.level == level && !others[ordinal - meeting->first] &&
          passes(filter, actions, *meeting, speakers, memory))
        scope.ordinals.push_back(ordinal);
      ++ordinal;
    }
  }
  if (scope.ordinals.size() == memories(level)) return {.everything = true, .selected = {}, .ordinals = {}};
  scope.selected = Selection(end_);
  for (Ordinal ordinal : scope.ordinals) scope.selected.add(ordinal);
  return scope;
}

std::vector<const CatalogMeeting*> Catalog::meetings_in(const MemoryFilter& filter) const {
  std::vector<const CatalogMeeting*> found;
  for (const auto& meeting : meetings_) {
    if (has_meeting(filter, *meeting)) found.push_back(meeting.get());
  }
  return found;
}

std::shared_ptr<const CatalogMeeting> catalog_meeting(const Meeting& meeting, std::span<const Memory> memories,
                                                      Ordinal first, std::uint64_t terms) {
  auto entry = std::make_shared<CatalogMeeting>();
  entry->id = meeting.id;
  entry->project = meeting.project;
  entry->title = meeting.title;
  entry->started_at = meeting.started_at;
  entry->first = first;
  entry->terms = terms;
  entry->memories.reserve(memories.size());
  Names names(entry->speakers);
  HEBB_CHECK(std::ranges::is_sorted(memories, std::ranges::greater{}, &Memory::level));
  for (const Memory& memory : memories) {
    ++entry->counts[static_cast<std::size_t>(memory.level)];
    entry->all_active = entry->all_active && memory.state == MemoryState::active;
    if (memory.type == MemoryType::action && memory.task.owner)
      entry->assignments.push_back(
          {.memory = static_cast<std::uint32_t>(entry->memories.size()), .owner = names.place_of(*memory.task.owner)});
    entry->memories.push_back({.id = memory.id,
                               .start_ms = memory.start ? memory.start->count() : -1,
                               .speaker = memory.speaker ? names.place_of(*memory.speaker) : -1,
                               .position = memory.position,
                               .importance = memory.importance,
                               .level = memory.level,
                               .type = memory.type,
                               .state = memory.state,
                               .closed = memory.type == MemoryType::action &&
                                         memory.task.status.value_or(TaskStatus::open) != TaskStatus::open});
  }
  const auto episodes = memories.first(entry->episodes());
  for (const Memory& memory : episodes) entry->facts.push_back(stated_facts(memory.text));
  entry->context_norms = context_norms_of(episodes);
  entry->centroid = centroid_of(episodes);
  if (have_vectors(episodes)) entry->persistence = topic_persistence(episodes);
  entry->runs = runs_of(memories);
  return entry;
}

}  // namespace hebb
