#include "text/chat_scanner.h"

namespace hebb {
namespace {

constexpr std::chrono::hours kWholeDay{24};
constexpr std::chrono::hours kHalfOfDay{12};
// Slack shows a message without its sender where the one before is this old at most.
constexpr std::chrono::minutes kLongestPause{10};

}  // namespace

std::optional<ChatLine> ChatScanner::next() {
  bool after_blank = !begun_;
  for (auto line = lines_.next(); line; line = lines_.next()) {
    begun_ = true;
    if (!is_blank(line->text)) return place(*line, after_blank);
    after_blank = true;
  }
  return std::nullopt;
}

// `below`: from the next line on.
std::optional<ChatHead> ChatScanner::head_at(std::string_view line, LineCursor below, bool after_blank) const {
  if (!of_slack()) return head_of_teams(line, below.next(), after_blank);
  const auto head = head_of_slack(line, below);
  if (!head || !is_of_other_form(*head)) return head;
  return names_.contains(head->name) || stands_in_order(*head, below) ? head : std::nullopt;
}

// Moves `below` behind what belongs to the head.
std::optional<ChatHead> ChatScanner::head_of_slack(std::string_view line, LineCursor& below) const {
  LineCursor ahead = below;
  auto next = ahead.next();
  const bool status = next && is_slack_status(next->text);
  if (status) next = ahead.next();
  auto head = slack_head(line, next ? next->text : "");
  if (!head) return head;
  const bool above = head->lines > 1;
  if (above && status) head->lines = 3;
  head->marked |= above && status;
  const bool halved = form_.window == Window::slack_halves;
  const bool dated = head->stamp.day != ChatDay{};
  if (head->stamp.halved != halved || (!halved && above && !head->marked && !dated)) return std::nullopt;
  for (std::size_t more = head->lines; more > 1; --more) below.next();
  return head;
}

// "Office Porto" above "4:15 PM" is said, and "Porto Review" above "Today at 4:00 PM".
bool ChatScanner::is_of_other_form(const ChatHead& head) const {
  return (form_.set_in && head.lines > 1 && !head.marked) || (form_.undated && head.stamp.day != ChatDay{});
}

// Between the last message and the next one that is of the chat's form; at the end, soon behind the last.
bool ChatScanner::stands_in_order(const ChatHead& head, LineCursor below) const {
  if (!last_ || !said_) return false;
  auto line = below.next();
  if (line && (!certain_ || (certain_->stamp && certain_->line < line->number))) {
    certain_.emplace();
    for (; line && !certain_->stamp; line = below.next()) {
      const auto next = head_of_slack(line->text, below);
      if (next && !is_of_other_form(*next)) certain_ = CertainHead{.line = line->number, .stamp = next->stamp};
    }
  }
  const auto pause = pause_before(head.stamp.time);
  return pause <= (certain_ && certain_->stamp ? pause_before(certain_->stamp->time) : Milliseconds(kLongestPause));
}

// Below names stand the days of the last week in words, and today's times alone: so does what somebody says.
std::optional<ChatHead> ChatScanner::head_of_teams(std::string_view line, const std::optional<Line>& below,
                                                   bool after_blank) const {
  auto head = teams_head(line, below ? below->text : "");
  if (head && head->stamp.day == ChatDay{} && last_ && last_->day != ChatDay{} && behind_blanks_ && !after_blank &&
      said_ && !names_.contains(head->name))
    return std::nullopt;  // "[10:30] Demo" of a plan
  if (head || !form_.times_below || !last_ || !below) return head;
  head = teams_recent_head(line, below->text);
  if (head && head->stamp.halved != last_->halved) head.reset();
  const bool recent = below->number > form_.last_date && (after_blank || names_.contains(head ? head->name : ""));
  if (head && head->stamp.day == ChatDay{} && !recent) head.reset();
  return head;
}

ChatLine ChatScanner::place(const Line& line, bool after_blank) {
  ChatLine placed{.number = line.number, .text = trimmed(line.text), .after_blank = after_blank};
  if (const auto head = head_at(line.text, lines_, after_blank)) return begin(placed, *head);
  if (!of_slack()) return place_in_teams(placed);
  const auto day = said_ || !last_ ? slack_day(line.text) : std::nullopt;
  if (day && is_day_here(*day)) {
    day_ = day->day;
    placed.kind = ChatLine::Kind::day;
    return placed;
  }
  if (!last_) {
    placed.kind = ChatLine::Kind::above;
  } else {
    place_below_head(placed);
  }
  return placed;
}

ChatLine ChatScanner::begin(ChatLine placed, const ChatHead& head) {
  for (std::size_t more = head.lines; more > 1; --more) lines_.next();
  // Teams has whom somebody quotes, and when, at once below the head of who does.
  if (!of_slack() && last_ && !said_ && !placed.after_blank && is_earlier(head.stamp, *last_))
    return {.kind = ChatLine::Kind::own, .number = placed.number};
  placed.kind = ChatLine::Kind::head;
  placed.text = {};
  placed.name = head.name;
  placed.stamp = head.stamp;
  placed.marked = head.marked;
  placed.badge = head.badge;
  placed.above = head.lines > 1;
  placed.set_in = head.set_in;
  placed.dated = of_slack() && head.stamp.day != ChatDay{};
  if (of_slack() && !placed.dated) placed.stamp.day = day_;
  if (names_.size() < kMostNamesOfChat) names_.insert(head.name);
  if (last_) behind_blanks_ &= placed.after_blank;
  last_ = placed.stamp;
  said_ = uncounted_ = false;
  return placed;
}

ChatLine ChatScanner::place_in_teams(ChatLine placed) {
  const auto stamp = form_.in_brackets ? teams_stamp(placed.text) : std::nullopt;
  if (stamp && begins_message(*stamp, placed.after_blank)) {
    if ((stamp->before_name || stamp->before_small_name) && !is_stamped_next())
      return begin(placed, ChatHead{.name = stamp->behind, .stamp = stamp->stamp});
    placed.kind = ChatLine::Kind::stray;
    placed.text = stamp->behind;
    placed.stamp = stamp->stamp;
    last_ = stamp->stamp;
    said_ = true;
    return placed;
  }
  const bool own = last_ && is_own(placed.text) && !is_all_written(placed.text);
  placed.kind = !last_ ? ChatLine::Kind::above : own ? ChatLine::Kind::own : ChatLine::Kind::said;
  said_ = said_ || placed.kind == ChatLine::Kind::said;
  return placed;
}

// As the chat's heads do; not "[1:12] she says that we sign", "[Room 5 10:30] we meet" within one.
bool ChatScanner::begins_message(const TeamsStamp& stamp, bool after_blank) const {
  const bool name = stamp.before_name || (stamp.before_small_name && after_blank);
  if (!stamp.known && !name) return false;
  if (!last_) return true;
  const bool dated = stamp.stamp.day != ChatDay{} || last_->day == ChatDay{};
  const bool apart = after_blank || !behind_blanks_ || name;
  return dated && apart && !is_earlier(stamp.stamp, *last_);
}

// Or nothing stands below: then what stands before is no sender.
bool ChatScanner::is_stamped_next() const {
  LineCursor ahead = lines_;
  auto line = ahead.next();
  while (line && is_blank(line->text)) line = ahead.next();
  return !line || teams_stamp(line->text);
}

void ChatScanner::place_below_head(ChatLine& placed) {
  if (take_more(placed)) return;
  const bool count = uncounted_ && placed.text.find_first_not_of("0123456789") == std::string_view::npos;
  const bool reaction = is_reaction(placed.text) && (said_ || is_counted_reaction(placed.text));
  const std::string_view kept = without_edited(placed.text);
  uncounted_ = reaction && !is_counted_reaction(placed.text);
  const bool own = is_own(placed.text) && !is_all_written(placed.text);
  placed.marked = reaction || kept.size() < placed.text.size() || own;
  if (count || reaction || kept.empty() || own) {
    placed.kind = ChatLine::Kind::own;
    return;
  }
  placed.text = kept;
  said_ = true;
}

// "2:06", below what the same sender wrote at 2:05 PM.
bool ChatScanner::take_more(ChatLine& placed) {
  std::string_view rest = placed.text;
  const bool square = rest.starts_with('[') && rest.ends_with(']');
  if (square) rest = rest.substr(1, rest.size() - 2);
  auto clock = said_ ? take_clock(rest) : std::nullopt;
  if (!clock || (!rest.empty() && !(form_.stamps_before_text && trimmed(rest).size() < rest.size()))) return false;
  const bool either_half = form_.window == Window::slack_halves && !clock->halved;
  if (either_half) clock->time %= kHalfOfDay;
  if (either_half && pause_before(clock->time) > kLongestPause) clock->time += kHalfOfDay;
  if (pause_before(clock->time) > kLongestPause) return false;
  clock->day = last_->day;
  last_ = *clock;
  placed.kind = ChatLine::Kind::more;
  placed.stamp = *clock;
  placed.text = without_edited(rest);
  said_ = !placed.text.empty();
  uncounted_ = false;
  return true;
}

Milliseconds ChatScanner::pause_before(Milliseconds time) const {
  return (time - last_->time + kWholeDay) % kWholeDay;
}

std::optional<ChatHead> ChatScanner::head_following() const {
  LineCursor ahead = lines_;
  auto line = ahead.next();
  while (line && (is_blank(line->text) || is_slack_own(line->text))) line = ahead.next();
  return line ? head_at(line->text, ahead, false) : std::nullopt;
}

// Above a name; what people write too is a day as the chat's first, behind another day, or where the times begin anew.
bool ChatScanner::is_day_here(const SlackDay& day) const {
  const auto head = head_following();
  return head && (!day.written_too || !last_ || day_ != ChatDay{} || head->stamp.time < last_->time);
}

bool ChatScanner::is_own(std::string_view line) const {
  return of_slack() ? is_slack_own(line) : is_teams_own(line);
}

// Whether somebody wrote what the window says too, and no more: nothing but such stands above the next message.
bool ChatScanner::is_all_written(std::string_view line) const {
  constexpr int kMostAhead = 20;  // lines
  if (said_ || !may_be_written(line)) return false;
  LineCursor ahead = lines_;
  for (int i = 0; i < kMostAhead; ++i) {
    const auto below = ahead.next();
    if (!below || head_at(below->text, ahead, true) || (of_slack() && slack_day(below->text))) return true;
    std::string_view rest = trimmed(below->text);
    if (of_slack() && take_clock(rest) && rest.empty()) return true;
    if (!is_blank(below->text) && !is_own(below->text) && !is_reaction(below->text)) return false;
  }
  return false;
}

}  // namespace hebb
