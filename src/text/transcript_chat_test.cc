// Chats as programs save them: each message says who sent it, and when.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::milliseconds;

struct Said {
  std::string speaker, text;
  bool operator==(const Said&) const = default;
};

Transcript read_chat(std::string_view text) {
  auto transcript = read_transcript(text);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  return std::move(*transcript);
}

std::vector<Said> said_in(std::string_view text) {
  std::vector<Said> said;
  for (const Turn& turn : read_chat(text).turns) said.push_back({turn.speaker.value_or("-"), turn.text});
  return said;
}

TEST_CASE("whoever writes in Zoom's chat is named, once and in small letters too") {
  CHECK(said_in("14:00:21\t From Maya Okafor to Everyone:\n\tThe agenda is in the folder.\n"
                "14:01:21\t From maria to Everyone:\n\tThanks\n"
                "14:02:02\t From Tom to Maya Okafor (Direct Message):\n\tWe decided June\n"
                "14:03:02\t From Elena Rossi (she/her) to Everyone:\n\tJonas: can you look?\n\tNote: at\n\t14:30\n") ==
        std::vector<Said>{{"Maya Okafor", "The agenda is in the folder."},
                          {"maria", "Thanks"},
                          {"Tom", "We decided June"},
                          {"Elena Rossi (she/her)", "Jonas: can you look? Note: at 14:30"}});
}

TEST_CASE("Zoom's older chats hold message and sender in one line") {
  CHECK(said_in("14:00:21 From Maya Okafor to Everyone : The agenda\n"
                "14:01:21 From jonas to Maya Okafor(Privately) : Is it on?\n"
                "14:02:21\t From  Tom Hughes : At 10:30: the bus\n") ==
        std::vector<Said>{{"Maya Okafor", "The agenda"}, {"jonas", "Is it on?"}, {"Tom Hughes", "At 10:30: the bus"}});
  CHECK(said_in("00:14:03\tMaya Okafor:\tThe agenda\n00:15:03\tmaria:\tThanks\n") ==
        std::vector<Said>{{"Maya Okafor", "The agenda"}, {"maria", "Thanks"}});
}

TEST_CASE("a chat pasted below what was said keeps its senders") {
  const auto said = said_in(
      "Maya: Hello.\nJonas: Hi.\nMaya: Well.\nJonas: See the chat.\nMaya: Bye.\n\n"
      "14:02:02\t From elena to Everyone:\n\tWe decided June\n");
  REQUIRE(said.size() == 6);
  CHECK(said.back() == Said{"elena", "We decided June"});
}

TEST_CASE("a connection at some minute is no chat") {
  for (const std::string_view line :
       {"14:00:21 From to Everyone: Hi.", "14:00:21\tFrom : Hi.", "14:00:21\tFrom  to : Hi."}) {
    CHECK(said_in(std::string(line) + "\nWe arrive.\n").front().speaker == "-");
  }
  for (const Said& turn : said_in("10:30 From Berlin to Hamburg: the train leaves\n11:30 We arrive\n")) {
    CHECK(turn.speaker == "-");
  }
}

}  // namespace
}  // namespace hebb
