// The concepts (L0) of each project: phrases that recur over its contexts and tell something, with where they are said.
// Derived from the texts of episodes; nothing of it is stored. What a question is about is recall/concepts.h's.
//
// A candidate is a run of one to four words of noun_runs(), by the singulars of its words, which is what merges its
// variants. It is a concept when
//   - it is said in some contexts, in some memories (ConceptParameters),
//   - its last word is used as a noun in this project and none of its others as a verb, by what stands before runs,
//   - it is said on its own often enough, and not only within one longer concept (as C-value has it: Frantzi &
//     Ananiadou 2000),
//   - and, of one word, it is no name that any stretch of talk may use: it clusters (residual IDF: Church & Gale 1995).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/project_set.h"
#include "recall/catalog.h"

namespace hebb {

struct ConceptParameters {
  std::uint32_t least_contexts = 2;
  std::uint32_t least_mentions = 3;
  std::uint32_t least_mentions_of_name = 2;  // what is written with a capital, and what has two words or more
  float least_noun = 0.55f;                  // share of a last word's uses that are a noun's
  float most_verb = 0.5f;                    // share of another word's uses that are a verb's
  float most_within = 0.6f;                  // share of its mentions that one longer concept may have
  float least_residual = 0.4f;               // residual IDF of a single word, bits; less in
  float many_contexts = 100;                 // a project of fewer, where chance clusters little: by up to a bit
};

struct Concept {
  MemoryId id;                     // a digest of project and singulars: the same whatever was imported first
  std::string name;                // as it is written most often
  std::vector<std::string> terms;  // index terms of its words, in order
  std::vector<float> idf;          // of each, over the project's memories
  std::vector<Ordinal> mentions;   // L2, ascending
  std::uint32_t contexts = 0;      // in which it is said
};

// Immutable. Concepts are in the order of their ids.
struct ProjectConcepts {
  struct Said {
    Ordinal ordinal = 0;
    std::uint32_t number = 0;  // of the concept

    friend auto operator<=>(const Said&, const Said&) = default;
  };
  std::vector<Concept> concepts;
  std::vector<Said> said;  // ascending: what each memory speaks of
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_term;
  std::size_t memories = 0;  // L2, of the project
};

struct ConceptView {
  std::map<std::string, std::shared_ptr<const ProjectConcepts>, std::less<>> projects;
};

// What ConceptIndex::read reads, as it was at one moment. Immutable; another thread may write it.
struct ConceptState;
void write(const ConceptState& state, SnapshotWriter& writer);

namespace concept_hearing {
struct Heard;
}

// The concepts of one moment; those of the projects that changed before are yet to be made. Thread safety:
// thread-compatible, and apart from the index, which goes on meanwhile.
class ConceptDraft {
 public:
  // Cost: linear in what was said in the projects that changed.
  std::shared_ptr<const ConceptView> made();

 private:
  friend class ConceptIndex;
  struct Project {
    std::shared_ptr<const concept_hearing::Heard> heard;  // null: its concepts were made before
    std::shared_ptr<const ProjectConcepts> concepts;
  };
  std::map<std::string, Project> projects_;
  std::shared_ptr<const ConceptView> view_;  // null: yet to be made
  std::uint64_t changes_ = 0;                // of the index, before it
};

// How many concepts some projects have, for who needs no list of them. The same as ConceptDraft otherwise.
class ConceptTally {
 public:
  using Counts = std::map<std::string, std::size_t, std::less<>>;
  // By project. Cost: linear in the different words and phrases of the projects that are yet to be counted.
  const Counts& counted();

 private:
  friend class ConceptIndex;
  Counts counts_;
  std::map<std::string, std::shared_ptr<const concept_hearing::Heard>> heard_;  // of those that are yet to be counted
};

// Thread safety: thread-compatible. Cost: `add` and `erase` linear in the meeting, and, where a draft, a tally or a
// state is out that was not taken back, in the different words and phrases of its project, once; `draft`, `tally` and
// `state` in the projects.
class ConceptIndex {
 public:
  ConceptIndex();
  ~ConceptIndex();
  ConceptIndex(ConceptIndex&&) noexcept;
  ConceptIndex& operator=(ConceptIndex&&) noexcept;

  // Requires: `memories` are those that `meeting` was made of.
  void add(std::shared_ptr<const CatalogMeeting> meeting, std::span<const Memory> memories);
  void erase(const CatalogMeeting& meeting);  // one that is not here is passed over
  // A meeting in place of the one of its id, of which it differs in nothing that concepts are made of: those that were
  // made stay. Requires: the same ordinals, runs and texts.
  void revise(const std::shared_ptr<const CatalogMeeting>& meeting);
  ConceptDraft draft();
  // What was made of a draft is kept for the next, of the projects that did not change since.
  void take_back(const ConceptDraft& draft);
  std::shared_ptr<const ConceptView> view();  // made here, of a draft

  // Of the projects among `of` that are here. `last`: where they were ever counted, or their concepts made, as they
  // were then; `now`: as they are.
  enum class Count : std::uint8_t { last, now };
  ConceptTally tally(const ProjectSet& of, Count count);
  // What was counted is kept, of the projects that did not change since.
  void take_back(const ConceptTally& tally);

  std::shared_ptr<const ConceptState> state();
  // Requires: nothing was added yet. `catalog`: of the same snapshot. The index is to be used only where the section
  // proves whole.
  void read(SnapshotReader& reader, const Catalog& catalog);

 private:
  class Project;
  std::map<std::string, std::unique_ptr<Project>, std::less<>> projects_;
  std::shared_ptr<const ConceptView> view_;  // null: something changed since
  std::uint64_t changes_ = 0;
};

}  // namespace hebb
