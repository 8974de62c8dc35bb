// Looking for what was said again, keeping what was found, and going back. The plan is made beside everything else;
// only putting it into the store is the writer's, which refuses it when the store has changed meanwhile.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <ranges>
#include <set>
#include <tuple>
#include <utility>

#include "consolidate/patterns.h"
#include "engine/engine_impl.h"
#include "engine/listing.h"

namespace hebb {
namespace {

constexpr int kAttempts = 3;  // to find patterns while nothing changes
constexpr std::size_t kVectorsAtOnce = 1000;

using PatternPlace = std::tuple<std::int64_t, std::int64_t, MemoryId>;

PatternPlace pattern_place(const PatternSummary& pattern) {
  return {-static_cast<std::int64_t>(pattern.meetings), -std::ssize(pattern.memories), pattern.id};
}

std::string cursor_after(const PatternSummary& pattern) {
  return std::to_string(pattern.meetings) + "." + std::to_string(pattern.memories.size()) + "~" + pattern.id.text();
}

// "3.7~01234567-…": meetings, memories and id of the last pattern of a page.
Result<std::optional<PatternPlace>> place_before(const std::optional<std::string>& cursor) {
  if (!cursor) return std::nullopt;
  const auto bad =
      fail(ErrorCode::invalid_argument, "cursor: not one that a page of patterns gave; leave it out to begin anew");
  const char* end = cursor->data() + cursor->size();
  std::uint32_t meetings = 0, memories = 0;
  const auto dot = std::from_chars(cursor->data(), end, meetings);
  if (dot.ec != std::errc() || dot.ptr == end || *dot.ptr != '.') return bad;
  const auto tilde = std::from_chars(dot.ptr + 1, end, memories);
  if (tilde.ec != std::errc() || tilde.ptr == end || *tilde.ptr != '~') return bad;
  const auto id = MemoryId::parse(std::string_view(tilde.ptr + 1, end));
  if (!id) return bad;
  return PatternPlace{-static_cast<std::int64_t>(meetings), -static_cast<std::int64_t>(memories), *id};
}

std::size_t members_of(std::span<const Pattern> patterns) {
  std::size_t members = 0;
  for (const Pattern& pattern : patterns) members += pattern.members.size();
  return members;
}

// Those that `other` does not have just so.
std::vector<Pattern> without(std::span<const Pattern> patterns, std::span<const Pattern> other) {
  std::map<MemoryId, std::set<MemoryId>> known;
  for (const Pattern& pattern : other) known[pattern.id] = {pattern.members.begin(), pattern.members.end()};
  std::vector<Pattern> left;
  for (const Pattern& pattern : patterns) {
    const auto found = known.find(pattern.id);
    const std::set<MemoryId> members(pattern.members.begin(), pattern.members.end());
    if (found == known.end() || found->second != members) left.push_back(pattern);
  }
  return left;
}

using MeetingsById = std::unordered_map<MeetingId, const CatalogMeeting*>;

MeetingsById meetings_of(const Catalog& catalog, const std::string& project) {
  MeetingsById meetings;
  for (const CatalogMeeting* meeting : catalog.meetings_in({.project = project}))
    meetings.emplace(meeting->id, meeting);
  return meetings;
}

// Nothing where its meeting is not, or is not any more, in the project.
std::optional<ListedMemory> listed_in(const MeetingsById& meetings, const Memory& memory) {
  const auto meeting = meetings.find(memory.meeting);
  if (meeting == meetings.end()) return std::nullopt;
  return listed_of(*meeting->second, memory);
}

// The first of those that are most.
MemoryType common_type(std::span<const ListedMemory> members) {
  std::map<MemoryType, std::size_t> counts;
  for (const ListedMemory& one : members) ++counts[one.memory.type];
  const auto most = std::ranges::max_element(members, {}, [&](const auto& one) { return counts[one.memory.type]; });
  return most->memory.type;
}

std::optional<PatternSummary> summary_of(const MemoryId& id, std::vector<ListedMemory>& members) {
  if (members.empty()) return std::nullopt;
  std::erase_if(members, [type = common_type(members)](const auto& one) { return one.memory.type != type; });
  PatternSummary summary{.id = id, .statement = members.front()};
  std::set<MeetingId> meetings;
  for (const ListedMemory& one : members) {
    summary.memories.push_back(one.memory.id);
    meetings.insert(one.memory.meeting);
    if (!one.started_at) continue;
    summary.first_at = std::min(summary.first_at.value_or(*one.started_at), *one.started_at);
    summary.last_at = std::max(summary.last_at.value_or(*one.started_at), *one.started_at);
  }
  summary.meetings = static_cast<std::uint32_t>(meetings.size());
  return summary.meetings > 1 ? std::optional(std::move(summary)) : std::nullopt;
}

}  // namespace

// Of the statements of one project, as they are in `state`.
struct Engine::Impl::FoundPatterns {
  Seq state = 0;
  std::uint64_t memories = 0;
  std::vector<Pattern> patterns;
};

Result<Engine::Impl::FoundPatterns> Engine::Impl::find_patterns(const std::string& project,
                                                                const Budget& budget) const {
  FoundPatterns found;
  const auto state = store_->seq();
  if (!state) return std::unexpected(state.error());
  found.state = *state;
  PatternSearch search;
  MeetingQuery query{.project = project, .limit = kMeetingPageLimit, .cursor = {}};
  do {
    const auto page = store_->meetings(query);
    if (!page) return std::unexpected(page.error());
    for (const MeetingSummary& summary : page->meetings) {
      if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
      const auto memories = store_->memories_of(summary.meeting.id, false);
      if (!memories) return std::unexpected(memories.error());
      for (const Memory& memory : *memories) {
        if (memory.level != Level::episode || memory.state != MemoryState::active) continue;
        search.add(memory);
        ++found.memories;
      }
    }
    query.cursor = page->next;
  } while (query.cursor);
  if (const auto candidates = search.candidates(budget); !candidates) return std::unexpected(candidates.error());
  const auto read = [&](std::span<const MemoryId> ids) -> Result<std::vector<Memory>> {
    std::vector<Memory> memories;
    for (const auto& some : ids | std::views::chunk(kVectorsAtOnce)) {
      if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
      auto more = store_->memories(std::span(some.begin(), some.end()), true);
      if (!more) return std::unexpected(more.error());
      std::ranges::move(*more, std::back_inserter(memories));
    }
    return memories;
  };
  auto patterns = search.patterns(read, budget);
  if (!patterns) return std::unexpected(patterns.error());
  for (auto& members : *patterns) {
    const auto id = pattern_id_of(project, members);
    found.patterns.push_back({.id = id, .members = std::move(members)});
  }
  return found;
}

// Without what is not shown by now: members that were archived, moved away, or are of another type than most; and
// patterns of one meeting.
Result<std::vector<PatternSummary>> Engine::Impl::summaries_of(const std::string& project,
                                                               std::span<const Pattern> patterns) const {
  std::vector<MemoryId> ids;
  for (const Pattern& pattern : patterns) ids.insert(ids.end(), pattern.members.begin(), pattern.members.end());
  auto memories = store_->memories(ids, false);
  if (!memories) return std::unexpected(memories.error());
  std::unordered_map<MemoryId, const Memory*> known;
  for (const Memory& memory : *memories) known.emplace(memory.id, &memory);
  const auto catalog = this->catalog();
  const auto meetings = meetings_of(*catalog, project);
  std::vector<PatternSummary> summaries;
  for (const Pattern& pattern : patterns) {
    std::vector<ListedMemory> members;
    for (const MemoryId& id : pattern.members) {
      const auto found = known.find(id);
      if (found == known.end() || found->second->state != MemoryState::active) continue;
      auto listed = listed_in(meetings, *found->second);
      if (listed) members.push_back(std::move(*listed));
    }
    if (auto summary = summary_of(pattern.id, members)) summaries.push_back(std::move(*summary));
  }
  std::ranges::sort(summaries, {}, pattern_place);
  return summaries;
}

std::set<std::string> Engine::Impl::projects_in(const std::optional<std::string>& project,
                                                const ProjectSet& seen) const {
  std::set<std::string> projects;
  const auto catalog = this->catalog();
  for (const CatalogMeeting* meeting : catalog->meetings_in({.project = project, .projects = seen})) {
    projects.insert(meeting->project);
  }
  return projects;
}

std::unexpected<Error> Engine::Impl::no_such_project() {
  return fail(ErrorCode::not_found, "no project of that name; `hebb meetings` names those that there are");
}

Result<std::vector<ConsolidationReport>> Engine::Impl::consolidate(const ConsolidationRequest& request, Instant now,
                                                                   const ProjectSet& seen, const Budget& budget) {
  const auto projects = projects_in(request.project, seen);
  if (request.project && projects.empty()) {
    return no_such_project();
  }
  std::vector<ConsolidationReport> reports;
  for (const std::string& project : projects) {
    auto report = consolidate_project(project, request.dry_run, now, budget, kAttempts);
    const bool some = std::ranges::any_of(reports, [](const auto& done) { return done.added + done.gone > 0; });
    if (!report && some && !request.dry_run)
      return fail(report.error().code, report.error().message + "; the projects before \"" + project + "\" are done");
    if (!report) return std::unexpected(report.error());
    reports.push_back(std::move(*report));
  }
  return reports;
}

Result<ConsolidationReport> Engine::Impl::consolidate_project(const std::string& project, bool dry_run, Instant now,
                                                              const Budget& budget, int attempts) {
  for (int attempt = 1;; ++attempt) {
    const auto found = find_patterns(project, budget);
    if (!found) return std::unexpected(found.error());
    const auto before = store_->consolidation(project);
    if (!before) return std::unexpected(before.error());
    if (!dry_run) {
      const auto put = write(budget, [&, this]() -> Result<void> {
        const auto seq = store_->put_consolidation(project, found->patterns, found->state, now);
        if (!seq) return std::unexpected(seq.error());
        note_consolidated(*seq);
        return {};
      });
      // A member that is gone by now is not found.
      const bool outrun = !put && (put.error().code == ErrorCode::conflict || put.error().code == ErrorCode::not_found);
      if (outrun && attempt < attempts) continue;
      if (!put && put.error().code == ErrorCode::conflict)
        return fail(ErrorCode::unavailable, "the project changed all the while; try again when its meetings are in");
      if (!put) return std::unexpected(put.error());
    }
    const std::vector<Pattern> old = *before ? (*before)->patterns : std::vector<Pattern>();
    const auto added = without(found->patterns, old);
    ConsolidationReport report{.project = project,
                               .memories = found->memories,
                               .patterns = found->patterns.size(),
                               .in_patterns = members_of(found->patterns),
                               .added = added.size(),
                               .gone = without(old, found->patterns).size(),
                               .found = {}};
    auto told = summaries_of(project, added);
    if (!told) return std::unexpected(told.error());
    report.found = std::move(*told);
    if (report.found.size() > kToldPatterns) report.found.resize(kToldPatterns);
    return report;
  }
}

Result<void> Engine::Impl::undo_consolidation(const std::string& project, const ProjectSet& seen,
                                              const Budget& budget) {
  if (!seen.contains(project)) {
    return fail(ErrorCode::not_found, "no consolidation of project \"" + project + "\" is left to be undone");
  }
  return write(budget, [&, this]() -> Result<void> {
    const auto seq = store_->undo_consolidation(project);
    if (!seq) return std::unexpected(seq.error());
    note_consolidated(*seq);
    return {};
  });
}

// Of which nothing is derived but that it is known.
void Engine::Impl::note_consolidated(Seq seq) {
  if (seq <= derived()->applied_seq()) return;
  apply([&, this]() -> Result<void> {
    derived()->publish(seq, {});
    return {};
  });
}

// The last seq of each project at which something came in or changed, of those greater than `after`.
Result<std::map<std::string, Seq>> Engine::Impl::last_changes(Seq after, const Budget& budget) const {
  constexpr std::size_t kAtOnce = 1000;
  std::map<std::string, Seq> last;
  for (;;) {
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    const auto changes = store_->changes(after, kAtOnce);
    if (!changes) return std::unexpected(changes.error());
    if (changes->empty()) return last;
    for (const Change& change : *changes) {
      if (change.kind == Change::Kind::meeting_added || change.kind == Change::Kind::meeting_changed)
        last[change.project] = change.seq;
    }
    after = changes->back().seq;
  }
}

Result<void> Engine::Impl::consolidate_changed(const Budget& budget) {
  std::map<std::string, Seq> settled;
  for (const std::string& project : projects_in({}, {})) {
    const auto last = store_->consolidation(project);
    if (!last) return std::unexpected(last.error());
    settled[project] = *last ? (*last)->seq : 0;
  }
  const auto oldest = std::ranges::min_element(settled, {}, [](const auto& entry) { return entry.second; });
  if (oldest == settled.end()) return {};
  const auto changed = last_changes(oldest->second, budget);
  if (!changed) return std::unexpected(changed.error());
  Result<void> outcome;
  for (const auto& [project, seq] : settled) {
    const auto last = changed->find(project);
    if (last == changed->end() || last->second <= seq) continue;
    // Once: what changes meanwhile, by an undo too, is for the next look.
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    const auto done = consolidate_project(project, false, now, budget, 1);
    if (!done && outcome) outcome = std::unexpected(done.error());
    if (!done && done.error().code == ErrorCode::cancelled) break;
  }
  return outcome;
}

void Engine::Impl::consolidate_when_idle(const std::stop_token& stop) {
  give_way(kBackgroundNiceness);
  const Budget budget{.deadline = {}, .gone = [&] { return stop.stop_requested(); }};
  std::mutex mutex;
  std::condition_variable_any wake;
  std::optional<Seq> before, settled;  // what the store was at the last look, and when nothing was left to be done
  for (;;) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, options_.consolidate_after, [] { return false; });
    }
    if (stop.stop_requested()) return;
    const auto seq = background_or_failed([this] { return store_->seq(); });
    if (!seq || settled == *seq) continue;
    const bool calm = before == *seq;
    before = *seq;
    if (!calm || !is_sound()) continue;
    const auto done = background_or_failed([&, this] { return consolidate_changed(budget); });
    const bool later =
        !done && (done.error().code == ErrorCode::cancelled || done.error().code == ErrorCode::unavailable);
    if (!later) settled = *seq;  // what fails fails again until something changes
    if (!done && !later) counted_.with([](Counted& counted) { ++counted.background_errors; });
  }
}

Result<PatternPage> Engine::Impl::patterns(const PatternQuery& query) const {
  const auto after = place_before(query.cursor);
  if (!after) return std::unexpected(after.error());
  PatternPage page;
  for (const std::string& project : projects_in(query.project, query.projects)) {
    const auto known = store_->consolidation(project);
    if (!known) return std::unexpected(known.error());
    if (!*known) continue;
    auto summaries = summaries_of(project, (*known)->patterns);
    if (!summaries) return std::unexpected(summaries.error());
    for (PatternSummary& summary : *summaries) {
      const bool asked = query.types.empty() || std::ranges::contains(query.types, summary.statement.memory.type);
      if (asked && (!*after || pattern_place(summary) > **after)) page.patterns.push_back(std::move(summary));
    }
  }
  std::ranges::sort(page.patterns, {}, pattern_place);
  const auto limit = std::clamp<std::size_t>(query.limit, 1, kPatternPageLimit);
  if (page.patterns.size() <= limit) return page;
  page.patterns.resize(limit);
  page.next = cursor_after(page.patterns.back());
  return page;
}

Result<std::vector<ListedMemory>> Engine::Impl::said_again(const MemoryId& id, const std::string& project) const {
  const auto pattern = store_->pattern_of(id);
  if (!pattern) return std::unexpected(pattern.error());
  if (!*pattern) return std::vector<ListedMemory>();
  const auto summaries = summaries_of(project, std::array{**pattern});
  if (!summaries) return std::unexpected(summaries.error());
  if (summaries->empty()) return std::vector<ListedMemory>();
  auto others = summaries->front().memories;
  if (std::erase(others, id) == 0) return std::vector<ListedMemory>();
  if (others.size() > kSaidAgain) others.resize(kSaidAgain);
  const auto memories = store_->memories(others, false);
  if (!memories) return std::unexpected(memories.error());
  std::vector<ListedMemory> all;
  const auto catalog = this->catalog();
  const auto meetings = meetings_of(*catalog, project);
  for (const Memory& memory : *memories) {
    if (auto listed = listed_in(meetings, memory)) all.push_back(std::move(*listed));
  }
  return all;
}

}  // namespace hebb
