#include "recall/bridges.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <map>
#include <random>

#include "text/normalise.h"
#include "vector/hnsw_index.h"

namespace hebb {
namespace {

constexpr auto kEpisodes = static_cast<std::size_t>(Level::episode);

// A vector of the first few axes and a little noise, of length 1.
std::vector<float> vector_of(std::initializer_list<float> axes, std::mt19937& random) {
  std::normal_distribution<float> noise(0, 0.02f);
  std::vector<float> vector(kSemanticDimension);
  for (float& x : vector) x = noise(random);
  std::size_t axis = 0;
  for (const float value : axes) vector[axis++] += value;
  double squares = 0;
  for (const double x : vector) squares += x * x;
  for (float& x : vector) x = static_cast<float>(x / std::sqrt(squares));
  return vector;
}

// A question of axis 0. Its answer lies in the source meeting, beside talk of axis 1 and a gasket. What another meeting
// says of the gasket shares little with the question and much with the answer.
class Planted {
 public:
  Planted(bool with_bridge, const std::string& project_of_bridge) {
    add("Source", "p", [&](std::uint32_t i) {
      return i == 10 || i == 11 ? Said{"the battery fails because the gasket leaks", vector_of({0.7f, 0.7f}, random_)}
                                : chatter();
    });
    for (int i = 0; i < 12; ++i) add("Other " + std::to_string(i), "p", [&](std::uint32_t) { return chatter(); });
    if (with_bridge) {
      add("Bridge", project_of_bridge, [&](std::uint32_t i) {
        return i >= 10 && i <= 14 ? Said{"a new gasket costs two euros", vector_of({0.5f, 0.85f}, random_)} : chatter();
      });
    }
    view_ = {.catalog = std::make_shared<Catalog>(catalog_),
             .roster = std::make_shared<Roster>(catalog_),
             .vectors = vectors_->view(),
             .lexical = lexical_.view()};
  }

  std::vector<Bridge> bridges(std::size_t limit = 5, const BridgeParameters& parameters = {},
                              const MemoryFilter& filter = {}) {
    std::mt19937 random(3);
    const auto question = vector_of({1}, random);
    RecallQuery query{.vector = question, .terms = index_terms("battery")};
    query.results = 2;
    query.filter = filter;
    query.bridges = true;
    const Recalled recalled = recall(view_, query);
    REQUIRE(title(recalled.results.front().ordinal) == "Source");
    std::vector<std::string> texts;
    BridgeQuery bridge_query{.source = recalled.results.front().ordinal, .limit = limit};
    for (const Scored& one : recalled.results) {
      bridge_query.taken.push_back(one.ordinal);
      texts.push_back(texts_.at(one.ordinal));
    }
    bridge_query.terms = source_terms(*view_.lexical, "p", texts, 16);
    return find_bridges(view_, *recalled.ground, bridge_query, parameters);
  }
  std::string title(Ordinal ordinal) const { return view_.catalog->meeting_of(ordinal).title; }
  std::uint32_t position(Ordinal ordinal) const { return view_.catalog->memory(ordinal).position; }
  std::string project(Ordinal ordinal) const { return view_.catalog->meeting_of(ordinal).project; }

 private:
  struct Said {
    std::string text;
    std::vector<float> vector;
  };
  Said chatter() {
    static constexpr std::array kWords{"lunch", "slides", "room", "train", "coffee", "minutes", "agenda", "weather"};
    std::vector<float> vector = vector_of({}, random_);
    return {std::string(kWords[random_() % kWords.size()]) + " and " + kWords[random_() % kWords.size()], vector};
  }

  template <class Say>
  void add(const std::string& title, const std::string& project, Say say) {
    Meeting meeting{.project = project, .title = title};
    meeting.id = meeting_id_of(meeting, {});
    std::vector<Memory> memories(25);
    std::vector<VectorPoint> points;
    std::vector<LexicalDocument> documents;
    const Ordinal first = catalog_.end();
    for (std::uint32_t i = 0; i < memories.size(); ++i) {
      Memory& memory = memories[i];
      Said said = say(i);
      memory.id = memory_id_of(meeting.id, Level::episode, "statement", i, 0);
      memory.position = i;
      memory.importance = i % 2 == 0 ? 1 : 0;
      memory.text = said.text;
      memory.vector = said.vector;
      texts_[first + i] = said.text;
      points.push_back({.ordinal = first + i, .id = memory.id, .level = Level::episode, .vector = memory.vector});
      documents.push_back({.ordinal = first + i, .level = Level::episode, .text = memory.text});
    }
    REQUIRE(vectors_->add(points));
    const auto terms = lexical_.add(project, documents);
    catalog_ = catalog_.with(catalog_meeting(meeting, memories, first, terms[kEpisodes]));
  }

  std::mt19937 random_{5};
  std::unique_ptr<VectorIndex> vectors_ = make_hnsw_index();
  LexicalIndex lexical_;
  Catalog catalog_;
  std::map<Ordinal, std::string> texts_;
  RecallView view_;
};

bool finds_bridge(Planted& planted) {
  return std::ranges::any_of(planted.bridges(),
                             [&](const Bridge& bridge) { return planted.title(bridge.ordinal) == "Bridge"; });
}

}  // namespace

TEST_CASE("a planted bridge is found, and is gone when its meeting is", "[recall]") {
  Planted with(true, "p");
  CHECK(finds_bridge(with));
  Planted without(false, "p");
  CHECK_FALSE(finds_bridge(without));
}

TEST_CASE("a bridge never leaves the project", "[recall]") {
  Planted elsewhere(true, "q");
  CHECK_FALSE(finds_bridge(elsewhere));
}

TEST_CASE("a bridge says what it connects, what is shared and how near it is", "[recall]") {
  Planted planted(true, "p");
  const auto bridges = planted.bridges();
  REQUIRE_FALSE(bridges.empty());
  std::map<std::string, int> of_meeting;
  for (const Bridge& bridge : bridges) {
    CHECK(planted.title(bridge.ordinal) != "Source");
    CHECK(++of_meeting[planted.title(bridge.ordinal)] <= 4);
    CHECK((bridge.novelty >= 0 && bridge.novelty <= 1));
    CHECK((bridge.connection >= 0.5f && bridge.connection <= 1));
    REQUIRE_FALSE(bridge.connecting.empty());
    for (const Ordinal ordinal : bridge.connecting) CHECK(planted.title(ordinal) == "Source");
  }
  CHECK(std::ranges::contains(bridges.front().shared, "gasket"));
}

TEST_CASE("a bridge leads from nothing that a filter hides", "[recall]") {
  Planted planted(true, "p");
  const auto bridges = planted.bridges(5, {}, {.min_importance = 0.5f});
  REQUIRE_FALSE(bridges.empty());
  for (const Bridge& bridge : bridges) {
    REQUIRE_FALSE(bridge.connecting.empty());
    for (const Ordinal ordinal : bridge.connecting) CHECK(planted.position(ordinal) % 2 == 0);
  }
}

TEST_CASE("bridges are looked for in the meetings most like the source's", "[recall]") {
  Planted planted(true, "p");
  const auto bridges = planted.bridges(5, {.most_meetings = 1});
  REQUIRE_FALSE(bridges.empty());
  for (const Bridge& bridge : bridges) CHECK(planted.title(bridge.ordinal) == "Bridge");
  CHECK(planted.bridges(5, {.most_meetings = 0}).empty());
}

TEST_CASE("there are no more bridges than asked for", "[recall]") {
  Planted planted(true, "p");
  CHECK(planted.bridges(1).size() <= 1);
  CHECK(planted.bridges(0).empty());
}

TEST_CASE("what sets a passage apart are its frequent and rare terms", "[recall]") {
  LexicalIndex index;
  std::vector<std::string> texts{"coffee", "coffee and tea", "coffee gasket", "coffee room"};
  std::vector<LexicalDocument> documents;
  for (Ordinal i = 0; i < texts.size(); ++i) documents.push_back({.ordinal = i, .text = texts[i]});
  index.add("p", documents);
  const auto terms = source_terms(*index.view(), "p", {"coffee gasket gasket"}, 1);
  REQUIRE(terms.size() == 1);
  CHECK(terms.front().term == index_terms("gasket").front());
  CHECK(terms.front().weight == 1);
}

TEST_CASE("source terms are the heaviest by their definition, though most are never looked up", "[recall]") {
  std::mt19937 random(7);
  const auto word = [&] { return "term" + std::to_string(random() % 8 * (random() % 40)); };
  const auto text = [&] {
    std::string words;
    for (int i = 0; i < 12; ++i) words += word() + " ";
    return words;
  };
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> texts(60);
    std::ranges::generate(texts, text);
    std::vector<LexicalDocument> documents;
    for (Ordinal i = 0; i < texts.size(); ++i) documents.push_back({.ordinal = i, .text = texts[i]});
    LexicalIndex index;
    index.add("p", documents);
    const std::vector<std::string> results{texts[3], texts[30], text()};
    std::map<std::string, double> weights;
    for (const auto& one : results) {
      for (const auto& term : index_terms(one)) ++weights[term];
    }
    std::vector<std::pair<double, std::string>> expected;
    for (const auto& [term, frequency] : weights) {
      const auto df = static_cast<double>(index.view()->document_frequency("p", Level::episode, term));
      expected.emplace_back(-frequency * std::log(1 + (60 - df + 0.5) / (df + 0.5)), term);
    }
    std::ranges::sort(expected);
    const auto terms = source_terms(*index.view(), "p", results, 8);
    REQUIRE(terms.size() == std::min<std::size_t>(8, expected.size()));
    for (std::size_t i = 0; i < terms.size(); ++i) {
      CHECK(terms[i].term == expected[i].second);
      CHECK(std::abs(terms[i].weight - expected[i].first / expected[0].first) < 1e-6);
    }
  }
  CHECK(source_terms(*LexicalIndex().view(), "p", {"gasket"}, 0).empty());
}

TEST_CASE("a source term is shown as its results write it most often", "[recall]") {
  LexicalIndex index;
  const std::vector<LexicalDocument> documents{{.text = "coffee"}};
  index.add("p", documents);
  const std::vector<std::string> texts{"Gaskets leak, and a gasket-ring too", "the gasket, gaskets and gaskets"};
  const auto terms = source_terms(*index.view(), "p", texts, 2);
  REQUIRE(terms.size() == 2);
  CHECK(terms[0].term == "gasket");
  CHECK(terms[0].surface == "gaskets");
  CHECK(terms[1].term == "leak");  // as often as "ring"
  CHECK(terms[1].surface == "leak");
}

}  // namespace hebb
