// Lists of decisions over the engine's real parts: their bound, their pages, and who sees which project.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <format>

#include "store/store_fixture.h"
#include "support/real_engine.h"

namespace hebb {
namespace {

using store_fixture::ScratchFolder;

std::unique_ptr<Engine> open_engine(const std::filesystem::path& database) {
  return open_real_engine(database, {.threads = 2, .background = false});
}

// A meeting of decisions, each a turn of its own, all alike in meaning.
void decide(Engine& engine, const std::string& project, const std::string& title, std::optional<int> day,
            const std::vector<std::string>& decisions) {
  StoredRecord stored;
  MeetingRecord& record = stored.record;
  record.meeting = {.project = project, .title = title, .participants = {"Anna"}, .format = "json_turns"};
  if (day) record.meeting.started_at = Instant(std::chrono::days(*day));
  for (std::uint32_t i = 0; i < decisions.size(); ++i)
    record.turns.push_back({.number = i, .speaker = "Anna", .text = decisions[i]});
  record.meeting.id = meeting_id_of(record.meeting, record.turns);
  for (const Turn& turn : record.turns) {
    Memory memory{.id = memory_id_of(record.meeting.id, Level::episode, "statement", turn.number, 0),
                  .meeting = record.meeting.id,
                  .type = MemoryType::decision,
                  .text = turn.text,
                  .position = turn.number,
                  .first_turn = turn.number,
                  .last_turn = turn.number,
                  .speaker = "Anna"};
    memory.vector.assign(kVectorDimension, 0);
    memory.vector.front() = 1;
    record.memories.push_back(std::move(memory));
  }
  REQUIRE(engine.import_record(stored));
}

std::vector<std::string> texts_of(const DecisionPage& page) {
  std::vector<std::string> texts;
  for (const DecisionHistory& history : page.histories) {
    std::string text;
    for (const ListedDecision& one : history.decisions) text += (text.empty() ? "" : " < ") + one.listed.memory.text;
    texts.push_back(text);
  }
  return texts;
}

}  // namespace

TEST_CASE("the newest decisions of a project are compared, and it is said how many are left out") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  std::vector<std::string> many;
  for (std::size_t i = 0; i + 1 < kComparedDecisions; ++i) many.push_back(std::format("Number {}.", i));
  decide(*engine, "p", "First", 1, {"Rubber case one.", "Rubber case two.", "Number again."});
  decide(*engine, "p", "Second", 2, many);
  decide(*engine, "p", "Third", 3, {"Rubber case three."});
  decide(*engine, "q", "Other", 9, {"Rubber case four."});
  const auto page = engine->decisions({.project = "p", .limit = 3});
  REQUIRE(page);
  CHECK(page->left_out == 3);
  CHECK(texts_of(*page) == std::vector<std::string>{"Rubber case three.", "Number 0.", "Number 1."});
  REQUIRE(page->next);
  const auto rest = engine->decisions({.project = "p", .limit = kDecisionPageLimit, .cursor = page->next});
  REQUIRE(rest);
  CHECK(rest->left_out == 3);
  CHECK(rest->histories.size() == kDecisionPageLimit);
}

TEST_CASE("pages of any size hold what one page holds, and only what is seen") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  decide(*engine, "a~b", "First", 1, {"Rubber case.", "Scroll wheel."});
  decide(*engine, "a~b", "Second", 2, {"Rubber case again.", "Battery."});
  decide(*engine, "a~b", "Undated", {}, {"Rubber case, undated.", "Rubber case, later."});
  decide(*engine, "c", "Third", 3, {"Rubber case elsewhere.", "Another thing."});
  const std::vector<std::string> own{"Rubber case again. < Rubber case.", "Battery.", "Scroll wheel.",
                                     "Rubber case, later. < Rubber case, undated."};
  const auto whole = engine->decisions({});
  REQUIRE(whole);
  CHECK(whole->histories.size() == own.size() + 2);
  CHECK_FALSE(whole->next);
  for (std::size_t limit = 1; limit < 8; ++limit) {
    std::vector<std::string> paged;
    DecisionQuery query{.limit = limit};
    for (int pages = 0; pages < 10; ++pages) {
      const auto page = engine->decisions(query);
      REQUIRE(page);
      CHECK(page->histories.size() <= limit);
      for (auto& text : texts_of(*page)) paged.push_back(std::move(text));
      query.cursor = page->next;
      if (!query.cursor) break;
    }
    CHECK(paged == texts_of(*whole));
  }
  const auto seen = engine->decisions({.projects = ProjectSet({"a~b"})});
  REQUIRE(seen);
  CHECK(texts_of(*seen) == own);
  CHECK(texts_of(*engine->decisions({.project = "c", .projects = ProjectSet({"a~b"})})).empty());
  const auto bad = engine->decisions({.cursor = "1~2~3"});
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ErrorCode::invalid_argument);
}

}  // namespace hebb
