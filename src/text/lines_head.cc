#include "text/lines_head.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"
#include "text/chat_lines.h"
#include "text/exporter_words.h"
#include "text/half_of_day.h"
#include "text/lines_header.h"
#include "text/lines_survey.h"
#include "text/one_of.h"
#include "text/placed_words.h"
#include "text/transcript_dates.h"
#include "text/transcript_speakers.h"
#include "text/transcript_times.h"

namespace hebb {
namespace {

constexpr std::string_view kAt = " at";  // "Ben Carter at 2:05 PM"

using Kind = LineHead::Kind;

constexpr std::size_t kLongestHead = 200;  // bytes, of a name with its time
constexpr std::string_view kSpaces = " \t";
constexpr std::string_view kProgramsMark = "\u200E";  // before what a chat's program says

struct Stamp {
  Milliseconds start;
  std::optional<Milliseconds> end;
  bool bracketed = false;
  bool spoken = false;
  bool of_day = false;      // AM, PM or late: no meeting lasts so long
  bool with_hours = false;  // h:mm:ss
  bool in_short = false;    // m:ss, or h:mm of a clock
};

// "2:03 PM": moves past the half of the day.
Milliseconds with_half(std::string_view& text, Milliseconds stamp) {
  std::string_view behind = text;
  const auto half = take_half_of_day(behind);
  // "2:03" was read as minutes and seconds.
  const auto clock = stamp < std::chrono::hours(1) ? stamp * 60 : stamp;
  const auto time = half ? on_24_hours(clock, *half) : std::nullopt;
  if (!time) return stamp;
  text = behind;
  return *time;
}

// "0:03", "[00:00:03]", "(0:03)", "`0:03`", "[00:01.0 --> 00:02.5]", "0 minutes 3 seconds"; moves past it.
std::optional<Stamp> take_any_stamp(std::string_view& text) {
  std::string_view rest = text;
  if (const auto spoken = take_spoken_stamp(rest)) {
    std::string_view again = rest;
    skip_spaces(again);
    if (take_stamp(again)) rest = again;  // Teams' page copies as "0 minutes 3 seconds0:03"
    text = rest;
    return Stamp{.start = *spoken, .spoken = true};
  }
  const char open = rest.empty() ? '\0' : rest.front();
  const bool bracketed = open == '[' || open == '(' || open == '`';
  if (bracketed) rest.remove_prefix(1);
  const auto start = take_stamp(rest);
  if (!start) return std::nullopt;
  const std::string_view written = text.substr(0, text.size() - rest.size());
  const std::size_t behind = rest.size();
  Stamp stamp{
      .start = with_half(rest, *start), .bracketed = bracketed, .with_hours = std::ranges::count(written, ':') == 2};
  stamp.of_day = rest.size() < behind || stamp.start >= kClockOfDay;
  stamp.in_short = !stamp.with_hours && stamp.start == *start && *start % std::chrono::seconds(1) == Milliseconds(0);
  std::string_view range = rest;
  skip_spaces(range);
  for (const std::string_view arrow : {"-->", "->", "-", "\xE2\x80\x93"}) {
    if (!range.starts_with(arrow)) continue;
    range.remove_prefix(arrow.size());
    skip_spaces(range);
    if (const auto end = take_stamp(range)) {
      stamp.end = with_half(range, *end);
      rest = range;
    }
    break;
  }
  if (bracketed) {
    if (!rest.starts_with(open == '[' ? ']' : open == '(' ? ')' : open)) return std::nullopt;
    rest.remove_prefix(1);
  }
  text = rest;
  return stamp;
}

void set_times(LineHead& head, const Stamp& stamp) {
  head.start = stamp.start;
  head.end = stamp.end;
  head.spoken = stamp.spoken;
  head.short_time = stamp.in_short;
}

// Zoom's chat behind its time: "From Maya Okafor to Everyone:", "From Maya Okafor to Jonas Weber(Privately) : text";
// the oldest names no receiver.
std::optional<Labelled> chat_sender(std::string_view rest, bool tabbed) {
  constexpr std::string_view kFrom = "From ";
  if (!rest.starts_with(kFrom)) return std::nullopt;
  const std::string_view front = rest.substr(0, kLongestHead);
  const auto ends_label = [&](std::size_t at) { return at + 1 == front.size() || kSpaces.contains(front[at + 1]); };
  std::size_t colon = front.find(':');
  while (colon != std::string_view::npos && !ends_label(colon)) colon = front.find(':', colon + 1);
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view people = front.substr(kFrom.size(), colon - kFrom.size());
  const std::size_t to = std::min(people.rfind(" to "), people.rfind(" To "));
  if (!tabbed && to == std::string_view::npos) return std::nullopt;
  const std::string_view sender = trimmed(people.substr(0, to));
  return sender.empty() ? std::nullopt : std::optional(Labelled{sender, trimmed(rest.substr(colon + 1))});
}

// What stands behind a time.
void read_behind_stamp(std::string_view rest, bool with_hours, LineHead& head) {
  head.rest = rest;
  head.kind = rest.empty() ? Kind::stamp : Kind::stamped_text;
  auto labelled = with_hours || head.tabbed ? chat_sender(rest, head.tabbed) : std::nullopt;
  const bool chat = labelled.has_value();
  if (!chat) labelled = split_label(rest);
  if (!labelled) return;
  head.kind = Kind::label;
  head.name = labelled->label;
  head.rest = labelled->rest;
  head.strong = true;
  const bool cloud_chat = head.tabbed && rest.substr(head.name.size()).starts_with(":\t");
  head.sure = with_hours && (chat || cloud_chat);
  head.tabbed = head.tabbed || chat;
}

std::optional<LineHead> stamp_first(std::string_view line) {
  std::string_view rest = line.substr(line.starts_with('@') ? 1 : 0);  // "@0:00 - Maya Okafor"
  const auto stamp = take_any_stamp(rest);
  if (!stamp) return std::nullopt;
  const bool apart = rest.empty() || kSpaces.contains(rest.front()) || stamp->bracketed || rest.front() == ':';
  if (!apart) return std::nullopt;
  LineHead head;
  head.tabbed = rest.starts_with('\t');
  head.enclosed = stamp->bracketed;
  set_times(head, *stamp);
  rest = trimmed(rest);
  for (const std::string_view dash : {"- ", "\xE2\x80\x93 ", "\xE2\x80\x94 ", "| ", ": "}) {
    if (!rest.starts_with(dash)) continue;
    rest = trimmed(rest.substr(dash.size()));
    head.dashed = dash != ": ";
  }
  read_behind_stamp(rest, stamp->with_hours, head);
  return head;
}

// "[12.03.26, 14:05:33] Maya: text". What a chat says itself has no sender, but may have words in quotes: it is text.
std::optional<LineHead> day_stamp_first(std::string_view line) {
  const auto stamp = take_day_stamp(line);
  if (!stamp) return std::nullopt;
  LineHead head{.kind = Kind::stamped_text, .rest = trimmed(line), .start = stamp->time, .day = stamp->day};
  auto sender = stamp->marked ? split_wide_label(line) : split_label(line);
  if (sender && (sender->label.contains('"') || sender->label.contains("“"))) sender.reset();
  if (!sender) return stamp->marked && !head.rest.empty() ? std::optional(head) : std::nullopt;
  head.kind = Kind::label;
  head.name = sender->label;
  head.rest = sender->rest;
  if (head.rest.starts_with(kProgramsMark)) {
    head.rest = trimmed(head.rest.substr(kProgramsMark.size()));
    // A group's name stands where a sender would.
    if (is_chat_notice(head.rest) || is_group_notice(head.rest))
      return LineHead{.kind = Kind::stamped_text, .rest = head.rest, .start = head.start, .day = head.day};
  }
  head.strong = true;
  head.sure = stamp->marked;
  return head;
}

// Behind "Kim, Sun  0:03" stands no day.
std::string_view without_dash(std::string_view name, bool of_day) {
  name = trimmed(name);
  for (const std::string_view dash : {" -", " \xE2\x80\x93", " \xE2\x80\x94", " |", ","}) {
    if (name.ends_with(dash)) return trimmed(name.substr(0, name.size() - dash.size()));
  }
  const std::size_t day = name.rfind(", ");  // "Maya Okafor, Thu"
  return of_day && day != std::string_view::npos && is_day_name(name.substr(day + 2)) ? name.substr(0, day) : name;
}

// "Maya Okafor (0:03): text", "Maya Okafor [0:03]"
std::optional<LineHead> name_then_bracket(std::string_view line) {
  const std::string_view front = line.substr(0, kLongestHead);
  for (std::size_t at = front.find_first_of("[(`", 1); at != std::string_view::npos;
       at = front.find_first_of("[(`", at + 1)) {
    std::string_view rest = line.substr(at);
    const auto stamp = take_any_stamp(rest);
    const std::string_view name = without_dash(line.substr(0, at), stamp && stamp->of_day);
    if (!stamp || !could_be_name(name)) continue;
    LineHead head{.name = name, .strong = true};
    set_times(head, *stamp);
    if (rest.starts_with(':')) rest.remove_prefix(1);
    head.rest = trimmed(rest);
    head.kind = head.rest.empty() ? Kind::name_stamp : Kind::label;
    return head;
  }
  return std::nullopt;
}

// "Maya Okafor 00:00:03: text"; "We begin at 10:30: be there" names nobody.
std::optional<LineHead> name_stamp_colon(std::string_view line) {
  const std::string_view front = line.substr(0, kLongestHead);
  for (std::size_t at = front.find(' '); at < front.size(); at = front.find(' ', at + 1)) {
    const std::size_t colon = front.find(": ", at);
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view time = front.substr(at + 1, colon - at - 1);
    if (time.empty() || !is_digit(time.front())) continue;
    const auto stamp = take_any_stamp(time);
    if (!stamp || stamp->spoken || !time.empty()) continue;
    const std::string_view name = without_dash(line.substr(0, at), stamp->of_day);
    if (!could_be_name(name) || !is_proper_name(name) || find_date(name)) return std::nullopt;
    LineHead head{.kind = Kind::label, .name = name, .rest = trimmed(line.substr(colon + 1)), .strong = true};
    head.place = LineHead::StampPlace::before_colon;
    set_times(head, *stamp);
    return head;
  }
  return std::nullopt;
}

// "Maya Okafor: [00:00:03] text"
void take_stamp_behind_label(const HeadForms& forms, LineHead& head) {
  std::string_view rest = head.rest;
  const bool square = rest.starts_with('[');
  if (square ? !forms.stamp_in_square : !rest.starts_with('(') || !forms.stamp_in_round) return;
  const auto stamp = take_any_stamp(rest);
  if (!stamp || !stamp->bracketed) return;
  set_times(head, *stamp);
  head.place = square ? LineHead::StampPlace::in_square : LineHead::StampPlace::in_round;
  head.rest = trimmed(rest);
}

// "Today at", before a time.
bool is_day_at(std::string_view name) {
  if (name == "at") return true;
  if (!name.ends_with(kAt)) return false;
  name = trimmed(name.substr(0, name.size() - kAt.size()));
  return slack_day(name) || is_day_name(name);
}

// "Maya Okafor  0:03", "[Maya Okafor] 14:00:03", "Maya Okafor 0 minutes 3 seconds", and nothing after it.
std::optional<LineHead> name_then_stamp(std::string_view line) {
  if (line.size() > kLongestHead) return std::nullopt;
  for (std::size_t at = line.find_first_of(kSpaces); at != std::string_view::npos;
       at = line.find_first_of(kSpaces, at + 1)) {
    std::string_view rest = line.substr(at + 1);
    if (rest.empty() || !is_digit(rest.front())) continue;
    const auto stamp = take_any_stamp(rest);
    if (!stamp || !(rest.empty() || rest == ":")) continue;
    std::string_view name = trimmed(line.substr(0, at));
    const bool spaced = name.data() + name.size() < line.data() + at;
    const std::string_view bare = without_dash(name, stamp->of_day);
    LineHead head{.kind = Kind::name_stamp,
                  .name = bare,
                  .strong = spaced || line[at] == '\t' || stamp->spoken || bare != name,
                  .spaced = spaced};
    set_times(head, *stamp);
    if (bare.size() > 2 && bare.front() == '[' && bare.back() == ']') {
      head.name = trimmed(bare.substr(1, bare.size() - 2));
      head.bracketed = head.strong = true;
    }
    if (find_date(head.name)) continue;  // "March 19, 2026, 2:00PM"
    if (is_day_at(head.name)) continue;
    const bool caption = head.bracketed && stamp->with_hours;  // as Zoom writes them, whatever people call themselves
    if (caption || could_be_name(head.name) || (head.strong && could_be_wide_name(head.name))) return head;
  }
  return std::nullopt;
}

// "Hi Maya."; not "Ben Carter Jr.", "Maya L.", "Acme Inc.", "Sarah Chen M.D."
bool ends_in_full_stop(std::string_view name) {
  constexpr std::size_t kLongestShort = 3;  // letters, with the stop: "Jr."
  const std::string_view last = name.substr(name.find_last_of(kSpaces) + 1);
  return last.ends_with('.') && last.find('.') == last.size() - 1 && count_characters(last) > kLongestShort &&
         !one_of(last, {"Inc.", "Ltd.", "Corp.", "Bros.", "Esq.", "Snr.", "Jnr."});
}

// "???   0:14": somebody else speaks, whoever it is.
bool ends_in_strong_stamp(std::string_view line) {
  if (line.size() > kLongestHead) return false;
  const std::size_t space = line.find_last_of(kSpaces);
  if (space == std::string_view::npos || space == 0 || (line[space] != '\t' && !kSpaces.contains(line[space - 1])))
    return false;
  std::string_view rest = line.substr(space + 1);
  return take_any_stamp(rest) && rest.empty();
}

}  // namespace

std::string_view speaker_of(const LineHead& head) {
  std::string_view name = bare_name(head.name);
  if (head.kind == LineHead::Kind::name_stamp && name.ends_with(kAt)) name.remove_suffix(kAt.size());
  return trimmed(name);
}

LineHead read_head(std::string_view line, const HeadForms& forms) {
  line = trimmed(line);
  for (const auto form : {day_stamp_first, stamp_first, name_then_bracket, name_stamp_colon, name_then_stamp}) {
    const bool usual =
        form == day_stamp_first ? forms.dated : (form == name_stamp_colon ? forms.stamp_before_colon : true);
    if (auto head = usual ? form(line) : std::nullopt) return *head;
  }
  if (const auto labelled = split_label(line)) {
    LineHead head{.kind = Kind::label, .name = labelled->label, .rest = labelled->rest};
    take_stamp_behind_label(forms, head);
    return head;
  }
  if (ends_in_strong_stamp(line)) return {.rest = line, .strong = true};
  if (const auto labelled = split_wide_label(line);
      labelled && (is_proper_name(labelled->label) || bare_name(labelled->label) != labelled->label)) {
    return {.kind = Kind::label, .name = labelled->label, .rest = labelled->rest};
  }
  return {.rest = line};
}

std::optional<ScannedLine> LineScanner::next() {
  static constexpr std::string_view kMarks("\x01\x02\x03\x04");
  for (;;) {
    const auto line = lines_.next();
    if (!line) return std::nullopt;
    ScannedLine scanned{.number = line->number, .text = line->text, .after_blank = after_blank_};
    if (!line->text.empty() && kMarks.contains(line->text.front())) {
      scanned.mark = line->text.front();
      scanned.text.remove_prefix(1);
    }
    scanned.text = trimmed(scanned.text);
    after_blank_ = scanned.text.empty();
    if (after_blank_) {
      head_above_ = {};
      continue;
    }
    if (scanned.mark == kRowMark || scanned.mark == kFrontMark) {
      scanned.head.rest = scanned.text;
      return scanned;
    }
    scanned.head = read_head(scanned.text, forms_);
    take_change_of_speaker(scanned);
    join_name_above_stamp(scanned);
    mark_name_above_text(scanned);
    head_above_ = scanned.above_time ? LineHead{} : scanned.head;
    return scanned;
  }
}

void LineScanner::take_change_of_speaker(ScannedLine& scanned) const {
  scanned.speaker_changes = forms_.changes && scanned.text.starts_with(">>");
  if (!scanned.speaker_changes) return;
  const std::string_view said =
      trimmed(scanned.text.substr(std::min(scanned.text.find_first_not_of('>'), scanned.text.size())));
  const LineHead head = read_head(said, forms_);
  if (head.kind != Kind::label) return;
  scanned.text = said;
  scanned.head = head;
}

// "Hi Maya", between "Ben Carter  0:15" and a stamp: as a name it would leave Ben without words. Teams' page has a name
// with its time twice.
bool LineScanner::answers_head_above(std::string_view line, const LineHead& stamp) const {
  const bool head = head_above_.kind == Kind::name_stamp && head_above_.strong && !is_heading_word(head_above_.name);
  return head && head_above_.name != line && head_above_.start != stamp.start;
}

void LineScanner::join_name_above_stamp(ScannedLine& scanned) {
  const bool name_alone = scanned.head.kind == Kind::none && scanned.mark != kItemMark &&
                          could_be_wide_name(scanned.text) && is_proper_name(scanned.text) &&
                          !ends_in_full_stop(scanned.text) && !is_heading_word(scanned.text) &&
                          exporter_of(scanned.text) == Exporter::none && !find_date(scanned.text);
  LineCursor ahead = lines_;
  const auto after = name_alone ? ahead.next() : std::nullopt;
  if (!after) return;
  const LineHead below = read_head(after->text, forms_);
  if (below.kind != Kind::stamp || answers_head_above(scanned.text, below)) return;
  auto said = ahead.next();
  if (said && is_blank(said->text)) said = ahead.next();
  const LineHead label = said ? read_head(said->text, forms_) : LineHead{};
  const bool labelled = label.kind == Kind::label && is_proper_name(label.name) && !is_heading_word(label.name);
  if (labelled && !forms_.name_above_label) return;
  if (labelled) scanned.label_below = label.name;
  scanned.above_time = true;
  scanned.head = below;
  scanned.head.kind = Kind::name_stamp;
  scanned.head.name = scanned.text;
  scanned.head.rest = {};
  scanned.head.strong = true;
  scanned.mark = '\0';
  lines_.next();
}

void LineScanner::mark_name_above_text(ScannedLine& scanned) const {
  LineHead& head = scanned.head;
  if (head.kind != Kind::stamped_text || head.day || !could_be_name(head.rest) || !is_proper_name(head.rest)) return;
  LineCursor ahead = lines_;
  auto below = ahead.next();
  if (below && is_blank(below->text)) below = ahead.next();
  if (below && !is_blank(below->text) && !read_head(below->text, forms_).start) head.name = head.rest;
}

}  // namespace hebb
