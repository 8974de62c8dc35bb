// Keys of a header that say more than their word, and labels with a number: whose they are.
#include <catch2/catch_test_macros.hpp>

#include "text/header_keys.h"
#include "text/transcript_fixture.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

using Names = std::vector<std::string>;

Transcript read_keyed(std::string_view bytes) {
  auto transcript = read_transcript(bytes);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

std::string date_of(const Transcript& transcript) {
  return transcript.started_at ? rfc3339(*transcript.started_at) : "none";
}

Names speakers_of(const Transcript& transcript) {
  Names speakers;
  for (const Turn& turn : transcript.turns) speakers.push_back(turn.speaker.value_or("-"));
  return speakers;
}

const std::string kTalk =
    "Maya Okafor: We begin with the price.\nJonas Weber: The price is high for the fair.\n"
    "Maya Okafor: We lower it by ten.\nJonas Weber: Fine with me then.\n";
const Names kSpeakers = {"Maya Okafor", "Jonas Weber", "Maya Okafor", "Jonas Weber"};

TEST_CASE("a key with a count, a place or a unit in brackets is the header's") {
  for (const std::string line :
       {"Attendees (3): Maya Okafor, Jonas Weber, Elena Rossi", "Participants (3): Maya Okafor, Elena Rossi",
        "Attendees (remote): Elena Rossi", "Present (3):\nMaya Okafor\nElena Rossi",
        "Duration (min): 45\nAttendees: Elena Rossi"}) {
    INFO(line);
    const auto t = read_keyed("Halo weekly\n" + line + "\nDate: March 5, 2026\n\n" + kTalk);
    CHECK(t.title == "Halo weekly");
    CHECK(date_of(t) == "2026-03-05T00:00:00Z");
    CHECK((!t.participants.empty() && t.participants.back() == "Elena Rossi"));
    CHECK(speakers_of(t) == kSpeakers);
  }
}

TEST_CASE("a date and its time under one key are the header's") {
  for (const std::string key : {"Date & Time", "Date and Time", "Date/Time", "Meeting date/time", "Time / Date",
                                "Meeting Date & Time", "Datum und Uhrzeit"}) {
    INFO(key);
    for (const std::string value : {"March 5, 2026 2:00 PM", "2:00 PM, March 5, 2026"}) {
      const auto t = read_keyed("Halo weekly\n" + key + ": " + value + "\n\n" + kTalk);
      CHECK(t.title == "Halo weekly");
      CHECK(date_of(t) == "2026-03-05T14:00:00Z");
      CHECK(speakers_of(t) == kSpeakers);
    }
  }
  for (const std::string_view none :
       {"Date & Place", "Time and again", "Maya & Jonas", "Topic (10 min)", "Host (Acme)", "Date (Acme)", "Start/End"})
    CHECK(header_key(none) == HeaderKey::none);
}

TEST_CASE("a bracket behind a name, a host or a room leaves it a speaker") {
  for (const std::string label :
       {"Ben Cole (Acme)", "Host (Acme)", "Room (Berlin)", "Organizer (Acme)", "Speaker 3", "Room 4", "Subject 3"}) {
    INFO(label);
    const auto t = read_keyed("Halo weekly\nDate: March 5, 2026\n\n" + label + ": Good morning\n\n" + kTalk);
    CHECK(t.turns.front().speaker == label);
    CHECK(t.turns.size() == 5);
  }
  const auto absent = read_keyed("Halo weekly\nAbsent (1): Ben Cole\nDate: March 5, 2026\n\n" + kTalk);
  CHECK(date_of(absent) == "2026-03-05T00:00:00Z");
  CHECK_FALSE(absent.turns.front().speaker);
}

TEST_CASE("a heading with a number is no speaker") {
  const auto t = read_keyed(kTalk + "\nTopic 1: Pricing\n\n" + kTalk + "\nAgenda Item 2: Launch\n\n" + kTalk);
  REQUIRE(t.turns.size() == 14);
  CHECK_FALSE(t.turns[4].speaker);
  CHECK(t.turns[4].text == "Topic 1: Pricing");
  CHECK_FALSE(t.turns[9].speaker);
  for (const auto& speaker : speakers_of(read_keyed(kTalk + "Topic 1: Pricing\n" + kTalk)))
    CHECK((speaker == "Maya Okafor" || speaker == "Jonas Weber"));
  for (const std::string_view heading : {"Topic 1", "Agenda Item 2", "Question #3", "Item 2.1", "Attendees (3)"})
    CHECK(is_heading_word(heading));
  for (const std::string_view name :
       {"Speaker 1", "Participant 2", "Room 4", "Phone 1", "Subject 3", "Owner 2", "Maya 2", "5", "Topic One"})
    CHECK_FALSE(is_heading_word(name));
}

TEST_CASE("sections alone on their line below talk are nobody's") {
  for (const std::string section :
       {"Action Items:", "Actions:", "Decisions:", "Next steps:", "Action item 1: to begin"}) {
    INFO(section);
    const auto t = read_keyed(kTalk + section + "\n- Jonas to write to Norcell\n- Maya to call Elena\n");
    REQUIRE(t.turns.size() == 5);
    CHECK(t.turns[3].text == "Fine with me then.");
    CHECK_FALSE(t.turns[4].speaker);
  }
  for (const std::string said : {"Next steps: we write to Norcell.", "Questions: none of us had any."}) {
    INFO(said);
    const auto t = read_keyed(kTalk + said + "\nMaya Okafor: Good.\n");
    REQUIRE(t.turns.size() == 5);
    CHECK(t.turns[3].text == "Fine with me then. " + said);
  }
  const auto listed = read_keyed(kTalk + "Maya Okafor: My notes:\nNext steps:\n- we write to Norcell\n");
  CHECK(listed.turns.size() == 5);
}

TEST_CASE("known keys between the title and the attendees of minutes are no other lines") {
  const std::string keys = "Date: 5 March 2026\nTime: 14:00\nLocation: Room 4\nFacilitator: Maya Okafor\n";
  const std::string prose =
      "\nPricing\nThe flyer costs 300 euros and nobody likes it.\n\nWe decided to move the launch to June.\n";
  const auto t = read_keyed("Steering Committee\n" + keys + "Note taker: Ben Cole\nDuration: 1 h\n" +
                            "Attendees: Maya Okafor, Jonas Weber, Elena Rossi\n" + prose);
  CHECK(t.format == "prose");
  CHECK(t.title == "Steering Committee");
  CHECK(date_of(t) == "2026-03-05T14:00:00Z");
  CHECK(t.participants == Names{"Maya Okafor", "Jonas Weber", "Elena Rossi"});
  CHECK(t.turns.back().text == "We decided to move the launch to June.");
  const auto far = read_keyed("The pump\nThe valve\nThe flyer\nThe fair\nThe hose\nAttendees: Maya, Jonas\n" + prose);
  CHECK(far.participants.empty());
}

TEST_CASE("numbered headings between few turns leave them labelled") {
  const auto t = read_keyed(
      "Title: Board meeting\nDate: 2026-03-05\n\nTopic 1: Budget\nAnna: The budget is fine for this month.\n"
      "Topic 2: Hiring\nBen: I'll send the advert by Friday.\nTopic 3: Office\nCarla: We decided to paint the hall.\n");
  CHECK(t.format == "speaker_lines");
  CHECK(speakers_of(t) == Names{"-", "Anna", "-", "Ben", "-", "Carla"});
}

TEST_CASE("topics that are counted between talk end what was said above them") {
  for (const std::string topic : {"Topic", "Agenda item"}) {
    INFO(topic);
    const auto t = read_keyed(topic + " 1: Price\n" + kTalk + topic + " 2:\n" + kTalk + topic + " 3: Fair\n" + kTalk);
    REQUIRE(t.turns.size() == 15);
    CHECK(t.turns[4].text == "Fine with me then.");
    CHECK(t.turns[5].text == topic + " 2:");
    CHECK_FALSE(t.turns[5].speaker);
    CHECK(t.turns[10].text == topic + " 3: Fair");
    CHECK(t.turns[11].speaker == "Maya Okafor");
  }
}

TEST_CASE("topics that somebody lists, or names once, stay theirs") {
  const auto listed = read_keyed(kTalk + "Maya Okafor: We have three topics.\nTopic 1: Price\nTopic 2: Fair\n" + kTalk +
                                 "Jonas Weber: Two are left.\nTopic 1: Price\nTopic 3: Hose\n" + kTalk);
  REQUIRE(listed.turns.size() == 14);
  CHECK(listed.turns[4].text == "We have three topics. Topic 1: Price Topic 2: Fair");
  CHECK(listed.turns[9].text == "Two are left. Topic 1: Price Topic 3: Hose");
  const auto once = read_keyed(kTalk + "Topic 2: Fair\n" + kTalk);
  CHECK(once.turns.size() == 8);
  const auto again = read_keyed(kTalk + "Topic 2: Fair\n" + kTalk + "Topic 2: Fair\n" + kTalk);
  CHECK(again.turns.size() == 12);
  for (const std::string counted : {"Option", "Step", "Question"}) {
    const auto t = read_keyed(kTalk + counted + " 1: Fair\n" + kTalk + counted + " 2: Fair\n" + kTalk);
    CHECK(t.turns.size() == 12);
  }
}

}  // namespace
}  // namespace hebb
