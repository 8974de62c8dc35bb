// The engine over its real parts: SQLite, HNSW, the model.
#include "engine/engine.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include "engine/find_anew.h"
#include "store/sqlite/database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"
#include "support/real_engine.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

using store_fixture::ScratchFolder;

constexpr std::string_view kPricing = R"(WEBVTT

1
00:00:05.000 --> 00:00:11.000
Anna Berg: We decided to keep the price at seventy-nine euros until September.

2
00:01:12.000 --> 00:01:18.000
Ben Cole: I am against it, the survey shows a cliff at eighty-five and we are well below.

3
00:02:00.000 --> 00:02:04.000
Anna Berg: Noted. Ben, can you send the survey to everyone by Friday?

4
00:02:05.000 --> 00:02:06.000
Ben Cole: Yeah.
)";

constexpr std::string_view kGasket = R"(WEBVTT

1
00:00:01.000 --> 00:00:09.000
Chen Li: Water gets into the housing because the groove of the gasket is too shallow.

2
00:03:30.000 --> 00:03:36.000
Anna Berg: Then we move the launch to June and change the tool.
)";

constexpr std::string_view kGasketAgain = R"(WEBVTT

1
00:00:01.000 --> 00:00:09.000
Chen Li: The new gasket arrived, and the gasket fits the groove.

2
00:03:30.000 --> 00:03:36.000
Anna Berg: How much does the gasket cost?
)";

std::unique_ptr<Engine> open_engine(const ScratchFolder& folder, const EngineOptions& options = {.threads = 2}) {
  return open_real_engine(folder.path() / "hebb.db", options);
}

IngestReply ingest(Engine& engine, std::string_view transcript, std::string title, std::string project = "p") {
  const auto reply = engine.ingest(
      {.transcript = std::string(transcript), .title = std::move(title), .project = std::move(project)}, Instant{});
  REQUIRE(reply);
  return *reply;
}

// Of every list in turn.
std::vector<MemoryId> ids_of(const QueryReply& reply) {
  std::vector<MemoryId> ids;
  for (const auto& result : reply.results) ids.push_back(result.memory.id);
  for (const auto& list : reply.direct_results) {
    for (const auto& result : list) ids.push_back(result.memory.id);
  }
  for (const auto& activated : reply.activated_memories) {
    ids.insert(ids.end(), activated.path.begin(), activated.path.end());
  }
  for (const auto& bridge : reply.bridge_memories) ids.push_back(bridge.result.memory.id);
  return ids;
}

QueryReply ask(Engine& engine, const QueryRequest& request) {
  auto reply = engine.query(request);
  REQUIRE(reply);
  return std::move(*reply);
}

}  // namespace

TEST_CASE("a backup for which nobody waits any more is not kept", "[engine][e2e]") {
  const ScratchFolder folder;
  const auto backups = folder.path() / "backups";
  const auto engine =
      open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false, .backups = {.folder = backups}});
  const auto gone = engine->backup(Instant(Milliseconds(0)), {.deadline = {}, .gone = [] { return true; }});
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == ErrorCode::cancelled);
  CHECK(std::filesystem::is_empty(backups));
  const auto made = engine->backup(Instant(Milliseconds(0)));
  REQUIRE(made);
  CHECK(std::filesystem::exists(made->file));
}

TEST_CASE("a transcript becomes memories that a question finds, with their place", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  const auto imported = ingest(*engine, kPricing, "Pricing");
  CHECK(imported.created);
  CHECK(imported.format == "vtt");
  CHECK(imported.turns == 4);
  CHECK(imported.turns_remembered == 3);
  CHECK(imported.dropped.size() == 1);
  ingest(*engine, kGasket, "Gasket");

  const auto reply = ask(*engine, {.query = "Why does water get in?", .explain = true});
  REQUIRE_FALSE(reply.results.empty());
  const MemoryResult& first = reply.results.front();
  CHECK(first.memory.speaker == "Chen Li");
  CHECK(first.memory.start == Milliseconds(1000));
  CHECK(first.memory.first_turn == 0);
  CHECK(first.meeting_title == "Gasket");
  CHECK(first.explanation.has_value());
  CHECK(reply.timings.contains("encode"));
  CHECK(reply.total_results > 0);
}

TEST_CASE("what a title alone names is not cut short, though no word and no meaning fits", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Call with Meridian");
  ingest(*engine, kGasket, "Gasket");
  CHECK(ask(*engine, {.query = "Which penguins does Halcyon feed?"}).results.empty());
  const auto reply = ask(*engine, {.query = "Which penguins does Meridian feed?"});
  REQUIRE_FALSE(reply.results.empty());
  CHECK(reply.results.front().meeting_title == "Call with Meridian");
  CHECK(reply.answerable < 0.05F);
}

TEST_CASE("a question's dimensions are its vector and the features of its words", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Pricing");
  CHECK_FALSE(ask(*engine, {.query = "the price"}).query_dimensions);
  const auto reply = ask(*engine, {.query = "What is urgent, and must be done by Friday?", .include_dimensions = true});
  REQUIRE(reply.query_dimensions);
  const auto& numbers = *reply.query_dimensions;
  REQUIRE(numbers.size() == kVectorDimension);
  float norm = 0;
  for (std::size_t i = 0; i < kSemanticDimension; ++i) norm += numbers[i] * numbers[i];
  CHECK(std::abs(norm - 1) < 1e-3F);
  CHECK(numbers[kSemanticDimension + 0] == 0.5F);  // urgency: one word
  CHECK(numbers[kSemanticDimension + 1] == 1);     // deadline: by a day
  CHECK(numbers[kSemanticDimension + 4] == 0.5F);  // polarity: neutral
}

TEST_CASE("no list of results is longer than the engine allows", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder, {.threads = 2, .max_results = 2});
  ingest(*engine, kPricing, "Pricing");
  ingest(*engine, kGasket, "Gasket");
  CHECK(ask(*engine, {.query = "the price and the gasket", .limit = 100}).results.size() == 2);
  CHECK(ask(*engine, {.query = "the price and the gasket", .limit = 1}).results.size() == 1);
}

TEST_CASE("no depth is no activation", "[engine]") {
  const ScratchFolder folder;
  const QueryRequest request{.query = "Who was against the price?"};
  QueryReply activated;
  {
    const auto engine = open_engine(folder, {.threads = 2, .max_activation_depth = 1});
    ingest(*engine, kPricing, "Pricing");
    ingest(*engine, kGasket, "Gasket");
    activated = ask(*engine, request);
  }
  REQUIRE_FALSE(activated.activated_memories.empty());
  for (const auto& one : activated.activated_memories) CHECK(one.depth == 1);
  const auto engine = open_engine(folder, {.threads = 2, .max_activation_depth = 0});
  const auto direct = ask(*engine, request);
  CHECK(direct.activated_memories.empty());
  REQUIRE_FALSE(direct.results.empty());
  for (const auto& one : direct.results) CHECK(one.parts.activation == 0);
}

TEST_CASE("a question is encoded anew for who may see other projects", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Pricing");
  const auto encoded = [&](const ProjectSet& seen) {
    const auto before = engine->stats({})->question_vectors.misses;
    ask(*engine, {.query = "Why does water get in?", .filters = {.projects = seen}});
    return engine->stats({})->question_vectors.misses - before;
  };
  const ProjectSet own({"p"}), other({"q"}), both({"q", "p"});
  for (const ProjectSet& seen : {ProjectSet(), own, other, both}) CHECK(encoded(seen) > 0);
  for (const ProjectSet& seen : {ProjectSet(), own, other, ProjectSet({"p", "q"})}) CHECK(encoded(seen) == 0);
}

TEST_CASE("the same content again is the same meeting", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  const auto first = ingest(*engine, kPricing, "Pricing");
  const auto again = ingest(*engine, kPricing, "Pricing");
  CHECK_FALSE(again.created);
  CHECK(again.meeting_id == first.meeting_id);
  CHECK(again.memories == first.memories);
  CHECK(ingest(*engine, kPricing, "Pricing", "other").meeting_id != first.meeting_id);
  CHECK(engine->stats({})->store.meetings == 2);
}

TEST_CASE("answers are the same after a restart, a reindex and a fold", "[engine]") {
  const ScratchFolder folder;
  auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Pricing");
  ingest(*engine, kGasket, "Gasket");
  const QueryRequest request{.query = "Who was against the price?"};
  const auto before = ids_of(ask(*engine, request));
  REQUIRE(before.size() > 2);
  REQUIRE(engine->reindex());
  CHECK(ids_of(ask(*engine, request)) == before);
  REQUIRE(engine->fold());
  CHECK(ids_of(ask(*engine, request)) == before);
  engine.reset();
  engine = open_engine(folder);
  CHECK(ids_of(ask(*engine, request)) == before);
  CHECK(engine->stats({})->applied_seq == engine->stats({})->seq);
}

TEST_CASE("an archive's memories may come in any order, and answers are those after a restart", "[engine]") {
  const ScratchFolder folder, elsewhere;
  const auto from = open_engine(folder);
  auto stored = from->record(ingest(*from, kPricing, "Pricing").meeting_id);
  REQUIRE(stored);
  REQUIRE(*stored);
  auto& memories = (*stored)->record.memories;
  SECTION("contexts first") {
    std::ranges::reverse(memories);
  }
  SECTION("by level, each from its end") {
    std::ranges::reverse(memories);
    std::ranges::stable_sort(memories, std::ranges::greater{}, &Memory::level);
  }
  auto engine = open_engine(elsewhere);
  REQUIRE(engine->import_record(**stored));
  ingest(*engine, kGasket, "Gasket");
  const auto told = [&] {
    std::vector<std::string> out;
    for (const char* question : {"Who was against the price?", "Why does water get in?", "Can you send the survey?"}) {
      for (const auto& one : ask(*engine, {.query = question}).results) {
        out.push_back(one.memory.id.text() + " " + std::to_string(one.score));
      }
    }
    return out;
  };
  const auto before = told();
  CHECK(engine->health().degraded.empty());
  engine.reset();
  engine = open_engine(elsewhere);
  CHECK(told() == before);
}

TEST_CASE("an erased meeting is in no answer, and its project can be erased whole", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  const auto pricing = ingest(*engine, kPricing, "Pricing");
  const auto gasket = ingest(*engine, kGasket, "Gasket");
  const std::array gone{gasket.meeting_id};
  const auto counted = engine->erase_meetings(gone, true, {});
  REQUIRE(counted);
  CHECK(counted->meetings == 1);
  CHECK(engine->meeting(gasket.meeting_id, {}));

  REQUIRE(engine->erase_meetings(gone, false, {}));
  for (const auto& result : ask(*engine, {.query = "water in the housing"}).results) {
    CHECK(result.memory.meeting == pricing.meeting_id);
  }
  CHECK(engine->meeting(gasket.meeting_id, {}).error().code == ErrorCode::not_found);
  CHECK(engine->erase_meetings(gone, false, {}).error().code == ErrorCode::not_found);
  REQUIRE(engine->erase_project("p", false, {}));
  CHECK(ask(*engine, {.query = "price"}).results.empty());
}

TEST_CASE("a renamed speaker is filtered by the new name", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Pricing");
  REQUIRE(engine->rename_speaker({"p", "Ben Cole", "Benjamin Cole"}, {}));
  QueryRequest request{.query = "survey", .filters = {.speakers = {"Benjamin Cole"}}};
  const auto reply = ask(*engine, request);
  REQUIRE_FALSE(reply.results.empty());
  for (const auto& result : reply.results) CHECK(result.memory.speaker == "Benjamin Cole");
  request.filters.speakers = {"Ben Cole"};
  CHECK(ask(*engine, request).results.empty());
  CHECK(engine->rename_speaker({"p", "Nobody", "X"}, {}).error().code == ErrorCode::not_found);
  const auto speakers = engine->speakers("p", {});
  REQUIRE(speakers);
  REQUIRE(speakers->size() > 1);
  const auto taken = std::ranges::find_if(*speakers, [](const auto& one) { return one.name != "Benjamin Cole"; })->name;
  CHECK(engine->rename_speaker({"p", "Benjamin Cole", taken, false}, {}).error().code == ErrorCode::conflict);
  CHECK(engine->rename_speaker({"p", "Benjamin Cole", "Ben C", true}, {}).error().code == ErrorCode::not_found);
  CHECK(engine->speakers("p", {})->size() == speakers->size());
  REQUIRE(engine->rename_speaker({"p", "Benjamin Cole", "Ben C", false}, {}));
  REQUIRE(engine->rename_speaker({"p", "Ben C", taken, true}, {}));
  CHECK(engine->speakers("p", {})->size() == speakers->size() - 1);
}

TEST_CASE("filters decide what is shown on every level", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kPricing, "Pricing", "p");
  ingest(*engine, kGasket, "Gasket", "q");
  const auto reply = ask(*engine, {.query = "what was decided", .filters = {.project = "q"}});
  for (const auto& list : reply.direct_results) {
    for (const auto& result : list) CHECK(result.project == "q");
  }
  CHECK(ask(*engine, {.query = "what was decided", .filters = {.project = "none"}}).results.empty());
}

TEST_CASE("concepts are the same after a restart and a reindex, and go with the meetings that say them", "[engine]") {
  const ScratchFolder folder;
  auto engine = open_engine(folder);
  const auto told = [&] {
    std::vector<std::string> out;
    const QueryRequest request{.query = "What is wrong with the gasket?", .filters = {.project = "p"}};
    const auto reply = ask(*engine, request);
    for (const auto& one : reply.direct_results[0]) {
      REQUIRE(one.mentions);
      out.push_back(one.memory.id.text() + " " + one.memory.text + " " + std::to_string(one.mentions->mentions) + " " +
                    std::to_string(one.mentions->meetings) + " " + std::to_string(one.score));
    }
    return out;
  };
  ingest(*engine, kGasket, "Gasket");
  const auto alone = told();
  const auto again = ingest(*engine, kPricing, "Pricing");
  const auto review = ingest(*engine, kGasketAgain, "Review");
  const auto both = told();
  REQUIRE_FALSE(both.empty());
  CHECK(both.front().contains(" gasket "));
  const auto only = [&](Level level) {
    return ask(*engine, {.query = "What is wrong with the gasket?", .filters = {.project = "p", .levels = {level}}});
  };
  CHECK(only(Level::concept_).direct_results[0].size() == both.size());
  CHECK(only(Level::concept_).results.empty());
  CHECK_FALSE(only(Level::context).direct_results[1].empty());
  CHECK(only(Level::episode).direct_results[0].empty());
  ingest(*engine, kGasketAgain, "Elsewhere", "q");
  CHECK(told() == both);
  REQUIRE(engine->reindex());
  CHECK(told() == both);
  engine.reset();
  engine = open_engine(folder);
  CHECK(told() == both);
  const std::array gone{review.meeting_id, again.meeting_id};
  REQUIRE(engine->erase_meetings(gone, false, {}));
  CHECK(told() == alone);
}

TEST_CASE("a title out of a file's name is UTF-8, whatever the name is", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  IngestRequest request{.transcript = std::string(kPricing)};
  request.file_name =
      "Gespr\xE4"
      "ch.vtt";
  const auto reply = engine->ingest(request, Instant{});
  REQUIRE(reply);
  CHECK(reply->title ==
        "Gespr\xEF\xBF\xBD"
        "ch");
}

TEST_CASE("an unreadable transcript leaves the store as it was", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  for (const std::string& bytes : {std::string(), std::string("\0\1\2\3\xff\xfe\0\0", 8), std::string("WEBVTT\n\n"),
                                   std::string("{\"turns\": [")}) {
    const auto reply = engine->ingest({.transcript = bytes}, Instant{});
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == ErrorCode::invalid_argument);
  }
  const auto none = engine->ingest({.transcript = std::vector<Turn>{}}, Instant{});
  CHECK(none.error().code == ErrorCode::invalid_argument);
  CHECK(engine->stats({})->store.meetings == 0);
  CHECK(engine->stats({})->seq == 0);
}

TEST_CASE("questions are answered from whole meetings while others are imported and erased", "[engine][concurrency]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  ingest(*engine, kGasket, "Gasket");
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    for (int i = 0; i < 8; ++i) {
      const auto reply = engine->ingest(
          {.transcript = std::string(kPricing), .title = "Pricing " + std::to_string(i), .project = "p"}, Instant{});
      if (reply && i % 2 == 1) {
        const std::array gone{reply->meeting_id};
        static_cast<void>(engine->erase_meetings(gone, false, {}));
      }
    }
    done = true;
  });
  std::size_t asked = 0;
  while (!done || asked < 5) {
    const auto reply = engine->query({.query = "the launch in June"});
    REQUIRE(reply);
    CHECK_FALSE(reply->results.empty());
    for (const auto& result : reply->results) CHECK_FALSE(result.memory.text.empty());
    ++asked;
  }
  writer.join();
  CHECK(engine->stats({})->store.meetings == 5);
}

namespace {

EngineOptions with_snapshot(const ScratchFolder& folder, bool background = false) {
  return {.threads = 2,
          .background = background,
          .snapshot = {.file = folder.path() / "hebb.db.index", .least_memories = 1}};
}

std::string everything_in(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += store_fixture::bytes_of_file(entry.path());
  }
  return bytes;
}

}  // namespace

TEST_CASE("an engine leaves its indexes to the next, which answers the same, and all of them goes with an erasure",
          "[engine]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db.index";
  const std::array questions{"Why does water get in?", "What did we decide about the price?", "the gasket"};
  std::vector<std::vector<MemoryId>> answers;
  MeetingId pricing;
  {
    const auto engine = open_engine(folder, with_snapshot(folder));
    pricing = ingest(*engine, kPricing, "Pricing").meeting_id;
    ingest(*engine, kGasket, "Gasket");
    ingest(*engine, kGasketAgain, "Gasket again");
    for (const char* question : questions) answers.push_back(ids_of(ask(*engine, {.query = question})));
    CHECK_FALSE(std::filesystem::exists(file));
  }
  REQUIRE(std::filesystem::exists(file));
  const auto answers_of = [&](Engine& engine) {
    std::vector<std::vector<MemoryId>> same;
    for (const char* question : questions) same.push_back(ids_of(ask(engine, {.query = question})));
    return same;
  };
  SECTION("whole") {
    const auto engine = open_engine(folder, with_snapshot(folder));
    CHECK(answers_of(*engine) == answers);
    CHECK(engine->stats({})->applied_seq == 3);
  }
  SECTION("damaged, and then written anew") {
    std::string bytes = store_fixture::bytes_of_file(file);
    bytes[bytes.size() / 2] ^= 4;
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    {
      const auto engine = open_engine(folder, with_snapshot(folder));
      CHECK(answers_of(*engine) == answers);
      CHECK_FALSE(std::filesystem::exists(file));
    }
    CHECK(std::filesystem::exists(file));
  }
  SECTION("behind the store") {
    {
      const auto engine = open_engine(folder);  // keeps none
      ingest(*engine, kPricing, "Pricing of June");
      ask(*engine, {.query = "survey"});
    }
    const auto engine = open_engine(folder, with_snapshot(folder));
    const auto from_snapshot = answers_of(*engine);
    REQUIRE(engine->reindex());
    CHECK(answers_of(*engine) == from_snapshot);
  }
  SECTION("erased while it is used") {
    CHECK(everything_in(folder.path()).contains("septemb"));  // as a term
    {
      const auto engine = open_engine(folder, with_snapshot(folder));
      REQUIRE(engine->erase_meetings(std::array{pricing}, true, {}));
      CHECK(std::filesystem::exists(file));
      REQUIRE(engine->erase_meetings(std::array{pricing}, false, {}));
      CHECK_FALSE(std::filesystem::exists(file));
    }
    CHECK(std::filesystem::exists(file));
    CHECK_FALSE(everything_in(folder.path()).contains("septemb"));
    CHECK(everything_in(folder.path()).contains("gasket"));
  }
  SECTION("erased behind its back") {
    REQUIRE(open_engine(folder)->erase_speaker("Ben Cole", {.project = "p"}, false, {}));
    CHECK(everything_in(folder.path()).contains("cliff"));
    {
      const auto engine = open_engine(folder, with_snapshot(folder));
      CHECK_FALSE(everything_in(folder.path()).contains("cliff"));
    }
    CHECK_FALSE(everything_in(folder.path()).contains("cliff"));
  }
}

TEST_CASE("who is forgotten is so wherever she speaks, in meetings that list no participants too", "[engine]") {
  const ScratchFolder from, folder;
  auto source = open_engine(from);
  std::vector<StoredRecord> archived;
  for (const auto& [transcript, title] : {std::pair(kPricing, "Pricing"), std::pair(kGasket, "Gasket")}) {
    archived.push_back(*source->record(ingest(*source, transcript, title).meeting_id).value());
    archived.back().record.meeting.participants.clear();
  }
  source.reset();
  auto engine = open_engine(folder);
  REQUIRE(engine->import_record(archived[0]));
  SECTION("listed in no meeting at all") {}
  SECTION("listed in another meeting") {
    ingest(*engine, kGasketAgain, "Gasket again");
  }
  SECTION("known by a memory alone") {
    StoredRecord& gasket = archived[1];
    for (Turn& turn : gasket.record.turns) {
      if (turn.speaker == "Anna Berg") turn.speaker = "Chen Li";
    }
    REQUIRE(std::ranges::contains(gasket.record.memories, "Anna Berg", &Memory::speaker));
    REQUIRE(engine->import_record(gasket));
  }
  const Period everything{.project = "p", .since = {}, .until = {}};
  const auto meetings = engine->stats({})->store.meetings;
  const auto counted = engine->erase_speaker("Anna Berg", everything, true, {});
  REQUIRE(counted);
  CHECK(counted->reduced.size() == meetings);
  const auto erased = engine->erase_speaker("Anna Berg", everything, false, {});
  REQUIRE(erased);
  CHECK(erased->reduced == counted->reduced);
  CHECK(erased->turns == counted->turns);
  CHECK_FALSE(std::ranges::contains(*engine->speakers({}, {}), std::string("Anna Berg"), &SpeakerSummary::name));
  CHECK(engine->erase_speaker("Anna Berg", everything, false, {}).error().code == ErrorCode::not_found);
  engine.reset();
  const auto bytes = everything_in(folder.path());
  CHECK_FALSE(bytes.contains("Anna Berg"));
  CHECK_FALSE(bytes.contains("seventy-nine"));
  CHECK(bytes.contains("survey shows a cliff"));
}

TEST_CASE("a snapshot is written in the background, while questions are answered", "[engine][concurrency]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder, with_snapshot(folder, true));
  ingest(*engine, kPricing, "Pricing");
  const auto file = folder.path() / "hebb.db.index";
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!std::filesystem::exists(file) && std::chrono::steady_clock::now() < give_up) {
    ask(*engine, {.query = "the price"});
  }
  CHECK(std::filesystem::exists(file));
  CHECK(engine->measures().background_errors == 0);
}

TEST_CASE("a store made by another encoder is not opened", "[engine]") {
  const ScratchFolder folder;
  open_engine(folder).reset();
  auto store = open_sqlite_store({.file = folder.path() / "hebb.db"});
  REQUIRE(store);
  auto probe = **(*store)->probe();
  for (float& x : probe.vectors) x = -x;
  REQUIRE((*store)->put_probe(probe));
  const char* set = std::getenv("MODEL_PATH");
  auto encoder = Encoder::load({.model = set != nullptr ? std::filesystem::path(set) : *find_model()});
  REQUIRE(encoder);
  SECTION("by an engine") {
    const auto engine =
        Engine::open(std::move(*store), [] { return Result<std::unique_ptr<VectorIndex>>(make_hnsw_index()); },
                     std::move(*encoder), {});
    REQUIRE_FALSE(engine);
    CHECK(engine.error().code == ErrorCode::conflict);
  }
  SECTION("nor are its meetings found anew") {
    const std::shared_ptr<const Encoder> shared = std::move(*encoder);
    CHECK(find_anew_with(shared, make_probe(*shared).value()));
    CHECK(find_anew_with(shared, std::nullopt));
    CHECK(find_anew_with(shared, probe).error().code == ErrorCode::conflict);
  }
}

TEST_CASE("the erasure of what alone is declared of a project says when a reader pins its names", "[engine]") {
  const ScratchFolder folder;
  const auto engine = open_engine(folder);
  const auto moved = ingest(*engine, kPricing, "Pricing");
  const Declaration declared{.stakeholders = {{.name = "Alexandra", .also = {}, .role = ""}}, .deliverables = {}};
  REQUIRE(engine->declare("p", declared, {}));
  REQUIRE(engine->edit_meeting(moved.meeting_id, {.title = {}, .project = "q"}, {}));
  const bool pinned = GENERATE(false, true);
  sqlite::Database reader({.file = folder.path() / "hebb.db"});
  std::optional<sqlite::Transaction> reading;
  if (pinned) reading.emplace(reader, sqlite::Transaction::Kind::read);
  REQUIRE(reader.integer("SELECT count(*) FROM declarations") == 1);
  const auto erased = engine->erase_project("p", false, {});
  REQUIRE(erased);
  CHECK(erased->meetings == 0);
  CHECK(erased->traces_remain == pinned);
}

}  // namespace hebb
