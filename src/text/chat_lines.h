// The lines of a chat as it is copied from the window of Teams or Slack: who wrote and when, and what the window shows
// besides. Private to text/. It does not decide whether a text is such a chat (format_window_chat.cc).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "text/dated_stamps.h"

namespace hebb {

// As the window shows it; of neither where a time stands alone.
struct ChatDay {
  std::optional<WrittenDay> date;
  std::string_view word;  // "Yesterday", "Monday, March 16th": some day, though nobody can tell which
  bool operator==(const ChatDay&) const = default;
};

struct ChatStamp {
  ChatDay day;
  Milliseconds time{};  // since midnight
  bool halved = false;  // with AM or PM
};

struct ChatHead {
  std::string_view name;
  ChatStamp stamp;
  std::size_t lines = 1;  // two where the name stands above the time, three with Slack's status between
  bool badge = false;     // "APP" behind the name
  bool set_in = false;    // its time, below the name
  bool marked = false;    // as Slack alone writes it: set in, or an emoji or "APP" behind the name
};

struct SlackDay {
  ChatDay day;
  bool written_too = false;  // "Today", "16 March": by people too
};

// "2:05 PM", "14:05"; moves past it.
std::optional<ChatStamp> take_clock(std::string_view& text);

// "[3/15/2026 2:05 PM] Ben Carter", "[Yesterday 2:05 PM] Carter, Ben"; or "Ben Carter" above "3/15/2026 2:05 PM".
// `below`: the next line.
std::optional<ChatHead> teams_head(std::string_view line, std::string_view below);
// What begins a message only in a text that is such a chat: "[Předevčírem 14:06] jonas weber (Guest)", and before what
// is no name "[3/15/2026 2:45 PM] Meeting ended: 45m".
struct TeamsStamp {
  ChatStamp stamp;
  std::string_view behind;
  bool known = false;  // its day, or it has none
  bool before_name = false;
  bool before_small_name = false;  // perhaps: "jonas weber"
};
std::optional<TeamsStamp> teams_stamp(std::string_view line);
// "Yesterday 2:05 PM", "9:12 AM", below a name.
std::optional<ChatHead> teams_recent_head(std::string_view line, std::string_view below);
// Whether `a` was surely before `b`.
bool is_earlier(const ChatStamp& a, const ChatStamp& b);
// "Edited", "has context menu"
bool is_teams_own(std::string_view line);

// "Maya Lee  2:05 PM", "Maya Lee:house:  2:05 PM", "Maya Lee [2:05 PM]", "GitHub APP  2:05 PM", Discord's "Maya Lee —
// Today at 2:05 PM" and "Maya Lee — 3/15/2026 2:05 PM"; or "Maya Lee" above "  2:05 PM", "APP  2:05 PM", "Mar 3rd at
// 2:05 PM".
std::optional<ChatHead> slack_head(std::string_view line, std::string_view below);
// What may stand on a line between a name and its time: ":house:", "APP"
bool is_slack_status(std::string_view line);
// "Monday, March 16th", "March 16th, 2025", "Monday, 16 March", "Today"
std::optional<SlackDay> slack_day(std::string_view line);
// "3 replies", "View thread", "Last reply today at 2:20 PM"
bool is_slack_own(std::string_view line);
// What either window says itself and people write too: "Edited", "New", "3 replies".
bool may_be_written(std::string_view line);
// ":+1:", ":tada: 2"
bool is_reaction(std::string_view line);
bool is_counted_reaction(std::string_view line);  // with a number
std::string_view without_edited(std::string_view line);

}  // namespace hebb
