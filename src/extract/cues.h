// The phrases by which types and features are told. Private to extract/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "extract/phrases.h"

namespace hebb {

enum class Cue : std::uint16_t {
  // decision
  decided,    // "we agreed to", "motion carried"
  choice,     // "let's go with": a proposal as often as a decision
  undecided,  // "haven't decided", "have to decide": takes `decided` back
  // action
  commitment,    // "I'll", "we're going to"; a verb must follow
  obligation,    // "you need to"; a verb must follow
  request,       // "could you"; a verb must follow
  durable_verb,  // "send", "schedule": outlives the meeting
  weak_verb,     // "check", "ask": outlives it only with a date
  action_word,   // "action item"
  procedure,     // "next slide", "take that as a yes": what runs the meeting itself
  later,         // "tomorrow", "by friday", "after the meeting"
  // the other types
  question_start,
  idea,
  not_idea,  // takes `idea` back
  weak_idea,
  issue,
  issue_solved,  // "solves", "no problem": the issue words after it do not count
  risk,
  assumption,
  finding,
  // features
  negation,
  hypothetical,  // "if", "whether", "would have"
  urgency,
  deadline_before,  // "by", "before", "until", "due"
  moment,           // "friday", "end of the month"
  sequence,
  certainty,
  hedge,
  intensity,
  we,
  you,
  i,
  dependency,
  risk_word,
  change,
  filler,               // "you know", "i mean"
  heard_,               // how many of them the utterance classifier hears; the outcome classifier hears those below too
                        // (tool/classifier)
  suggestion = heard_,  // "maybe", "we could": an idea only where the classifier says so
  proceeding,           // "take it offline", "would you agree": about the talk, not its matter
  finished_work,        // "find that out", "do the minutes": outlives the meeting where one's own
  settled,              // "the conclusion is that", "the board has approved"
  proposal,             // "let's postpone": a decision once another agrees
  offer,                // "I can", "let me": a commitment where work with a day or a lasting verb follows
  trouble,              // "keeps timing out", "there isn't one"
  worry,                // "makes me nervous", "I want to flag"
  loss,                 // "we could miss": a risk where it is conditional
  wish,                 // "I'd like": somebody to do something, where a verb follows
  call,                 // "who can": work that somebody may take on; a verb must follow
  lasting_verb,         // "follow up with", "review": outlives the meeting where one's own or taken on
  count_,
};

using CueHit = PhraseHit;
inline constexpr std::uint16_t kNoCue = 0xFFFF;  // of a place in a sentence that is none

inline bool is(const CueHit& hit, Cue cue) {
  return hit.label == static_cast<std::uint16_t>(cue);
}

// All cues in lower-case words, by their end. Thread-safe.
std::vector<CueHit> find_cues(std::span<const std::string> words);

}  // namespace hebb
