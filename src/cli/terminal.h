// Where the words go: data to stdout, talk to stderr. Colours, widths, and text that cannot harm a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hebb::cli {

// Text from outside, harmless on a terminal: control characters (C0, DEL, C1) show as their pictures or U+FFFD, as do
// the marks that reorder text (bidi overrides and isolates) and bytes that are not UTF-8. Tabs and line ends become
// spaces.
std::string harmless(std::string_view text);

// Columns that text takes: 0 for combining marks, 2 for wide characters.
std::size_t columns_of(std::string_view text);

// Breaks at spaces into lines of at most `width` columns; a longer word stands alone, unbroken. Never empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// Cut to `width` columns with "…" where something was cut; padded with spaces when `pad`.
std::string clipped(std::string_view text, std::size_t width, bool pad = false);

enum class Style { plain, bold, dim, accent, good, warning, bad };

class Palette {
 public:
  explicit Palette(bool coloured) : coloured_(coloured) {}
  std::string operator()(Style style, std::string_view text) const;
  bool coloured() const { return coloured_; }

 private:
  bool coloured_;
};

enum class ColorChoice { automatic, always, never };

// Thread safety: confined to the main thread.
class Terminal {
 public:
  // `automatic` colours a stream that is a terminal, unless NO_COLOR is set and not empty, or TERM is "dumb".
  explicit Terminal(ColorChoice choice);

  const Palette& out() const { return out_; }
  const Palette& err() const { return err_; }
  bool out_is_terminal() const { return out_is_terminal_; }
  bool can_ask() const;  // stdin and stderr are terminals
  std::size_t width() const { return width_; }
  bool shows_whole() const { return !out_is_terminal_ && !width_given_; }  // stdout is a file or a pipe

  void print(std::string_view data);     // to stdout, at once
  void say(std::string_view talk);       // a line to stderr
  void progress(std::string_view line);  // replaces the last progress line of a terminal; nothing elsewhere
  void clear_progress();
  // The first failure to write to stdout, as errno; EPIPE when the reader has gone.
  std::optional<int> write_error() const { return write_error_; }
  std::string ask(std::string_view question);  // a line from stdin; empty at its end

 private:
  bool out_is_terminal_;
  bool err_is_terminal_;
  bool width_given_;  // by COLUMNS
  std::size_t width_;
  Palette out_;
  Palette err_;
  bool progress_shown_ = false;
  std::optional<int> write_error_;
};

}  // namespace hebb::cli
