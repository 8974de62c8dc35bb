#include "text/transcript_source.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "text/utf8.h"

namespace hebb {
namespace {

// 0x80 to 0x9F of Windows-1252; 0 where it has no character.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

enum class Encoding { utf8, utf16_le, utf16_be };

constexpr std::size_t kSampleBytes = 1 << 16;
constexpr std::uint32_t kReplacement = 0xFFFD;
constexpr std::uint32_t kLeftToRight = 0x200E;

bool is_dropped(std::uint32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
         is_invisible(static_cast<std::int32_t>(code));
}

// Appends what is to be kept and counts lines as "\n", "\r\n" and "\r" end them.
class Sink {
 public:
  explicit Sink(std::size_t size) { out_.text.reserve(size); }

  void put(std::uint32_t code) {
    const bool after_return = std::exchange(after_return_, code == '\r');
    if (code == '\n' && after_return) return;
    if (code == '\r' || code == '\n') {
      out_.text += '\n';
      ++line_;
      line_begin_ = out_.text.size();
    } else if (is_dropped(code) && !marks_notice(code)) {
      controls_ += code < 0x20 || code == 0x7F;
      if (is_old_break(static_cast<std::int32_t>(code))) out_.text += ' ';
    } else {
      append_utf8(out_.text, code);
    }
    ++characters_;
  }
  void bad() {
    if (!out_.bad_line) out_.bad_line = line_;
    ++out_.bad_bytes;
  }
  // Text has next to no control characters; what is compressed or compiled has more than one in ten.
  bool is_text() const { return controls_ * 20 <= characters_; }
  SourceText take() { return std::move(out_); }
  SourceText& out() { return out_; }

 private:
  // WhatsApp marks so what it says itself: "[16.04.26, 14:05:33] Halo Team: Maya created this group".
  bool marks_notice(std::uint32_t code) const {
    return code == kLeftToRight && out_.text.size() > line_begin_ && out_.text[line_begin_] == '[' &&
           out_.text.ends_with(": ");
  }

  SourceText out_;
  std::size_t line_begin_ = 0;
  std::uint32_t line_ = 1;
  bool after_return_ = false;
  std::size_t controls_ = 0;
  std::size_t characters_ = 0;
};

// Without a byte order mark: the high bytes of most text are zero, and all on one side.
Encoding guess_encoding(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0';
  const std::size_t pairs = sample.size() / 2;
  if (pairs < 2) return Encoding::utf8;
  const auto one_sided = [&](std::size_t many, std::size_t few) { return many * 20 >= pairs && few * 10 <= many; };
  if (one_sided(zeros[1], zeros[0])) return Encoding::utf16_le;
  if (one_sided(zeros[0], zeros[1])) return Encoding::utf16_be;
  return Encoding::utf8;
}

void read_utf8(std::string_view bytes, Sink& sink) {
  while (!bytes.empty()) {
    const auto [code, length] = decode_utf8(bytes);
    if (code != kInvalidCode) {
      sink.put(static_cast<std::uint32_t>(code));
    } else {
      const auto byte = static_cast<unsigned char>(bytes.front());
      sink.bad();
      sink.out().single_byte = true;
      const std::uint32_t mapped = byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
      sink.put(mapped != 0 ? mapped : kReplacement);
    }
    bytes.remove_prefix(length);
  }
}

void read_utf16(std::string_view bytes, bool little, Sink& sink) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(little ? second << 8 | first : first << 8 | second);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.size()) {
      const std::uint32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    if (code >= 0xD800 && code < 0xE000) {
      sink.bad();
      code = kReplacement;
    }
    sink.put(code);
  }
  if (at < bytes.size()) sink.bad();
}

// What people hand over by mistake, by its first bytes.
std::string_view known_binary(std::string_view bytes) {
  struct Magic {
    std::string_view bytes, name;
    bool textual = false;
  };
  using namespace std::string_view_literals;
  static constexpr auto kMagics = std::to_array<Magic>({{"%PDF-"sv, "a PDF", true},
                                                        {"\xD0\xCF\x11\xE0"sv, "a document of old Word"},
                                                        {"{\\rtf"sv, "an RTF document", true},
                                                        {"\x1F\x8B"sv, "compressed (gzip)", true},
                                                        {"\x89PNG"sv, "an image"},
                                                        {"\xFF\xD8\xFF"sv, "an image"},
                                                        {"\x7F"
                                                         "ELF"sv,
                                                         "a program"},
                                                        {"RIFF"sv, "sound or video"},
                                                        {"ID3"sv, "sound"},
                                                        {"OggS"sv, "sound"}});
  const bool has_zero = bytes.substr(0, 64).contains('\0');  // prose may begin with "RIFF" too
  for (const Magic& magic : kMagics) {
    if (bytes.starts_with(magic.bytes) && (has_zero || magic.textual)) return magic.name;
  }
  return has_zero && bytes.size() > 8 && bytes.substr(4, 4) == "ftyp" ? "sound or video" : "";
}

}  // namespace

Result<SourceText> read_source(std::string_view bytes) {
  if (const auto name = known_binary(bytes); !name.empty()) {
    return fail(ErrorCode::invalid_argument,
                std::format("the input is {}, not a transcript; export it as VTT, SRT, TXT, DOCX or JSON", name));
  }
  Encoding encoding = Encoding::utf8;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    encoding = bytes.front() == '\xFF' ? Encoding::utf16_le : Encoding::utf16_be;
    bytes.remove_prefix(2);
  } else {
    encoding = guess_encoding(bytes);
  }
  Sink sink(bytes.size());
  if (encoding == Encoding::utf8) {
    read_utf8(bytes, sink);
  } else {
    read_utf16(bytes, encoding == Encoding::utf16_le, sink);
  }
  if (!sink.is_text()) {
    return fail(ErrorCode::invalid_argument, "the input is binary, not a transcript (VTT, SRT, TXT, DOCX or JSON)");
  }
  return sink.take();
}

std::optional<Line> LineCursor::next() {
  if (done_) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  const Line line{rest_.substr(0, end), ++number_};
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  done_ = rest_.empty();
  return line;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kNoBreak = "\xC2\xA0";
  for (;;) {
    if (text.starts_with(' ') || text.starts_with('\t') || text.starts_with('\n')) {
      text.remove_prefix(1);
    } else if (text.starts_with(kNoBreak)) {
      text.remove_prefix(2);
    } else {
      break;
    }
  }
  for (;;) {
    if (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\n')) {
      text.remove_suffix(1);
    } else if (text.ends_with(kNoBreak)) {
      text.remove_suffix(2);
    } else {
      return text;
    }
  }
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && lower_ascii(a) == lower_ascii(b);
}

bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
  return equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_blank(std::string_view text) {
  return trimmed(text).empty();
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = kReplacement;
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

}  // namespace hebb
