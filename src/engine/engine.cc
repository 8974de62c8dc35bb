#include "engine/engine.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "engine/engine_impl.h"

namespace hebb {
namespace {

constexpr std::size_t kStandingDepth = 2;  // so that what is accepted under overload waits for about two questions
constexpr std::size_t kWaitingBulk = 64;   // imports, and batches: each may wait for minutes
constexpr int kBulkNiceness = 10;          // a tenth of a core while questions want all of them
constexpr int kBatchNiceness = 4;          // two fifths of what a question has

constexpr std::chrono::seconds kSnapshotCalm(2);    // without a change, before a snapshot is written …
constexpr std::chrono::seconds kSnapshotDelay(60);  // … but that is waited for no longer than this

constexpr std::size_t kVectorsShare = 8;  // of the bytes of answers, for vectors of questions beside them

// True while it lives.
class Underway {
 public:
  explicit Underway(std::atomic<bool>& flag) : flag_(flag) { flag_ = true; }
  ~Underway() { flag_ = false; }
  Underway(const Underway&) = delete;
  Underway& operator=(const Underway&) = delete;

 private:
  std::atomic<bool>& flag_;
};

std::size_t or_cores(std::size_t threads) {
  return threads > 0 ? threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void add(StoreCounts& sum, const StoreCounts& counts) {
  sum.projects += counts.projects;
  sum.meetings += counts.meetings;
  sum.turns += counts.turns;
  sum.connections += counts.connections;
  for (std::size_t i = 0; i < kLevels; ++i) sum.memories[i] += counts.memories[i];
  for (const auto& [type, count] : counts.by_type) sum.by_type[type] += count;
}

// The first open writes the probe, every later one compares with it.
Result<void> match_encoder(MemoryStore& store, const Encoder& encoder) {
  const auto present = make_probe(encoder);
  if (!present) return std::unexpected(present.error());
  const auto stored = store.probe();
  if (!stored) return std::unexpected(stored.error());
  return *stored ? check_probe(**stored, *present) : store.put_probe(*present);
}

}  // namespace

Instant Engine::Impl::present() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Engine::Impl::Impl(std::unique_ptr<MemoryStore> store, VectorIndexFactory make_vectors,
                   std::unique_ptr<Encoder> encoder, std::unique_ptr<DerivedIndexes> derived,
                   const EngineOptions& options)
    : options_(options),
      store_(std::move(store)),
      make_vectors_(std::move(make_vectors)),
      encoder_(std::move(encoder)),
      derived_(std::move(derived)),
      snapshot_(options.snapshot),
      answers_(options.answers),
      vectors_of_questions_(*encoder_, 2 * options.answers.entries, options.answers.bytes / kVectorsShare),
      writer_({.name = "writes", .queue_limit = options.queue_limit}),
      probes_({.name = "probes", .queue_limit = options.queue_limit}),
      questions_({.name = "questions",
                  .threads = or_cores(options.threads),
                  .queue_limit = options.queue_limit,
                  .standing_depth = kStandingDepth}),
      changes_({.name = "changes", .threads = or_cores(options.threads), .queue_limit = options.queue_limit}),
      erasures_({.name = "erasures", .queue_limit = options.queue_limit}),
      batches_({.name = "batches",
                .threads = or_cores(options.threads),
                .queue_limit = std::min(options.queue_limit, kWaitingBulk),
                .niceness = kBatchNiceness}),
      bulk_({.name = "imports",
             .threads = std::max<std::size_t>(1, or_cores(options.threads) / 2),
             .queue_limit = std::min(options.queue_limit, kWaitingBulk),
             .niceness = kBulkNiceness}) {
  if (options_.background) {
    folder_ = std::jthread([this](const std::stop_token& stop) { fold_when_worth_it(stop); });
    wake_folder();
    access_keeper_ = std::jthread([this](const std::stop_token& stop) { keep_accesses(stop); });
  }
  if (options_.consolidate_after > std::chrono::seconds(0)) {
    consolidator_ = std::jthread([this](const std::stop_token& stop) { consolidate_when_idle(stop); });
  }
  if (options_.backups.every > std::chrono::hours(0) && !options_.backups.folder.empty()) {
    schedule_.emplace(
        options_.backups,
        [this](std::stop_token stop) {
          const auto made = backup(present(), {}, std::move(stop));
          return made ? Result<void>() : Result<void>(std::unexpected(made.error()));
        },
        present);
  }
}

// What would be made anew at the next start is written now, once nothing more is begun.
Engine::Impl::~Impl() {
  schedule_.reset();
  consolidator_ = {};  // asks it to stop, and joins
  access_keeper_ = {};
  folder_ = {};
  std::ignore = background_or_failed([this] { return write_accesses(); });
  std::ignore = background_or_failed([this] { return wants_snapshot() ? write_snapshot({}) : Result<void>(); });
}

Lane& Engine::Impl::lane(Work kind) {
  switch (kind) {
    case Work::probe:
      return probes_;
    case Work::question:
      return questions_;
    case Work::change:
      return changes_;
    case Work::erasure:
      return erasures_;
    case Work::batch:
      return batches_;
    case Work::bulk:
      return bulk_;
  }
  std::unreachable();
}

bool Engine::Impl::is_behind() const {
  return background_error_.with([](const auto& error) { return error.has_value(); });
}

bool Engine::Impl::is_sound() const {
  return !is_behind() && !refused_write();
}

bool Engine::Impl::wants_snapshot() const {
  return is_sound() && snapshot_.is_wanted(*derived());
}

void Engine::Impl::note(Result<void> applied) {
  if (applied) return;
  answers_.suspend();  // the view's seq no longer tells what it has
  counted_.with([](Counted& counted) { ++counted.background_errors; });
  background_error_.with([&](auto& error) {
    if (!error) error = std::move(applied.error());
  });
}

void Engine::Impl::note_behind() noexcept {
  Error error{ErrorCode::internal, {}};
  try {
    error.message = "an index could not take in a change";
  } catch (const std::bad_alloc&) {
    error.message = "no memory";  // short enough to need none
  }
  note(std::unexpected(std::move(error)));
}

void Engine::Impl::note_thrown() noexcept {
  bool behind = true;
  try {
    const auto seq = store_->seq();
    behind = !seq || *seq != derived()->applied_seq();
  } catch (...) {
    behind = true;  // as far as anybody can tell
  }
  kept_replies_.forget();  // an erasure may be what was committed
  if (behind && !is_behind()) note_behind();
}

void Engine::Impl::settle_answers() noexcept {
  const auto current = derived();
  try {
    const auto changed = current->take_changed();
    if (!changed.empty()) answers_.changed(changed, current->applied_seq());
  } catch (const std::bad_alloc&) {  // which answers are untrue now cannot be noted: all go
    answers_.suspend();
    if (!is_behind()) answers_.resume(current->applied_seq());
  }
}

void Engine::Impl::wake_folder() {
  {
    std::lock_guard lock(fold_mutex_);
    fold_wanted_ = true;
  }
  fold_wake_.notify_one();
}

void Engine::Impl::fold_when_worth_it(const std::stop_token& stop) {
  give_way(kBackgroundNiceness);
  std::optional<std::chrono::steady_clock::time_point> wanted_since;  // a snapshot
  for (;;) {
    {
      std::unique_lock lock(fold_mutex_);
      if (!fold_wake_.wait(lock, stop, [this] { return fold_wanted_; })) return;
      fold_wanted_ = false;
    }
    if (derived()->wants_fold()) note_unfinished(background_or_failed([&, this] { return fold(stop); }));
    if (!wants_snapshot()) continue;
    const auto now = std::chrono::steady_clock::now();
    if (!wanted_since) wanted_since = now;
    {
      std::unique_lock lock(fold_mutex_);
      const bool changed = fold_wake_.wait_for(lock, stop, kSnapshotCalm, [this] { return fold_wanted_; });
      if (stop.stop_requested()) return;
      if (changed && now - *wanted_since < kSnapshotDelay) continue;
    }
    wanted_since.reset();
    note_unfinished(background_or_failed([&, this] { return write_snapshot(stop); }));
  }
}

void Engine::Impl::note_unfinished(const Result<void>& done) {
  if (done || done.error().code == ErrorCode::cancelled || done.error().code == ErrorCode::unsupported) return;
  counted_.with([](Counted& counted) { ++counted.background_errors; });
}

Result<void> Engine::Impl::write_snapshot(const std::stop_token& stop) {
  std::shared_ptr<DerivedIndexes> indexes;
  const auto draft = on_writer({}, [&, this]() -> Result<std::shared_ptr<IndexSnapshot::Draft>> {
    indexes = derived();
    return snapshot_.begin(*indexes);
  });
  if (!draft) return std::unexpected(draft.error());
  const std::stop_callback stops(stop, [&] { (*draft)->stop.request_stop(); });
  if (auto written = snapshot_.write(**draft); !written) return written;
  return on_writer({}, [&, this]() -> Result<void> {
    if (!is_sound() || derived() != indexes) return {};
    return snapshot_.publish(*draft, *store_, *indexes);
  });
}

Result<void> Engine::Impl::fold(std::stop_token stop) {
  const auto folding = derived();
  {
    const Underway underway(folding_);
    if (auto folded = folding->fold(std::move(stop)); !folded) return folded;
  }
  return on_writer({}, [folding]() -> Result<void> {
    folding->publish_fold();
    folding->all_unsaved();  // a snapshot without the fold would have the next start fold again
    return {};
  });
}

Result<void> Engine::Impl::expect(const MeetingId& id, const ProjectSet& seen) const {
  const auto project = store_->project_of(id);
  if (!project) return std::unexpected(project.error());
  if (!*project || !seen.contains(**project)) return fail(ErrorCode::not_found, "no meeting " + id.text());
  return {};
}

// Whether the new name is somebody's is as the caller expects.
Result<void> Engine::Impl::expect_name(const SpeakerRename& rename) const {
  if (!rename.merge) return {};
  const auto speakers = store_->speakers(rename.project);
  if (!speakers) return std::unexpected(speakers.error());
  const bool taken = std::ranges::contains(*speakers, rename.to, &SpeakerSummary::name);
  if (taken == *rename.merge) return {};
  if (taken) {
    return fail(ErrorCode::conflict,
                "there is a speaker of the new name in this project already; `hebb speakers merge`, "
                "or `merge: true`, makes one of the two");
  }
  return fail(ErrorCode::not_found, "no speaker of that name in this project to merge into");
}

Result<Seq> Engine::Impl::rename_speaker(const SpeakerRename& rename, const ProjectSet& seen, const Budget& budget) {
  const auto nobody = [] {
    return fail(ErrorCode::not_found, "no speaker of that name in this project; `hebb speakers` lists them");
  };
  const auto& [project, from, to, merge] = rename;
  if (!seen.contains(project)) return nobody();
  return write(budget, [&, this]() -> Result<Seq> {
    if (auto expected = expect_name(rename); !expected) return std::unexpected(expected.error());
    const auto seq = store_->rename_speaker(project, from, to);
    if (!seq && seq.error().code == ErrorCode::not_found) return nobody();
    if (!seq) return seq;
    names_.note_renamed(project, from);
    apply([&, this]() -> Result<void> {
      derived()->rename_speaker(project, from, to, *seq);
      return {};
    });
    return seq;
  });
}

Result<EraseCounts> Engine::Impl::erase_now(std::span<const MeetingId> ids, bool dry_run) {
  if (auto forgotten = forget_snapshot(dry_run); !forgotten) return std::unexpected(forgotten.error());
  std::set<std::string> projects;  // whose replies are not to be kept
  for (const MeetingId& id : dry_run ? std::span<const MeetingId>() : ids) {
    const auto project = store_->project_of(id);
    if (!project) return std::unexpected(project.error());
    if (*project) projects.insert(**project);
  }
  auto counts = store_->erase_meetings(ids, dry_run);
  if (counts && !dry_run) {
    apply([&, this] { return derived()->erase(counts->erased, counts->seq); });
    for (const std::string& project : projects) kept_replies_.forget(project);
    wake_folder();
  }
  return counts;
}

Result<EraseCounts> Engine::Impl::erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen,
                                                 const Budget& budget) {
  return erasing(dry_run, budget, [&, this]() -> Result<EraseCounts> {
    for (const MeetingId& id : ids) {
      if (auto known = expect(id, seen); !known) return std::unexpected(known.error());
    }
    return erase_now(ids, dry_run);
  });
}

Result<Seq> Engine::Impl::reindex(const Budget& budget) {
  return on_writer(budget, [this]() -> Result<Seq> {
    if (auto forgotten = forget_snapshot(); !forgotten) return std::unexpected(forgotten.error());
    auto vectors = make_vectors_();
    if (!vectors) return std::unexpected(vectors.error());
    auto built = build_derived(*store_, std::move(*vectors));
    if (!built) return std::unexpected(built.error());
    std::shared_ptr<DerivedIndexes> next = std::move(*built);
    const Seq seq = next->applied_seq();
    answers_.suspend();  // whoever rebuilds does not trust what came of the old ones
    derived_.with([&](auto& current) { current.swap(next); });
    answers_.resume(seq);
    background_error_.with([](auto& error) { error.reset(); });
    wake_folder();
    return seq;
  });
}

Result<BackupFacts> Engine::Impl::backup(Instant now, const Budget& budget, std::stop_token stop) {
  const std::unique_lock alone(backup_mutex_, std::try_to_lock);
  if (!alone) return fail(ErrorCode::unavailable, "another backup is being made; try again when it is done");
  auto made = make_backup(*store_, options_.backups.folder, now, std::move(stop));
  if (!made) return made;
  if (auto wanted = budget.check(); !wanted) {  // nobody is told of it, so nobody would take it away
    std::error_code ignored;
    std::filesystem::remove(made->file, ignored);
    return std::unexpected(wanted.error());
  }
  return made;
}

Result<EngineStats> Engine::Impl::stats(const ProjectSet& seen) const {
  EngineStats stats{.whole = seen.all(), .model = encoder_->description().name};
  stats.precision = encoder_->description().precision;
  for (const auto& project : seen.asked({})) {
    const auto counts = store_->counts(project);
    if (!counts) return std::unexpected(counts.error());
    add(stats.store, *counts);
  }
  const auto concepts = count_concepts(seen);  // which the store does not have
  stats.store.memories[static_cast<std::size_t>(Level::concept_)] = concepts;
  if (concepts > 0) stats.store.by_type[std::string(to_string(MemoryType::concept_))] = concepts;
  if (!stats.whole) return stats;
  const auto seq = store_->seq();
  if (!seq) return std::unexpected(seq.error());
  const auto current = derived()->written();
  stats.seq = *seq;
  stats.applied_seq = current->applied_seq;
  stats.index_bytes = current->vectors->resident_bytes() + current->lexical->resident_bytes();
  for (std::size_t i = 0; i < kLevels; ++i) stats.indexed += current->vectors->size(static_cast<Level>(i));
  stats.folding = folding_;
  stats.answers = answers_.stats();
  stats.question_vectors = vectors_of_questions_.stats();
  return stats;
}

Result<std::unique_ptr<Engine>> Engine::open(std::unique_ptr<MemoryStore> store, VectorIndexFactory make_vectors,
                                             std::unique_ptr<Encoder> encoder, const EngineOptions& options) {
  if (auto matched = match_encoder(*store, *encoder); !matched) return std::unexpected(matched.error());
  auto vectors = make_vectors();
  if (!vectors) return std::unexpected(vectors.error());
  Result<std::unique_ptr<DerivedIndexes>> derived = IndexSnapshot(options.snapshot).load(*store, std::move(*vectors));
  if (*derived == nullptr) {
    vectors = make_vectors();
    if (!vectors) return std::unexpected(vectors.error());
    derived = build_derived(*store, std::move(*vectors));
  }
  if (!derived) return std::unexpected(derived.error());
  return std::unique_ptr<Engine>(new Engine(std::make_unique<Impl>(std::move(store), std::move(make_vectors),
                                                                   std::move(encoder), std::move(*derived), options)));
}

}  // namespace hebb
