#include "engine/engine.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <tuple>
#include <utility>

#include "engine/engine_impl.h"
#include "extract/extract.h"

namespace hebb {
namespace {

constexpr std::size_t kStandingDepth = 2;  // so that what is accepted under overload waits for about two questions
constexpr std::size_t kBulkLimit = 64;     // each may wait for minutes
constexpr int kBulkNiceness = 10;          // a tenth of a core while questions want all of them

constexpr std::chrono::seconds kSnapshotCalm(2);    // without a change, before a snapshot is written …
constexpr std::chrono::seconds kSnapshotDelay(60);  // … but that is waited for no longer than this

constexpr std::size_t kVectorsShare = 8;  // of the bytes of answers, for vectors of questions beside them

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

std::vector<MemoryId> shown_in(const QueryReply& reply) {
  std::vector<MemoryId> ids;
  ids.reserve(reply.results.size());
  for (const MemoryResult& one : reply.results) ids.push_back(one.memory.id);
  return ids;
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
      bulk_({.name = "imports",
             .threads = std::max<std::size_t>(1, or_cores(options.threads) / 2),
             .queue_limit = std::min(options.queue_limit, kBulkLimit),
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
          const auto made = backup(present(), std::move(stop));
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
  if (wants_snapshot()) std::ignore = write_snapshot({});
}

bool Engine::Impl::is_sound() const {
  const bool behind = background_error_.with([](const auto& error) { return error.has_value(); });
  return !behind && !refused_write();
}

bool Engine::Impl::wants_snapshot() const {
  return is_sound() && snapshot_.is_wanted(*derived());
}

void Engine::Impl::note(const Result<void>& applied) {
  if (applied) return;
  answers_.suspend();  // the view's seq no longer tells what it has
  counted_.with([](Counted& counted) { ++counted.background_errors; });
  background_error_.with([&](auto& error) {
    if (!error) error = applied.error();
  });
}

void Engine::Impl::settle_answers() {
  const auto current = derived();
  const auto changed = current->take_changed();
  if (!changed.empty()) answers_.changed(changed, current->view()->applied_seq);
}

void Engine::Impl::wake_folder() {
  {
    std::lock_guard lock(fold_mutex_);
    fold_wanted_ = true;
  }
  fold_wake_.notify_one();
}

void Engine::Impl::fold_when_worth_it(const std::stop_token& stop) {
  std::optional<std::chrono::steady_clock::time_point> wanted_since;  // a snapshot
  for (;;) {
    {
      std::unique_lock lock(fold_mutex_);
      if (!fold_wake_.wait(lock, stop, [this] { return fold_wanted_; })) return;
      fold_wanted_ = false;
    }
    if (derived()->wants_fold()) {
      const auto folded = fold(stop);
      if (folded || folded.error().code != ErrorCode::cancelled) note(folded);
    }
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
    const auto written = write_snapshot(stop);
    if (written || written.error().code == ErrorCode::cancelled || written.error().code == ErrorCode::unsupported)
      continue;
    counted_.with([](Counted& counted) { ++counted.background_errors; });
  }
}

Result<void> Engine::Impl::write_snapshot(const std::stop_token& stop) {
  std::shared_ptr<DerivedIndexes> indexes;
  const auto draft = on_writer([&, this]() -> Result<std::shared_ptr<IndexSnapshot::Draft>> {
    indexes = derived();
    return snapshot_.begin(*indexes);
  });
  if (!draft) return std::unexpected(draft.error());
  const std::stop_callback stops(stop, [&] { (*draft)->stop.request_stop(); });
  if (auto written = snapshot_.write(**draft); !written) return written;
  return on_writer([&, this]() -> Result<void> {
    if (!is_sound() || derived() != indexes) return {};
    return snapshot_.publish(*draft, *store_, *indexes);
  });
}

Result<void> Engine::Impl::fold(std::stop_token stop) {
  const auto folding = derived();
  folding_ = true;
  auto folded = folding->fold(std::move(stop));
  folding_ = false;
  if (!folded) return folded;
  return on_writer([folding]() -> Result<void> {
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

Result<Seq> Engine::Impl::rename_speaker(const std::string& project, const std::string& from, const std::string& to,
                                         const ProjectSet& seen) {
  const auto nobody = [] {
    return fail(ErrorCode::not_found, "no speaker of that name in this project; `hebb speakers` lists them");
  };
  if (!seen.contains(project)) return nobody();
  return write([&, this]() -> Result<Seq> {
    const auto seq = store_->rename_speaker(project, from, to);
    if (!seq && seq.error().code == ErrorCode::not_found) return nobody();
    if (seq) derived()->rename_speaker(project, from, to, *seq);
    return seq;
  });
}

Result<EraseCounts> Engine::Impl::erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen) {
  for (const MeetingId& id : ids) {
    if (auto known = expect(id, seen); !known) return std::unexpected(known.error());
  }
  return write([&, this]() -> Result<EraseCounts> {
    if (auto forgotten = forget_snapshot(dry_run); !forgotten) return std::unexpected(forgotten.error());
    auto counts = store_->erase_meetings(ids, dry_run);
    if (counts && !dry_run) {
      apply([&, this] { return derived()->erase(counts->erased, counts->seq); });
      kept_replies_.forget();
      wake_folder();
    }
    return counts;
  });
}

Result<EraseCounts> Engine::Impl::erase_project(const std::string& project, bool dry_run, const ProjectSet& seen) {
  std::vector<MeetingId> ids;
  MeetingQuery query{.project = project, .limit = 1000, .cursor = {}, .projects = seen};
  do {
    auto page = store_->meetings(query);
    if (!page) return std::unexpected(page.error());
    for (const auto& summary : page->meetings) ids.push_back(summary.meeting.id);
    query.cursor = page->next;
  } while (query.cursor);
  if (ids.empty()) return fail(ErrorCode::not_found, "no meetings in project \"" + project + "\"");
  return erase_meetings(ids, dry_run, seen);
}

Result<Seq> Engine::Impl::reindex() {
  return on_writer([this]() -> Result<Seq> {
    if (auto forgotten = forget_snapshot(); !forgotten) return std::unexpected(forgotten.error());
    auto vectors = make_vectors_();
    if (!vectors) return std::unexpected(vectors.error());
    auto built = build_derived(*store_, std::move(*vectors));
    if (!built) return std::unexpected(built.error());
    std::shared_ptr<DerivedIndexes> next = std::move(*built);
    const Seq seq = next->view()->applied_seq;
    answers_.suspend();  // whoever rebuilds does not trust what came of the old ones
    derived_.with([&](auto& current) { current.swap(next); });
    answers_.resume(seq);
    background_error_.with([](auto& error) { error.reset(); });
    wake_folder();
    return seq;
  });
}

Result<BackupFacts> Engine::Impl::backup(Instant now, std::stop_token stop) {
  const std::unique_lock alone(backup_mutex_, std::try_to_lock);
  if (!alone) return fail(ErrorCode::unavailable, "another backup is being made; try again when it is done");
  return make_backup(*store_, options_.backups.folder, now, std::move(stop));
}

Result<EngineStats> Engine::Impl::stats(const ProjectSet& seen) const {
  EngineStats stats{.whole = seen.all(), .model = encoder_->description().name};
  stats.precision = encoder_->description().precision;
  for (const auto& project : seen.asked({})) {
    const auto counts = store_->counts(project);
    if (!counts) return std::unexpected(counts.error());
    add(stats.store, *counts);
  }
  if (!stats.whole) return stats;
  const auto seq = store_->seq();
  if (!seq) return std::unexpected(seq.error());
  const auto current = view();
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

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

Result<IngestReply> Engine::ingest(const IngestRequest& request, Instant now, const Budget& budget) {
  return impl_->ingest(request, now, budget);
}
Result<QueryReply> Engine::query(const QueryRequest& request, const Budget& budget) {
  auto reply = impl_->query(request, budget);
  if (reply) impl_->note_read(shown_in(*reply));
  if (!reply || !reply->query_dimensions) return reply;
  const auto features = features_of_text(request.query);  // shown only: no search uses them
  reply->query_dimensions->resize(kSemanticDimension);
  reply->query_dimensions->insert(reply->query_dimensions->end(), features.begin(), features.end());
  return reply;
}
Result<BackupFacts> Engine::backup(Instant now) {
  return impl_->backup(now);
}
Result<ContextReply> Engine::context(const ContextRequest& request, const Budget& budget) {
  auto reply = impl_->context(request, budget);
  if (!reply) return reply;
  for (const Passage& passage : reply->passages) impl_->note_read(passage.memories);
  return reply;
}
AnswerCache& Engine::answers() {
  return impl_->answers();
}
Result<MeetingPage> Engine::meetings(const MeetingQuery& query) const {
  return impl_->store().meetings(query);
}

Result<MeetingDetail> Engine::meeting(const MeetingId& id, const ProjectSet& seen) const {
  if (auto known = impl_->expect(id, seen); !known) return std::unexpected(known.error());
  auto summary = impl_->store().meeting(id);
  if (!summary) return std::unexpected(summary.error());
  if (!*summary) return fail(ErrorCode::not_found, "no meeting " + id.text());
  auto memories = impl_->store().memories_of(id, false);
  if (!memories) return std::unexpected(memories.error());
  MeetingDetail detail{.summary = std::move(**summary)};
  for (Memory& memory : *memories) {
    ++detail.by_type[std::string(to_string(memory.type))];
    if (memory.level == Level::context) detail.contexts.push_back(std::move(memory));
  }
  return detail;
}

Result<std::vector<Turn>> Engine::transcript(const MeetingId& id, std::uint32_t first, std::uint32_t last,
                                             const ProjectSet& seen) const {
  if (auto known = impl_->expect(id, seen); !known) return std::unexpected(known.error());
  return impl_->store().turns(id, first, last);
}

Result<std::vector<Memory>> Engine::memories_of(const MeetingId& id, const ProjectSet& seen) const {
  if (auto known = impl_->expect(id, seen); !known) return std::unexpected(known.error());
  return impl_->store().memories_of(id, false);
}

Result<std::vector<QueryReply>> Engine::query_all(std::span<const QueryRequest> requests, const Budget& budget) {
  return impl_->query_all(requests, budget, *this);
}
Result<ProjectPage> Engine::projects(const ProjectQuery& query) const {
  return impl_->store().projects(query);
}
Result<ConceptPage> Engine::concepts(const ConceptQuery& query) const {
  return impl_->concepts(query);
}
Result<DecisionPage> Engine::decisions(const DecisionQuery& query) const {
  return impl_->decisions(query);
}
Result<MemoryPage> Engine::list(MemoryQuery query) const {
  return impl_->list(std::move(query));
}
Result<MemoryDetail> Engine::memory(const MemoryId& id, const ProjectSet& seen) const {
  auto detail = impl_->memory(id, seen);
  if (!detail || detail->mentions) return detail;
  auto again = impl_->said_again(id, detail->listed.project);
  if (!again) return std::unexpected(again.error());
  detail->said_again = std::move(*again);
  auto links = impl_->links_of(detail->listed.memory, detail->listed.project);
  if (!links) return std::unexpected(links.error());
  detail->decisions = std::move(*links);
  auto access = impl_->access_of(detail->listed.memory);
  if (!access) return std::unexpected(access.error());
  detail->access = *access;
  return detail;
}
void Engine::opened(const MemoryId& id) {
  impl_->note_read(std::array{id});
}
Result<NoteReply> Engine::add_note(const NoteRequest& request, Instant now) {
  auto reply = impl_->add_note(request, now);
  if (!reply) return reply;
  auto access = impl_->access_of(reply->detail.listed.memory);
  if (!access) return std::unexpected(access.error());
  reply->detail.access = *access;
  return reply;
}
Result<void> Engine::correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now,
                                    const ProjectSet& seen) {
  return impl_->correct_memory(id, correction, now, seen);
}
Result<void> Engine::edit_meeting(const MeetingId& id, const MeetingEdit& edit, const ProjectSet& seen) {
  return impl_->edit_meeting(id, edit, seen);
}
Result<Reextraction> Engine::reextract(const MeetingId& id, const ProjectSet& seen) {
  return impl_->reextract(id, seen);
}
Result<std::vector<ConsolidationReport>> Engine::consolidate(const ConsolidationRequest& request, Instant now,
                                                             const ProjectSet& seen, const Budget& budget) {
  return impl_->consolidate(request, now, seen, budget);
}
Result<void> Engine::undo_consolidation(const std::string& project, const ProjectSet& seen) {
  return impl_->undo_consolidation(project, seen);
}
Result<PatternPage> Engine::patterns(const PatternQuery& query) const {
  return impl_->patterns(query);
}
Result<FadeReport> Engine::fade(const FadeRequest& request, Instant now, const ProjectSet& seen, const Budget& budget) {
  return impl_->fade(request, now, seen, budget);
}
Result<UnfadeReport> Engine::restore_faded(const std::optional<std::string>& project, Instant now,
                                           const ProjectSet& seen, const Budget& budget) {
  return impl_->restore_faded(project, now, seen, budget);
}
Result<void> Engine::write_accesses() {
  return impl_->write_accesses();
}
Result<DeclarationChange> Engine::declare(const std::string& project, const Declaration& declaration,
                                          const ProjectSet& seen) {
  return impl_->declare(project, declaration, seen);
}
Result<Declaration> Engine::declaration(const std::string& project, const ProjectSet& seen) const {
  return impl_->declaration(project, seen);
}
Result<bool> Engine::import_declaration(const std::string& project, const Declaration& declaration) {
  return impl_->import_declaration(project, declaration);
}
Result<DeclaredProject> Engine::declared(const std::string& project, const ProjectSet& seen,
                                         const Budget& budget) const {
  return impl_->declared(project, seen, budget);
}
Result<MemoryPage> Engine::mentions(const MentionQuery& query, const Budget& budget) const {
  return impl_->mentions(query, budget);
}
Result<EraseCounts> Engine::erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen) {
  return impl_->erase_memory(id, dry_run, seen);
}
Result<EraseCounts> Engine::erase_speaker(const std::string& name, const Period& period, bool dry_run,
                                          const ProjectSet& seen) {
  return impl_->erase_speaker(name, period, dry_run, seen);
}
Result<EraseCounts> Engine::erase_period(const Period& period, bool dry_run, const ProjectSet& seen) {
  return impl_->erase_period(period, dry_run, seen);
}

Result<std::vector<SpeakerSummary>> Engine::speakers(const std::optional<std::string>& project,
                                                     const ProjectSet& seen) const {
  std::vector<SpeakerSummary> all;
  for (const auto& one : seen.asked(project)) {
    auto speakers = impl_->store().speakers(one);
    if (!speakers) return speakers;
    std::ranges::move(*speakers, std::back_inserter(all));
  }
  return all;
}
Result<Seq> Engine::rename_speaker(const std::string& project, const std::string& from, const std::string& to,
                                   const ProjectSet& seen) {
  return impl_->rename_speaker(project, from, to, seen);
}
Result<EraseCounts> Engine::erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen) {
  return impl_->erase_meetings(ids, dry_run, seen);
}
Result<EraseCounts> Engine::erase_project(const std::string& project, bool dry_run, const ProjectSet& seen) {
  return impl_->erase_project(project, dry_run, seen);
}
Result<Seq> Engine::reindex() {
  return impl_->reindex();
}
Result<void> Engine::fold() {
  return impl_->fold();
}
Health Engine::health() const {
  return impl_->health();
}
HealthReport Engine::examine() const {
  return impl_->examine();
}
EngineMeasures Engine::measures() const {
  return impl_->measures();
}
Result<EngineStats> Engine::stats(const ProjectSet& seen) const {
  return impl_->stats(seen);
}
const Encoder& Engine::encoder() const {
  return impl_->encoder();
}
KeptReplies& Engine::kept_replies() {
  return impl_->kept_replies();
}
Result<void> Engine::submit(Work kind, std::move_only_function<void()> task) {
  return impl_->submit(kind, std::move(task));
}

}  // namespace hebb
