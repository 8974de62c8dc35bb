// Whether a statement takes on or gives out work that outlives the meeting, who is to do it and by when. Private to
// extract/. Only what the words state: an owner or a day that they leave open is none.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "extract/manner.h"
#include "extract/reading.h"
#include "extract/uptake.h"
#include "model/domain.h"

namespace hebb {

struct ActionGuess {
  float score = 0;                    // how often such a sentence was an action (types.h)
  bool by_speaker = false;            // "I'll send it"
  std::optional<std::string> member;  // "Anna will send it": the whole name
  bool requested = false;             // "could you send it"
  bool several = false;               // work of two people, so that no owner and no day is the statement's
  std::size_t at = 0;                 // of the word from which on the work is taken on
};

// `uptake`: what others say to it at once.
ActionGuess action_of(const Sentence& sentence, const MeetingManner& manner, const Uptake& uptake = {});

bool is_own(const Sentence& sentence, const CueHit& hit);  // "I'll", "I can": the speaker's

}  // namespace hebb
