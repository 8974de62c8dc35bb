// The engine as its callers see it: each call goes to what does it, and what was shown is noted as read.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "engine/engine.h"
#include "engine/engine_impl.h"
#include "extract/extract.h"

namespace hebb {
namespace {

std::vector<MemoryId> shown_in(const QueryReply& reply) {
  std::vector<MemoryId> ids;
  ids.reserve(reply.results.size());
  for (const MemoryResult& one : reply.results) ids.push_back(one.memory.id);
  return ids;
}

}  // namespace

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

Result<IngestReply> Engine::ingest(const IngestRequest& request, Instant now, const Budget& budget) {
  return impl_->ingest(request, now, budget);
}
Result<QueryReply> Engine::query(const QueryRequest& request, const Budget& budget) {
  const Seq rebuilds = impl_->answers().rebuilds();
  auto reply = impl_->query(request, budget);
  if (reply) {
    reply->state += rebuilds;
    impl_->note_read(shown_in(*reply));
  }
  if (!reply || !reply->query_dimensions) return reply;
  const auto features = features_of_text(request.query);  // shown only: no search uses them
  reply->query_dimensions->resize(kSemanticDimension);
  reply->query_dimensions->insert(reply->query_dimensions->end(), features.begin(), features.end());
  return reply;
}
Result<BackupFacts> Engine::backup(Instant now, const Budget& budget) {
  return impl_->backup(now, budget);
}
Result<ContextReply> Engine::context(const ContextRequest& request, const Budget& budget) {
  const Seq rebuilds = impl_->answers().rebuilds();
  auto reply = impl_->context(request, budget);
  if (!reply) return reply;
  reply->state += rebuilds;
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

void Engine::share_out(std::size_t count, const std::function<void(std::size_t)>& work) {
  impl_->share_out(count, work);
}
Result<ProjectPage> Engine::projects(const ProjectQuery& query) const {
  auto page = impl_->store().projects(query);
  if (!page) return page;
  impl_->count_concepts(page->projects);
  return page;
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
Result<NoteReply> Engine::add_note(const NoteRequest& request, Instant now, const Budget& budget) {
  auto reply = impl_->add_note(request, now, budget);
  if (!reply) return reply;
  auto access = impl_->access_of(reply->detail.listed.memory);
  if (!access) return std::unexpected(access.error());
  reply->detail.access = *access;
  return reply;
}
Result<void> Engine::correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now,
                                    const ProjectSet& seen, const Budget& budget) {
  return impl_->correct_memory(id, correction, now, seen, budget);
}
Result<void> Engine::edit_meeting(const MeetingId& id, const MeetingEdit& edit, const ProjectSet& seen,
                                  const Budget& budget) {
  return impl_->edit_meeting(id, edit, seen, budget);
}
Result<Reextraction> Engine::reextract(const MeetingId& id, const ProjectSet& seen, const Budget& budget) {
  return impl_->reextract(id, seen, budget);
}
Result<std::vector<ConsolidationReport>> Engine::consolidate(const ConsolidationRequest& request, Instant now,
                                                             const ProjectSet& seen, const Budget& budget) {
  return impl_->consolidate(request, now, seen, budget);
}
Result<void> Engine::undo_consolidation(const std::string& project, const ProjectSet& seen, const Budget& budget) {
  return impl_->undo_consolidation(project, seen, budget);
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
  if (auto finished = impl_->finish_erasures(); !finished) return finished;
  return impl_->write_accesses();
}
Result<DeclarationChange> Engine::declare(const std::string& project, const Declaration& declaration,
                                          const ProjectSet& seen, const Budget& budget) {
  return impl_->declare(project, declaration, seen, budget);
}
Result<DeclarationChange> Engine::edit_declaration(const std::string& project, const DeclarationEdit& edit,
                                                   const ProjectSet& seen, const Budget& budget) {
  return impl_->edit_declaration(project, edit, seen, budget);
}
Result<Declaration> Engine::declaration(const std::string& project, const ProjectSet& seen) const {
  return impl_->declaration(project, seen);
}
Result<bool> Engine::import_declaration(const std::string& project, const Declaration& declaration,
                                        const Budget& budget) {
  return impl_->import_declaration(project, declaration, budget);
}
Result<DeclaredProject> Engine::declared(const std::string& project, const ProjectSet& seen,
                                         const Budget& budget) const {
  return impl_->declared(project, seen, budget);
}
Result<MemoryPage> Engine::mentions(const MentionQuery& query, const Budget& budget) const {
  return impl_->mentions(query, budget);
}
Result<EraseCounts> Engine::erase_memory(const MemoryId& id, bool dry_run, const ProjectSet& seen,
                                         const Budget& budget) {
  return impl_->erase_memory(id, dry_run, seen, budget);
}
Result<EraseCounts> Engine::erase_speaker(const std::string& name, const Period& period, bool dry_run,
                                          const ProjectSet& seen, const Budget& budget) {
  return impl_->erase_speaker(name, period, dry_run, seen, budget);
}
Result<EraseCounts> Engine::erase_period(const Period& period, bool dry_run, const ProjectSet& seen,
                                         const Budget& budget) {
  return impl_->erase_period(period, dry_run, seen, budget);
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
Result<Seq> Engine::rename_speaker(const SpeakerRename& rename, const ProjectSet& seen, const Budget& budget) {
  return impl_->rename_speaker(rename, seen, budget);
}
Result<EraseCounts> Engine::erase_meetings(std::span<const MeetingId> ids, bool dry_run, const ProjectSet& seen,
                                           const Budget& budget) {
  return impl_->erase_meetings(ids, dry_run, seen, budget);
}
Result<EraseCounts> Engine::erase_project(const std::string& project, bool dry_run, const ProjectSet& seen,
                                          const Budget& budget) {
  return impl_->erase_project(project, dry_run, seen, budget);
}
Result<Seq> Engine::reindex(const Budget& budget) {
  return impl_->reindex(budget);
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
