// Whether a scope holds anything on a question, as a probability. A logistic model of what ranking knows anyhow; it
// chooses no memory. How it was fitted, and how far its numbers are true: docs/quality.md.
#pragma once

#include <cstddef>
#include <functional>

#include "recall/ranking.h"

namespace hebb {

struct Recalled;

// What speaks for an answer in the scope.
struct Grounds {
  float cosine = 0;          // mean of the three best, each that to question and focus; [-1,1]
  float coverage = 0;        // the largest: share of the focus' idf said near one memory; [0,1]
  std::size_t memories = 0;  // in scope: the more there are, the better is the best by chance
  bool whole = false;        // the question has no topic of its own: what is in scope is what it asks for
  bool vectors = true;       // false: the vector store is away, and cosine says nothing
};

// Log-odds, linear in the grounds; `size` is the weight of the logarithm of their number.
struct AnswerableModel {
  float cosine;
  float coverage;
  float size;
  float bias;
};
inline constexpr AnswerableModel kAnswerable{.cosine = 26.1f, .coverage = 4.14f, .size = -0.942f, .bias = -6.26f};
inline constexpr AnswerableModel kAnswerableByWords{.cosine = 0, .coverage = 8.32f, .size = -0.411f, .bias = -1.22f};

// The least where Grounds::whole: not fitted, since words then tell nothing for or against.
inline constexpr float kAnswerableWhole = 0.5f;

// In [0,1]; 0 for an empty scope. Rises with cosine and coverage, falls with the number of memories.
float answerable(const Grounds& grounds);

// Of the memories of the field that may be `shown`. `memories`: how many there are of those in scope, of which the
// field may be a part. `scores` are those of `evidence`.
Grounds grounds_of(const EpisodeField& field, const EpisodeEvidence& evidence, const EpisodeScores& scores,
                   std::size_t memories, const std::function<bool(Ordinal)>& shown);

// How an answer is cut that is all but surely none.
struct LittleFound {
  float below = 0.01f;           // answerable
  float below_wordless = 0.05f;  // the same where the question has no word to search by ("and so on")
  std::size_t at_most = 3;       // of each list
  float cosine = 0.3f;           // what a memory that shares no word with the focus must have
};

// Leaves of each list the best `at_most` that have evidence of their own, and no ground for bridges. No-op at the
// threshold and above.
void shorten(Recalled& recalled, bool wordless, const LittleFound& little);

}  // namespace hebb
