#include "recall/question.h"

#include <algorithm>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <random>

#include "recall/question_fixture.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

struct Case {
  std::string_view question;
  std::string_view read;
};

constexpr auto& fixture = kick_off_budget_and_retro;

TEST_CASE("the focus is what a question is about", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did Anna think about the battery life?", "battery life"},
      {"Summarise the discussion about the battery life.", "battery life"},
      {"Summarize Anna's opinions towards the idea of a joystick.", "joystick"},
      {"Please could you summarise what Anna and Ben said about pricing?", "pricing"},
      {"What was said on disk space?", "disk space"},
      {"What did the team discuss about disk space when talking about storage?", "disk space, storage"},
      {"Why did Ben disagree with the project manager on the shape and why?", "shape"},
      {"What's the conclusion of the discussion about \"glow in the dark\"?", "\"glow in the dark\""},
      {"How did the project manager design the evaluation?", "design the evaluation"},
      {"What concerns did the group have about disk space?", "concerns disk space"},
      {"What features of the remote did Ben think were important?", "features of the remote important"},
      {"In the discussion of animals, what was said about cats?", "animals, cats"},
      {"According to Ben, how long is the latency?", "latency"},
      {"What were the advantages of rubber?", "advantages of rubber"},
      {"What did Guenter think of latency?", "Guenter latency"},
      {"What was decided about pricing last week?", "pricing"},
      {"What did Ben say in the kick-off meeting about cats?", "cats"},
      {"What did Ben think about on-line normalisation?", "on-line normalisation"},
      {"What should be in the meeting corpus?", "meeting corpus"},
      {"What did the group think of a design suggested by Ben?", "design"},
      {"Why did not Ben agree that it was late?", "late"},
      {"battery life", "battery life"},
      {"Summarise the whole meeting.", "Summarise the whole meeting."},
      {"What did Anna say?", "What did Anna say?"},
      {"???", "???"},
      {"a\xFF?", "a\xEF\xBF\xBD?"},
      {"", ""},
  }));
  INFO(question);
  CHECK(fixture().read(question).focus == read);
}

TEST_CASE("a question without a topic of its own is told from one that is nothing but its topic", "[question]") {
  for (const char* question : {"Summarise the whole meeting.", "What did Anna say?", "What did Anna say yesterday?"})
    CHECK(fixture().read(question).fell_back);
  for (const char* question : {"battery life", "dragon feeding strategy", "What was said on disk space?"})
    CHECK_FALSE(fixture().read(question).fell_back);
}

TEST_CASE("words that only ask are no topic alone", "[question]") {
  for (const char* question :
       {"What happened in the retro?", "What happened at the last meeting?", "List all the quotes from Anna",
        "What did we decide in Q1?", "What was decided in January?", "Which issue did Anna raise in the kick-off?",
        "actions for Ben Okafor", "What did we decide recently?", "Open items from the kick-off", "todo Anna"}) {
    INFO(question);
    CHECK(fixture().read(question).fell_back);
  }
  const auto [question, read] = GENERATE(values<Case>({
      {"Which issue did Anna raise about the scanner in the kick-off?", "issue scanner"},
      {"What happened with the scanner in the kick-off?", "happened with the scanner"},
      {"What did Anna say about the quotes?", "quotes"},
      {"What did Anna say about the open issues?", "open issues"},
      {"What did we decide about Q1 2026?", "Q1 2026"},
      {"What happened?", "happened"},
      {"Quotes from Anna about dragons", "Quotes dragons"},
  }));
  INFO(question);
  const auto reading = fixture().read(question);
  CHECK(reading.focus == read);
  CHECK_FALSE(reading.fell_back);
}

TEST_CASE("a kind or a month that is asked for with somebody or a meeting stays the focus, and is no topic",
          "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"Did Anna have a question?", "question"},
      {"Ben's problems", "problems"},
      {"What risk did Anna see?", "risk"},
      {"Which issue did Anna raise in the kick-off?", "issue"},
      {"What was the objection in the kick-off?", "objection"},
      {"What did Ben decide in August?", "August"},
      {"What did we decide in April 2026?", "April 2026"},
      {"What did we decide in Q1?", "What did we decide in Q1?"},
      {"Open items from the kick-off", "Open items from the kick-off"},
      {"What is open for Anna?", "open"},
      {"Unfinished items from the kick-off", "Unfinished items from the kick-off"},
      {"What is pending from Anna?", "pending"},
  }));
  INFO(question);
  const auto reading = fixture().read(question);
  CHECK(reading.focus == read);
  CHECK(reading.fell_back);
}

TEST_CASE("open is a topic where it says what is done", "[question]") {
  for (const char* question : {"What did Anna open?", "What did Anna leave pending?", "Did Anna open the kick-off?"}) {
    INFO(question);
    CHECK_FALSE(fixture().read(question).fell_back);
  }
}

TEST_CASE("a question that asks for a time or a number says so", "[question]") {
  constexpr FactKinds kNone = 0;
  struct Asked {
    const char* question;
    FactKinds facts;
  };
  const auto [question, facts] = GENERATE(values<Asked>({
      {"When did Anna start?", kTimeFact},
      {"When exactly will the lease end?", kTimeFact},
      {"Do you know when the lease ends?", kTimeFact},
      {"Since when does she sing?", kTimeFact},
      {"How long is the course?", kTimeFact},
      {"What day was the review moved to?", kTimeFact},
      {"At what times of day may he play?", kTimeFact},
      {"What was the final deadline?", kTimeFact},
      {"How many were sold?", kNumberFact},
      {"How old was the boiler?", kNumberFact},
      {"What's the price?", kNumberFact},
      {"What is the new selling price?", kNumberFact},
      {"Which number opens the shed?", kNumberFact},
      {"When will it start and how much does it cost?", kTimeFact | kNumberFact},
      {"What did Anna say when discussing prices?", kNone},
      {"When discussing prices, what was said?", kNone},
      {"How did the team choose?", kNone},
      {"What did prices depend on?", kNone},
      {"Why was it late?", kNone},
      {"Summarise the meeting.", kNone},
      {"When's the next release?", kTimeFact},
      {"When Ben was ill, who stood in?", kNone},
      {"What happened when Ben was ill?", kNone},
      {"What did Anna say when asked about prices?", kNone},
      {"What should we do when it is done?", kNone},
      {"Summarise what Anna said about the launch when she was back.", kNone},
      {"What was the decision last week?", kNone},
      {"What was the outcome this month?", kNone},
      {"What were the day's main decisions?", kNone},
      {"What was the concern about cost?", kNone},
      {"What was the decision on rent?", kNone},
      {"What Mark said about onboarding", kNone},
      {"What code was written?", kNone},
      {"What was the number one concern?", kNone},
      {"What time zone is the server in?", kNone},
      {"What year-end report did they discuss?", kNone},
      {"Which day-to-day problems came up?", kNone},
      {"How much do they agree?", kNone},
      {"How big a problem is churn?", kNone},
      {"How old-fashioned is it?", kNone},
      {"", kNone},
  }));
  INFO(question);
  const auto reading = fixture().read(question);
  CHECK(reading.facts == facts);
  CHECK(std::ranges::contains(reading.notes, "asks for a time: prior") == ((facts & kTimeFact) != 0));
  CHECK(std::ranges::contains(reading.notes, "asks for a number: prior") == ((facts & kNumberFact) != 0));
}

TEST_CASE("times are read against the day of asking", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we decide yesterday?", "2026-05-13 2026-05-14!"},
      {"What did we decide last week?", "2026-05-04 2026-05-11!"},
      {"Last week, what did we decide?", "2026-05-04 2026-05-11!"},
      {"What did we say last week about cats?", "2026-05-04 2026-05-11"},
      {"What did we discuss on Tuesday?", "2026-05-12 2026-05-13"},  // no meeting then
      {"What did we discuss on Wednesday?", "2026-05-13 2026-05-14!"},
      {"What did we discuss in March?", "2026-03-01 2026-04-01"},
      {"What did we discuss in December?", "2025-12-01 2026-01-01"},
      {"What was said in the meeting of 2 March?", "2026-03-02 2026-03-03!"},
      {"What was said in the meeting of March 2nd, 2026, on cats?", "2026-03-02 2026-03-03!"},
      {"What was said in the meeting on 2026-03-02?", "2026-03-02 2026-03-03!"},
      {"What was decided before 4 April?", "- 2026-04-04!"},
      {"What was decided after 4 April 2026?", "2026-04-05 -!"},
      {"What have we discussed since 4 April?", "2026-04-04 -!"},
      {"What was decided between 1 March and 4 April?", "2026-03-01 2026-04-05!"},
      {"What was decided between March and April?", "2026-03-01 2026-05-01!"},
      {"What was discussed in the last two weeks?", "2026-05-01 2026-05-15!"},
      {"What was discussed two weeks ago?", "2026-04-27 2026-05-04"},
      {"What was agreed on 29 February?", "2024-02-29 2024-03-01"},
      {"What is planned for 2025?", ""},
      {"What was planned in 2025?", "2025-01-01 2026-01-01"},
      {"How many were sold in March?", ""},  // what is asked is not of a meeting
      {"Who writes the notes by Friday?", ""},
      {"What did we decide in Q1 2026?", "2026-01-01 2026-04-01!"},
      {"How may the march of time be stopped?", ""},
      {"Why may we say so?", ""},
      {"What was said about 03/05/2026?", ""},
      {"What was said on 05.03.2026?", ""},
      {"What was said on 25.03.2026?", "2026-03-25 2026-03-26"},  // no meeting then
      {"Who sat between Anna and Ben?", ""},
      {"What was the last issue?", ""},
      {"What was decided in the kick-off meeting this week?", "2026-05-11 2026-05-15"},  // it was in March
      {"What was said in the kick-off of 2 March?", "2026-03-02 2026-03-03!"},
      {"What have we discussed since the kick-off?", "2026-03-02 -"},
  }));
  INFO(question);
  CHECK(fixture().time(question) == read);
}

TEST_CASE("in an archive a date without a year is the last on which there was a meeting", "[question]") {
  const QuestionFixture archive({{.title = "Kick-off", .started_at = "2019-02-28T09:00:00Z"},
                                 {.title = "Leap", .started_at = "2020-02-29T09:00:00Z"},
                                 {.title = "Review", .started_at = "2022-07-25T23:30:00Z"},
                                 {.title = "Review", .started_at = "2023-07-25T09:00:00Z"}});
  const auto [question, read] = GENERATE(values<Case>({
      {"What was decided on 25 July?", "2023-07-25 2023-07-26"},
      {"What was decided on 28 February?", "2019-02-28 2019-03-01"},
      {"What was decided on 29 February?", "2020-02-29 2020-03-01"},
      {"What was decided in February?", "2020-02-01 2020-03-01"},
      {"What was decided on 3 April?", "2026-04-03 2026-04-04"},  // never
      {"What was decided in July?", "2023-07-01 2023-08-01"},
      {"What was decided between June and July?", "2023-06-01 2023-08-01"},
      {"What has been decided since June?", "2025-06-01 -"},  // nothing
      {"What was decided on 25 July 2022?", "2022-07-25 2022-07-26!"},
      {"What was decided last July?", "2025-07-01 2025-08-01"},
      {"What was decided on Tuesday?", "2026-05-12 2026-05-13"},
  }));
  INFO(question);
  CHECK(archive.time(question) == read);
  // Of the meetings that are asked, and not where the caller says when.
  const char* july = "What was decided on 25 July?";
  CHECK(archive.read(july, archive.only(2)).time.from == parse_rfc3339("2022-07-25T00:00:00Z"));
  CHECK(archive.read(july, {.until = parse_rfc3339("2023-01-01T00:00:00Z")}).time.from ==
        parse_rfc3339("2025-07-25T00:00:00Z"));
}

TEST_CASE("where there were meetings since, a date without a year is of the last year", "[question]") {
  const QuestionFixture active({{.title = "Party", .started_at = "2019-12-24T09:00:00Z"},
                                {.title = "Review", .started_at = "2026-01-05T09:00:00Z"}});
  CHECK(active.time("What did we decide on 24 December?") == "2025-12-24 2025-12-25");
}

TEST_CASE("days of one month are read as a stretch or not at all", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What was decided from 1 to 3 March?", "2026-03-01 2026-03-04!"},
      {"What was decided between 1 and 3 March?", "2026-03-01 2026-03-04!"},
      {"What was decided on 1-3 March?", "2026-03-01 2026-03-04!"},
      {"What was decided on 1 \xE2\x80\x93 3 March?", "2026-03-01 2026-03-04!"},
      {"What was decided on 1 and 2 March?", "2026-03-01 2026-03-03!"},
      {"What was decided on 1, 2 and 3 March 2026?", "2026-03-01 2026-03-04!"},
      {"What was decided on March 1 to 3?", "2026-03-01 2026-03-04!"},
      {"What was decided from March 2 to 5 April?", "2026-03-02 2026-04-06!"},
      {"What was decided on 28 to 3 March?", ""},
      {"What was decided on Monday and Wednesday?", "2026-05-11 2026-05-14!"},
      {"What was decided on Wednesday and Monday?", "2026-05-13 2026-05-14"},
  }));
  INFO(question);
  CHECK(fixture().time(question) == read);
}

TEST_CASE("a day that may be what is spoken of is a prior at most", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we say about Q1 2026?", "2026-01-01 2026-04-01"},
      {"What did we say about our last quarter?", "2026-01-01 2026-04-01"},
      {"What was agreed on Q1 2026?", "2026-01-01 2026-04-01"},
      {"What did we decide about the deadline of 2 March?", "2026-03-02 2026-03-03"},
      {"What are the tasks for today?", "2026-05-14 2026-05-15"},
      {"What was agreed on the roadmap for this quarter?", "2026-04-01 2026-05-15"},
      {"What was decided by 4 April 2026?", "- 2026-04-05"},
      {"What did we promise to deliver by June?", ""},
      {"What did we promise to deliver by 30 June?", ""},
      {"What did we promise to deliver by the end of June?", ""},
      {"What was promised by this Friday?", ""},
      {"What did we promise to ship before June?", "- 2025-06-01"},  // hardly the last one
      {"What did Anna think about our last quarter?", "2026-01-01 2026-04-01"},
      {"What does Anna think about last week's review?", "2026-05-04 2026-05-11"},
      {"What was said in the discussion of Q1 2026?", "2026-01-01 2026-04-01"},
      {"What did we talk about last week?", "2026-05-04 2026-05-11!"},
      {"What did we talk about yesterday?", "2026-05-13 2026-05-14!"},
      {"What was talked about on Wednesday?", "2026-05-13 2026-05-14!"},
      {"What were the decisions of last week?", "2026-05-04 2026-05-11!"},
      {"Give me a summary of yesterday", "2026-05-13 2026-05-14!"},
  }));
  INFO(question);
  CHECK(fixture().time(question) == read);
}

TEST_CASE("a day that may be to come is not read as past in a question that looks ahead", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"Who will present the results on Wednesday?", ""},
      {"Who'll present the results this Wednesday?", ""},
      {"Who\xE2\x80\x99ll present the results on Wednesday?", ""},
      {"What is Ben going to present on Wednesday?", ""},
      {"What does Ben need to say on Wednesday?", ""},
      {"What will be decided on Wednesday?", ""},
      {"Which actions are due on 2 March?", ""},
      {"What must we decide before 4 April?", ""},
      {"What must we decide before April 4?", ""},
      {"What shall we discuss between 1 March and 4 April?", ""},
      {"What should we discuss in March?", ""},
      {"What will we present on 2 March 2026?", "2026-03-02 2026-03-03!"},
      {"Who should have presented last Wednesday?", "2026-05-13 2026-05-14!"},
      {"What did Ben say on Wednesday he will do?", "2026-05-13 2026-05-14"},
      {"What did Ben say he will do on Wednesday?", "2026-05-13 2026-05-14"},  // says, or does
      {"Who will present what we decided on Wednesday?", "2026-05-13 2026-05-14!"},
      {"What should be done about what we discussed in March?", "2026-03-01 2026-04-01"},
      {"Quotes from Will on Wednesday", "2026-05-13 2026-05-14"},
      {"Which actions are due this week?", ""},
      {"What actions are due today?", ""},
      {"Who will present today?", ""},
      {"Today, who will present?", ""},
      {"What do we need to decide this week?", ""},
      {"What did we decide this week?", "2026-05-11 2026-05-15!"},
      {"What should I take away from this week's review?", "2026-05-11 2026-05-15!"},
      {"What do I need to do after today's standup?", "2026-05-14 2026-05-15"},
      {"Who will present in this week's review?", "2026-05-11 2026-05-15"},
  }));
  INFO(question);
  CHECK(fixture().time(question) == read);
}

TEST_CASE("a question is topical, pinpoint or unclear", "[question]") {
  struct Weighed {
    std::string_view question;
    double weight;
  };
  const auto [question, weight] = GENERATE(values<Weighed>({
      {"Summarise the discussion about pricing", kTopicalOwnWeight},
      {"What did Anna think of pricing?", kTopicalOwnWeight},
      {"Why is it late?", kTopicalOwnWeight},
      {"When is the deadline?", kPinpointOwnWeight},
      {"How many units were sold?", kPinpointOwnWeight},
      {"What date was named?", kPinpointOwnWeight},
      {"What is the selling price?", kPinpointOwnWeight},
      {"What's the name of the product?", kPinpointOwnWeight},
      {"Which animal did Ben draw?", kPinpointOwnWeight},
      {"When discussing cats, how did Ben see them?", kTopicalOwnWeight},
      {"What were the benefits of rubber?", kTopicalOwnWeight},
      {"Please, who owns the contract?", kPinpointOwnWeight},
      {"pricing", kUnclearOwnWeight},
      {"Who explained the delay?", kUnclearOwnWeight},
  }));
  INFO(question);
  CHECK(fixture().read(question).own_weight == weight);
}

TEST_CASE("each thing read is noted with its standing", "[question]") {
  const auto reading = fixture().read("What did Anna decide yesterday in the kick-off meeting?");
  CHECK(reading.notes == std::vector<std::string>{
                             "\"in the kick-off meeting\" taken as Kick-off: filter",
                             "\"yesterday\" taken as from 2026-05-13 to before 2026-05-14: prior",
                             "\"Anna\" taken as Anna Meyer: prior",
                             "asks for decision: prior",
                         });
  CHECK(fixture().read("battery life").notes.empty());
}

TEST_CASE("words from somebody's customers are not only his", "[question]") {
  CHECK(fixture().speakers("Show me quotes from Anna's customers") == "Anna Meyer");
  CHECK(fixture().speakers("Words from Ben's report") == "Ben Okafor");
  CHECK(fixture().speakers("Quotes from Anna and Ben's customers") == "Anna Meyer, Ben Okafor");
  CHECK(fixture().speakers("Only Anna's main points") == "Anna Meyer!");
  CHECK(fixture().speakers("Show me quotes from Anna and Ben") == "Anna Meyer!, Ben Okafor!");
}

TEST_CASE("whom the one who alone is wanted speaks of stays in the topic", "[question]") {
  const auto reading = fixture().read("Quotes from Ben on Anna's budget");
  CHECK(reading.speakers == std::vector<NamedSpeaker>{{.name = "Ben Okafor", .standing = Standing::filter}});
  CHECK(reading.focus.contains("Anna's budget"));
  CHECK(reading.notes == std::vector<std::string>{
                             "\"Ben\" taken as Ben Okafor: filter",
                             "\"Anna's\" taken as Anna Meyer: none",
                         });
}

TEST_CASE("a filter narrows the scope where the caller left it open", "[question]") {
  const auto reading = fixture().read("List all decisions in the kick-off meeting, only what Ben said, before 4 April");
  const MemoryFilter open = narrowed({}, reading);
  CHECK(open.types == std::vector{MemoryType::decision});
  CHECK(open.speakers == std::vector<std::string>{"Ben Okafor"});
  CHECK(open.meetings == fixture().only(0).meetings);
  CHECK(reading.time.to == parse_rfc3339("2026-04-04"));
  CHECK(reading.time.standing == Standing::filter);
  CHECK_FALSE(open.until);  // until is a moment, the time read is of meetings' starts: recall() keeps to it

  const MemoryFilter given{
      .speakers = {"Anna Meyer"}, .types = {MemoryType::idea}, .until = parse_rfc3339("2026-03-10")};
  const MemoryFilter kept = narrowed(given, reading);
  CHECK(kept.types == given.types);
  CHECK(kept.speakers == given.speakers);
  CHECK(kept.until == given.until);

  CHECK(narrowed(given, fixture().read("What did Ben decide in March?")) == given);
}

bool is_utf8(const std::string& text) {
  return valid_utf8(text) == text;
}

void check_reading(std::string_view question) {
  const auto reading = fixture().read(question);
  const auto again = fixture().read(question);
  CHECK(is_utf8(reading.focus));
  CHECK(reading.focus.empty() == question.empty());
  for (const auto& note : reading.notes) CHECK(is_utf8(note));
  CHECK(reading.focus == again.focus);
  CHECK(reading.speakers == again.speakers);
  CHECK(reading.notes == again.notes);
  for (const auto& speaker : reading.speakers) CHECK_FALSE(fixture().roster.seats(speaker.name).empty());
  if (reading.time.from && reading.time.to) CHECK(*reading.time.from < *reading.time.to);
}

TEST_CASE("any bytes are read the same each time, into valid text", "[question]") {
  std::mt19937 random(Catch::getSeed());
  const auto below = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(below(200), '\0');
    for (char& c : bytes) c = static_cast<char>(below(i % 2 == 0 ? 256 : 128));
    check_reading(bytes);
  }
}

TEST_CASE("any order of the words of questions is read", "[question]") {
  constexpr std::string_view kPieces[] = {"what",
                                          "did",
                                          "Anna",
                                          "Ben's",
                                          "the",
                                          "project manager",
                                          "say",
                                          "think",
                                          "about",
                                          "when",
                                          "discussing",
                                          "in",
                                          "meeting",
                                          "March",
                                          "between",
                                          "and",
                                          "2026",
                                          "last",
                                          "week",
                                          "ago",
                                          "two",
                                          "before",
                                          "only",
                                          "list",
                                          "all",
                                          "open",
                                          "decisions",
                                          "according to",
                                          "?",
                                          ",",
                                          "'",
                                          "\"",
                                          "kick-off",
                                          "31",
                                          "-",
                                          "Dr.",
                                          "A.",
                                          "Meyer",
                                          "\xE2\x80\x99s",
                                          "\xC3",
                                          "\xF0\x9F\x98\x80",
                                          "since",
                                          "summarise",
                                          "minister",
                                          "of",
                                          "was",
                                          "said",
                                          "by",
                                          "group",
                                          "'s",
                                          "99",
                                          "months",
                                          "500",
                                          "years"};
  std::mt19937 random(Catch::getSeed());
  const auto below = [&](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
  for (int i = 0; i < 3000; ++i) {
    std::string question;
    for (std::size_t n = below(14); n > 0; --n) {
      question += kPieces[below(std::size(kPieces))];
      if (below(8) > 0) question += ' ';
    }
    INFO(question);
    check_reading(question);
  }
}

}  // namespace
}  // namespace hebb
