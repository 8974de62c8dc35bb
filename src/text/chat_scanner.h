// The lines of a chat as it is copied from the window of Teams or Slack, each with its part in it. Private to text/. It
// is told the window, and does not decide whether a text is such a chat (format_window_chat.cc).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "base/time.h"
#include "text/chat_lines.h"
#include "text/transcript_source.h"

namespace hebb {

inline constexpr std::size_t kMostNamesOfChat = 20'000;  // that are told apart: memory is bounded

// `slack_halves`: times with AM and PM; `slack`: of 24 hours.
enum class Window { none, teams, slack_halves, slack };

struct ChatForm {
  Window window = Window::none;
  bool stamps_before_text = false;  // Slack's "2:06 text", where no stamp stands on a line of its own
  bool set_in = false;              // Slack's times below names, but for a few
  bool undated = false;             // most of Slack's heads tell no day
  bool in_brackets = false;         // Teams' days and times, before names
  bool times_below = false;         // Teams', below names
  std::uint32_t last_date = 0;      // the line of the last of these that have one
};

struct ChatLine {
  enum class Kind { above, said, head, more, day, own, stray };  // stray: nobody's, behind a day and a time
  Kind kind = Kind::said;
  std::uint32_t number = 0;
  std::string_view text;  // of above, said, more, stray
  bool after_blank = false;
  std::string_view name;  // of a head
  ChatStamp stamp;        // of a head, a stray, and of more from the same sender
  bool marked = false;
  bool badge = false;  // a head of Slack's for what is no person
  bool above = false;  // a head whose time stands below its name
  bool set_in = false;
  bool dated = false;  // a head of Slack's that tells its day itself
};

// A head that is of the chat's form.
struct CertainHead {
  std::uint32_t line = 0;
  std::optional<ChatStamp> stamp;  // nothing: none follows
};

// The lines that are not blank.
class ChatScanner {
 public:
  ChatScanner(std::string_view text, ChatForm form) : lines_(text), form_(form) {}
  std::optional<ChatLine> next();

 private:
  bool of_slack() const { return form_.window != Window::teams; }
  std::optional<ChatHead> head_at(std::string_view line, LineCursor below, bool after_blank) const;
  std::optional<ChatHead> head_of_slack(std::string_view line, LineCursor& below) const;
  bool is_of_other_form(const ChatHead& head) const;
  bool stands_in_order(const ChatHead& head, LineCursor below) const;
  std::optional<ChatHead> head_of_teams(std::string_view line, const std::optional<Line>& below,
                                        bool after_blank) const;
  ChatLine place(const Line& line, bool after_blank);
  ChatLine begin(ChatLine placed, const ChatHead& head);
  ChatLine place_in_teams(ChatLine placed);
  bool begins_message(const TeamsStamp& stamp, bool after_blank) const;
  bool is_stamped_next() const;
  void place_below_head(ChatLine& placed);
  bool take_more(ChatLine& placed);
  Milliseconds pause_before(Milliseconds time) const;
  std::optional<ChatHead> head_following() const;
  bool is_day_here(const SlackDay& day) const;
  bool is_own(std::string_view line) const;
  bool is_all_written(std::string_view line) const;

  LineCursor lines_;
  ChatForm form_;
  bool begun_ = false;
  bool behind_blanks_ = true;  // the heads
  std::set<std::string_view> names_;
  std::optional<ChatStamp> last_;  // of the last message
  bool said_ = false;              // it has words
  bool uncounted_ = false;         // the line above is a reaction, whose number may stand below
  ChatDay day_;
  mutable std::optional<CertainHead> certain_;  // the next one: so each line is looked at once
};

}  // namespace hebb
