// Turns to memories: what is kept, its type, importance, features, contexts and connections. Front header of extract/.
// It neither reads transcripts (text/) nor stores anything (store/).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "base/error.h"
#include "embed/encoder.h"
#include "model/domain.h"

namespace hebb {

struct ExtractOptions {
  std::size_t max_words = 60;         // of one memory; at least 8
  std::size_t merge_below_words = 5;  // a shorter turn joins the memory before it, if that is at most three turns back
  Budget budget;                      // asked before each statement is encoded
};

struct ExtractReport {
  std::uint32_t turns = 0;
  std::uint32_t turns_remembered = 0;            // turns with at least one memory
  std::map<std::string, std::uint32_t> dropped;  // reason (backchannel, marks_only, empty) -> turns
};

struct Extraction {
  std::vector<Memory> memories;         // L2 by position, then L1 by position
  std::vector<Connection> connections;  // within the meeting (docs/extraction.md)
  ExtractReport report;
};

// Deterministic. Errors: the encoder's.
Result<Extraction> extract_memories(const Meeting& meeting, const std::vector<Turn>& turns, const Encoder& encoder,
                                    const ExtractOptions& options = {});

// The same for a meeting that has been extracted before and whose turns have changed: the vectors of texts that `known`
// has too are taken from there.
Result<Extraction> extract_again(const Meeting& meeting, const std::vector<Turn>& turns, std::span<const Memory> known,
                                 const Encoder& encoder);

// A turn as one memory, whatever it says and however long it is; its text is the turn's.
Result<Memory> extract_note(const Meeting& meeting, const Turn& turn, const Encoder& encoder);

// The 16 features of a text that stands in no meeting, such as a question, each in [0,1] in the order of
// docs/extraction.md. Authority, influence, impact, change rate and innovation are relations to a meeting: 0.
std::array<float, kFeatureDimension> features_of_text(std::string_view text);

// Whether a word, in lower case, can tell one topic from another: neither a number nor what talk is made of whatever
// the topic ("the", "because", "twelve", "want").
bool tells_topic(std::string_view word);

}  // namespace hebb
