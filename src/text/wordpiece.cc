#include "text/wordpiece.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "text/utf8.h"
#include "text/wordpiece_classes.h"

namespace hebb {
namespace {

constexpr std::size_t kMaxWordCharacters = 100;  // a longer word is [UNK], as in the reference
constexpr std::size_t kMaxDecomposition = 32;    // code points; the longest canonical decomposition has 4

struct TransparentHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Pieces = std::unordered_map<std::string, std::int32_t, TransparentHash, std::equal_to<>>;

bool contains(std::span<const CodeRange> ranges, std::int32_t code) {
  const auto next = std::ranges::upper_bound(ranges, code, {}, &CodeRange::first);
  return next != ranges.begin() && code <= std::prev(next)->last;
}

enum class CodeKind : std::uint8_t { word, space, punctuation, dropped };

constexpr CodeKind ascii_kind(std::int32_t code) {
  if (code == ' ' || code == '\t' || code == '\n' || code == '\r') return CodeKind::space;
  if (code < 0x20 || code == 0x7F) return CodeKind::dropped;
  const bool letter_or_digit =
      (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  return letter_or_digit ? CodeKind::word : CodeKind::punctuation;
}

bool is_space(std::int32_t code) {  // White_Space above ASCII without U+0085, which is dropped as a control
  return code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_dropped(std::int32_t code) {
  const bool private_use = (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0xFFFFD) ||
                           (code >= 0x100000 && code <= 0x10FFFD);
  return (code >= 0x80 && code <= 0x9F) || private_use || code == 0xFFFD || contains(kFormat, code);
}

bool is_chinese(std::int32_t code) {  // the blocks BERT names; kana and hangul are not among them
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x20000 && code <= 0x2A6DF) || (code >= 0x2A700 && code <= 0x2B81F) ||
         (code >= 0x2B920 && code <= 0x2CEAF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x2F800 && code <= 0x2FA1F);
}

CodeKind kind_of(std::int32_t code) {
  if (code < 0x80) return ascii_kind(code);
  return contains(kPunctuation, code) ? CodeKind::punctuation : CodeKind::word;
}

void append_utf8(std::string& text, std::int32_t code) {
  std::array<utf8proc_uint8_t, 4> bytes;
  const auto size = utf8proc_encode_char(code, bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

struct Vocabulary {
  Pieces first;         // pieces that begin a word
  Pieces continuation;  // those that go on with one, without their "##"
  std::size_t longest = 0;
  std::size_t size = 0;
  std::int32_t cls = 0;
  std::int32_t sep = 0;
  std::int32_t unknown = 0;

  void add(std::string_view piece) {
    const auto id = static_cast<std::int32_t>(size++);
    const bool continues = piece.starts_with("##") && piece.size() > 2;
    longest = std::max(longest, continues ? piece.size() - 2 : piece.size());
    first.insert_or_assign(std::string(piece), id);  // a word never begins with "##": '#' is punctuation
    if (continues) continuation.insert_or_assign(std::string(piece.substr(2)), id);
  }
};

// Normalises, splits and matches in one pass. Canonical reordering is left out: no piece of BERT's vocabulary holds a
// character with a combining class, so that a word with one is [UNK] in whatever order.
class Splitter {
 public:
  Splitter(const Vocabulary& vocabulary, std::size_t max_tokens) : vocabulary_(vocabulary), limit_(max_tokens - 1) {
    ids_.push_back(vocabulary_.cls);
  }

  bool full() const { return ids_.size() >= limit_; }

  void take(std::int32_t code) {
    if (code < 0x80) {
      const auto kind = ascii_kind(code);
      const bool upper = code >= 'A' && code <= 'Z';
      if (kind == CodeKind::word) return append(upper ? code + ('a' - 'A') : code);
      return boundary(kind, code);
    }
    if (is_dropped(code)) return;
    if (is_space(code)) return end_word();
    const bool chinese = is_chinese(code);
    if (chinese) end_word();
    take_decomposed(code);
    if (chinese) end_word();
  }

  std::vector<std::int32_t> finish() {
    end_word();
    if (ids_.size() > limit_) ids_.resize(limit_);
    ids_.push_back(vocabulary_.sep);
    return std::move(ids_);
  }

 private:
  void take_decomposed(std::int32_t code) {
    std::array<utf8proc_int32_t, kMaxDecomposition> parts{};
    int boundary_class = 0;
    const auto count = utf8proc_decompose_char(code, parts.data(), parts.size(), UTF8PROC_DECOMPOSE, &boundary_class);
    if (count <= 0 || static_cast<std::size_t>(count) > parts.size()) return append(code);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      if (contains(kNonspacing, parts[i])) continue;
      const auto lower = utf8proc_tolower(parts[i]);
      if (const auto kind = kind_of(lower); kind != CodeKind::word) {
        boundary(kind, lower);
      } else {
        append(lower);
      }
    }
  }

  void boundary(CodeKind kind, std::int32_t code) {
    if (kind == CodeKind::dropped) return;
    end_word();
    if (kind == CodeKind::space) return;
    append(code);
    end_word();
  }

  void append(std::int32_t code) {
    if (++characters_ <= kMaxWordCharacters) append_utf8(word_, code);
  }

  void end_word() {
    if (characters_ == 0) return;
    const auto before = ids_.size();
    if (characters_ > kMaxWordCharacters || !match()) {
      ids_.resize(before);
      ids_.push_back(vocabulary_.unknown);
    }
    word_.clear();
    characters_ = 0;
  }

  bool match() {  // longest piece first; a word with any unmatched rest is unknown as a whole
    std::string_view rest = word_;
    while (!rest.empty()) {
      const auto& pieces = rest.size() == word_.size() ? vocabulary_.first : vocabulary_.continuation;
      auto length = std::min(rest.size(), vocabulary_.longest);
      auto found = pieces.end();
      for (; length > 0; --length) {
        if (length < rest.size() && !begins_character(rest[length])) continue;
        found = pieces.find(rest.substr(0, length));
        if (found != pieces.end()) break;
      }
      if (found == pieces.end()) return false;
      ids_.push_back(found->second);
      rest.remove_prefix(length);
    }
    return true;
  }

  const Vocabulary& vocabulary_;
  std::size_t limit_;  // ids before [SEP]
  std::vector<std::int32_t> ids_;
  std::string word_;
  std::size_t characters_ = 0;
};

}  // namespace

struct WordPiece::State {
  Vocabulary vocabulary;
};

WordPiece::WordPiece(std::unique_ptr<State> state) : state_(std::move(state)) {}
WordPiece::~WordPiece() = default;
WordPiece::WordPiece(WordPiece&&) noexcept = default;
WordPiece& WordPiece::operator=(WordPiece&&) noexcept = default;

Result<WordPiece> WordPiece::load(const std::filesystem::path& vocabulary) {
  std::ifstream file(vocabulary, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::not_found, "no vocabulary at " + vocabulary.string() + ": run tool/model/prepare");
  }
  auto state = std::make_unique<State>();
  auto& pieces = state->vocabulary;
  std::string line;
  while (std::getline(file, line)) {
    if (line.ends_with('\r')) line.pop_back();
    pieces.add(line);
  }
  for (const auto& [name, id] : {std::pair<std::string_view, std::int32_t*>{"[CLS]", &pieces.cls},
                                 {"[SEP]", &pieces.sep},
                                 {"[UNK]", &pieces.unknown},
                                 {"[PAD]", nullptr}}) {
    const auto found = pieces.first.find(name);
    if (found == pieces.first.end()) {
      return fail(ErrorCode::corruption, "the vocabulary " + vocabulary.string() + " has no " + std::string(name) +
                                             ": delete its folder and run tool/model/prepare again");
    }
    if (id != nullptr) *id = found->second;
  }
  return WordPiece(std::move(state));
}

std::vector<std::int32_t> WordPiece::encode(std::string_view text, std::size_t max_tokens) const {
  HEBB_CHECK(max_tokens >= 2);
  Splitter splitter(state_->vocabulary, max_tokens);
  while (!text.empty() && !splitter.full()) {
    const auto [code, bytes] = decode_utf8(text);
    if (code != kInvalidCode) splitter.take(code);  // U+FFFD in the reference, which drops it
    text.remove_prefix(bytes);
  }
  return splitter.finish();
}

std::size_t WordPiece::vocabulary_size() const {
  return state_->vocabulary.size;
}

}  // namespace hebb
