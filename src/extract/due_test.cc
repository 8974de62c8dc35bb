#include "extract/due.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

#include "text/normalise.h"

namespace hebb {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr sys_days kWednesday{2026y / 11 / 25};

std::optional<sys_days> due(std::string_view text, sys_days said = kWednesday) {
  return due_day(words_of(text), said);
}

struct Example {
  std::string_view text;
  std::chrono::year_month_day day;
};

TEST_CASE("a due day is resolved from the day on which it was said") {
  const auto [text, day] = GENERATE(values<Example>({
      {"I'll send it by Friday.", 2026y / 11 / 27},
      {"I'll send it tomorrow.", 2026y / 11 / 26},
      {"I'll send it the day after tomorrow.", 2026y / 11 / 27},
      {"I will finish that today.", 2026y / 11 / 25},
      {"I'll mail it this afternoon.", 2026y / 11 / 25},
      {"We need to submit it before Monday.", 2026y / 11 / 29},
      {"I'll prepare it on Wednesday.", 2026y / 12 / 2},
      {"I'll do it next Monday.", 2026y / 11 / 30},
      {"I'll upload it this Friday.", 2026y / 11 / 27},
      {"Could you update it Thursday morning?", 2026y / 11 / 26},
      {"I'll send it by the end of the week.", 2026y / 11 / 27},
      {"I'll send it by the end of next week.", 2026y / 12 / 4},
      {"before the end of March", 2027y / 3 / 30},
      {"by the end of the month", 2026y / 11 / 30},
      {"by the end of the year", 2026y / 12 / 31},
      {"We will schedule it next week.", 2026y / 12 / 4},
      {"We will schedule it next month.", 2026y / 12 / 31},
      {"I'll report back in two weeks.", 2026y / 12 / 9},
      {"I'll report back within a month.", 2026y / 12 / 25},
      {"due on the 15th", 2026y / 12 / 15},
      {"by the 31st", 2026y / 12 / 31},
      {"by 3 December", 2026y / 12 / 3},
      {"by March 3rd", 2027y / 3 / 3},
      {"until 5 January 2028", 2028y / 1 / 5},
      {"by 2026-12-01", 2026y / 12 / 1},
      {"We'll publish it in January.", 2027y / 1 / 31},
      {"I'll send it by Thursday, the 26th of November.", 2026y / 11 / 26},
      {"by Friday, December 4th", 2026y / 12 / 4},
      {"before Friday 4 December", 2026y / 12 / 3},
      {"on Monday, 7 December", 2026y / 12 / 7},
      {"by Friday the 4th", 2026y / 12 / 4},
      {"by Friday 4th", 2026y / 12 / 4},
      {"on Friday next week", 2026y / 12 / 4},
      {"a week from Friday", 2026y / 12 / 4},
      {"by the end of the week after next", 2026y / 12 / 11},
      {"by end of day tomorrow", 2026y / 11 / 26},
      {"by end of day on Friday", 2026y / 11 / 27},
      {"by EOD Friday", 2026y / 11 / 27},
      {"by EOD", 2026y / 11 / 25},
      {"by the end of the day", 2026y / 11 / 25},
      {"by 24/12/2026", 2026y / 12 / 24},
      {"by 12/24/2026", 2026y / 12 / 24},
      {"by the 24.12.", 2026y / 12 / 24},
      {"by the fourth of December", 2026y / 12 / 4},
      {"I'll send it by Friday after lunch.", 2026y / 11 / 27},
      {"I'll send it by Friday in the morning.", 2026y / 11 / 27},
      {"I'll finish that by the twelfth.", 2026y / 12 / 12},
      {"Please do it before the twenty-fourth, because I see them.", 2026y / 12 / 23},
      {"by next Friday, the fourth", 2026y / 12 / 4},
      {"on the first of January", 2027y / 1 / 1},
      {"I'll send it two weeks from today.", 2026y / 12 / 9},
      {"a week from tomorrow", 2026y / 12 / 3},
      {"three days from today", 2026y / 11 / 28},
      {"by Friday of next week", 2026y / 12 / 4},
      {"by next week Friday", 2026y / 12 / 4},
      {"next week on Tuesday", 2026y / 12 / 1},
      {"before next Monday", 2026y / 11 / 29},
      {"by the end of June 2028", 2028y / 6 / 30},
      {"I'll publish it in January 2028", 2028y / 1 / 31},
      {"by the end of December next year", 2027y / 12 / 31},
      {"by the 28th of next month", 2026y / 12 / 28},
      {"by the first of next month", 2026y / 12 / 1},
      {"by the 28th of this month", 2026y / 11 / 28},
      {"before the end of the day", 2026y / 11 / 25},
      {"before the end of the week", 2026y / 11 / 27},
      {"before the end of the month", 2026y / 11 / 29},
      {"I'll send it Friday, not Thursday.", 2026y / 11 / 27},
      {"not on Monday but by Friday", 2026y / 11 / 27},
      {"I'll tell you whether it works or not by Friday.", 2026y / 11 / 27},
      {"I'll send the invitation for Monday by Friday.", 2026y / 11 / 27},
      {"I'll send what we discussed on Monday by Friday.", 2026y / 11 / 27},
      {"I'll send the report they requested by Friday.", 2026y / 11 / 27},
      {"I'll send it on the first Monday in December.", 2026y / 12 / 7},
      {"I'll get that done tomorrow.", 2026y / 11 / 26},
      {"I'll have that finished on Friday.", 2026y / 11 / 27},
      {"I'll have that sent today.", 2026y / 11 / 25},
      {"I'll send the draft on Wednesday so legal can sign it by Friday.", 2026y / 12 / 2},
      {"I'll send it Thursday, they need it by Monday.", 2026y / 11 / 26},
      {"I'll send the agenda of the meeting on Monday by Friday.", 2026y / 11 / 27},
      {"I'll send the invitation for Monday and the agenda by Friday.", 2026y / 11 / 27},
      {"by Friday, or is that too tight?", 2026y / 11 / 27},
      {"before the second Friday of January 2027", 2027y / 1 / 7},
  }));
  INFO(text);
  CHECK(due(text) == sys_days(day));
}

TEST_CASE("words that leave the day open state none") {
  const auto text = GENERATE(
      "I'll send it soon.", "by next week", "next Friday", "this Monday", "in a few days", "in a couple of weeks",
      "I'll send what we discussed today to the board.", "since Monday", "I'll send the minutes of last Friday.",
      "every Monday", "two weeks ago", "in two or three days", "by March", "by Friday or so", "for 3 people",
      "by Friday in two weeks",
      "by Friday the 28th",  // a Saturday
      "by 4/5/2027", "by the start of next month", "by early next week", "the middle of next month",
      "a few weeks from today", "publish what was sold in June 2025", "what we closed at the end of March last year",
      "on the third floor", "on the first and second floor", "bring it down by 15.5 percent", "a few weeks from Friday",
      "I'll do it, but not today.", "not by Friday", "not before the end of the week", "the notes from Friday",
      "I'll send the contract we got on Monday to legal.", "I'll send the contract that arrived on Monday to legal.",
      "I'll send the contract they signed in March.", "I'll send the slides you presented this week.",
      "I'll prepare the agenda for next week.", "I'll update the forecast for next quarter.", "for 24.5 euros",
      "at the next meeting", "by the 32nd", "until 31 November 2026", "");
  INFO(text);
  CHECK_FALSE(due(text));
}

TEST_CASE("a day is the next one, over the ends of months and years") {
  CHECK(due("on the 30th", 2027y / 1 / 31) == sys_days(2027y / 3 / 30));
  CHECK(due("by 29 February", 2026y / 11 / 25) == sys_days(2028y / 2 / 29));
  CHECK(due("in a month", 2027y / 1 / 31) == sys_days(2027y / 2 / 28));
  CHECK_FALSE(due("this week", 2026y / 11 / 28));  // a Saturday
  CHECK(due("by next week Tuesday", 2026y / 11 / 23) == sys_days(2026y / 12 / 1));
  CHECK(due("by the 5th of next month", 2026y / 12 / 2) == sys_days(2027y / 1 / 5));
  CHECK_FALSE(due("by the 31st of next month", 2026y / 10 / 2));
  CHECK(due("tomorrow", 2026y / 12 / 31) == sys_days(2027y / 1 / 1));
}

constexpr sys_days kTuesday{2026y / 3 / 10};

TEST_CASE("a modifier of a day is understood") {
  const auto [text, day] = GENERATE(values<Example>({
      {"by the last Friday in April", 2026y / 4 / 24},
      {"on the last Monday in March", 2026y / 3 / 30},
      {"by the 2nd Friday in April", 2026y / 4 / 10},
      {"by the end of the year 2027", 2027y / 12 / 31},
      {"by end of 2026", 2026y / 12 / 31},
      {"by the end of Q1", 2026y / 3 / 31},
      {"by the end of H1", 2026y / 6 / 30},
      {"by month end", 2026y / 3 / 31},
      {"by year end", 2026y / 12 / 31},
      {"on the last day of March", 2026y / 3 / 31},
      {"on or before March 18", 2026y / 3 / 18},
      {"on or before Friday", 2026y / 3 / 13},
      {"no later than the 20th of March", 2026y / 3 / 20},
      {"no later than Friday", 2026y / 3 / 13},
      {"I'll send it tomorrow week.", 2026y / 3 / 18},
      {"I'll send it a week tomorrow.", 2026y / 3 / 18},
      {"I'll finish the week tomorrow.", 2026y / 3 / 11},
      {"by this time next week", 2026y / 3 / 17},
      {"in a fortnight", 2026y / 3 / 24},
      {"within 48 hours", 2026y / 3 / 12},
      {"two weeks before the 1st of May", 2026y / 4 / 17},
      {"a week before the end of April", 2026y / 4 / 23},
      {"three days before Friday", 2026y / 3 / 10},
      {"the day before Thursday", 2026y / 3 / 11},
      {"by May first", 2026y / 5 / 1},
      {"by March twenty third", 2026y / 3 / 23},
      {"by Fri 13 Mar", 2026y / 3 / 13},
      {"by Friday of this week", 2026y / 3 / 13},
      {"by the 15th I will have it", 2026y / 3 / 15},
      {"by Friday before the meeting", 2026y / 3 / 13},
      {"by Monday, actually make that Tuesday", 2026y / 3 / 17},
      {"by Wednesday, no, sorry, Thursday", 2026y / 3 / 12},
      {"by the 12th, sorry, the 13th", 2026y / 3 / 13},
      {"by Friday, no problem", 2026y / 3 / 13},
      {"by Friday, no later than noon", 2026y / 3 / 13},
      {"Cancel the subscription that is too dear by Friday.", 2026y / 3 / 13},
      {"by the 20th EOD", 2026y / 3 / 20},
      {"by the 15th end of day", 2026y / 3 / 15},
      {"on the 20th after lunch", 2026y / 3 / 20},
      {"on the 20th before lunch", 2026y / 3 / 20},
      {"on the 20th first thing", 2026y / 3 / 20},
      {"by the 20th noon", 2026y / 3 / 20},
      {"by the 20th thanks", 2026y / 3 / 20},
      {"by the 20th together with Anna", 2026y / 3 / 20},
      {"by the 20th unless it rains", 2026y / 3 / 20},
      {"by the 15th Anna will have it", 2026y / 3 / 15},
      {"by the 15th draft the letter", 2026y / 3 / 15},
      {"by EOD", 2026y / 3 / 10},
      {"before the lease ends on 31 March", 2026y / 3 / 31},
      {"before the sale ends on Friday", 2026y / 3 / 13},
      {"Cancel the trial before it expires on Friday.", 2026y / 3 / 13},
      {"by Friday, sorry, on Monday I am away", 2026y / 3 / 13},
      {"by Friday, sorry, Monday morning please", 2026y / 3 / 16},
      {"by Friday, sorry, the 19th of March at the latest", 2026y / 3 / 19},
  }));
  INFO(text);
  CHECK(due(text, kTuesday) == sys_days(day));
}

TEST_CASE("a day that a modifier makes another, or a matter's own, is none") {
  const auto text =
      GENERATE("by Good Friday", "by Easter Monday", "by Black Friday", "by the third Friday",
               "by the following Friday", "by Friday of the week after next", "by the 3rd quarter", "by the 2nd week",
               "by the 2nd draft", "by Friday, sorry, Monday or Tuesday", "by the 2nd Friday", "We met the 20th EOD.",
               "two weeks before the lease ends on 31 March", "by the end of week 12", "a week on Friday",
               "two days before the workshop on the 26th", "a day after the fair on the 18th", "after Friday",
               "no earlier than Friday", "starting Monday", "on Friday at the earliest", "by the 4th at the earliest",
               "We have three days before Friday.", "the offer that is valid until the 31st",
               "the contract that ends by the end of June", "Renew the subscription that expires on Friday.");
  INFO(text);
  CHECK_FALSE(due(text, kTuesday));
}

TEST_CASE("a date without a year that has just passed is past") {
  CHECK_FALSE(due("by 2 April", 2026y / 4 / 8));
  CHECK_FALSE(due("by March 5", kTuesday));
  CHECK_FALSE(due("by the 9th of March", kTuesday));
  CHECK_FALSE(due("by the end of February", kTuesday));
  CHECK_FALSE(due("by 28 December", 2027y / 1 / 10));
  CHECK(due("by the 10th of March", kTuesday) == kTuesday);
  CHECK_FALSE(due("by 20 February", kTuesday));
  CHECK(due("by 15 January", kTuesday) == sys_days(2027y / 1 / 15));
  CHECK(due("by 31 December", kTuesday) == sys_days(2026y / 12 / 31));
  CHECK(due("by 1 December", kTuesday) == sys_days(2026y / 12 / 1));
  CHECK(due("by the end of December", kTuesday) == sys_days(2026y / 12 / 31));
}

}  // namespace
}  // namespace hebb
