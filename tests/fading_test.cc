// Readings and fading over the engine's real parts: what is counted, what no answer notices, what comes back.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "consolidate/strength.h"
#include "store/store_fixture.h"
#include "support/real_engine.h"

namespace hebb {
namespace {

using Catch::Matchers::WithinAbs;
using store_fixture::ScratchFolder;

const Instant kImported = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
const Instant kYearsLater = kImported + 4 * kEpisodeHalfLife;

std::unique_ptr<Engine> open_engine(const std::filesystem::path& database) {
  return open_real_engine(database, {.threads = 2, .background = false});
}

void ingest(Engine& engine, const std::string& project, const std::vector<std::string>& said) {
  std::vector<Turn> turns;
  for (std::uint32_t i = 0; i < said.size(); ++i) turns.push_back({.number = i, .speaker = "Anna", .text = said[i]});
  REQUIRE(engine.ingest({.transcript = turns, .title = "Talk", .project = project}, kImported));
}

void ingest_two(Engine& engine) {
  ingest(engine, "p",
         {"We decided to keep the price at seventy-nine euros until September.",
          "The survey shows a cliff at eighty-five euros.", "Water gets into the housing at the groove."});
  ingest(engine, "q", {"The gasket is too shallow for the new housing.", "The display wants a chip of its own."});
}

std::vector<MemoryId> found(Engine& engine, const std::string& question, bool archived = false) {
  const auto reply =
      engine.query({.query = question, .filters = {.project = "p", .include_archived = archived}, .now = kImported});
  REQUIRE(reply);
  std::vector<MemoryId> ids;
  for (const MemoryResult& one : reply->results) ids.push_back(one.memory.id);
  return ids;
}

MemoryDetail page_of(Engine& engine, const MemoryId& id) {
  auto detail = engine.memory(id, {});
  REQUIRE(detail);
  engine.opened(id);
  REQUIRE(detail->access);
  return std::move(*detail);
}

std::vector<Memory> all_of(Engine& engine, const std::string& project) {
  const auto page = engine.list({.filter = {.project = project, .include_archived = true}});
  REQUIRE(page);
  std::vector<Memory> memories;
  for (const ListedMemory& listed : page->memories) memories.push_back(listed.memory);
  return memories;
}

std::size_t active_in(Engine& engine, const std::string& project) {
  return static_cast<std::size_t>(std::ranges::count(all_of(engine, project), MemoryState::active, &Memory::state));
}

FadeReport fade(Engine& engine, FadeRequest request) {
  const auto report = engine.fade(request, kYearsLater, {});
  REQUIRE(report);
  return *report;
}

}  // namespace

TEST_CASE("what is found, handed over and opened is counted once it is written, and survives a restart") {
  const ScratchFolder folder;
  auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const MemoryId first = found(*engine, "What is the price?").front();
  CHECK(page_of(*engine, first).access->count == 0);  // not written yet
  CHECK_FALSE(page_of(*engine, first).access->last_at);
  REQUIRE(engine->context({.query = "What is the price?", .filters = {.project = "p"}}));
  REQUIRE(engine->write_accesses());
  const auto access = *page_of(*engine, first).access;
  CHECK(access.count == 4);
  CHECK(access.last_at >= kImported);
  CHECK_THAT(access.strength, WithinAbs(reinforced(kFreshStrength, 4), 1e-4));
  const auto other = all_of(*engine, "q").front().id;
  REQUIRE(engine->write_accesses());
  CHECK(page_of(*engine, other).access->count == 0);
  CHECK_THAT(page_of(*engine, other).access->strength, WithinAbs(kFreshStrength, 1e-4));
  engine.reset();  // writes what was read since
  engine = open_engine(folder.path() / "hebb.db");
  CHECK(page_of(*engine, first).access->count == 5);
  CHECK(page_of(*engine, other).access->count == 2);
}

TEST_CASE("no answer differs for what was read, before and after a restart") {
  const ScratchFolder folder;
  auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const std::vector<std::string> questions{"What is the price?", "Where does the water get in?", "the survey"};
  std::vector<std::vector<MemoryId>> before;
  for (const auto& question : questions) before.push_back(found(*engine, question));
  REQUIRE(before.front().size() > 1);
  const auto seq = engine->seq();
  for (int i = 0; i < 20; ++i) page_of(*engine, before.front().back());
  REQUIRE(engine->write_accesses());
  CHECK(engine->seq() == seq);
  for (std::size_t i = 0; i < questions.size(); ++i) CHECK(found(*engine, questions[i]) == before[i]);
  engine.reset();
  engine = open_engine(folder.path() / "hebb.db");
  for (std::size_t i = 0; i < questions.size(); ++i) CHECK(found(*engine, questions[i]) == before[i]);
}

TEST_CASE("what nobody read fades out of answers and lists, and comes back as it was") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const auto whole = all_of(*engine, "p");
  const auto answer = found(*engine, "What is the price?");
  REQUIRE(engine->write_accesses());
  for (int i = 0; i < 40; ++i) page_of(*engine, answer.front());  // held so well that it is still above the floor
  REQUIRE(engine->write_accesses());

  const auto dry = fade(*engine, {.project = "p", .below = 0.05, .dry_run = true});
  REQUIRE(dry.meetings == 1);
  CHECK(active_in(*engine, "p") == whole.size());
  const auto faded = fade(*engine, {.project = "p", .below = 0.05});
  CHECK(faded.memories == dry.memories);
  const auto episodes = static_cast<std::size_t>(std::ranges::count(whole, Level::episode, &Memory::level));
  CHECK(faded.memories == std::array<std::uint64_t, kLevels>{0, 0, episodes - 1});  // contexts fade later
  REQUIRE(faded.faintest.size() == episodes - 1);
  CHECK(faded.faintest.front().strength <= faded.faintest.back().strength);
  CHECK(faded.faintest.back().strength < 0.05);
  CHECK(found(*engine, "What is the price?") == std::vector{answer.front()});
  CHECK(found(*engine, "What is the price?", true) == answer);
  CHECK(page_of(*engine, answer.back()).access->faded_at == kYearsLater);
  CHECK_FALSE(page_of(*engine, answer.back()).extracted);
  CHECK(fade(*engine, {.project = "p", .below = 0.05}).meetings == 0);
  CHECK(active_in(*engine, "q") == all_of(*engine, "q").size());

  const auto restored = engine->restore_faded("p", kYearsLater, {});
  REQUIRE(restored);
  CHECK((restored->memories == episodes - 1 && restored->meetings == 1));
  CHECK(all_of(*engine, "p") == whole);
  CHECK(found(*engine, "What is the price?") == answer);
  CHECK(fade(*engine, {.project = "p", .below = 0.05}).meetings == 0);  // as fresh as imported
  CHECK(engine->restore_faded({}, kYearsLater, {})->memories == 0);
}

TEST_CASE("only what is seen fades and comes back") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const auto of_p = active_in(*engine, "p"), of_q = active_in(*engine, "q");
  const auto faded = engine->fade({.below = 0.05}, kYearsLater, ProjectSet({"q"}));
  REQUIRE(faded);
  CHECK(faded->meetings == 1);
  CHECK(std::ranges::all_of(faded->faintest, [](const FadedMemory& one) { return one.listed.project == "q"; }));
  CHECK(active_in(*engine, "p") == of_p);
  REQUIRE(active_in(*engine, "q") < of_q);
  CHECK(engine->restore_faded({}, kYearsLater, ProjectSet({"p"}))->memories == 0);
  CHECK(active_in(*engine, "q") < of_q);
  CHECK(engine->restore_faded({}, kYearsLater, ProjectSet({"q"}))->meetings == 1);
  CHECK(active_in(*engine, "q") == of_q);
}

TEST_CASE("a call whose time ends says that what was done stays, and asking again goes on", "[fading]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const auto of_p = active_in(*engine, "p"), of_q = active_in(*engine, "q");
  int asked = 0;
  const Budget one_meeting{.deadline = {}, .gone = [&] { return ++asked > 2; }};  // asked before it and its write
  const auto cut = engine->fade({.below = 0.05}, kYearsLater, {}, one_meeting);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == ErrorCode::cancelled);
  CHECK(cut.error().message.contains("what was done until then stays"));
  CHECK(active_in(*engine, "p") < of_p);
  CHECK(active_in(*engine, "q") == of_q);
  CHECK(fade(*engine, {.below = 0.05}).meetings == 1);
  asked = 0;
  const auto back = engine->restore_faded({}, kYearsLater, {}, one_meeting);
  REQUIRE_FALSE(back);
  CHECK(back.error().message.contains("what was done until then stays"));
  const auto none = engine->restore_faded({}, kYearsLater, {}, one_meeting);
  REQUIRE_FALSE(none);
  CHECK_FALSE(none.error().message.contains("stays"));
  CHECK(engine->restore_faded({}, kYearsLater, {})->meetings == 1);
  CHECK(active_in(*engine, "p") == of_p);
}

TEST_CASE("what comes out of an archive is as fresh as imported, however old it is") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db"), other = open_engine(folder.path() / "other.db");
  ingest_two(*engine);
  const auto meeting = all_of(*engine, "p").front().meeting;
  auto stored = engine->record(meeting);
  REQUIRE(stored);
  REQUIRE(*stored);
  (*stored)->created_at = kImported - 10 * kEpisodeHalfLife;
  REQUIRE(other->import_record(**stored));
  CHECK(other->fade({.below = 0.49}, kImported, {})->meetings == 0);
}

TEST_CASE("a note has its strength at once") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  const auto note = engine->add_note({.content = "The gasket costs four euros.", .project = "p"}, kImported);
  REQUIRE(note);
  REQUIRE(note->detail.access);
  CHECK_THAT(note->detail.access->strength, WithinAbs(kFreshStrength, 1e-4));
}

TEST_CASE("what a person made active does not fade, and what has faded stays so when it is found anew") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  const auto kept = all_of(*engine, "p").front();
  REQUIRE(engine->correct_memory(kept.id, {.state = MemoryState::active}, kImported, {}));
  const auto faded = fade(*engine, {.below = 0.05});
  CHECK(faded.meetings == 2);
  CHECK(std::ranges::none_of(faded.faintest, [&](const FadedMemory& one) { return one.listed.memory.id == kept.id; }));
  const auto after = all_of(*engine, "p");
  CHECK(after.front().state == MemoryState::active);
  CHECK(after[1].state == MemoryState::archived);
  const auto again = engine->reextract(kept.meeting, {});
  REQUIRE(again);
  CHECK_FALSE(again->changed);
  CHECK(all_of(*engine, "p") == after);
}

TEST_CASE("a floor that would hide what is new, or an unknown project, is refused") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder.path() / "hebb.db");
  ingest_two(*engine);
  for (const double below : {0.0, 0.5, -1.0}) {
    const auto refused = engine->fade({.below = below}, kYearsLater, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid_argument);
  }
  CHECK(engine->fade({.project = "none", .below = 0.1}, kYearsLater, {}).error().code == ErrorCode::not_found);
  CHECK(engine->restore_faded("p", kYearsLater, ProjectSet({"q"})).error().code == ErrorCode::not_found);
  CHECK(engine->fade({.below = 0.49}, kImported, {})->meetings == 0);
}

}  // namespace hebb
