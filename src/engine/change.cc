// Changing what is there: titles, projects, corrections, notes. Each on the writer thread, the derived indexes with it.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/collection.h"
#include "engine/engine_impl.h"
#include "extract/extract.h"
#include "text/names_meant.h"

namespace hebb {
namespace {

constexpr std::size_t kTitleCharacters = 60;

// The beginning of a note, cut at a word.
std::string title_of(const NoteRequest& request) {
  if (request.title) return *request.title;
  std::string line = request.content.substr(0, request.content.find_first_of("\r\n"));
  std::size_t end = 0;
  std::size_t last_space = 0;
  for (std::size_t characters = 0; end < line.size() && characters < kTitleCharacters; ++characters) {
    if (line[end] == ' ') last_space = end;
    do ++end;
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U);
  }
  if (end == line.size()) return line;
  return line.substr(0, last_space > 0 ? last_space : end) + " …";
}

MeetingRecord record_of(const NoteRequest& request, Instant now) {
  MeetingRecord record;
  record.turns.push_back({.number = 0, .speaker = request.speaker, .start = {}, .end = {}, .text = request.content});
  Meeting& meeting = record.meeting;
  meeting.project = request.project;
  meeting.title = title_of(request);
  meeting.external_id = request.external_id;
  meeting.started_at = request.occurred_at;
  meeting.date_source = DateSource::given;
  if (request.speaker) meeting.participants.push_back(*request.speaker);
  meeting.format = kNoteFormat;
  meeting.language = guess_language(record.turns);
  meeting.metadata = request.metadata;
  meeting.id = meeting_id_of(meeting, record.turns);  // before the date: sent again, it is the same note
  if (!meeting.started_at) meeting.started_at = now;
  return record;
}

bool is_for_level(MemoryType type, Level level) {
  switch (level) {
    case Level::episode:
      return type <= MemoryType::context;
    case Level::context:
      return type == MemoryType::topic || type == MemoryType::pattern;
    case Level::concept_:
      return false;
  }
  return false;
}

}  // namespace

Result<void> Engine::Impl::refresh(const MeetingId& id, Seq seq, Texts texts) {
  const auto summary = store_->meeting(id);
  if (!summary) return std::unexpected(summary.error());
  if (!*summary) return {};
  const auto memories = store_->memories_of(id, true);
  if (!memories) return std::unexpected(memories.error());
  const Meeting& meeting = (*summary)->meeting;
  auto followed =
      texts == Texts::same ? derived()->revise(meeting, *memories, seq) : derived()->replace(meeting, *memories, seq);
  wake_folder();
  return followed;
}

Result<void> Engine::Impl::edit_meeting(const MeetingId& id, const MeetingEdit& edit, const ProjectSet& seen,
                                        const Budget& budget) {
  return write(budget, [&, this]() -> Result<void> {
    if (auto known = expect(id, seen); !known) return known;
    std::optional<MeetingRecord> anew;  // first, as it may fail: "by Friday" is another day then
    if (edit.started_at) {
      auto found = found_anew(id, edit.started_at);
      if (!found) return std::unexpected(found.error());
      anew = std::move(*found);
    }
    const auto project = store_->project_of(id);
    if (!project) return std::unexpected(project.error());
    const auto before = store_->seq();
    if (!before) return std::unexpected(before.error());
    const auto seq = anew ? store_->edit_and_renew_meeting(id, edit, *anew) : store_->edit_meeting(id, edit);
    if (!seq) return std::unexpected(seq.error());
    // An erasure where it is now must find no reply of where it was.
    if (edit.project && *project && edit.project != *project) kept_replies_.forget(**project);
    if (*seq != *before) apply([&, this] { return refresh(id, *seq, anew ? Texts::anew : Texts::same); });
    return {};
  });
}

// "Ben" is Ben Carter where the meeting has no other Ben.
Result<std::string> Engine::Impl::person_meant(const MeetingId& meeting, const std::string& name) const {
  const auto summary = store_->meeting(meeting);
  if (!summary) return std::unexpected(summary.error());
  const auto people = *summary ? (*summary)->meeting.participants : std::vector<std::string>();
  if (std::ranges::contains(people, name)) return name;
  const auto meant = names_meant(std::span(&name, 1), people);
  if (meant.size() == 1) return meant.front();
  std::string listed;
  for (const std::string& one : meant.empty() ? people : meant) listed += (listed.empty() ? "" : ", ") + one;
  return fail(ErrorCode::invalid_argument,
              meant.empty() ? "owner: must be a speaker or participant of the memory's meeting: " + listed
                            : "owner: may be any of " + listed);
}

Result<void> Engine::Impl::correct_memory(const MemoryId& id, const MemoryCorrection& correction, Instant now,
                                          const ProjectSet& seen, const Budget& budget) {
  return write(budget, [&, this]() -> Result<void> {
    const auto found = listed(id, seen);
    if (!found) return std::unexpected(found.error());
    const Memory& corrected = found->memory;
    if (corrected.level == Level::concept_) {
      return fail(ErrorCode::conflict, "a concept is derived from what is said and cannot be corrected");
    }
    if (correction.type && !is_for_level(*correction.type, corrected.level)) {
      return fail(ErrorCode::invalid_argument, std::string("memory_type: no type of a memory of level ") +
                                                   std::to_string(static_cast<int>(corrected.level)));
    }
    const auto type = correction.type.value_or(corrected.type);
    const bool may_be_action = corrected.level == Level::episode && (type == MemoryType::action || correction.revert);
    if ((correction.owner || correction.due || correction.status) && !may_be_action) {
      return fail(ErrorCode::invalid_argument, "owner, due, status: only an action has them; memory_type makes it one");
    }
    auto meant = correction;
    if (meant.owner && *meant.owner) {
      auto owner = person_meant(corrected.meeting, **meant.owner);
      if (!owner) return std::unexpected(owner.error());
      meant.owner = std::move(*owner);
    }
    const auto before = store_->seq();
    if (!before) return std::unexpected(before.error());
    const auto seq = store_->correct_memory(id, meant, now);
    if (!seq) return std::unexpected(seq.error());
    if (*seq != *before) apply([&, this] { return refresh(corrected.meeting, *seq, Texts::same); });
    return {};
  });
}

Result<NoteReply> Engine::Impl::add_note(const NoteRequest& request, Instant now, const Budget& budget) {
  if (request.type && !is_for_level(*request.type, Level::episode)) {
    return fail(ErrorCode::invalid_argument, "memory_type: a note is none of topic, pattern and concept");
  }
  MeetingRecord record = record_of(request, now);
  const auto known = store_->project_of(record.meeting.id);
  if (!known) return std::unexpected(known.error());
  bool created = false;
  if (!*known) {
    auto memory = extract_note(record.meeting, record.turns.front(), *encoder_);
    if (!memory) return std::unexpected(memory.error());
    if (request.type) {
      memory->type = *request.type;
      memory->type_confidence = 1;
    }
    if (request.importance) memory->importance = *request.importance;
    record.memories.push_back(std::move(*memory));
    const auto put = put_record(record, now, budget);
    if (!put) return std::unexpected(put.error());
    created = put->created;
  }
  const auto memories = store_->memories_of(record.meeting.id, false);
  if (!memories) return std::unexpected(memories.error());
  if (memories->empty()) return fail(ErrorCode::conflict, "the note was erased while it was added; add it again");
  auto detail = memory(memories->front().id, ProjectSet({request.project}));
  if (!detail) return moved_away();
  NoteReply reply{.detail = std::move(*detail), .created = created, .warnings = {}};
  if (created) return reply;
  auto differs = content_differs("note", record.meeting, record.turns);
  if (!differs) return std::unexpected(differs.error());
  if (*differs) reply.warnings.push_back(**std::move(differs));
  return reply;
}

}  // namespace hebb
