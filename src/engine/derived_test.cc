#include "engine/derived.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <new>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/derived_fixture.h"
#include "store/reference_store.h"
#include "store/store_fixture.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

using derived_fixture::described;
using store_fixture::make_record;

// The graph's own index, but that adding may fail after it was done, and then erasing too.
class Failing final : public VectorIndex {
 public:
  explicit Failing(bool& fails) : fails_(fails) {}
  Result<void> add(std::span<const VectorPoint> points) override {
    auto added = index_->add(points);
    failed_ = std::exchange(fails_, false);
    if (failed_) throw std::bad_alloc();
    return added;
  }
  Result<void> erase(std::span<const Ordinal> ordinals) override {
    auto erased = index_->erase(ordinals);
    if (std::exchange(failed_, false)) throw std::bad_alloc();
    return erased;
  }
  std::shared_ptr<const VectorView> view() const override { return index_->view(); }
  bool wants_fold() const override { return index_->wants_fold(); }
  Result<void> fold(std::stop_token stop) override { return index_->fold(std::move(stop)); }

 private:
  std::unique_ptr<VectorIndex> index_ = make_hnsw_index();
  bool& fails_;
  bool failed_ = false;
};

}  // namespace

TEST_CASE("a meeting that cannot be indexed leaves the indexes in step for the next", "[engine]") {
  const auto bad = make_record({.project = "p", .number = 1, .word = "gasket1"});
  const auto good = make_record({.project = "p", .number = 3, .word = "gasket3"});
  bool fails = false;
  DerivedIndexes indexes(std::make_unique<Failing>(fails));
  const auto first = make_record({.project = "p", .number = 2, .word = "gasket2"});
  REQUIRE(indexes.add(first.meeting, first.memories, 1));
  SECTION("its memories are out of order") {
    auto memories = bad.memories;
    std::ranges::reverse(memories);
    CHECK_THROWS_AS(indexes.add(bad.meeting, memories, 1), ContractViolation);
  }
  SECTION("the vectors have it already when memory ends") {
    fails = true;
    CHECK_THROWS_AS(indexes.add(bad.meeting, bad.memories, 1), std::bad_alloc);
  }
  REQUIRE(indexes.add(good.meeting, good.memories, 2));
  DerivedIndexes alone(make_hnsw_index());
  REQUIRE(alone.add(first.meeting, first.memories, 1));
  REQUIRE(alone.add(good.meeting, good.memories, 2));
  CHECK(described(*indexes.view()) == described(*alone.view()));
}

TEST_CASE("indexes in which two speakers became one are as those made anew of the store", "[engine]") {
  const auto store = make_reference_store();
  DerivedIndexes live(make_hnsw_index());
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto record = make_record({.project = i == 2 ? "q" : "p",
                                     .number = i,
                                     .word = "gasket" + std::to_string(i),
                                     .speakers = {"Speaker 2", "Ben", "Anna"}});
    const auto put = store->put_meeting(record, Instant{});
    REQUIRE(put);
    REQUIRE(live.add(record.meeting, record.memories, put->seq));
  }
  const auto seq = store->rename_speaker("p", "Speaker 2", "Anna");
  REQUIRE(seq);
  live.rename_speaker("p", "Speaker 2", "Anna", *seq);
  const auto anew = build_derived(*store, make_hnsw_index());
  REQUIRE(anew);
  CHECK(described(*live.view()) == described(*(*anew)->view()));
}

TEST_CASE("a meeting of the same texts is revised under its ordinals", "[engine]") {
  const auto records = [] {
    std::vector<MeetingRecord> all;
    for (std::uint32_t i = 0; i < 8; ++i) {
      all.push_back(make_record({.project = "p", .number = i, .episodes = 24, .word = "gasket" + std::to_string(i)}));
    }
    return all;
  }();
  DerivedIndexes indexes(make_hnsw_index({.flat_limit = 64, .fold_minimum = 32}));
  Seq seq = 0;
  for (const MeetingRecord& record : records) REQUIRE(indexes.add(record.meeting, record.memories, ++seq));
  REQUIRE(indexes.fold({}));
  indexes.publish_fold();
  const auto before = indexes.view();
  std::ignore = indexes.take_changed();
  DerivedIndexes anew(make_hnsw_index({.flat_limit = 64, .fold_minimum = 32}));
  for (MeetingRecord record : records) {
    const auto bystander = record.meeting.id == records[5].meeting.id;
    if (!bystander) {
      record.meeting.title = "What became of it";
      record.meeting.started_at.reset();
      for (Memory& memory : record.memories) {
        memory.state = memory.state == MemoryState::active ? MemoryState::archived : MemoryState::active;
        memory.importance = 0.25f;
        if (memory.level == Level::episode) memory.type = MemoryType::action;
        memory.task.owner = "Chen";
      }
      REQUIRE(indexes.revise(record.meeting, record.memories, ++seq));
      CHECK(indexes.take_changed() == std::vector<std::string>{"p"});
    }
    REQUIRE(anew.add(record.meeting, record.memories, seq));
  }
  const auto view = indexes.view();
  CHECK(described(*view) == described(*anew.view()));
  CHECK(view->catalog->end() == before->catalog->end());  // so no row is dead
  CHECK(view->lexical == before->lexical);
  CHECK(view->concepts == before->concepts);
  CHECK_FALSE(indexes.wants_fold());
  CHECK(before->catalog->meetings().front()->title != "What became of it");

  auto moved = records.front();
  SECTION("but not in another project") {
    moved.meeting.project = "q";
  }
  SECTION("nor with a memory less") {
    std::erase_if(moved.memories, [](const Memory& one) { return one.level != Level::episode; });
  }
  REQUIRE(indexes.revise(moved.meeting, moved.memories, ++seq));
  REQUIRE(anew.replace(moved.meeting, moved.memories, seq));
  CHECK(described(*indexes.view()) == described(*anew.view()));
}

TEST_CASE("concepts are counted without making what questions need", "[engine]") {
  DerivedIndexes indexes(make_hnsw_index());
  Seq seq = 0;
  for (std::uint32_t i = 0; i < 4; ++i) {
    const auto record = make_record({.project = i % 2 == 0 ? "p" : "q", .number = i, .word = "the supplier contract"});
    REQUIRE(indexes.add(record.meeting, record.memories, ++seq));
    const auto written = indexes.written();
    const auto counts = indexes.count_concepts({}, ConceptIndex::Count::now);
    CHECK(indexes.written() == written);
    CHECK_FALSE(written->concepts);
    std::size_t listed = 0;
    for (const auto& [project, concepts] : indexes.view()->concepts->projects) {
      ++listed;
      CHECK(counts.at(project) == concepts->concepts.size());
    }
    CHECK(counts.size() == listed);
  }
  CHECK(indexes.count_concepts({}, ConceptIndex::Count::now).at("p") > 0);
}

TEST_CASE("a view is whole, and of one moment, whoever asks for it while meetings come and go", "[engine]") {
  constexpr std::uint32_t kMeetings = 60;
  DerivedIndexes indexes(make_hnsw_index());
  std::atomic<int> odd = 0;
  std::atomic<Seq> acknowledged = 0;
  const auto count = [&](const std::stop_token& stop) {
    do {
      odd += indexes.count_concepts({}, ConceptIndex::Count::now).size() > 1 ? 1 : 0;
      odd += indexes.count_concepts({}, ConceptIndex::Count::last).size() > 1 ? 1 : 0;
    } while (!stop.stop_requested());
  };
  const auto read = [&](const std::stop_token& stop) {
    do {
      const Seq known = acknowledged;
      const auto view = indexes.view();
      odd += view->applied_seq >= known ? 0 : 1;
      const bool whole =
          view->roster && view->concepts && view->roster->seats("Anna").size() == view->catalog->meetings().size();
      odd += whole ? 0 : 1;
      for (const auto& [project, concepts] : view->concepts->projects) {
        odd += concepts->memories == view->catalog->memories(Level::episode) ? 0 : 1;
        for (const auto& said : concepts->said) odd += said.ordinal < view->catalog->end() ? 0 : 1;
      }
    } while (!stop.stop_requested());
  };
  {
    std::jthread one(read), another(read), counter(count);
    Seq seq = 0;
    for (std::uint32_t i = 0; i < kMeetings; ++i) {
      const auto record = make_record({.project = "p", .number = i, .word = "the supplier contract"});
      REQUIRE(indexes.add(record.meeting, record.memories, ++seq));
      acknowledged = seq;
      if (i % 3 == 0) REQUIRE(indexes.replace(record.meeting, record.memories, ++seq));
      if (i % 7 == 0) REQUIRE(indexes.erase(std::span(&record.meeting.id, 1), ++seq));
      if (i % 5 == 0) indexes.publish_fold();
    }
  }
  CHECK(odd == 0);
  CHECK_FALSE(indexes.view()->concepts->projects.at("p")->said.empty());
  CHECK(indexes.view() == indexes.view());
  CHECK(indexes.count_concepts({}, ConceptIndex::Count::last) ==
        ConceptTally::Counts{{"p", indexes.view()->concepts->projects.at("p")->concepts.size()}});
}

}  // namespace hebb
