// From a question's vectors and reading to ranked memories: field -> evidence -> ranking -> lists. Front header of
// recall/. It reads views only: it neither encodes the question (embed/) nor fetches text (store/).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "lexical/lexical_index.h"
#include "recall/answerable.h"
#include "recall/catalog.h"
#include "recall/concepts.h"
#include "recall/question.h"
#include "recall/ranking.h"
#include "recall/roster.h"
#include "vector/vector_index.h"

namespace hebb {

// One consistent state of everything that is derived. A question takes one for its whole life.
struct RecallView {
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const Roster> roster;
  std::shared_ptr<const VectorView> vectors;
  std::shared_ptr<const LexicalView> lexical;
  std::shared_ptr<const ConceptView> concepts;  // null: none
  std::uint64_t applied_seq = 0;
};

// Thresholds on the strength of an activated memory, relative to the strongest: 0 < peripheral <= contextual <= core
// <= 1. Below peripheral it is not shown.
struct ActivationThresholds {
  float core = 0.5f;
  float contextual = 0.2f;
  float peripheral = 0.05f;
};

struct RecallOptions {
  RankingParameters ranking;
  ActivationThresholds thresholds;
  LittleFound little;  // for shorten(); recall() itself cuts nothing
  // Up to so many episodes in scope, all are scored. Above, candidates choose meetings, whose episodes all are.
  std::size_t exact_scope = 20'000;
  std::size_t candidates = 64;           // of the vector search
  std::size_t chosen_episodes = 10'240;  // about so many, of the best meetings
  // Above, so many meetings stand for the scope in means and deviations: those with the smallest ids, which are
  // digests, so that they are a random sample and the same one whatever the order of import.
  std::size_t sample_meetings = 20;
};

struct RecallQuery {
  std::span<const float> vector;   // of the question: kSemanticDimension numbers, L2 norm 1
  std::span<const float> focus;    // of reading.focus, the same; empty: the question is its own focus
  std::vector<std::string> terms;  // index_terms() of the focus; none where the reading is wordless
  QuestionReading reading;
  bool whole = false;  // the question names no topic ("summarize the meeting")
  MemoryFilter filter;
  std::array<std::size_t, kLevels> limits{};  // length of each level's direct list
  std::size_t results = 0;                    // length of `results`
  bool activation = true;                     // without it, results are ranked as the direct list
  std::size_t max_activations = 0;
  bool bridges = false;
};

// Parts of a score, weighted: their sum is the score. Of a direct score semantic, lexical, speaker, meeting, type
// prior, exchange and length; of one in `results` activation, coverage, speaker, meeting, type prior, exchange and
// length.
struct Scored {
  Ordinal ordinal = 0;
  float score = 0;
  float cosine = 0;    // mean of those to question and focus, [-1,1]
  float bm25 = 0;      // >= 0
  float semantic = 0;  // standardised, with context
  float lexical = 0;   // standardised
  float activation = 0;
  float coverage = 0;
  float speaker = 0;
  float meeting = 0;
  float type_prior = 0;
  float exchange = 0;  // where talk jumps: less for asking, more for answering
  float length = 0;    // where talk jumps: more for saying more
  Ordinal giver = 0;   // L2: the shown question that it answers, if that tells, else the shown memory that activates it
                       // most (of what is activated always that); itself where none does more than it, or has a part
  std::uint64_t shared = 0;  // bit i: it holds RecallQuery::terms[i], of a repeated term the first; i < 64
};

enum class ActivationClass : std::uint8_t { core, contextual, peripheral };
std::string_view to_string(ActivationClass activation);

struct Activated {
  Scored memory;
  float strength = 0;  // (0,1], relative to the strongest in scope
  ActivationClass classification = ActivationClass::peripheral;
};

struct BridgeGround;  // bridges.h

struct Recalled {
  std::array<std::vector<Scored>, kLevels> direct;  // best first; ties by memory id, as everywhere. Of L0 none:
  std::vector<ListedConcept> concepts;              // they are no memories of a catalog
  std::vector<Scored> results;                      // L2
  float answerable = 0;                             // [0,1]: does the scope hold anything on the question?
  std::vector<Activated> activated;                 // L2, strongest first; none of them its own strongest giver
  std::shared_ptr<const BridgeGround> ground;       // with RecallQuery::bridges: what find_bridges() needs
  std::map<std::string, std::int64_t> timings;      // stage -> microseconds
  std::vector<std::string> degraded;                // "vector_store" when it is away and search was lexical
};

// Deterministic for one view. Cost: linear in the episodes in scope up to `exact_scope`; above, in the postings of the
// terms and the chosen episodes.
Recalled recall(const RecallView& view, const RecallQuery& query, const RecallOptions& options = {});

}  // namespace hebb
