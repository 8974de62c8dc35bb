#include "recall/catalog.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <utility>

namespace hebb {
namespace {

Memory memory(const MeetingId& meeting, std::uint32_t position, std::optional<std::string> speaker, MemoryType type) {
  Memory m;
  m.id = memory_id_of(meeting, Level::episode, "statement", position, 0);
  m.meeting = meeting;
  m.position = position;
  m.speaker = std::move(speaker);
  m.type = type;
  m.start = Milliseconds(position * 60'000);
  m.importance = 0.1f * static_cast<float>(position);
  return m;
}

struct Fixture {
  Meeting kickoff{.project = "p", .title = "Kick-off", .started_at = parse_rfc3339("2026-03-01T10:00:00Z")};
  Meeting review{.project = "q", .title = "Review"};
  Catalog catalog;

  Fixture() {
    kickoff.id = meeting_id_of(kickoff, {});
    review.id = meeting_id_of(review, {});
    const std::vector first{memory(kickoff.id, 0, "Anna", MemoryType::decision),
                            memory(kickoff.id, 1, "Ben", MemoryType::idea),
                            memory(kickoff.id, 2, "Anna", MemoryType::idea)};
    const std::vector second{memory(review.id, 0, std::nullopt, MemoryType::context)};
    catalog = catalog.with(catalog_meeting(kickoff, first, 0)).with(catalog_meeting(review, second, 3));
  }
  std::vector<Ordinal> selected(const MemoryFilter& filter) const {
    return catalog.scope(filter, Level::episode).ordinals;
  }
};

}  // namespace

TEST_CASE("a scope holds what every part of the filter lets through", "[recall]") {
  const Fixture f;
  CHECK(f.catalog.scope({}, Level::episode).everything);
  CHECK(f.catalog.scope({.min_importance = 0}, Level::episode).everything);
  CHECK(!f.catalog.scope({.project = "p"}, Level::episode).everything);
  CHECK(f.selected({.project = "p"}) == std::vector<Ordinal>{0, 1, 2});
  CHECK(f.selected({.meetings = {f.review.id}}) == std::vector<Ordinal>{3});
  CHECK(f.selected({.speakers = {"anna"}}) == std::vector<Ordinal>{0, 2});
  CHECK(f.selected({.speakers = {"anna", "Ben"}, .types = {MemoryType::idea}}) == std::vector<Ordinal>{1, 2});
  CHECK(f.selected({.levels = {Level::context}}).empty());
  CHECK(f.selected({.min_importance = 0.15f}) == std::vector<Ordinal>{2});
  CHECK(f.selected({.project = "nowhere"}).empty());
  CHECK(f.selected({.projects = ProjectSet({"q"})}) == std::vector<Ordinal>{3});
  CHECK(f.selected({.project = "p", .projects = ProjectSet({"q"})}).empty());
  CHECK(f.selected({.projects = ProjectSet({"q"}), .meetings = {f.kickoff.id}}).empty());
  CHECK(f.catalog.scope({.projects = ProjectSet({"p", "q"})}, Level::episode).everything);
  CHECK(f.catalog.meetings_in({.projects = ProjectSet({"q"})}).size() == 1);
}

TEST_CASE("a time filter knows moments within a meeting and leaves out the undated", "[recall]") {
  const Fixture f;
  CHECK(f.selected({.since = parse_rfc3339("2026-03-01T10:01:00Z")}) == std::vector<Ordinal>{1, 2});
  CHECK(f.selected({.until = parse_rfc3339("2026-03-01T10:01:00Z")}) == std::vector<Ordinal>{0});
}

TEST_CASE("a scope of meetings that began in a period holds them whole, and the undated where it is open", "[recall]") {
  const Fixture f;
  const auto began = [&](std::optional<Instant> from, std::optional<Instant> to) {
    return f.catalog.scope({}, Level::episode, {}, {.from = from, .to = to});
  };
  const auto start = parse_rfc3339("2026-03-01T10:00:00Z"), minute_later = parse_rfc3339("2026-03-01T10:01:00Z");
  CHECK(began(start, minute_later).ordinals == std::vector<Ordinal>{0, 1, 2});
  CHECK(began(std::nullopt, minute_later).everything);
  CHECK(began(std::nullopt, start).ordinals == std::vector<Ordinal>{3});
  CHECK(began(minute_later, std::nullopt).ordinals == std::vector<Ordinal>{3});
  CHECK_FALSE(began(minute_later, std::nullopt).everything);
  CHECK(began(std::nullopt, std::nullopt).everything);
}

TEST_CASE("a scope of somebody's actions leaves out those of others", "[recall]") {
  Meeting meeting{.project = "p", .title = "Review"};
  meeting.id = meeting_id_of(meeting, {});
  std::vector<Memory> said;
  for (const auto& owner : {std::optional<std::string>("Anna"), std::optional<std::string>("Ben"),
                            std::optional<std::string>(), std::optional<std::string>("Cleo")}) {
    said.push_back(memory(meeting.id, static_cast<std::uint32_t>(said.size()), "Anna", MemoryType::action));
    said.back().task.owner = owner;
  }
  said.push_back(memory(meeting.id, 4, "Anna", MemoryType::issue));
  said.back().task.owner = "Ben";
  const Catalog catalog = Catalog().with(catalog_meeting(meeting, said, 0));
  const auto of = [&](std::vector<std::string> owners) {
    return catalog.scope({}, Level::episode, {.owners = std::move(owners)}).ordinals;
  };
  CHECK(of({"Ben"}) == std::vector<Ordinal>{1, 2, 4});
  CHECK(of({"Cleo", "Ben"}) == std::vector<Ordinal>{1, 2, 3, 4});  // who owns and says nothing too
  CHECK(of({"Dora"}) == std::vector<Ordinal>{2, 4});
  CHECK(catalog.scope({}, Level::episode, {.owners = {"Anna", "Ben", "Cleo"}}).everything);
  CHECK(catalog.scope({}, Level::episode, {.not_owners = {"Ben"}}).ordinals == std::vector<Ordinal>{0, 2, 3, 4});
}

TEST_CASE("a scope of open actions leaves out what is done or dropped", "[recall]") {
  Meeting meeting{.project = "p", .title = "Review"};
  meeting.id = meeting_id_of(meeting, {});
  std::vector<Memory> said;
  for (const auto status : {std::optional<TaskStatus>(), std::optional(TaskStatus::open),
                            std::optional(TaskStatus::done), std::optional(TaskStatus::dropped)}) {
    said.push_back(memory(meeting.id, static_cast<std::uint32_t>(said.size()), "Anna", MemoryType::action));
    said.back().task.status = status;
  }
  said.push_back(memory(meeting.id, 4, "Anna", MemoryType::issue));
  said.back().task.status = TaskStatus::done;  // it was an action until a person said otherwise
  const Catalog catalog = Catalog().with(catalog_meeting(meeting, said, 0));
  CHECK(catalog.scope({}, Level::episode, {.open = true}).ordinals == std::vector<Ordinal>{0, 1, 4});
  CHECK(catalog.scope({.types = {MemoryType::action}}, Level::episode, {.open = true}).ordinals ==
        std::vector<Ordinal>{0, 1});
  CHECK(catalog.scope({}, Level::episode).everything);
}

TEST_CASE("erasing a meeting keeps the other ordinals", "[recall]") {
  const Fixture f;
  const std::array gone{f.kickoff.id};
  const Catalog rest = f.catalog.without(gone);
  CHECK(rest.scope({}, Level::episode).everything);
  CHECK(rest.scope({.types = {MemoryType::context}}, Level::episode).everything);
  CHECK(rest.end() == 4);
  CHECK(rest.memories(Level::episode) == 1);
  CHECK_THROWS_AS(rest.place_of(f.kickoff.id, 0), ContractViolation);
  CHECK(rest.place_of(f.review.id, 3) == 0);
  CHECK(rest.meeting_of(3).title == "Review");
  CHECK_THROWS_AS(rest.memory(0), ContractViolation);
  CHECK(f.catalog.memories(Level::episode) == 4);  // the old state is untouched
}

TEST_CASE("a meeting without memories is found beside the one that has its first ordinal", "[recall]") {
  const Fixture f;
  Meeting silent{.project = "p", .title = "Silent"}, last{.project = "p", .title = "Last"};
  silent.id = meeting_id_of(silent, {});
  last.id = meeting_id_of(last, {});
  const std::vector said{memory(last.id, 0, "Ben", MemoryType::idea)};
  const Catalog all = f.catalog.with(catalog_meeting(silent, {}, 4)).with(catalog_meeting(last, said, 4));
  CHECK(all.place_of(silent.id, 4) == 2);
  CHECK(all.place_of(last.id, 4) == 3);
  const Catalog rest = all.without(std::array{silent.id, f.kickoff.id});
  CHECK(rest.place_of(last.id, 4) == 1);
  CHECK(rest.meeting_of(4).title == "Last");
  CHECK(rest.memories(Level::episode) == 2);
}

TEST_CASE("a renamed speaker is found under the new name only", "[recall]") {
  const Fixture f;
  const Catalog renamed = f.catalog.with_speaker_renamed("p", "Anna", "Cleo Berg");
  CHECK(renamed.scope({.speakers = {"Cleo Berg"}}, Level::episode).ordinals == std::vector<Ordinal>{0, 2});
  CHECK(renamed.scope({.speakers = {"Anna"}}, Level::episode).ordinals.empty());
}

TEST_CASE("two names of a meeting that become one are one, as if it had been read with that", "[recall]") {
  Meeting meeting{.project = "p", .title = "Stand-up"};
  meeting.id = meeting_id_of(meeting, {});
  const auto [from, to] = GENERATE(std::pair("Speaker 2", "Anna"), std::pair("Anna", "Speaker 2"));
  std::vector<Memory> said{
      memory(meeting.id, 0, "Speaker 2", MemoryType::question), memory(meeting.id, 1, "Ben", MemoryType::action),
      memory(meeting.id, 2, "Anna", MemoryType::action), memory(meeting.id, 3, std::nullopt, MemoryType::idea),
      memory(meeting.id, 4, "Cleo", MemoryType::idea)};
  said[1].task.owner = "Anna";
  said[2].task.owner = "Cleo";
  const Catalog renamed = Catalog().with(catalog_meeting(meeting, said, 0)).with_speaker_renamed("p", from, to);
  for (Memory& memory : said) {
    if (memory.speaker == from) memory.speaker = to;
    if (memory.task.owner == from) memory.task.owner = to;
  }
  const auto anew = catalog_meeting(meeting, said, 0);
  const CatalogMeeting& live = *renamed.meetings().front();
  CHECK(live.speakers == anew->speakers);
  for (std::size_t i = 0; i < said.size(); ++i) CHECK(live.memories[i].speaker == anew->memories[i].speaker);
  REQUIRE(live.assignments.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) CHECK(live.assignments[i].owner == anew->assignments[i].owner);
  CHECK(renamed.scope({.speakers = {to}}, Level::episode).ordinals == std::vector<Ordinal>{0, 2});
}

TEST_CASE("a speaker who keeps the name keeps the place", "[recall]") {
  const Fixture f;
  const Catalog renamed = f.catalog.with_speaker_renamed("p", "Ben", "Ben");
  CHECK(renamed.meetings().front()->speakers == f.catalog.meetings().front()->speakers);
}

}  // namespace hebb
