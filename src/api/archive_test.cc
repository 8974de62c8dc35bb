#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <format>
#include <limits>
#include <utility>

#include "api/archive_reader.h"
#include "api/archive_writer.h"

using namespace hebb;
using namespace hebb::api;

namespace {

Vector unit_vector() {
  Vector vector(kVectorDimension, 0.25F);
  for (std::size_t i = 0; i < kSemanticDimension; ++i) {
    vector[i] = static_cast<float>((i % 2 == 0 ? 1 : -1) / std::sqrt(double{kSemanticDimension}));
  }
  vector[3] = -0.0F;
  vector[4] = 1.1754944e-38F;
  return vector;
}

constexpr auto kNobody = "01234567-89ab-8def-8123-456789abcdef";

StoredRecord make_stored(std::string title = "Größe\n") {
  StoredRecord stored;
  Meeting& meeting = stored.record.meeting;
  meeting.project = "p \"quoted\"";
  meeting.title = std::move(title);
  meeting.started_at = Instant(Milliseconds(1'772'719'200'123));
  meeting.date_source = DateSource::given;
  meeting.participants = {"Ada", "Bo"};
  meeting.format = "json_turns";
  meeting.metadata = R"({"b":1,"a":[1.5,null,"\n"]})";
  stored.record.turns = {{.number = 0, .speaker = "Ada", .start = Milliseconds(5), .text = "One \t two."},
                         {.number = 1, .text = ""}};
  meeting.id = meeting_id_of(meeting, stored.record.turns);
  for (std::uint32_t i = 0; i < 2; ++i) {
    stored.record.memories.push_back({.id = memory_id_of(meeting.id, Level::episode, "statement", 0, i),
                                      .meeting = meeting.id,
                                      .type = MemoryType::decision,
                                      .text = "One two.",
                                      .position = i,
                                      .speaker = "Ada",
                                      .importance = 0.3F,
                                      .type_confidence = 0.1F,
                                      .keywords = {"one", ""},
                                      .vector = unit_vector()});
  }
  stored.record.connections = {
      {.from = stored.record.memories[0].id, .to = stored.record.memories[1].id, .weight = 0.7F, .reason = "next"}};
  stored.renamed = {{"Ada", "Ada Lovelace"}};
  const std::chrono::sys_days day{std::chrono::days(20'454)};
  stored.record.memories[0].task = {.owner = "Ada", .due = day, .status = TaskStatus::done};
  Memory& corrected = stored.record.memories[1];
  const CorrectedMemory correction{.by_hand = {.type = MemoryType::action,
                                               .state = MemoryState::archived,
                                               .owner = std::optional<std::string>(),
                                               .due = day,
                                               .status = TaskStatus::open},
                                   .extracted = {.type = MemoryType::idea,
                                                 .type_confidence = 0.2F,
                                                 .importance = 0.3F,
                                                 .task = {.owner = "Ada", .due = {}, .status = {}},
                                                 .corrected_at = Instant(Milliseconds(1'750'000'000'000))}};
  correction.show_in(corrected);
  stored.corrected.emplace(corrected.id, correction);
  stored.created_at = Instant(Milliseconds(1'700'000'000'001));
  return stored;
}

std::string archive_of(const StoredRecord& stored) {
  return archive_head(stored.record.meeting.project, {.model = "m", .vectors = {1, 0.5F}}) + archive_lines(stored) +
         archive_end(1);
}

struct Read {
  std::vector<StoredRecord> meetings;
  Declaration declaration;
  std::vector<FieldError> errors;
};

Read read(std::string_view bytes) {
  Read out;
  const ArchiveVisitor visitor{.head = [](const ArchiveHead&) -> hebb::Result<void> { return {}; },
                               .meeting = [&](StoredRecord&& stored) -> hebb::Result<void> {
                                 check_record(stored.record);
                                 out.meetings.push_back(std::move(stored));
                                 return {};
                               },
                               .declaration = [&](Declaration&& declaration) -> hebb::Result<void> {
                                 out.declaration = std::move(declaration);
                                 return {};
                               }};
  CHECK(read_archive(bytes, visitor, out.errors));
  return out;
}

// The errors of the archive with one text in place of another.
std::string errors_with(const std::string& before, const std::string& after) {
  std::string archive = archive_of(make_stored());
  const auto at = archive.find(before);
  REQUIRE(at != std::string::npos);
  archive.replace(at, before.size(), after);
  const Read out = read(archive);
  CHECK(out.meetings.empty());
  std::string text;
  for (const auto& error : out.errors) text += error.field + ": " + error.message + "\n";
  return text;
}

}  // namespace

TEST_CASE("an archive reads as it was written, to the bit") {
  const StoredRecord stored = make_stored();
  const std::string archive = archive_of(stored);
  const Read out = read(archive);
  CHECK(out.errors.empty());
  REQUIRE(out.meetings.size() == 1);
  const StoredRecord& again = out.meetings.front();
  CHECK(again.record.meeting == stored.record.meeting);
  CHECK(again.record.turns == stored.record.turns);
  CHECK(again.record.memories == stored.record.memories);
  CHECK(std::signbit(again.record.memories[0].vector[3]));
  CHECK(again.record.connections == stored.record.connections);
  CHECK(again.renamed == stored.renamed);
  CHECK(again.corrected == stored.corrected);
  CHECK(again.created_at == stored.created_at);
  CHECK(archive_of(again) == archive);
}

TEST_CASE("every bad field of an archive is named with its line, and its meeting is left out") {
  CHECK(errors_with("\"importance\":0.3", "\"importance\":1.5") ==
        "line 5: importance: must be a number from 0 to 1\n");
  CHECK(errors_with("\"vector\":[", "\"vector\":[1e39,").starts_with("line 5: vector: must have at most 400 items"));
  CHECK(errors_with("-0.0,", "1e39,") ==
        "line 5: vector[3]: must be a finite number\n"
        "line 5: vector: its first 384 numbers must have a length of 1 ± 0.01, have inf\n");
  CHECK(errors_with("-0.0,", "0.9,").contains("line 5: vector: its first 384 numbers must have a length of 1"));
  CHECK(errors_with("0.25]", "1.25]") == "line 5: vector[399]: must be a number from 0 to 1\n");
  CHECK(errors_with("\"position\":1", "\"position\":0") == "line 6: position: is there twice\n");
  CHECK(errors_with("\"first_turn\":0", "\"first_turn\":1").contains("line 5: memory_id: is not the id"));
  CHECK(errors_with("\"weight\":0.7", "\"weight\":null,\"x\":1") ==
        "line 8: weight: is required\nline 8: x: unknown field\n");
  CHECK(errors_with("\"extracted\":{\"memory_type\":\"idea\"", "\"extracted\":{\"memory_type\":\"topic\"") ==
        "line 7: extracted.memory_type: is not a type of this level\n");
  CHECK(errors_with("\"memory_type\":\"action\",\"importance\":null", "\"memory_type\":\"risk\",\"importance\":null") ==
        "line 7: memory_id: is of a memory that does not show this correction\n");
  CHECK(errors_with(R"("owner":"Ada")", R"("owner":"Eve")") ==
        "line 5: task.owner: must be a participant or speaker of the meeting\n");
  CHECK(errors_with("\"corrections\":1", "\"corrections\":0") == "line 2: corrections: says 0, but 1 follow\n");
  CHECK(errors_with("\"turns\":2", "\"turns\":3") == "line 2: turns: says 3, but 2 follow\n");
  CHECK(errors_with("\"memory_type\":\"decision\"", "\"memory_type\":\"topic\"") ==
        "line 5: memory_type: is not a type of this level\n");
  CHECK(errors_with("{\"kind\":\"turn\",\"number\":1", "{\"kind\":\"turn\",\"number\":1 nonsense")
            .starts_with("line 4: the body is not valid JSON"));
}

TEST_CASE("what a memory or a connection leads to is in the archive, and before it where it is another meeting's") {
  StoredRecord first = make_stored(), second = make_stored("Second");
  CHECK(errors_with("\"parent\":null", std::format("\"parent\":\"{}\"", kNobody)) ==
        "line 5: parent: must be a memory of the meeting\n");
  const std::string to = first.record.connections[0].to.text();
  CHECK(errors_with("\"to\":\"" + to, std::format("\"to\":\"{}", kNobody)) ==
        "line 8: to: must be a memory of the meeting or of one before it\n");
  first.record.memories[0].parent = first.record.memories[1].id;  // which comes after it
  second.record.connections[0].to = first.record.memories[0].id;
  const std::string head = archive_head(first.record.meeting.project, {.model = "m", .vectors = {1}});
  const Read good = read(head + archive_lines(first) + archive_lines(second) + archive_end(2));
  CHECK(good.errors.empty());
  CHECK(good.meetings.size() == 2);
  const Read bad = read(head + archive_lines(second) + archive_lines(first) + archive_end(2));
  REQUIRE(bad.errors.size() == 1);
  CHECK(bad.errors[0].field == "line 8: to");
  CHECK(bad.meetings.size() == 1);
}

TEST_CASE("a turn may have any number of memories") {
  StoredRecord stored = make_stored();
  auto& [meeting, turns, memories, connections] = stored.record;
  const Memory one = memories.front();
  stored.corrected.clear();
  connections.clear();
  memories.clear();
  for (std::uint32_t i = 0; i < 1002; ++i) {
    memories.push_back(one);
    memories.back().id = memory_id_of(meeting.id, Level::episode, "statement", 0, i);
    memories.back().position = i;
  }
  const Read out = read(archive_of(stored));
  CHECK(out.errors.empty());
  REQUIRE(out.meetings.size() == 1);
  CHECK(out.meetings[0].record.memories == memories);
}

TEST_CASE("an archive that is cut short or has no head is refused") {
  const std::string whole = archive_of(make_stored());
  CHECK(read("").errors == std::vector<FieldError>{{"line 1", "the archive is empty"}});
  const auto cut = read(whole.substr(0, whole.rfind("{\"kind\":\"end\"")));
  REQUIRE(cut.errors.size() == 1);
  CHECK(cut.errors[0].field.find(':') == std::string::npos);
  CHECK(cut.errors[0].message == "the archive is cut short: its last line must be of kind end");
  CHECK_FALSE(read(whole.substr(whole.find('\n') + 1)).errors.empty());
  CHECK_FALSE(read(whole + whole).errors.empty());
}

TEST_CASE("an archive of any prefix of bytes is refused or read, never half") {
  const std::string whole = archive_of(make_stored());
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    const Read out = read(std::string_view(whole).substr(0, size));
    CHECK_FALSE(out.errors.empty());
  }
}

TEST_CASE("an archive carries what is declared, after its meetings") {
  const StoredRecord stored = make_stored();
  const Declaration declared{
      .stakeholders = {{.name = "Zoë", .also = {"Z. B.", "\"Zed\""}, .role = "legal"},
                       {.name = "Bo", .also = {}, .role = ""}},
      .deliverables = {{.name = "report", .also = {}, .due = std::chrono::sys_days(std::chrono::days(20'454))},
                       {.name = "film", .also = {}, .due = {}}}};
  const std::string head = archive_head(stored.record.meeting.project, {.model = "m", .vectors = {1}});
  const std::string meeting = archive_lines(stored), line = archive_declaration(declared), end = archive_end(1);
  const auto errors_of = [](const std::string& archive) {
    std::string text;
    for (const auto& error : read(archive).errors) text += error.field + ": " + error.message + "\n";
    return text;
  };
  CHECK(archive_declaration({}).empty());
  CHECK(read(head + meeting + line + end).declaration == declared);
  CHECK(read(head + meeting + end).declaration.empty());
  CHECK(errors_of(head + line + meeting + end).starts_with("line 2: kind: must come after the meetings\n"));
  CHECK(errors_of(head + meeting + line + meeting + end).contains("kind: only the end may follow a declaration\n"));
  CHECK(errors_of(head + meeting + line + line + end).contains("kind: there is a declaration already\n"));
  CHECK(errors_of(
            head + meeting +
            archive_declaration({.stakeholders = {{.name = "A", .also = {"a"}, .role = ""}}, .deliverables = {}}) + end)
            .contains("stakeholders[0].also[0]: is the same name as stakeholders[0].name"));
  CHECK(errors_of(head + meeting + "{\"kind\":\"declaration\"}\n" + end).contains("a stakeholder or a deliverable"));
}
