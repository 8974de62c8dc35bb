#include "api/requests.h"

#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <format>
#include <random>

#include "api/request_fixture.h"

using namespace hebb;
using namespace hebb::api;

namespace {

// "field: message" of each error, one a line.
template <class T>
std::string errors_of(const Parsed<T>& parsed) {
  if (parsed) return "";
  CHECK(parsed.error().status == 400);
  std::string text;
  for (const auto& error : parsed.error().errors) text += error.field + ": " + error.message + "\n";
  return text.empty() ? parsed.error().detail : text;
}

std::string query_errors(const std::string& body) {
  return errors_of(read_query(json_request(body)));
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a query has the contract's defaults where fields are absent or null") {
  const auto plain = read_query(json_request(R"({"query":"why"})"));
  const auto nulls = read_query(json_request(
      R"({"query":"why","limit_per_level":null,"enable_activation":null,"enable_bridges":null,"max_activations":null,
          "filters":null,"limit":null,"include_dimensions":null,"explain":null})"));
  for (const auto* request : {&plain, &nulls}) {
    REQUIRE(request->has_value());
    CHECK((*request)->query == "why");
    CHECK((*request)->limit_per_level == 10);
    CHECK((*request)->enable_activation);
    CHECK((*request)->enable_bridges);
    CHECK((*request)->max_activations == 50);
    CHECK((*request)->filters == MemoryFilter());
    CHECK((*request)->limit == 20);
    CHECK_FALSE((*request)->include_dimensions);
    CHECK_FALSE((*request)->explain);
  }
}

TEST_CASE("every field of a query is read") {
  const auto request = read_query(json_request(
      R"({"query":" why ","limit_per_level":1,"enable_activation":false,"enable_bridges":false,"max_activations":100,
          "limit":100,"include_dimensions":true,"explain":true,
          "filters":{"project":"p","meeting_ids":["01234567-89ab-8def-8123-456789abcdef"],"speakers":["Ada","Bo"],
                     "memory_types":["decision","concept"],"levels":[0,2],"since":"2026-03-05T14:00:00+01:00",
                     "until":"2026-04-01","min_importance":0.5,"include_archived":true}})"));
  REQUIRE(request.has_value());
  CHECK(request->query == "why");
  CHECK(request->limit_per_level == 1);
  CHECK_FALSE(request->enable_activation);
  CHECK_FALSE(request->enable_bridges);
  CHECK(request->max_activations == 100);
  CHECK(request->limit == 100);
  CHECK(request->include_dimensions);
  CHECK(request->explain);
  CHECK(request->filters == MemoryFilter{.project = "p",
                                         .meetings = {*MeetingId::parse("01234567-89ab-8def-8123-456789abcdef")},
                                         .speakers = {"Ada", "Bo"},
                                         .types = {MemoryType::decision, MemoryType::concept_},
                                         .levels = {Level::concept_, Level::episode},
                                         .since = parse_rfc3339("2026-03-05T13:00:00Z"),
                                         .until = parse_rfc3339("2026-04-01T00:00:00Z"),
                                         .min_importance = 0.5f,
                                         .include_archived = true});
}

TEST_CASE("every bad field of a query is reported at once, with its path") {
  CHECK(
      query_errors(R"({"query":7,"limit_per_level":51,"enable_activation":1,"enable_bridges":"yes","max_activations":9,
                         "limit":1.5,"include_dimensions":[],"explain":{},"limmit":3,
                         "filters":{"project":"","meeting_ids":["x",3],"speakers":"Ada","memory_types":["joke"],
                                    "levels":[0,3,true],"since":"tomorrow","until":5,"min_importance":1.01,
                                    "include_archived":0,"speaker":"Ada"}})") ==
      "query: must be a string, not an integer\n"
      "limit_per_level: must be an integer from 1 to 50\n"
      "enable_activation: must be true or false, not an integer\n"
      "enable_bridges: must be true or false, not a string\n"
      "max_activations: must be an integer from 10 to 100\n"
      "filters.project: must not be empty\n"
      "filters.meeting_ids[0]: must be an id like 01234567-89ab-8def-8123-456789abcdef\n"
      "filters.meeting_ids[1]: must be a string, not an integer\n"
      "filters.speakers: must be an array, not a string\n"
      "filters.memory_types[0]: must be one of decision, action, question, idea, issue, risk, assumption, finding, "
      "context, topic, pattern, concept\n"
      "filters.levels[1]: must be an integer from 0 to 2\n"
      "filters.levels[2]: must be an integer, not a boolean\n"
      "filters.since: must be a time as RFC 3339 writes it, like 2026-03-05T14:00:00Z, or a date\n"
      "filters.until: must be a string, not an integer\n"
      "filters.min_importance: must be a number from 0 to 1\n"
      "filters.include_archived: must be true or false, not an integer\n"
      "filters.speaker: unknown field\n"
      "limit: must be an integer, not a number with a fraction\n"
      "include_dimensions: must be true or false, not an array\n"
      "explain: must be true or false, not an object\n"
      "limmit: unknown field\n");
}

TEST_CASE("an empty list in a filter is refused: it would let everything through") {
  for (const char* list : {"meeting_ids", "speakers", "memory_types", "levels"}) {
    CHECK(query_errors(std::format(R"({{"query":"q","filters":{{"{}":[]}}}})", list)) ==
          std::format("filters.{}: must have at least one item, or be left out\n", list));
    CHECK(query_errors(std::format(R"({{"query":"q","filters":{{"{}":null}}}})", list)).empty());
  }
}

TEST_CASE("numbers are exactly typed") {
  CHECK(query_errors(R"({"query":"q","limit":true})") == "limit: must be an integer, not a boolean\n");
  CHECK(query_errors(R"({"query":"q","limit":"5"})") == "limit: must be an integer, not a string\n");
  CHECK(query_errors(R"({"query":"q","limit":5.5})") == "limit: must be an integer, not a number with a fraction\n");
  CHECK(query_errors(R"({"query":"q","limit":5.0})").empty());  // JSON Schema calls it an integer
  CHECK(query_errors(R"({"query":"q","limit":0})") == "limit: must be an integer from 1 to 100\n");
  CHECK(query_errors(R"({"query":"q","limit":-9223372036854775808})") == "limit: must be an integer from 1 to 100\n");
  CHECK(query_errors(R"({"query":"q","limit":18446744073709551615})") == "limit: must be an integer from 1 to 100\n");
  CHECK(query_errors(R"({"query":"q","limit":1e30})") == "limit: must be an integer from 1 to 100\n");
  CHECK(query_errors(R"({"query":"q","limit":184467440737095516150})") == "limit: must be an integer from 1 to 100\n");
  CHECK(query_errors(R"({"query":"q","filters":{"min_importance":184467440737095516150}})") ==
        "filters.min_importance: must be a number from 0 to 1\n");
  CHECK(query_errors(R"({"query":184467440737095516150})") == "query: must be a string, not a number\n");
  CHECK(query_errors(R"({"query":"q","limit":1e400})").starts_with("the body is not valid JSON: "));
  CHECK(query_errors(R"({"query":"q","filters":{"min_importance":1}})").empty());
}

TEST_CASE("a query's length is counted in characters, after trimming") {
  const auto ask = [](const std::string& text) { return query_errors("{\"query\":\"" + text + "\"}"); };
  CHECK(ask(repeated("é", 1000)).empty());
  CHECK(ask(repeated("\U0001F9E0", 1000)).empty());
  CHECK(ask("  \\n" + repeated("é", 1000) + "\u00A0\u3000").empty());
  CHECK(ask(repeated("é", 1001)) == "query: must have 1 to 1000 characters, has 1001\n");
  CHECK(ask(" \\t\u2003\uFEFF ") == "query: must not be empty\n");
  CHECK(ask("") == "query: must not be empty\n");
  CHECK(ask("a\\u0000b") == "query: must not hold the character U+0000\n");
  CHECK(query_errors(R"({"limit":1})") == "query: is required\n");
  CHECK(query_errors(R"({"query":null})") == "query: is required\n");
}

TEST_CASE("what is not a JSON object is refused") {
  CHECK(query_errors("") == "the body is not valid JSON: input length is 0 at byte 0");
  CHECK(query_errors("{\"query\":").starts_with("the body is not valid JSON: "));
  CHECK(query_errors(R"({"query":"a"} x)").starts_with("the body is not valid JSON: "));
  CHECK(query_errors("{\"query\":\"\xFF\"}").starts_with("the body is not valid JSON: "));
  CHECK(query_errors("[1]") == ": the request must be an object, not an array\n");
  CHECK(query_errors("null") == ": the request must be an object, not null\n");
  CHECK(query_errors(R"({"query":"a","query":"b"})") == "query: is given twice\n");
  CHECK(query_errors("\xEF\xBB\xBF{\"query\":\"a\"}").empty());
  const std::string filters = R"({"query":"q","filters":[]})";
  CHECK(query_errors(filters) == "filters: must be an object, not an array\n");
}

TEST_CASE("nesting, values and errors are bounded") {
  CHECK(query_errors("{\"query\":" + repeated("[", 31) + repeated("]", 31) + "}") ==
        "query: must be a string, not an array\n");
  CHECK(query_errors("{\"query\":" + repeated("[", 32) + repeated("]", 32) + "}") ==
        "the JSON is nested deeper than 32 levels (byte 40)");
  CHECK(query_errors(repeated("[", 3'000'000)).starts_with("the JSON is nested deeper"));
  // Brackets inside strings are text.
  CHECK(query_errors("{\"query\":\"" + repeated("[", 100) + "\\\"{\"}").empty());
  CHECK(query_errors("[" + repeated("1,", 4'000'000) + "1]") == "the JSON has more than 4000000 values");
  std::string many = R"({"query":"q")";
  for (int i = 0; i < 500; ++i) many += std::format(",\"x{}\":1", i);
  const auto parsed = read_query(json_request(many + "}"));
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().errors.size() == kFieldErrorLimit);
}

TEST_CASE("an unknown field's name is told back in a bounded and readable form") {
  const std::string name = repeated("é", 60);
  CHECK(query_errors("{\"query\":\"q\",\"" + name + "\":1}") == repeated("é", 50) + ": unknown field\n");
}

TEST_CASE("an end before its start is left out") {
  const auto request = read_ingest(json_request(
      R"({"transcript":[{"text":"hi","start_ms":5000,"end_ms":1000},{"text":"ho","start_ms":5000,"end_ms":5000}]})"));
  REQUIRE(request.has_value());
  const auto& turns = std::get<std::vector<Turn>>(request->transcript);
  CHECK((turns[0].start == Milliseconds(5000) && !turns[0].end));
  CHECK(turns[1].end == Milliseconds(5000));
}

TEST_CASE("a transcript comes as text, as turns or as a file of another program") {
  SECTION("text") {
    const auto request = read_ingest(json_request(
        R"({"title":" Kick-off ","transcript":"Ada: hello","participants":["Ada"],"started_at":"2026-03-05T14:00:00Z",
            "project":"p","external_id":"x-1","format":"speaker_lines","language":"en","metadata":{"a":[1,null]}})"));
    REQUIRE(request.has_value());
    CHECK(request->title == "Kick-off");
    CHECK(std::get<std::string>(request->transcript) == "Ada: hello");
    CHECK(request->participants == std::vector<std::string>{"Ada"});
    CHECK(request->started_at == parse_rfc3339("2026-03-05T14:00:00Z"));
    CHECK(request->project == "p");
    CHECK(request->external_id == "x-1");
    CHECK(request->format == "speaker_lines");
    CHECK(request->language == "en");
    CHECK(request->metadata == R"({"a":[1,null]})");
  }
  SECTION("turns, verbatim, with what is absent left open") {
    const auto request = read_ingest(json_request(
        R"({"transcript":[{"speaker":"Ada","text":" hi \n","start_ms":0,"end_ms":900},{"text":"","speaker":null},
            {"speaker":" ","text":"x"}]})"));
    REQUIRE(request.has_value());
    const auto& turns = std::get<std::vector<Turn>>(request->transcript);
    REQUIRE(turns.size() == 3);
    CHECK(turns[0] ==
          Turn{.number = 0, .speaker = "Ada", .start = Milliseconds(0), .end = Milliseconds(900), .text = " hi \n"});
    CHECK(turns[1] == Turn{.number = 1});
    CHECK(turns[2] == Turn{.number = 2, .text = "x"});
    CHECK_FALSE(request->title.has_value());
    CHECK(request->project == "default");
    CHECK(request->metadata == "{}");
  }
  SECTION("JSON of another shape goes to the readers of transcripts as it is") {
    for (const char* body : {R"([{"speaker":"Ada","text":"hi"}])", R"({"sentences":[{"text":"hi"}]})",
                             R"({"title":"t","segments":[]})", R"({"transcript":{"sentences":[]}})"}) {
      const auto request = read_ingest(json_request(body));
      REQUIRE(request.has_value());
      CHECK(std::get<std::string>(request->transcript) == body);
    }
  }
  SECTION("and goes to the project named beside its entries, unless the query string names another") {
    auto posted = json_request(
        R"({"turns":[{"speaker":"Ada","text":"hi"}],"project":"hr-secret","external_id":"series-7","metadata":{"a":1}})");
    const auto request = read_ingest(posted);
    REQUIRE(request.has_value());
    CHECK(std::get<std::string>(request->transcript) == posted.body);
    CHECK(request->project == "hr-secret");
    CHECK_FALSE(request->external_id.has_value());  // the other program's, perhaps of a series of meetings
    CHECK(request->metadata == "{}");
    posted.parameters = {{"project", "apollo"}};
    CHECK(read_ingest(posted)->project == "apollo");
  }
  SECTION("whose own fields of our names are never refused") {
    for (const char* fields : {R"("project":{"id":7,"name":"Apollo"})", R"("project":"")", R"("project":" ")",
                               R"("project":7)", R"("project":null)", R"("external_id":12345)", R"("external_id":"")",
                               R"("metadata":[])", R"("metadata":"x")", R"("project":"a\u0000b")"}) {
      CAPTURE(fields);
      auto posted = json_request(std::string(R"({"segments":[{"text":"hi"}],)") + fields + "}");
      const auto request = read_ingest(posted);
      REQUIRE(request.has_value());
      CHECK(request->project == "default");
      CHECK_FALSE(request->external_id.has_value());
    }
    auto bound = json_request(R"({"segments":[{"text":"hi"}],"project":"Website relaunch"})");
    bound.caller.projects = hebb::ProjectSet({"apollo"});
    REQUIRE(read_ingest(bound).has_value());
    CHECK(read_ingest(bound)->project == "apollo");
  }
  SECTION("a file, with the rest in the query string") {
    Request file{.method = "POST",
                 .parameters = {{"project", "p"},
                                {"title", "T"},
                                {"started_at", "2026-03-05"},
                                {"format", "vtt"},
                                {"external_id", "e"},
                                {"language", "en"},
                                {"file_name", "C:\\calls\\a/b.vtt"}},
                 .content_type = "Text/VTT; charset=utf-8",
                 .body = "WEBVTT\n"};
    const auto request = read_ingest(file);
    REQUIRE(request.has_value());
    CHECK(std::get<std::string>(request->transcript) == "WEBVTT\n");
    CHECK(request->project == "p");
    CHECK(request->title == "T");
    CHECK(request->started_at == parse_rfc3339("2026-03-05"));
    CHECK(request->format == "vtt");
    CHECK(request->external_id == "e");
    CHECK(request->language == "en");
    CHECK(request->file_name == "b.vtt");
    file.parameters.erase("file_name");
    file.file_name = "up/load.vtt";
    CHECK(read_ingest(file)->file_name == "load.vtt");
  }
}

TEST_CASE("a file's name out of the transport is mended, one that is given is checked") {
  Request file{.parameters = {}, .content_type = "text/vtt", .body = "WEBVTT\n"};
  const auto named = [&](std::string name) {
    file.file_name = std::move(name);
    const auto request = read_ingest(file);
    REQUIRE(request.has_value());
    return request->file_name;
  };
  CHECK(named("Gespr\xE4"
              "ch.txt") ==
        "Gespr\xEF\xBF\xBD"
        "ch.txt");
  CHECK(named(std::string("a\0b.txt", 7)) == "ab.txt");
  CHECK(named("\xFF/Gespräch.txt") == "Gespräch.txt");
  CHECK(named(std::string(300, 'x') + "/").empty());
  std::string many, most;
  for (int i = 0; i < 300; ++i) many += "ä";
  for (int i = 0; i < 255; ++i) most += "ä";
  CHECK(named(many) == most);
  file.parameters = {{"file_name", "good.txt"}};  // which counts alone
  CHECK(named("\xFF") == "good.txt");
  file.parameters = {{"file_name", "\xFF"}};
  CHECK(errors_of(read_ingest(file)) == "file_name: must be UTF-8\n");
}

TEST_CASE("every bad field of an ingest is reported at once") {
  CHECK(errors_of(read_ingest(json_request(
            R"({"title":3,"transcript":[{"speaker":1,"start_ms":-1},7,{"text":"x","end_ms":1.5,"tone":"dry"}],
                "participants":["Ada",null],"started_at":"5 March","project":" ","external_id":"","format":"wav",
                "language":"e","metadata":[],"titel":"x"})"))) ==
        "title: must be a string, not an integer\n"
        "started_at: must be a time as RFC 3339 writes it, like 2026-03-05T14:00:00Z, or a date\n"
        "project: must not be empty\n"
        "external_id: must not be empty\n"
        "language: must have 2 to 35 characters, has 1\n"
        "format: must be one of vtt, srt, docx, otter_txt, teams_txt, google_meet_txt, google_meet_json, "
        "fireflies_json, whisper_json, zoom_txt, granola_md, speaker_lines, prose, json_turns, csv\n"
        "transcript[0].speaker: must be a string, not an integer\n"
        "transcript[0].start_ms: must be an integer from 0 to 31536000000\n"
        "transcript[0].text: is required\n"
        "transcript[1]: must be an object, not an integer\n"
        "transcript[2].end_ms: must be an integer, not a number with a fraction\n"
        "transcript[2].tone: unknown field\n"
        "participants[1]: must be a string, not null\n"
        "metadata: must be an object, not an array\n"
        "titel: unknown field\n");
  CHECK(errors_of(read_ingest(json_request(R"({"title":"x","transcipt":"Ada: hi"})"))) ==
        "transcript: is required\ntranscipt: unknown field\n");
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":""})"))) == "transcript: must not be empty\n");
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":5})"))) ==
        "transcript: must be a string or an array, not an integer\n");
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":"a\u0000"})"))) ==
        "transcript: must not hold the character U+0000\n");
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":"a","metadata":{"k":["\u0000"]}})"))) ==
        "metadata: must not hold the character U+0000\n");
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":"a","metadata":{"k":"\\u0000"}})"))).empty());
  const std::string numbers = R"({"a":[18446744073709551615,-9223372036854775808],"b":184467440737095516150123})";
  const auto numbered = read_ingest(json_request(R"({"transcript":"a","metadata":)" + numbers + "}"));
  REQUIRE(numbered.has_value());
  CHECK(numbered->metadata == numbers);
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":"a","metadata":{"a":1e400}})"))) ==
        "the body is not valid JSON: the number at byte 34 is larger than any double");
  const auto with_nines = [](std::size_t count) {
    return json_request(R"({"transcript":"a","metadata":{"a":-)" + std::string(count, '9') + "}}");
  };
  CHECK(read_ingest(with_nines(308)));
  CHECK(errors_of(read_ingest(with_nines(310))) ==
        "the body is not valid JSON: the number at byte 34 is larger than any double");
  const std::string large(70'000, 'x');
  CHECK(errors_of(read_ingest(json_request(R"({"transcript":"a","metadata":{"k":")" + large + "\"}}"))) ==
        "metadata: must have at most 65536 bytes as JSON, has 70008\n");
  Request file{.parameters = {{"titel", "x"}, {"project", "\xFF"}, {"started_at", "?"}}, .content_type = "text/vtt"};
  CHECK(errors_of(read_ingest(file)) ==
        "started_at: must be a time as RFC 3339 writes it, like 2026-03-05T14:00:00Z, or a date\n"
        "project: must be UTF-8\n"
        "titel: unknown parameter\n"
        ": the body is empty; send the transcript's bytes\n");
}

TEST_CASE("a renaming needs both names") {
  const auto request = read_rename(json_request(R"({"project":"p","from":"Ada ","to":"Ada L."})"));
  REQUIRE(request.has_value());
  CHECK(request->project == "p");
  CHECK(request->from == "Ada");
  CHECK(request->to == "Ada L.");
  CHECK(read_rename(json_request(R"({"from":"a","to":"b"})"))->project == "default");
  CHECK(errors_of(read_rename(json_request(R"({"from":"","old":"x"})"))) ==
        "from: must not be empty\nto: is required\nold: unknown field\n");
}

TEST_CASE("query parameters are checked like fields") {
  CHECK(read_meeting_query(with_parameters({}))->limit == 100);
  CHECK(read_meeting_query(with_parameters({{"limit", "7"}, {"project", " p "}}))->project == "p");
  CHECK(errors_of(read_meeting_query(
            with_parameters({{"limit", "1001"}, {"cursor", "zz"}, {"page", "2"}, {"project", ""}}))) ==
        "project: must not be empty\n"
        "limit: must be an integer from 1 to 1000\n"
        "cursor: must be `next` of the page before, unchanged\n"
        "page: unknown parameter\n");
  for (const char* bad : {"1.5", "0x10", "", " 1", "99999999999999999999", "-1"}) {
    CHECK(errors_of(read_turn_range(with_parameters({{"first", bad}}))) ==
          "first: must be an integer from 0 to 4294967295\n");
  }
  const auto range = read_turn_range(with_parameters({{"first", "3"}, {"last", "5"}}));
  CHECK((range->first == 3 && range->last == 5));
  CHECK(errors_of(read_turn_range(with_parameters({{"first", "6"}, {"last", "5"}}))) ==
        "first: must not be greater than last\n");
  CHECK_FALSE(read_dry_run(with_parameters({})).value());
  CHECK_FALSE(read_dry_run(with_parameters({{"dry_run", "false"}})).value());
  CHECK(read_dry_run(with_parameters({{"dry_run", ""}})).value());
  CHECK(read_dry_run(with_parameters({{"dry_run", "true"}})).value());
  CHECK(errors_of(read_dry_run(with_parameters({{"dry_run", "yes"}}))) == "dry_run: must be true or false\n");
  auto twice = with_parameters({{"dry_run", "true"}, {"other", "x"}});
  twice.repeated = {"dry_run", "other"};
  CHECK(errors_of(read_dry_run(twice)) == "dry_run: is given twice\nother: unknown parameter\n");
}

TEST_CASE("where no body is taken, one that says something is refused") {
  CHECK(errors_of(read_no_body(json_request(R"({"force":true,"dry_run":true})"))) ==
        "force: unknown field\ndry_run: unknown field\n");
  CHECK(errors_of(read_no_body(json_request("dry_run=true"))).starts_with("the body is not valid JSON"));
  CHECK(read_no_body(json_request("")).has_value());
  CHECK(read_no_body(json_request("{}")).has_value());
}

TEST_CASE("an id or a project in the path that cannot be one is not found") {
  CHECK(read_id("01234567-89ab-8def-8123-456789abcdef").has_value());
  CHECK(read_id("7").error().status == 404);
  CHECK(read_project("a/b").value() == "a/b");
  CHECK(read_project("C ").value() == "C ");
  CHECK(read_project("\xFF").error().status == 404);
}

TEST_CASE("cut or altered bodies are read or refused, never more") {
  const std::string query =
      R"({"query":"w\u00e9","limit":3,"filters":{"levels":[0],"meeting_ids":["01234567-89ab-8def-8123-456789abcdef"]}})";
  const std::string ingest =
      R"({"transcript":[{"speaker":"A","text":"b","start_ms":1}],"metadata":{"a":{"b":null}},"participants":["é"]})";
  const auto read = [](const std::string& body) {
    const Request request = json_request(body);
    for (const int status : {read_query(request).transform([](auto&&) { return 200; }).error_or(Problem{}).status,
                             read_ingest(request).transform([](auto&&) { return 200; }).error_or(Problem{}).status,
                             read_rename(request).transform([](auto&&) { return 200; }).error_or(Problem{}).status}) {
      REQUIRE((status == 400 || status == Problem{}.status));
    }
  };
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (const auto& whole : {query, ingest}) {
    for (std::size_t size = 0; size <= whole.size(); ++size) read(whole.substr(0, size));
    for (int round = 0; round < 3000; ++round) {
      std::string body = whole;
      for (int change = 0; change < 3; ++change) {
        const std::size_t at = random() % body.size();
        if (random() % 3 == 0) body.erase(at, random() % 8 + 1);
        if (body.empty()) break;
        body[std::min(at, body.size() - 1)] =
            random() % 2 == 0 ? "{}[]\",:\\0e-"[random() % 11] : static_cast<char>(random());
      }
      read(body);
    }
  }
}

TEST_CASE("what a request asks of is cut to the projects of its caller") {
  const hebb::ProjectSet seen({"p", "q"});
  auto asks = json_request(R"({"query":"why","filters":{"project":"r"}})");
  asks.caller.projects = seen;
  CHECK(read_query(asks)->filters.projects == seen);
  CHECK(read_context(asks)->request.filters.projects == seen);
  auto lists = with_parameters({});
  lists.caller.projects = seen;
  CHECK(read_meeting_query(lists)->projects == seen);
}

TEST_CASE("a request that names no project is about the default, or about the only one of its key") {
  const auto project = [](hebb::ProjectSet seen) {
    auto request = json_request(R"({"transcript":"Ada: Hello there."})");
    request.caller.projects = std::move(seen);
    const auto ingest = read_ingest(request);
    return ingest ? ingest->project : errors_of(ingest);
  };
  CHECK(project({}) == "default");
  CHECK(project(hebb::ProjectSet({"p"})) == "p");
  CHECK(project(hebb::ProjectSet({"p", "default"})) == "default");
  CHECK(project(hebb::ProjectSet({"p", "q"})) == "project: is required: the key is for several projects\n");
}
