#include "text/marks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "text/ascii.h"
#include "text/mark_words.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestMark = 200;  // bytes

// Of WebVTT, SubRip and of web pages.
constexpr std::array kMarkTags = std::to_array<std::string_view>(
    {"b", "br", "c", "em", "font", "i", "lang", "p", "rt", "ruby", "s", "span", "strong", "u", "v"});

std::size_t tag_index(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(kMarkTags, lower_ascii(name)) - kMarkTags.begin());
}

// Where the last "</i>" of each tag begins, 0 where there is none.
using LastEnds = std::array<std::size_t, kMarkTags.size()>;
LastEnds last_ends(std::string_view text) {
  LastEnds ends{};
  for (auto at = text.find("</"); at != std::string_view::npos; at = text.find("</", at + 2)) {
    const auto head = text.substr(at + 2, 8);
    const auto tag = tag_index(head.substr(0, std::min(head.find('>'), head.size())));
    if (head.contains('>') && tag < kMarkTags.size()) ends[tag] = at;
  }
  return ends;
}

// What stands around a tag decides where its words may be a program's: "List<S>", "the <b> element".
struct Around {
  bool begins = false;      // no word stands before it
  bool after_word = false;  // directly
  std::size_t end = 0;      // where it ends
};

// " color=…"
bool has_attribute(std::string_view more) {
  const auto end = more.find_first_of("= ", 1);
  return end != std::string_view::npos && end > 1 && more[end] == '=' && is_letter(more[1]);
}

// Brackets are as spaces, since some of them may go yet.
std::string without_brackets(std::string_view inner) {
  std::string text;
  for (const char c : inner) {
    const char plain = std::string_view("[]{}").contains(c) ? ' ' : c;
    if (plain != ' ' || !text.ends_with(' ')) text += plain;
  }
  return text;
}

bool is_tag(std::string_view inner, const Around& around, const LastEnds& ends) {
  if (inner.empty() || inner.back() == ' ') return false;
  if (is_digit(inner.front())) return is_stamp(inner);
  if (inner.front() == '/') return tag_index(inner.substr(1)) < kMarkTags.size();
  if (inner.back() == '/') inner.remove_suffix(1);
  const auto end = std::min(inner.find_first_of(" ."), inner.size());
  const auto tag = tag_index(inner.substr(0, end));
  if (tag == kMarkTags.size()) return false;
  const auto name = kMarkTags[tag];
  const auto more = inner.substr(end);
  const bool named = name == "v" || name == "lang";  // "<v Anna Smith>", "<v.loud Anna>"
  if (more.starts_with('.')) return !around.after_word && (named || !more.contains(' '));
  if (!more.empty() && named) return !around.after_word;
  if (!more.empty()) return more == " " || has_attribute(more);
  return name == "br" || (name == "c" && !around.after_word) || around.begins || ends[tag] > around.end;
}

class MarkRemover {
 public:
  explicit MarkRemover(std::string_view text) : text_(text), last_ends_(last_ends(text)) { out_.reserve(text.size()); }

  std::string run() {
    for (std::size_t at = 0; at < text_.size(); ++at) take(at);
    for (const auto& open : open_) unpaired_.insert(unpaired_.end(), open.begin(), open.end());
    std::ranges::sort(unpaired_);
    return paired();
  }

 private:
  void take(std::size_t at) {
    const char c = text_[at];
    if (c == ' ') return space();
    const auto kind = std::string_view("[{<").find(c);
    if (kind != std::string_view::npos) open_[kind].push_back(out_.size());
    const auto closed = std::string_view("]}>").find(c);
    if (closed != std::string_view::npos && close(closed, at)) return;
    out_ += c;
  }

  void space() {
    if (!out_.empty() && out_.back() != ' ') out_ += ' ';
  }

  // Whether the bracket that ends at `at` is no text.
  bool close(std::size_t kind, std::size_t at) {
    auto& open = open_[kind];
    if (open.empty()) {
      if (kind != kAngle) unpaired_.push_back(out_.size());
      return false;
    }
    const auto begin = open.back();
    open.pop_back();
    const auto inner = std::string_view(out_).substr(begin + 1);
    if (inner.size() + 2 > kLongestMark) return false;
    if (!crosses(begin) && is_mark(kind, begin, inner, at)) return cut(begin), true;
    if (kind == kSquare && is_link(begin, inner, at)) {
      out_[begin] = ' ';
      space();
      return true;
    }
    return false;
  }

  // "[a {b] noise}": what opens before `begin` and ends behind it.
  bool crosses(std::size_t begin) const {
    std::array<std::size_t, 3> opened{};
    for (auto at = begin + 1; at < out_.size(); ++at) {
      if (const auto open = std::string_view("[{<").find(out_[at]); open != std::string_view::npos) ++opened[open];
      const auto closed = std::string_view("]}>").find(out_[at]);
      if (closed == std::string_view::npos || std::ranges::binary_search(unpaired_, at)) continue;
      if (opened[closed] == 0 && closed != kAngle) return true;
      opened[closed] -= opened[closed] > 0;
    }
    return false;
  }

  bool is_mark(std::size_t kind, std::size_t begin, std::string_view inner, std::size_t at) const {
    const bool after_word = begin > 0 && !parts_words(out_[begin - 1]);
    const bool in_code = begin > 0 && std::string_view("/$#=").contains(out_[begin - 1]);  // "/api/talks/{speaker}"
    if (says_what_was_heard(inner, after_word || in_code)) return true;
    if (kind != kAngle) return is_mark_in_brackets(kind, inner, after_word);
    if (!after_word && is_programs_note(inner)) return true;
    const auto before = std::string_view(out_).substr(0, begin);
    return is_tag(without_brackets(inner),
                  {.begins = std::ranges::all_of(before.substr(0, kLongestMark), parts_words),
                   .after_word = after_word,
                   .end = at},
                  last_ends_);
  }

  // "code[END]" and "code[*]" were said.
  static bool is_mark_in_brackets(std::size_t kind, std::string_view inner, bool after_word) {
    if (has_heard_word(inner, after_word)) return true;
    const std::string spaced = without_brackets(inner);
    const std::string_view plain = trimmed(spaced);
    const bool is_doubt = !plain.empty() && plain.find_first_not_of("? ") == std::string_view::npos;
    if (kind == kSquare && is_doubt) return true;
    return !after_word && (is_stamp(plain) || is_recorders_note(plain) || (kind == kSquare && is_left_out(plain)));
  }

  bool is_link(std::size_t begin, std::string_view inner, std::size_t at) const {
    const bool after_word = begin > 0 && !parts_words(out_[begin - 1]);
    return !after_word && !inner.empty() && text_.substr(at + 1).starts_with('(');
  }

  // A mark's partners lie within it, and what opened there is gone with it.
  void cut(std::size_t begin) {
    out_.resize(begin);
    for (auto& open : open_) {
      while (!open.empty() && open.back() >= begin) open.pop_back();
    }
    while (!unpaired_.empty() && unpaired_.back() >= begin) unpaired_.pop_back();
    space();
  }

  // Without the brackets that have no partner; a lone '<' is a sign.
  std::string paired() const {
    std::string text;
    auto unpaired = unpaired_.begin();
    for (std::size_t at = 0; at < out_.size(); ++at) {
      char c = out_[at];
      if (unpaired != unpaired_.end() && *unpaired == at) {
        ++unpaired;
        if (c != '<') c = ' ';
      }
      if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
  }

  static constexpr std::size_t kSquare = 0, kAngle = 2;
  std::string_view text_;
  LastEnds last_ends_;
  std::string out_;
  std::array<std::vector<std::size_t>, 3> open_;  // where in out_, by kind
  std::vector<std::size_t> unpaired_;             // where in out_
};

}  // namespace

std::string without_marks(std::string_view text) {
  return MarkRemover(text).run();
}

}  // namespace hebb
