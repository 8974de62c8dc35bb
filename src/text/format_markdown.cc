// Markdown as Granola and other note takers write it, made plain lines: the marks go, headings and items are marked.
#include <algorithm>
#include <optional>

#include "text/ascii.h"
#include "text/format_readers.h"
#include "text/header_keys.h"
#include "text/lines_head.h"
#include "text/lines_header.h"
#include "text/one_of.h"
#include "text/table_rows.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLinesLookedAt = 200;

std::size_t heading_marks(std::string_view line) {
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  return marks > 0 && marks <= 6 && marks < line.size() && line[marks] == ' ' ? marks : 0;
}

struct ItemMark {
  std::size_t size = 0;  // 0: no item
  bool done = false;
};

// "[x] " or "[ ] ", and "☑", "☒", "✅", "✔" or "☐" with the space behind it.
ItemMark box_mark(std::string_view line) {
  const std::string_view box = line.substr(0, 4);
  if (box == "[x] " || box == "[X] " || box == "[ ] ") return {.size = box.size(), .done = box != "[ ] "};
  const std::string_view sign = line.substr(0, 3);
  if (!one_of(sign, {"\u2610", "\u2611", "\u2612", "\u2705", "\u2714"})) return {};
  std::string_view rest = line.substr(sign.size());
  if (rest.starts_with("\uFE0F")) rest.remove_prefix(3);  // drawn as an emoji
  const std::string_view words = trimmed(rest);
  if (words.empty() || words.size() == rest.size()) return {};
  return {.size = line.size() - words.size(), .done = sign != "\u2610"};
}

// Requires: `line` is trimmed.
ItemMark item_mark(std::string_view line) {
  ItemMark mark;
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) {
    mark.size = 2;
  } else if (digits > 0 && digits < 4 && line.substr(digits).starts_with(". ")) {
    mark.size = digits + 2;
  } else {
    return line.starts_with('[') ? ItemMark{} : box_mark(line);  // Word's boxes stand without a mark of a list
  }
  const ItemMark box = box_mark(line.substr(mark.size));
  return {.size = mark.size + box.size, .done = box.done};
}

// The heading where it says what the items under it are ("## Next steps"): each of them is labelled with it.
std::string_view label_under(std::string_view heading) {
  constexpr std::string_view kMarks = "*_:# \t";
  const auto first = heading.find_first_not_of(kMarks);
  if (first == std::string_view::npos) return {};
  heading = heading.substr(first, heading.find_last_not_of(kMarks) + 1 - first);
  return names_items(heading) ? heading : std::string_view();
}

bool names_actions(std::string_view label) {
  const std::string what = lower_ascii(label);
  return what.contains("action") || what.contains("step") || what.contains("task") || what.contains("do");
}

// "**Anna:** who pays?", said by her; but in a list of what is to be done, done by her.
bool is_said_by(std::string_view item, std::string_view label) {
  if (!item.starts_with("**")) return false;
  const auto end = item.find("**", 2);
  const bool named = end != std::string_view::npos && (item[end - 1] == ':' || item.substr(end + 2).starts_with(':'));
  return named && !names_actions(label);
}

bool is_fence(std::string_view line) {
  return trimmed(line) == "---" || trimmed(line) == "***";
}

// "|---|:-:|" under the names of a table's columns.
bool is_table_rule(std::string_view line) {
  line = trimmed(line);
  return line.contains('|') && line.contains('-') && line.find_first_not_of("|-: \t") == std::string_view::npos;
}

// What is bold between "**" or "__": marks at the edges of words, and in pairs ("2**8" and "pump__v2" hold none).
class BoldMarks {
 public:
  BoldMarks(std::string_view line, std::string_view mark) : line_(line), mark_(mark) {
    for (last_end_ = line.rfind(mark); last_end_ != std::string_view::npos && last_end_ > 0 && !may_end(last_end_);
         last_end_ = line.rfind(mark, last_end_ - 1)) {
    }
  }

  // Whether the mark at `at` is one. Asked from left to right.
  bool take(std::size_t at) {
    if (!line_.substr(at).starts_with(mark_)) return false;
    if (open_ && may_end(at)) return !(open_ = false);
    const bool ends_later = last_end_ != std::string_view::npos && last_end_ > at;
    return !open_ && ends_later && may_begin(at) && (open_ = true);
  }

 private:
  bool is_word(std::size_t at) const { return at < line_.size() && (is_letter(line_[at]) || is_digit(line_[at])); }
  bool may_begin(std::size_t at) const {
    return (at == 0 || !is_word(at - 1)) && at + 2 < line_.size() && line_[at + 2] != ' ';
  }
  bool may_end(std::size_t at) const { return at > 0 && line_[at - 1] != ' ' && !is_word(at + 2); }

  std::string_view line_;
  std::string_view mark_;
  std::size_t last_end_;
  bool open_ = false;
};

// "[words](target)": where the words end, and the whole.
struct Link {
  std::size_t words_end;
  std::size_t end;
};

// Asked for from left to right; what was looked for ahead is kept, to stay linear.
class Links {
 public:
  explicit Links(std::string_view line) : line_(line) {}

  std::optional<Link> at(std::size_t begin) {
    constexpr std::size_t kLongestWords = 300;
    constexpr std::size_t kLongestTarget = 2000;
    if (words_end_ <= begin) words_end_ = line_.find("](", begin);
    if (words_end_ == std::string_view::npos || words_end_ - begin > kLongestWords) return std::nullopt;
    const std::size_t target = words_end_ + 2;
    if (target_end_ < target) target_end_ = line_.find_first_of(") ", target);
    const bool whole = target_end_ != std::string_view::npos && line_[target_end_] == ')' && target_end_ > target &&
                       target_end_ - target <= kLongestTarget;
    return whole ? std::optional(Link{words_end_, target_end_ + 1}) : std::nullopt;
  }

 private:
  std::string_view line_;
  std::size_t words_end_ = 0;
  std::size_t target_end_ = 0;
};

void append_plain(std::string_view line, std::string& out) {
  constexpr std::string_view kEscaped = "*_#-.[]()`~>!\\|+";
  BoldMarks stars(line, "**");
  BoldMarks lines(line, "__");
  Links links(line);
  std::optional<Link> open;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (open && i == open->words_end) {
      i = open->end - 1;
      open.reset();
    } else if (c == '\\' && i + 1 < line.size() && kEscaped.contains(line[i + 1])) {
      out += line[++i];
    } else if (stars.take(i) || lines.take(i)) {
      ++i;
    } else if (const auto link = c == '[' && !open ? links.at(i) : std::nullopt) {
      if (i > 0 && line[i - 1] == '!' && out.ends_with('!')) out.pop_back();  // an image
      open = link;
    } else {
      out += c;
    }
  }
}

std::string plain_line(std::string_view line) {
  std::string out;
  append_plain(line, out);
  return out;
}

// Between bars, but those behind a backslash.
Cells cells_of(std::string_view row) {
  row = trimmed(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  Cells cells;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= row.size(); ++i) {
    if (i + 1 < row.size() && row[i] == '\\') {
      ++i;
    } else if (i == row.size() || row[i] == '|') {
      if (i < row.size() || !is_blank(row.substr(begin)))
        cells.push_back(plain_line(trimmed(row.substr(begin, i - begin))));
      begin = i + 1;
    }
  }
  return cells;
}

// Of "date: 2026-03-05"; empty where a line has none.
std::string_view front_key(std::string_view line) {
  const std::string_view key = line.substr(0, std::min(line.find(':'), line.size()));
  const bool begins = !key.empty() && is_letter(key.front()) && !is_upper(key.front()) && key.size() < line.size();
  const auto may_stand = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
  return begins && std::ranges::all_of(key, may_stand) ? key : std::string_view();
}

// "---", then "key: value" and lists, then "---". Speech stands between rules too: one of the keys is of a header.
bool has_front_matter(std::string_view text) {
  constexpr std::uint32_t kLongestFront = 60;  // lines
  LineCursor lines(text);
  const auto first = lines.next();
  if (!first || trimmed(first->text) != "---") return false;
  bool known = false;
  while (const auto line = lines.next()) {
    const std::string_view bare = trimmed(line->text);
    if (bare == "---") return known;
    const std::string_view key = front_key(bare);
    known = known || is_header_key(key);
    const bool fits = !key.empty() || bare.empty() || bare.starts_with("- ") || bare.starts_with('#');
    if (!fits || line->number > kLongestFront) return false;
  }
  return false;
}

class MarkdownReader {
 public:
  explicit MarkdownReader(std::string_view text) : front_(has_front_matter(text)), lines_(text) {
    out_.reserve(text.size() + 16);
  }

  std::string read() {
    while (const auto line = lines_.next()) {
      std::string_view rest = trimmed(line->text);
      while (rest.starts_with("> ")) rest = trimmed(rest.substr(2));
      if (is_fence(rest)) {
        front_ = front_ && line->number == 1;
        rows_.reset();
      } else if (front_) {
        out_ += kFrontMark;
        out_ += rest;
      } else if (!read_table(rest)) {
        read_line(rest);
      }
      out_ += '\n';
      after_blank_ = rest.empty();
    }
    return std::move(out_);
  }

 private:
  bool read_table(std::string_view line) {
    if (!line.contains('|')) rows_.reset();
    const auto below = rows_ || !line.contains('|') ? std::nullopt : lines_.peek();
    if (below && is_table_rule(below->text)) {
      rows_.emplace(cells_of(line), label_, names_actions(label_));
      return true;
    }
    if (!rows_) return false;
    const std::string row = is_table_rule(line) ? "" : rows_->line_of(cells_of(line));
    if (!row.empty()) out_.append(1, kRowMark).append(row);
    return true;
  }

  void read_line(std::string_view line) {
    if (const std::size_t marks = heading_marks(line)) {
      read_heading(plain_line(line.substr(marks)), true);
    } else if (const ItemMark item = item_mark(line); item.size > 0) {
      line.remove_prefix(item.size);
      const bool labelled = !label_.empty() && !is_said_by(line, label_);
      const bool says_done = labelled && names_actions(label_) && one_of(line.substr(0, 6), {"DONE: ", "Done: "});
      if (says_done) line.remove_prefix(6);
      out_ += labelled ? kRowMark : kItemMark;
      if (labelled) out_.append(label_).append(item.done || says_done ? ", done: " : ": ");
      append_plain(line, out_);
    } else if (is_bare_heading(line)) {
      read_heading(plain_line(line), false);
    } else {
      if (!marked_ && after_blank_ && !line.empty()) label_.clear();
      append_plain(line, out_);
    }
  }

  // "Next steps:" or "**Next steps**" with items below it.
  bool is_bare_heading(std::string_view line) const {
    constexpr std::size_t kLongestBare = 40;
    if (line.empty() || line.size() > kLongestBare || label_under(plain_line(line)).empty()) return false;
    LineCursor ahead = lines_;
    auto below = ahead.next();
    if (below && is_blank(below->text)) below = ahead.next();
    return below && (item_mark(trimmed(below->text)).size > 0 || trimmed(below->text).starts_with('|'));
  }

  void read_heading(const std::string& heading, bool marked) {
    out_ += kHeadingMark;
    out_ += heading;
    label_ = label_under(heading);
    marked_ = marked;
  }

  bool front_;
  LineCursor lines_;
  std::optional<TableRows> rows_;  // of the table that is open
  std::string label_;              // of the items of this section
  bool marked_ = true;             // the section's heading is marked as one, and holds to the next
  bool after_blank_ = true;
  std::string out_;
};

}  // namespace

bool names_items(std::string_view heading) {
  static constexpr std::string_view kSections =
      "|action items|action points|actions|decisions|decisions made|follow-ups|ideas|issues|key decisions|key risks|"
      "next steps|open issues|open questions|questions|risks|suggestions|tasks|to do|to-dos|todo|todos|";
  return kSections.contains("|" + lower_ascii(heading) + "|");
}

bool looks_like_markdown(std::string_view text) {
  LineCursor lines(text);
  std::size_t headings = 0;
  std::size_t items = 0;
  std::size_t bold_names = 0;
  bool row = false;  // the line before may name columns
  for (std::size_t i = 0; i < kLinesLookedAt; ++i) {
    const auto line = lines.next();
    if (!line) break;
    const std::string_view bare = trimmed(line->text);
    if (row && is_table_rule(bare)) return true;
    row = bare.starts_with('|') && !is_table_rule(bare);
    if (i == 0 && is_fence(bare)) ++headings;
    headings += heading_marks(bare) > 0;
    items += item_mark(bare).size > 0;
    const std::size_t bold = bare.starts_with("**") ? bare.find("**", 2) : std::string_view::npos;
    bold_names += bold != std::string_view::npos && (bare[bold - 1] == ':' || bare.substr(bold + 2).starts_with(':'));
  }
  return headings > 1 || (headings > 0 && (items > 0 || bold_names > 0)) || bold_names > 1 ||
         heading_marks(text.substr(0, text.find('\n'))) == 1;
}

std::string plain_markdown(std::string_view text) {
  return MarkdownReader(text).read();
}

}  // namespace hebb
