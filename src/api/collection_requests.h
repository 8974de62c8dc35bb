// The requests about single memories, meetings and people, as the engine takes them. Private to api/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/requests.h"
#include "engine/collection.h"
#include "engine/decisions.h"
#include "engine/declared.h"
#include "engine/fading.h"
#include "engine/patterns.h"
#include "model/declaration.h"

namespace hebb::api {

struct PeriodErasure {
  Period period;
  bool dry_run = false;
};

struct DeclareRequest {
  std::string project;
  Declaration declaration;
};

struct DeclarationEditRequest {
  std::string project;
  DeclarationEdit edit;
};

Parsed<std::vector<QueryRequest>> read_batch(const Request& request);
Parsed<MemoryQuery> read_memory_query(const Request& request);
Parsed<ProjectQuery> read_project_query(const Request& request);
Parsed<ConceptQuery> read_concept_query(const Request& request);
Parsed<PatternQuery> read_pattern_query(const Request& request);
Parsed<ConsolidationRequest> read_consolidation(const Request& request);
Parsed<std::string> read_undo(const Request& request);  // the project
Parsed<bool> read_peek(const Request& request);
Parsed<FadeRequest> read_fade(const Request& request);
Parsed<std::optional<std::string>> read_restore(const Request& request);  // the project
Parsed<DecisionQuery> read_decision_query(const Request& request);
Parsed<std::string> read_declared(const Request& request);  // the project
Parsed<DeclareRequest> read_declare(const Request& request);
Parsed<DeclarationEditRequest> read_declaration_edit(const Request& request);
Parsed<MentionQuery> read_mention_query(const Request& request);
Parsed<NoteRequest> read_note(const Request& request);
Parsed<MemoryCorrection> read_correction(const Request& request);
Parsed<MeetingEdit> read_edit(const Request& request);
// `needs_bound`: one of `since` and `until` must be there.
Parsed<PeriodErasure> read_period_erasure(const Request& request, bool needs_bound);

// Of the path: not_found where it is none.
Parsed<MemoryId> read_memory_id(std::string_view text);
Parsed<std::string> read_speaker(std::string_view text);

}  // namespace hebb::api
