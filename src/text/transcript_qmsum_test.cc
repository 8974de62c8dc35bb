// Real meetings (QMSum val), as they come and written out in other formats: nothing is lost, changed or attributed
// to another.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <functional>
#include <sstream>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

struct Meeting {
  std::string name;
  std::vector<Turn> turns;
};

std::vector<Meeting> qmsum_val() {
  const char* data = std::getenv("HEBB_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(data != nullptr ? data : HEBB_SOURCE_DIR "/../shared") / "qmsum" / "val";
  if (!std::filesystem::is_directory(folder)) SKIP("HEBB_DATA: no qmsum/val there");
  std::vector<Meeting> meetings;
  for (const auto& fixture : transcript_fixtures(folder.string())) {
    auto transcript = read_transcript(fixture.bytes);
    REQUIRE(transcript.has_value());
    INFO(fixture.name);
    CHECK(broken_property(fixture.bytes, *transcript) == "");
    CHECK(transcript->format == "json_turns");
    CHECK(transcript->language == "en");
    CHECK(transcript->warning_count == 0);
    CHECK(transcript->skipped_entries == 0);
    meetings.push_back({fixture.name, std::move(transcript->turns)});
  }
  CHECK(meetings.size() == 35);
  return meetings;
}

std::string stamp(std::uint32_t number, char mark) {
  const std::uint32_t seconds = number * 3;
  return std::format("{:02}:{:02}:{:02}{}000", seconds / 3600, seconds / 60 % 60, seconds % 60, mark);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  return out;
}

struct Format {
  std::string_view name;
  std::string begin;
  bool timed;
  std::function<std::string(const Turn&)> write;
};

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {"vtt", "WEBVTT\n\n", true,
       [](const Turn& t) {
         return std::format("{}\n{} --> {}\n{}: {}\n\n", t.number + 1, stamp(t.number, '.'), stamp(t.number + 1, '.'),
                            *t.speaker, escaped(t.text));
       }},
      {"vtt", "WEBVTT\n\n", true,
       [](const Turn& t) {
         return std::format("{} --> {}\n<v {}>{}</v>\n\n", stamp(t.number, '.'), stamp(t.number + 1, '.'), *t.speaker,
                            escaped(t.text));
       }},
      {"srt", "", true,
       [](const Turn& t) {
         return std::format("{}\n{} --> {}\n{}: {}\n\n", t.number + 1, stamp(t.number, ','), stamp(t.number + 1, ','),
                            *t.speaker, escaped(t.text));
       }},
      {"otter_txt", "", true,
       [](const Turn& t) {
         return std::format("{}  {}\n{}\n\n", *t.speaker, stamp(t.number, '.').substr(0, 8), t.text);
       }},
      {"speaker_lines", "", false, [](const Turn& t) { return std::format("{}: {}\n", *t.speaker, t.text); }},
      {"speaker_lines", "", true, [](const Turn& t) {
         return std::format("[{}] {}: {}\n\n", stamp(t.number, '.').substr(0, 8), *t.speaker, t.text);
       }}};
  return all;
}

void check_format(const Meeting& meeting, const Format& format) {
  INFO(meeting.name << " as " << format.name << " " << &format - formats().data());
  std::string bytes = format.begin;
  std::vector<Turn> expected;
  for (Turn turn : meeting.turns) {
    if (turn.text.empty()) continue;
    turn.number = static_cast<std::uint32_t>(expected.size());
    bytes += format.write(turn);
    if (format.timed) turn.start = std::chrono::seconds(3 * turn.number);
    expected.push_back(std::move(turn));
  }
  const auto transcript = read_transcript(bytes);
  REQUIRE(transcript.has_value());
  CHECK(transcript->format == format.name);
  CHECK(transcript->turns.size() == expected.size());
  for (std::size_t i = 0; i < std::min(expected.size(), transcript->turns.size()); ++i) {
    Turn turn = transcript->turns[i];
    turn.end.reset();
    if (turn == expected[i]) continue;
    INFO("turn " << i << ": " << turn.speaker.value_or("-") << ": " << turn.text);
    CHECK(turn == expected[i]);
    break;
  }
}

TEST_CASE("real meetings come back from a format as they went in") {
  std::size_t next = 0;
  for (const Meeting& meeting : qmsum_val()) check_format(meeting, formats()[next++ % formats().size()]);
}

TEST_CASE("real meetings come back from every format as they went in", "[.deep]") {
  for (const Meeting& meeting : qmsum_val()) {
    for (const Format& format : formats()) check_format(meeting, format);
  }
}

}  // namespace
}  // namespace hebb
