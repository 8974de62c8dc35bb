// Chats as programs save them: each message says who sent it, and when.
#include <algorithm>
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

TEST_CASE("a day of the week before the time is no part of a name") {
  CHECK(said_in("Maya Okafor, Thu 2:05 PM\nThe agenda is in the folder.\nJonas Weber, Thu 2:06 PM\nI saw it.\n"
                "Maya Okafor, Fri 9:10 AM\nThen we can begin.\n") ==
        said_in("Maya Okafor, 2:05 PM\nThe agenda is in the folder.\nJonas Weber, 2:06 PM\nI saw it.\n"
                "Maya Okafor, 9:10 AM\nThen we can begin.\n"));
}

TEST_CASE("Zoom's captions go on over midnight") {
  const auto t = read_chat(
      "[Maya Okafor] 23:50:10\nIt is late.\n[Jonas Weber] 23:58:00\nIndeed it is.\n[Maya Okafor] 00:02:10\nIt is "
      "tomorrow.\n[Jonas Weber] 00:03:10\nThen go on.\n[Maya Okafor] 00:05:10\nWe end here.\n");
  REQUIRE(t.turns.size() == 5);
  CHECK(t.turns[0].start == milliseconds(0));
  CHECK(t.turns[2].start == milliseconds(std::chrono::minutes(12)));
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

TEST_CASE("a chat of WhatsApp as text") {
  const auto t = read_chat(
      "12/03/2026, 14:05 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n"
      "12/03/2026, 14:05 - Maya created group \"Launch: June\"\n"
      "12/03/2026, 14:05 - Maya Okafor: hi all, can we move the launch\n"
      "12/03/2026, 14:06 - ~ jonas: I'd say June 8\n"
      "12/03/2026, 14:07 - +49 171 2345678: <Media omitted>\n"
      "12/03/2026, 14:08 - Maya Okafor: ok then we decided\nJune: 8\nat 10:30\n"
      "12/03/2026, 14:09 - Maya added Elena\n"
      "13/03/2026, 09:09 - Jonas Weber: I'll call Norcell\n");
  std::vector<Said> said;
  for (const Turn& turn : t.turns) said.push_back({turn.speaker.value_or("-"), turn.text});
  CHECK(said == std::vector<Said>{{"-", "Maya created group \"Launch: June\""},
                                  {"Maya Okafor", "hi all, can we move the launch"},
                                  {"jonas", "I'd say June 8"},
                                  {"Maya Okafor", "ok then we decided June: 8 at 10:30"},
                                  {"-", "Maya added Elena"},
                                  {"Jonas Weber", "I'll call Norcell"}});
  CHECK(rfc3339(*t.started_at) == "2026-03-12T14:05:00Z");
  CHECK(t.turns.back().start == std::chrono::hours(19) + std::chrono::minutes(4));
}

TEST_CASE("what somebody says of encryption is kept") {
  const std::string said = "Messages and calls are end-to-end encrypted. We sell that to banks.";
  for (const std::string& text :
       {"Maya: Tell me.\nJonas: Well.\n" + said + "\nMaya: Good.\n",
        "[0:03] Tell me.\n[0:09] " + said + "\n[0:12] Good.\n",
        "Maya Okafor  0:03\nTell me.\n\nJonas Weber  0:09\n" + said + "\n\nMaya Okafor  0:15\nGood.\n"}) {
    INFO(text);
    CHECK(std::ranges::any_of(said_in(text), [&](const Said& turn) { return turn.text.contains(said); }));
  }
}

TEST_CASE("days and times before messages, as programs write them") {
  struct Case {
    std::string_view first, second, begin;
  };
  for (const Case& c : {Case{"[12.03.26, 14:05:33] ", "[12.03.26, 14:06:33] ", "2026-03-12T14:05:33Z"},
                        {"\u200E[3/13/26, 2:05:33\u202FPM] ", "[3/13/26, 2:06:33\u202FPM] ", "2026-03-13T14:05:33Z"},
                        {"13/3/2026, 2:05 p.m. - ", "13/3/2026, 2:06 p.m. - ", "2026-03-13T14:05:00Z"},
                        {"[2026-03-05 14:05:33] ", "[2026-03-05 14:06:33] ", "2026-03-05T14:05:33Z"},
                        {"2026-03-05T14:05:33Z ", "2026-03-05T14:06:33Z ", "2026-03-05T14:05:33Z"},
                        {"2026-03-05 14:05 ", "2026-03-05 14:06 ", "2026-03-05T14:05:00Z"}}) {
    INFO(c.first);
    const auto t = read_chat(std::string(c.first) + "Maya: Hello.\n" + std::string(c.second) + "Jonas: Hi.\n");
    REQUIRE(t.turns.size() == 2);
    CHECK(t.turns[0].speaker == "Maya");
    CHECK(t.turns[1].speaker == "Jonas");
    CHECK(t.turns[1].start == milliseconds(60000));
    REQUIRE(t.started_at.has_value());
    CHECK(rfc3339(*t.started_at) == c.begin);
  }
}

TEST_CASE("one line shows the order of day and month for all") {
  const auto t =
      read_chat("03/05/2026, 14:05 - Maya: Hello.\n04/05/2026, 14:05 - Jonas: Hi.\n13/05/2026, 9:00 - Maya: Bye.\n");
  CHECK(rfc3339(*t.started_at) == "2026-05-03T14:05:00Z");
  CHECK(t.turns[1].start == std::chrono::hours(24));
  const auto unknown =
      read_chat("03/05/2026, 14:05 - Maya: Hello.\n03/05/2026, 14:06 - Jonas: Hi.\n04/05/2026, 14:05 - Maya: Bye.\n");
  CHECK_FALSE(unknown.started_at.has_value());
  CHECK(unknown.turns[1].start == milliseconds(60000));
  CHECK_FALSE(unknown.turns[2].start.has_value());
}

TEST_CASE("a date above the talk is no message") {
  const auto t = read_chat("05.03.2026, 14:00 - Kick-off\n\nMaya: Hello.\nJonas: Hi.\nMaya: Bye.\n");
  CHECK(t.turns.size() == 3);
  CHECK(t.title == "Kick-off");
  CHECK(rfc3339(*t.started_at) == "2026-03-05T14:00:00Z");
}

TEST_CASE("senders whom the phone knows only by a sign or a number") {
  CHECK(said_in("[4/16/26, 2:05:33\u202FPM] Maya: hello all\n"
                "[4/16/26, 2:06:33\u202FPM] ~\u202FJonas: I pay for it\n"
                "[4/16/26, 2:07:33\u202FPM] \u202A+49\u00A0170\u00A01234567\u202C: and I too\n"
                "[4/16/26, 2:08:33\u202FPM] ~\u202FJonas: good for me\n") ==
        std::vector<Said>{{"Maya", "hello all"},
                          {"Jonas", "I pay for it"},
                          {"+49\u00A0170\u00A01234567", "and I too"},
                          {"Jonas", "good for me"}});
}

TEST_CASE("a group's name says nothing of what the chat says itself") {
  CHECK(
      said_in("[4/16/26, 2:05:30 PM] Halo Team: \u200EMessages and calls are end-to-end encrypted. Only people in this "
              "chat can read, listen to, or share them.\n"
              "[4/16/26, 2:05:31 PM] Halo Team: \u200EMaya created this group\n"
              "[4/16/26, 2:05:33 PM] Maya: hello all\n"
              "\u200E[4/16/26, 2:06:33 PM] Jonas: \u200Eimage omitted\n"
              "[4/16/26, 2:07:33 PM] Jonas: Messages and calls are end-to-end encrypted. We sell that.\n"
              "[4/16/26, 2:08:33 PM] Maya: \u200EThis message was deleted.\n"
              "[4/16/26, 2:09:33 PM] Jonas: Maya created this group\n") ==
      std::vector<Said>{{"-", "Maya created this group"},
                        {"Maya", "hello all"},
                        {"Jonas", "Messages and calls are end-to-end encrypted. We sell that."},
                        {"Maya", "This message was deleted."},
                        {"Jonas", "Maya created this group"}});
  CHECK(said_in("[4/16/26, 2:05:31 PM] Halo Team: \u200EYou added Jonas\n"
                "[4/16/26, 2:05:32 PM] Halo Team: \u200EMaya hat Jonas hinzugef\u00FCgt.\n"
                "[4/16/26, 2:05:33 PM] Maya: hello all\n"
                "[4/16/26, 2:06:33 PM] Maya: \u200EThe pump that Jonas left is here\n") ==
        std::vector<Said>{{"-", "You added Jonas"},
                          {"-", "Maya hat Jonas hinzugef\u00FCgt."},
                          {"Maya", "hello all"},
                          {"Maya", "The pump that Jonas left is here"}});
}

}  // namespace
}  // namespace hebb
