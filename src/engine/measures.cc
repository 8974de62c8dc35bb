#include "engine/measures.h"

#include <system_error>

#include "engine/engine_impl.h"

namespace hebb {
namespace {

std::uint64_t bytes_of(const std::filesystem::path& database) {
  if (database.empty()) return 0;
  std::uint64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code error;
    const auto size = std::filesystem::file_size(database.string() + part, error);
    if (!error) bytes += size;
  }
  return bytes;
}

std::uint64_t concepts_in(const RecallView& view, const ProjectSet& projects) {
  std::uint64_t concepts = 0;
  if (view.concepts == nullptr) return concepts;
  for (const auto& [project, of_project] : view.concepts->projects) {
    if (projects.contains(project)) concepts += of_project->concepts.size();
  }
  return concepts;
}

}  // namespace

void Engine::Impl::note_stages(const std::map<std::string, std::int64_t>& microseconds) {
  counted_.with([&](Counted& counted) {
    for (const auto& [stage, spent] : microseconds) counted.stages[stage].observe(std::chrono::microseconds(spent));
  });
}

std::uint64_t Engine::Impl::count_concepts(const ProjectSet& projects) const {
  return concepts_in(*view(), projects);
}

void Engine::Impl::count_concepts(std::vector<ProjectSummary>& projects) const {
  const auto current = view();
  for (ProjectSummary& one : projects) {
    one.memories[static_cast<std::size_t>(Level::concept_)] = concepts_in(*current, ProjectSet({one.project}));
  }
}

EngineMeasures Engine::Impl::measures() const {
  EngineMeasures out;
  for (const LaneStats& lane : lanes()) out.queues[lane.name] = lane;
  out.queues["writer"] = writer_.stats();
  counted_.with([&](const Counted& counted) {
    out.stages = counted.stages;
    out.writes = counted.writes;
    out.failed_writes = counted.failed_writes;
    out.background_errors = counted.background_errors;
  });
  const auto current = view();
  for (std::size_t i = 0; i < kLevels; ++i) {
    out.memories[i] = current->catalog->memories(static_cast<Level>(i));
    out.indexed += current->vectors->size(static_cast<Level>(i));
  }
  out.memories[static_cast<std::size_t>(Level::concept_)] = concepts_in(*current, {});
  out.applied_seq = current->applied_seq;
  out.index_bytes = current->vectors->resident_bytes() + current->lexical->resident_bytes();
  out.folding = folding_;
  out.seq = store_->seq().value_or(0);
  out.store_bytes = bytes_of(options_.database);
  out.answers = answers_.stats();
  out.question_vectors = vectors_of_questions_.stats();
  out.version = HEBB_VERSION;
  out.model = encoder_->description().name;
  out.precision = encoder_->description().precision;
  return out;
}

}  // namespace hebb
