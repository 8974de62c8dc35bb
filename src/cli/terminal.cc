#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hebb::cli {
namespace {

constexpr std::size_t kDefaultWidth = 80;
constexpr std::size_t kLeastWidth = 30;
constexpr std::size_t kGreatestWidth = 110;  // longer lines are hard to read
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Code {
  utf8proc_int32_t value;  // -1: not UTF-8
  std::size_t bytes;
};

Code decode(std::string_view text) {
  utf8proc_int32_t value = -1;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (bytes < 1) return {-1, 1};
  return {value, static_cast<std::size_t>(bytes)};
}

bool reorders(utf8proc_int32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
}

// U+2400 and on picture the C0 controls.
std::string picture_of(utf8proc_int32_t code) {
  const utf8proc_int32_t picture = code == 0x7F ? 0x2421 : 0x2400 + code;
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(picture, bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::optional<std::size_t> width_given() {
  const char* columns = std::getenv("COLUMNS");
  if (columns == nullptr) return std::nullopt;
  std::size_t given = 0;
  const auto [end, error] = std::from_chars(columns, columns + std::strlen(columns), given);
  if (error != std::errc() || *end != '\0' || given == 0) return std::nullopt;
  return std::clamp(given, kLeastWidth, kGreatestWidth);
}

std::size_t width_of_terminal() {
  if (const auto given = width_given()) return *given;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<std::size_t>(size.ws_col, kLeastWidth, kGreatestWidth);
  }
  return kDefaultWidth;
}

bool wants_color(ColorChoice choice, bool is_terminal) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return is_terminal && !(term != nullptr && std::string_view(term) == "dumb");
}

// Everything, or errno.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const auto [code, bytes] = decode(text);
    if (code == '\n' || code == '\r' || code == '\t') {
      clean += ' ';
    } else if ((code >= 0 && code < 0x20) || code == 0x7F) {
      clean += picture_of(code);
    } else if (code < 0 || (code >= 0x80 && code < 0xA0) || reorders(code)) {
      clean += kReplacement;
    } else {
      clean += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return clean;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto [code, bytes] = decode(text);
    columns += code < 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
    text.remove_prefix(bytes);
  }
  return columns;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t gap = text.find_first_not_of(' ');
    if (gap == std::string_view::npos) break;
    text.remove_prefix(gap);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    const std::size_t columns = columns_of(word);
    if (!lines.back().empty() && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (!lines.back().empty()) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += columns;
  }
  return lines;
}

std::string clipped(std::string_view text, std::size_t width, bool pad) {
  std::string kept;
  std::size_t used = 0;
  const std::size_t whole = columns_of(text);
  if (whole <= width) {
    kept = text;
    used = whole;
  } else {
    while (!text.empty()) {
      const auto [code, bytes] = decode(text);
      const auto columns = code < 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
      if (used + columns + 1 > width) break;
      kept += text.substr(0, bytes);
      used += columns;
      text.remove_prefix(bytes);
    }
    kept += "…";
    ++used;
  }
  if (pad && used < width) kept.append(width - used, ' ');
  return kept;
}

std::string Palette::operator()(Style style, std::string_view text) const {
  const char* code = "";
  switch (style) {
    case Style::plain:
      break;
    case Style::bold:
      code = "\x1b[1m";
      break;
    case Style::dim:
      code = "\x1b[2m";
      break;
    case Style::accent:
      code = "\x1b[36m";
      break;
    case Style::good:
      code = "\x1b[32m";
      break;
    case Style::warning:
      code = "\x1b[33m";
      break;
    case Style::bad:
      code = "\x1b[31m";
      break;
  }
  if (!coloured_ || *code == '\0' || text.empty()) return std::string(text);
  return std::string(code).append(text).append("\x1b[0m");
}

Terminal::Terminal(ColorChoice choice)
    : out_is_terminal_(isatty(STDOUT_FILENO) == 1),
      err_is_terminal_(isatty(STDERR_FILENO) == 1),
      width_given_(width_given().has_value()),
      width_(width_of_terminal()),
      out_(wants_color(choice, out_is_terminal_)),
      err_(wants_color(choice, err_is_terminal_)) {}

bool Terminal::can_ask() const {
  return isatty(STDIN_FILENO) == 1 && err_is_terminal_;
}

void Terminal::print(std::string_view data) {
  clear_progress();
  if (write_error_) return;
  if (const int error = write_all(STDOUT_FILENO, data)) write_error_ = error;
}

void Terminal::say(std::string_view talk) {
  clear_progress();
  write_all(STDERR_FILENO, std::string(talk) + "\n");  // nowhere to tell of its failure
}

void Terminal::progress(std::string_view line) {
  if (!err_is_terminal_) return;
  write_all(STDERR_FILENO, "\r\x1b[2K" + clipped(line, width_ - 1));
  progress_shown_ = true;
}

void Terminal::clear_progress() {
  if (!progress_shown_) return;
  write_all(STDERR_FILENO, "\r\x1b[2K");
  progress_shown_ = false;
}

std::string Terminal::ask(std::string_view question) {
  clear_progress();
  write_all(STDERR_FILENO, question);
  std::string answer;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) answer += static_cast<char>(c);
  return answer;
}

}  // namespace hebb::cli
