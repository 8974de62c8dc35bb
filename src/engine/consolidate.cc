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

namespace hebb {
namespace {

constexpr int kNiceness = 10;  // in the background: it waits for whatever somebody waits for
constexpr int kAttempts = 3;   // to find patterns while nothing changes
constexpr std::size_t kVectorsAtOnce = 1000;
constexpr std::size_t kMostMembers = 1'000'000;  // of a pattern that a cursor may name

auto place_of(const PatternSummary& pattern) {
  return std::tuple(-static_cast<std::int64_t>(pattern.meetings), -std::ssize(pattern.memories), pattern.id);
}

std::string cursor_after(const PatternSummary& pattern) {
  return std::to_string(pattern.meetings) + "." + std::to_string(pattern.memories.size()) + "~" + pattern.id.text();
}

// "3.7~01234567-…": meetings, memories and id of the last pattern of a page.
Result<std::optional<PatternSummary>> pattern_before(const std::optional<std::string>& cursor) {
  if (!cursor) return std::nullopt;
  const auto bad =
      fail(ErrorCode::invalid_argument, "cursor: not one that a page of patterns gave; leave it out to begin anew");
  const char* end = cursor->data() + cursor->size();
  PatternSummary last;
  std::size_t memories = 0;
  const auto meetings_read = std::from_chars(cursor->data(), end, last.meetings);
  if (meetings_read.ec != std::errc() || meetings_read.ptr == end || *meetings_read.ptr != '.') return bad;
  const auto memories_read = std::from_chars(meetings_read.ptr + 1, end, memories);
  if (memories_read.ec != std::errc() || memories_read.ptr == end || *memories_read.ptr != '~') return bad;
  const auto id = MemoryId::parse(std::string_view(memories_read.ptr + 1, end));
  if (!id || memories > kMostMembers) return bad;
  last.id = *id;
  last.memories.resize(memories);
  return last;
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
  const auto candidates = search.candidates(budget);
  if (!candidates) return std::unexpected(candidates.error());
  std::vector<Memory> memories;
  for (const auto& some : *candidates | std::views::chunk(kVectorsAtOnce)) {
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    auto read = store_->memories(std::span(some.begin(), some.end()), true);
    if (!read) return std::unexpected(read.error());
    std::ranges::move(*read, std::back_inserter(memories));
  }
  for (auto& members : search.patterns(memories)) {
    const auto id = pattern_id_of(project, members);
    found.patterns.push_back({.id = id, .members = std::move(members)});
  }
  return found;
}

// Without what is not shown by now: members that were archived or have another type, and patterns of one meeting.
Result<std::vector<PatternSummary>> Engine::Impl::summaries_of(std::span<const Pattern> patterns) const {
  std::vector<MemoryId> ids;
  for (const Pattern& pattern : patterns) ids.insert(ids.end(), pattern.members.begin(), pattern.members.end());
  auto memories = store_->memories(ids, false);
  if (!memories) return std::unexpected(memories.error());
  std::unordered_map<MemoryId, Memory*> known;
  for (Memory& memory : *memories) known.emplace(memory.id, &memory);
  const auto current = view();
  std::vector<PatternSummary> summaries;
  for (const Pattern& pattern : patterns) {
    PatternSummary summary{.id = pattern.id};
    std::set<MeetingId> meetings;
    for (const MemoryId& id : pattern.members) {
      const auto found = known.find(id);
      if (found == known.end() || found->second->state != MemoryState::active) continue;
      Memory& memory = *found->second;
      const CatalogMeeting* meeting = current->catalog->meeting(memory.meeting);
      if (meeting == nullptr) continue;
      if (summary.memories.empty()) {
        summary.statement = {.memory = memory,
                             .meeting_title = meeting->title,
                             .project = meeting->project,
                             .started_at = meeting->started_at};
      }
      if (memory.type != summary.statement.memory.type) continue;
      summary.memories.push_back(id);
      meetings.insert(memory.meeting);
      if (!meeting->started_at) continue;
      summary.first_at = std::min(summary.first_at.value_or(*meeting->started_at), *meeting->started_at);
      summary.last_at = std::max(summary.last_at.value_or(*meeting->started_at), *meeting->started_at);
    }
    summary.meetings = static_cast<std::uint32_t>(meetings.size());
    if (summary.meetings > 1) summaries.push_back(std::move(summary));
  }
  std::ranges::sort(summaries, {}, place_of);
  return summaries;
}

Result<std::vector<std::string>> Engine::Impl::projects_asked(const std::optional<std::string>& project,
                                                              const ProjectSet& seen) const {
  std::vector<std::string> projects;
  ProjectQuery query{.limit = kProjectPageLimit, .cursor = {}, .projects = seen};
  do {
    const auto page = store_->projects(query);
    if (!page) return std::unexpected(page.error());
    for (const auto& one : page->projects) {
      if (!project || *project == one.project) projects.push_back(one.project);
    }
    query.cursor = page->next;
  } while (query.cursor);
  if (project && projects.empty()) {
    return fail(ErrorCode::not_found, "no project of that name; `hebb meetings` names those that there are");
  }
  return projects;
}

Result<std::vector<ConsolidationReport>> Engine::Impl::consolidate(const ConsolidationRequest& request, Instant now,
                                                                   const ProjectSet& seen, const Budget& budget) {
  const auto projects = projects_asked(request.project, seen);
  if (!projects) return std::unexpected(projects.error());
  std::vector<ConsolidationReport> reports;
  for (const std::string& project : *projects) {
    auto report = consolidate_project(project, request.dry_run, now, budget);
    if (!report) return std::unexpected(report.error());
    reports.push_back(std::move(*report));
  }
  return reports;
}

Result<ConsolidationReport> Engine::Impl::consolidate_project(const std::string& project, bool dry_run, Instant now,
                                                              const Budget& budget) {
  for (int attempt = 1;; ++attempt) {
    const auto found = find_patterns(project, budget);
    if (!found) return std::unexpected(found.error());
    const auto before = store_->consolidation(project);
    if (!before) return std::unexpected(before.error());
    if (!dry_run) {
      const auto seq = write([&, this]() -> Result<Seq> {
        auto put = store_->put_consolidation(project, found->patterns, found->state, now);
        if (put) apply([&, this]() -> Result<void> { return derived()->publish(*put, {}), Result<void>(); });
        return put;
      });
      const bool outrun = !seq && seq.error().code == ErrorCode::conflict;
      if (outrun && attempt < kAttempts) continue;
      if (outrun) return fail(ErrorCode::unavailable, "meetings changed all the while; try again when they are in");
      if (!seq) return std::unexpected(seq.error());
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
    auto told = summaries_of(added);
    if (!told) return std::unexpected(told.error());
    report.found = std::move(*told);
    if (report.found.size() > kToldPatterns) report.found.resize(kToldPatterns);
    return report;
  }
}

Result<void> Engine::Impl::undo_consolidation(const std::string& project, Instant now, const ProjectSet& seen) {
  if (!seen.contains(project)) {
    return fail(ErrorCode::not_found, "no consolidation of project \"" + project + "\" is left to be undone");
  }
  return write([&, this]() -> Result<void> {
    const auto seq = store_->undo_consolidation(project, now);
    if (!seq) return std::unexpected(seq.error());
    apply([&, this]() -> Result<void> { return derived()->publish(*seq, {}), Result<void>(); });
    return {};
  });
}

Result<bool> Engine::Impl::changed_since(const std::string& project, Seq seq) const {
  constexpr std::size_t kAtOnce = 1000;
  for (;;) {
    const auto changes = store_->changes(seq, kAtOnce);
    if (!changes) return std::unexpected(changes.error());
    if (changes->empty()) return false;
    const auto is_of_it = [&](const Change& change) {
      return change.project == project &&
             (change.kind == Change::Kind::meeting_added || change.kind == Change::Kind::meeting_changed);
    };
    if (std::ranges::any_of(*changes, is_of_it)) return true;
    seq = changes->back().seq;
  }
}

Result<void> Engine::Impl::consolidate_changed(const std::stop_token& stop) {
  const auto projects = projects_asked({}, {});
  if (!projects) return std::unexpected(projects.error());
  for (const std::string& project : *projects) {
    const auto last = store_->consolidation(project);
    if (!last) return std::unexpected(last.error());
    const auto changed = changed_since(project, *last ? (*last)->seq : 0);
    if (!changed) return std::unexpected(changed.error());
    if (!*changed) continue;
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    const auto done =
        consolidate_project(project, false, now, {.deadline = {}, .gone = [&] { return stop.stop_requested(); }});
    if (!done) return std::unexpected(done.error());
  }
  return {};
}

void Engine::Impl::consolidate_when_idle(const std::stop_token& stop) {
  give_way(kNiceness);
  std::mutex mutex;
  std::condition_variable_any wake;
  std::optional<Seq> before, settled;  // what the store was at the last look, and when nothing was left to be done
  for (;;) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, options_.consolidate_after, [] { return false; });
    }
    if (stop.stop_requested()) return;
    const auto seq = store_->seq();
    if (!seq || settled == *seq) continue;
    const bool calm = before == *seq;
    before = *seq;
    if (!calm || !is_sound()) continue;
    const auto done = consolidate_changed(stop);
    const auto after = store_->seq();
    if (done && after) settled = before = *after;
    const bool failed =
        !done && done.error().code != ErrorCode::cancelled && done.error().code != ErrorCode::unavailable;
    if (failed) counted_.with([](Counted& counted) { ++counted.background_errors; });
  }
}

Result<PatternPage> Engine::Impl::patterns(const PatternQuery& query) const {
  const auto after = pattern_before(query.cursor);
  if (!after) return std::unexpected(after.error());
  PatternPage page;
  const auto projects = projects_asked({}, query.projects);
  if (!projects) return std::unexpected(projects.error());
  for (const std::string& project : *projects) {
    if (query.project && *query.project != project) continue;
    const auto known = store_->consolidation(project);
    if (!known) return std::unexpected(known.error());
    if (!*known) continue;
    auto summaries = summaries_of((*known)->patterns);
    if (!summaries) return std::unexpected(summaries.error());
    for (PatternSummary& summary : *summaries) {
      const bool asked = query.types.empty() || std::ranges::contains(query.types, summary.statement.memory.type);
      if (asked && (!*after || place_of(summary) > place_of(**after))) page.patterns.push_back(std::move(summary));
    }
  }
  std::ranges::sort(page.patterns, {}, place_of);
  const auto limit = std::clamp<std::size_t>(query.limit, 1, kPatternPageLimit);
  if (page.patterns.size() <= limit) return page;
  page.patterns.resize(limit);
  page.next = cursor_after(page.patterns.back());
  return page;
}

Result<std::vector<ListedMemory>> Engine::Impl::said_again(const MemoryId& id) const {
  const auto pattern = store_->pattern_of(id);
  if (!pattern) return std::unexpected(pattern.error());
  if (!*pattern) return std::vector<ListedMemory>();
  const auto summaries = summaries_of(std::array{**pattern});
  if (!summaries) return std::unexpected(summaries.error());
  if (summaries->empty()) return std::vector<ListedMemory>();
  auto others = summaries->front().memories;
  if (std::erase(others, id) == 0) return std::vector<ListedMemory>();
  if (others.size() > kSaidAgain) others.resize(kSaidAgain);
  auto memories = store_->memories(others, false);
  if (!memories) return std::unexpected(memories.error());
  std::vector<ListedMemory> listed;
  const auto current = view();
  for (Memory& memory : *memories) {
    const CatalogMeeting* meeting = current->catalog->meeting(memory.meeting);
    if (meeting == nullptr) continue;
    listed.push_back({.memory = std::move(memory),
                      .meeting_title = meeting->title,
                      .project = meeting->project,
                      .started_at = meeting->started_at});
  }
  return listed;
}

}  // namespace hebb
