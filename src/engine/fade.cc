// Counting what is read, off the path of whoever reads, and archiving what has faded.
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <format>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "consolidate/strength.h"
#include "engine/clock_watch.h"
#include "engine/engine_impl.h"

namespace hebb {
namespace {

constexpr std::chrono::seconds kWrittenEvery(30);
constexpr std::chrono::hours kFadedEvery(6);

// With the machine's sleep, which steady_clock leaves out.
ClockWatch::Uptime machine_uptime() {
  ::timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + Milliseconds(now.tv_nsec / 1'000'000);
}

// Of what was never read: as it was imported.
MemoryAccess unread(const MemoryId& memory, Instant imported_at) {
  return {.memory = memory, .count = 0, .read_at = {}, .at = imported_at, .strength = kFreshStrength, .faded_at = {}};
}

double strength_at(const MemoryAccess& access, Instant now, Level level) {
  return faded(access.strength, now - access.at, level);
}

// What is known of the readings of memories that are there, whether they were ever read or not.
class AccessReader {
 public:
  static Result<AccessReader> open(const MemoryStore& store, std::span<const MemoryId> ids) {
    const auto accesses = store.accesses(ids);
    if (!accesses) return std::unexpected(accesses.error());
    return AccessReader(store, *accesses);
  }

  Result<MemoryAccess> of(const Memory& memory) {
    if (const auto known = known_.find(memory.id); known != known_.end()) return known->second;
    auto imported = imported_at_.find(memory.meeting);
    if (imported == imported_at_.end()) {
      const auto meeting = store_->meeting(memory.meeting);
      if (!meeting) return std::unexpected(meeting.error());
      if (!*meeting) return fail(ErrorCode::not_found, "no memory " + memory.id.text());
      imported = imported_at_.emplace(memory.meeting, (*meeting)->created_at).first;
    }
    return unread(memory.id, imported->second);
  }

 private:
  AccessReader(const MemoryStore& store, std::span<const MemoryAccess> accesses) : store_(&store) {
    for (const MemoryAccess& access : accesses) known_.emplace(access.memory, access);
  }

  const MemoryStore* store_;
  std::unordered_map<MemoryId, MemoryAccess> known_;
  std::unordered_map<MeetingId, Instant> imported_at_;
};

std::vector<MemoryId> ids_of(std::span<const Memory> memories) {
  std::vector<MemoryId> ids;
  ids.reserve(memories.size());
  for (const Memory& memory : memories) ids.push_back(memory.id);
  return ids;
}

struct FadingMemory {
  Memory memory;
  MemoryAccess access;
  double strength = 0;
};

// Reading makes no memory weaker, so where nothing would have faded unread, nothing has.
bool may_have_faded(const MeetingSummary& meeting, double below, Instant now) {
  return std::ranges::any_of(std::array{Level::episode, Level::context}, [&](Level level) {
    return faded(kFreshStrength, now - meeting.created_at, level) < below;
  });
}

Result<std::vector<FadingMemory>> fading_in(const MemoryStore& store, const MeetingId& meeting, double below,
                                            Instant now) {
  auto memories = store.memories_of(meeting, false);
  if (!memories) return std::unexpected(memories.error());
  auto known = AccessReader::open(store, ids_of(*memories));
  if (!known) return std::unexpected(known.error());
  std::vector<FadingMemory> fading;
  for (Memory& memory : *memories) {
    if (memory.state != MemoryState::active || !half_life_of(memory.level)) continue;
    const auto access = known->of(memory);
    if (!access) return std::unexpected(access.error());
    const double strength = strength_at(*access, now, memory.level);
    if (strength >= below) continue;
    fading.push_back({.memory = std::move(memory), .access = *access, .strength = strength});
  }
  return fading;
}

std::vector<MemoryAccess> accesses_of(std::span<const FadingMemory> fading) {
  std::vector<MemoryAccess> accesses;
  accesses.reserve(fading.size());
  for (const FadingMemory& one : fading) accesses.push_back(one.access);
  return accesses;
}

// The first kToldFaded of all: the faintest, and of equals the first said.
void tell(FadeReport& report, const MeetingSummary& meeting, std::vector<FadingMemory>& fading, bool dry_run) {
  if (fading.empty()) return;
  ++report.meetings;
  for (FadingMemory& one : fading) {
    ++report.memories.at(static_cast<std::size_t>(one.memory.level));
    if (!dry_run) one.memory.state = MemoryState::archived;
    report.faintest.push_back({.listed = {.memory = std::move(one.memory),
                                          .meeting_title = meeting.meeting.title,
                                          .project = meeting.meeting.project,
                                          .started_at = meeting.meeting.started_at},
                               .strength = one.strength});
  }
  std::ranges::stable_sort(report.faintest, {}, &FadedMemory::strength);
  if (report.faintest.size() > kToldFaded) report.faintest.resize(kToldFaded);
}

// Those of a meeting that have faded, as fresh as imported.
Result<std::vector<MemoryAccess>> restored_in(const MemoryStore& store, const MeetingId& meeting, Instant now) {
  const auto memories = store.memories_of(meeting, false);
  if (!memories) return std::unexpected(memories.error());
  auto accesses = store.accesses(ids_of(*memories));
  if (!accesses) return accesses;
  std::erase_if(*accesses, [](const MemoryAccess& access) { return !access.faded_at; });
  for (MemoryAccess& access : *accesses) access.strength = kFreshStrength, access.at = now;
  return accesses;
}

MemoryAccess after(MemoryAccess access, const Readings& readings, Level level) {
  const Instant at = std::max(access.at, readings.last_at);
  access.strength = reinforced(strength_at(access, at, level), readings.count);
  access.at = at;
  access.read_at = std::max(access.read_at.value_or(readings.last_at), readings.last_at);
  access.count += readings.count;
  return access;
}

Result<std::vector<MemoryAccess>> after_all(const MemoryStore& store, const AccessLog::Entries& noted) {
  std::vector<MemoryId> ids;
  for (const auto& [id, readings] : noted) ids.push_back(id);
  const auto memories = store.memories(ids, false);  // what was erased since is not there
  if (!memories) return std::unexpected(memories.error());
  auto known = AccessReader::open(store, ids);
  if (!known) return std::unexpected(known.error());
  std::vector<MemoryAccess> accesses;
  for (const Memory& memory : *memories) {
    const auto access = known->of(memory);
    if (!access) return std::unexpected(access.error());
    accesses.push_back(after(*access, noted.at(memory.id), memory.level));
  }
  return accesses;
}

}  // namespace

Result<void> Engine::Impl::write_accesses() {
  if (accesses_.empty()) return {};
  return write({}, [this]() -> Result<void> {
    const auto noted = accesses_.take();
    const auto accesses = after_all(*store_, noted);
    auto put = accesses ? store_->put_accesses(*accesses) : std::unexpected(accesses.error());
    if (!put) accesses_.put_back(noted);
    return put;
  });
}

// The next write makes it good (EraseCounts), so one of nothing does.
Result<void> Engine::Impl::finish_erasures() {
  if (!store_->traces_remain()) return {};
  return write({}, [this] { return store_->put_accesses({}); });
}

// Of what came out of an archive: there it may have lain for long, here it is new.
Result<void> Engine::Impl::freshen(std::span<const Memory> memories, Instant now) {
  std::vector<MemoryAccess> accesses;
  for (const Memory& memory : memories) {
    if (half_life_of(memory.level)) accesses.push_back(unread(memory.id, now));
  }
  return store_->put_accesses(accesses);
}

void Engine::Impl::keep_accesses(const std::stop_token& stop) {
  give_way(kBackgroundNiceness);
  const Budget budget{.deadline = {}, .gone = [&] { return stop.stop_requested(); }};
  std::mutex mutex;
  std::condition_variable_any wake;
  std::optional<std::chrono::steady_clock::time_point> faded;
  const auto newest = background_or_failed([this] { return store_->last_moment(); });
  ClockWatch clock(present(), machine_uptime(), newest.value_or(std::nullopt));
  for (;;) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, kWrittenEvery, [] { return false; });
    }
    if (stop.stop_requested()) return;
    std::ignore = background_or_failed([this] { return finish_erasures(); });  // tried again with the next, as this:
    std::ignore = background_or_failed([this] { return write_accesses(); });
    const auto now = std::chrono::steady_clock::now();
    const bool due = !faded || now - *faded >= kFadedEvery;
    if (options_.fade_below <= 0 || !due || !is_sound()) continue;
    const FadeRequest request{.project = {}, .below = options_.fade_below};
    const auto done = background_or_failed([&, this]() -> Result<void> {
      if (!clock.is_believed(present(), machine_uptime())) {
        return fail(ErrorCode::internal, "nothing fades: the clock was set, or is far past all that is known");
      }
      const auto report = fade(request, present(), ProjectSet(), budget);
      return report ? Result<void>() : std::unexpected(report.error());
    });
    const bool later =
        !done && (done.error().code == ErrorCode::cancelled || done.error().code == ErrorCode::unavailable);
    if (!later) faded = now;
    if (!done && !later) counted_.with([](Counted& counted) { ++counted.background_errors; });
  }
}

Result<AccessDetail> Engine::Impl::access_of(const Memory& memory) const {
  auto known = AccessReader::open(*store_, std::array{memory.id});
  if (!known) return std::unexpected(known.error());
  const auto access = known->of(memory);
  if (!access) return std::unexpected(access.error());
  return AccessDetail{.count = access->count,
                      .last_at = access->read_at,
                      .strength = strength_at(*access, present(), memory.level),
                      .faded_at = access->faded_at};
}

std::unexpected<Error> Engine::Impl::ended_after_some(const Error& error) {
  return fail(error.code, error.message + "; what was done until then stays, and asking again goes on from there");
}

Result<FadeReport> Engine::Impl::fade(const FadeRequest& request, Instant now, const ProjectSet& seen,
                                      const Budget& budget) {
  if (!(request.below >= kLeastFloor && request.below <= kGreatestFloor)) {
    return fail(ErrorCode::invalid_argument, std::format("below: must be {}..{}", kLeastFloor, kGreatestFloor));
  }
  const auto projects = projects_in(request.project, seen);
  if (request.project && projects.empty()) return no_such_project();
  if (auto written = write_accesses(); !written) return std::unexpected(written.error());
  FadeReport report;
  const auto ended = [&](const Error& error) {
    return report.meetings > 0 && !request.dry_run ? ended_after_some(error) : std::unexpected(error);
  };
  for (const std::string& project : projects) {
    MeetingQuery query{.project = project, .limit = kMeetingPageLimit, .cursor = {}};
    do {
      const auto page = store_->meetings(query);
      if (!page) return ended(page.error());
      for (const MeetingSummary& meeting : page->meetings) {
        if (auto goes_on = budget.check(); !goes_on) return ended(goes_on.error());
        if (!may_have_faded(meeting, request.below, now)) continue;
        auto done =
            write(budget, [&, this] { return fade_meeting(meeting.meeting.id, project, request, now, report); });
        if (!done) return ended(done.error());
      }
      query.cursor = page->next;
    } while (query.cursor);
  }
  return report;
}

// All that has faded in one meeting, or nothing; read where nothing else can change it.
Result<void> Engine::Impl::fade_meeting(const MeetingId& id, const std::string& project, const FadeRequest& request,
                                        Instant now, FadeReport& report) {
  const auto meeting = store_->meeting(id);
  if (!meeting) return std::unexpected(meeting.error());
  if (!*meeting || (*meeting)->meeting.project != project) return {};
  auto fading = fading_in(*store_, id, request.below, now);
  if (!fading) return std::unexpected(fading.error());
  if (fading->empty()) return {};
  const auto outcome = store_->fade(accesses_of(*fading), now, request.dry_run);
  if (!outcome) return std::unexpected(outcome.error());
  if (!request.dry_run && !outcome->memories.empty())
    apply([&, this] { return refresh(id, outcome->seq, Texts::same); });
  const std::unordered_set<MemoryId> archived(outcome->memories.begin(), outcome->memories.end());
  std::erase_if(*fading, [&](const FadingMemory& one) {
    return !archived.contains(one.memory.id);  // a person said that it is active
  });
  tell(report, **meeting, *fading, request.dry_run);
  return {};
}

Result<UnfadeReport> Engine::Impl::restore_faded(const std::optional<std::string>& project, Instant now,
                                                 const ProjectSet& seen, const Budget& budget) {
  const auto projects = projects_in(project, seen);
  if (project && projects.empty()) return no_such_project();
  UnfadeReport report;
  const auto ended = [&](const Error& error) {
    return report.meetings > 0 ? ended_after_some(error) : std::unexpected(error);
  };
  for (const std::string& one : projects) {
    const auto meetings = store_->faded(one);
    if (!meetings) return ended(meetings.error());
    for (const MeetingId& id : *meetings) {
      if (auto goes_on = budget.check(); !goes_on) return ended(goes_on.error());
      auto done = write(budget, [&, this] { return restore_meeting(id, one, now, report); });
      if (!done) return ended(done.error());
    }
  }
  return report;
}

Result<void> Engine::Impl::restore_meeting(const MeetingId& id, const std::string& project, Instant now,
                                           UnfadeReport& report) {
  const auto there = store_->project_of(id);
  if (!there) return std::unexpected(there.error());
  if (*there != project) return {};
  const auto accesses = restored_in(*store_, id, now);
  if (!accesses) return std::unexpected(accesses.error());
  const auto outcome = store_->restore_faded(*accesses);
  if (!outcome) return std::unexpected(outcome.error());
  if (outcome->memories.empty()) return {};
  apply([&, this] { return refresh(id, outcome->seq, Texts::same); });
  report.memories += outcome->memories.size();
  ++report.meetings;
  return {};
}

}  // namespace hebb
