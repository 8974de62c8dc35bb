// Markdown as Granola and other note takers write it, made plain lines: the marks go, headings and items are marked.
#include <algorithm>

#include "text/format_readers.h"
#include "text/lines_head.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLinesLookedAt = 200;

std::size_t heading_marks(std::string_view line) {
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  return marks > 0 && marks <= 6 && marks < line.size() && line[marks] == ' ' ? marks : 0;
}

bool is_done(std::string_view item) {
  return item.starts_with("- [x] ") || item.starts_with("- [X] ");
}

std::size_t item_marks(std::string_view line) {
  if (line.starts_with("- [ ] ") || is_done(line)) return 6;
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) return 2;
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && digits < 4 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

// The heading where it says what the items under it are ("## Next steps"): each of them is labelled with it.
std::string_view label_under(std::string_view heading) {
  constexpr std::string_view kMarks = "*_:# \t";
  const auto first = heading.find_first_not_of(kMarks);
  if (first == std::string_view::npos) return {};
  heading = heading.substr(first, heading.find_last_not_of(kMarks) + 1 - first);
  return names_items(heading) ? heading : std::string_view();
}

// "**Anna:** who pays?", said by her; but in a list of what is to be done, done by her.
bool is_said_by(std::string_view item, std::string_view label) {
  if (!item.starts_with("**")) return false;
  const auto end = item.find("**", 2);
  const bool named = end != std::string_view::npos && (item[end - 1] == ':' || item.substr(end + 2).starts_with(':'));
  const std::string what = lower_ascii(label);
  return named && !what.contains("action") && !what.contains("step") && !what.contains("task") && !what.contains("do");
}

bool is_fence(std::string_view line) {
  return trimmed(line) == "---" || trimmed(line) == "***";
}

void append_plain(std::string_view line, std::string& out) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string_view two = line.substr(i, 2);
    if (two == "**" || two == "__") {
      ++i;
    } else if (line[i] == '\\' && i + 1 < line.size() && std::string_view("*_#-.[]()`~>!\\").contains(line[i + 1])) {
      out += line[++i];
    } else {
      out += line[i];
    }
  }
}

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
  for (std::size_t i = 0; i < kLinesLookedAt; ++i) {
    const auto line = lines.next();
    if (!line) break;
    const std::string_view bare = trimmed(line->text);
    if (i == 0 && is_fence(bare)) ++headings;
    headings += heading_marks(bare) > 0;
    items += item_marks(bare) > 0;
    const std::size_t bold = bare.starts_with("**") ? bare.find("**", 2) : std::string_view::npos;
    bold_names += bold != std::string_view::npos && (bare[bold - 1] == ':' || bare.substr(bold + 2).starts_with(':'));
  }
  return headings > 1 || (headings > 0 && (items > 0 || bold_names > 0)) || bold_names > 1 ||
         heading_marks(text.substr(0, text.find('\n'))) == 1;
}

std::string plain_markdown(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  LineCursor lines(text);
  std::string_view label;  // of the items of this section
  while (const auto line = lines.next()) {
    std::string_view rest = trimmed(line->text);
    while (rest.starts_with("> ")) rest = trimmed(rest.substr(2));
    if (!is_fence(rest)) {
      if (const std::size_t marks = heading_marks(rest)) {
        out += kHeadingMark;
        rest.remove_prefix(marks);
        label = label_under(rest);
      } else if (const std::size_t item = item_marks(rest)) {
        out += kItemMark;
        const bool done = is_done(rest);
        rest.remove_prefix(item);
        if (!label.empty() && !is_said_by(rest, label)) out.append(label).append(done ? ", done: " : ": ");
      }
      append_plain(rest, out);
    }
    out += '\n';
  }
  return out;
}

}  // namespace hebb
