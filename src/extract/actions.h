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

// Of an action: what its likeliest sentence states. `said`: the meeting's day.
Task task_of(const Reading& reading, const MeetingManner& manner, const std::optional<std::string>& speaker,
             const std::optional<std::chrono::sys_days>& said, const Uptake& uptake = {});

}  // namespace hebb
