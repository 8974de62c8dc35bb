#include "api/archive_reader.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "api/archive_lines.h"
#include "api/declaration_fields.h"
#include "api/json_reader.h"
#include "api/request_fields.h"

namespace hebb::api {
namespace {

constexpr std::size_t kProbeNumbers = 64 * kSemanticDimension;
constexpr auto kKinds = std::to_array<std::string_view>(
    {"archive", "meeting", "turn", "memory", "correction", "connection", "declaration", "end"});

class Archive {
 public:
  Archive(const ArchiveVisitor& visitor, std::vector<FieldError>& errors) : visitor_(visitor), errors_(errors) {}

  Result<void> line(std::size_t number, std::string_view bytes) {
    number_ = number;
    const auto document = JsonDocument::parse(bytes);
    if (!document) {
      complain(number, "", document.error().message);
      return {};
    }
    const std::size_t before = errors_.size();
    ObjectReader fields = ObjectReader::of(*document, errors_, std::format("line {}: ", number));
    fields.require("kind");
    const auto kind = fields.choice("kind", kKinds);
    auto done = kind ? read(*kind, fields) : Result<void>();
    if (errors_.size() > before) spoiled_ = true;
    return done;
  }

  Result<void> finish() {
    if (auto done = close(); !done) return done;
    if (number_ == 0) complain(1, "", "the archive is empty");
    if (number_ > 0 && !ended_) complain(number_, "", "the archive is cut short: its last line must be of kind end");
    return {};
  }

 private:
  Result<void> read(std::string_view kind, ObjectReader& fields) {
    if (ended_) fields.complain("kind", "nothing may follow the end");
    if (!begun_ && kind != "archive") fields.complain("kind", "the first line must be of kind archive");
    if (kind == "archive") return read_head(fields);
    if (kind == "end") return read_end(fields);
    if (kind == "declaration") return declare(fields);
    if (declared_) fields.complain("kind", "only the end may follow a declaration");
    if (kind == "meeting") return begin(fields);
    if (!open_) {
      fields.complain("kind", "must come after its meeting's line");
      return {};
    }
    MeetingRecord& record = stored_.record;
    if (kind == "turn") {
      record.turns.push_back(read_turn(fields));
      if (record.turns.back().speaker) people_.insert(*record.turns.back().speaker);
      if (record.turns.back().number + 1 != record.turns.size()) {
        fields.complain("number", "turns must be numbered 0, 1, 2 …");
      }
    } else if (kind == "memory") {
      add(fields, read_memory(fields, record.meeting.id));
    } else if (kind == "correction") {
      add(fields, read_correction(fields));
    } else {
      add(fields, read_connection(fields));
    }
    return {};
  }

  Result<void> read_head(ObjectReader& fields) {
    if (begun_) fields.complain("kind", "there is a head already");
    begun_ = true;
    ArchiveHead head;
    fields.require("version");
    fields.integer("version", 1, 1);
    head.project = read_text(fields, "project", kNameRule);
    fields.require("encoder");
    if (auto encoder = fields.object("encoder")) {
      head.probe.model = read_text(*encoder, "model", kAnyText);
      encoder->require("vectors");
      head.probe.vectors = encoder->numbers("vectors", 0, kProbeNumbers);
      encoder->refuse_unknown();
    }
    fields.refuse_unknown();
    project_ = head.project;
    return errors_.empty() ? visitor_.head(head) : Result<void>();
  }

  Result<void> declare(ObjectReader& fields) {
    if (auto done = close(); !done) return done;
    if (meetings_ == 0) fields.complain("kind", "must come after the meetings");
    if (declared_) fields.complain("kind", "there is a declaration already");
    declared_ = true;
    const std::size_t before = errors_.size();
    auto declaration = read_declaration(fields);
    if (errors_.size() == before) complain_of_faults(fields, declaration);
    return errors_.empty() ? visitor_.declaration(std::move(declaration)) : Result<void>();
  }

  Result<void> read_end(ObjectReader& fields) {
    auto done = close();
    ended_ = true;
    if (read_count(fields, "meetings") != meetings_) {
      fields.complain("meetings", std::format("there are {} meetings in the archive", meetings_));
    }
    fields.refuse_unknown();
    return done;
  }

  Result<void> begin(ObjectReader& fields) {
    if (auto done = close(); !done) return done;
    ++meetings_;
    open_ = true;
    spoiled_ = false;
    line_of_meeting_ = number_;
    stored_ = {};
    for (const auto& [id, place] : memories_) known_.insert(id);
    memories_.clear();
    parents_.clear();
    came_.clear();
    positions_.clear();
    connections_.clear();
    stored_.record.meeting = read_meeting(fields, stored_, promised_);
    const auto& participants = stored_.record.meeting.participants;
    people_ = {participants.begin(), participants.end()};
    if (stored_.record.meeting.project != project_) fields.complain("project", "must be the archive's");
    return {};
  }

  void add(ObjectReader& fields, Memory memory) {
    if (!memories_.emplace(memory.id, stored_.record.memories.size()).second)
      fields.complain("memory_id", "is there twice");
    if (!positions_.emplace(memory.level, memory.position).second) fields.complain("position", "is there twice");
    if (memory.first_turn > memory.last_turn || memory.last_turn >= stored_.record.turns.size()) {
      fields.complain("last_turn", "first_turn and last_turn must be turns of the meeting, in order");
    }
    if (memory.task.owner && !people_.contains(*memory.task.owner)) {
      fields.complain("task.owner", "must be a participant or speaker of the meeting");
    }
    if (!follows_content(memory, came_[{memory.level, memory.first_turn}]++)) {
      fields.complain("memory_id", "is not the id of a memory of this meeting and turn");
    }
    if (memory.parent) parents_.emplace_back(number_, *memory.parent);
    stored_.record.memories.push_back(std::move(memory));
  }

  void add(ObjectReader& fields, const ReadCorrection& correction) {
    const auto found = memories_.find(correction.memory);
    if (found == memories_.end()) {
      fields.complain("memory_id", "must be a memory of the meeting");
      return;
    }
    const Memory& memory = stored_.record.memories[found->second];
    const auto& was_owner = correction.corrected.extracted.task.owner;
    if (was_owner && !people_.contains(*was_owner)) {
      fields.complain("extracted.task.owner", "must be a participant or speaker of the meeting");
    }
    Memory shown = memory;
    correction.corrected.show_in(shown);
    if (shown != memory) fields.complain("memory_id", "is of a memory that does not show this correction");
    if (!fits(memory.level, correction.corrected.extracted.type)) {
      fields.complain("extracted.memory_type", "is not a type of this level");
    }
    if (!stored_.corrected.emplace(correction.memory, correction.corrected).second) {
      fields.complain("memory_id", "is there twice");
    }
  }

  void add(ObjectReader& fields, Connection connection) {
    if (!memories_.contains(connection.from)) fields.complain("from", "must be a memory of the meeting");
    if (!memories_.contains(connection.to) && !known_.contains(connection.to)) {
      fields.complain("to", "must be a memory of the meeting or of one before it");
    }
    if (!connections_.emplace(connection.from, connection.to, connection.type).second) {
      fields.complain("to", "this connection is there twice");
    }
    stored_.record.connections.push_back(std::move(connection));
  }

  // The meeting before is complete.
  Result<void> close() {
    if (!open_) return {};
    open_ = false;
    const MeetingRecord& record = stored_.record;
    const auto expect = [&](std::string_view what, std::size_t promised, std::size_t came) {
      if (promised != came) complain(line_of_meeting_, what, std::format("says {}, but {} follow", promised, came));
    };
    expect("turns", promised_.turns, record.turns.size());
    expect("memories", promised_.memories, record.memories.size());
    expect("corrections", promised_.corrections, stored_.corrected.size());
    expect("connections", promised_.connections, record.connections.size());
    if (record.turns.empty()) complain(line_of_meeting_, "turns", "a meeting has at least one turn");
    for (const auto& [line, parent] : parents_) {
      if (!memories_.contains(parent)) complain(line, "parent", "must be a memory of the meeting");
    }
    return spoiled_ ? Result<void>() : visitor_.meeting(std::move(stored_));
  }

  void complain(std::size_t line, std::string_view field, std::string message) {
    spoiled_ = true;
    if (errors_.size() < kFieldErrorLimit) {
      errors_.push_back({std::format("line {}{}{}", line, field.empty() ? "" : ": ", field), std::move(message)});
    }
  }

  const ArchiveVisitor& visitor_;
  std::vector<FieldError>& errors_;
  std::size_t number_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool declared_ = false;
  bool open_ = false;     // between a meeting's first line and the next meeting's
  bool spoiled_ = false;  // something of the open meeting is wrong
  std::size_t line_of_meeting_ = 0;
  std::size_t meetings_ = 0;
  std::string project_;
  StoredRecord stored_;
  Promised promised_;
  std::unordered_set<std::string> people_;              // who takes part, or speaks, so far
  std::unordered_map<MemoryId, std::size_t> memories_;  // by id, the place in the record
  std::unordered_set<MemoryId> known_;                  // of the meetings before
  // Until the meeting is complete: contexts come after what was said in them.
  std::vector<std::pair<std::size_t, MemoryId>> parents_;          // by line
  std::map<std::pair<Level, std::uint32_t>, std::uint32_t> came_;  // memories of a level and first turn
  std::set<std::pair<Level, std::uint32_t>> positions_;
  std::set<std::tuple<MemoryId, MemoryId, ConnectionType>> connections_;
};

}  // namespace

Result<void> read_archive(std::string_view bytes, const ArchiveVisitor& visitor, std::vector<FieldError>& errors) {
  Archive archive(visitor, errors);
  for (std::size_t number = 1; !bytes.empty() && errors.size() < kFieldErrorLimit; ++number) {
    const auto end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (line.empty() || line == "\r") continue;
    if (auto done = archive.line(number, line); !done) return done;
  }
  return errors.size() < kFieldErrorLimit ? archive.finish() : Result<void>();
}

}  // namespace hebb::api
