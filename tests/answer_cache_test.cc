// The cache of answers over the engine's real parts: whoever asks can tell by `cached` and the time alone.
#include <algorithm>
#include <atomic>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <format>
#include <random>
#include <regex>
#include <thread>

#include "api/api.h"
#include "store/store_fixture.h"
#include "support/real_engine.h"

namespace hebb {
namespace {

using store_fixture::ScratchFolder;

class Served {
 public:
  explicit Served(const AnswerCacheOptions& answers)
      : engine_(open_real_engine(folder_.path() / "hebb.db", {.threads = 2, .background = false, .answers = answers})) {
  }

  api::Reply send(std::string method, std::string path, std::string body = "") {
    const std::string type = body.empty() ? "" : "application/json";
    return api::handle({*engine_},
                       {.method = std::move(method), .path = std::move(path), .content_type = type, .body = body});
  }
  std::string ask(std::string path, std::string body) {
    auto reply = send("POST", std::move(path), std::move(body));
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return std::move(reply.body);
  }
  Engine& engine() { return *engine_; }

 private:
  ScratchFolder folder_;
  std::unique_ptr<Engine> engine_;
};

std::string without_time(const std::string& body) {
  static const std::regex took(R"re("processing_time_ms":\d+)re");
  static const std::regex cached(R"re("cached":(true|false))re");
  return std::regex_replace(std::regex_replace(body, took, ""), cached, "");
}

std::string meeting_body(int number, const std::string& project) {
  constexpr std::array kTopics{"the price of the sensor", "the battery in the cold", "the gasket of the housing",
                               "the launch in June", "the supplier in Lyon"};
  const std::string topic = kTopics[static_cast<std::size_t>(number) % kTopics.size()];
  return std::format(
      R"({{"title":"Meeting {0}","project":"{1}","external_id":"{0}","started_at":"2026-0{2}-1{0}","transcript":[)"
      R"({{"speaker":"Anna","text":"We decided to change {3} after test number {0}."}},)"
      R"({{"speaker":"Ben","text":"I worry about {3}, \"cached\":false and \"processing_time_ms\":12 it said."}}]}})",
      number, project, 1 + number % 6, topic);
}

struct Asked {
  std::string path;
  std::string body;
};

Asked random_question(std::mt19937& random) {
  constexpr std::array kQuestions{"what did we decide about the price?", "who worries about the battery?",
                                  "what did Anna say last week?", "the launch", "what did Ben say of the gasket?"};
  constexpr std::array kFilters{
      "",
      R"(,"filters":{"project":"a"})",
      R"(,"filters":{"project":"b"})",
      R"(,"filters":{"project":"c","speakers":["ben","Anna"]})",
      R"(,"filters":{"memory_types":["decision"]})",
      R"(,"filters":{"project":"nowhere"})",
      R"(,"limit":3)",
      R"(,"include_dimensions":true)",
  };
  const auto one_of = [&](const auto& list) { return std::string(list[random() % list.size()]); };
  const std::string question = one_of(kQuestions);
  const bool context = random() % 4 == 0;
  std::string more = one_of(kFilters);
  if (context && !more.starts_with(R"(,"filters)")) more = R"(,"format":"markdown")";
  return {.path = context ? "/api/v2/context" : "/api/v2/query",
          .body = std::format(R"({{"query":"{}"{}}})", question, more)};
}

}  // namespace

TEST_CASE("whatever happens between the questions, a cache changes no answer but what it says of being kept",
          "[cache]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  Served with({.entries = 40, .bytes = 400'000});  // so that some are pushed out
  Served without({.entries = 0});
  const std::array<std::string, 3> projects{"a", "b", "c"};
  std::size_t cached = 0;
  const auto both = [&](const std::string& method, const std::string& path, const std::string& body) {
    const auto one = with.send(method, path, body);
    const auto other = without.send(method, path, body);
    CHECK(one.status == other.status);
    return one;
  };
  for (int step = 0; step < 400; ++step) {
    const auto& project = projects[random() % projects.size()];
    const int number = static_cast<int>(random() % 8);
    switch (random() % 24) {
      case 0:
      case 1:
        both("POST", "/api/v2/ingest", meeting_body(number, project));
        break;
      case 2: {
        Meeting meeting{.project = project, .external_id = std::to_string(number)};
        both("DELETE", "/api/v2/meetings/" + meeting_id_of(meeting, {}).text(), "");
        break;
      }
      case 3: {
        const bool back = random() % 2 == 0;
        both("PATCH", "/api/v2/speakers",
             std::format(R"({{"project":"{}","from":"{}","to":"{}"}})", project, back ? "Benedict" : "Ben",
                         back ? "Ben" : "Benedict"));
        break;
      }
      case 4:
        if (random() % 4 == 0) both("DELETE", "/api/v2/projects/" + project, "");
        if (random() % 4 == 0) both("POST", "/api/v2/reindex", "");
        break;
      default: {
        const Asked asked = random_question(random);
        CAPTURE(step, asked.path, asked.body);
        const std::string one = with.ask(asked.path, asked.body);
        CHECK(without_time(one) == without_time(without.ask(asked.path, asked.body)));
        cached += one.contains(R"("cached":true)");
      }
    }
  }
  CHECK(cached > 20);
  const auto stats = with.engine().answers().stats();
  CHECK(stats.hits > cached);  // contexts too
  CHECK(stats.outdated > 0);
  CHECK(stats.bytes <= stats.most_bytes);
  CHECK(without.engine().answers().stats().hits == 0);
}

TEST_CASE("a kept answer says so, and how long it took, and is the other byte for byte", "[cache]") {
  Served served({});
  served.ask("/api/v2/ingest", meeting_body(1, "a"));
  const std::string body = R"({"query":"what did we decide about the battery?"})";
  const std::string first = served.ask("/api/v2/query", body);
  const std::string second = served.ask("/api/v2/query", body);
  CHECK(first.contains(R"(,"cached":false)"));
  CHECK(second.contains(R"(,"cached":true)"));
  CHECK(second.contains(R"(,"processing_time_ms":0,)"));
  // What was said to look like these fields is as it was.
  CHECK(second.contains(R"(\"cached\":false and \"processing_time_ms\":12)"));
  CHECK(without_time(first) == without_time(second));
  // Written otherwise, the same.
  CHECK(served.ask("/api/v2/query", R"({ "limit": 20, "query": " what did we decide about the battery? " })") ==
        second);
  // To be looked into: made anew, with its own times.
  const std::string explained = R"({"query":"what did we decide about the battery?","explain":true})";
  served.ask("/api/v2/query", explained);
  CHECK(served.ask("/api/v2/query", explained).contains(R"("cached":false)"));
  // What happens in one project costs no other's.
  const std::string of_a = R"({"query":"battery","filters":{"project":"a"}})";
  served.ask("/api/v2/query", of_a);
  served.ask("/api/v2/ingest", meeting_body(2, "b"));
  CHECK(served.ask("/api/v2/query", of_a).contains(R"("cached":true)"));
  CHECK(served.ask("/api/v2/query", body).contains(R"("cached":false)"));
}

TEST_CASE("an answer that was begun before a reindex is not kept after it", "[cache]") {
  Served served({});
  served.ask("/api/v2/ingest", meeting_body(1, "a"));
  Engine& engine = served.engine();
  const auto put = [&](const QueryReply& reply) {
    const AnswerKey key{.request = sha256("question"), .projects = {}};
    const auto now = std::chrono::steady_clock::now();
    engine.answers().put(key, reply.state, std::make_shared<const std::string>("answer"), now);
    return engine.answers().find(key.request, now) != nullptr;
  };
  const auto late = engine.query({.query = "the battery"});
  REQUIRE(late);
  REQUIRE(engine.reindex());
  CHECK_FALSE(put(*late));
  const auto fresh = engine.query({.query = "the battery"});
  REQUIRE(fresh);
  CHECK(put(*fresh));
}

TEST_CASE("what was acknowledged is in the next answer, and what was erased in none, however many ask", "[cache]") {
  Served served({});
  const std::string question =
      R"({"query":"what did we decide after test number?","limit":100,"filters":{"project":"a"}})";
  const std::string of_all = R"({"query":"what did we decide after test number?","limit":100})";
  std::atomic<bool> done = false;
  std::atomic<std::size_t> answers = 0;
  std::vector<std::jthread> readers;
  for (int r = 0; r < 3; ++r) {
    readers.emplace_back([&] {
      while (!done) {
        served.ask("/api/v2/query", question);
        served.ask("/api/v2/query", of_all);
        ++answers;
      }
    });
  }
  for (int round = 0; round < 12; ++round) {
    const int number = round % 6 + 1;
    const std::string title = std::format(R"("Meeting {}")", number);
    served.ask("/api/v2/ingest", meeting_body(number, "a"));
    CHECK(served.ask("/api/v2/query", question).contains(title));
    CHECK(served.ask("/api/v2/query", of_all).contains(title));
    Meeting meeting{.project = "a", .external_id = std::to_string(number)};
    CHECK(served.send("DELETE", "/api/v2/meetings/" + meeting_id_of(meeting, {}).text()).status == 200);
    CHECK_FALSE(served.ask("/api/v2/query", question).contains(title));
    CHECK_FALSE(served.ask("/api/v2/query", of_all).contains(title));
  }
  done = true;
  readers.clear();
  CHECK(answers > 0);
  CHECK(served.engine().answers().stats().hits > 0);
}

}  // namespace hebb
