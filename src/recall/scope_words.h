// Where the terms of a question's focus occur in the scope that it is asked of. Private to recall/.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recall/ranking.h"
#include "recall/term_matches.h"

namespace hebb {

// Document frequencies are each project's own, so what matches is found a project at a time.
struct ProjectWords {
  std::vector<const CatalogMeeting*> meetings;  // of the scope, ascending by ordinal
  TermMatches episodes;
  TermMatches contexts;             // empty until match_contexts()
  std::vector<float> meeting_bm25;  // of each, as one document
};

// Keeps references to the index and the terms.
class ScopeWords {
 public:
  // `meetings`: those of the scope, ascending by ordinal.
  ScopeWords(const LexicalView& lexical, std::span<const std::string> terms,
             std::span<const CatalogMeeting* const> meetings, const RankingParameters& parameters);

  const std::map<std::string, ProjectWords>& projects() const { return projects_; }
  // Of BM25 over the `episodes` of the scope, which may be a part of its projects.
  Moments bm25_moments(std::size_t episodes) const;
  std::vector<float> meeting_bm25() const;  // of all meetings, project after project
  // What words tell of a field of the scope's meetings: bm25, terms, meeting_bm25 and known.
  void gather(const EpisodeField& field, EpisodeEvidence& evidence) const;
  // Of the contexts (L1) that match, ascending by ordinal.
  std::vector<Hit> match_contexts();
  // The terms that a memory of one of the meetings holds: TermMatches::shared.
  std::uint64_t shared(const CatalogMeeting& meeting, Ordinal ordinal, Level level) const;

 private:
  double known_share(double idf, std::size_t terms, std::string_view project) const;

  const LexicalView& lexical_;
  const std::span<const std::string> terms_;
  std::map<std::string, ProjectWords> projects_;
};

}  // namespace hebb
