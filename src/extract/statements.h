// From turns to statements, the drafts of L2 memories: what is kept, joined, split. Private to extract/.
// It does not judge what a statement is (types.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/extract.h"
#include "model/domain.h"

namespace hebb {

// What another says to a statement in so few words that it is none itself: joined to its text or left out.
struct Reply {
  std::optional<std::string> speaker;
  std::string text;  // clean
};

struct Statement {
  std::string text;           // clean; words of another speaker that joined it stand after " — "
  std::size_t own_bytes = 0;  // the prefix of `text` that is the speaker's own
  std::uint32_t first_turn = 0;
  std::uint32_t last_turn = 0;
  std::uint32_t offset = 0;  // among the statements of first_turn, from 0
  std::optional<std::string> speaker;
  std::optional<Milliseconds> start;  // of first_turn, also where the statement begins in its middle
  std::optional<Milliseconds> end;    // of last_turn
  std::vector<Reply> replies;         // in order

  std::string_view own() const { return std::string_view(text).substr(0, own_bytes); }
};

struct Statements {
  std::vector<Statement> list;  // in order
  ExtractReport report;         // turns_remembered + all of dropped == turns
};

// Requires: options.max_words >= 8. Cost: linear in the text.
Statements statements_of(const std::vector<Turn>& turns, const ExtractOptions& options);

// Whether an utterance says nothing: only backchannel and function words ("yeah, okay, so"), or at most two words, and
// no question mark. What it takes of MRDA's meetings: docs/quality.md.
bool is_backchannel(std::string_view clean_utterance);
bool says_nothing(std::span<const std::string> words);  // the same of its words, whatever its marks are

// A clean turn as pieces of at most `max_words` words, at sentence ends where possible.
std::vector<std::string> packed(std::string_view clean_turn, std::size_t max_words, std::size_t merge_below_words);

}  // namespace hebb
