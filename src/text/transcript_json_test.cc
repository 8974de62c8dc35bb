// JSON of services and of chats: where turns, names and times are in it.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::milliseconds;

Transcript read_json_text(std::string_view bytes) {
  auto transcript = read_transcript(bytes);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

TEST_CASE("times in whole milliseconds are told from seconds") {
  const auto sentences =
      read_json_text(R"({"sentences":[{"text":"Good morning.","start":250,"end":2650,"speaker":"A"},)"
                     R"({"text":"Is the pump off?","start":2700,"end":64200,"speaker":"B"}],"audio_duration":65})");
  CHECK(sentences.turns[0].start == milliseconds(250));
  CHECK(sentences.turns[1].end == milliseconds(64200));
  const auto hour =
      read_json_text(R"({"segments":[{"speaker":"Maya","text":"Hi all.","start_time":500,"end_time":2500},)"
                     R"({"speaker":"Maya","text":"Bye.","start_time":3605000,"end_time":3606000}]})");
  CHECK(hour.turns[0].start == milliseconds(500));
  CHECK(hour.turns[1].end == milliseconds(3606000));
}

TEST_CASE("whole seconds stay seconds") {
  for (const std::string_view text :
       {R"({"segments":[{"text":"Hi all.","start":500,"end":2500}]})",
        R"({"segments":[{"text":"Hi all.","start":500,"end":2500}],"audio_duration":2600})",
        R"({"segments":[{"text":"Hi all.","start":500,"end":2500}],"duration":42})",
        R"({"segments":[{"text":"Hi all.","start":500},{"text":"Bye.","start":86399.5}]})"}) {
    INFO(text);
    CHECK(read_json_text(text).turns[0].start == std::chrono::seconds(500));
  }
}

TEST_CASE("Telegram's chats") {
  const auto t = read_json_text(
      R"({"name":"Launch group","type":"private_group","messages":[)"
      R"({"id":2,"type":"message","date":"2026-03-12T15:05:00","date_unixtime":"1773324300","from":"Maya Okafor",)"
      R"("from_id":"user1","text":"Can we move the launch?"},)"
      R"({"id":3,"type":"message","date":"2026-03-12T15:06:00","date_unixtime":"1773324360","from":"Jonas Weber",)"
      R"("text":["I'd say June 8, see ",{"type":"link","text":"https://x.de"}," for why"]}]})");
  CHECK(t.title == "Launch group");
  CHECK(rfc3339(*t.started_at) == "2026-03-12T14:05:00Z");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[1].speaker == "Jonas Weber");
  CHECK(t.turns[1].text == "I'd say June 8, see https://x.de for why");
  CHECK(t.turns[1].start == std::chrono::seconds(60));
  CHECK(t.warning_count == 0);
  const auto old = read_json_text(R"({"messages":[{"date":"2026-03-12T14:05:00","from":"Maya","text":"Hi all."}]})");
  CHECK(rfc3339(*old.started_at) == "2026-03-12T14:05:00Z");
}

TEST_CASE("Discord's chats") {
  const auto t = read_json_text(
      R"({"guild":{"name":"Acme"},"channel":{"name":"launch"},"messages":[)"
      R"({"timestamp":"2026-03-12T14:05:00+00:00","content":"Can we move the launch?",)"
      R"("author":{"id":"5","name":"maya","nickname":"Maya Okafor"}},)"
      R"({"timestamp":"2026-03-12T14:06:00+00:00","content":"I'd say June 8.","author":{"id":"6","name":"jonas"}}]})");
  CHECK(t.title == "launch");
  CHECK(rfc3339(*t.started_at) == "2026-03-12T14:05:00Z");
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[1].speaker == "jonas");
  CHECK(t.turns[1].start == std::chrono::seconds(60));
}

TEST_CASE("Slack's chats") {
  const auto t =
      read_json_text(R"([{"type":"message","user":"U99","text":"Morning.","ts":"1773324333.000100"},)"
                     R"({"type":"message","user":"U012AB","text":"Can we move it?","ts":"1773324363.000100",)"
                     R"("user_profile":{"real_name":"Maya Okafor","display_name":"maya"}},)"
                     R"({"type":"message","user":"U99","text":"I'd say June 8.","ts":"1773324393.000100",)"
                     R"("user_profile":{"real_name":"","display_name":"Jonas"}}])");
  CHECK(rfc3339(*t.started_at).starts_with("2026-03-12T14:05:33"));
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].speaker == "Jonas");
  CHECK(t.turns[1].speaker == "Maya Okafor");
  CHECK(t.turns[2].start == std::chrono::seconds(60));
}

TEST_CASE("Slack's escapes and notices") {
  const auto t = read_json_text(
      R"([{"type":"message","subtype":"channel_join","user":"U99","text":"<@U99> has joined the channel",)"
      R"("ts":"1773324333.000100"},)"
      R"({"type":"message","user":"U99","text":"R&amp;D wants &lt;5 days.","ts":"1773324363.000100",)"
      R"("user_profile":{"real_name":"Maya Okafor"}}])");
  REQUIRE(t.turns.size() == 2);
  CHECK_FALSE(t.turns[0].speaker);
  CHECK(t.turns[1].speaker == "Maya Okafor");
  CHECK(t.turns[1].text == "R&D wants <5 days.");
}

TEST_CASE("what tl;dv and Fathom say of a meeting") {
  const auto tldv = read_json_text(
      R"({"id":"1","name":"Launch sync","happenedAt":"2026-03-05T14:00:00Z",)"
      R"("data":[{"speaker":"Maya","text":"Let's revisit the budget.","startTime":5.2,"endTime":8.1}]})");
  CHECK(tldv.title == "Launch sync");
  CHECK(rfc3339(*tldv.started_at) == "2026-03-05T14:00:00Z");
  const auto fathom = read_json_text(
      R"({"title":"Launch sync","created_at":"2026-03-05T15:01:30Z","scheduled_start_time":"2026-03-05T14:00:00Z",)"
      R"("recording_start_time":"2026-03-05T14:01:12Z","calendar_invitees":[{"name":"Maya Okafor","email":"a@b.c"}],)"
      R"("transcript":[{"speaker":{"display_name":"Maya Okafor"},"text":"The budget.","timestamp":"00:05:32"}]})");
  CHECK(rfc3339(*fathom.started_at) == "2026-03-05T14:01:12Z");
  CHECK(fathom.participants.front() == "Maya Okafor");
  const auto file =
      read_json_text(R"({"name":"audio_12.mp3","created_at":"2026-03-05T15:01:30Z","turns":[{"text":"Hi."}]})");
  CHECK_FALSE(file.title);
  CHECK_FALSE(file.started_at);
}

TEST_CASE("whisper.cpp's offsets and AWS Transcribe's segments") {
  const auto whisper = read_json_text(
      R"({"model":{"type":"base"},"result":{"language":"en"},"transcription":[)"
      R"({"timestamps":{"from":"00:00:00,000","to":"00:00:03,000"},"offsets":{"from":0,"to":3000},"text":" Good morning."},)"
      R"({"timestamps":{"from":"00:00:03,000","to":"00:00:06,000"},"offsets":{"from":3000,"to":6000},"text":" Well."}]})");
  CHECK(whisper.format == "whisper_json");
  REQUIRE(whisper.turns.size() == 2);
  CHECK(whisper.turns[1].start == std::chrono::seconds(3));
  CHECK(whisper.turns[1].end == std::chrono::seconds(6));
  CHECK_FALSE(whisper.turns[1].speaker);
  const auto aws = read_json_text(
      R"({"jobName":"m","results":{"transcripts":[{"transcript":"Good morning. Is the pump off?"}],"items":[],)"
      R"("audio_segments":[{"transcript":"Good morning.","start_time":"0.0","end_time":"1.4","speaker_label":"spk_0"},)"
      R"({"transcript":"Is the pump off?","start_time":"1.5","end_time":"2.4","speaker_label":"spk_1"}]}})");
  REQUIRE(aws.turns.size() == 2);
  CHECK(aws.turns[1].speaker == "spk_1");
  CHECK(aws.turns[1].start == milliseconds(1500));
}

TEST_CASE("a number named from is no speaker, and a day no time of an entry") {
  const auto t = read_json_text(R"([{"from":0,"to":3,"date":"2026-03-12","text":"Good morning."}])");
  CHECK_FALSE(t.turns[0].speaker);
  CHECK_FALSE(t.turns[0].start);
  CHECK(t.warning_count == 0);
}

TEST_CASE("JSON Lines are refused by name") {
  const auto t =
      read_transcript("{\"speaker\":\"Maya\",\"text\":\"Hi all.\"}\n{\"speaker\":\"Jonas\",\"text\":\"Hello.\"}\n");
  REQUIRE_FALSE(t.has_value());
  CHECK(t.error().code == ErrorCode::invalid_argument);
  CHECK(t.error().message.contains("JSON Lines"));
  CHECK(t.error().message.contains("array"));
  const auto other = read_transcript("{\"text\": \"a\"} {\"text\": \"b\"}");
  CHECK(other.error().message.contains("malformed JSON"));
}

}  // namespace
}  // namespace hebb
