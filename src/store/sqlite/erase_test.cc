// Erased means gone: not a word nor a vector of an erased meeting in any file of the store.
#include <array>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <future>
#include <latch>
#include <random>

#include "store/contract_checks.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using store_contract::got;
using store_contract::kNow;
using store_fixture::make_record;
using store_fixture::RecordPlan;
using store_fixture::ScratchFolder;

std::string bytes_in(const fs::path& folder) {
  std::string bytes;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += store_fixture::bytes_of_file(entry.path());
  return bytes;
}

std::unique_ptr<MemoryStore> open_in(const fs::path& folder) {
  return got(open_sqlite_store({.file = folder / "hebb.db", .readers = 2, .wipe_timeout = Milliseconds(50)}));
}

// Words and pieces of vectors that no other meeting has.
std::vector<std::string> traces_of(const MeetingRecord& record, const std::string& word) {
  std::vector<std::string> traces{word};
  for (std::size_t i = 0; i < record.memories.size(); i += 10) {
    std::string piece(5 * sizeof(float), '\0');
    std::memcpy(piece.data(), record.memories[i].vector.data() + 37 * (i % 11), piece.size());
    traces.push_back(std::move(piece));
  }
  return traces;
}

void check_gone(const fs::path& folder, const std::vector<std::string>& traces) {
  const auto bytes = bytes_in(folder);
  for (const std::string& trace : traces) {
    CHECK(::memmem(bytes.data(), bytes.size(), trace.data(), trace.size()) == nullptr);
  }
}

// Puts and erases meetings of all sizes, so that rows move between pages and pages between tables.
void erase_at_random(unsigned seed, int operations) {
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const ScratchFolder folder;
  const auto store = open_in(folder.path());
  std::vector<RecordPlan> live;
  std::vector<std::string> gone;
  for (int i = 0; i < operations; ++i) {
    INFO("operation " << i);
    if (live.size() < 3 || random() % 2 == 0) {
      RecordPlan plan{.number = static_cast<std::uint32_t>(i), .turns = 1 + static_cast<std::uint32_t>(random() % 200)};
      plan.episodes = static_cast<std::uint32_t>(random() % 150);
      plan.word = "w" + std::to_string(i) + "_" + std::to_string(seed) + std::string(random() % 40, '.');
      got(store->put_meeting(make_record(plan), kNow));
      live.push_back(plan);
    } else {
      const auto at = random() % live.size();
      const auto record = make_record(live[at]);
      CHECK_FALSE(got(store->erase_meetings(std::array{record.meeting.id}, false)).traces_remain);
      const auto traces = traces_of(record, live[at].word.substr(0, live[at].word.find('.')));
      check_gone(folder.path(), traces);
      gone.insert(gone.end(), traces.begin(), traces.end());
      live.erase(live.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  check_gone(folder.path(), gone);  // nor has a later write brought anything back
  CHECK(got(store->check()).empty());
  for (const RecordPlan& plan : live) {
    const auto record = make_record(plan);
    CHECK(got(store->memories_of(record.meeting.id, true)) == record.memories);
    CHECK(got(store->turns(record.meeting.id, 0, 1000)) == record.turns);
  }
}

// A thread in the middle of a scan, which pins the state it reads.
class Scanner {
 public:
  explicit Scanner(const MemoryStore& store)
      : done_(std::async(std::launch::async, [this, &store] {
          return store.scan({}, [this](StoredMeeting&&) -> Result<void> {
            began_.count_down();
            go_on_.wait();
            return {};
          });
        })) {
    began_.wait();
  }
  ~Scanner() { finish(); }
  void finish() {
    if (!done_.valid()) return;
    go_on_.count_down();
    done_.get();
  }

 private:
  std::latch began_{1};
  std::latch go_on_{1};
  std::future<Result<Seq>> done_;
};

struct PinnedErasure {
  PinnedErasure() {
    got(store->put_meeting(erased, kNow));
    const Scanner scanner(*store);
    const auto counts = got(store->erase_meetings(std::array{erased.meeting.id}, false));
    CHECK(counts.meetings == 1);
    CHECK(counts.traces_remain);
    CHECK(store->traces_remain());
    CHECK_FALSE(got(store->has_meeting(erased.meeting.id)));
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      fs::copy(entry.path(), crashed.path() / entry.path().filename());
    }
  }

  ScratchFolder folder;
  ScratchFolder crashed;  // the files as a crash would have left them while the reader was there
  MeetingRecord erased = make_record({.word = "confidential"});
  std::unique_ptr<MemoryStore> store = open_in(folder.path());
};

}  // namespace

TEST_CASE("not a word of an erased meeting stays in the files", "[store][erase]") {
  erase_at_random(Catch::getSeed(), 60);
}

TEST_CASE("not a word of an erased meeting stays in the files, whatever the order", "[.deep][store][erase]") {
  for (unsigned i = 0; i < 10; ++i) erase_at_random(Catch::getSeed() + i, 120);
}

TEST_CASE("an old name does not outlive the meeting in which it was renamed", "[store][erase]") {
  const ScratchFolder folder;
  const auto store = open_in(folder.path());
  const auto record = make_record({.project = "secret_project", .speakers = {"Alexandra", "Benjamin"}});
  got(store->put_meeting(record, kNow));
  got(store->put_meeting(make_record({.project = "other"}), kNow));
  got(store->rename_speaker("secret_project", "Alexandra", "Sasha_the_first"));
  got(store->rename_speaker("secret_project", "Sasha_the_first", "Benjamin"));
  got(store->erase_meetings(std::array{record.meeting.id}, false));
  const auto bytes = bytes_in(folder.path());
  for (const char* name : {"secret_project", "Alexandra", "Sasha_the_first", "Benjamin"}) {
    INFO(name);
    CHECK(bytes.find(name) == std::string::npos);
  }
}

TEST_CASE("whose a turn without text was leaves no trace", "[store][erase]") {
  const ScratchFolder folder;
  const auto store = open_in(folder.path());
  auto record = make_record({});
  record.turns[4].speaker = "Alexandra";
  record.turns[4].text.clear();
  got(store->put_meeting(record, kNow));
  got(store->rename_speaker(record.meeting.project, "Alexandra", "Sasha_the_first"));
  record.turns[4].speaker.reset();
  CHECK(got(store->reduce_meetings(std::array{record}, false)).turns == 0);
  const auto bytes = bytes_in(folder.path());
  for (const char* name : {"Alexandra", "Sasha_the_first"}) {
    INFO(name);
    CHECK_FALSE(bytes.contains(name));
  }
}

TEST_CASE("what was declared of a project leaves no trace", "[store][erase]") {
  const ScratchFolder folder;
  const auto store = open_in(folder.path());
  const auto record = make_record({.project = "secret_project"});
  got(store->put_meeting(record, kNow));
  got(store->put_meeting(make_record({.project = "other"}), kNow));
  Declaration declared{.stakeholders = {{.name = "Alexandra", .also = {"Sasha_the_first"}, .role = "secret_role"}},
                       .deliverables = {{.name = "secret_paper", .also = {}, .due = {}}}};
  got(store->put_declaration("secret_project", declared));
  REQUIRE(bytes_in(folder.path()).contains("Sasha_the_first"));
  SECTION("when its last meeting is erased") {
    CHECK_FALSE(got(store->erase_meetings(std::array{record.meeting.id}, false)).traces_remain);
    CHECK_FALSE(bytes_in(folder.path()).contains("secret_project"));
    CHECK_FALSE(bytes_in(folder.path()).contains("secret_paper"));
  }
  SECTION("when another takes its place") {
    declared.stakeholders = {{.name = "Benjamin", .also = {}, .role = ""}};
    got(store->put_declaration("secret_project", declared));
    CHECK(bytes_in(folder.path()).contains("secret_paper"));
  }
  SECTION("when it is taken away") {
    got(store->put_declaration("secret_project", {}));
    CHECK_FALSE(bytes_in(folder.path()).contains("secret_paper"));
  }
  const auto bytes = bytes_in(folder.path());
  for (const char* word : {"Alexandra", "Sasha_the_first", "secret_role"}) {
    INFO(word);
    CHECK_FALSE(bytes.contains(word));
  }
}

TEST_CASE("names that a reader outlives say so when they are taken away, and go with the next write",
          "[store][erase]") {
  const ScratchFolder folder;
  const auto store = open_in(folder.path());
  const auto record = make_record({});
  got(store->put_meeting(record, kNow));
  got(store->put_declaration(record.meeting.project,
                             {.stakeholders = {{.name = "Alexandra", .also = {}, .role = ""}}, .deliverables = {}}));
  {
    const Scanner scanner(*store);
    CHECK(got(store->put_declaration(record.meeting.project, {})).traces_remain);
    CHECK(bytes_in(folder.path()).contains("Alexandra"));
  }
  got(store->put_probe({.model = "m", .vectors = {1}}));
  CHECK_FALSE(bytes_in(folder.path()).contains("Alexandra"));
}

TEST_CASE("an erasure that a reader outlives says so, and is completed", "[store][erase]") {
  const PinnedErasure pinned;
  REQUIRE(bytes_in(pinned.crashed.path()).find("confidential") != std::string::npos);
  SECTION("by the next write") {
    got(pinned.store->put_probe({.model = "m", .vectors = {1}}));
    CHECK_FALSE(pinned.store->traces_remain());
    CHECK(bytes_in(pinned.folder.path()).find("confidential") == std::string::npos);
  }
  SECTION("by opening after a crash") {
    const auto reopened = open_in(pinned.crashed.path());
    CHECK_FALSE(got(reopened->has_meeting(pinned.erased.meeting.id)));
    CHECK(bytes_in(pinned.crashed.path()).find("confidential") == std::string::npos);
  }
}

TEST_CASE("an erasure that a reader outlives is completed by closing", "[store][erase]") {
  PinnedErasure pinned;
  pinned.store.reset();
  CHECK(bytes_in(pinned.folder.path()).find("confidential") == std::string::npos);
}

}  // namespace hebb
