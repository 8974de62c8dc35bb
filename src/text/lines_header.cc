#include "text/lines_header.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "text/ascii.h"
#include "text/clock_times.h"
#include "text/exporter_words.h"
#include "text/header_keys.h"
#include "text/header_titles.h"
#include "text/lines_head.h"
#include "text/name_lists.h"
#include "text/one_of.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestLine = 200;     // bytes, of what may be a title or a date
constexpr std::size_t kLongestDateLine = 60;  // bytes
constexpr std::size_t kLongestList = 4000;    // bytes, of names
constexpr std::uint32_t kLongestHeader = 60;  // lines

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::contains(words, lower_ascii(trimmed(text)));
}

constexpr std::string_view kGeminisNotes = "\U0001F4DD notes";

constexpr auto kHeadings = std::to_array<std::string_view>(
    {"transcript", "transcription", "meeting transcript", "full transcript", "minutes", "meeting minutes",
     "minutes of the meeting", "protokoll", kGeminisNotes, "\U0001F4D6 transcript"});

// Of people and their addresses, where nothing parts them.
bool lists_people(std::string_view text) {
  std::string names;
  while (!(text = trimmed(text)).empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    if (!word.contains('@')) names += std::string(word) + ' ';
    text.remove_prefix(word.size());
  }
  return is_proper_name(names);
}

// "Halo offer", "budget_2026.xlsx", "Launch sync: plan for May"; not "were missing", "The offer is missing".
bool lists_links(std::string_view text) {
  bool sentence = !is_proper_name(text.substr(0, text.find(' ')));
  for (const auto part : std::views::split(text, ' ')) {
    const std::string_view word(part);
    const std::size_t dot = word.rfind('.');
    if (dot != std::string_view::npos && dot > 0 && dot + 1 < word.size() && is_letter(word[dot + 1])) return true;
    sentence |= one_of(word, {"is", "are", "was", "were", "has", "have", "had", "will", "that", "not", "did", "can",
                              "should", "must", "need", "needs", "went"});
  }
  return !sentence;
}

// Below that: "Invited Maya Okafor jonas@acme.com Jonas Weber", "Attachments Halo offer", "Meeting records Transcript";
// not "Attachments were missing", nor "Attachments The offer is missing".
bool is_geminis_field(std::string_view line) {
  constexpr std::string_view kInvited = "Invited ";
  if (line.empty() || std::string_view(".?!").contains(line.back())) return false;
  if (one_of(line, {"Invited", "Attachments", "Meeting records"})) return true;
  if (line.starts_with(kInvited)) return lists_people(line.substr(kInvited.size()));
  for (const std::string_view field : {"Attachments ", "Meeting records "}) {
    const std::string_view links = line.starts_with(field) ? trimmed(line.substr(field.size())) : "";
    if (!links.empty()) return lists_links(links);
  }
  return false;
}

// "Recorded on Apr 16, 2026 via Zoom, 25m": what stands behind the date is no title.
bool tells_when(std::string_view line, const FoundDate& date) {
  return line.size() <= kLongestDateLine && !std::string_view(".?!").contains(line.back()) &&
         one_of(lower_ascii(without_ends(line.substr(0, date.begin))),
                {"recorded", "recorded on", "held", "held on", "meeting held", "meeting held on", "date"});
}

// "Sprint review on 5 March 2026", "Minutes of the board meeting of 5 March 2026": the day of the meeting itself.
bool is_of_meeting(std::string_view before) {
  constexpr auto kMeetings =
      std::to_array<std::string_view>({"call", "interview", "meeting", "minutes", "recording", "retrospective",
                                       "review", "session", "standup", "stand-up", "sync", "transcript", "workshop"});
  const auto take_last_word = [&] {
    const std::size_t begin = before.find_last_of(" \t") + 1;  // 0 where there is no space
    const std::string_view word = before.substr(begin);
    before = trimmed(before.substr(0, begin));
    return word;
  };
  std::string_view word = take_last_word();
  if (is_day_name(word)) word = take_last_word();
  if (equals_ignoring_case(word, "on") || equals_ignoring_case(word, "vom")) return true;
  return equals_ignoring_case(word, "of") && is_one_of(take_last_word(), kMeetings);
}

// "Preparing the fair of 8 June 2026"; not "Launch (5 March 2026)", nor what has a time of day.
bool is_within_words(std::string_view line, const FoundDate& date) {
  constexpr std::ptrdiff_t kFewestSpaces = 2;
  const std::string_view before = trimmed(line.substr(0, date.begin));
  const bool set_off = before.empty() || without_ends(before).end() != before.end();
  const bool timed = std::chrono::floor<std::chrono::days>(date.instant) != date.instant;
  return !set_off && !timed && !is_of_meeting(before) && std::ranges::count(bare_title(line), ' ') >= kFewestSpaces;
}

// "Date: 5 March 2026", "Present: Maya", a date alone.
bool names_header(std::string_view line) {
  const auto pair = split_label(line);
  if (!pair) {
    const auto date = find_stated_date(line);
    return date && (bare_title(line).empty() || !find_date(line));
  }
  const HeaderKey key = header_key(pair->label);
  if (key == HeaderKey::date) return find_stated_date(pair->rest).has_value();
  const std::string_view first = first_of_names(pair->rest);
  return key == HeaderKey::names && (first.empty() || is_proper_name(first));
}

bool is_small(std::string_view line) {
  return !line.empty() && is_letter(line.front()) && !is_upper(line.front());
}

// "Maya Okafor, head of product", "elena"; not "The flyer costs …", "Price discussion", "Apologies: Ben". "jonas weber"
// only in a list `in_small` letters: elsewhere "budget approved" is what was said.
bool begins_with_name(std::string_view line, bool in_small) {
  const std::string_view first = first_of_names(line);
  if (const auto pair = split_label(line); pair && !pair->rest.empty()) return false;
  if (is_proper_name(first)) return true;
  const std::size_t space = std::min(first.find(' '), first.size());
  const std::string_view second = trimmed(first.substr(space));
  const bool named = second.empty() || (in_small && !second.contains(' ') && !is_upper(second.front()));
  return could_be_name(first) && named && !is_upper(first.front()) && !std::string_view(".?!").contains(first.back());
}

// Below a title, above the first turn: "Room 4".
bool is_short_line(std::string_view line) {
  constexpr std::size_t kLongest = 40;  // bytes
  return line.size() <= kLongest && !line.empty() && !std::string_view(".?!:,").contains(line.back()) &&
         (is_upper(line.front()) || is_digit(line.front()));
}

// "Maya Okafor: Hello.", "[0:03] Hello."
bool is_sure_turn(std::string_view line) {
  const LineHead head = read_head(line);
  return head.kind == LineHead::Kind::stamped_text ||
         (head.kind == LineHead::Kind::label && is_proper_name(head.name) && !is_heading_word(head.name));
}

// What may stand below a title: also a name and a time above what was said.
bool says_header(std::string_view line) {
  const auto pair = split_label(line);
  const auto kind = read_head(line).kind;
  return (pair && (is_header_key(pair->label) || !hosts_in(*pair).empty())) || is_one_of(line, kHeadings) ||
         header_key(line) == HeaderKey::names || is_boilerplate(line) || find_stated_date(line) ||
         is_day_or_span(line) || kind == LineHead::Kind::name_stamp || kind == LineHead::Kind::stamp;
}

}  // namespace

ProseHeader header_of_prose(std::string_view text) {
  constexpr std::size_t kLongestTitle = 80;  // bytes
  constexpr std::size_t kMostOthers = 4;     // lines, but for those of known keys: a title, a room
  constexpr std::string_view kSentenceEnds = ".?!,;";
  ProseHeader found;
  std::size_t others = 0;
  bool geminis = false;
  bool fields = false;  // of Gemini's were met
  LineCursor lines(text);
  while (const auto scanned = lines.next()) {
    std::string_view line = trimmed(scanned->text);
    if (line.empty() || line.front() == kFrontMark) continue;
    if (line.front() == kItemMark || line.front() == kRowMark || line.size() > kLongestList) break;
    const bool heading = line.front() == kHeadingMark;
    if (heading && (found.last > 0 || others > 0)) break;
    if (heading) line.remove_prefix(1);
    const bool field = geminis && is_geminis_field(line);
    geminis = geminis || equals_ignoring_case(line, kGeminisNotes);
    if (field || names_header(line)) {
      if (found.first == 0 || (field && !std::exchange(fields, true)))
        found.first = scanned->number;  // a title above it
      found.last = scanned->number;
    } else {
      if (line.size() > kLongestTitle || line.empty() || kSentenceEnds.contains(line.back())) break;
      const auto pair = split_label(line);
      if (!(pair && states_header(*pair)) && ++others > kMostOthers) break;
    }
  }
  return found;
}

void HeaderReader::take_front(std::string_view line) {
  line = trimmed(line);
  if (line.size() > kLongestList) return;
  if (line.starts_with("- ")) {
    if (front_names_) add_names(line.substr(2), *out_, speakers_);
    return;
  }
  take_pair(line);
  front_names_ = std::exchange(list_, List::none) == List::names;
}

bool HeaderReader::goes_on_below(std::string_view line, const SpeakerEvidence& labels) const {
  LineCursor lines(below(line));
  lines.next();
  bool apart = false;  // by a blank line, where only a date or names are no part of the talk
  for (std::uint32_t i = 0; i < kLongestHeader; ++i) {
    const auto next = lines.next();
    const std::string_view text = next ? trimmed(next->text) : "";
    if (!next || text.size() > kLongestList) return false;
    apart |= text.empty();
    if (text.empty()) continue;
    const auto pair = split_label(text);
    if (!pair) return !apart && (names_header(text) || is_one_of(text, kHeadings));
    const HeaderKey key = header_key(pair->label);
    // A talk has topics, links and hosts too.
    const bool sure = key == HeaderKey::date || key == HeaderKey::names;
    if (sure && states_header(*pair)) return true;
    const bool said = key == HeaderKey::none && !is_heading_word(pair->label) && !may_be_value(pair->rest, true);
    if (said || labels.comes_again(pair->label)) return false;
  }
  return false;
}

bool HeaderReader::ends_below(std::string_view line) const {
  LineCursor lines(below(line));
  lines.next();
  const auto next = lines.next();
  return next && is_blank(next->text);
}

// From the line on.
std::string_view HeaderReader::below(std::string_view line) const {
  return text_.substr(static_cast<std::size_t>(line.data() - text_.data()));
}

bool HeaderReader::take(std::string_view line, bool after_blank, bool heading) {
  if (++lines_ > kLongestHeader) return false;
  line = trimmed(line);
  refused_ = refused_ && !after_blank;
  if (take_list(line, after_blank)) return true;
  if (line.size() > kLongestLine) return false;
  if (is_boilerplate(line) || is_one_of(line, kHeadings)) {
    if (const auto date = find_date(line)) set_start(line, *date);
    geminis_ = geminis_ || equals_ignoring_case(line, kGeminisNotes);
    return true;
  }
  if (geminis_ && is_geminis_field(line)) return true;
  if (!prose_ && header_key(line) == HeaderKey::names) {
    list_ = List::names;
    return true;
  }
  if (!prose_ && equals_ignoring_case(line, "summary keywords")) {
    list_ = List::ignored;
    return true;
  }
  return take_pair(line) || take_date(line, heading) || ((!prose_ || heading) && take_title(line, heading));
}

// A list goes on to the next blank line; one may also stand between its heading and its first line.
bool HeaderReader::take_list(std::string_view line, bool after_blank) {
  if (list_ == List::none || line.size() > kLongestList) return false;
  if (!list_begun_) list_in_small_ = is_small(line);
  const bool sentence = prose_ && !begins_with_name(line, list_in_small_);  // no blank line need part it from the names
  const auto pair = split_label(line);
  if ((after_blank && list_begun_) || sentence || (pair && states_header(*pair)) || is_one_of(line, kHeadings) ||
      header_key(line) == HeaderKey::names) {
    list_ = List::none;
    list_begun_ = false;
    return false;
  }
  list_begun_ = true;
  if (list_ == List::names) add_names(line, *out_, speakers_);
  return true;
}

bool HeaderReader::take_pair(std::string_view line) {
  const auto pair = split_label(line);
  if (!pair) return false;
  const HeaderKey key = header_key(pair->label);
  if (key == HeaderKey::names) {
    if (pair->rest.empty()) list_ = List::names;
    add_names(pair->rest, *out_, speakers_);
    return true;
  }
  if (pair->rest.empty()) return false;
  if (const std::string_view hosts = hosts_in(*pair); !prose_ && !hosts.empty()) {
    add_names(hosts, *out_, speakers_);
    return true;
  }
  if (key == HeaderKey::title) {
    out_->set_title(bare_title(pair->rest));
    return true;
  }
  if (key == HeaderKey::date) {
    const auto date = find_stated_date(pair->rest);
    if (date) out_->set_start(date->instant);
    const auto day =
        out_->start() ? std::optional(std::chrono::floor<std::chrono::days>(*out_->start())) : std::nullopt;
    if (const auto time = leading_time_of_day(pair->rest, day); time && is_time_key(pair->label))
      out_->set_time_of_day(*time);
    return date.has_value() || is_digit(pair->rest.front());
  }
  return !prose_ && key == HeaderKey::unused && !is_said(*pair);
}

bool HeaderReader::take_date(std::string_view line, bool heading) {
  const auto date = find_date(line);
  if (!date) {
    const auto alone = find_stated_date(line);  // "6-Mar-26"
    if (alone) set_start(line, *alone);
    return alone || (!prose_ && is_day_or_span(line));
  }
  if (!prose_ && tells_when(line, *date)) {
    out_->set_start(date->instant);
    return true;
  }
  const std::string title = bare_title(line);
  if (prose_ && !heading && !title.empty()) {
    // Below a heading a date is the document's; in a first sentence it may be any.
    if (out_->has_title() && line.size() <= kLongestDateLine) set_start(line, *date);
    return false;
  }
  if (!title.empty() && out_->has_title()) {
    if (begins_as_day_of_meeting(line, *date)) out_->set_start_in_title(date->instant);
    return false;  // what else it says is text
  }
  set_start(line, *date);
  out_->set_title(title);
  return true;
}

// "March 6, 2026 | Zoom"; not "6 March 2026 we met", nor the first of several days ("8 June 2026 - Fair").
bool HeaderReader::begins_as_day_of_meeting(std::string_view line, const FoundDate& date) {
  const std::string_view behind = trimmed(line.substr(date.begin + date.length));
  const std::string_view more = without_ends(behind);
  const bool set_off = more.data() != behind.data() && is_day_or_span(line.substr(0, date.begin));
  if (!set_off || line.size() > kLongestDateLine || !may_be_value(more, true) || text_.empty()) return false;
  LineCursor lines(below(line));
  lines.next();
  auto next = lines.next();
  if (next && is_blank(next->text)) next = lines.next();
  lists_days_ = lists_days_ || (next && find_date(next->text));
  return !lists_days_;
}

void HeaderReader::set_start(std::string_view line, const FoundDate& date) {
  if (date.short_year || is_within_words(line, date)) {
    out_->set_start_in_title(date.instant);
  } else {
    out_->set_start(date.instant);
  }
}

// Not the first words of somebody whom no label names: with a blank line or more of the header below it, or in capitals
// above the first turn.
bool HeaderReader::is_like_title(std::string_view line) const {
  constexpr std::size_t kLongestTitle = 100;  // bytes
  constexpr int kMostBelow = 3;               // short lines above the first turn
  if (text_.empty()) return true;             // above cues
  if (line.size() > kLongestTitle) return false;
  LineCursor lines(below(line));
  lines.next();
  auto next = lines.next();
  if (!next || is_blank(next->text) || says_header(trimmed(next->text)) || is_short_line(line)) return true;
  if (!is_upper(line.front()) && !is_digit(line.front())) return false;
  for (int i = 0; i < kMostBelow && next && is_short_line(trimmed(next->text)); ++i) next = lines.next();
  return next && is_sure_turn(trimmed(next->text));
}

bool HeaderReader::take_title(std::string_view line, bool heading) {
  constexpr std::string_view kSentenceEnds = ".?!:,";
  if (!heading && (refused_ || !is_like_title(line))) {
    refused_ = true;  // what follows at once goes on with it
    return false;
  }
  if (out_->has_title() || kSentenceEnds.contains(line.back())) return false;
  const auto pair = split_label(line);
  // "Apologies: Ben Cole", "Venue: we can hear you well"
  if (pair && !heading && (is_heading_word(pair->label) || is_header_key(pair->label))) return false;
  const std::string title = bare_title(line);
  if (title.empty()) return false;
  out_->set_title(title);
  return true;
}

}  // namespace hebb
