// Whom a sentence charges with work, by name: one of the meeting's people. Private to extract/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/manner.h"
#include "extract/reading.h"

namespace hebb {

// Whose name ends with word `at`. Nothing where two share the word, the word before is of another's name ("the User
// Interface Designer" is not the Industrial Designer, "Mark Gray" not Bill Gray), or several are named together ("Tom
// and Lena", "me and Tom", "with Tom", in a label "Tom/Lena").
std::optional<std::string> member_named(const Sentence& sentence, const MeetingManner& manner, std::size_t at);

// "Ben and I will": the speaker's work and another's.
bool is_joined(const Sentence& sentence, const MeetingManner& manner, const CueHit& hit);

// "Anna will", "Anna's going to", "I'd like Anna to", "let's have Anna", where Anna is one of the meeting's people:
// from the name to where a verb must follow. Their label is kNoCue.
std::vector<CueHit> named_commitments(const Sentence& sentence, const MeetingManner& manner);

// Whom a sentence speaks to: "Anna, could you send it?", "Could you send it, Anna?"
std::optional<std::string> addressed(const Sentence& sentence, const CueHit& hit, const MeetingManner& manner);

// Whoever it is, by words that charge somebody with work only where a day is stated too: "Tom to prepare the page",
// "Mrs. Lindner has to check it", "Colin's going to circulate the draft".
bool charges_absent(const Sentence& sentence);

// "I'd like Philippe from compliance to give us a date"; `dated`: a day is stated, so that everyday verbs will do.
bool wishes_work(const Sentence& sentence, bool dated);

// "Action: Bob renews the certificate", "To do: …"
bool is_labelled_action(const Sentence& sentence);

// "Action item: ask Bob to send it, owner Anna", "(Owner: Anna)"
std::optional<std::string> owner_stated(const Sentence& sentence, const MeetingManner& manner);

// "action item for Anna", "Action item: Anna to send it"
std::optional<std::string> charged(const Sentence& sentence, const MeetingManner& manner);

}  // namespace hebb
