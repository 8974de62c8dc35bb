// How episodes are ranked: every parameter of it, and the scores of a field of whole meetings. The figures that chose
// the parameters, and what each part adds: docs/quality.md. It searches nothing; recall.h does.
//
//   h = .65 (.6 z(cosine) + .4 z(context)) + .35 z(BM25) + .6 [named speaker] + .5 [meeting has one] + priors
//   M = .3 z(mean of the meeting's three best h) + z(BM25 of the whole meeting) + 3.3 [meeting has a named speaker]
//   x = exp(h - max h);  C = x spread over the discussion,  G = x spread over the gist
//   F = .633 z(log(C + a x)) + .39 z(log G) + 2.546 coverage + 1.888 share + .456 near + M + priors
//
// That is where talk stays on a matter. Where it does not (persistence p < 1, of the meeting's project), a statement
// stands for itself and for what is said right beside it: the rest of the meeting tells less. With j = 1 - p,
//
//   h = .65 (...) + (.35 - .3 j) z(BM25) + (.6 + j) [named speaker] + ... + .4 j z(log(1 + terms)) + j e
//   e = - [asks] + .5 max(0, h of the question but for e)
//
// e is of the pair of a question and its answer (adjacency pairs: Schegloff & Sacks 1973), its last term where another
// speaker says the next thing after a question; where questions are asked for, e is 0. a is p times as much. Of M's
// first two terms, which tell of the whole meeting, talk has p times its own and j times the most that any of the field
// has so. At p = 0
//
//   F = h + z(log C) + .75 coverage + M,  C reaching 2 forward and 1 back, coverage 3 and 2
//
// Between, the weights of the two lie at p of the way from this one to that above, and reaches are those above times p:
// of C and coverage no shorter than these, of the rest next to nothing at p = 0. C and G are told relative to what they
// would be were x 1 in all of a long meeting (at p = 0: in all of this one), so that talk of all kinds can be ranked
// beside each other. With no vectors all talk is taken to stay on its matter: nothing else tells more than words.
//
// cosine is that of the memory's vector to the question's and the focus' together, context the same of its context
// vector, BM25 of the focus; coverage is the share of the focus' terms, weighted by idf, that are said near by; share
// and near tell how much a named speaker speaks around. z standardises over the field. Direct lists rank by h + M,
// `results` by F; a is the weight of a memory's own fit against its neighbourhood's, by the kind of question.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lexical/lexical_index.h"
#include "recall/activation.h"
#include "recall/catalog.h"
#include "recall/fusion.h"
#include "recall/question.h"

namespace hebb {

struct RankingParameters {
  // h
  float lexical = 0.35f;  // weight of BM25; the rest is cosine's
  float context = 0.4f;   // of cosine's weight what the context vector has
  float speaker = 0.6f;
  float meeting_of_speaker = 0.5f;
  float type = 1;         // for a type that the question names; also in F
  float listed_type = 2;  // where it asks for a list of that type
  float fact = 1;         // for stating a time or number where one is asked for; also in F
  // h where talk jumps; where it half does, half of the way
  float jumping_lexical = 0.05f;
  float jumping_speaker = 1.6f;
  float asking = 1;        // taken off what asks
  float answering = 0.5f;  // of a question's h, to what another says next
  float length = 0.4f;     // of z(log(1 + index terms))
  // F
  Reach discussion{.forward = 14, .backward = 6};
  float discussion_weight = 0.633f;
  Reach gist{.forward = 80, .backward = 40};
  float gist_weight = 0.39f;
  Reach coverage{.forward = 12, .backward = 6};
  float coverage_weight = 2.546f;
  Reach share{.forward = 8, .backward = 4};
  float share_weight = 1.888f;
  Reach near{.forward = 2, .backward = 1.5f};
  float near_weight = 0.456f;
  // F where talk jumps; reaches are the least
  Reach jumping_discussion{.forward = 2, .backward = 1};
  float jumping_discussion_weight = 1;
  Reach jumping_coverage{.forward = 3, .backward = 2};
  float jumping_coverage_weight = 0.75f;
  // M
  std::size_t best_of_meeting = 3;
  float best = 0.3f;
  float meeting_lexical = 1;
  float meeting_speaker = 3.3f;
  float meeting_named = 3.0f;  // the question names the meeting, or a time that it lies in
  float meeting_titled = 10;   // by a name that nobody says: no other's memory, however well it fits, stands before its
  bool persistence = true;     // false: all talk is taken to stay on its matter
  // Deviations over few meetings may be tiny; these are the least that count, in h and in BM25.
  float least_best = 0.3f;
  float least_meeting_bm25 = 1;
  float meeting_k1 = 1.5f;  // BM25 of whole meetings
  float meeting_b = 0.5f;
};

// Of BM25 in h, where talk jumps by [0,1].
float lexical_weight(const RankingParameters& parameters, float jumping);

// What M has for a question that names the meeting, or a time that it began in; 0 where it names neither.
float weight_of_naming(const RankingParameters& parameters, const QuestionReading& reading,
                       const CatalogMeeting& meeting);

// One number a memory, over all L2 memories of some meetings: meeting after meeting, by position.
class EpisodeField {
 public:
  explicit EpisodeField(const std::vector<const CatalogMeeting*>& meetings);

  struct Stretch {
    const CatalogMeeting* meeting;
    std::size_t begin;  // index of its first memory
    std::size_t size;

    OrdinalRange range() const { return {.first = meeting->first, .end = meeting->first + static_cast<Ordinal>(size)}; }
  };
  const std::vector<Stretch>& stretches() const { return stretches_; }
  std::size_t size() const { return size_; }
  std::vector<OrdinalRange> ranges() const;  // of each stretch
  Ordinal ordinal(std::size_t index) const;
  std::size_t stretch_number(std::size_t index) const;  // into stretches()
  const Stretch& stretch_of(std::size_t index) const { return stretches_[stretch_number(index)]; }

  template <class T>
  static std::span<T> part(std::span<T> values, const Stretch& stretch) {
    return values.subspan(stretch.begin, stretch.size);
  }

 private:
  std::vector<Stretch> stretches_;
  std::size_t size_ = 0;
};

// What is known of each memory of the field before ranking.
struct EpisodeEvidence {
  std::vector<float> cosine;   // mean of those to question and focus, [-1,1]
  std::vector<float> context;  // the same to the context vector
  std::vector<float> bm25;     // >= 0
  std::vector<float> length;   // log(1 + index terms) where talk jumps, else anything; empty where none does
  // By distinct term of the focus: where it occurs in the field, ascending, and its share of the terms' idf.
  struct Term {
    std::vector<std::size_t> at;
    float share = 0;
  };
  std::vector<Term> terms;
  std::vector<float> meeting_bm25;  // of each stretch's whole meeting, >= 0
  // Of each stretch: of the focus' idf the share of those terms that its project knows, (0,1]; one that it does not
  // know counts as the rarest. 0 when the focus has no term.
  std::vector<float> known;
  std::vector<float> persistence;  // of each stretch's project, [0,1]; empty: 1
};

// Means and deviations of what is standardised, over the whole scope or a fair sample of it: of length and gist over
// what has a part in them, and of all of the field that has where none of the sample does.
struct RankingMoments {
  Moments cosine;
  Moments context;
  Moments bm25;
  Moments length;
  Moments discussion;
  Moments gist;
  Moments best;
  Moments meeting_bm25;
};

struct EpisodeScores {
  std::vector<float> h;           // with the priors
  std::vector<float> own;         // x
  std::vector<float> active;      // C: activation, own seed included; 1: all that it could be
  std::vector<float> rank;        // F
  std::vector<float> activation;  // of F: the discussion's and the gist's part, and that of its own fit in h
  std::vector<float> coverage;    // of F, weighted, as is the next
  std::vector<float> speaker;     // of F: share and near
  std::vector<float> covered;     // coverage as where talk stays on a matter, unweighted, [0,1]
  std::vector<float> share;       // of named speakers around, unweighted, [0,1]
  std::vector<float> meeting;     // M, of each stretch
  std::vector<Reach> discussion;  // of each stretch: how far its activation runs
  std::vector<float> type;        // of h: the priors of the memory's type and of what it states
  std::vector<float> exchange;    // of h: less for asking, more for answering
  std::vector<float> length;      // of h: more for saying more
  std::vector<float> jumping;     // j, of each stretch, [0,1]
  RankingMoments moments;
};

// `known`: moments of a larger scope that the field is a part of; where one is null, the field's own are taken, or
// those of the first `sample` stretches when that is not 0. Deterministic; a memory's scores depend on the meetings of
// the field, not on their order. Linear in the field.
struct Standardisation {
  const Moments* bm25 = nullptr;
  const Moments* meeting_bm25 = nullptr;
  std::size_t sample = 0;
};

EpisodeScores rank_episodes(const EpisodeField& field, const EpisodeEvidence& evidence, const QuestionReading& reading,
                            const RankingParameters& parameters, const Standardisation& standardisation = {});

// BM25 of whole meetings, each one document, from where the terms occur. One number for each of `meetings`, all of one
// project and ascending by ordinal.
std::vector<float> meeting_bm25(std::span<const CatalogMeeting* const> meetings, std::span<const TermOccurrences> terms,
                                const RankingParameters& parameters);

}  // namespace hebb
