// The facade that every surface calls: import, ask, list, rename, erase. Owns the threads and the derived indexes.
// It knows no transport and no concrete backend.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/budget.h"
#include "base/error.h"
#include "embed/encoder.h"
#include "engine/answer_cache.h"
#include "engine/backup.h"
#include "engine/collection.h"
#include "engine/decisions.h"
#include "engine/declared.h"
#include "engine/fading.h"
#include "engine/kept_replies.h"
#include "engine/measures.h"
#include "engine/patterns.h"
#include "engine/types.h"
#include "recall/recall.h"
#include "store/memory_store.h"
#include "vector/vector_index.h"

namespace hebb {

using VectorIndexFactory = std::function<Result<std::unique_ptr<VectorIndex>>()>;

struct EngineOptions {
  std::size_t threads = 0;        // for questions, changes and batches each, half as many for bulk; 0: the cores
  std::size_t queue_limit = 256;  // tasks of a kind that wait, and writes waiting for the writer
  std::size_t max_results = 100;  // MAX_MEMORIES_PER_QUERY
  // Indexes are folded and readings written in threads of its own; false: the caller calls fold() and write_accesses().
  bool background = true;
  std::size_t max_turns = 100'000;  // of one meeting
  std::size_t max_text_bytes = 64u << 20;
  std::size_t erased_at_once = 2048;  // memories of meetings that lose a part of them: so many, or a meeting, a write
  std::size_t max_activation_depth = 3;  // MAX_ACTIVATION_DEPTH: typed hops; a run along a meeting is one; 0: none
  std::size_t max_bridges = 5;           // MAX_BRIDGES
  RecallOptions recall;
  BackupPlan backups;  // with a folder and `every`: made in a thread of its own; without a folder `backup` is refused
  AnswerCacheOptions answers;
  std::filesystem::path database;  // its file, for its size and the space left for it; empty: neither is told
  SnapshotPlan snapshot;           // of the derived indexes, for the next start
  // Without a change for so long, what was said again is looked for in a thread of its own; 0: only when asked.
  std::chrono::seconds consolidate_after{0};
  // In the background, what is held less strongly is archived; 0: only when asked.
  double fade_below = 0;
};

// Thread safety: thread-safe. Calls block on encoding and storage: keep them off event loops, use `submit`.
// Errors: each call says which of its own it adds to invalid_argument, unavailable (queue full, store locked),
// resource_exhausted (disk full), corruption and internal.
class Engine {
 public:
  // Checks the encoder against the store's probe (conflict), then loads the derived indexes from their snapshot, or
  // builds them from the store.
  static Result<std::unique_ptr<Engine>> open(std::unique_ptr<MemoryStore> store, VectorIndexFactory make_vectors,
                                              std::unique_ptr<Encoder> encoder, const EngineOptions& options);
  ~Engine();  // stops intake, finishes what was accepted, joins

  // Calls with a budget stop between their stages once it is spent: deadline_exceeded, cancelled; nothing is stored.
  // But consolidate (of several projects), fade and restore_faded are many writes, each of a project or a meeting: what
  // ends them leaves those that were made, and says so. The same call goes on from there, but consolidate looks at
  // every project again. All or nothing and durable on return. The same content again is no error: created is false.
  // Errors: invalid_argument (unreadable transcript, no turns, too many).
  Result<IngestReply> ingest(const IngestRequest& request, Instant now, const Budget& budget = {});
  // A meeting out of an archive: all or nothing and durable on return; one that is there already stays as it is.
  // Requires: check_record(stored.record). Errors: conflict (it refers to what is not there), may_import's.
  Result<PutOutcome> import_record(const StoredRecord& stored, const Budget& budget = {});
  // Errors: conflict (the meeting is there, and by now in another project).
  Result<void> may_import(const Meeting& meeting) const;
  Result<QueryReply> query(const QueryRequest& request, const Budget& budget = {});
  // work(i), once for each i < count: on the calling thread, and beside it where threads are free. What one throws is
  // thrown here, when all are done. Requires: `work` may be called from several threads at a time.
  void share_out(std::size_t count, const std::function<void(std::size_t)>& work);
  // The best passages for a question within a word budget: what an assistant is fed.
  Result<ContextReply> context(const ContextRequest& request, const Budget& budget = {});

  // Answers for whoever asks the same again: whoever answers looks here first, and puts here what is whole.
  AnswerCache& answers();

  // `seen`, as MeetingQuery::projects and MemoryFilter::projects: those that the asker may see. Of what lies outside
  // the answer is word for word that of what is not there, and no work is done on it.
  Result<MeetingPage> meetings(const MeetingQuery& query) const;
  Result<MeetingDetail> meeting(const MeetingId& id, const ProjectSet& seen) const;  // not_found
  Result<std::vector<Turn>> transcript(const MeetingId& id, std::uint32_t first, std::uint32_t last,
                                       const ProjectSet& seen) const;                          // not_found
  Result<std::vector<Memory>> memories_of(const MeetingId& id, const ProjectSet& seen) const;  // not_found; no vectors
  Result<std::vector<SpeakerSummary>> speakers(const std::optional<std::string>& project, const ProjectSet& seen) const;
  // Nothing where there is no such meeting.
  Result<std::optional<StoredRecord>> record(const MeetingId& id) const;
  Result<EncoderProbe> probe() const;  // of the model that made the vectors
  Result<Seq> seq() const;
  // Changes with a seq greater than `after`, oldest first, at most `limit`.
  Result<std::vector<Change>> changes(Seq after, std::size_t limit) const;
  Result<ProjectPage> projects(const ProjectQuery& query) const;
  Result<ConceptPage> concepts(const ConceptQuery& query) const;
  // Cost: of each project read, its decisions with their vectors (engine/decisions.h). Errors: invalid_argument (a
  // cursor that is none).
  Result<DecisionPage> decisions(const DecisionQuery& query) const;
  // Its filter's speakers in any case; MemoryFilter::projects are those seen.
  Result<MemoryPage> list(MemoryQuery query) const;
  // Somebody has opened the page of this memory: a reading, as being found by query and handed over by context are.
  void opened(const MemoryId& id);
  // Of every level. not_found.
  Result<MemoryDetail> memory(const MemoryId& id, const ProjectSet& seen) const;

  // A meeting of one turn and one memory, of the format kNoteFormat: durable, all or nothing, and, sent again, the
  // same. Errors: invalid_argument (a type that is not for notes), conflict (it is there and was moved to another
  // project).
  Result<NoteReply> add_note(const NoteRequest& request, Instant now, const Budget& budget = {});
  // Errors: not_found, conflict (a concept), invalid_argument (a type that is not for this level).
  Result<void> correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now,
                              const ProjectSet& seen, const Budget& budget = {});
  // Errors: not_found. Requires: `seen` has the new project.
  Result<void> edit_meeting(const MeetingId& id, const MeetingEdit& edit, const ProjectSet& seen,
                            const Budget& budget = {});

  // Finds a meeting's memories anew in its turns, as an import would by now; ids and corrections stay, and where
  // nothing differs nothing is written. A note stays as it is. Errors: not_found, conflict (a correction would be lost,
  // as no memory says that in these turns any more; nothing is changed).
  Result<Reextraction> reextract(const MeetingId& id, const ProjectSet& seen, const Budget& budget = {});

  // Looks for what was said again in other meetings of a project, and keeps which statements those are: they stay what
  // they are, and no answer to a question differs. Again without a change, it changes nothing. Errors: not_found,
  // unavailable (meetings came in all the while).
  Result<std::vector<ConsolidationReport>> consolidate(const ConsolidationRequest& request, Instant now,
                                                       const ProjectSet& seen, const Budget& budget = {});
  // Back to the patterns before the last that were kept. Errors: not_found (nothing is left to be undone).
  Result<void> undo_consolidation(const std::string& project, const ProjectSet& seen, const Budget& budget = {});
  Result<PatternPage> patterns(const PatternQuery& query) const;

  // Archives what is held less strongly than asked: hidden, not gone. What a person said is active stays so. Errors:
  // invalid_argument (`below`), not_found (no such project).
  Result<FadeReport> fade(const FadeRequest& request, Instant now, const ProjectSet& seen, const Budget& budget = {});
  // Everything that has faded, of a project or of all, comes back as fresh as imported. Errors: not_found.
  Result<UnfadeReport> restore_faded(const std::optional<std::string>& project, Instant now, const ProjectSet& seen,
                                     const Budget& budget = {});
  // What query, context and opened() have noted since the last time; what cannot be written is kept for the next.
  Result<void> write_accesses();

  // What people declare of a project takes the place of what they declared before; an empty declaration takes it away.
  // No memory and no answer changes. Errors: invalid_argument (faults_of), not_found (no such project).
  Result<DeclarationChange> declare(const std::string& project, const Declaration& declaration, const ProjectSet& seen,
                                    const Budget& budget = {});
  // The same for entries of it, in one step: edits that come at once are carried out one after another. Names are
  // compared by name_key. Errors: declare's, not_found (a name to be removed is not declared), conflict (a stakeholder
  // and a deliverable have it, or what is set cannot stand beside what stays).
  Result<DeclarationChange> edit_declaration(const std::string& project, const DeclarationEdit& edit,
                                             const ProjectSet& seen, const Budget& budget = {});
  // Empty where nothing is declared, or nothing that is seen.
  Result<Declaration> declaration(const std::string& project, const ProjectSet& seen) const;
  // Out of an archive, after its meetings. False: something is declared already, and stays as it is. Errors: declare's.
  Result<bool> import_declaration(const std::string& project, const Declaration& declaration,
                                  const Budget& budget = {});
  // The same with how often each is mentioned. Cost: reads the texts of the project (docs/performance.md).
  Result<DeclaredProject> declared(const std::string& project, const ProjectSet& seen, const Budget& budget = {}) const;
  // The active memories of level 2 that mention what is declared under a name, in the order of `list`. Cost: reads the
  // texts of the project, the newest meetings first, until the page is full. Errors: not_found (nothing of that name is
  // declared), invalid_argument (a cursor that is none).
  Result<MemoryPage> mentions(const MentionQuery& query, const Budget& budget = {}) const;

  // not_found; conflict and not_found by what `merge` expects.
  Result<Seq> rename_speaker(const SpeakerRename& rename, const ProjectSet& seen, const Budget& budget = {});
  // `dry_run`, as in the next, only counts, and waits for no write. not_found when an id names no meeting.
  Result<EraseCounts> erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen,
                                     const Budget& budget = {});
  Result<EraseCounts> erase_project(const std::string& project, bool dry_run, const ProjectSet& seen,
                                    const Budget& budget = {});

  // An episode with the turns it comes from, and so with all memories of these. A meeting none of whose turns has words
  // any more is erased whole. What is left is found anew, and corrections of it hold where it says the same; others are
  // counted (EraseCounts::lost_corrections). Errors: not_found, conflict (a context or concept: derived from what is
  // said).
  Result<EraseCounts> erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen, const Budget& budget = {});
  // What one person, by the name shown, said in meetings of a period, and the name there: not what others said of them.
  // In steps of EngineOptions::erased_at_once, each meeting all or nothing, between which others write; what they bring
  // of that name is erased too. After a failure, asking again completes it, but once the first step is written the
  // budget ends it no more. Errors: not_found, conflict (he was renamed meanwhile, and not all stands under this name).
  Result<EraseCounts> erase_speaker(const std::string& name, const Period& period, bool dry_run, const ProjectSet& seen,
                                    const Budget& budget = {});
  // Whole meetings. Errors: not_found.
  Result<EraseCounts> erase_period(const Period& period, bool dry_run, const ProjectSet& seen,
                                   const Budget& budget = {});

  // Drops the derived indexes and builds them again from the store; answers go on from the old ones meanwhile.
  Result<Seq> reindex(const Budget& budget = {});
  Result<void> fold();
  // Into the folder of EngineOptions::backups, under a name made of `now`, while writes go on (engine/backup.h).
  // Where the budget is spent when it is made, it is removed. Errors: unavailable (one is being made), those of
  // write_backup and of the budget.
  Result<BackupFacts> backup(Instant now, const Budget& budget = {});
  // Cheap. Where a full disk stopped writes, it has the writer try again, so that the state passes by itself.
  Health health() const;
  HealthReport examine() const;  // asks each part: takes what a short question does
  EngineMeasures measures() const;
  Result<EngineStats> stats(const ProjectSet& seen) const;
  const Encoder& encoder() const;

  // Of this engine's surfaces, for requests that are sent again. An erasure forgets them.
  KeptReplies& kept_replies();

  // Runs a task on the engine's threads. Errors: unavailable when too many of its kind wait already, or the engine is
  // stopping.
  Result<void> submit(Work kind, std::move_only_function<void()> task);

 private:
  class Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace hebb
