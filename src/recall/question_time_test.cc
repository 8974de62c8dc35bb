// Which words of a question are a time of the meetings that it asks of, and which only look like one.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct Case {
  std::string_view question;
  std::string_view read;
};

QuestionFixture asked_at(const char* now) {
  QuestionFixture fixture({
      {"Planning", {"Anna Meyer"}, "2026-11-20T10:00:00Z"},
      {"Weekly sync", {"Anna Meyer", "Ben Okafor"}, "2026-11-23T10:00:00Z"},
      {"Retro", {"Ben Okafor"}, "2026-11-27T10:00:00Z"},
  });
  fixture.now = *parse_rfc3339(now);
  return fixture;
}

const QuestionFixture& on_monday() {
  static const QuestionFixture fixture = asked_at("2026-11-30T09:00:00Z");
  return fixture;
}

TEST_CASE("a weekday inside a name, of a habit or in quotation marks is no time", "[question]") {
  const auto [question, focus] = GENERATE(values<Case>({
      {"What did we decide about Black Friday?", "Black Friday"},
      {"what did we decide about black friday", "black friday"},
      {"What did we decide to sell on Black Friday?", "sell on Black Friday"},
      {"What was said about Cyber Monday?", "Cyber Monday"},
      {"What did we agree on for Good Friday?", "Good Friday"},
      {"What did Ben say about Ash Wednesday?", "Ash Wednesday"},
      {"Did we agree to switch from Jira to Monday?", "switch from Jira to Monday"},
      {"What do we discuss every Friday?", "every Friday"},
      {"What did we say about a Friday off?", "Friday off"},
      {"\"Last Friday\" decision", "\"Last Friday\" decision"},
      {"What was said of \xE2\x80\x9Con Friday\xE2\x80\x9D?", "Friday"},
      {"What did we decide on Monday.com?", "Monday.com"},
  }));
  INFO(question);
  CHECK(on_monday().time(question).empty());
  CHECK(on_monday().read(question).focus == focus);
}

TEST_CASE("a weekday to which nothing leads is a prior at most, and stays in the topic", "[question]") {
  for (const char* question :
       {"What did we decide about the Friday deadline?", "Did we agree to use Friday?", "Did anyone suggest Friday?",
        "Friday deadline decisions", "What did we agree to file in Friday?",
        "Did we decide to move the tickets from Friday?"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-27 2026-11-28");
    CHECK(on_monday().read(question).focus.contains("Friday"));
  }
}

TEST_CASE("a weekday that says when is a filter", "[question]") {
  for (const char* question :
       {"What did we discuss on Friday?", "What did we discuss last Friday?", "What was said this past Friday?",
        "What was decided about pricing last Friday?", "Friday, what was decided?", "What was decided Friday?",
        "Give me the decisions from Friday", "Tasks from Friday", "What was raised on Friday?",
        "What did Ben commit to on Friday?", "\"What was decided on Friday?\"", "What was decided in Friday's retro?",
        "What was said in the Friday retro?"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-27 2026-11-28!");
  }
  CHECK(on_monday().read("What was decided about pricing last Friday?").focus == "pricing");
}

TEST_CASE("a day behind what was promised is a prior at most, and stays in the topic", "[question]") {
  for (const char* question :
       {"What did Anna agree to send on Friday?", "What did Anna say she would send on Friday?",
        "What did Anna say she'd send on Friday?", "What did we agree to show the client on 27 November?",
        "Who said that he will call the bank on Friday?", "What did Anna plan to send on Friday?",
        "Who wants to present on Friday?"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-27 2026-11-28");
  }
  CHECK(on_monday().read("What did Anna agree to send on Friday?").focus == "send on Friday");
  CHECK(asked_at("2026-11-28T09:00:00Z").time("What did we promise to deliver this month?") == "2026-11-01 2026-11-29");
  for (const char* question : {"What did Anna say on Friday?", "What did Anna say to the client on Friday?",
                               "What did Anna say to Ben on Friday?", "What did Anna have to say on Friday?",
                               "What did Anna agree to send last Friday?", "I want to know what we decided on Friday",
                               "Could you list what was agreed on Friday?"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-27 2026-11-28!");
  }
}

TEST_CASE("a time is a filter of what is told in meetings, not of what else was done then", "[question]") {
  for (const char* question : {"What did we discuss last week?",
                               "Who promised to ring the bank last week?",
                               "What happened last week?",
                               "Who met last week?",
                               "Give me the action items from last week",
                               "Last week's open action items",
                               "Last week, who took the notes in the sync?",
                               "Summarise last week",
                               "Action items last week",
                               "List all action items created last week",
                               "Open action items last week",
                               "Issues raised last week",
                               "Which risks were raised last week?",
                               "What did Ben commit to last week?",
                               "What did Ben report last week?",
                               "What did Anna answer last week?",
                               "What was planned last week?",
                               "What did we approve last week?",
                               "Which invoices were approved last week?",
                               "Who reported a problem last week?",
                               "What are the issues that were raised last week?",
                               "Show all our open issues last week",
                               "What were the main risks last week?",
                               "Ben's action items last week"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-23 2026-11-30!");
  }
  for (const char* question : {"How many portals did we make last week?",
                               "How much did we say we spent last week?",
                               "What did we give Ben last week?",
                               "Which shop did Anna like last week?",
                               "Did we meet the target last week?",
                               "What tasks did Ben close last week?",
                               "Which team had most points last week?",
                               "How many interviews last week?",
                               "Which report did Ben send last week?",
                               "Did we send the report last week?",
                               "Did Ben's report arrive last week?",
                               "What plan did Ben follow last week?",
                               "Who answered the phone last week?",
                               "Did we pay the approved invoices last week?",
                               "Who made Ben's planned move last week?",
                               "What did Ben plan to send last week?",
                               "Who planned to send it last week?",
                               "Did the vendor fix the issues last week?",
                               "Which suppliers fixed the issues last week?",
                               "Did the vendor fix the issues raised last week?",
                               "Which customers had issues last week?",
                               "Who fixed the issues during the last week?",
                               "Did we pay the invoices that were approved last week?"}) {
    INFO(question);
    CHECK(on_monday().time(question) == "2026-11-23 2026-11-30");
  }
  CHECK(on_monday().time("How many were in last week's sync?") == "2026-11-23 2026-11-30!");
}

TEST_CASE("days, weeks and quarters before the last are read", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we decide the day before yesterday?", "2026-11-28 2026-11-29"},
      {"What was said on the day before yesterday?", "2026-11-28 2026-11-29"},
      {"What did we decide the week before last?", "2026-11-16 2026-11-23!"},
      {"What did we decide in the month before last?", "2026-09-01 2026-10-01"},
      {"What was said in the last couple of weeks?", "2026-11-17 2026-12-01!"},
      {"What was said over the past few days?", "2026-11-28 2026-12-01"},
      {"What did we decide two weeks before 3 November?", ""},
      {"What was decided the day after 23 November?", ""},
      {"What was decided in Q4?", "2026-10-01 2027-01-01"},
      {"What was decided in Q1?", "2026-01-01 2026-04-01"},
      {"What was decided in Q3 2026?", "2026-07-01 2026-10-01"},
      {"What was said about Q4?", ""},
      {"what was decided in oct", "2026-10-01 2026-11-01"},
      {"what was decided on 23 nov", "2026-11-23 2026-11-24!"},
      {"what was said in mar", ""},
      {"what did we decide in sun city", ""},
  }));
  INFO(question);
  CHECK(on_monday().time(question) == read);
  CHECK(asked_at("2026-11-29T09:00:00Z").time("What was said the day before yesterday?") == "2026-11-27 2026-11-28!");
  // Days are UTC's: the asker's own yesterday may be the one beside it.
  CHECK(asked_at("2026-11-29T01:30:00Z").time("What did we decide yesterday?") == "2026-11-28 2026-11-29");
  CHECK(asked_at("2026-02-10T09:00:00Z").time("What was decided in Q4?") == "2025-10-01 2026-01-01");
  CHECK(asked_at("2026-05-10T09:00:00Z").time("What was decided last May?") == "2025-05-01 2025-06-01");
  CHECK(asked_at("2026-06-10T09:00:00Z").time("What was decided last May?") == "2026-05-01 2026-06-01");
}

TEST_CASE("a time within the topic is no filter", "[question]") {
  const auto [question, read] = GENERATE(values<Case>({
      {"What did we decide about the 9 o'clock slot?", ""},
      {"What was said about the 2025 budget?", ""},
      {"What was decided in the 2025 budget?", ""},
      {"What was said about the November release?", "2026-11-01 2026-12-01"},
      {"What did we decide on the March report?", "2026-03-01 2026-04-01"},
      {"Did we agree on the 27 November deadline?", "2026-11-27 2026-11-28"},
      {"27 November deadline: what was decided?", "2026-11-27 2026-11-28"},
      {"What did we decide to finish by Friday?", ""},
      {"What did we decide on the Friday release?", "2026-11-27 2026-11-28"},
      {"What was said about the release on Friday?", "2026-11-27 2026-11-28"},
      {"What did we decide about the visit of 27 November?", "2026-11-27 2026-11-28"},
      {"Last week's budget: what was decided?", "2026-11-23 2026-11-30"},
      {"Last week's decisions on the budget", "2026-11-23 2026-11-30!"},
      {"Last week what did we decide?", "2026-11-23 2026-11-30!"},
      {"What was decided about the launch last week?", "2026-11-23 2026-11-30!"},
      {"What was decided about pricing on Friday?", "2026-11-27 2026-11-28!"},
  }));
  INFO(question);
  CHECK(on_monday().time(question) == read);
}

TEST_CASE("this Friday is that of this week, and no time where it is to come", "[question]") {
  const auto [now, read] = GENERATE(values<Case>({
      {"2026-11-30T09:00:00Z", ""},
      {"2026-12-03T09:00:00Z", ""},
      {"2026-11-27T09:00:00Z", "2026-11-27 2026-11-28!"},
      {"2026-11-28T09:00:00Z", "2026-11-27 2026-11-28!"},
  }));
  INFO(now);
  CHECK(asked_at(now.data()).time("What did we decide this Friday?") == read);
}

TEST_CASE("a month that is somebody's name is one of both", "[question]") {
  const QuestionFixture team({{.title = "One", .speakers = {"May Lin", "Anna"}, .started_at = "2026-04-02T10:00:00Z"},
                              {.title = "Two", .speakers = {"May Lin"}, .started_at = "2026-04-03T10:00:00Z"}});
  CHECK(team.speakers("What was decided between March and May about the price?").empty());
  CHECK(team.time("What was decided between March and May about the price?") == "2026-03-01 2026-06-01");
  CHECK(team.speakers("What do Anna and May disagree on?") == "Anna, May Lin");
  CHECK(team.time("What do Anna and May disagree on?").empty());
  CHECK(team.time("Action items not assigned to May").empty());
  CHECK(team.speakers("What did May say in May?") == "May Lin");
  CHECK(team.time("What did May say in March?") == "2026-03-01 2026-04-01");
}

TEST_CASE("a month or quarter right behind a list without a topic is a filter", "[question]") {
  QuestionFixture year({{"Spring", {"Anna Meyer", "May Lin"}, "2026-04-20T10:00:00Z"},
                        {"Early summer", {"Ben Okafor"}, "2026-05-23T10:00:00Z"},
                        {"Retro", {"Ben Okafor"}, "2026-11-27T10:00:00Z"}});
  year.now = *parse_rfc3339("2026-11-30T09:00:00Z");
  const auto [question, read] = GENERATE(values<Case>({
      {"List all action items from April", "2026-04-01 2026-05-01!"},
      {"Action items from April 2026", "2026-04-01 2026-05-01!"},
      {"Anna's open action items from April", "2026-04-01 2026-05-01!"},
      {"Decisions made in April", "2026-04-01 2026-05-01!"},
      {"Decisions in April", "2026-04-01 2026-05-01!"},
      {"What are the decisions from April?", "2026-04-01 2026-05-01!"},
      {"All decisions and action items from April", "2026-04-01 2026-05-01!"},
      {"Action points from April", "2026-04-01 2026-05-01!"},
      {"Action items from Q2", "2026-04-01 2026-07-01!"},
      {"Decisions taken during Q2", "2026-04-01 2026-07-01!"},
      {"List the risks from 2026", "2026-01-01 2027-01-01!"},
      {"Action items from January", "2026-01-01 2026-02-01"},  // no meeting was then
      // May be due then, or hers, or the list has a topic.
      {"Action items in April", "2026-04-01 2026-05-01"},
      {"Risks in Q2", "2026-04-01 2026-07-01"},
      {"Action items from May", "2026-05-01 2026-06-01"},
      {"Pricing decisions from April", "2026-04-01 2026-05-01"},
      {"Decisions about the launch in April", "2026-04-01 2026-05-01"},
      {"List all decisions that we made in April", "2026-04-01 2026-05-01"},
      {"Action items for Anna from April about the launch", "2026-04-01 2026-05-01"},
      {"Decisions on the plan from April", "2026-04-01 2026-05-01"},
      {"Decisions about April", ""},
      {"What did we decide in Q2?", "2026-04-01 2026-07-01"},
      {"What did we decide about moving the launch from Q1 to Q2?", ""},
      {"Action items by April", ""},
      {"Quotes from April", ""},
      {"Who fixed the issues from Q2?", ""},
  }));
  INFO(question);
  CHECK(year.time(question) == read);
  CHECK(year.speakers("Action items from May") == "May Lin");
}

TEST_CASE("a month is read where risks or issues are asked for", "[question]") {
  CHECK(on_monday().time("What were the risks in Q4?") == "2026-10-01 2027-01-01");
  CHECK(on_monday().time("What issues did we have in August?") == "2026-08-01 2026-09-01");
  CHECK(on_monday().time("How many issues did we close in August?").empty());
}

}  // namespace
}  // namespace hebb
