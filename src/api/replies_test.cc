#include "api/replies.h"

#include <catch2/catch_test_macros.hpp>

#include "api/problem.h"
#include "api/wire.h"

using namespace hebb;
using namespace hebb::api;

namespace {

const MeetingId kMeeting = *MeetingId::parse("01234567-89ab-8def-8123-456789abcdef");

MemoryId memory_id(char last) {
  return *MemoryId::parse(std::string("aaaaaaaa-0000-8000-8000-00000000000") + last);
}

Memory a_memory(char id, Level level, MemoryType type) {
  Memory memory;
  memory.id = memory_id(id);
  memory.meeting = kMeeting;
  memory.level = level;
  memory.type = type;
  memory.text = "We ship \"Brightpath\" in März.";
  memory.first_turn = 3;
  memory.last_turn = 4;
  memory.importance = 0.3f;
  return memory;
}

MemoryResult a_result(char id, Level level, MemoryType type) {
  return {.memory = a_memory(id, level, type), .score = 1.5f, .meeting_title = "Kick-off", .project = "default"};
}

Meeting a_meeting() {
  Meeting meeting;
  meeting.id = kMeeting;
  meeting.title = "Kick-off";
  meeting.started_at = parse_rfc3339("2026-03-05T14:00:00Z");
  meeting.date_source = DateSource::header;
  meeting.participants = {"Ada", "Bo"};
  meeting.format = "vtt";
  meeting.metadata = R"({"room":"4.2","tags":["a",null,true,2.5,12345678901]})";
  return meeting;
}

MeetingSummary a_summary() {
  return {.meeting = a_meeting(),
          .turns = 12,
          .memories = {1, 2, 9},
          .duration = Milliseconds(61'500),
          .created_at = *parse_rfc3339("2026-03-06T08:00:00.250Z"),
          .seq = 4};
}

constexpr std::string_view kMeetingJson =
    R"("meeting_id":"01234567-89ab-8def-8123-456789abcdef","title":"Kick-off","project":"default","external_id":null,)"
    R"("started_at":"2026-03-05T14:00:00Z","date_source":"header","duration_ms":61500,"participants":["Ada","Bo"],)"
    R"("format":"vtt","language":null,"state":"closed","turns":12,"memories":{"total":12,"by_level":{"0":1,"1":2,)"
    R"("2":9}BY_TYPE},"created_at":"2026-03-06T08:00:00.250Z","metadata":{"room":"4.2","tags":["a",null,true,2.5,)"
    R"(12345678901]})";

std::string meeting_json(const std::string& by_type) {
  std::string text(kMeetingJson);
  return text.replace(text.find("BY_TYPE"), 7, by_type);
}

}  // namespace

TEST_CASE("a query's reply, in full") {
  QueryReply reply{.query = "why?"};
  auto whole = a_result('1', Level::episode, MemoryType::decision);
  whole.memory.speaker = "Ada";
  whole.memory.start = Milliseconds(61'000);
  whole.memory.end = Milliseconds(65'500);
  whole.memory.keywords = {"launch"};
  whole.occurred_at = parse_rfc3339("2026-03-05T14:01:01Z");
  whole.parts = {.semantic = 0.5f, .lexical = -0.25f};
  whole.explanation = "close in meaning";
  reply.results = {whole};
  reply.direct_results[2] = {whole};
  reply.direct_results[0] = {a_result('2', Level::concept_, MemoryType::concept_)};
  reply.activated_memories = {{.result = a_result('3', Level::episode, MemoryType::action),
                               .activation_strength = 0.7f,
                               .depth = 2,
                               .path = {memory_id('1'), memory_id('3')},
                               .classification = "core"}};
  reply.bridge_memories = {{.result = a_result('4', Level::context, MemoryType::topic),
                            .novelty_score = 0.1f,
                            .connection_score = 1,
                            .connecting_memories = {memory_id('1')},
                            .explanation = "both speak of the launch"}};
  reply.answerable = 0.75f;
  reply.processing_time_ms = 7;
  reply.total_results = 4;
  reply.query_dimensions = {0.1f, -1e-7f, 1};
  reply.degraded = {"vector_store"};
  reply.timings = {{"encode", 1200}, {"recall", 80}};
  reply.focus = "launch";
  reply.reading = {"asks for decision: prior"};

  const std::string content = R"("content":"We ship \"Brightpath\" in März.")";
  const std::string bare =
      R"("meeting_id":"01234567-89ab-8def-8123-456789abcdef","meeting_title":"Kick-off","project":"default",)"
      R"("speaker":null,"occurred_at":null,"start_ms":null,"end_ms":null,"turns":[3,4],"importance":0.3,"keywords":[])";
  const std::string full =
      R"({"memory_id":"aaaaaaaa-0000-8000-8000-000000000001",)" + content +
      R"(,"memory_type":"decision","score":1.5,"level":2,"metadata":{)"
      R"("meeting_id":"01234567-89ab-8def-8123-456789abcdef","meeting_title":"Kick-off","project":"default",)"
      R"("speaker":"Ada","occurred_at":"2026-03-05T14:01:01Z","start_ms":61000,"end_ms":65500,"turns":[3,4],)"
      R"("importance":0.3,"keywords":["launch"]})";
  const std::string explanation =
      R"(,"explanation":{"text":"close in meaning","parts":{"semantic":0.5,"lexical":-0.25,"activation":0.0,"coverage":0.0,)"
      R"("speaker":0.0,"meeting":0.0,"type_prior":0.0,"exchange":0.0,"length":0.0}})";
  const std::string nothing =
      R"(,"explanation":{"text":"","parts":{"semantic":0.0,"lexical":0.0,"activation":0.0,"coverage":0.0,)"
      R"("speaker":0.0,"meeting":0.0,"type_prior":0.0,"exchange":0.0,"length":0.0}})";
  const auto expected = [&](bool explain) {
    const std::string first = full + (explain ? explanation : "") + "}";
    const std::string none = explain ? nothing : "";
    return R"({"query":"why?","direct_results":{"0":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000002",)" + content +
           R"(,"memory_type":"concept","score":1.5,"level":0,"metadata":{)" + bare + "}" + none + R"(}],"1":[],"2":[)" +
           first + R"(]},"activated_memories":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000003",)" + content +
           R"(,"memory_type":"action","score":1.5,"level":2,"metadata":{)" + bare +
           R"(,"task":{"owner":null,"due":null,"status":null}})" + none +
           R"(,"activation_strength":0.7,"depth":2,"path":["aaaaaaaa-0000-8000-8000-000000000001",)"
           R"("aaaaaaaa-0000-8000-8000-000000000003"],"classification":"core"}],)"
           R"("bridge_memories":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000004",)" +
           content + R"(,"memory_type":"topic","score":1.5,"level":1,"metadata":{)" + bare +
           R"(},"novelty_score":0.1,"connection_score":1.0,)"
           R"("connecting_memories":["aaaaaaaa-0000-8000-8000-000000000001"],)"
           R"("explanation":"both speak of the launch"}],"results":[)" +
           first +
           R"(],"answerable":0.75,"processing_time_ms":7,"total_results":4,"query_dimensions":[0.1,-1e-7,1.0],)"
           R"("degraded":["vector_store"],"cached":false)" +
           (explain
                ? R"(,"timings":{"encode":1200,"recall":80},"focus":"launch","reading":["asks for decision: prior"]})"
                : "}");
  };
  CHECK(json_of(reply, true) == expected(true));
  CHECK(json_of(reply, false) == expected(false));
}

TEST_CASE("a concept says where it is mentioned, and null for what has no single value") {
  QueryReply reply{.query = "q"};
  auto& one = reply.direct_results[0].emplace_back();
  one.memory.id = memory_id('2');
  one.memory.level = Level::concept_;
  one.memory.type = MemoryType::concept_;
  one.memory.text = "battery life";
  one.project = "default";
  one.mentions = {.mentions = 3, .meetings = 2, .foremost = {{.memory = memory_id('1'), .meeting = kMeeting}}};
  const std::string mentions = R"("mentions":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000001",)"
                               R"("meeting_id":"01234567-89ab-8def-8123-456789abcdef"}]})";
  CHECK(
      json_of(reply, false)
          .contains(
              R"("metadata":{"meeting_id":null,"meeting_title":null,"project":"default","speaker":null,"occurred_at":null,)"
              R"("start_ms":null,"end_ms":null,"turns":null,"importance":0.0,"keywords":[],"mention_count":3,)"
              R"("meeting_count":2,)" +
              mentions));
  one.mentions->meetings = 1;
  one.memory.meeting = kMeeting;
  one.meeting_title = "Kick-off";
  CHECK(
      json_of(reply, false)
          .contains(R"("metadata":{"meeting_id":"01234567-89ab-8def-8123-456789abcdef","meeting_title":"Kick-off",)"));
}

TEST_CASE("an empty query reply has every list, and null for the dimensions that were not asked for") {
  CHECK(
      json_of(QueryReply{.query = "q"}, false) ==
      R"({"query":"q","direct_results":{"0":[],"1":[],"2":[]},"activated_memories":[],"bridge_memories":[],)"
      R"("results":[],"answerable":0.0,"processing_time_ms":0,"total_results":0,"query_dimensions":null,"degraded":[],)"
      R"("cached":false})");
}

TEST_CASE("an ingest's reply") {
  IngestReply reply{.meeting_id = kMeeting,
                    .title = "Kick-off",
                    .created = true,
                    .format = "vtt",
                    .started_at = parse_rfc3339("2026-03-05T14:00:00Z"),
                    .date_source = DateSource::given,
                    .language = "en",
                    .turns = 12,
                    .turns_remembered = 9};
  reply.memories = {0, 2, 9};
  reply.by_type = {{"context", 8}, {"decision", 1}, {"topic", 2}};
  reply.dropped = {{"backchannel", 3}};
  reply.connections = 20;
  reply.skipped_entries = 1;
  reply.warnings = {{.code = "bad_cue", .message = "a time that is none", .line = 7},
                    {.code = "not_english", .message = "weak"}};
  reply.warning_count = 2;
  reply.processing_time_ms = 31;
  CHECK(json_of(reply) ==
        R"({"meeting_id":"01234567-89ab-8def-8123-456789abcdef","title":"Kick-off","created":true,"format":"vtt",)"
        R"("started_at":"2026-03-05T14:00:00Z","date_source":"given","language":"en","turns":12,)"
        R"("turns_remembered":9,"dropped":{"backchannel":3},"skipped_entries":1,"memories":{"total":11,)"
        R"("by_level":{"0":0,"1":2,"2":9},"by_type":{"context":8,"decision":1,"topic":2}},"connections":20,)"
        R"("warnings":[{"code":"bad_cue","message":"a time that is none","line":7},{"code":"not_english",)"
        R"("message":"weak","line":null}],"warning_count":2,"processing_time_ms":31})");
}

TEST_CASE("meetings, one meeting, its transcript and its memories") {
  CHECK(json_of(MeetingPage{.meetings = {a_summary()}, .next = "c1"}) ==
        "{\"meetings\":[{" + meeting_json("") + "}],\"next\":\"c1\"}");
  CHECK(json_of(MeetingPage{}) == R"({"meetings":[],"next":null})");

  Memory context = a_memory('5', Level::context, MemoryType::topic);
  context.start = Milliseconds(1500);
  const std::string memory =
      R"({"memory_id":"aaaaaaaa-0000-8000-8000-000000000005","content":"We ship \"Brightpath\" in März.",)"
      R"("memory_type":"topic","level":1,"state":"active","metadata":{"meeting_id":"01234567-89ab-8def-8123-456789abcdef",)"
      R"("meeting_title":"Kick-off","project":"default","speaker":null,"occurred_at":"2026-03-05T14:00:01.500Z",)"
      R"("start_ms":1500,"end_ms":null,"turns":[3,4],"importance":0.3,"keywords":[]}})";
  CHECK(json_of(MeetingDetail{.summary = a_summary(), .contexts = {context}, .by_type = {{"topic", 2}}}) ==
        "{" + meeting_json(R"(,"by_type":{"topic":2})") + ",\"contexts\":[" + memory + "]}");
  const Meeting meeting = a_summary().meeting;
  CHECK(json_of(MemoryPage{.memories = {{context, meeting.title, meeting.project, meeting.started_at}},
                           .next = "c2"}) == R"({"memories":[)" + memory + R"(],"next":"c2"})");

  const std::array turns{Turn{.number = 0, .speaker = "Ada", .start = Milliseconds(5), .text = "a\tb\x7F"},
                         Turn{.number = 1}};
  CHECK(transcript_json(a_summary(), turns) ==
        R"({"meeting_id":"01234567-89ab-8def-8123-456789abcdef","title":"Kick-off","total_turns":12,"turns":[)"
        R"({"number":0,"speaker":"Ada","start_ms":5,"end_ms":null,"text":"a\tb)"
        "\x7F"
        R"("},{"number":1,"speaker":null,"start_ms":null,"end_ms":null,"text":""}]})");
}

TEST_CASE("metadata is shown as it is stored, whatever its numbers are") {
  for (const std::string metadata :
       {R"({"id":18446744073709551615})", R"({"id":[12345678901234567890,{"n":-9223372036854775808}]})",
        R"({"id":123456789012345678901234567890,"x":1.5e300})"}) {
    MeetingSummary summary = a_summary();
    summary.meeting.metadata = metadata;
    CHECK(json_of(MeetingPage{.meetings = {summary}}).contains(R"("metadata":)" + metadata + "}"));
    CHECK(json_of(MeetingDetail{.summary = summary}).contains(R"("metadata":)" + metadata + ","));
  }
}

TEST_CASE("metadata that does not parse is shown as an empty object") {
  MeetingSummary summary = a_summary();
  summary.meeting.metadata = "{";
  CHECK(json_of(MeetingPage{.meetings = {summary}}).contains(R"("metadata":{}})"));
}

TEST_CASE("a detailed health, in full") {
  HealthReport report{.state = ComponentState::degraded, .version = "0.1.0", .uptime = std::chrono::seconds(7)};
  report.components["database"] = {.response_time = std::chrono::microseconds(1250), .seq = 3};
  report.components["cache"] = {.size = 4, .bytes = 5, .hit_rate = 0.5};
  report.components["model"] = {.name = "m int8"};
  report.components["disk_space"] = {.state = ComponentState::degraded, .error = "full", .free_bytes = 6};
  CHECK(json_of(report, Instant(std::chrono::hours(24))) ==
        R"({"status":"degraded","version":"0.1.0","timestamp":"1970-01-02T00:00:00Z","uptime_seconds":7,)"
        R"("components":{"cache":{"status":"healthy","size":4,"bytes":5,"hit_rate":0.5},)"
        R"("database":{"status":"healthy","response_time_ms":1.25,"seq":3},)"
        R"("disk_space":{"status":"degraded","error":"full","free_bytes":6},)"
        R"("model":{"status":"healthy","name":"m int8"}}})");
}

TEST_CASE("the smaller replies") {
  CHECK(json_of(std::array{SpeakerSummary{.project = "p", .name = "Ada", .meetings = 1, .turns = 2, .memories = 3}}) ==
        R"({"speakers":[{"project":"p","name":"Ada","meetings":1,"turns":2,"memories":3}]})");
  CHECK(json_of(RenameRequest{.project = "p", .from = "a", .to = "b"}, 9) ==
        R"({"project":"p","from":"a","to":"b","seq":9})");
  CHECK(json_of(EraseCounts{.meetings = 1,
                            .turns = 2,
                            .memories = 3,
                            .vectors = 4,
                            .connections = 5,
                            .lost_corrections = 7,
                            .erased = {kMeeting},
                            .seq = 6,
                            .traces_remain = true},
                true, 6) ==
        R"({"dry_run":true,"meetings":1,"turns":2,"memories":3,"vectors":4,"connections":5,)"
        R"("lost_corrections":7,"meeting_ids":["01234567-89ab-8def-8123-456789abcdef"],"reduced_meeting_ids":[],)"
        R"("traces_remain":true,"seq":6})");
  EngineStats stats;
  stats.store.projects = 1;
  stats.store.meetings = 2;
  stats.store.turns = 3;
  stats.store.connections = 4;
  stats.store.memories = {5, 6, 7};
  stats.store.by_type["topic"] = 6;
  stats.seq = 8;
  stats.applied_seq = 7;
  stats.index_bytes = 1024;
  stats.indexed = 18;
  stats.folding = true;
  stats.model = "m";
  stats.precision = "int8";
  stats.answers = {.hits = 3, .misses = 1, .evictions = 4, .expirations = 5, .outdated = 6, .entries = 7, .bytes = 8};
  stats.answers.most_entries = 9;
  stats.answers.most_bytes = 10;
  stats.question_vectors = {.hits = 11, .misses = 12, .entries = 13, .bytes = 14};
  CHECK(json_of(stats) ==
        R"({"projects":1,"meetings":2,"turns":3,"memories":{"total":18,"by_level":{"0":5,"1":6,"2":7},)"
        R"("by_type":{"topic":6}},"connections":4,"seq":8,"index":{"size":18,"bytes":1024,"folding":true,)"
        R"("applied_seq":7},"model":{"name":"m","precision":"int8"},"cache":{"entries":7,"bytes":8,)"
        R"("max_entries":9,"max_bytes":10,"hits":3,"misses":1,"hit_rate":0.75,"evictions":4,"expirations":5,)"
        R"("outdated":6,"question_vectors":{"entries":13,"bytes":14,"hits":11,"misses":12}}})");
  stats.whole = false;
  CHECK(json_of(stats).contains(R"("connections":4,"seq":null,"index":null,"model")"));
  CHECK(json_of(stats).ends_with(R"("cache":null})"));
  CHECK(json_of(EraseCounts{}, false, std::nullopt).ends_with(R"("traces_remain":false,"seq":null})"));
  CHECK(reindexed_json(3) == R"({"seq":3})");
  CHECK(json_of(Health{.healthy = true, .version = "0.1.0"}) ==
        R"({"status":"healthy","version":"0.1.0","degraded":[]})");
  CHECK(json_of(Health{.healthy = true, .version = "0.1.0", .degraded = {"index"}}) ==
        R"({"status":"degraded","version":"0.1.0","degraded":["index"]})");
  CHECK(json_of(Health{.healthy = false, .version = "0.1.0", .degraded = {"database"}}) ==
        R"({"status":"unhealthy","version":"0.1.0","degraded":["database"]})");
}

TEST_CASE("a problem has all the fields of RFC 9457 and ours") {
  const Request request{.path = "/api/v2/a b\xFF", .request_id = "r-1"};
  const Reply reply = reply_of(invalid_fields({{"limit", "is odd"}, {"x\"", "unknown field"}}), request);
  CHECK(reply.status == 400);
  CHECK(reply.content_type == "application/problem+json");
  CHECK(reply.body == R"({"type":"urn:hebb:problem:invalid_argument","title":"The request is invalid","status":400,)"
                      R"("detail":"2 fields are invalid","instance":"/api/v2/a%20b%FF","error":"Invalid request",)"
                      R"("request_id":"r-1","errors":[{"field":"limit","message":"is odd"},)"
                      R"({"field":"x\"","message":"unknown field"}]})");
  CHECK(reply_of(no_such_path(), request).body.contains(R"("status":404)"));
  CHECK_FALSE(reply_of(no_such_path(), request).body.contains("errors"));
}

TEST_CASE("each code of error has its status") {
  const auto status = [](ErrorCode code) { return problem_of({code, "why"}).status; };
  CHECK(status(ErrorCode::invalid_argument) == 400);
  CHECK(status(ErrorCode::unsupported) == 400);
  CHECK(status(ErrorCode::not_found) == 404);
  CHECK(status(ErrorCode::conflict) == 409);
  CHECK(status(ErrorCode::internal) == 500);
  CHECK(status(ErrorCode::corruption) == 500);
  CHECK(status(ErrorCode::unavailable) == 503);
  CHECK(status(ErrorCode::cancelled) == 503);
  CHECK(status(ErrorCode::deadline_exceeded) == 503);
  CHECK(status(ErrorCode::resource_exhausted) == 507);
  const Problem away = problem_of({ErrorCode::unavailable, "the store is locked"});
  CHECK(away.error == "Storage service unavailable");
  CHECK(away.detail == "the store is locked");
  CHECK(away.headers.at("Retry-After") == "1");
  CHECK_FALSE(problem_of({ErrorCode::internal, ""}).headers.contains("Retry-After"));
}

TEST_CASE("one memory with what a person corrected, its connections and neighbours") {
  Memory memory = a_memory('5', Level::episode, MemoryType::risk);
  memory.type_confidence = 1;
  memory.parent = memory.id;
  memory.state = MemoryState::archived;
  memory.task = {
      .owner = "Ada", .due = std::chrono::sys_days(std::chrono::days(20'454)), .status = TaskStatus::dropped};
  MemoryDetail detail{.listed = {memory, "Kick-off", "p", std::nullopt},
                      .extracted = Extracted{.type = MemoryType::idea, .importance = 0.5F, .corrected_at = Instant()},
                      .connections = {{.from = memory.id, .to = memory.id, .weight = 0.25F, .reason = "next"}}};
  detail.after.push_back(a_memory('6', Level::episode, MemoryType::idea));
  const std::string json = json_of(detail);
  CHECK(json.contains(R"("memory_type":"risk","level":2,"state":"archived","metadata":{)"));
  CHECK(json.contains(R"("type_confidence":1.0,"parent_id":"aaaaaaaa-0000-8000-8000-000000000005",)"
                      R"("correction":{"corrected_at":"1970-01-01T00:00:00Z","extracted":{"memory_type":"idea",)"
                      R"("importance":0.5,"state":"active"}},"access":null,"connections":[{"from":)"
                      R"("aaaaaaaa-0000-8000-8000-000000000005","to":"aaaaaaaa-0000-8000-8000-000000000005",)"
                      R"("type":"sequential","weight":0.25,"reason":"next"}],"neighbours":{"before":[],"after":[{)"
                      R"("memory_id":"aaaaaaaa-0000-8000-8000-000000000006")"));
  CHECK(json.contains(R"("task":{"owner":"Ada","due":"2026-01-01","status":"dropped"}})"));
  CHECK(json_of(NoteReply{.detail = detail, .created = true})
            .starts_with(R"({"created":true,"warnings":[],"memory_id":"aaaaaaaa)"));
}

TEST_CASE("a concept among memories says where it is mentioned") {
  MemoryDetail detail{
      .listed = {.memory = {.level = Level::concept_, .type = MemoryType::concept_, .text = "battery life"},
                 .meeting_title = {},
                 .project = "p",
                 .started_at = {}}};
  detail.mentions =
      ConceptMentions{.mentions = 7, .meetings = 2, .foremost = {{a_memory('5', Level::episode, {}).id, kMeeting}}};
  const std::string json = json_of(detail);
  CHECK(json.contains(R"("meeting_id":null,"meeting_title":null,"project":"p","speaker":null)"));
  CHECK(json.contains(R"("mention_count":7,"meeting_count":2,"mentions":[{"memory_id":"aaaaaaaa-0000)"));
  CHECK(json.ends_with(
      R"("type_confidence":null,"parent_id":null,"correction":null,"access":null,"connections":[],)"
      R"("neighbours":{"before":[],"after":[]},"supersedes":null,"superseded_by":null,"mentions":[],"said_again":[]})"));
}

TEST_CASE("lists of projects and concepts, and a batch") {
  CHECK(json_of(
            ProjectPage{.projects = {{.project = "p", .meetings = 1, .turns = 2, .memories = {0, 3, 4}, .speakers = 5}},
                        .next = "p"}) ==
        R"({"projects":[{"project":"p","meetings":1,"turns":2,"speakers":5,"memories":{"total":7,)"
        R"("by_level":{"0":0,"1":3,"2":4}},"first_started_at":null,"last_started_at":null}],"next":"p"})");
  CHECK(json_of(ConceptPage{
            .concepts = {{.name = "battery life", .project = "p", .mentions = 3, .meetings = 2, .contexts = 2}}}) ==
        R"({"concepts":[{"concept_id":"00000000-0000-0000-0000-000000000000","name":"battery life","project":"p",)"
        R"("mentions":3,"meetings":2,"contexts":2}],"next":null})");
  const std::array<std::string, 2> replies{R"({"query":"a"})", R"({"query":"b"})"};
  CHECK(batch_json(replies, 5) == R"({"replies":[{"query":"a"},{"query":"b"}],"processing_time_ms":5})");
}
