// Chats as they are copied from the window of Teams or Slack: names and times above what was written.
#include <set>
#include <string>
#include <utility>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/chat_scanner.h"
#include "text/format_readers.h"
#include "text/lines_header.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr std::size_t kMostLinesAbove = 12;  // above the first head

struct ChatCounts {
  std::set<std::string_view> names;
  std::set<std::string_view> names_again;
  std::size_t heads = 0;
  std::size_t without_words = 0;  // heads
  std::size_t lines_above = 0;
  std::size_t more = 0;
  std::size_t days = 0;
  std::size_t marked_heads = 0;
  std::size_t set_in_heads = 0;  // their times below names; the others of these
  std::size_t flush_heads = 0;
  std::uint32_t last_date = 0;  // the line of the last head that tells its date
  std::size_t dated_heads = 0;  // of Slack's
  std::size_t own = 0;          // what Slack says itself
  std::size_t strays = 0;       // lines with a day and a time in brackets that are no heads
  bool full_again = false;      // a full name comes again
  bool full_names = true;       // all of them
  bool doubtful_days = false;   // of some: without a year, or in words that Teams in English does not have
  bool at_any_minute = false;   // not all times are as people set them: at fives
  bool answers = false;         // one stands soon behind another
  bool in_one_go = true;        // all stand at once behind one another

  void see(const ChatLine& head, const std::optional<ChatStamp>& before) {
    constexpr std::chrono::minutes kAtOnce{15};
    constexpr std::chrono::hours kSoon{2};
    ++heads;
    marked_heads += head.marked;
    dated_heads += head.dated;
    set_in_heads += head.above && head.set_in;
    flush_heads += head.above && !head.set_in;
    if (head.stamp.day.date) last_date = head.number;
    const std::string word = lower_ascii(head.stamp.day.word);
    doubtful_days |= !word.empty() && word != "yesterday" && !weekday_number(word);
    const bool full = trimmed(head.name).contains(' ') && is_proper_name(bare_name(head.name));
    full_names &= full;
    if (names.size() < kMostNamesOfChat && !names.insert(head.name).second) {
      names_again.insert(head.name);
      full_again |= full;
    }
    at_any_minute |= head.stamp.time % std::chrono::minutes(5) != Milliseconds(0);
    if (!before) return;
    const bool later = before->day == head.stamp.day && head.stamp.time >= before->time;
    answers |= later && head.stamp.time - before->time <= kSoon;
    in_one_go &= later && head.stamp.time - before->time <= kAtOnce;
  }
};

// "[3/15/2026 2:05 PM] we called them", "[3/15 2:05 PM] we called them"; not "[3/15/2026 2:05 PM] jonas weber (Guest)".
bool is_dated_stray(std::string_view line) {
  const auto stamp = teams_stamp(line);
  if (stamp && stamp->before_small_name && stamp->behind.ends_with(')')) return false;
  const auto& day = stamp ? stamp->stamp.day : ChatDay{};
  return day.date || (!day.word.empty() && is_digit(day.word.front()));
}

ChatCounts count_chat(std::string_view text, ChatForm form) {
  ChatCounts counts;
  std::optional<ChatStamp> before;
  bool waits = false;  // a head for its words
  ChatScanner scanner(text, form);
  while (const auto line = scanner.next()) {
    const bool head = line->kind == ChatLine::Kind::head;
    counts.lines_above += line->kind == ChatLine::Kind::above;
    if (counts.lines_above > kMostLinesAbove) break;  // no such chat, however it goes on
    counts.more += line->kind == ChatLine::Kind::more;
    counts.own += (line->marked && !head) || line->badge;
    counts.days += line->kind == ChatLine::Kind::day;
    counts.strays += is_dated_stray(line->text);
    if (line->kind == ChatLine::Kind::said) waits = false;
    if (!head) continue;
    counts.without_words += std::exchange(waits, true);
    counts.see(*line, std::exchange(before, line->stamp));
  }
  counts.without_words += waits;
  return counts;
}

// Dated notes have titles: "[3/15/2026 2:00 PM] Kick-off", which may come again: "Standup".
bool is_surely_talk(const ChatCounts& counts) {
  return !counts.names_again.empty() && counts.names.size() > 1 && counts.at_any_minute && counts.answers;
}
bool is_talk(const ChatCounts& counts) {
  return is_surely_talk(counts) ||
         (counts.full_names && counts.in_one_go && (counts.at_any_minute || !counts.names_again.empty()));
}

// Dated notes have days too, and what was done above or before its time.
bool shows_slack(const ChatCounts& counts) {
  return counts.more + counts.own > 0 || (counts.days > 0 && (!counts.names_again.empty() || counts.marked_heads > 0 ||
                                                              (counts.full_names && counts.at_any_minute)));
}

// Agendas have "Today at 2:05 PM" too, and logs "Deploy — 3/15/2026 2:05 PM".
bool is_dated_talk(const ChatCounts& counts) {
  const bool set_in = counts.marked_heads > 1 && counts.names.size() > 1 && counts.at_any_minute;
  const bool persons = counts.full_again || counts.names_again.size() > 1;
  return counts.dated_heads > 1 &&
         ((persons && is_surely_talk(counts)) || (set_in && (!counts.names_again.empty() || counts.full_names)));
}

bool is_such_chat(const ChatCounts& counts, Window window) {
  if (counts.heads < 2 || counts.without_words * 4 > counts.heads || counts.lines_above > kMostLinesAbove) return false;
  switch (window) {
    case Window::teams:
      return counts.strays * 4 <= counts.heads && (counts.doubtful_days ? is_surely_talk(counts) : is_talk(counts));
    case Window::slack_halves:
      return shows_slack(counts) || is_dated_talk(counts);
    case Window::slack:
      return (shows_slack(counts) && counts.marked_heads > 1) || is_dated_talk(counts);
    case Window::none:
      return false;
  }
  return false;
}

ChatForm form_of(std::string_view text) {
  for (const Window window : {Window::teams, Window::slack_halves, Window::slack}) {
    ChatForm form{.window = window};
    ChatCounts counts = count_chat(text, form);
    if (counts.heads < 2) continue;
    if (window != Window::teams && counts.more == 0) {
      const ChatForm before_text{.window = window, .stamps_before_text = true};
      const ChatCounts others = count_chat(text, before_text);
      if (others.more > 1) {
        form = before_text;
        counts = others;
      }
    }
    form.set_in = counts.set_in_heads > counts.flush_heads;
    form.in_brackets = window == Window::teams && counts.set_in_heads + counts.flush_heads == 0;
    form.times_below = window == Window::teams && counts.flush_heads > 1;
    form.last_date = counts.last_date;
    form.undated = counts.dated_heads * 2 < counts.heads;
    const bool others = form.undated ? counts.dated_heads > 0 : form.set_in && counts.flush_heads > 0;
    if (others) counts = count_chat(text, form);
    if (is_such_chat(counts, window)) return form;
  }
  return {};
}

// Counts the times from the first message.
class ChatClock {
 public:
  explicit ChatClock(DayOrder order) : order_(order) {}

  std::optional<Milliseconds> offset(const ChatStamp& stamp) {
    if (!first_) {
      first_ = stamp;
      undated_.emplace(stamp.time);
    }
    if (stamp.day == ChatDay{} && first_->day == ChatDay{}) return undated_->offset(stamp.time);
    std::optional<Milliseconds> passed;
    if (stamp.day == first_->day) {
      passed = stamp.time - first_->time;
    } else if (const auto from = instant(*first_), to = instant(stamp); from && to) {
      passed = std::chrono::duration_cast<Milliseconds>(*to - *from);
    }
    return passed && *passed >= Milliseconds(0) ? passed : std::nullopt;
  }

  std::optional<Instant> first_instant() const { return first_ ? instant(*first_) : std::nullopt; }

 private:
  std::optional<Instant> instant(const ChatStamp& stamp) const {
    return stamp.day.date ? instant_of({.day = *stamp.day.date, .time = stamp.time}, order_) : std::nullopt;
  }

  DayOrder order_;
  std::optional<ChatStamp> first_;
  std::optional<ClockFromFirst> undated_;  // from that one
};

class ChatReader {
 public:
  ChatReader(ChatForm form, DayOrder order, TranscriptBuilder& out)
      : form_(form), out_(&out), header_(out, false), clock_(order) {}

  void read(std::string_view text, const SpeakerEvidence& senders) {
    header_.look_at(text, senders);
    ChatScanner scanner(text, form_);
    while (const auto line = scanner.next()) take(*line);
    close();
    const auto start = clock_.first_instant();
    out_->set_start(start);
    if (!start) out_->warn("clock_times", "the times are those of a clock; they are counted from the first of them");
  }

 private:
  void take(const ChatLine& line) {
    switch (line.kind) {
      case ChatLine::Kind::above:
        if (!header_.take(line.text, line.after_blank, false)) append(line);
        return;
      case ChatLine::Kind::said:
        return append(line);
      case ChatLine::Kind::head:
        close();
        sender_ = std::string(bare_name(line.name));
        return begin(line);
      case ChatLine::Kind::more:
        close();
        begin(line);
        if (!line.text.empty()) append(line);
        return;
      case ChatLine::Kind::stray:
        close();
        entry_ = {.start = clock_.offset(line.stamp), .text = std::string(line.text), .line = line.number};
        open_ = true;
        return;
      case ChatLine::Kind::day:
      case ChatLine::Kind::own:
        return;
    }
  }

  void begin(const ChatLine& line) {
    entry_ = {.speaker = sender_, .start = clock_.offset(line.stamp), .line = line.number};
    open_ = true;
  }

  void append(const ChatLine& line) {
    if (!std::exchange(open_, true)) entry_ = {.line = line.number};
    entry_.text += entry_.text.empty() ? "" : " ";
    entry_.text += line.text;
  }

  void close() {
    if (std::exchange(open_, false)) out_->add(std::exchange(entry_, {}));
  }

  ChatForm form_;
  TranscriptBuilder* out_;
  HeaderReader header_;
  ChatClock clock_;
  std::optional<std::string> sender_;
  Entry entry_;
  bool open_ = false;
};

}  // namespace

bool looks_like_window_chat(std::string_view text) {
  return form_of(text).window != Window::none;
}

void read_window_chat(std::string_view text, TranscriptBuilder& out) {
  const ChatForm form = form_of(text);
  DayOrder order = DayOrder::unknown;
  SpeakerEvidence senders;
  senders.trust();
  ChatScanner scanner(text, form);
  while (const auto line = scanner.next()) {
    if (line->kind != ChatLine::Kind::head) continue;
    senders.see(line->name);
    if (order == DayOrder::unknown && line->stamp.day.date) order = line->stamp.day.date->order;
  }
  out.set_format("speaker_lines");
  ChatReader(form, order, out).read(text, senders);
}

}  // namespace hebb
