// Which of what was heard in one project are its concepts, and how they are written. Private to concept_index.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "recall/concept_hearing.h"
#include "recall/concept_index.h"

namespace hebb {

// Cost: linear in what was heard. Any thread: it keeps nothing.
std::shared_ptr<const ProjectConcepts> concepts_heard(const std::string& project, const concept_hearing::Heard& heard);
// How many those are. Cost: linear in the different words and phrases that were heard, and in the meetings.
std::size_t count_of_concepts(const std::string& project, const concept_hearing::Heard& heard);

}  // namespace hebb
