// The engine's state, shared by the files that implement it. Private to engine/.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "base/published.h"
#include "engine/access_log.h"
#include "engine/background.h"
#include "engine/derived.h"
#include "engine/engine.h"
#include "engine/index_snapshot.h"
#include "engine/lane.h"
#include "engine/name_watches.h"
#include "engine/question_vectors.h"

namespace hebb {

class Engine::Impl {
 public:
  Impl(std::unique_ptr<MemoryStore> store, VectorIndexFactory make_vectors, std::unique_ptr<Encoder> encoder,
       std::unique_ptr<DerivedIndexes> derived, const EngineOptions& options);
  ~Impl();

  Result<IngestReply> ingest(const IngestRequest& request, Instant now, const Budget& budget);
  Result<PutOutcome> import_record(const StoredRecord& stored, const Budget& budget);
  Result<void> may_import(const Meeting& meeting) const;
  Result<QueryReply> query(const QueryRequest& request, const Budget& budget);
  Result<ContextReply> context(const ContextRequest& request, const Budget& budget);
  // not_found where there is no such meeting, or none that is seen.
  Result<void> expect(const MeetingId& id, const ProjectSet& seen) const;
  Result<void> expect_name(const SpeakerRename& rename) const;
  Result<Seq> rename_speaker(const SpeakerRename& rename, const ProjectSet& seen, const Budget& budget);
  Result<EraseCounts> erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen,
                                     const Budget& budget);
  Result<EraseCounts> erase_declared(const std::string& project, bool dry_run, const ProjectSet& seen,
                                     const Budget& budget);
  Result<EraseCounts> erase_project(const std::string& project, bool dry_run, const ProjectSet& seen,
                                    const Budget& budget);
  void share_out(std::size_t count, const std::function<void(std::size_t)>& work) { batches_.share_out(count, work); }
  Result<ConceptPage> concepts(const ConceptQuery& query) const;
  Result<DecisionPage> decisions(const DecisionQuery& query) const;
  // `project`: that of its meeting. Nothing where it is no decision that could be in a list of them.
  Result<DecisionLinks> links_of(const Memory& decision, const std::string& project) const;
  Result<MemoryPage> list(MemoryQuery query) const;
  Result<std::vector<std::string>> names_like(const std::vector<std::string>& names, const MemoryFilter& filter) const;
  // Nothing where the store has none; a concept's page is derived.
  Result<std::optional<ListedMemory>> stored(const MemoryId& id, const ProjectSet& seen) const;
  Result<MemoryDetail> concept_page(const MemoryId& id, const ProjectSet& seen) const;
  Result<ListedMemory> listed(const MemoryId& id, const ProjectSet& seen) const;  // of either
  Result<MemoryDetail> memory(const MemoryId& id, const ProjectSet& seen) const;  // without said_again
  // `project`: that of the memory's meeting.
  Result<std::vector<ListedMemory>> said_again(const MemoryId& id, const std::string& project) const;
  Result<NoteReply> add_note(const NoteRequest& request, Instant now, const Budget& budget);
  Result<void> correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now,
                              const ProjectSet& seen, const Budget& budget);
  // The meeting as extraction finds it now, or would if it began at `started_at`; nothing where that is as it is
  // stored, where it began then anyway, or of a note.
  Result<std::optional<MeetingRecord>> found_anew(const MeetingId& id, std::optional<Instant> started_at) const;
  Result<std::string> person_meant(const MeetingId& meeting, const std::string& name) const;
  Result<void> edit_meeting(const MeetingId& id, const MeetingEdit& edit, const ProjectSet& seen, const Budget& budget);
  Result<Reextraction> reextract(const MeetingId& id, const ProjectSet& seen, const Budget& budget);
  Result<std::vector<ConsolidationReport>> consolidate(const ConsolidationRequest& request, Instant now,
                                                       const ProjectSet& seen, const Budget& budget);
  Result<void> undo_consolidation(const std::string& project, const ProjectSet& seen, const Budget& budget);
  void note_read(std::span<const MemoryId> memories) { accesses_.note(memories, present()); }
  Result<AccessDetail> access_of(const Memory& memory) const;
  Result<void> write_accesses();
  Result<void> finish_erasures();  // as far as that can be done now
  Result<FadeReport> fade(const FadeRequest& request, Instant now, const ProjectSet& seen, const Budget& budget);
  Result<UnfadeReport> restore_faded(const std::optional<std::string>& project, Instant now, const ProjectSet& seen,
                                     const Budget& budget);
  Result<PatternPage> patterns(const PatternQuery& query) const;
  Result<Declaration> declaration(const std::string& project, const ProjectSet& seen) const;
  Result<DeclarationChange> declare(const std::string& project, const Declaration& declaration, const ProjectSet& seen,
                                    const Budget& budget);
  Result<DeclarationChange> edit_declaration(const std::string& project, const DeclarationEdit& edit,
                                             const ProjectSet& seen, const Budget& budget);
  Result<bool> import_declaration(const std::string& project, const Declaration& declaration, const Budget& budget);
  Result<DeclaredProject> declared(const std::string& project, const ProjectSet& seen, const Budget& budget) const;
  Result<MemoryPage> mentions(const MentionQuery& query, const Budget& budget) const;
  Result<EraseCounts> erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen, const Budget& budget);
  Result<EraseCounts> erase_speaker(const std::string& name, const Period& period, bool dry_run, const ProjectSet& seen,
                                    const Budget& budget);
  Result<EraseCounts> erase_period(const Period& period, bool dry_run, const ProjectSet& seen, const Budget& budget);
  Result<Seq> reindex(const Budget& budget);
  Result<void> fold(std::stop_token stop = {});
  Result<BackupFacts> backup(Instant now, const Budget& budget, std::stop_token stop = {});
  Health health() const;
  HealthReport examine() const;
  EngineMeasures measures() const;
  std::uint64_t count_concepts(const ProjectSet& projects) const;
  void count_concepts(std::vector<ProjectSummary>& projects) const;  // of each, in one state
  Result<EngineStats> stats(const ProjectSet& seen) const;

  const MemoryStore& store() const { return *store_; }
  KeptReplies& kept_replies() { return kept_replies_; }
  const Encoder& encoder() const { return *encoder_; }
  AnswerCache& answers() { return answers_; }
  Result<void> submit(Work kind, std::move_only_function<void()> task) { return lane(kind).submit(std::move(task)); }
  std::array<LaneStats, kWorks> lanes() const {
    return {probes_.stats(), questions_.stats(), changes_.stats(), erasures_.stats(), batches_.stats(), bulk_.stats()};
  }

 private:
  Lane& lane(Work kind);
  class Erasure;
  // Which turns of a meeting go, and whose name with them: somebody's whom the store knows there.
  struct TurnChoice {
    std::function<bool(const Turn&)> goes;
    std::optional<std::string> forgotten;
    NameWatches::Watch renamed;                    // of that name; empty: of none
    std::function<bool(const Meeting&)> concerns;  // empty: whatever has become of it
  };
  Result<std::vector<MeetingSummary>> meetings_in(const Period& period, const ProjectSet& seen) const;
  // Those with somebody of that name.
  Result<std::vector<MeetingId>> meetings_with(const std::string& name, const Period& period,
                                               const ProjectSet& seen) const;
  Result<void> each_change(Seq after, const std::function<void(const Change&)>& visit) const;
  Result<EraseCounts> erase_now(std::span<const MeetingId> ids, bool dry_run);  // on the writer thread, but to count
  // The derived indexes follow a meeting that changed. Writer thread.
  enum class Texts : std::uint8_t { same, anew };
  Result<void> refresh(const MeetingId& id, Seq seq, Texts texts);
  // Stores and publishes.
  Result<PutOutcome> put_record(const MeetingRecord& record, Instant now, const Budget& budget);
  // In a thread of its own: what was read is written, and where that is wanted what has faded is archived.
  void keep_accesses(const std::stop_token& stop);
  // Writer thread, as the next two. Nothing where the meeting is not, or not any more, in the project.
  Result<void> fade_meeting(const MeetingId& id, const std::string& project, const FadeRequest& request, Instant now,
                            FadeReport& report);
  Result<void> restore_meeting(const MeetingId& id, const std::string& project, Instant now, UnfadeReport& report);
  Result<void> freshen(std::span<const Memory> memories, Instant now);
  static std::unexpected<Error> no_such_project();
  // Of a call of many writes, some of which were made before this ended it.
  static std::unexpected<Error> ended_after_some(const Error& error);
  static Instant present();
  void consolidate_when_idle(const std::stop_token& stop);
  // Each project in which something came in or changed since it was last looked through.
  Result<void> consolidate_changed(const Budget& budget);
  Result<std::map<std::string, Seq>> last_changes(Seq after, const Budget& budget) const;
  void note_consolidated(Seq seq);  // writer thread
  struct FoundPatterns;
  Result<FoundPatterns> find_patterns(const std::string& project, const Budget& budget) const;
  Result<ConsolidationReport> consolidate_project(const std::string& project, bool dry_run, Instant now,
                                                  const Budget& budget, int attempts);
  Result<std::vector<PatternSummary>> summaries_of(const std::string& project, std::span<const Pattern> patterns) const;
  // Puts what `next` makes of what is declared; on the writer, so that nothing comes between.
  Result<DeclarationChange> redeclare(const std::string& project, const ProjectSet& seen, const Budget& budget,
                                      const std::function<Result<Declaration>(const Declaration& before)>& next);
  // Of each thing of that name, all its names. Errors: not_found.
  Result<std::vector<std::vector<std::string>>> declared_under(const std::string& name, const std::string& project,
                                                               const ProjectSet& seen) const;
  Result<std::vector<DeclaredMention>> mentioned_in(const ListedMemory& listed) const;
  // Those with meetings, of which the view knows.
  std::set<std::string> projects_in(const std::optional<std::string>& project, const ProjectSet& seen) const;
  // What the same content is told that was moved to a project of which the asker need not know.
  static std::unexpected<Error> moved_away();

  Result<std::vector<BridgeResult>> bridges(const RecallView& view, const Recalled& recalled,
                                            const std::vector<MemoryResult>& results) const;
  std::shared_ptr<DerivedIndexes> derived() const {
    return derived_.with([](const auto& current) { return current; });
  }
  std::shared_ptr<const RecallView> view() const { return derived()->view(); }
  // For who needs no roster and no concepts: neither is made.
  std::shared_ptr<const Catalog> catalog() const { return derived()->written()->catalog; }
  // Runs on the writer thread, where alone the store and the derived indexes are changed. Before the change is
  // acknowledged, the answers that it makes untrue are dropped. Refused after the store was found damaged: corruption.
  // The budget is for waiting: what has begun is done.
  template <class F>
  auto write(const Budget& budget, F work) {
    return on_writer(budget, [this, work = std::move(work)]() mutable -> decltype(work()) {
      if (auto refused = refused_write()) return std::unexpected(std::move(*refused));
      const auto before = seq_while_faulty();
      const auto began = std::chrono::steady_clock::now();
      auto done = noting_what_is_thrown(work);
      const auto spent = std::chrono::steady_clock::now() - began;
      note_write(done ? std::nullopt : std::optional(done.error()), spent, before);
      return done;
    });
  }
  // As write, but here and beside all writes where it only counts.
  template <class F>
  auto erasing(bool dry_run, const Budget& budget, F work) -> decltype(work()) {
    if (!dry_run) return write(budget, std::move(work));
    if (auto goes_on = budget.check(); !goes_on) return std::unexpected(goes_on.error());
    return work();
  }
  // As write, for what changes nothing in the store.
  template <class F>
  auto on_writer(const Budget& budget, F work) {
    return writer_.run(
        [this, work = std::move(work)]() mutable {
          const AnswersSettled settled{*this};
          return work();
        },
        budget);
  }
  // A damaged store takes no writes until someone has looked at it and started again; a full one is so no more as soon
  // as something was written: work that found nothing to write proves nothing.
  std::optional<Error> refused_write() const;
  std::optional<Seq> seq_while_faulty() const;  // of the store; nothing where writes have no fault
  // `before`: seq_while_faulty, before the work was done.
  void note_write(const std::optional<Error>& error, std::chrono::duration<double> spent, std::optional<Seq> before);
  void try_writing_again() const;
  Result<void> write_probe_again() const;  // writer thread
  void note_stages(const std::map<std::string, std::int64_t>& microseconds);
  void settle_answers() noexcept;
  struct AnswersSettled {
    Impl& engine;
    ~AnswersSettled() { engine.settle_answers(); }
  };
  Result<IngestReply> report_of_known(const Meeting& meeting, std::span<const Turn> turns, IngestReply reply) const;
  // Of a meeting that is known by its external_id: the warning that it is stored with other content than this.
  // `what` is how a person calls it.
  Result<std::optional<TranscriptWarning>> content_differs(std::string_view what, const Meeting& sent,
                                                           std::span<const Turn> turns) const;
  // A derived index that could not take a change is behind the truth: remembered, shown in health, mended by reindex.
  void note(Result<void> applied);
  template <class F>
  void apply(F change) {
    try {
      note(change());
    } catch (...) {
      note_behind();
      throw;
    }
  }
  void note_behind() noexcept;
  // What was committed before a throw, and applied to no index, is such a change too.
  template <class F>
  auto noting_what_is_thrown(F& work) {
    try {
      return work();
    } catch (...) {
      note_thrown();
      throw;
    }
  }
  void note_thrown() noexcept;
  void fold_when_worth_it(const std::stop_token& stop);
  // Of what loses nothing and is tried again with the next change: counted, where it was not cut short.
  void note_unfinished(const Result<void>& done);
  void wake_folder();
  bool is_behind() const;  // an index could not take in a change, until it is built again
  // Neither are the indexes behind the store, and say that they have what they do not, nor is the store damaged.
  bool is_sound() const;
  bool wants_snapshot() const;
  // Long; from one thread at a time. Errors: those of IndexSnapshot.
  Result<void> write_snapshot(const std::stop_token& stop);
  // Before anything is erased. Writer thread.
  Result<void> forget_snapshot(bool dry_run = false) { return dry_run ? Result<void>() : snapshot_.forget(*derived()); }

  const EngineOptions options_;
  std::unique_ptr<MemoryStore> store_;
  VectorIndexFactory make_vectors_;
  std::unique_ptr<Encoder> encoder_;
  Guarded<std::shared_ptr<DerivedIndexes>> derived_;  // replaced by reindex; changed only on the writer thread
  IndexSnapshot snapshot_;
  Guarded<std::optional<Error>> background_error_;
  struct WriteFault {
    std::optional<Error> error;  // corruption or resource_exhausted
    std::optional<std::chrono::steady_clock::time_point> tried_again;
  };
  mutable Guarded<WriteFault> write_fault_;
  struct Counted {
    std::map<std::string, DurationHistogram> stages;
    DurationHistogram writes;
    std::uint64_t failed_writes = 0;
    std::uint64_t background_errors = 0;
  };
  Guarded<Counted> counted_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  AnswerCache answers_;
  QuestionVectors vectors_of_questions_;
  KeptReplies kept_replies_;
  AccessLog accesses_;
  NameWatches names_;
  std::mutex fold_mutex_;
  std::condition_variable_any fold_wake_;
  bool fold_wanted_ = false;  // guarded by fold_mutex_
  mutable Lane writer_;       // after what its last tasks use, as the other lanes
  Lane probes_;
  Lane questions_;
  Lane changes_;
  Lane erasures_;
  Lane batches_;
  Lane bulk_;

  std::atomic<bool> folding_ = false;
  std::mutex backup_mutex_;  // held while one is made
  std::jthread folder_;      // last, with the next three: they use all of the above
  std::jthread consolidator_;
  std::jthread access_keeper_;
  std::optional<BackupSchedule> schedule_;
};

}  // namespace hebb
