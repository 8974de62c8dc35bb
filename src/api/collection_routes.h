// What answers the paths of single memories, concepts, projects, notes and erasures. Private to api/; routes.cc names
// the paths.
#pragma once

#include "api/routes.h"

namespace hebb::api {

Parsed<Answer> list_projects(const Call& call);
Parsed<Answer> list_concepts(const Call& call);
Parsed<Answer> list_decisions(const Call& call);
Parsed<Answer> list_memories(const Call& call);
Parsed<Answer> memory_detail(const Call& call);
Parsed<Answer> query_batch(const Call& call);
Parsed<Answer> add_note(const Call& call);
Parsed<Answer> correct_memory(const Call& call);
Parsed<Answer> edit_meeting(const Call& call);
Parsed<Answer> reextract(const Call& call);
Parsed<Answer> erase_memory(const Call& call);
Parsed<Answer> erase_speaker(const Call& call);
Parsed<Answer> erase_period(const Call& call);

}  // namespace hebb::api
