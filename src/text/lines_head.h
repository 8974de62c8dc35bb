// What stands before the words on a line: a time, a name, both, in the orders that people write them. Private to text/.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "text/transcript_source.h"

namespace hebb {

struct LineHead {
  enum class Kind {
    none,
    stamp,         // a time alone
    name_stamp,    // a name and a time alone: what follows on the next lines was said
    label,         // "Name: text", with or without a time
    stamped_text,  // a time, then text
  };
  Kind kind = Kind::none;
  std::string_view name;  // name_stamp, label
  std::string_view rest;  // label, stamped_text; the whole line for none
  std::optional<Milliseconds> start;
  std::optional<Milliseconds> end;
  bool strong = false;     // set off by more than a space: prose does not look so
  bool bracketed = false;  // "[Name] 14:00:03", as Zoom saves captions
  bool spoken = false;     // "1 minute 3 seconds", as Teams writes
  bool tabbed = false;     // as Zoom saves its chat
};

LineHead read_head(std::string_view line);

struct ScannedLine {
  std::uint32_t number;
  std::string_view text;  // trimmed, without a mark; never empty
  LineHead head;
  bool after_blank = false;  // or the first
  char mark = '\0';          // kHeadingMark or kItemMark
};

// What format_markdown.cc puts before a line; no source text holds control characters.
inline constexpr char kHeadingMark = '\x01';
inline constexpr char kItemMark = '\x02';

// The lines that are not blank, each with its head; a name on one line and a time on the next are one.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text) : lines_(text) {}
  std::optional<ScannedLine> next();

 private:
  LineCursor lines_;
  bool after_blank_ = true;
};

}  // namespace hebb
