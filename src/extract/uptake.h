// What others say at once to a statement: that they consent, or take on what it asks. Private to extract/.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "extract/reading.h"
#include "extract/refusals.h"
#include "extract/statements.h"

namespace hebb {

struct Uptake {
  bool agreed = false;                     // "agreed", "let's do that"; and nobody objects
  std::optional<std::string> promised_by;  // who says "I'll do that", or "I'll" and what was asked for
  std::optional<std::string> accepted_by;  // who says so, or "sure": an answer to a request alone
  std::optional<std::string> nodded_by;    // who says so, or "yes": where they were asked by name
  std::optional<std::string> taken_by;     // who says "I'll do that": also instead of whom the words name
  std::vector<std::string> refused_by;     // who says "no", "I can't"
  std::vector<std::string> willing;        // who says "I will", "I'll do that", be it after another took it on
  std::optional<OtherDay> moved;           // the day that is named instead of the one asked for
  std::optional<std::string> moved_by;     // who names it
  bool done = false;                       // somebody answers that it is: "I already did"
  bool promised = false;                   // somebody says "I'll", whatever it is: for the outcome classifier
};

// Of statement `i`, by the words that open the replies to it: those too short to be statements; where none of these
// takes it up, the next statement if another person makes it within three turns. Who objects takes back what others
// said before; of what is said after a refusal only who takes the work on is heard. Requires: readings[k] is of
// statements[k].
Uptake uptake_of(std::span<const Statement> statements, std::span<const Reading> readings, std::size_t i);

// What of that is said to sentence `k` of the statement: all to the last; to one before it a promise, where one more
// sentence or only questions follow, and who refuses or takes it over where that adds nothing of its own ("Could you
// ask them? I need it soon.").
Uptake uptake_by(const Uptake& uptake, const Reading& reading, std::size_t k);

}  // namespace hebb
