#include "engine/measures.h"

#include <system_error>
#include <utility>

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

std::uint64_t sum_of(const ConceptTally::Counts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [project, concepts] : counts) sum += concepts;
  return sum;
}

}  // namespace

void Engine::Impl::note_stages(const std::map<std::string, std::int64_t>& microseconds) {
  counted_.with([&](Counted& counted) {
    for (const auto& [stage, spent] : microseconds) counted.stages[stage].observe(std::chrono::microseconds(spent));
  });
}

std::uint64_t Engine::Impl::count_concepts(const ProjectSet& projects) const {
  return sum_of(derived()->count_concepts(projects, ConceptIndex::Count::now));
}

void Engine::Impl::count_concepts(std::vector<ProjectSummary>& projects) const {
  std::vector<std::string> names;
  names.reserve(projects.size());
  for (const ProjectSummary& one : projects) names.push_back(one.project);
  const auto counts = derived()->count_concepts(ProjectSet(std::move(names)), ConceptIndex::Count::now);
  for (ProjectSummary& one : projects) {
    const auto counted = counts.find(one.project);
    one.memories[static_cast<std::size_t>(Level::concept_)] = counted == counts.end() ? 0 : counted->second;
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
  const auto indexes = derived();
  const auto current = indexes->written();
  for (std::size_t i = 0; i < kLevels; ++i) {
    out.memories[i] = current->catalog->memories(static_cast<Level>(i));
    out.indexed += current->vectors->size(static_cast<Level>(i));
  }
  out.memories[static_cast<std::size_t>(Level::concept_)] =
      sum_of(indexes->count_concepts({}, ConceptIndex::Count::last));
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
