// Which fields the requests of api/collection_requests.h have. Every function ends with refuse_unknown(). Private to
// api/.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "api/collection_requests.h"
#include "api/request_fields.h"

namespace hebb::api {

inline constexpr TextRule kCursorRule{.max = 400};
inline constexpr std::size_t kBatchQueries = 100;

template <class Reader>
std::optional<MemoryType> read_type(Reader& fields, std::string_view name) {
  const auto text = fields.choice(name, memory_type_names());
  return text ? parse_memory_type(*text) : std::nullopt;
}

inline std::array<std::string_view, kTaskStatuses> task_status_names() {
  std::array<std::string_view, kTaskStatuses> names;
  for (std::size_t i = 0; i < kTaskStatuses; ++i) names[i] = to_string(static_cast<TaskStatus>(i));
  return names;
}

template <class Reader>
std::optional<TaskStatus> read_status(Reader& fields) {
  const auto names = task_status_names();
  const auto text = fields.choice("status", names);
  if (!text) return std::nullopt;
  return static_cast<TaskStatus>(std::ranges::find(names, *text) - names.begin());
}

// The day of a moment, in UTC.
template <class Reader>
std::optional<std::chrono::sys_days> read_day(Reader& fields, std::string_view name) {
  return fields.instant(name).transform([](Instant moment) { return std::chrono::floor<std::chrono::days>(moment); });
}

template <class Reader>
void read_page_parameters(Reader& fields, std::size_t most, std::size_t& limit, std::optional<std::string>& cursor) {
  fields.integer_into("limit", 1, static_cast<std::int64_t>(most), limit);
  cursor = fields.text("cursor", kCursorRule);
}

template <class Reader>
void read_batch_fields(Reader& fields, std::vector<QueryRequest>& out) {
  fields.require("queries");
  const bool given = fields.objects("queries", kBatchQueries, [&](auto& item) {
    QueryRequest query;
    read_query_fields(item, query);
    out.push_back(std::move(query));
  });
  if (given && out.empty()) fields.complain("queries", "must have at least one item, each an object");
  fields.refuse_unknown();
}

template <class Reader>
void read_memory_query_parameters(Reader& fields, MemoryQuery& out) {
  MemoryFilter& filter = out.filter;
  if (const auto meeting = fields.template id<MeetingId>("meeting")) filter.meetings.push_back(*meeting);
  filter.project = fields.text("project", kNameRule);
  if (auto speaker = fields.text("speaker", kNameRule)) filter.speakers.push_back(std::move(*speaker));
  if (const auto type = read_type(fields, "type")) filter.types.push_back(*type);
  if (const auto level = fields.integer("level", 0, kLevels - 1)) filter.levels.push_back(static_cast<Level>(*level));
  filter.since = fields.instant("since");
  filter.until = fields.instant("until");
  if (const auto least = fields.number("min_importance", 0, 1)) filter.min_importance = static_cast<float>(*least);
  filter.include_archived = fields.flag("include_archived");
  out.task.status = read_status(fields);
  if (auto owner = fields.text("owner", kNameRule)) out.task.owners.push_back(std::move(*owner));
  out.task.unassigned = fields.flag("unassigned");
  if (out.task.unassigned && !out.task.owners.empty())
    fields.complain("unassigned", "says that there is no owner, and owner names one");
  out.task.due_by = read_day(fields, "due_by");
  out.unanswered = fields.flag("unanswered");
  read_page_parameters(fields, kMemoryPageLimit, out.limit, out.cursor);
  if (out.cursor && !MemoryCursor::parse(*out.cursor)) {
    fields.complain("cursor", "must be `next` of the page before, unchanged");
  }
  fields.refuse_unknown();
}

template <class Reader>
void read_project_query_parameters(Reader& fields, ProjectQuery& out) {
  read_page_parameters(fields, kProjectPageLimit, out.limit, out.cursor);
  fields.refuse_unknown();
}

template <class Reader>
void read_concept_query_parameters(Reader& fields, ConceptQuery& out) {
  out.project = fields.text("project", kNameRule);
  read_page_parameters(fields, kConceptPageLimit, out.limit, out.cursor);
  fields.refuse_unknown();
}

template <class Reader>
void read_pattern_query_parameters(Reader& fields, PatternQuery& out) {
  out.project = fields.text("project", kNameRule);
  if (const auto type = read_type(fields, "type")) out.types.push_back(*type);
  read_page_parameters(fields, kPatternPageLimit, out.limit, out.cursor);
  fields.refuse_unknown();
}

template <class Reader>
void read_consolidation_parameters(Reader& fields, ConsolidationRequest& out) {
  out.project = fields.text("project", kNameRule);
  out.dry_run = fields.flag("dry_run");
  fields.refuse_unknown();
}

template <class Reader>
bool read_peek_parameters(Reader& fields) {
  const bool peeks = fields.flag("peek");
  fields.refuse_unknown();
  return peeks;
}

template <class Reader>
void read_fade_parameters(Reader& fields, FadeRequest& out) {
  fields.require("below");
  out.below = fields.number("below", kLeastFloor, kGreatestFloor).value_or(0);
  out.project = fields.text("project", kNameRule);
  out.dry_run = fields.flag("dry_run");
  fields.refuse_unknown();
}

template <class Reader>
void read_restore_parameters(Reader& fields, std::optional<std::string>& project) {
  project = fields.text("project", kNameRule);
  fields.refuse_unknown();
}

template <class Reader>
void read_undo_parameters(Reader& fields, std::string& project) {
  fields.require("project");
  project = fields.text("project", kNameRule).value_or("");
  fields.refuse_unknown();
}

template <class Reader>
void read_decision_query_parameters(Reader& fields, DecisionQuery& out) {
  out.project = fields.text("project", kNameRule);
  if (auto speaker = fields.text("speaker", kNameRule)) out.speakers.push_back(std::move(*speaker));
  out.since = fields.instant("since");
  out.until = fields.instant("until");
  out.disputed = fields.flag("disputed");
  read_page_parameters(fields, kDecisionPageLimit, out.limit, out.cursor);
  fields.refuse_unknown();
}

template <class Reader>
void read_note_fields(Reader& fields, NoteRequest& out) {
  fields.require("content");
  if (auto content = fields.text("content", {.max = kNoteCharacters})) out.content = std::move(*content);
  out.type = read_type(fields, "memory_type");
  fields.text_into("project", kNameRule, out.project);
  out.speaker = fields.text("speaker", kNameRule);
  out.occurred_at = fields.instant("occurred_at");
  if (const auto importance = fields.number("importance", 0, 1)) out.importance = static_cast<float>(*importance);
  out.title = fields.text("title", kTitleRule);
  out.external_id = fields.text("external_id", kTitleRule);
  if (auto metadata = fields.json_object("metadata", kMetadataBytes)) out.metadata = std::move(*metadata);
  fields.refuse_unknown();
}

template <class Reader>
void read_task_correction(Reader& fields, const TextRule& name_rule, MemoryCorrection& out) {
  out.status = read_status(fields);
  if (auto owner = fields.text("owner", name_rule)) out.owner = std::move(owner);
  if (const auto due = read_day(fields, "due")) out.due = due;
  constexpr auto kUnset = std::to_array<std::string_view>({"owner", "due"});
  for (const std::string& name : fields.choices("unset", kUnset.size(), kUnset)) {
    const bool is_owner = name == "owner";
    if (is_owner ? out.owner.has_value() : out.due.has_value())
      fields.complain("unset", "names " + name + ", which is given");
    if (is_owner) out.owner = std::optional<std::string>();
    if (!is_owner) out.due = std::optional<std::chrono::sys_days>();
  }
}

template <class Reader>
void read_correction_fields(Reader& fields, MemoryCorrection& out) {
  out.type = read_type(fields, "memory_type");
  if (const auto importance = fields.number("importance", 0, 1)) out.importance = static_cast<float>(*importance);
  constexpr auto kStates = std::to_array<std::string_view>({"active", "archived"});
  if (const auto state = fields.choice("state", kStates)) {
    out.state = *state == "archived" ? MemoryState::archived : MemoryState::active;
  }
  read_task_correction(fields, kNameRule, out);
  fields.boolean_into("revert", out.revert);
  fields.refuse_unknown();
}

template <class Reader>
void read_edit_fields(Reader& fields, MeetingEdit& out) {
  out.title = fields.text("title", kTitleRule);
  out.project = fields.text("project", kNameRule);
  out.started_at = fields.instant("started_at");
  fields.refuse_unknown();
}

// Of a path that erases in a project.
template <class Reader>
void read_period_parameters(Reader& fields, PeriodErasure& out) {
  fields.require("project");
  out.period.project = fields.text("project", kNameRule).value_or("");
  out.period.since = fields.instant("since");
  out.period.until = fields.instant("until");
  out.dry_run = fields.flag("dry_run");
  fields.refuse_unknown();
}

}  // namespace hebb::api
