// Taking away a part of meetings: single turns, what one person said, a period. What is left of a meeting is extracted
// again as if the erased turns had been silent, so that no memory, context or connection keeps a word of them.
#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "engine/collection.h"
#include "engine/engine_impl.h"
#include "engine/find_anew.h"
#include "extract/extract.h"

namespace hebb {
namespace {

constexpr std::size_t kMemoriesAtOnce = 16'384;  // in one transaction: 26 MB of vectors

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
  sum.traces_remain = sum.traces_remain || counts.traces_remain;
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

// Meetings to be erased in part or whole, written when there are enough of them.
class Engine::Impl::Erasure {
 public:
  Erasure(Impl& engine, bool dry_run) : engine_(engine), dry_run_(dry_run) {}

  // What is written already, is erased.
  std::unexpected<Error> ended(const Error& error) const {
    return total_.seq > 0 && !dry_run_ ? ended_after_some(error) : std::unexpected(error);
  }

  // Requires: the writer thread.
  Result<void> take(const MeetingId& id, const TurnChoice& choice) {
    auto summary = engine_.store_->meeting(id);
    if (!summary) return std::unexpected(summary.error());
    if (!*summary) return {};
    auto turns = engine_.store_->turns(id, 0, UINT32_MAX);
    if (!turns) return std::unexpected(turns.error());
    MeetingRecord remains{.meeting = std::move((*summary)->meeting), .turns = std::move(*turns)};
    bool less = choice.forgotten.has_value();  // a memory may bear the name where no turn does
    if (choice.forgotten) std::erase(remains.meeting.participants, *choice.forgotten);
    for (Turn& turn : remains.turns) {
      if (!choice.goes(turn)) continue;
      less = less || has_words(turn) || turn.speaker;
      turn.text.clear();
      turn.speaker.reset();
    }
    if (!less) return {};
    projects_.insert(remains.meeting.project);
    if (std::ranges::none_of(remains.turns, has_words)) {
      whole_.push_back(id);
      return memories_ < kMemoriesAtOnce ? Result<void>() : write();
    }
    if (auto extracted = extract(remains); !extracted) return extracted;
    memories_ += remains.memories.size();
    reduced_.push_back(std::move(remains));
    return memories_ < kMemoriesAtOnce ? Result<void>() : write();
  }

  Result<EraseCounts> finish() {
    if (auto written = write(); !written) return ended(written.error());
    if (total_.seq == 0) {
      const auto seq = engine_.store_->seq();
      if (!seq) return std::unexpected(seq.error());
      total_.seq = *seq;
    }
    return std::move(total_);
  }

 private:
  Result<void> extract(MeetingRecord& remains) const {
    const auto known = engine_.store_->memories_of(remains.meeting.id, true);
    if (!known) return std::unexpected(known.error());
    return extract_in(remains, *known, *engine_.encoder_);
  }

  Result<void> write() {
    if (reduced_.empty() && whole_.empty()) return {};
    if (auto forgotten = engine_.forget_snapshot(dry_run_); !forgotten) return forgotten;
    if (!reduced_.empty()) {
      auto counts = engine_.store_->reduce_meetings(reduced_, dry_run_);
      if (!counts) return std::unexpected(counts.error());
      if (!dry_run_) {
        forget_replies();
        // Each by its own seq, the last of which is the erasure's: until then no view is of that state.
        auto seq = counts->seq + 1 - counts->reduced.size();
        for (const MeetingId& id : counts->reduced) {
          engine_.apply([&] { return engine_.refresh(id, seq, Texts::anew); });
          ++seq;
        }
      }
      add(total_, std::move(*counts));
    }
    if (!whole_.empty()) {
      auto counts = engine_.store_->erase_meetings(whole_, dry_run_);
      if (!counts) return std::unexpected(counts.error());
      if (!dry_run_) {
        forget_replies();
        engine_.apply([&] { return engine_.derived()->erase(counts->erased, counts->seq); });
      }
      add(total_, std::move(*counts));
    }
    if (!dry_run_) engine_.wake_folder();
    reduced_.clear();
    whole_.clear();
    memories_ = 0;
    return {};
  }

  void forget_replies() {
    for (const std::string& project : projects_) engine_.kept_replies_.forget(project);
  }

  Impl& engine_;
  const bool dry_run_;
  std::vector<MeetingRecord> reduced_;
  std::vector<MeetingId> whole_;
  std::set<std::string> projects_;  // of all of them
  std::size_t memories_ = 0;        // of reduced_
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

Result<EraseCounts> Engine::Impl::erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen,
                                               const Budget& budget) {
  return write(budget, [&, this]() -> Result<EraseCounts> {
    const auto found = listed(id, seen);
    if (!found) return std::unexpected(found.error());
    const Memory& erased = found->memory;
    if (erased.level != Level::episode) {
      return fail(ErrorCode::conflict,
                  "a context or concept is derived from what was said; erase the memories that it is made of, or their "
                  "meeting, and it goes with them");
    }
    Erasure erasure(*this, dry_run);
    const auto goes = [&](const Turn& turn) {
      return turn.number >= erased.first_turn && turn.number <= erased.last_turn;
    };
    if (auto taken = erasure.take(erased.meeting, {.goes = goes, .forgotten = {}}); !taken) {
      return std::unexpected(taken.error());
    }
    return erasure.finish();
  });
}

Result<EraseCounts> Engine::Impl::erase_speaker(const std::string& name, const Period& period, bool dry_run,
                                                const ProjectSet& seen, const Budget& budget) {
  return write(budget, [&, this]() -> Result<EraseCounts> {
    const auto meetings = meetings_in(period, seen);
    if (!meetings) return std::unexpected(meetings.error());
    const auto with = store_->meetings_with(name);  // participants alone are not all who speak
    if (!with) return std::unexpected(with.error());
    Erasure erasure(*this, dry_run);
    bool known = false;
    const TurnChoice choice{.goes = [&](const Turn& turn) { return turn.speaker == name; }, .forgotten = name};
    for (const MeetingSummary& summary : *meetings) {
      if (!std::ranges::binary_search(*with, summary.meeting.id)) continue;
      known = true;
      if (auto taken = erasure.take(summary.meeting.id, choice); !taken) return erasure.ended(taken.error());
    }
    if (!known) {
      return fail(ErrorCode::not_found, "no speaker of that name in this project and time; `hebb speakers` lists them");
    }
    return erasure.finish();
  });
}

Result<EraseCounts> Engine::Impl::erase_period(const Period& period, bool dry_run, const ProjectSet& seen,
                                               const Budget& budget) {
  // On the writer thread: what was moved or dated meanwhile is not of the period any more.
  return write(budget, [&, this]() -> Result<EraseCounts> {
    const auto meetings = meetings_in(period, seen);
    if (!meetings) return std::unexpected(meetings.error());
    if (meetings->empty()) return fail(ErrorCode::not_found, "no meetings in this project and time");
    return erase_now(ids_of(*meetings), dry_run);
  });
}

Result<EraseCounts> Engine::Impl::erase_project(const std::string& project, bool dry_run, const ProjectSet& seen,
                                                const Budget& budget) {
  auto erased = write(budget, [&, this]() -> Result<std::optional<EraseCounts>> {  // there, as for a period
    const auto meetings = meetings_in({.project = project, .since = {}, .until = {}}, seen);
    if (!meetings) return std::unexpected(meetings.error());
    if (meetings->empty()) return std::nullopt;
    return erase_now(ids_of(*meetings), dry_run);
  });
  if (!erased) return std::unexpected(erased.error());
  return *erased ? Result<EraseCounts>(**std::move(erased)) : erase_declared(project, dry_run, seen, budget);
}

}  // namespace hebb
