// What stands before the words on a line: a time, a name, both, in the orders that people write them. Private to text/.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "text/dated_stamps.h"
#include "text/transcript_source.h"

namespace hebb {

// Forms that sentences and lists have too: taken only in files where they are usual. Otherwise such lines are read as
// if nobody knew the form.
struct HeadForms {
  bool dated = true;               // "12/03/2026, 14:05 - Maya: text"
  bool stamp_before_colon = true;  // "Maya 0:03: text"
  bool stamp_in_square = true;     // "Maya: [0:03] text"
  bool stamp_in_round = true;      // "Maya: (0:03) text"
  bool changes = true;             // ">> Maya: text"
  bool name_above_label = true;    // "Maya" and "0:03" on lines of their own above "Jonas: text"
};

struct LineHead {
  enum class Kind {
    none,
    stamp,         // a time alone
    name_stamp,    // a name and a time alone: what follows on the next lines was said
    label,         // "Name: text", with or without a time
    stamped_text,  // a time, then text
  };
  enum class StampPlace { elsewhere, before_colon, in_square, in_round };
  Kind kind = Kind::none;
  std::string_view name;  // name_stamp, label; of stamped_text where it is all the text and what was said stands below
  std::string_view rest;  // label, stamped_text; the whole line for none
  std::optional<Milliseconds> start;
  std::optional<Milliseconds> end;
  std::optional<WrittenDay> day;  // of the start, which then is a time on it: label, or stamped_text where it is marked
  bool short_time = false;        // "9:15": minutes and seconds, or hours and minutes of a clock
  bool strong = false;     // set off by more than a space: prose does not look so; of none, behind what is no name
  bool spaced = false;     // two spaces or more between the name and its time
  bool dashed = false;     // a dash or a bar between the time and the name: "0:03 - Name"
  bool bracketed = false;  // "[Name] 14:00:03", as Zoom saves captions
  bool enclosed = false;   // the time before a text: "[0:03] text"
  bool spoken = false;     // "1 minute 3 seconds", as Teams writes
  bool tabbed = false;     // as Zoom saves its chat
  StampPlace place = StampPlace::elsewhere;
  bool sure = false;  // a label as only a program writes it: its name needs no evidence
};

LineHead read_head(std::string_view line, const HeadForms& forms = {});
// Whom it names: "Ben Carter" of "Ben Carter at 2:05 PM".
std::string_view speaker_of(const LineHead& head);

struct ScannedLine {
  std::uint32_t number;
  std::string_view text;  // trimmed, without a mark; never empty
  LineHead head;
  bool after_blank = false;      // or the first
  bool speaker_changes = false;  // ">> Maya: text" or ">> text", as captions of live events have it
  bool above_time = false;       // a name, joined with the time below it
  std::string_view label_below;  // of the same, where "Name: text" stands below that
  char mark = '\0';              // one of the below
};

// What format_markdown.cc puts before a line; no source text holds control characters.
inline constexpr char kHeadingMark = '\x01';
inline constexpr char kItemMark = '\x02';
inline constexpr char kRowMark = '\x03';    // a row, or an item with its section's heading: names no speaker
inline constexpr char kFrontMark = '\x04';  // front matter

// The lines that are not blank, each with its head; a name on one line and a time on the next are one.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text, const HeadForms& forms = {}) : lines_(text), forms_(forms) {}
  std::optional<ScannedLine> next();

 private:
  void take_change_of_speaker(ScannedLine& scanned) const;
  void join_name_above_stamp(ScannedLine& scanned);
  bool answers_head_above(std::string_view line, const LineHead& stamp) const;
  void mark_name_above_text(ScannedLine& scanned) const;

  LineCursor lines_;
  HeadForms forms_;
  bool after_blank_ = true;
  LineHead head_above_;  // of the line directly above, where that is all one line
};

}  // namespace hebb
