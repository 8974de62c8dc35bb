#include "recall/concepts.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "recall/concept_fixture.h"

namespace hebb {
namespace {

std::vector<std::vector<std::string>> talk_of(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::string>> contexts;
  for (const std::string& thing : {a, b, a, b})
    contexts.push_back({"The " + thing + " is late.", "Who pays for the " + thing + "?", "Yeah."});
  for (int i = 0; i < 4; ++i) contexts.push_back({"Okay, thank you.", "That is a good idea."});
  return contexts;
}

class Asked {
 public:
  Asked() {
    meetings_.add({.title = "Launch", .contexts = talk_of("battery life", "gasket")});
    meetings_.add({.title = "Review", .contexts = talk_of("battery life", "invoice"), .speaker = "Ben"});
    view_ = meetings_.view();
  }

  // `active`: memories whose text contains this.
  std::vector<ListedConcept> ask(std::vector<std::string> terms, std::string_view active,
                                 const MemoryFilter& filter = {}, std::size_t limit = 10) {
    const Catalog& catalog = meetings_.catalog();
    field_.emplace(catalog.meetings_in({}));
    cosine_.assign(field_->size(), 0.1f);
    active_.assign(field_->size(), 0);
    std::size_t i = 0;
    for (const auto& spoken : {talk_of("battery life", "gasket"), talk_of("battery life", "invoice")}) {
      for (const auto& context : spoken) {
        for (const auto& text : context) active_[i++] = !active.empty() && text.contains(active) ? 1.0f : 0.0f;
      }
    }
    const Scope shown = catalog.scope(filter, Level::episode);
    return concepts_of({.view = *view_,
                        .catalog = catalog,
                        .field = *field_,
                        .cosine = cosine_,
                        .active = active_,
                        .terms = terms,
                        .shown = shown},
                       limit);
  }

 private:
  SpokenMeetings meetings_;
  std::shared_ptr<const ConceptView> view_;
  std::optional<EpisodeField> field_;
  std::vector<float> cosine_, active_;
};

std::vector<std::string> names(const std::vector<ListedConcept>& list) {
  std::vector<std::string> out;
  for (const ListedConcept& one : list) out.push_back(one.concept_->name);
  return out;
}

}  // namespace

TEST_CASE("a question is about what its activation falls on") {
  Asked asked;
  const auto list = asked.ask({}, "gasket");
  REQUIRE(names(list) == std::vector<std::string>{"gasket"});
  CHECK(list[0].activation > 0);
  CHECK(list[0].words == 0);
  CHECK(list[0].mentions == 4);
  CHECK(list[0].meetings == 1);
  CHECK(list[0].activated == 4);
  CHECK(list[0].foremost.size() == 4);
}

TEST_CASE("what the question names ranks above what is only activated as much") {
  Asked asked;
  CHECK(names(asked.ask({"invoic"}, "is late")).front() == "invoice");
  CHECK(names(asked.ask({"gasket"}, "is late")).front() == "gasket");
}

TEST_CASE("of a question that finds nothing there is no concept") {
  Asked asked;
  CHECK(asked.ask({}, "").empty());
  CHECK(asked.ask({"elephant"}, "").empty());
}

TEST_CASE("a hidden mention does not exist") {
  Asked asked;
  const MemoryFilter ben{.speakers = {"Ben"}};
  const auto list = asked.ask({"batteri", "life"}, "battery", ben);
  REQUIRE(names(list) == std::vector<std::string>{"battery life"});
  CHECK(list[0].mentions == 4);
  CHECK(list[0].meetings == 1);
  CHECK(asked.ask({"gasket"}, "gasket", ben).empty());
}

TEST_CASE("the list is as long as asked for, and its order does not change with its length") {
  Asked asked;
  const auto all = names(asked.ask({"life", "gasket", "invoic"}, "is late"));
  REQUIRE(all.size() == 3);
  CHECK(names(asked.ask({"life", "gasket", "invoic"}, "is late", {}, 2)) == std::vector(all.begin(), all.begin() + 2));
}

}  // namespace hebb
