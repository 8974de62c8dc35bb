// Taking away a part of meetings: single turns, what one person said, a period. What is left of a meeting is extracted
// again as if the erased turns had been silent, so that no memory, context or connection keeps a word of them.
#include <algorithm>
#include <array>
#include <functional>
#include <ranges>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>

#include "engine/collection.h"
#include "engine/engine_impl.h"
#include "engine/find_anew.h"
#include "extract/extract.h"

namespace hebb {
namespace {

constexpr int kRounds = 4;  // at counting, or at erasing all, beside others who change the same meetings

void add(EraseCounts& sum, EraseCounts&& counts) {
  sum.meetings += counts.meetings;
  sum.turns += counts.turns;
  sum.memories += counts.memories;
  sum.vectors += counts.vectors;
  sum.connections += counts.connections;
  sum.lost_corrections += counts.lost_corrections;
  std::ranges::move(counts.erased, std::back_inserter(sum.erased));
  std::ranges::move(counts.reduced, std::back_inserter(sum.reduced));
  sum.seq = counts.seq;
}

bool has_words(const Turn& turn) {
  return !turn.text.empty();
}

bool in_period(const Meeting& meeting, const Period& period) {
  if (!period.since && !period.until) return true;
  if (!meeting.started_at) return false;
  return (!period.since || *meeting.started_at >= *period.since) &&
         (!period.until || *meeting.started_at < *period.until);
}

Result<void> extract_in(MeetingRecord& remains, std::span<const Memory> known, const Encoder& encoder) {
  auto extraction = extract_again(remains.meeting, remains.turns, known, encoder);
  if (!extraction) return std::unexpected(extraction.error());
  remains.memories = std::move(extraction->memories);
  remains.connections = std::move(extraction->connections);
  return {};
}

std::vector<MeetingId> ids_of(const std::vector<MeetingSummary>& meetings) {
  std::vector<MeetingId> ids;
  ids.reserve(meetings.size());
  for (const MeetingSummary& summary : meetings) ids.push_back(summary.meeting.id);
  return ids;
}

}  // namespace

Result<FindAnew> find_anew_with(std::shared_ptr<const Encoder> encoder, const std::optional<EncoderProbe>& probe) {
  if (probe) {
    const auto present = make_probe(*encoder);
    if (!present) return std::unexpected(present.error());
    if (auto same = check_probe(*probe, *present); !same) return std::unexpected(same.error());
  }
  return [encoder = std::move(encoder)](MeetingRecord& remains, std::span<const Memory> known) {
    return extract_in(remains, known, *encoder);
  };
}

// Meetings to be erased in part or whole. What is left of them is found beside the writer, and written when there is
// enough of it: other writes come between, and a meeting that one of them has changed is looked at again.
class Engine::Impl::Erasure {
 public:
  Erasure(Impl& engine, const TurnChoice& choice, bool dry_run) : engine_(engine), choice_(choice), dry_run_(dry_run) {}

  // What is written already, is erased.
  std::unexpected<Error> ended(const Error& error) const {
    return has_begun() ? ended_after_some(error) : std::unexpected(error);
  }
  // What has begun is done: to stop half way because nobody waits for it any more would serve nobody.
  Budget left_of(const Budget& budget) const { return has_begun() ? Budget{} : budget; }

  // Takes them and, whenever there is enough for it, writes; not what is left at the end. Not on the writer thread.
  Result<void> take_in_steps(std::span<const MeetingId> ids, const Budget& budget) {
    for (const MeetingId& id : ids) {
      if (auto goes_on = left_of(budget).check(); !goes_on) return goes_on;
      if (auto taken = take(id); !taken) return taken;
      if (memories_ < engine_.options_.erased_at_once) continue;
      if (auto done = engine_.erasing(dry_run_, left_of(budget), [this] { return write(); }); !done) return done;
    }
    return {};
  }

  // Any thread.
  Result<void> take(const MeetingId& id) {
    if (reduced_.empty() && whole_.empty()) {
      const auto seq = engine_.store_->seq();
      if (!seq) return std::unexpected(seq.error());
      taken_at_ = *seq;
    }
    auto summary = engine_.store_->meeting(id);
    if (!summary) return std::unexpected(summary.error());
    if (!*summary || (choice_.concerns && !choice_.concerns((*summary)->meeting))) return {};
    auto turns = engine_.store_->turns(id, 0, UINT32_MAX);
    if (!turns) return std::unexpected(turns.error());
    const auto known = engine_.store_->memories_of(id, true);
    if (!known) return std::unexpected(known.error());
    MeetingRecord remains{.meeting = std::move((*summary)->meeting), .turns = std::move(*turns)};
    if (!lessen(remains, *known)) return {};
    if (std::ranges::none_of(remains.turns, has_words)) {
      memories_ += known->size();
      whole_.emplace_back(id, std::move(remains.meeting.project));
      return {};
    }
    if (auto extracted = extract_in(remains, *known, *engine_.encoder_); !extracted) return extracted;
    memories_ += remains.memories.size();
    reduced_.push_back(std::move(remains));
    return {};
  }

  // Erases what was taken, on the writer thread, or counts it, on any.
  Result<void> write() {
    for (int attempt = 0; attempt < kRounds; ++attempt) {
      if (auto again = take_changed_again(); !again) return again;
      if (!dry_run_) return erase();
      auto counts = count();
      if (!counts) return std::unexpected(counts.error());
      const auto changed = this->changed();
      if (!changed) return std::unexpected(changed.error());
      if (!changed->meetings.empty()) continue;
      add(total_, std::move(*counts));
      forget_taken();
      return {};
    }
    return fail(ErrorCode::unavailable, "the meetings changed all the while; try again");
  }

  Result<EraseCounts> finish() {
    if (total_.seq == 0) {
      const auto seq = engine_.store_->seq();
      if (!seq) return std::unexpected(seq.error());
      total_.seq = *seq;
    }
    total_.traces_remain = !dry_run_ && engine_.store_->traces_remain();
    return std::move(total_);
  }

 private:
  bool has_begun() const { return total_.seq > 0 && !dry_run_; }

  // False: nothing of it goes.
  bool lessen(MeetingRecord& remains, std::span<const Memory> known) const {
    const auto& name = choice_.forgotten;
    bool less = name && std::erase(remains.meeting.participants, *name) > 0;
    // A memory may bear the name where no turn does.
    less = less || (name && std::ranges::contains(known, name, &Memory::speaker));
    for (Turn& turn : remains.turns) {
      if (!choice_.goes(turn)) continue;
      less = less || has_words(turn) || turn.speaker;
      turn.text.clear();
      turn.speaker.reset();
    }
    return less;
  }

  struct Changed {
    std::vector<MeetingId> meetings;
    Seq looked_until = 0;
  };

  // Of those taken. The log does not say whose name a renaming changed, and what is only counted bears but one.
  Result<Changed> changed() const {
    Changed found{.meetings = {}, .looked_until = taken_at_};
    std::unordered_set<MeetingId> meetings;
    std::unordered_set<std::string> renamed;
    const auto looked = engine_.each_change(taken_at_, [&](const Change& change) {
      found.looked_until = change.seq;
      if (change.kind != Change::Kind::speaker_renamed)
        meetings.insert(change.meeting);
      else if (!dry_run_ || (choice_.renamed && *choice_.renamed))
        renamed.insert(change.project);
    });
    if (!looked) return std::unexpected(looked.error());
    const auto note = [&](const MeetingId& id, const std::string& project) {
      if (meetings.contains(id) || renamed.contains(project)) found.meetings.push_back(id);
    };
    for (const MeetingRecord& one : reduced_) note(one.meeting.id, one.meeting.project);
    for (const auto& [id, project] : whole_) note(id, project);
    return found;
  }

  Result<void> take_changed_again() {
    const auto changed = this->changed();
    if (!changed) return std::unexpected(changed.error());
    for (const MeetingId& id : changed->meetings) {
      std::erase_if(reduced_, [&](const MeetingRecord& one) { return one.meeting.id == id; });
      std::erase_if(whole_, [&](const auto& one) { return one.first == id; });
    }
    taken_at_ = changed->looked_until;
    for (const MeetingId& id : changed->meetings) {
      if (auto taken = take(id); !taken) return taken;
    }
    return {};
  }

  Result<EraseCounts> count() const {
    EraseCounts sum;
    auto reduced = engine_.store_->reduce_meetings(reduced_, true);
    if (!reduced) return reduced;
    add(sum, std::move(*reduced));
    auto whole = engine_.store_->erase_meetings(whole_ids(), true);
    if (!whole) return whole;
    add(sum, std::move(*whole));
    return sum;
  }

  Result<void> erase() {
    if (reduced_.empty() && whole_.empty()) return {};
    if (auto forgotten = engine_.forget_snapshot(); !forgotten) return forgotten;
    if (!reduced_.empty()) {
      auto counts = engine_.store_->reduce_meetings(reduced_, false);
      if (!counts) return std::unexpected(counts.error());
      forget_replies();
      // Each by its own seq, the last of which is the erasure's: until then no view is of that state.
      auto seq = counts->seq + 1 - counts->reduced.size();
      for (const MeetingId& id : counts->reduced) {
        engine_.apply([&] { return engine_.refresh(id, seq, Texts::anew); });
        ++seq;
      }
      add(total_, std::move(*counts));
    }
    if (!whole_.empty()) {
      auto counts = engine_.store_->erase_meetings(whole_ids(), false);
      if (!counts) return std::unexpected(counts.error());
      forget_replies();
      engine_.apply([&] { return engine_.derived()->erase(counts->erased, counts->seq); });
      add(total_, std::move(*counts));
    }
    engine_.wake_folder();
    forget_taken();
    return {};
  }

  std::vector<MeetingId> whole_ids() const {
    const auto ids = whole_ | std::views::keys;
    return {ids.begin(), ids.end()};
  }

  void forget_replies() {
    for (const MeetingRecord& one : reduced_) engine_.kept_replies_.forget(one.meeting.project);
    for (const auto& [id, project] : whole_) engine_.kept_replies_.forget(project);
  }

  void forget_taken() {
    reduced_.clear();
    whole_.clear();
    memories_ = 0;
  }

  Impl& engine_;
  const TurnChoice& choice_;
  const bool dry_run_;
  std::vector<MeetingRecord> reduced_;                    // taken, as are the next
  std::vector<std::pair<MeetingId, std::string>> whole_;  // with its project
  std::size_t memories_ = 0;                              // of them
  Seq taken_at_ = 0;                                      // of the store, before the first of them was read
  EraseCounts total_;
};

Result<std::vector<MeetingSummary>> Engine::Impl::meetings_in(const Period& period, const ProjectSet& seen) const {
  std::vector<MeetingSummary> found;
  MeetingQuery query{.project = period.project, .limit = kMeetingPageLimit, .cursor = {}, .projects = seen};
  do {
    auto page = store_->meetings(query);
    if (!page) return std::unexpected(page.error());
    for (auto& summary : page->meetings) {
      if (in_period(summary.meeting, period)) found.push_back(std::move(summary));
    }
    query.cursor = page->next;
  } while (query.cursor);
  return found;
}

Result<std::vector<MeetingId>> Engine::Impl::meetings_with(const std::string& name, const Period& period,
                                                           const ProjectSet& seen) const {
  const auto meetings = meetings_in(period, seen);
  if (!meetings) return std::unexpected(meetings.error());
  const auto with = store_->meetings_with(name);  // participants alone are not all who speak
  if (!with) return std::unexpected(with.error());
  auto ids = ids_of(*meetings);
  std::erase_if(ids, [&](const MeetingId& id) { return !std::ranges::binary_search(*with, id); });
  return ids;
}

Result<void> Engine::Impl::each_change(Seq after, const std::function<void(const Change&)>& visit) const {
  constexpr std::size_t kChangesAtOnce = 1000;
  for (;;) {
    const auto changes = store_->changes(after, kChangesAtOnce);
    if (!changes) return std::unexpected(changes.error());
    std::ranges::for_each(*changes, visit);
    if (changes->size() < kChangesAtOnce) return {};
    after = changes->back().seq;
  }
}

Result<EraseCounts> Engine::Impl::erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen,
                                               const Budget& budget) {
  return erasing(dry_run, budget, [&, this]() -> Result<EraseCounts> {
    const auto found = listed(id, seen);
    if (!found) return std::unexpected(found.error());
    const Memory& erased = found->memory;
    if (erased.level != Level::episode) {
      return fail(ErrorCode::conflict,
                  "a context or concept is derived from what was said; erase the memories that it is made of, or their "
                  "meeting, and it goes with them");
    }
    const auto goes = [&](const Turn& turn) {
      return turn.number >= erased.first_turn && turn.number <= erased.last_turn;
    };
    const TurnChoice choice{.goes = goes, .forgotten = {}, .renamed = {}, .concerns = {}};
    Erasure erasure(*this, choice, dry_run);
    if (auto taken = erasure.take(erased.meeting); !taken) return std::unexpected(taken.error());
    if (auto written = erasure.write(); !written) return std::unexpected(written.error());
    return erasure.finish();
  });
}

Result<EraseCounts> Engine::Impl::erase_speaker(const std::string& name, const Period& period, bool dry_run,
                                                const ProjectSet& seen, const Budget& budget) {
  const auto renamed = names_.watch(period.project, name);
  auto meetings = meetings_with(name, period, seen);
  if (!meetings) return std::unexpected(meetings.error());
  if (meetings->empty()) {
    return fail(ErrorCode::not_found, "no speaker of that name in this project and time; `hebb speakers` lists them");
  }
  const TurnChoice choice{
      .goes = [&](const Turn& turn) { return turn.speaker == name; },
      .forgotten = name,
      .renamed = renamed,
      .concerns =
          [&](const Meeting& meeting) { return meeting.project == period.project && in_period(meeting, period); }};
  Erasure erasure(*this, choice, dry_run);
  bool elsewhere = false;  // what stood under the name stands under another one
  // Until there is none at one moment; who comes all the while is at last made to wait.
  for (int attempt = 1; !meetings->empty(); ++attempt) {
    if (auto taken = erasure.take_in_steps(*meetings, budget); !taken) return erasure.ended(taken.error());
    auto done = erasing(dry_run, erasure.left_of(budget), [&, this]() -> Result<void> {
      if (auto written = erasure.write(); !written) return written;
      meetings = dry_run ? std::vector<MeetingId>() : meetings_with(name, period, seen);
      if (!meetings) return std::unexpected(meetings.error());
      elsewhere = *renamed;
      if (attempt < kRounds) return {};
      for (const MeetingId& id : std::exchange(*meetings, {})) {
        if (auto taken = erasure.take(id); !taken) return taken;
      }
      return erasure.write();
    });
    if (!done) return erasure.ended(done.error());
  }
  if (!elsewhere) return erasure.finish();
  const auto error = fail(ErrorCode::conflict,
                          "this speaker was renamed meanwhile, and what stood under the name is not all erased; see "
                          "`hebb speakers` for what it is called now");
  return erasure.ended(error.error());
}

Result<EraseCounts> Engine::Impl::erase_period(const Period& period, bool dry_run, const ProjectSet& seen,
                                               const Budget& budget) {
  // On the writer thread: what was moved or dated meanwhile is not of the period any more.
  return erasing(dry_run, budget, [&, this]() -> Result<EraseCounts> {
    const auto meetings = meetings_in(period, seen);
    if (!meetings) return std::unexpected(meetings.error());
    if (meetings->empty()) return fail(ErrorCode::not_found, "no meetings in this project and time");
    return erase_now(ids_of(*meetings), dry_run);
  });
}

Result<EraseCounts> Engine::Impl::erase_project(const std::string& project, bool dry_run, const ProjectSet& seen,
                                                const Budget& budget) {
  auto erased = erasing(dry_run, budget, [&, this]() -> Result<std::optional<EraseCounts>> {  // there, as for a period
    const auto meetings = meetings_in({.project = project, .since = {}, .until = {}}, seen);
    if (!meetings) return std::unexpected(meetings.error());
    if (meetings->empty()) return std::nullopt;
    return erase_now(ids_of(*meetings), dry_run);
  });
  if (!erased) return std::unexpected(erased.error());
  return *erased ? Result<EraseCounts>(**std::move(erased)) : erase_declared(project, dry_run, seen, budget);
}

}  // namespace hebb
