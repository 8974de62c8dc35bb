#include "text/chat_lines.h"

#include <algorithm>
#include <string>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/half_of_day.h"
#include "text/one_of.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestSender = 200;  // bytes
constexpr std::size_t kLongestOwn = 80;      // bytes, of what a window says itself
constexpr std::chrono::hours kHoursOfDay{24};

bool may_be_sender(std::string_view name) {
  return name.size() <= kLongestSender && could_be_wide_name(name) && is_proper_name(bare_name(name)) &&
         !is_heading_word(name) && !find_date(name);
}

// "jonas weber (Guest)"
bool may_be_small_sender(std::string_view name) {
  constexpr std::ptrdiff_t kMostSpaces = 2;
  const std::string_view bare = trimmed(name.substr(0, name.find(" (")));
  return could_be_name(bare) && !has_small_word(bare) && std::ranges::count(bare, ' ') <= kMostSpaces &&
         std::ranges::none_of(bare, is_digit) && !is_heading_word(bare);
}

bool is_word_of_day(std::string_view word) {
  return one_of(lower_ascii(word), {"today", "yesterday", "heute", "gestern", "hier", "ayer", "hoy"}) ||
         (word.size() > 3 && is_day_name(word));
}

// "3/15", "15.03.": of this year
bool is_day_of_year(std::string_view word) {
  if (word.ends_with('.')) word.remove_suffix(1);
  const std::size_t mark = word.find_first_of("/.");
  return mark != std::string_view::npos && day_number(word.substr(0, mark)) && day_number(word.substr(mark + 1)) &&
         is_digit(word.back());
}

// A time, or a day and a time, and nothing else. `any`: up to three words that nobody knows are a day too.
std::optional<ChatStamp> day_and_clock(std::string_view text, bool any) {
  constexpr int kMostWords = 3;
  std::size_t at = 0;
  for (int words = 0; words <= kMostWords && at < text.size(); ++words, at = text.find(' ', at + 1)) {
    std::string_view rest = trimmed(text.substr(at));
    auto stamp = take_clock(rest);
    if (!stamp || !rest.empty()) continue;
    stamp->day.word = trimmed(text.substr(0, at));
    const bool known = words == 0 || is_word_of_day(stamp->day.word) || is_day_of_year(stamp->day.word);
    return known || any ? stamp : std::nullopt;
  }
  return std::nullopt;
}

std::optional<TeamsStamp> stamp_in_brackets(std::string_view line, bool any) {
  if (!line.starts_with('[')) return std::nullopt;
  std::string_view rest = line;
  if (const auto dated = take_day_stamp(rest); dated && dated->marked)
    return TeamsStamp{.stamp = {.day = {.date = dated->day}, .time = dated->time}, .behind = rest};
  const std::size_t end = line.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  const auto stamp = day_and_clock(line.substr(1, end - 1), any);
  return stamp ? std::optional(TeamsStamp{.stamp = *stamp, .behind = trimmed(line.substr(end + 1))}) : std::nullopt;
}

// ":house_with_garden:", ":+1::skin-tone-2:"; moves past it.
bool take_emoji(std::string_view& text) {
  if (!text.starts_with(':')) return false;
  const std::size_t end = text.find(':', 1);
  if (end == std::string_view::npos || end < 2) return false;
  const auto fits = [](char c) {
    return is_digit(c) || (is_letter(c) && !is_upper(c)) || std::string_view("_-+'").contains(c);
  };
  if (!std::ranges::all_of(text.substr(1, end - 1), fits)) return false;
  text.remove_prefix(end + 1);
  return true;
}

std::string_view without_status(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return name;
  std::string_view rest = name.substr(colon);
  while (take_emoji(rest)) rest = trimmed(rest);
  return rest.empty() ? trimmed(name.substr(0, colon)) : name;
}

// "GitHub APP": who is no person.
std::string_view without_badge(std::string_view name) {
  for (const std::string_view badge : {" APP", " WORKFLOW", "\tAPP", "\tWORKFLOW"}) {
    if (name.ends_with(badge)) return trimmed(name.substr(0, name.size() - badge.size()));
  }
  return name;
}

// "APP  ", before a time; moves past it.
bool take_badge(std::string_view& text) {
  for (const std::string_view badge : {"APP", "WORKFLOW"}) {
    const std::string_view rest = text.substr(std::min(badge.size(), text.size()));
    if (!text.starts_with(badge) || trimmed(rest).size() == rest.size()) continue;
    text = trimmed(rest);
    return true;
  }
  return false;
}

std::string_view without_long_dash(std::string_view name) {
  constexpr std::string_view kDash = " \u2014";
  return name.ends_with(kDash) ? trimmed(name.substr(0, name.size() - kDash.size())) : name;
}

// "2:05 PM", "Today at 2:05 PM", "Mar 3rd at 2:05 PM", "Friday at 2:05 PM"; moves past it.
std::optional<ChatStamp> take_when(std::string_view& text) {
  constexpr std::string_view kAt = " at ";
  const std::size_t at = text.find(kAt);
  if (at == std::string_view::npos) return take_clock(text);
  const std::string_view word = text.substr(0, at);
  const auto day = slack_day(word);
  if (!day && !weekday_number(lower_ascii(word))) return std::nullopt;
  std::string_view rest = trimmed(text.substr(at + kAt.size()));
  auto stamp = take_clock(rest);
  if (!stamp) return std::nullopt;
  stamp->day = day ? day->day : ChatDay{.word = word};
  text = rest;
  return stamp;
}

// "Maya Lee  2:05 PM", "Maya Lee [2:05 PM]"; a mere space only behind an emoji.
std::optional<ChatHead> name_then_clock(std::string_view line) {
  for (std::size_t at = line.find_first_of(" \t"); at < line.size(); at = line.find_first_of(" \t", at + 1)) {
    std::string_view rest = trimmed(line.substr(at));
    const bool square = rest.starts_with('[') && rest.ends_with(']');
    if (square) rest = rest.substr(1, rest.size() - 2);
    const auto stamp = take_when(rest);
    if (!stamp || !rest.empty()) continue;
    const std::string_view whole = trimmed(line.substr(0, at));
    const std::string_view before = stamp->day == ChatDay{} ? whole : without_long_dash(whole);
    const std::string_view unbadged = without_badge(before);
    const std::string_view name = without_status(unbadged);
    const bool status = name.size() < unbadged.size();
    const bool apart =
        square || status || before.size() < whole.size() || line[at] == '\t' || line.substr(at).starts_with("  ");
    if (!apart || !could_be_wide_name(name) || find_date(name)) return std::nullopt;
    return ChatHead{
        .name = name, .stamp = *stamp, .badge = unbadged.size() < before.size(), .marked = name.size() < before.size()};
  }
  return std::nullopt;
}

// "Maya Lee — 3/15/2026 2:05 PM"
std::optional<ChatHead> name_then_date(std::string_view line) {
  constexpr std::string_view kDash = " \u2014 ";
  const std::size_t at = line.rfind(kDash);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view when = line.substr(at + kDash.size());
  std::string_view rest = when.substr(std::min(when.find(' '), when.size()));
  skip_spaces(rest);
  const auto dated = take_day_stamp(when);
  auto stamp = take_clock(rest);
  const std::string_view name = trimmed(line.substr(0, at));
  if (!dated || dated->marked || !when.empty() || !stamp || !rest.empty() || !could_be_wide_name(name))
    return std::nullopt;
  stamp->day.date = dated->day;
  return ChatHead{.name = name, .stamp = *stamp};
}

std::size_t digits_at(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

}  // namespace

std::optional<ChatStamp> take_clock(std::string_view& text) {
  std::string_view rest = text;
  const auto stamp = take_stamp(rest);
  if (!stamp) return std::nullopt;
  const std::string_view written = text.substr(0, text.size() - rest.size());
  if (written.size() > 5 || std::ranges::count(written, ':') != 1) return std::nullopt;
  const Milliseconds clock = *stamp * 60;  // it was read as minutes and seconds
  const auto half = take_half_of_day(rest);
  const auto time = half ? on_24_hours(clock, *half) : std::optional(clock);
  if (!time || *time >= kHoursOfDay) return std::nullopt;
  text = rest;
  return ChatStamp{.time = *time, .halved = half.has_value()};
}

std::optional<ChatHead> teams_head(std::string_view line, std::string_view below) {
  line = trimmed(line);
  if (line.starts_with('[')) {
    const auto stamp = stamp_in_brackets(line, false);
    if (!stamp || !may_be_sender(stamp->behind)) return std::nullopt;
    return ChatHead{.name = stamp->behind, .stamp = stamp->stamp};
  }
  std::string_view rest = trimmed(below);
  if (rest.empty() || !is_digit(rest.front())) return std::nullopt;
  const auto dated = take_day_stamp(rest);
  if (!dated || dated->marked || !rest.empty() || !may_be_sender(line)) return std::nullopt;
  const bool halved = !is_digit(trimmed(below).back());
  return ChatHead{
      .name = line, .stamp = {.day = {.date = dated->day}, .time = dated->time, .halved = halved}, .lines = 2};
}

std::optional<TeamsStamp> teams_stamp(std::string_view line) {
  line = trimmed(line);
  auto stamp = stamp_in_brackets(line, false);
  const bool known = stamp.has_value();
  if (!known) stamp = stamp_in_brackets(line, true);
  if (!stamp) return stamp;
  stamp->known = known;
  stamp->before_small_name = may_be_small_sender(stamp->behind);
  const bool guest = stamp->before_small_name && stamp->behind.ends_with(')');
  stamp->before_name = guest || may_be_sender(stamp->behind);
  return stamp;
}

std::optional<ChatHead> teams_recent_head(std::string_view line, std::string_view below) {
  line = trimmed(line);
  const auto stamp = day_and_clock(trimmed(below), false);
  if (!stamp || !may_be_sender(line)) return std::nullopt;
  return ChatHead{.name = line, .stamp = *stamp, .lines = 2};
}

bool is_earlier(const ChatStamp& a, const ChatStamp& b) {
  if (a.day == b.day) return a.time < b.time && (a.day != ChatDay{} || b.time - a.time < kHoursOfDay / 2);
  if (!a.day.date) return !a.day.word.empty() && b.day == ChatDay{};
  if (!b.day.date) return true;  // days in words are the last ones
  const auto in_order = [&](DayOrder order) {
    const auto from = calendar_day(*a.day.date, order);
    const auto to = calendar_day(*b.day.date, order);
    return from && to && *from < *to;
  };
  const DayOrder order = a.day.date->order == DayOrder::unknown ? b.day.date->order : a.day.date->order;
  if (order != DayOrder::unknown) return in_order(order);
  return in_order(DayOrder::day_first) && in_order(DayOrder::month_first);
}

bool is_teams_own(std::string_view line) {
  return one_of(trimmed(line), {"Edited", "has context menu"});
}

std::optional<ChatHead> slack_head(std::string_view line, std::string_view below) {
  if (line.size() > kLongestSender) return std::nullopt;
  const bool set_in = below.starts_with("  ") || below.starts_with('\t');
  line = trimmed(line);
  if (auto head = name_then_clock(line)) return head;
  if (auto head = name_then_date(line)) return head;
  std::string_view rest = trimmed(below);
  const bool badge = take_badge(rest);
  const auto stamp = take_when(rest);
  const bool apart = set_in || badge;
  if (!stamp || !rest.empty() || !(apart || stamp->halved || stamp->day != ChatDay{})) return std::nullopt;
  const std::string_view name = without_status(line);
  const bool wide = set_in || (badge && !has_small_word(name));
  if (!may_be_sender(name) && !(wide && could_be_wide_name(name))) return std::nullopt;
  return ChatHead{.name = name,
                  .stamp = *stamp,
                  .lines = 2,
                  .badge = badge,
                  .set_in = set_in,
                  .marked = apart || name.size() < line.size()};
}

bool is_slack_status(std::string_view line) {
  return (is_reaction(line) && !is_counted_reaction(line)) || one_of(trimmed(line), {"APP", "WORKFLOW"});
}

std::optional<SlackDay> slack_day(std::string_view line) {
  line = trimmed(line);
  if (line.size() > kLongestOwn) return std::nullopt;
  if (one_of(line, {"Today", "Yesterday"})) return SlackDay{.day = {.word = line}, .written_too = true};
  std::string_view rest = line;
  const auto take_word = [&] {
    rest.remove_prefix(std::min(rest.find_first_not_of(" ,"), rest.size()));
    const std::string_view word = rest.substr(0, rest.find_first_of(" ,"));
    rest.remove_prefix(word.size());
    return word;
  };
  std::string_view first = take_word();
  const bool weekday = weekday_number(lower_ascii(first)).has_value();
  if (weekday) first = take_word();
  const std::string_view second = take_word();
  const bool day_first = !first.empty() && is_digit(first.front());
  const std::string_view number = day_first ? first : second;
  const auto month = month_number(lower_ascii(day_first ? second : first));
  const auto day = day_number(number);
  if (!month || !day || (day_first && !is_upper(second.front()))) return std::nullopt;
  const bool counted = !is_digit(number.back());  // "16th"
  if (!day_first && !counted && !weekday) return std::nullopt;
  if (rest.empty()) return SlackDay{.day = {.word = line}, .written_too = !weekday && !counted};
  const auto year = year_number(take_word());
  if (!year || !rest.empty()) return std::nullopt;
  const WrittenDay date{
      .year = *year, .first = static_cast<int>(*day), .second = static_cast<int>(*month), .order = DayOrder::day_first};
  return SlackDay{.day = {.date = date}};
}

bool is_slack_own(std::string_view line) {
  line = trimmed(line);
  if (line.size() > kLongestOwn) return false;
  constexpr std::string_view kLast = "Last reply ";
  if (line.starts_with(kLast)) {
    const std::string_view when = line.substr(kLast.size());
    return is_digit(when.front()) || when.starts_with("today at ") || when.starts_with("yesterday at ");
  }
  if (one_of(line, {"New", "View thread"})) return true;
  const std::size_t digits = digits_at(line);
  if (digits == 0 || digits > 3) return false;
  const std::string_view rest = line.substr(digits);
  return rest == " replies" || rest == " reply" || rest.starts_with(" repliesLast reply ") ||
         rest.starts_with(" replyLast reply ");
}

bool may_be_written(std::string_view line) {
  line = trimmed(line);
  if (one_of(line, {"Edited", "New"})) return true;
  return is_slack_own(line) && (line.ends_with(" replies") || line.ends_with(" reply"));
}

bool is_reaction(std::string_view line) {
  line = trimmed(line);
  bool any = false;
  while (!line.empty()) {
    if (!take_emoji(line)) return false;
    any = true;
    skip_spaces(line);
    const std::size_t digits = digits_at(line);
    if (digits > 3) return false;
    line.remove_prefix(digits);
    skip_spaces(line);
  }
  return any;
}

bool is_counted_reaction(std::string_view line) {
  line = trimmed(line);
  return is_reaction(line) && is_digit(line.back());
}

std::string_view without_edited(std::string_view line) {
  constexpr std::string_view kEdited = "(edited)";
  line = trimmed(line);
  return line.ends_with(kEdited) ? trimmed(line.substr(0, line.size() - kEdited.size())) : line;
}

}  // namespace hebb
