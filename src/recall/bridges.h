// Bridges: memories of other meetings that the question's own words would not find, because what they share is what its
// best answers speak of. From the passage that a question activates most (its source) to what surrounds memories of
// other meetings:
//
//   B = z(context's cosine with the question) + 1.5 z(context's cosine with the source) + .6 z(source's terms near by)
//       + 3 z(cosine of the two meetings) + .8 M + 5 share of a named speaker
//
// over the meetings with the most of what it gives to whole meetings, chosen by B, at most four a meeting; shown in
// rounds, the best of each meeting first. Labels, figures against dense search and random, and what did not help:
// docs/quality.md. It reads views only and knows no text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "recall/ranking.h"
#include "recall/recall.h"
#include "recall/source_terms.h"

namespace hebb {

struct BridgeParameters {
  float source = 1.5f;
  float terms = 0.6f;
  float meeting_likeness = 3;
  float meeting = 0.8f;  // of M
  float share = 5;       // of the share alone, whatever weight ranking gives it
  Reach term_reach{.forward = 8, .backward = 8};
  std::size_t most_terms = 16;
  std::size_t most_meetings = 16;  // those looked into
  std::size_t most_of_meeting = 4;
  std::size_t apart = 2;  // memories between two of one meeting, at least
  std::size_t most_connecting = 3;
  std::size_t most_concepts = 2;  // named in `shared`
  // Below either cosine a passage is no bridge, but chance.
  float least_question = 0.3f;
  float least_source = 0.5f;
};

struct Bridge {
  Ordinal ordinal = 0;
  float score = 0;                  // B
  float novelty = 0;                // [0,1]: how far below the best cosine with the question its own is
  float connection = 0;             // [0,1]: its passage's cosine with the source
  std::vector<Ordinal> connecting;  // memories of the source, the one it is most like first
  std::vector<std::string> shared;  // what both speak of: concepts, then source terms, the heaviest of each first
};

// What recall() leaves for bridges to be found once the results' texts are at hand. Keep it with the view it is of.
struct BridgeGround {
  EpisodeField field;
  EpisodeEvidence evidence;
  EpisodeScores scores;
  std::vector<float> cue;  // mean of the question's and the focus' vectors
  Scope shown;
};

struct BridgeQuery {
  std::vector<SourceTerm> terms;
  std::vector<Ordinal> taken;  // memories in the answer already
  Ordinal source = 0;          // the first result: its meeting is the source's
  std::size_t limit = 5;
};

// Of the source's project only, never of its meeting. Empty rather than bad; empty, too, where the vector store is
// away. Deterministic, and independent of the order of import. Cost: one scan of the meetings looked into and the
// postings of the terms.
std::vector<Bridge> find_bridges(const RecallView& view, const BridgeGround& ground, const BridgeQuery& query,
                                 const BridgeParameters& parameters = {});

}  // namespace hebb
