#include "text/markup.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/ascii.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestEntity = 10;
constexpr std::size_t kLongestTag = 300;

struct Named {
  std::string_view name;
  std::string_view text;
};
constexpr auto kEntities = std::to_array<Named>({{"amp", "&"},
                                                 {"lt", "<"},
                                                 {"gt", ">"},
                                                 {"quot", "\""},
                                                 {"apos", "'"},
                                                 {"nbsp", "\xC2\xA0"},
                                                 {"lrm", ""},
                                                 {"rlm", ""},
                                                 {"hellip", "\xE2\x80\xA6"},
                                                 {"ndash", "\xE2\x80\x93"},
                                                 {"mdash", "\xE2\x80\x94"},
                                                 {"lsquo", "\xE2\x80\x98"},
                                                 {"rsquo", "\xE2\x80\x99"},
                                                 {"ldquo", "\xE2\x80\x9C"},
                                                 {"rdquo", "\xE2\x80\x9D"}});

// Appends what the entity at the beginning of `text` means; its length, or 0 when there is none.
std::size_t take_entity(std::string_view text, std::string& out) {
  const std::string_view head = text.substr(0, kLongestEntity + 2);
  const std::size_t end = head.find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const std::string_view name = head.substr(1, end - 1);
  if (name.front() != '#') {
    const auto found = std::ranges::find(kEntities, name, &Named::name);
    if (found == kEntities.end()) return 0;
    out += found->text;
    return end + 1;
  }
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (error != std::errc() || stop != digits.data() + digits.size()) return 0;
  append_utf8(out, code);
  return end + 1;
}

bool is_markup(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  if (!tag.empty() && is_digit(tag.front())) return tag.find_first_not_of("0123456789:.") == std::string_view::npos;
  static constexpr auto kTags =
      std::to_array<std::string_view>({"c", "i", "b", "u", "s", "v", "ruby", "rt", "lang", "font"});
  return std::ranges::contains(kTags,
                               lower_ascii(tag.substr(0, std::min(tag.find_first_of(" .\t\n"), std::size_t{8}))));
}

bool is_voice(std::string_view tag) {
  return tag.size() > 1 && tag.front() == 'v' && (tag[1] == ' ' || tag[1] == '.' || tag[1] == '\t' || tag[1] == '\n');
}

std::string voice_name(std::string_view tag) {
  const std::size_t space = tag.find_first_of(" \t\n");
  return space == std::string_view::npos ? "" : decode_entities(trimmed(tag.substr(space)));
}

class CueTextReader {
 public:
  std::vector<Spoken> read(std::string_view text) {
    parts_.emplace_back();
    while (!text.empty()) text.remove_prefix(take(text));
    std::erase_if(parts_, [](const Spoken& part) { return is_blank(part.text); });
    return std::move(parts_);
  }

 private:
  std::size_t take(std::string_view text) {
    if (text.front() == '&') {
      if (const std::size_t length = take_entity(text, parts_.back().text)) return length;
    } else if (text.front() == '<') {
      if (const std::size_t length = take_tag(text)) return length;
    } else if (text.starts_with("{\\")) {
      const std::size_t end = text.substr(0, kLongestTag).find('}');
      if (end != std::string_view::npos) return end + 1;
    }
    const std::size_t plain = std::max<std::size_t>(1, std::min(text.find_first_of("&<{"), text.size()));
    parts_.back().text += text.substr(0, plain);
    return plain;
  }

  // Parts without text do not pile up.
  void begin(std::optional<std::string> speaker) {
    if (!is_blank(parts_.back().text)) parts_.emplace_back();
    parts_.back() = {std::move(speaker), {}};
  }

  std::size_t take_tag(std::string_view text) {
    const std::size_t end = text.substr(0, kLongestTag).find('>');
    if (end == std::string_view::npos || end < 2) return 0;
    const std::string_view tag = text.substr(1, end - 1);
    if (!is_markup(tag)) return 0;
    if (is_voice(tag)) {
      auto name = voice_name(tag);
      begin(name.empty() ? std::nullopt : std::optional(std::move(name)));
    } else if (trimmed(tag) == "/v") {
      begin(std::nullopt);
    }
    return end + 1;
  }

  std::vector<Spoken> parts_;
};

}  // namespace

std::string decode_entities(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = text.front() == '&' ? take_entity(text, out) : 0;
    if (length == 0) {
      const std::size_t next = text.find('&', 1);
      length = std::min(next, text.size());
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

std::vector<Spoken> read_cue_text(std::string_view text) {
  return CueTextReader().read(text);
}

}  // namespace hebb
