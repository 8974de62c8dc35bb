// Whether a sentence takes on or gives out work that outlives the meeting, and whose it is. Private to extract/. Only
// what the words state: an owner that they leave open is none.
#pragma once

#include <optional>
#include <string>

#include "extract/manner.h"
#include "extract/reading.h"
#include "extract/uptake.h"

namespace hebb {

struct ActionGuess {
  float score = 0;                    // how often such a sentence was an action (types.h)
  bool by_speaker = false;            // "I'll send it"
  std::optional<std::string> member;  // "Anna will send it": the whole name
  bool requested = false;             // "could you send it"
  bool several = false;               // work of two people, so that no owner and no day is the statement's
  bool of_others = false;             // of several together, or of somebody who is not there: whoever says "I'll" to it
                                      // is not its owner
  std::size_t at = 0;                 // of the word from which on the work is taken on
};

// `uptake`: what others say to it at once.
ActionGuess action_of(const Sentence& sentence, const MeetingManner& manner, const Uptake& uptake = {});

// Whether all that would take on or give out work in it is doubted, conditional, denied or told of others ("I doubt
// I'll send it").
bool takes_back(const Sentence& sentence);

}  // namespace hebb
