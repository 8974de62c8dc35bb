#include "recall/concept_index.h"

#include <optional>
#include <utility>

#include "recall/concept_choice.h"
#include "recall/concept_hearing.h"

namespace hebb {

class ConceptIndex::Project {
 public:
  explicit Project(concept_hearing::Heard heard = {}) : hearing_(std::move(heard)) {}

  bool empty() const { return hearing_.heard().meetings.empty(); }

  void add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
    change();
    hearing_.add(std::move(meeting), memories);
  }

  void erase(const MeetingId& id) {
    if (hearing_.erase(id)) change();
  }

  void revise(std::shared_ptr<const CatalogMeeting> meeting) { hearing_.revise(std::move(meeting)); }

  std::shared_ptr<const concept_hearing::Heard> lend() { return hearing_.lend(); }

  // Null: something changed since they were made.
  const std::shared_ptr<const ProjectConcepts>& concepts() const { return current_; }

  void take_back(const std::shared_ptr<const concept_hearing::Heard>& heard,
                 const std::shared_ptr<const ProjectConcepts>& made) {
    if (heard && take_back(*heard, made->concepts.size())) current_ = made;
  }

  std::optional<std::size_t> count(Count of) const {
    return of == Count::last || count_.of_now ? count_.concepts : std::nullopt;
  }

  // False: something changed since.
  bool take_back(const concept_hearing::Heard& heard, std::size_t counted) {
    const bool of_now = hearing_.take_back(heard);
    if (of_now || !count_.of_now) count_ = {.of_now = of_now, .concepts = counted};
    return of_now;
  }

 private:
  struct Counted {
    bool of_now = false;  // nothing changed since
    std::optional<std::size_t> concepts;
  };

  void change() {
    current_.reset();
    count_.of_now = false;
  }

  concept_hearing::Hearing hearing_;
  std::shared_ptr<const ProjectConcepts> current_;
  Counted count_;
};

ConceptIndex::ConceptIndex() : view_(std::make_shared<ConceptView>()) {}
ConceptIndex::~ConceptIndex() = default;
ConceptIndex::ConceptIndex(ConceptIndex&&) noexcept = default;
ConceptIndex& ConceptIndex::operator=(ConceptIndex&&) noexcept = default;

void ConceptIndex::add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories) {
  auto& project = projects_[meeting->project];
  if (!project) project = std::make_unique<Project>();
  project->add(std::move(meeting), memories);
  view_.reset();
  ++changes_;
}

void ConceptIndex::erase(const CatalogMeeting& meeting) {
  const auto project = projects_.find(meeting.project);
  if (project == projects_.end()) return;
  project->second->erase(meeting.id);
  if (project->second->empty()) projects_.erase(project);
  view_.reset();
  ++changes_;
}

void ConceptIndex::revise(const std::shared_ptr<const CatalogMeeting>& meeting) {
  const auto project = projects_.find(meeting->project);
  if (project != projects_.end()) project->second->revise(meeting);
}

struct ConceptState {
  std::map<std::string, std::shared_ptr<const concept_hearing::Heard>> projects;
};

std::shared_ptr<const ConceptState> ConceptIndex::state() {
  auto state = std::make_shared<ConceptState>();
  for (const auto& [name, project] : projects_) state->projects.emplace(name, project->lend());
  return state;
}

void write(const ConceptState& state, SnapshotWriter& writer) {
  writer.value<std::uint64_t>(state.projects.size());
  for (const auto& [name, heard] : state.projects) {
    writer.text(name);
    heard->write(writer);
  }
}

void ConceptIndex::read(SnapshotReader& reader, const Catalog& catalog) {
  const std::size_t projects = reader.count(1);
  for (std::size_t i = 0; i < projects && !reader.failed(); ++i) {
    const std::string name = reader.text();
    auto heard = concept_hearing::Heard::read(reader, catalog);
    projects_[name] = std::make_unique<Project>(std::move(heard));
  }
  view_.reset();
  ++changes_;
}

ConceptDraft ConceptIndex::draft() {
  ConceptDraft draft;
  draft.view_ = view_;
  draft.changes_ = changes_;
  if (view_) return draft;
  for (const auto& [name, project] : projects_) {
    auto& drafted = draft.projects_[name];
    drafted.concepts = project->concepts();
    if (!drafted.concepts) drafted.heard = project->lend();
  }
  return draft;
}

void ConceptIndex::take_back(const ConceptDraft& draft) {
  for (const auto& [name, drafted] : draft.projects_) {
    const auto project = projects_.find(name);
    if (project != projects_.end()) project->second->take_back(drafted.heard, drafted.concepts);
  }
  if (draft.changes_ == changes_) view_ = draft.view_;
}

std::shared_ptr<const ConceptView> ConceptIndex::view() {
  auto draft = this->draft();
  auto view = draft.made();
  take_back(draft);
  return view;
}

ConceptTally ConceptIndex::tally(const ProjectSet& of, Count count) {
  ConceptTally tally;
  for (const auto& [name, project] : projects_) {
    if (!of.contains(name)) continue;
    if (const auto known = project->count(count)) {
      tally.counts_.emplace(name, *known);
    } else {
      tally.heard_.emplace(name, project->lend());
    }
  }
  return tally;
}

void ConceptIndex::take_back(const ConceptTally& tally) {
  for (const auto& [name, heard] : tally.heard_) {
    const auto project = projects_.find(name);
    const auto counted = tally.counts_.find(name);
    if (project != projects_.end() && counted != tally.counts_.end())
      project->second->take_back(*heard, counted->second);
  }
}

const ConceptTally::Counts& ConceptTally::counted() {
  for (const auto& [name, heard] : heard_) {
    if (!counts_.contains(name)) counts_.emplace(name, count_of_concepts(name, *heard));
  }
  return counts_;
}

std::shared_ptr<const ConceptView> ConceptDraft::made() {
  if (view_) return view_;
  auto next = std::make_shared<ConceptView>();
  for (auto& [name, project] : projects_) {
    if (!project.concepts) project.concepts = concepts_heard(name, *project.heard);
    next->projects.emplace(name, project.concepts);
  }
  return view_ = std::move(next);
}

}  // namespace hebb
