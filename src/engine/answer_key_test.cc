#include "engine/answer_key.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "recall/question.h"

namespace hebb {
namespace {

Instant at(std::string_view text) {
  return parse_rfc3339(text).value();
}

const Instant kMonday = at("2026-03-16T09:00:00Z");

Digest key(const QueryRequest& request) {
  return answer_key(request, "query").request;
}

QueryRequest asked(std::string query, Instant now = kMonday) {
  return {.query = std::move(query), .now = now};
}

QueryRequest filtered(const MemoryFilter& filter) {
  auto request = asked("what is the price?");
  request.filters = filter;
  return request;
}

}  // namespace

TEST_CASE("the same question has one key, however its lists are ordered", "[cache]") {
  CHECK(key(asked("price")) == key(asked("price")));
  MemoryFilter one{.speakers = {"Anna", "Ben"}, .types = {MemoryType::decision, MemoryType::action}};
  MemoryFilter other{.speakers = {"Ben", "Anna", "Ben"}, .types = {MemoryType::action, MemoryType::decision}};
  CHECK(key(filtered(one)) == key(filtered(other)));
  auto without = asked("price");
  without.enable_activation = false;
  auto more = without;
  more.max_activations = 99;  // of nothing
  CHECK(key(without) == key(more));
}

TEST_CASE("whatever bears on the answer makes another key", "[cache]") {
  std::vector<QueryRequest> requests;
  const auto add = [&](auto change) {
    QueryRequest request = asked("price");
    change(request);
    requests.push_back(request);
  };
  add([](auto&) {});
  add([](auto& r) { r.query = "Price"; });
  add([](auto& r) { r.limit_per_level = 9; });
  add([](auto& r) { r.limit = 9; });
  add([](auto& r) { r.enable_activation = false; });
  add([](auto& r) { r.enable_bridges = false; });
  add([](auto& r) { r.max_activations = 49; });
  add([](auto& r) { r.include_dimensions = true; });
  add([](auto& r) { r.explain = true; });
  add([](auto& r) { r.filters.project = ""; });
  add([](auto& r) { r.filters.project = "p"; });
  add([](auto& r) { r.filters.projects = ProjectSet(std::vector<std::string>{}); });
  add([](auto& r) { r.filters.projects = ProjectSet({"p"}); });
  add([](auto& r) { r.filters.projects = ProjectSet({"p", "q"}); });
  add([](auto& r) {
    r.filters.project = "p";
    r.filters.projects = ProjectSet({"p"});
  });
  add([](auto& r) { r.filters.meetings = {MeetingId::of(sha256("m"))}; });
  add([](auto& r) { r.filters.speakers = {"p"}; });
  add([](auto& r) { r.filters.speakers = {"p", "q"}; });
  add([](auto& r) { r.filters.speakers = {"pq"}; });
  add([](auto& r) { r.filters.types = {MemoryType::decision}; });
  add([](auto& r) { r.filters.levels = {Level::concept_}; });
  add([](auto& r) { r.filters.since = kMonday; });
  add([](auto& r) { r.filters.until = kMonday; });
  add([](auto& r) { r.filters.min_importance = 0; });
  add([](auto& r) { r.filters.include_archived = true; });
  std::vector<Digest> keys;
  for (const auto& request : requests) keys.push_back(key(request));
  std::ranges::sort(keys);
  CHECK(std::ranges::adjacent_find(keys) == keys.end());

  const ContextRequest context{.query = "price", .now = kMonday};
  ContextRequest longer = context;
  longer.words = 1001;
  CHECK(answer_key(context, "context").request != answer_key(longer, "context").request);
  CHECK(answer_key(context, "context").request != answer_key(context, "context, markdown").request);
}

TEST_CASE("a time in words counts as the days that it means when asked", "[cache]") {
  const Instant evening = at("2026-03-16T23:59:59Z");
  const Instant tuesday = at("2026-03-17T00:00:00Z");
  const Instant next_week = at("2026-03-24T09:00:00Z");
  for (const std::string query : {"what did we decide yesterday?", "the meeting on Friday", "since 12 March"}) {
    INFO(query);
    CHECK(key(asked(query)) == key(asked(query, evening)));
    CHECK(times_named(query, kMonday) != "");
  }
  CHECK(key(asked("what did we decide yesterday?")) != key(asked("what did we decide yesterday?", tuesday)));
  CHECK(key(asked("what happened last week?")) == key(asked("what happened last week?", tuesday)));
  CHECK(key(asked("what happened last week?")) != key(asked("what happened last week?", next_week)));
  // The last such day up to then, so that a year later it is another; and a day that is past stays what it was.
  CHECK(key(asked("on 12 March")) == key(asked("on 12 March", next_week)));
  CHECK(key(asked("on 12 March")) != key(asked("on 12 March", at("2027-03-16T09:00:00Z"))));
  CHECK(key(asked("on 12 March 2025")) == key(asked("on 12 March 2025", next_week)));
  CHECK(key(asked("what is the price?")) == key(asked("what is the price?", next_week)));
}

TEST_CASE("an answer depends on its filter's project, on those that the asker may see, or on all", "[cache]") {
  CHECK(answer_key(asked("price"), "query").projects == std::nullopt);
  CHECK(answer_key(filtered({.project = "p"}), "query").projects == std::vector<std::string>{"p"});
  MemoryFilter seen{.projects = ProjectSet({"q", "p"})};
  CHECK(answer_key(filtered(seen), "query").projects == std::vector<std::string>{"p", "q"});
  seen.project = "q";
  CHECK(answer_key(filtered(seen), "query").projects == std::vector<std::string>{"q"});
  seen.project = "strange";
  CHECK(answer_key(filtered(seen), "query").projects == std::vector<std::string>{});
}

}  // namespace hebb
