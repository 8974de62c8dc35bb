// Lists of names as headers have them. Private to text/.
#pragma once

#include <string_view>

#include "text/transcript_builder.h"
#include "text/transcript_speakers.h"

namespace hebb {

// "A, B and C (PM, Acme) & others" one by one; "Okafor, Maya; Weber, Jonas" turned round.
// A role ("(host)") stays where one of the `speakers` is labelled with it.
void add_names(std::string_view list, TranscriptBuilder& out, const SpeakerEvidence* speakers = nullptr);
// What stands before the first of what parts the names, without what the person does ("Maya - head of product").
std::string_view first_of_names(std::string_view list);
// Whether nothing but names, and what the people do, stands in a list.
bool are_names(std::string_view list);

}  // namespace hebb
